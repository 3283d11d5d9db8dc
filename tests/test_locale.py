"""Which language is spoken, what is worded in it, and how numbers, dates and lists are written."""

from __future__ import annotations

import ast
import errno
import gettext
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import messages
import pytest
import typer
from babel import dates, lists, numbers, units
from hypothesis import given
from hypothesis import strategies as st

from visit import errors, locale
from visit.errors import CaseError, Location, Problems
from visit.locale import formats, plural, speaking, system, text, usage

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "visit").rglob("*.py"))


def _name_in_tree(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(autouse=True)
def _english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    locale.use("en")
    yield
    locale.use("en")


# --- which language ---


@pytest.mark.parametrize(
    ("option", "environ", "chosen"),
    [
        (None, {}, "en"),
        ("da", {}, "da"),
        ("en", {"VISIT_LANG": "da", "LANG": "da_DK.UTF-8"}, "en"),
        (None, {"VISIT_LANG": "en", "LANG": "da_DK.UTF-8"}, "en"),
        (None, {"VISIT_LANG": "", "LANG": "da_DK.UTF-8"}, "da"),
        (None, {"LANG": "da"}, "da"),
        (None, {"LANG": "da@euro"}, "da"),
        (None, {"LANG": "dav_KE"}, "en"),
        (None, {"LC_ALL": "C", "LANG": "da_DK"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "da_DK", "LANG": "en_US"}, "da"),
        (None, {"LANG": "en_DK.UTF-8"}, "en"),
        (None, {"VISIT_LANG": "fr", "LANG": "da_DK.UTF-8"}, "da"),
        (None, {"VISIT_LANG": "fr"}, "en"),
    ],
)
def test_the_option_comes_before_the_environment(option: str | None, environ: dict[str, str], chosen: str) -> None:
    assert locale.choose(option, environ) == chosen


def test_speaking_ends_with_its_block_and_may_be_nested() -> None:
    locale.use("da")
    assert text("empty") == "tom"
    with speaking("en"):
        assert text("empty") == "empty"
        with speaking("da"):
            assert text("empty") == "tom"
        assert locale.language() == "en"
    assert locale.language() == "da"


def test_each_thread_speaks_for_itself() -> None:
    heard: list[str] = []

    def other() -> None:
        heard.append(locale.language())
        locale.use("en")

    locale.use("da")
    with speaking("da"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert heard == ["en"]
    assert locale.language() == "da"


def test_another_language_cannot_be_used() -> None:
    with pytest.raises(ValueError, match="fr"):
        locale.use("fr")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fr"):
        speaking("fr")  # type: ignore[arg-type]


# --- wording ---


def test_a_template_is_worded_and_filled() -> None:
    assert text("unknown key {key}", key='"a"') == 'unknown key "a"'
    with speaking("da"):
        assert text("unknown key {key}", key='"a"') == 'ukendt nøgle "a"'


def test_a_value_is_never_read_as_a_template() -> None:
    with speaking("da"):
        assert text("unknown key {key}", key="{limit} {key}") == "ukendt nøgle {limit} {key}"


def test_a_message_without_a_danish_wording_stays_english() -> None:
    with speaking("da"):
        assert text("nobody says {this}", this=1) == "nobody says 1"
        assert plural("{n} nobody", "{n} nobodies", 2) == "2 nobodies"


def test_the_empty_text_stays_empty() -> None:
    with speaking("da"):
        assert text("") == ""


@pytest.mark.parametrize(
    ("n", "english", "danish"),
    [(0, "0 days", "0 dage"), (1, "1 day", "1 dag"), (2, "2 days", "2 dage")],
)
def test_a_number_of_things_takes_the_form_of_the_number(n: int, english: str, danish: str) -> None:
    assert plural("{n} day", "{n} days", n) == english
    with speaking("da"):
        assert plural("{n} day", "{n} days", n) == danish


def test_the_number_may_be_written_by_the_caller() -> None:
    with speaking("da"):
        assert plural("{n} day", "{n} days", 1234, n=formats.number(1234)) == "1.234 dage"


def test_errors_are_told_in_the_language_and_str_stays_english() -> None:
    error = CaseError("m", at=Location("a", 1, 2), help="h")
    both = Problems([error, CaseError("n")])
    with speaking("da"):
        assert locale.render_error(error) == "a:1:2: fejl: m\n  hjælp: h"
        assert locale.render_error(both) == "fejl: n\na:1:2: fejl: m\n  hjælp: h"
        assert str(both) == "error: n\na:1:2: error: m\n  help: h"
    assert locale.render_error(both) == str(both)


def test_importing_is_light_and_english_reads_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import visit; base = set(sys.modules)\n"
        "from visit import locale\n"
        "locale.text('empty'); locale.choose(None, {'LANG': 'en'})\n"
        "print(sorted(set(sys.modules) - base))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ast.literal_eval(found.stdout) == ["_contextvars", "contextvars", "visit.locale"]


# --- the messages of the code ---


def test_every_message_has_its_danish_wording() -> None:
    faults: list[str] = []
    for domain, found in messages.extracted(faults).items():
        faults += messages.checked(domain, found)
    assert faults == []


def test_the_compiled_catalogue_is_read_by_gettext() -> None:
    for domain in ("visit", "messages"):
        current, _gone = messages.read(domain)
        path = messages.FOLDER / f"{domain}.mo"
        with path.open("rb") as file:
            words = gettext.GNUTranslations(file)
        for forms, danish in current.items():
            if not all(danish):
                assert words.gettext(forms[0]) == forms[0]
            elif len(forms) == 1:
                assert words.gettext(forms[0]) == danish[0]
            else:
                one, many = forms
                assert (words.ngettext(one, many, 1), words.ngettext(one, many, 2)) == danish


@pytest.mark.parametrize(
    ("english", "danish", "fault"),
    [
        ("a {b}", "a {c}", "other names in braces"),
        ("a {b}", "a", "other names in braces"),
        ("a", "", "no Danish wording"),
        (" or ", "eller", "other spaces around it"),
    ],
)
def test_a_wording_that_does_not_fit_is_found(english: str, danish: str, fault: str) -> None:
    (found,) = messages._faults("visit", {(english,): (danish,)})
    assert fault in found


def test_messages_are_found_in_calls_and_in_constants() -> None:
    source = (
        "from visit import locale\n"
        "from visit.locale import plural, text as _\n"
        "_WORDS = {'key': ('{n} day', '{n} days')}\n"
        "MANY = 5\n"
        "LABEL: dict = {'key': 'label'}\n"
        "def f(x, n, help=_('default')):\n"
        "    return _('said {x}', x=_('inner')), locale.text('by module'), other('not')\n"
        "def g(x, n):\n"
        "    return plural(*_WORDS[x], n), _(LABEL[x])\n"
        "def h(x):\n"
        "    return _('this' if x else 'that')\n"
        "def i(x):\n"
        "    return _(x), MANY\n"
    )
    faults: list[str] = []
    found = set(messages._messages_of(ast.parse(source), "visit/a.py", faults))
    assert {("default",), ("said {x}",), ("inner",), ("by module",)} <= found
    assert {("{n} day", "{n} days"), ("label",)} <= found
    assert {("this",), ("that",)} <= found
    assert ("key",) not in found
    assert ("not",) not in found
    assert faults == ["visit/a.py:13: write the message in the call, or in a constant"]


@pytest.mark.parametrize("path", CODE, ids=_name_in_tree)
def test_nothing_is_worded_at_import(path: Path) -> None:
    name = _name_in_tree(path)
    tree = ast.parse(path.read_text("utf-8"))
    marks = messages._marks(tree, name)
    found = [
        node.lineno for node in messages._inside(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in marks
    ]
    # What declares commands is imported once the language is known, as the next test says; its help is worded then.
    assert found == [] or _declares_commands(tree)


def _declares_commands(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Import) and node.names[0].name == "typer" for node in ast.walk(tree))


def test_what_declares_commands_is_imported_once_the_language_is_known() -> None:
    code = (
        "import sys; from visit import cli, locale\n"
        "known = []\n"
        "locale.install = lambda language: known.append('typer' in sys.modules)\n"
        "cli.main(['--version']); print(known, 'typer' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.splitlines()[-1] == "[False] True"


def test_a_message_that_is_gone_keeps_its_wording_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    old, new = messages.Message(("old",), ("a.py",)), messages.Message(("new",), ("a.py",))
    assert messages.updated("visit", [old]) == ["visit.po: no Danish wording of 'old'"]
    po = tmp_path / "visit.po"
    po.write_text(po.read_text("utf-8").replace('msgid "old"\nmsgstr ""', 'msgid "old"\nmsgstr "gammel"'), "utf-8")
    assert messages.updated("visit", [new]) == ["visit.po: no Danish wording of 'new'"]
    assert messages.read("visit") == ({("new",): ("",)}, {("old",): ("gammel",)})
    assert messages.updated("visit", [new, old]) == ["visit.po: no Danish wording of 'new'"]
    assert messages.read("visit") == ({("new",): ("",), ("old",): ("gammel",)}, {})
    (tmp_path / "visit.mo").write_bytes(b"")
    assert any("visit.mo: not made from" in fault for fault in messages.checked("visit", [old]))


# --- every error is worded ---


def _error_names() -> set[str]:
    return {
        name
        for name, found in vars(errors).items()
        if isinstance(found, type) and issubclass(found, errors.VisitError) and found is not Problems
    }


def _literal_text(node: ast.expr | None) -> bool:
    """Say whether a text is written here without being worded."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right):
            return _literal_text(left) or _literal_text(right)
        case ast.IfExp(body=one, orelse=other):
            return _literal_text(one) or _literal_text(other)
        case ast.BoolOp(values=parts):
            return any(_literal_text(part) for part in parts)
        case ast.Call(func=ast.Attribute(value=of, attr="format")):
            return _literal_text(of)
    return False


def _unworded(tree: ast.AST) -> Iterator[int]:
    """Yield the line of every error whose message or help is written without `_`.

    A name stands for what the function assigns to it. A function that takes a `message` passes on
    what it is given, so its calls are looked at as those of an error are.
    """
    passing = dict.fromkeys(_error_names(), 0)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if "message" in names:
                passing[node.name] = names.index("message")
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.Module):
            continue
        unworded = {
            target.id
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and _literal_text(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", None))
            if name not in passing:
                continue
            given = [*call.args[passing[name] : passing[name] + 1]]
            given += [word.value for word in call.keywords if word.arg in ("message", "help")]
            for one in given:
                if _literal_text(one) or (isinstance(one, ast.Name) and one.id in unworded):
                    yield call.lineno


@pytest.mark.parametrize("path", CODE, ids=_name_in_tree)
def test_every_help_text_is_worded(path: Path) -> None:
    unworded = [
        node.value.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg in ("help", "short_help", "epilog") and _literal_text(node.value)
    ]
    assert unworded == []


@pytest.mark.parametrize("path", CODE, ids=_name_in_tree)
def test_every_error_is_worded(path: Path) -> None:
    assert sorted(set(_unworded(ast.parse(path.read_text("utf-8"))))) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("CaseError('a')", [1]),
        ("CaseError(_('a'), help='b')", [1]),
        ("CaseError(_('a') if x else f'{y}')", [1]),
        ("def f():\n    message = 'a {}'.format(1)\n    raise errors.CaseError(message)", [3]),
        ("def f(message, at): raise CaseError(message)\nf('a', 1)", [2]),
        ("def f(self, at, message): raise CaseError(message)\nx.f(1, 'a')", [2]),
        ("CaseError(_('a {b}', b='c'), help=_('d'))", []),
        ("def f():\n    message = _('a')\n    raise CaseError(message)", []),
        ("CaseError(error.message)", []),
    ],
)
def test_an_error_that_is_not_worded_is_found(source: str, lines: list[int]) -> None:
    assert sorted(set(_unworded(ast.parse(source)))) == lines


# --- the command line library ---


class _Group(usage.Spoken, typer.core.TyperGroup):
    pass


class _Command(usage.Spoken, typer.core.TyperCommand):
    pass


def _run(*arguments: str) -> str:
    app = typer.Typer(cls=_Group, rich_markup_mode=None, add_completion=True)

    @app.callback()
    def _main() -> None:
        pass

    @app.command(cls=_Command)
    def match(
        case: Annotated[str, typer.Argument(metavar="CASE")],
        top: Annotated[int, typer.Option("--top", min=1, max=9)] = 5,
    ) -> None:
        print(case, top)

    try:
        app(list(arguments), prog_name="visit", standalone_mode=False)
    except Exception as error:
        complaint = usage.complaint(error)
        assert complaint is not None
        return complaint
    return ""


@pytest.mark.parametrize(
    ("arguments", "danish", "english"),
    [
        (["match"], "Argumentet 'CASE' mangler.", "Missing argument 'CASE'."),
        (
            ["match", "--tpo", "1", "x"],
            "Tilvalget --tpo findes ikke (mulige tilvalg: --top)",
            "No such option: --tpo (Possible options: --top)",
        ),
        (
            ["mtach"],
            "Kommandoen 'mtach' findes ikke. Mente du 'match'?",
            "No such command 'mtach'. Did you mean 'match'?",
        ),
        (["zzz"], "Kommandoen 'zzz' findes ikke.", "No such command 'zzz'."),
        (
            ["match", "x", "--top", "10"],
            "Ugyldig værdi for '--top': 10 er ikke fra 1 til 9.",
            "Invalid value for '--top': 10 is not from 1 to 9.",
        ),
        (
            ["match", "x", "--top", "y"],
            "Ugyldig værdi for '--top': 'y' er ikke et helt tal.",
            "Invalid value for '--top': 'y' is not a valid int",
        ),
        (
            ["match", "x", "--top"],
            "Tilvalget '--top' skal have en værdi.",
            "Option '--top' requires an argument.",
        ),
        (
            ["match", "a", "b"],
            "Uventede ekstra argumenter (b)",
            "Got unexpected extra argument(s) (b)",
        ),
    ],
)
def test_usage_errors_are_told_in_the_language(arguments: list[str], danish: str, english: str) -> None:
    locale.install("en")
    assert f"error: {english[:1].lower()}{english[1:].removesuffix('.')}" in _run(*arguments)
    locale.install("da")
    told = _run(*arguments)
    assert f"fejl: {danish[:1].lower()}{danish[1:].removesuffix('.')}" in told
    if "--top" not in arguments[-1:]:  # an option without its value is told without the usage line
        assert told.startswith("Brug: visit")
        assert "for at få hjælp." in told


def test_help_is_told_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    locale.install("da")
    _run("match", "--help")
    told = capsys.readouterr().out
    for word in (
        "Brug: visit match [TILVALG]",
        "Argumenter:",
        "[påkrævet]",
        "Tilvalg:",
        "Vis denne",
        "--top <tal>",
    ):
        assert word in told
    assert "standard: 5" in told
    _run("--help")
    told = capsys.readouterr().out
    for word in ("KOMMANDO [ARGUMENTER]...", "Kommandoer:", "Slå fuldførelse af kommandoer til", "Vis fuldførelse"):
        assert word in told
    locale.install("en")
    _run("match", "--help")
    told = capsys.readouterr().out
    for word in ("Usage: visit match [OPTIONS]", "Arguments:", "[required]", "Show this message", "--top <int range>"):
        assert word in told


def test_an_error_of_somebody_else_is_no_complaint() -> None:
    assert usage.complaint(ValueError("x")) is None


@pytest.mark.parametrize("template", usage.TEMPLATES)
def test_every_text_of_the_library_is_found_again(template: str) -> None:
    locale.install("da")
    values: dict[str, Any] = {name[1:-1]: "'x'" for name in messages.PLACEHOLDER.findall(template)}
    english = template.format(**values)
    assert usage.said(english) == gettext.gettext(template).format(**values) != english


# --- numbers, dates, lists ---

_LOCALES = {"da": "da_DK", "en": "en_GB"}
_languages = st.sampled_from(("da", "en"))
_values = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False),
)


def _babel(value: int | Decimal, language: str) -> str:
    # Babel leaves the sign on a zero.
    return _with_minus(
        numbers.format_decimal(value if value else 0, locale=_LOCALES[language], decimal_quantization=False)
    )


def _with_minus(written: str) -> str:
    """Return what Babel writes with the minus sign that visit has for its hyphen."""
    return written.replace("-", "\N{MINUS SIGN}")


@given(_values, _languages)
def test_numbers_are_written_as_babel_writes_them(value: int | Decimal, language: Any) -> None:
    with speaking(language):
        assert formats.number(value) == _babel(value, language)


@given(_values, st.integers(0, 4), _languages)
def test_numbers_with_fixed_decimals_too(value: int | Decimal, places: int, language: Any) -> None:
    exact = Decimal(value)
    cut = exact.quantize(Decimal(1).scaleb(-places), rounding="ROUND_DOWN")
    with speaking(language):
        pattern = "#,##0" + ("." + "0" * places if places else "")
        assert formats.number(cut, decimals=places) == _with_minus(
            numbers.format_decimal(cut if cut else 0, pattern, locale=_LOCALES[language])
        )


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("-0.5", 0, "−1"), ("-0.4", 0, "0")],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, written: str) -> None:
    assert formats.number(Decimal(value), decimals=places) == written


@given(st.integers(-(10**12), 10**12), _languages)
def test_whole_amounts_have_no_oere(value: int, language: Any) -> None:
    plain = numbers.format_currency(value, "DKK", "#,##0\N{NO-BREAK SPACE}¤", locale="da_DK", currency_digits=False)
    digits = _babel(abs(value), "en")
    english = f"{'−' if value < 0 else ''}DKK\N{NO-BREAK SPACE}{digits}"
    with speaking(language):
        assert formats.dkk(value) == formats.dkk(Decimal(value))
        assert formats.dkk(value) == (_with_minus(plain) if language == "da" else english)


@given(st.decimals(-(10**9), 10**9, places=2).filter(lambda value: value != int(value)), _languages)
def test_amounts_with_oere_are_written_as_babel_writes_them(value: Decimal, language: Any) -> None:
    babel = numbers.format_currency(value, "DKK", locale=_LOCALES[language])
    with speaking(language):
        assert formats.dkk(value) == _with_minus(babel).replace("DKK", "DKK\N{NO-BREAK SPACE}")


@given(_values, _languages)
def test_percent_km_and_hours_are_written_as_babel_writes_them(value: int | Decimal, language: Any) -> None:
    exact = Decimal(value) if value else Decimal(0)
    name = _LOCALES[language]
    with speaking(language):
        assert formats.percent(value) == _with_minus(
            numbers.format_percent(exact.scaleb(-2), locale=name, decimal_quantization=False)
        )
        for written, unit in ((formats.km(value), "length-kilometer"), (formats.hours(value), "duration-hour")):
            length: Any = "short" if unit == "length-kilometer" else "long"
            # Babel counts the digits that are written: 1.000 hours would be many.
            babel = units.format_unit(_shortest(exact), unit, length, locale=name, format="#,##0.###")
            assert written == _with_minus(babel).replace(" ", "\N{NO-BREAK SPACE}")


def _shortest(value: Decimal) -> Decimal | int:
    return int(value) if value == int(value) else value.normalize()


@pytest.mark.parametrize(
    ("metres", "danish", "english"),
    [(0, "0,0", "0.0"), (49, "0,0", "0.0"), (50, "0,1", "0.1"), (12_449, "12,4", "12.4")],
)
def test_metres_are_told_in_kilometres(metres: int, danish: str, english: str) -> None:
    assert formats.metres_as_km(metres) == f"{english}\N{NO-BREAK SPACE}km"
    with speaking("da"):
        assert formats.metres_as_km(metres) == f"{danish}\N{NO-BREAK SPACE}km"


@given(st.dates(min_value=date(1000, 1, 1)), _languages)
def test_dates_are_written_as_babel_writes_them(day: date, language: Any) -> None:
    with speaking(language):
        assert formats.day(day) == dates.format_date(day, "long", locale=_LOCALES[language])
        assert formats.short_day(day) == dates.format_date(day, "short", locale=_LOCALES[language])


@given(st.lists(st.text().filter(lambda one: ", " not in one), max_size=5), _languages)
def test_lists_are_written_as_babel_writes_them(items: list[str], language: Any) -> None:
    with speaking(language):
        name = _LOCALES[language]
        assert formats.listed(items) == lists.format_list(items, locale=name)
        assert formats.either(items) == lists.format_list(items, style="or", locale=name)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        formats.number(0.5)  # type: ignore[arg-type]


def test_another_decimal_context_changes_nothing() -> None:
    import decimal

    with decimal.localcontext(decimal.Context(prec=2)):
        assert formats.number(Decimal("123456.78"), decimals=1) == "123,456.8"
        assert formats.metres_as_km(123_456) == "123.5\N{NO-BREAK SPACE}km"


# --- the operating system's reasons ---


@pytest.mark.skipif(sys.platform != "linux", reason="each system words its reasons itself")
def test_in_english_the_system_has_its_own_words() -> None:
    for number in system._REASONS:
        assert system.why_refused(OSError(number, os.strerror(number))) == os.strerror(number).lower()


@pytest.mark.parametrize("number", list(system._REASONS), ids=errno.errorcode.get)
def test_what_the_system_refuses_is_told_in_danish(number: int) -> None:
    with speaking("da"):
        assert system.why_refused(OSError(number, os.strerror(number))) not in ("", os.strerror(number).lower())


def test_what_has_no_wording_stands_as_the_system_words_it() -> None:
    assert system.why_refused(OSError(errno.EXDEV, "Invalid cross-device link")) == "invalid cross-device link"
    assert system.why_refused(OSError("no number")) == "no number"
    assert system.why_refused(ValueError("embedded null byte")) == "not a path"


@pytest.mark.parametrize(
    ("label", "within"), [("Depression", "depression"), ("ADHD", "ADHD"), ("", ""), ("STU-forløb", "STU-forløb")]
)
def test_a_label_stands_with_a_small_letter_within_a_sentence(label: str, within: str) -> None:
    assert formats.small(label) == within


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (("A, Silkeborg Kommune", "B"), "A, Silkeborg Kommune, and B"),
        (("B", "A, Silkeborg Kommune"), "B and A, Silkeborg Kommune"),
        (("A", "B, Silkeborg Kommune", "C"), "A; B, Silkeborg Kommune; and C"),
        (("A, Silkeborg Kommune",), "A, Silkeborg Kommune"),
        (('"A, b" (1)', "`c, d`"), '"A, b" (1) and `c, d`'),
        (("SEL § 107, stk. 1", "SEL § 108"), "SEL § 107, stk. 1 and SEL § 108"),
    ],
)
def test_items_that_hold_commas_stand_between_semicolons(items: tuple[str, ...], said: str) -> None:
    assert formats.listed(items) == said


def test_a_name_with_a_comma_in_it_has_one_behind_it_where_the_sentence_goes_on() -> None:
    name = "Alkoholbehandling, SUL § 141"
    assert formats.closed(f"Er {name} godkendt?", name) == f"Er {name}, godkendt?"
    for told in (
        f"Er {name} og Saxenhøj godkendt?",
        f"Spørg {name}, om der er plads",
        f"Spørg {name}.",
        f"{name} (skøn)",
    ):
        assert formats.closed(told, name) == told
    assert formats.closed("Er Saxenhøj godkendt?", "Saxenhøj") == "Er Saxenhøj godkendt?"
