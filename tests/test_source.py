"""Reading YAML: which values come out, where they stand, and what is refused in which words."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from visit.cpr import instead
from visit.errors import Location, Problems, SourceError, VisitError
from visit.reading import source, yaml_events
from visit.reading.source import Document, Unquoted, cpr_shaped, parse, read, redacted

BROKEN = Path(__file__).parent / "broken" / "source"


# --- Values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("0", 0),
        ("-3", -3),
        ("2394", 2394),
        ("12.5", Decimal("12.5")),
        ("-0.50", Decimal("-0.50")),
    ],
)
def test_only_these_scalars_are_typed(text: str, value: object) -> None:
    found = parse(f"[{text}, x]", "f").value
    assert isinstance(found, list)
    assert found[0] == value
    assert type(found[0]) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "No",
        "on",
        "off",
        "yes",
        "y",
        "n",
        "True",
        "TRUE",
        "Null",
        "0657",
        "0791",
        "08",
        "12:30",
        "1:20:30",
        "2026-11-02",
        "1e5",
        ".5",
        "5.",
        "1_000",
        "+1",
        "0x1F",
        "0o17",
        ".inf",
        ".nan",
        "-0",
        "<<",
        "=",
        "2026-11-02T10:00:00Z",
        "1,5",
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert parse(f"a: {text}\n", "f").value == {"a": text}
    assert parse(f"{text}: a\n", "f").value == {text: "a"}


@pytest.mark.parametrize("text", ["85", "true", "null", "12.5", "~"])
def test_quoted_scalars_are_text(text: str) -> None:
    assert parse(f"a: '{text}'\n\"{text}\": |-\n  {text}\n", "f").value == {"a": text, text: text}


def test_an_empty_value_is_nothing() -> None:
    assert parse("a:\nb:\n  -\n", "f").value == {"a": None, "b": [None]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(st.characters(codec="ascii")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcæøå_-", min_size=1), inner),
    max_leaves=20,
)


@given(JSON)
def test_json_is_yaml_enough(value: object) -> None:
    text = json.dumps([value], ensure_ascii=False, indent="\t")
    assume(cpr_shaped(text) is None)
    assume(not re.search(r"[\x7f]|\\[bfu]|\\r(?!\\n)", text))  # control characters, also as escapes
    assert parse(text, "f").value == [value]


def test_both_builds_of_the_parser_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, {b: no}]\nc: |\n  x\n"
    fast = parse(text, "f")
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    assert parse(text, "f") == fast
    assert parse(text, "f").locate(["a", 1, "b"]) == fast.locate(["a", 1, "b"])


# --- Places

PLACED = """\
case: a   # æøå
citizen:
  home: {place: Ikast, tenancy: true}
network:
  - who: "æ"
    place: Brande
  - []
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ([], 1, 1),
        (["case"], 1, 7),
        (["citizen"], 3, 3),
        (["citizen", "home"], 3, 9),
        (["citizen", "home", "place"], 3, 17),
        (["citizen", "home", "tenancy"], 3, 33),
        (["network", 0], 5, 5),
        (["network", 0, "place"], 6, 12),
        (["network", 1], 7, 5),
        (["network", 2], 5, 3),
        (["network", 1, "who", "x"], 7, 5),
        (["nothing"], 1, 1),
        (["case", "below"], 1, 7),
    ],
)
def test_a_value_or_the_nearest_around_it_is_found(path: list[str | int], line: int, column: int) -> None:
    assert parse(PLACED, "f").locate(path) == Location("f", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (["case"], 1, 1),
        (["citizen", "home"], 3, 3),
        (["citizen", "home", "tenancy"], 3, 24),
        (["network", 0, "place"], 6, 5),
        (["network", 1], 7, 5),
        (["citizen", "nothing"], 3, 3),
        ([], 1, 1),
    ],
)
def test_a_key_is_found(path: list[str | int], line: int, column: int) -> None:
    assert parse(PLACED, "f").locate_key(path) == Location("f", line, column)


def test_windows_line_ends_and_a_byte_order_mark_move_nothing() -> None:
    text = "\ufeff" + PLACED.replace("\n", "\r\n")
    assert parse(text.encode(), "f").locate(["network", 0, "place"]) == Location("f", 6, 12)


def test_a_document_without_places_gives_its_name() -> None:
    assert Document("f", {"a": 1}).locate(["a"]) == Location("f")
    assert Document("f", {"a": 1}).locate_key(["a"]) == Location("f")


# --- Broken files


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_broken_file_has_its_message(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    with pytest.raises(VisitError) as caught:
        read(path.name)
    assert f"{caught.value}\n" == path.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_slow_parser_refuses_it_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    with pytest.raises(VisitError):
        read(path)


def test_all_duplicate_keys_are_told_at_once() -> None:
    with pytest.raises(Problems) as caught:
        parse("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n", "f")
    assert [str(error.at) for error in caught.value.errors] == ["f:2:11", "f:3:1", "f:4:1"]


def test_faults_before_a_syntax_error_are_told_with_it() -> None:
    with pytest.raises(Problems) as caught:
        parse('a: 1\na: 2\nb: "\n', "f")
    assert len(caught.value.errors) == 2


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path}: error: there is no such file\n  help: check the path; `-` reads standard input"
    )


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="this is a folder, not a file"):
        read(tmp_path)


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", shut)
    with pytest.raises(SourceError, match="the file cannot be read: permission denied"):
        read(tmp_path / "shut.yaml")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_not_a_path(name: str) -> None:
    with pytest.raises(SourceError, match="the file cannot be read"):
        read(name)


def test_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(SourceError, match="the file is larger than 64 MB"):
        read(path)


def test_huge_input_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST_FILE", 1000)
    stream = io.BytesIO(b"a" * 5000)
    with pytest.raises(SourceError, match="larger"):
        read("-", stdin=stream)
    assert stream.tell() == 1001


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", b"case: a\0b", bytes(range(256))])
def test_binary_file(raw: bytes) -> None:
    with pytest.raises(SourceError, match="this is a binary file, not text"):
        parse(raw, "f")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "{a: " * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "- " * 10_000 + "a",
        "[\n" * 10_000,
        "".join(" " * n + "a:\n" for n in range(2_000)),
    ],
    ids=["lists", "groups", "closed", "dashes", "lines", "indented"],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_deep_file(text: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    with pytest.raises(SourceError, match="values are nested deeper than 64"):
        parse(text, "f")


def test_keys_inside_keys_do_not_nest() -> None:
    with pytest.raises(SourceError, match="a key must be text"):
        parse("? " * 10_000 + "a", "f")


def test_the_deepest_that_is_read() -> None:
    parse("[" * 64 + "]" * 64, "f")


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "MOST_VALUES", 100)
    parse("[" + "1," * 99 + "]", "f")
    with pytest.raises(SourceError, match="the file holds more than 100 values") as caught:
        parse("[" + "1," * 100 + "]", "f")
    assert caught.value.at == Location("f", 1, 200)


@pytest.mark.parametrize("text", ["*a: 1\n", "a: {*b : 1}\n", "a:\n  - {c: 1, *b : 2}\n"])
def test_a_reference_where_a_key_must_stand_is_told(text: str) -> None:
    with pytest.raises((Problems, SourceError), match="refers to another value"):
        parse(text, "f")


def test_aliases_cannot_explode() -> None:
    rows = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    with pytest.raises(Problems, match="gives a value a name"):
        parse("a0: &a0 [x]\n" + rows, "f")


@pytest.mark.parametrize("text", ["a: 1\n" * 5_000, "0101814321\n" * 5_000, '- "1\\x3010814321"\n' * 5_000])
def test_faults_are_told_up_to_a_thousand(text: str) -> None:
    with pytest.raises(Problems) as caught:
        parse(text, "f")
    assert len(caught.value.errors) == 1_000


def test_reading_a_file_does_not_import_pydantic() -> None:
    code = "import sys, visit.reading.source, visit.canonical; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_standard_input() -> None:
    for stream in (io.BytesIO(b"a: 1"), io.StringIO("a: 1")):
        found = read("-", stdin=stream)
        assert found.value == {"a": 1}
        assert found.locate(["a"]) == Location("<stdin>", 1, 4)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_visit_error(raw: bytes) -> None:
    with contextlib.suppress(VisitError):
        parse(raw, "f")


@given(st.text("ab:-[]{},'\"#&*!|>%@` \n?1.0", max_size=60))
def test_any_yaml_like_text_is_a_document_or_a_visit_error(text: str) -> None:
    with contextlib.suppress(VisitError):
        parse(text, "f")


# --- CPR numbers

CPR = [
    "010181-4321",
    "0101814321",
    "010181 4321",
    "010181 - 4321",
    "010181\u20134321",
    "010181\u00a04321",
    "1010814321",
    "311299-0001",
    "290200-1234",
    "cpr0101814321",
    "cpr_0101814321",
    "ib-010181-4321",
    "født 010181-4321.",
    "(0101814321)",
    "nr.0101814321",
    "2026-11-02 010181-4321",
]
NOT_CPR = [
    "2026-11-02",
    "2026-11-02T10:00:00",
    "20261102-1234",
    "ib-2026-0417",
    "97 12 34 56",
    "97123456",
    "+45 97123456",
    "12345678",
    "00101814321",
    "01018143210",
    "0101814321012",
    "3101814321"[:9],
    "320181-4321",
    "310481-4321",
    "300281-4321",
    "011381-4321",
    "000181-4321",
    "56.0101814321",
    "010181, 4321",
    "04a2ecdd-cdc6-4000-91d3-4e2195810126",
    "99010181-4321-4000-91d3-4e2195812612",
    "ab010181-4321-4000-91d3-4e2195812612",
    "12345678-1234-1234-1234-ab0101814321",
    "e3b0c44298fc1c149afb0101814321fb92427ae41e4649b934ca495991b7852b",
    "1.2.208.176.2.22",
    "7430",
    "2394.50",
]


@pytest.mark.parametrize("text", CPR)
def test_what_is_shaped_like_a_cpr_number(text: str) -> None:
    assert cpr_shaped(text) is not None
    assert cpr_shaped(f"Bor i Ikast, {text}\nog mere") is not None


@pytest.mark.parametrize("text", NOT_CPR)
def test_what_is_not(text: str) -> None:
    assert cpr_shaped(text) is None
    assert cpr_shaped(f"Bor i Ikast, {text}\nog mere") is None


def test_where_it_is() -> None:
    assert cpr_shaped("x 010181-4321 y") == (2, 13)


@given(
    st.dates().map(lambda day: day.strftime("%d%m%y")),
    st.integers(0, 9999),
    st.sampled_from(["", "-", " "]),
)
def test_every_possible_number_is_refused_and_never_shown(day: str, serial: int, sep: str) -> None:
    number = f"{day}{sep}{serial:04}"
    for text in (
        f"a: {number}",
        f"a: b # {number}",
        f'"{number}": b',
        f"- |\n  text {number} text",
        f'a: {number}\nb: "',
        f"a: {number}\na: {number}",
    ):
        with pytest.raises(VisitError) as caught:
            parse(text, "f")
        assert "CPR number" in str(caught.value)
        assert f"{serial:04}" not in str(caught.value).replace("f:", "").replace(instead(), "").partition("error")[2]
    assert number not in redacted(f"text {number} text")


def test_every_one_is_told_at_its_place() -> None:
    with pytest.raises(Problems) as caught:
        parse("a: 0101814321 # 010181-4321\n1010814321: x\n", "f")
    assert [str(error.at) for error in caught.value.errors] == ["f:1:4", "f:1:17", "f:2:1"]


def test_the_name_of_a_file_is_no_place_for_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a file name must not contain") as caught:
        read(tmp_path / "010181-4321.yaml")
    assert "4321" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "empty"),
        (True, "true"),
        (Decimal("12.50"), "12.50"),
        ([1], "a list"),
        ({}, "a group of keys"),
        ("tre", '"tre"'),
        ("a\n\x1b[31m\u202e", '"a\\n\\x1b[31m\\u202e"'),
        ("x" * 50, '"' + "x" * 39 + '…"'),
        ("x" * 34 + "0101814321", '"' + "x" * 34 + '…"'),
    ],
)
def test_how_a_value_is_shown(value: object, text: str) -> None:
    assert redacted(value) == text


FOLDED = """\
plain: one two
  three
block: >-
  one
  two three
kept: |
  one

  two three
single: 'one two
  three'
double: "one two
  three"
escaped: "one \\u0074wo three"
doubled: 'one ''two'' three'
"""


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("plain", (2, 3)),
        ("block", (5, 7)),
        ("kept", (9, 7)),
        ("single", (11, 3)),
        ("double", (13, 3)),
        ("escaped", (14, 10)),  # written otherwise than it reads: where the text begins
        ("doubled", (15, 10)),
    ],
)
def test_a_character_of_a_text_is_found_where_the_file_has_it(key: str, place: tuple[int, int]) -> None:
    document = parse(FOLDED, "f")
    assert isinstance(document.value, dict)
    text = str(document.value[key])
    at = document.locate_in((key,), text.index("three"))
    assert (at.line, at.column) == place
    if key not in ("escaped", "doubled"):
        assert document.locate_in((key,), len(text.rstrip())) == Location("f", at.line, place[1] + len("three"))


def test_a_document_without_places_has_its_name_alone() -> None:
    assert Document("f", {"a": "one"}).locate_in(("a",), 1) == Location("f")


UNQUOTED = """\
rules:
  - {id: a, when: %s, text: {da: "Når [a], b", en: b}}
  - id: b
    when: option.kind in [home, tenancy]
  - {id: c, when: case.flags.acute,
     require: case.age > 17}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "option.kind in [home, tenancy]",
        "case.needs.hours_per_week.support > 7,5",
        "days_between(extra.a, extra.b) > 30",
        "case.target_groups overlaps [a, b] and extra.kind == 'x'",
    ],
)
def test_a_condition_that_needs_quotes_is_told_and_the_rest_read_as_it_was_meant(condition: str) -> None:
    with pytest.raises(Unquoted) as refused:
        parse(UNQUOTED % condition, "g.yaml")
    assert str(refused.value.errors[0]).startswith("g.yaml:2:19: error: a condition with a comma")
    document = refused.value.document
    assert len(refused.value.errors) == 1
    assert document is not None
    assert document.value["rules"][0] == {"id": "a", "when": condition, "text": {"da": "Når [a], b", "en": "b"}}
    quoted = parse(UNQUOTED % f'"{condition}"', "g.yaml")
    assert document.value == quoted.value
    after = len(f"  - {{id: a, when: {condition}, text: ") + 1
    assert str(document.locate(("rules", 0, "text"))) == f"g.yaml:2:{after}"
    assert str(document.locate_in(("rules", 0, "when"), 4)) == "g.yaml:2:23"


def test_a_key_without_a_value_that_is_no_condition_stays() -> None:
    assert parse("{a b: , c: 1}", "g.yaml").value == {"a b": None, "c": 1}
