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
KINDS = ("case", "catalogue", "guideline", "cases", "follow-up", "plan", "population")
HEAD = "case: a-1\nassessed: 2026-11-02\nmunicipality: Ikast-Brande\n"
GUIDE = (ROOT / "tests" / "commands" / "small.yaml").read_text(encoding="utf-8")


def checked(kind: str, text: str, tmp_path: Path, monkeypatch, capsys) -> list[str]:
    """Return what a check tells of a file, a line each."""
    (tmp_path / "given.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, kind, "check", "given.yaml", COLUMNS="1000")
    assert ran.code == 1
    return ran.out.splitlines()


ODD = "error: there is a space before this line that does not count as one"
ORDINARY = "  help: write ordinary spaces; a text copied from a mail or a web page brings others along"
CASES = {
    "decimal comma in a group": (
        "needs: {hours_per_week: {support: 3,5}}",
        ["given.yaml:4:37: error: a comma separates two entries here, not a number from its decimals",
         "  help: write a dot before decimals: `support: 3.5`"],
    ),
    "decimal comma in a line": (
        "needs:\n  hours_per_week:\n    support: 3,5",
        ['given.yaml:6:14: error: support must be a number, not "3,5"', "  help: write a dot before decimals: `support: 3.5`"],
    ),
    "a comma behind a postcode": (
        "citizen: {home: {place: 8000, Aarhus C}}",
        ["given.yaml:4:39: error: a comma separates two entries here, not a postcode from its town",
         "  help: write it without the comma: `place: 8000 Aarhus C`"],
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
        ['given.yaml:4:26: error: write the code here, not its name: "autisme"', "  help: write `autism-spectrum`"],
    ),
    "Danish name of two codes": (
        "target_groups: {primary: hjerneskade}",
        [
            'given.yaml:4:26: error: write the code here, not its name: "hjerneskade"',
            "  help: write `congenital-brain-injury` or `acquired-brain-injury`",
        ],
    ),
    "Danish name of another": (
        "target_groups: {primary: angst}",
        ['given.yaml:4:26: error: write the code here, not its name: "angst"', "  help: write `anxiety`"],
    ),
    "what people say for a code": (
        "target_groups: {primary: ADHD}",
        ['given.yaml:4:26: error: write the code here, not its name: "ADHD"', "  help: write `attention-disorder`"],
    ),
    "what people say for two": (
        "tried: [{provision: bostøtte, result: helped}]",
        ['given.yaml:4:21: error: write the code here, not its name: "bostøtte"', "  help: write `SEL-85` or `SEL-85a`"],
    ),
    "help where a need is written": (
        "needs: {must: [bostøtte]}",
        [
            'given.yaml:4:16: error: write the code here, not its name: "bostøtte"',
            "  help: that is help: write the needs that it is to meet, for example `counselling`, `mastering_everyday`,"
            " `care`, `training_home_skills` and `companionship`",
        ],
    ),
    "a name in quotes": (
        "permanence: 'varigt'",
        ['given.yaml:4:13: error: write the code here, not its name: "varigt"', "  help: write `permanent`"],
    ),
    "a part of a name": (
        "needs: {premises: [kørestol]}",
        ['given.yaml:4:20: error: write the code here, not its name: "kørestol"', "  help: write `wheelchair_space`"],
    ),
    "a section of the act": (
        "tried: [{provision: § 107, result: helped}]",
        ['given.yaml:4:21: error: write the code here, not its name: "§ 107"', "  help: write `SEL-107-1` or `SEL-107-2`"],
    ),
    "a section with a letter": (
        "tried: [{provision: servicelovens §85 a, result: helped}]",
        ['given.yaml:4:21: error: write the code here, not its name: "servicelovens §85 a"', "  help: write `SEL-85a`"],
    ),
    "Danish name as a key": (
        'functioning: {"lave mad": 3}',
        ['given.yaml:4:15: error: unknown key "lave mad"', "  help: write `cook`"],
    ),
    "Danish name as a key, as keys are written": (
        "functioning: {lave_mad: 3}", ['given.yaml:4:15: error: unknown key "lave_mad"', "  help: write `cook`"],
    ),
    "Danish area as a key": (
        "needs: {hours_per_week: {støtte: 3}}", ['given.yaml:4:26: error: unknown key "støtte"', "  help: write `support`"],
    ),
    "a key that is near to nothing": (
        "functioning: {xyz: 3}", ['given.yaml:4:15: error: unknown key "xyz"', "  help: `visit schema case` lists all 31"],
    ),
    "a key that is somewhat near to some": (
        "functioning: {cooker: 3, houses: 1}",
        ['given.yaml:4:15: error: unknown key "cooker"', '  help: did you mean "cook"?',
         'given.yaml:4:26: error: unknown key "houses"', "  help: near to it: housing; `visit schema case` lists all 31"],
    ),
    "Danish name of a need": (
        "needs: {must: [måltider]}",
        ['given.yaml:4:16: error: write the code here, not its name: "måltider"', "  help: write `meals`"],
    ),
    "a need in two words": (
        "needs: {must: [social contact]}",
        ['given.yaml:4:16: error: write the code here, not its name: "social contact"',
         '  help: did you mean "social_contact"?'],
    ),
    "a level in words": (
        "functioning: {cook: svær}",
        ['given.yaml:4:21: error: cook must be a whole number, not "svær"', "  help: write `3`"],
    ),
    "a level of support in words": (
        "support_need: højt",
        ['given.yaml:4:15: error: support_need must be a whole number, not "højt"', "  help: write `3`"],
    ),
    "a level that was not assessed": (
        "support_need: ikke vurderet",
        ['given.yaml:4:15: error: support_need must be a whole number, not "ikke vurderet"',
         "  help: write 0 to 4, and leave out what is not assessed"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case_as_people_write_it(name: str, tmp_path, monkeypatch, capsys) -> None:
    text, told = CASES[name]
    assert checked("case", f"{HEAD}{text}\n", tmp_path, monkeypatch, capsys) == told


NEEDS = [
    ("needs: {must: [xyz]}", "given.yaml:4:16", '"xyz"', "check it with the guideline: `--guideline FILE`"),
    ("needs: {must: [socialkontakt]}", "given.yaml:4:16", '"socialkontakt"', 'did you mean "social_contact"?'),
    (
        "needs: {must: [lave_mad, madservice]}",
        "given.yaml:4:26",
        '"madservice"',
        "check it with the guideline: `--guideline FILE`",
    ),
    (
        "citizen: {current: [{offer: x, service: STU, covers: [xyz]}]}",
        "given.yaml:4:55",
        '"xyz"',
        "check it with the guideline: `--guideline FILE`",
    ),
]


@pytest.mark.parametrize(("text", "place", "need", "help"), NEEDS)
def test_a_need_that_is_none_is_told_and_refused(
    text: str, place: str, need: str, help: str | None, tmp_path, monkeypatch, capsys
) -> None:
    """A guideline may add needs: `case check` has none and warns; `match` has one and refuses."""
    (tmp_path / "given.yaml").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "case", "check", "given.yaml", COLUMNS="1000")
    said = f"{place}: warning: {need} is not a need unless the guideline adds it; otherwise `match` refuses the case\n"
    assert (ran.code, f"{said}  help: {help}\n" if help else said) == (0, ran.out[ran.out.index(place) :])
    ran = inside(monkeypatch, capsys, "match", "given.yaml", COLUMNS="1000")
    assert (ran.code, f"{place}: error: unknown need {need}\n" in ran.err) == (2, True)


def test_a_step_goes_by_no_other_name(tmp_path, monkeypatch, capsys) -> None:
    guide = f"{GUIDE}step_labels: {{hjemme: {{da: a, en: b}}}}\n"
    assert 'unknown key "hjemme"' in "".join(checked("guideline", guide, tmp_path, monkeypatch, capsys))


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
    ("alder >= 18", "write `case.age` or `option.age_fits`"),
    ("case.støttebehov >= 3", "write `case.support_need`"),
    ("case.age >= 18 år", "write `years`"),
    ("hvis case.age >= 18", "leave `hvis` out"),
    ("case.age mellem 18 og 30", "write both ends, for example `18 <= case.age <= 30`"),
    ("case.support_need er mindst 3", "write `>=`"),
    ("known case.age", "write `known(case.age)`"),
    ("option.provision == § 107", "write the code of the provision, for example `SEL-85`"),
    ("option.provision == '107'", "write `SEL-107-1`, `SEL-107-2` or `SEL-107`"),
    ("case.target_groups includes kørestol", "write `mobility-impairment`"),
    ("case.target_groups == autism-spectrum", "write `case.target_groups includes autism-spectrum`"),
    ("option.external eller option.internal", "write `or`"),
    ("ikke option.external", "write `not`"),
    ("option.external and ikke", "write `not`"),
    ("option.price_ratio > 7,5", "write a dot before decimals: `7.5`"),
    ("(option.price_ratio > 7,5)", "write a dot before decimals: `7.5`"),
    ("case.permanence == varigt", "write `permanent`"),
    ("case.permanence == “permanent”", "write `'…'`"),
    ("travel.network_km > = near_km", "write `>=`"),
    ("travel.network_km < = near_km", "write `<=`"),
    ("travel.network_km = = near_km", "write `==`"),
    ("travel.network_km ! = near_km", "write `!=`"),
    ("travel.network_km < > near_km", "write `!=`"),
    ("option.external OG option.internal", "write `and`"),
    ("option.external AND option.internal", "write `and`"),
    ("option.external ELLER option.internal", "write `or`"),
    ("Not option.external", "write `not`"),
    ("option.external == True", "write `true`"),
    ("option.external == SAND", "write `true`"),
    ("case.support_need i [1,2]", "write `in`"),
    ("case.support_need IN [1,2]", "write `in`"),
    ("case.age mindst 18", "write `>=`"),
    ("case.age højst 18", "write `<=`"),
    ("case.age over 18", "write `>`"),
    ("case.age er 18", "write `==`"),
    ("travel.network_km > 1.000,5", "write a dot before decimals: `1000.5`"),
    ("(travel.network_km > 1.000.000,5)", "write `1000000.5`"),
    ("travel.network_km > 1.000.000", "write `1000000`"),
    ("case.age >= １８", "write `18`"),
    ("case.permanence == 'varigt'", "write `permanent`"),
    ("case.permanence == 'permanent'", "write `permanent`"),
    ("case.permanence in ['varigt']", "write `permanent`"),
    ("case.target_groups includes ADHD", "write `attention-disorder`"),
    ("case.needs.premises includes kørestol", "write `wheelchair_space`"),
    ("case.needs.must includes måltider", "write `meals`"),
    ("case.needs.must includes botræning", "write `training_home_skills`"),
    ("case.tried includes bostøtte", "write `SEL-85` or `SEL-85a`"),
    ("case.functioning.lave_mad > 2", "write `case.functioning.cook`"),
    ("case.functioning.cok > 2", 'did you mean "case.functioning.cook"?'),
    ("option.support_need > 2", "write `case.support_need`"),
    ("case.municipality == Ikast", "write `'Ikast'`"),
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
    ran = inside(monkeypatch, capsys, "guideline", "check", str(FORMS / "never-in-force.yaml"), COLUMNS="1000")
    assert ran.code == 1
    assert "never-in-force.yaml:6:11: error: it is never in force: until is before from [form]\n" in ran.out
    case = str(ROOT / "examples" / "ib-stu-hos-foraeldre.yaml")
    ran = inside(monkeypatch, capsys, "match", case, "-g", str(FORMS / "never-in-force.yaml"), COLUMNS="1000")
    assert (ran.code, "it is never in force" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("citizen: {born: 1850}", "born"),
        ("citizen: {born: 1850-01-01}", "born"),
        (
            "citizen: {born: 2007-05-14, current: [{offer: x, service: STU, since: 2007-05-13}]}",
            "since is before the birth",
        ),
        (
            "citizen: {born: 2007, current: [{offer: x, service: STU, since: 2006-12-31}]}",
            "since is before the birth",
        ),
        ("citizen: {born: 2007, lived: [{municipality: Varde, from: 2006-12-31}]}", "from is before the birth"),
        (
            "citizen: {age: 19, current: [{offer: x, service: STU, since: 2006-11-02}]}",
            "since is before the birth",
        ),
        ("citizen: {age: 19}\nbaseline: {measured: 2006-11-02}", "measured is before the birth"),
        ("citizen: {born: 2007}\nbaseline: {measured: 2006-11-02}", "measured is before the birth"),
        ("citizen: {born: 2007}\nanswers: [{offer: x, answer: accepts, on: 2006-11-02}]", "on is before the birth"),
        (
            "citizen: {born: 2007}\nearlier_functioning: [{theme: cook, level: 3, on: 2006-11-02}]",
            "on is before the birth",
        ),
        ("citizen: {born: 2007}\napplied: [{provision: STU, on: 1999-01-02}]", "on is before the birth"),
        (
            "citizen: {born: 2007}\ntried: [{provision: SEL-85, from: 1999-01-02, result: not_enough}]",
            "from is before the birth",
        ),
        (
            "citizen: {born: 2007}\ntried: [{provision: SEL-85, until: 1999-01-02, result: not_enough}]",
            "until is before the birth",
        ),
        ("citizen: {age: 40, adult: true}", "give adult only where neither born nor age is known"),
        (
            "citizen: {lived: [{municipality: Varde, from: 2020-01-01}, {municipality: Vejle, from: 2019-01-01}]}",
            "in the order of time",
        ),
        (
            "tried: [{provision: SEL-85, from: 2026-01-02, until: 2026-01-01, result: helped}]",
            "until is before from",
        ),
    ],
)
def test_a_date_that_cannot_be(text: str, told: str, tmp_path, monkeypatch, capsys) -> None:
    assert any(told in line for line in checked("case", f"{HEAD}{text}\n", tmp_path, monkeypatch, capsys))


def test_a_stay_since_birth_can_be(tmp_path, monkeypatch, capsys) -> None:
    for born, since in (("born: 2007-05-14", "2007-05-14"), ("born: 2007", "2007-05-14"), ("age: 19", "2006-11-03")):
        (tmp_path / "given.yaml").write_text(
            f"{HEAD}citizen: {{{born}, current: [{{offer: x, service: STU, since: {since}}}]}}\n"
        )
        ran = inside(monkeypatch, capsys, "case", "check", str(tmp_path / "given.yaml"))
        assert ran.code == 0, ran.out


ON_ITS_OWN = """\
format: 1
guideline: given
version: "1"
title: {da: Titel, en: Title}
municipality: Esbjerg
in_force: {from: 2026-01-01}
source: Kilde
extends: serviceloven
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("regler: []\n", "write `rules`"),
        ("parameters:\n  a: {value: 3, unit: år, source: s}\n", "write `years`"),
        ("parameters:\n  a: {value: 3, enhed: years, source: s}\n", "write `unit`"),
        ("rules:\n  - {id: r, gate: policy, strength: skal, require: option.internal, source: s}\n", "write `must`"),
        *((f"rules:\n  - {{id: r, gate: policy, strength: {said}, require: option.internal, source: s}}\n", f"write `{meant}`")
          for said, meant in (("krav", "must"), ("Hovedregel", "presumption"), ("forbehold", "hold"))),
        ("notices:\n  - {id: n, når: case.flags.acute, text: {da: a, en: b}, kilde: s}\n", "write `when`"),
        ("notices:\n  - {id: n, when: case.flags.acute, text: {da: a, en: b}, kilde: s}\n", "write `source`"),
        ("notices:\n  - {id: n, when: case.flags.acute, kind: pligt, text: {da: a, en: b}, source: s}\n", "write `duty`"),
        ("follow_up:\n  - {id: n, when: true, after: 8 uger, text: {da: a, en: b}, source: s}\n", "write `8 weeks`"),
        ("deadlines:\n  - {id: n, counted_from: ansøgning, within: 1 year, waits_for: decision, source: s,\n"
         "     text: {da: a, en: b}}\n",
         "write `application`"),
        ("extends: esbjerg.yaml\n", "write `esbjerg`"),
        ("parameters:\n  a: {value: 3, unit: qqq, source: s}\n", "`visit schema guideline` lists all 11"),
        ("groups:\n  g: {offers: [x], da: a, en: b, source: s}\nnotices:\n"
         "  - {id: n, when: offer.id in g, kind: duty, text: {da: a, en: b}, source: s}\n", "write `offer.groups includes g`"),
    ],
)  # fmt: skip
def test_what_is_written_in_danish_or_by_another_name_is_told_as_it_is_written(
    text: str, told: str, tmp_path, monkeypatch, capsys
) -> None:
    head = ON_ITS_OWN if "extends" not in text else ON_ITS_OWN.replace("extends: serviceloven\n", "")
    assert any(told in line for line in checked("guideline", head + text, tmp_path, monkeypatch, capsys))
