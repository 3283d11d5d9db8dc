"""Every command as a user meets it: what it prints in both languages and every format, and how it behaves in a shell."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, beside, environ, inside, letters, same_as_golden

from visit.reading.documents.schema import KINDS

EXAMPLES = ("ib-stu-hos-foraeldre", "had-naesten-tom")
OFFERS = "tests/commands/offers.yaml"
SMALL = "tests/commands/small.yaml"
COMMANDS = {
    "case-check": ("case", "check", *(f"examples/{name}.yaml" for name in EXAMPLES)),
    "catalogue-list": ("catalogue", "list", "-c", OFFERS),
    "catalogue-list-near": ("catalogue", "list", "-c", OFFERS, "--near", "Herning"),
    "catalogue-list-provision": ("catalogue", "list", "-c", OFFERS, "--provision", "SEL-107"),
    "catalogue-list-none": ("catalogue", "list", "-c", OFFERS, "--municipality", "Esbjerg"),
    "catalogue-show": ("catalogue", "show", "engen", "-c", OFFERS, "--near", "Herning"),
    "catalogue-check": ("catalogue", "check", OFFERS),
    "guideline-list": ("guideline", "list"),
    "guideline-show": ("guideline", "show", SMALL),
    "guideline-show-statement": ("guideline", "show", SMALL, "near-enough"),
    "guideline-show-table": ("guideline", "show", SMALL, "heavy"),
    "guideline-check": ("guideline", "check", SMALL),
    "guideline-doc": ("guideline", "doc", SMALL),
    "guideline-words": ("guideline", "words", "botilbud"),
    "guideline-diff": ("guideline", "diff", SMALL, "tests/commands/small-next.yaml"),
    **{f"match-{name}": ("match", f"examples/{name}.yaml", "--full") for name in EXAMPLES},
    **{f"why-{name}": ("why", f"examples/{name}.yaml", "1", "--full", "--over", "2") for name in EXAMPLES},
    **{f"why-facts-{name}": ("why", f"examples/{name}.yaml", "1", "--facts", "--over", "2") for name in EXAMPLES},
}
SCREENS = {
    **{
        f"screen-{path.stem}": ("match", f"examples/{path.name}") for path in sorted((ROOT / "examples").glob("*.yaml"))
    },
    **{f"screen-why-{name}": ("why", f"examples/{name}.yaml", "1") for name in EXAMPLES},
}
"""One screen for each example, and of some why: what it says in other shapes is the whole answer."""
FIRST_HEADINGS = {"meet", "guideline", "placement", "criterion", "need", "first", "number", "code", "kode", "name"}
"""What a table calls its first column."""
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


# --- what is printed ---


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", [*COMMANDS, *SCREENS])
def test_a_command_prints_what_is_on_record(name: str, lang: str, request, monkeypatch, capsys) -> None:
    command = {**COMMANDS, **SCREENS}[name]
    ran = inside(monkeypatch, capsys, *command, "--lang", lang, "--format", "plain")
    same_as_golden(request, f"commands/{name}.{lang}.txt", ran.written())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_shape_says_what_plain_text_says(name: str, monkeypatch, capsys) -> None:
    """How a shape looks is tested on its blocks; here nothing of an answer is lost on the way, wide or narrow."""
    shapes = {"plain": "400", "markdown": "80", "rich": "400", "narrow": "20"}
    plain, *others, narrow = (
        inside(monkeypatch, capsys, *COMMANDS[name], "--format", shape.replace("narrow", "rich"), COLUMNS=columns)
        for shape, columns in shapes.items()
    )
    for ran in (*others, narrow):
        assert (ran.code, ran.err) == (plain.code, "")
        assert "\x1b" not in ran.out
    assert [letters(ran.out) for ran in others] == [letters(plain.out)] * 2
    # What has no room beside the rest stands under it, and a long word is broken; only the heading of a first column goes.
    joined = re.sub(r"\W", "", narrow.out)
    assert {word for word in re.findall(r"\w+", plain.out) if word not in joined} <= FIRST_HEADINGS


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_one_document_with_a_schema_and_a_version(name: str, request, monkeypatch, capsys) -> None:
    english = inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "en", "--format", "json")
    document = json.loads(english.out)
    assert document["schema"].startswith("visit-")
    assert document["version"] == 1
    same_as_golden(request, f"commands/{name}.json", english.written())
    if not name.endswith("-check"):
        assert inside(monkeypatch, capsys, *COMMANDS[name], "--lang", "da", "--format", "json") == english


@pytest.mark.parametrize("shape", ["plain", "markdown"])
def test_text_from_files_is_printed_as_text(shape: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "catalogue", "show", "engen", "-c", OFFERS, "--format", shape)
    escaped = r"Engen \[afdeling \*A\*\]" if shape == "markdown" else "Engen [afdeling *A*]"
    assert escaped in ran.out
    assert (
        "Engen [afdeling *A*]"
        in inside(monkeypatch, capsys, "catalogue", "show", "engen", "-c", OFFERS, "--format", "rich").out
    )


@pytest.mark.parametrize("columns", ["20", "60", "80", "120"])
def test_no_cell_of_a_table_is_cut(columns: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "list", "--format", "rich", "--lang", "en", COLUMNS=columns)
    joined = re.sub(r"\s", "", ran.out)
    cells = ("ikast-brande", "serviceloven", "2021.5", "from 01/08/2021", "Visitation guide, Ikast-Brande")
    assert [word for cell in cells for word in cell.split() if word not in joined] == []
    assert "…" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= int(columns)


def test_a_column_that_is_left_out_for_want_of_room_is_told(monkeypatch, capsys) -> None:
    asked = ("guideline", "list", "--lang", "en")
    for shape in ("rich", "plain"):
        narrow = inside(monkeypatch, capsys, *asked, "--format", shape, COLUMNS="80").out
        assert "extends" not in narrow.splitlines()[0]
        assert "Left out for want of room: preferences, notices and extends. --format csv" in " ".join(narrow.split())
        wide = inside(monkeypatch, capsys, *asked, "--format", shape, COLUMNS="200").out
        assert "extends" in wide.splitlines()[0]
        assert "Left out" not in wide


def test_versions_that_are_corrected_are_named_and_have_rows_where_all_are_asked_for(monkeypatch, capsys) -> None:
    few = inside(monkeypatch, capsys, "guideline", "list", "--lang", "en", COLUMNS="120").out
    rows = [line.split()[:2] for line in few.splitlines()]
    assert ["esbjerg", "2011.5"] in rows
    assert ["esbjerg", "2011.4"] not in rows
    assert "esbjerg 2011.1, 2011.2, 2011.3 and 2011.4" in " ".join(few.split())
    every = inside(monkeypatch, capsys, "guideline", "list", "--all", "--lang", "en", COLUMNS="120").out
    assert ["esbjerg", "2011.4"] in [line.split()[:2] for line in every.splitlines()]


def test_a_terminal_that_is_forced_shows_the_same_text(monkeypatch, capsys) -> None:
    command = ("match", f"examples/{EXAMPLES[0]}.yaml", "--format", "rich")
    plain = inside(monkeypatch, capsys, *command)
    forced = inside(monkeypatch, capsys, *command, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[1m" in forced.out
    assert ESCAPE.sub("", forced.out) == plain.out


def test_no_color_and_a_dumb_terminal(monkeypatch, capsys) -> None:
    command = ("match", f"examples/{EXAMPLES[0]}.yaml", "--format", "rich")
    ran = inside(monkeypatch, capsys, *command, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3|4|9|10)[0-7]", ran.out)
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "visit", *command[:2]],
        env=dict(environ(TERM="dumb")),
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=60,
    )
    seen = child.read()
    child.close()
    assert "\x1b" not in seen
    assert "ib-2026-0417" in seen


# --- help ---


def commands() -> list[str]:
    """Return every command and group as it is typed, as they are registered."""
    from visit.commands.app import command_name, whole

    app = whole()
    found = [""] + [command_name(one) for one in app.registered_commands]
    for group in app.registered_groups:
        found.append(str(group.name))
        assert group.typer_instance is not None
        found += [f"{group.name} {command_name(one)}" for one in group.typer_instance.registered_commands]
    return found


def test_a_command_of_another_module_is_found_by_its_name() -> None:
    from visit.commands.app import ELSEWHERE, command_name, whole

    app = whole()
    found: dict[str, set[str]] = {}
    for one in app.registered_commands:
        found.setdefault(one.callback.__module__, set()).add(command_name(one))
    for group in app.registered_groups:
        found.setdefault(group.typer_instance.registered_commands[0].callback.__module__, set()).add(str(group.name))
    found.pop("visit.commands.app")
    assert found == {module: set(names) for module, names in ELSEWHERE.items()}


COMMAND_MODULES = {path.stem: ast.parse(path.read_text("utf-8")) for path in (ROOT / "visit/commands").glob("*.py")}


def functions(module: str) -> list[ast.FunctionDef]:
    return [one for one in COMMAND_MODULES[module].body if isinstance(one, ast.FunctionDef)]


def test_every_option_of_a_command_is_passed_on() -> None:
    """An option that a command takes and drops would have no effect, and nobody would be told."""
    declared = [
        (module, one) for module in COMMAND_MODULES if module.startswith("app") for one in functions(module)
        if any("command" in ast.unparse(decorator) for decorator in one.decorator_list)
    ]  # fmt: skip
    assert len(declared) >= 30
    dropped = []
    for module, command in declared:
        named = {one.id for one in ast.walk(ast.Module(command.body, [])) if isinstance(one, ast.Name)}
        dropped += [f"{module}.{command.name}: {one.arg}" for one in command.args.args if one.arg not in named]
    assert dropped == []


def test_what_a_command_does_is_reached_by_a_command() -> None:
    written = {
        (module, one.name) for module in COMMAND_MODULES if not module.startswith("app") for one in functions(module)
        if one.name.endswith("_command")
    }  # fmt: skip
    reached = {
        (imported.module.rpartition(".")[2], one.name)
        for tree in COMMAND_MODULES.values() for imported in ast.walk(tree)
        if isinstance(imported, ast.ImportFrom) and imported.module for one in imported.names
    }  # fmt: skip
    assert len(written) >= 30
    assert written - reached == set()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_command_has_help_with_an_example_on_80_columns(lang: str) -> None:
    script = (
        "import sys; from visit import locale; locale.install(sys.argv[1]); from visit.commands.app import run\n"
        "for path in sys.argv[2:]:\n    print('@@', path); run([*path.split(), '--help'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, lang, *commands()],
        capture_output=True, cwd=ROOT, env=dict(environ(COLUMNS="80")), timeout=120, check=True,
    )  # fmt: skip
    word = "Eksempel: visit" if lang == "da" else "Example: visit"
    texts = ran.stdout.decode("utf-8").split("@@ ")[1:]
    assert len(texts) == len(commands()) >= 35
    for text in texts:
        assert word in text, text
        lines = text.splitlines()
        assert max(map(len, lines)) <= 80, text
        assert not [line for line in lines if re.search(r"\w-$", line)], text  # a name or a day in two pieces
        if lang == "da":
            english = r"Show this message|Usage:|Options:|Commands:|Arguments:|\b(?:FILE|FOLDER|NAME|CASE|OLD|NEW)\b"
            assert not re.search(english, text), text


def test_the_version(monkeypatch, capsys) -> None:
    from visit import __version__

    assert inside(monkeypatch, capsys, "--version").out == f"visit {__version__}\n"


def test_a_group_without_a_command_shows_its_help(monkeypatch, capsys) -> None:
    assert "check" in (ran := inside(monkeypatch, capsys, "guideline")).out + ran.err


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_sentence_of_the_help_of_a_group_is_cut(lang: str, monkeypatch, capsys) -> None:
    from visit.commands.app import whole

    groups = [str(group.name) for group in whole().registered_groups]
    assert "audit" in groups
    for group in groups:
        told = inside(monkeypatch, capsys, group, "--help", "--lang", lang, COLUMNS="80").out
        listed = told.partition("Kommandoer:" if lang == "da" else "Commands:")[2]
        assert listed.strip()
        assert not re.search(r"\.\.\.|…", listed)


# --- in a shell ---


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m visit match examples/{EXAMPLES[0]}.yaml --all --areas; echo exit $? >&2"
    ran = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"],
        capture_output=True,
        cwd=ROOT,
        env=dict(environ()),
        timeout=120,
        check=True,
    )
    assert ran.stderr.decode() == "exit 0\n"
    assert ran.stdout.count(b"\n") == 1


def test_standard_input_is_a_dash(monkeypatch, capsys) -> None:
    case = (ROOT / "examples" / f"{EXAMPLES[0]}.yaml").read_bytes()
    ran = inside(monkeypatch, capsys, "match", "-", stdin=case)
    assert ran.out == inside(monkeypatch, capsys, "match", f"examples/{EXAMPLES[0]}.yaml").out
    ran = inside(monkeypatch, capsys, "case", "check", "-", stdin=b"case: a\n")
    assert "<stdin>:1:1: error: " in ran.out
    assert ran.code == 1


def test_danish_letters_under_the_locale_c() -> None:
    ran = beside(
        "catalogue", "show", "aaen", "-c", OFFERS, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", VISIT_LANG="da"
    )
    assert "Åen" in ran.out
    assert ran.code == 0


def test_a_leading_dot_of_a_path_is_kept(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "case", "check", "./tests/commands/offers.yaml", COLUMNS="1000")
    assert ran.out.startswith("./tests/commands/offers.yaml:3:1: error: this is a catalogue, and a case is expected")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_offered(shell: str) -> None:
    ran = beside("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert ran.code == 0
    assert "visit" in ran.out


def test_commands_complete_and_case_files_complete_as_files() -> None:
    asked = {"_VISIT_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert "match" in beside(COMP_WORDS="visit ma", **asked).out.split()
    # No word of visit's own for a case: bash then completes files (`complete -o default`).
    assert beside(COMP_WORDS="visit match exam", **{**asked, "COMP_CWORD": "2"}).out.split() == []
    script = beside("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1").out
    assert "complete -o default" in script


def test_the_tests_of_a_guideline_are_run(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "test", SMALL)
    assert (ran.code, ran.err) == (0, "")
    assert "small.cases.yaml: 2" in ran.out
    document = json.loads(inside(monkeypatch, capsys, "test", SMALL, "--format", "json", "--only", "row 1").out)
    assert [test["id"] for test in document["files"][0]["tests"]] == ["small.cases.yaml::rule near-enough row 1"]


# --- schemas ---


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_takes_what_visit_takes(kind: str, monkeypatch, capsys, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from decimal import Decimal

    from visit.reading.source import read

    schema = json.loads(inside(monkeypatch, capsys, "schema", kind).out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    shipped = sorted((ROOT / "visit" / "guidelines").glob("*.yaml"))
    files = {
        "case": sorted((ROOT / "examples").glob("*.yaml")),
        "catalogue": [ROOT / "visit" / "catalogue.yaml", ROOT / OFFERS],
        "guideline": [path for path in shipped if not path.name.endswith(".cases.yaml")] + [ROOT / SMALL],
        "cases": [path for path in shipped if path.name.endswith(".cases.yaml")],
        **{f"{one}-map": written_out(one, tmp_path) for one in ("catalogue", "cases", "travel")},
    }
    validator = jsonschema.Draft202012Validator(schema)
    for path in files.get(kind, ()):
        value = json.loads(
            json.dumps(read(path).value, default=lambda one: float(one) if isinstance(one, Decimal) else str(one))
        )
        assert not [f"{path.name}: {fault.message}"[:200] for fault in validator.iter_errors(value)]
    assert list(validator.iter_errors({"nonsense": 1}))


def written_out(kind: str, folder: Path) -> list[Path]:
    """The maps of a kind that docs/importing.md shows."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "importing.md").read_text("utf-8"), re.DOTALL)
    shown = [one for one in blocks if f"\nmap: {kind}\n" in one]
    assert shown
    for number, one in enumerate(shown):
        (folder / f"{kind}-{number}.yaml").write_text(one, "utf-8")
    return sorted(folder.glob(f"{kind}-*.yaml"))


def test_a_schema_has_dates_numbers_and_words_for_people(monkeypatch, capsys) -> None:
    schema = json.loads(inside(monkeypatch, capsys, "schema", "case").out)
    assert schema["properties"]["assessed"] == {"format": "date", "title": "Assessed", "type": "string"}
    assert schema["description"] == "One citizen on one date."
    assert schema["additionalProperties"] is False
    assert "from" in schema["$defs"]["Goal"]["properties"]
    assert '"string", "null"' not in json.dumps(schema["$defs"]["Coordinates"])
    assert schema["$defs"]["Coordinates"]["properties"]["lat"]["type"] == "number"


# --- lint ---


def test_a_guideline_may_extend_a_file_beside_it(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "small.yaml").write_bytes((ROOT / SMALL).read_bytes())
    child = 'guideline: child\nversion: "1"\ntitle: {da: a, en: b}\nin_force: {from: 2026-06-01}\nextends: small\nsource: s\n'
    (tmp_path / "child.yaml").write_text(
        child + "notices:\n  - {id: a, text: {da: a, en: b}, source: s, when: nonsense.here}\n"
    )
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "guideline", "check", "child.yaml")
    assert ran.out.startswith('child.yaml:8:52: error: unknown name "nonsense.here"')
    assert ran.code == 1


def test_a_strict_check_ends_with_1_where_there_is_something_to_look_at(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "small.yaml").write_bytes((ROOT / SMALL).read_bytes())
    monkeypatch.chdir(tmp_path)
    plain, strict = (
        inside(monkeypatch, capsys, "guideline", "check", "small.yaml", *more, "--lang", "en")
        for more in ((), ("--strict",))
    )
    assert "[untested]" in plain.out
    assert (plain.code, strict.code, plain.out == strict.out) == (0, 1, True)
    refused = inside(monkeypatch, capsys, "guideline", "check", "small.yaml", "--strict", "--prove", "--lang", "en")
    assert (refused.code, "--strict has no effect with --prove" in refused.err) == (2, True)


def test_a_statement_of_a_later_date_is_checked_too(tmp_path, monkeypatch, capsys) -> None:
    text = (
        (ROOT / SMALL).read_text(encoding="utf-8").replace("id: from-next-year,", "id: from-next-year, when: case.nix,")
    )
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "guideline", "check", "small.yaml")
    assert 'unknown name "case.nix"' in ran.out
    assert ran.code == 1


@pytest.mark.parametrize(
    "condition",
    [
        "count(case.functioning >= option.specialisation) >= 1",
        "any(case.functioning >= option.specialisation)",
        "all(case.functioning <= option.specialisation)",
        "case.functioning.cook >= option.specialisation",
    ],
)
def test_levels_are_compared_with_a_fact_of_the_option(condition: str, tmp_path: Path, monkeypatch, capsys) -> None:
    guide = (ROOT / "tests" / "commands" / "small.yaml").read_text(encoding="utf-8")
    guide = guide.replace("require: travel.network_km <= near_km", f"require: {condition}")
    (tmp_path / "small.yaml").write_text(guide, encoding="utf-8")
    case = str(ROOT / "examples" / "ib-stu-hos-foraeldre.yaml")
    ran = inside(monkeypatch, capsys, "match", case, "-g", str(tmp_path / "small.yaml"), "--all", "--format", "json")
    assert ran.code == 0, ran.err
    assert "near-enough" in ran.out
