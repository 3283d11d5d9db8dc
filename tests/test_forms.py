"""Ways of writing that people bring along, each with an error that says what to write, and never with a regular expression."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.reading.documents.schema import json_schema
from visit.reading.fault_words import _shape
from visit.rules.language.expression import ExpressionError, parse_condition

FORMS = ROOT / "tests" / "forms"
KINDS = ("case", "catalogue", "guideline", "cases", "follow-up", "plan")
HEAD = "case: a-1\nassessed: 2026-11-02\nmunicipality: Ikast-Brande\n"
GUIDE = (ROOT / "tests" / "commands" / "small.yaml").read_text(encoding="utf-8")


def checked(kind: str, text: str, tmp_path: Path, monkeypatch, capsys) -> list[str]:
    """Return what a check tells of a file, a line each."""
    (tmp_path / "given.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, kind, "check", "given.yaml")
    assert ran.code == 1
    return ran.out.splitlines()


ODD = "error: a space that does not count as one stands before this line"
ORDINARY = "  help: write ordinary spaces; a text copied from a mail or a web page brings others along"
CASES = {
    "decimal comma in a group": (
        "needs: {hours_per_week: {support: 3,5}}",
        ["given.yaml:4:37: error: a comma parts two entries here, not a number from its decimals",
         "  help: write a dot before decimals: `support: 3.5`"],
    ),
    "decimal comma in a line": (
        "needs:\n  hours_per_week:\n    support: 3,5",
        ['given.yaml:6:14: error: support must be a number, not "3,5"', "  help: write a dot before decimals: `support: 3.5`"],
    ),
    "a number as a key is still told": (
        "needs: {hours_per_week: {support: 3, 5}}",
        ["given.yaml:4:38: error: a key must be text, not 5", '  help: write it in quotes: `"5":`'],
    ),
    "non-breaking space before a key": ("\u00a0support_need: 3", [f"given.yaml:4:1: {ODD}", ORDINARY]),
    "non-breaking spaces for an indentation": ("needs:\n\u00a0 areas: [support]", [f"given.yaml:5:1: {ODD}", ORDINARY]),
    "narrow space behind ordinary ones": ("needs:\n  areas: [support]\n \u202f must: []", [f"given.yaml:6:2: {ODD}", ORDINARY]),
    "Danish name of a code": (
        "target_groups: {primary: autisme}",
        ['given.yaml:4:26: error: a code is written here, not its name: "autisme"', "  help: write `autism-spectrum`"],
    ),
    "Danish name of two codes": (
        "target_groups: {primary: hjerneskade}",
        [
            'given.yaml:4:26: error: a code is written here, not its name: "hjerneskade"',
            "  help: write `congenital-brain-injury` or `acquired-brain-injury`",
        ],
    ),
    "Danish name of another": (
        "target_groups: {primary: angst}",
        ['given.yaml:4:26: error: a code is written here, not its name: "angst"', "  help: write `anxiety`"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_as_people_write_it(name: str, tmp_path, monkeypatch, capsys) -> None:
    text, told = CASES[name]
    assert checked("case", f"{HEAD}{text}\n", tmp_path, monkeypatch, capsys) == told


def test_an_id_is_described_in_words(tmp_path, monkeypatch, capsys) -> None:
    told = checked("case", HEAD.replace("a-1", "A B"), tmp_path, monkeypatch, capsys)
    assert told[1] == "  help: write a to z, digits, `.`, `_` and `-`, at most 80; a letter or digit comes first"
    assert not re.search(r"\^|\[a-z|\{0,", "".join(told))


CONDITIONS = [
    ("travel.network_km => near_km", "write `>=`"),
    ("travel.network_km =< near_km", "write `<=`"),
    ("travel.network_km ≥ near_km", "write `>=`"),
    ("travel.network_km <> near_km", "write `!=`"),
    ("travel.network_km = near_km", "write `==`"),
    ("option.external og option.internal", "write `and`"),
    ("option.external eller option.internal", "write `or`"),
    ("ikke option.external", "write `not`"),
    ("option.external and ikke", "write `not`"),
    ("option.price_ratio > 7,5", "write a dot before decimals: `7.5`"),
    ("(option.price_ratio > 7,5)", "write a dot before decimals: `7.5`"),
    ("case.permanence == varigt", "write `permanent`"),
    ("case.permanence == “permanent”", "write `'…'`"),
]


@pytest.mark.parametrize(("condition", "help"), CONDITIONS)
def test_a_condition_as_people_write_it(condition: str, help: str, tmp_path, monkeypatch, capsys) -> None:
    guide = GUIDE.replace("travel.network_km <= near_km", condition)
    told = checked("guideline", guide, tmp_path, monkeypatch, capsys)
    assert told[0].startswith("given.yaml:31:")
    assert told[1] == f"  help: {help}"


def test_two_arguments_are_no_decimal_comma() -> None:
    parse_condition("max(7,5) > 1 and case.support_need in [3,4]")
    with pytest.raises(ExpressionError) as caught:
        parse_condition("case.support_need > 7 , 5")
    assert caught.value.help is None


def test_a_non_breaking_space_parts_the_words_of_a_condition() -> None:
    assert parse_condition("case.age\u00a0>=\u00a018") == parse_condition("case.age >= 18")


def patterns(value: object) -> set[str]:
    """Every regular expression of a JSON Schema."""
    if isinstance(value, dict):
        own = {value["pattern"]} if isinstance(value.get("pattern"), str) else set()
        return own.union(*(patterns(inner) for inner in value.values()))
    return set().union(*(patterns(inner) for inner in value)) if isinstance(value, list) else set()


def test_every_pattern_of_a_document_is_said_in_words() -> None:
    found = set().union(*(patterns(json_schema(kind)) for kind in KINDS))
    assert found
    assert [one for one in found if _shape(one) is None] == []


# --- what was tried by others, as they gave it ---


def test_the_hours_of_a_case_with_a_decimal_comma(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "case", "check", str(FORMS / "decimal-comma.yaml"))
    assert ran.code == 1
    assert "write a dot before decimals: `support: 3.5`" in ran.out


def test_a_guideline_that_ends_before_it_begins(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "check", str(FORMS / "never-in-force.yaml"))
    assert ran.code == 1
    assert "never-in-force.yaml:6:11: error: it is never in force: until lies before from\n" in ran.out
    case = str(ROOT / "examples" / "ib-stu-hos-foraeldre.yaml")
    ran = inside(monkeypatch, capsys, "match", case, "-g", str(FORMS / "never-in-force.yaml"))
    assert (ran.code, "it is never in force" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("citizen: {born: 1850}", "born"),
        ("citizen: {born: 1850-01-01}", "born"),
        (
            "citizen: {born: 2007-05-14, current: [{offer: x, service: STU, since: 2007-05-13}]}",
            "since lies before the birth",
        ),
        (
            "citizen: {born: 2007, current: [{offer: x, service: STU, since: 2006-12-31}]}",
            "since lies before the birth",
        ),
        ("citizen: {born: 2007, lived: [{municipality: Varde, from: 2006-12-31}]}", "from lies before the birth"),
        ("citizen: {born: 2007}\napplied: [{provision: STU, on: 1999-01-02}]", "on lies before the birth"),
        (
            "citizen: {born: 2007}\ntried: [{provision: SEL-85, from: 1999-01-02, result: not_enough}]",
            "from lies before the birth",
        ),
        (
            "citizen: {born: 2007}\ntried: [{provision: SEL-85, until: 1999-01-02, result: not_enough}]",
            "until lies before the birth",
        ),
        ("citizen: {age: 40, adult: true}", "give adult only where neither born nor age is known"),
        (
            "citizen: {lived: [{municipality: Varde, from: 2020-01-01}, {municipality: Vejle, from: 2019-01-01}]}",
            "in the order of time",
        ),
        (
            "tried: [{provision: SEL-85, from: 2026-01-02, until: 2026-01-01, result: helped}]",
            "until lies before from",
        ),
    ],
)
def test_a_date_that_cannot_be(text: str, told: str, tmp_path, monkeypatch, capsys) -> None:
    assert any(told in line for line in checked("case", f"{HEAD}{text}\n", tmp_path, monkeypatch, capsys))


def test_a_stay_since_birth_can_be(tmp_path, monkeypatch, capsys) -> None:
    for born in ("2007-05-14", "2007"):
        (tmp_path / "given.yaml").write_text(
            f"{HEAD}citizen: {{born: {born}, current: [{{offer: x, service: STU, since: 2007-05-14}}]}}\n"
        )
        ran = inside(monkeypatch, capsys, "case", "check", str(tmp_path / "given.yaml"))
        assert ran.code == 0, ran.out
