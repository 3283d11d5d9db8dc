"""The closed lists: complete, equal to the field's own, and said in both languages.

The sizes and checksums are those of the published FFB code system, version 20240530 (OID 1.2.208.176.2.22), so
that no code or Danish label changes unseen.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import make_glossary
import pytest

from visit.errors import DocumentError
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.layering import shipped_layers
from visit.rules.language.met_by import step_codes
from visit.vocabulary import (
    fact_label,
    fact_question,
    half_said,
    provision,
    read_sources,
    vocabulary,
    vocabulary_record,
)

ROOT = Path(__file__).parent.parent
RECORD = read_sources()
THEMES = RECORD["themes"]
SUBTHEMES = [subtheme for theme in THEMES for subtheme in theme["subthemes"]]
LEVELS = {scale["key"]: scale["levels"] for scale in RECORD["scales"]}
TREES = ("target_groups", "interventions", "offer_types")

# FFB: how many, and the SHA-256 of the sorted lines "code label", joined by newlines.
LABELS = {
    "target_groups": (57, "6e5c0b19a65804ec88e30cff0aa3872189dc955f56f7fdd58b574e94ab167b4a"),
    "themes": (6, "9518d7b2298005e019012f9b8539a9a65480e3bc21712857c2fada2dbdb51bd9"),
    "subthemes": (31, "91aace671400dfe42707b8fc3d689424cc9647601716d4d7f2dfd6460b2d3e99"),
    "functioning": (5, "812bb8cedc26917dbfb1ed3072cdef1067e14b03755fb309f826e90aa9339bb9"),
    "support_need": (5, "070673d51a6a4a9a65e1097b9a2777553e8fbb080fc338fcbcac85690d7065e3"),
    "goal_kinds": (3, "ead5a91747e6429068f6d611a284505d7a0967837047fe7e08ba4ad2461d8d70"),
    "interventions": (43, "eb33966a6bca2a9bc90bd0367b09b567d447cee78fd679e218e0c720a52d7933"),
    "offer_types": (12, "343d974b8877ef3ea01dde3d690f9135746dc7b4992abf786d23068535557555"),
}
# FFB: how many can be assigned, and the same of the lines "code parent assignable|grouping", "-" at the top.
ASSIGNABLE = {
    "target_groups": (45, "60b77aecf87a3eddbed4c6e4afb3d2aabb3fa8f7db30c6f8004af72ed237f623"),
    "interventions": (32, "d1f6262d45ee16d9dad253e97968a9ce2dc9d79092af449d82bfbc1a3fc5869b"),
    "offer_types": (8, "946481759f83d8c17d9eb145d924d1fc416fb398388eab32467d18e85978e4d0"),
}
# FFB: the same of the lines "code theme".
SUBTHEMES_IN_THEMES = "1688fabf7be4aab1cfc637f9304ecb9a0c27b3a1544bdcee880e75f44989679f"
# Every provision that help to adults is ranked under, with its step on its main ladder.
RANKABLE = """
SEL-10 H1  SEL-12 H1  SEL-79 H1  SEL-82a H2  SEL-82b H2  SEL-82c H1  SEL-82d H1  SEL-83 H4  SEL-83a H4  SEL-83b H4
SEL-84 H4  SEL-85 H4  SEL-85a H4  SEL-86-1 H4  SEL-86-2 H4  SEL-95 H4  SEL-96 H4  SEL-97 H4  SEL-98 H4  SEL-99 H1
SEL-101 T2  SEL-101a T1  SEL-102 T3  SEL-103-1 B4  SEL-103-2 B3  SEL-104 H3  SEL-104-open H1  SEL-107-1 H6  SEL-107-2 H6
SEL-108 H7  SEL-108-secured H9  SEL-109 H6  SEL-110 H6  ABL-105 H5  ABL-5-2 H5  SUL-141 T1  SUL-142 T2  STU U3  LAB B1  KOMP B0
"""


def ffb(name: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a list of FFB."""
    rows: Sequence[Mapping[str, Any]] = {"subthemes": SUBTHEMES, **LEVELS}.get(name) or RECORD[name]
    return rows


def checksum(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


# --- The field's own codes


@pytest.mark.parametrize("name", LABELS)
def test_codes_and_labels_are_those_of_ffb(name: str) -> None:
    rows = ffb(name)
    assert (len(rows), checksum(f"{row['code']} {row['da']}" for row in rows)) == LABELS[name]


@pytest.mark.parametrize("name", TREES)
def test_hierarchy_and_what_can_be_assigned_are_those_of_ffb(name: str) -> None:
    rows = ffb(name)
    code = {row["key"]: row["code"] for row in rows} | {None: "-"}
    lines = (f"{r['code']} {code[r['parent']]} {'assignable' if r['assignable'] else 'grouping'}" for r in rows)
    assert (sum(row["assignable"] for row in rows), checksum(lines)) == ASSIGNABLE[name]


def test_sub_themes_are_in_the_themes_of_ffb() -> None:
    lines = (f"{subtheme['code']} {theme['code']}" for theme in THEMES for subtheme in theme["subthemes"])
    assert checksum(lines) == SUBTHEMES_IN_THEMES


@pytest.mark.parametrize("name", LEVELS)
def test_a_scale_runs_from_0_to_4(name: str) -> None:
    assert [level["level"] for level in LEVELS[name]] == [0, 1, 2, 3, 4]


def test_every_code_of_ffb_is_used_once() -> None:
    codes = [row["code"] for name in LABELS for row in ffb(name)] + [scale["code"] for scale in RECORD["scales"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", code) for code in codes)


def test_goal_kinds_are_the_same_in_the_case_and_in_ffb() -> None:
    assert [row["key"] for row in RECORD["goal_kinds"]] == list(vocabulary().codes["goal_kind"].terms)


# --- How the lists hang together


@pytest.mark.parametrize("name", TREES)
def test_every_parent_exists_and_can_not_be_assigned(name: str) -> None:
    rows = {row["key"]: row for row in ffb(name)}
    for row in rows.values():
        assert row["parent"] is None or not rows[row["parent"]]["assignable"], row["key"]


def lists() -> Iterator[tuple[str, list[str]]]:
    """Yield every list with its keys, in the order written."""
    for name in ("areas", "needs", "premises", "ladders", "goal_kinds", "scales", "themes", "facts", *TREES):
        yield name, [row["key"] for row in RECORD[name]]
    yield "subthemes", [row["key"] for row in SUBTHEMES]
    yield "provisions", [row["id"] for row in RECORD["provisions"]]
    for name, row in RECORD["codes"].items():
        yield name, [value["key"] for value in row["values"]]


def test_every_key_stands_once_in_its_list() -> None:
    for name, keys in lists():
        assert [key for key, count in Counter(keys).items() if count > 1] == [], name


def labelled(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every group within a value that has a label."""
    if isinstance(value, dict):
        if "da" in value or "en" in value:
            yield value
        for item in value.values():
            yield from labelled(item)
    elif isinstance(value, list):
        for item in value:
            yield from labelled(item)


def test_every_label_is_in_both_languages() -> None:
    rows = list(labelled(RECORD))
    assert len(rows) > 400
    for row in rows:
        assert all(row.get(language, "").strip() == row.get(language) != "" for language in ("da", "en")), row


@pytest.mark.parametrize("need", RECORD["needs"], ids=lambda need: need["key"])
def test_a_need_can_be_met_in_areas_that_exist(need: Mapping[str, Any]) -> None:
    assert need["areas"]
    assert set(need["areas"]) <= vocabulary().codes["area"].terms.keys()


def test_a_ladder_has_every_step_from_0_and_its_own_letter() -> None:
    for ladder in RECORD["ladders"]:
        assert [step["step"] for step in ladder["steps"]] == list(range(len(ladder["steps"])))
    assert Counter(ladder["letter"] for ladder in RECORD["ladders"]) == Counter("HBUT")


def test_every_rankable_provision_is_there_on_its_step() -> None:
    provisions = {row["id"]: row for row in RECORD["provisions"]}
    expected = dict(pair.split() for pair in re.split(r"\s{2,}|\n", RANKABLE.strip()))
    assert provisions.keys() == expected.keys() | {"HOME", "TENANCY"}
    for id, step in expected.items():
        assert step in provisions[id]["areas"].values(), id


@pytest.mark.parametrize("row", RECORD["provisions"], ids=lambda row: row["id"])
def test_what_a_provision_names_exists(row: Mapping[str, Any]) -> None:
    codes = vocabulary().codes
    steps = {term.key for ladder in vocabulary().ladders.values() for term in ladder.terms}
    assert row["areas"].keys() <= codes["area"].terms.keys()
    assert set(row["areas"].values()) <= steps
    assert {*row.get("usual", ()), *row.get("never", ())} <= codes["need"].terms.keys()
    assert not {*row.get("usual", ())} & {*row.get("never", ())}
    assert set(row.get("not_a_substitute_for", ())) <= codes["provision"].terms.keys()
    assert row["source"]
    for key in ("branch", "visitation", "certainty"):
        assert row[key] in codes[key].terms, key
    assert row.get("lane", "ranked") in codes["lane"].terms
    assert row.get("staff", "none") in codes["staff"].terms


ASKED_FOR_STAFF = {
    "SEL-83", "SEL-83a", "SEL-84", "SEL-86-1", "SEL-86-2", "SEL-95", "SEL-98", "SEL-107-1", "SEL-107-2",
}  # fmt: skip
"""The provisions under which an offer that says nothing is asked for its staff: neither advice, open help, a course nor meals."""


@pytest.mark.parametrize(
    ("need", "others"),
    [
        ("round_the_clock", {"SEL-108"}),
        ("tied_staff", {"SEL-96"}),
        ("one_to_one", {"SEL-82b", "SEL-96", "SEL-108", "SEL-108-secured"}),
    ],
)
def test_of_which_provisions_staff_is_asked(need: str, others: set[str]) -> None:
    ranked = [one for one in vocabulary().provisions.values() if one.lane != "acute" and one.staff is None]
    unsaid = {one.id for one in ranked if {"support", "care"} & one.areas.keys() and need not in one.usual | one.never}
    assert unsaid == ASKED_FOR_STAFF | others


LIGHT = {"SEL-10", "SEL-12", "SEL-79", "SEL-82a", "SEL-82b", "SEL-99"}
"""Advice, open help, early courses and a contact person, in support."""


@pytest.mark.parametrize(
    ("need", "asked"),
    [
        ("extensive_daily_help", set()),
        ("care", {"SEL-82b"}),
        ("companionship", LIGHT - {"SEL-10", "SEL-12"}),
        ("deafblind_contact", LIGHT - {"SEL-10", "SEL-12"}),
        ("structure_and_safety", LIGHT),
        ("medication_support", LIGHT),
    ],
)
def test_of_which_light_help_a_need_is_asked(need: str, asked: set[str]) -> None:
    """Never where the act has it for something else: advice gives no care, but it may give structure and safety."""
    provisions = vocabulary().provisions
    assert {one for one in LIGHT if need not in provisions[one].usual | provisions[one].never} == asked


# --- Facts


def test_every_fact_has_labels_and_no_other_has() -> None:
    named = {name for name in vocabulary().facts if "(" not in name}
    assert named ^ LANGUAGE.by_name.keys() == set()
    assert {name for name in vocabulary().facts if name.startswith("entitled(")} == {
        f"entitled({provision})" for provision in vocabulary().codes["provision"].terms
    }
    assert {name for name in vocabulary().facts if name.startswith("met_by(")} == {
        f"met_by({what})" for what in (*vocabulary().codes["provision"].terms, *step_codes(), "free_choice")
    }


def test_what_the_offer_tells_has_a_question() -> None:
    told = [name for name, fact in LANGUAGE.by_name.items() if fact.told_by_offer and fact.side == "option"]
    assert [name for name in told if fact_question(name, "da") is None] == []


def test_questions_end_as_questions_in_both_languages() -> None:
    for name, fact in vocabulary().facts.items():
        if fact.ask is not None:
            assert fact.ask.keys() == {"da", "en"}, name
            assert all(text.endswith("?") for text in fact.ask.values()), name


def test_no_label_keeps_a_placeholder() -> None:
    for name, fact in vocabulary().facts.items():
        assert "{" not in "".join((fact.da, fact.en, *(fact.ask or {}).values())), name


@pytest.mark.parametrize(
    ("name", "da", "en"),
    [
        ("case.permanence", "behovets varighed", "the permanence of the need"),
        ("case.functioning.cook", "funktionsevneniveau for “lave mad”", "level of functioning for “cook”"),
        ("case.needs.hours_per_week.support", "timer om ugen til støtte", "hours per week for support"),
        ("entitled(SEL-85)", "ret til hjælp efter SEL § 85", "entitlement to help under SEL 85"),
        ("entitled(SEL-82a)", "ret til hjælp efter SEL § 82 a", "entitlement to help under SEL 82 a"),
        ("entitled(SEL-107-1)", "ret til hjælp efter SEL § 107, stk. 1", "entitlement to help under SEL 107(1)"),
        ("entitled(SEL-107)", "ret til hjælp efter SEL § 107", "entitlement to help under SEL 107"),
        ("entitled(SEL-108)", "ret til hjælp efter SEL § 108, stk. 1-3", "entitlement to help under SEL 108(1)-(3)"),
        ("entitled(ABL-105)", "ret til hjælp efter ABL § 105", "entitlement to help under ABL 105"),
        ("needed_specialisation", "needed_specialisation", "needed_specialisation"),
    ],
)
def test_how_a_fact_is_said(name: str, da: str, en: str) -> None:
    assert (fact_label(name, "da"), fact_label(name, "en")) == (da, en)


@pytest.mark.parametrize(
    ("name", "da"),
    [
        ("case.permanence", "Er behovet midlertidigt eller varigt?"),
        ("option.free_places", "Ring til tilbuddet: er der en ledig plads?"),
        ("case.functioning.cook", "Hvad er borgerens funktionsevneniveau for “lave mad” (0–4)?"),
        ("placement.parts", None),
        ("needed_specialisation", None),
    ],
)
def test_what_is_asked_when_a_fact_is_missing(name: str, da: str | None) -> None:
    assert fact_question(name, "da") == da
    assert (fact_question(name, "en") is None) == (da is None)


# --- What is made from the lists


def test_the_glossary_is_up_to_date() -> None:
    assert make_glossary.GLOSSARY.read_text(encoding="utf-8") == make_glossary.glossary(), (
        "run python tools/make_glossary.py"
    )


def test_the_glossary_says_every_key_and_code() -> None:
    page = make_glossary.glossary()
    for name, keys in lists():
        assert [key for key in keys if f"`{key}`" not in page] == [], name
    for name in LABELS:
        assert [row["code"] for row in ffb(name) if f"`{row['code']}`" not in page] == [], name


def test_every_strength_of_a_rule_is_in_the_glossary() -> None:
    used = {rule["strength"] for layer in shipped_layers() for rule in layer.record.get("rules", ())}
    assert used == {key for key, _, _ in make_glossary.STRENGTHS}


def documented_facts(page: str) -> Iterator[str]:
    """Yield the facts that the tables of the page name; `.x` after `a.b` stands for `a.x`."""
    section = page.partition("\n## The facts\n")[2].partition("\n## ")[0]
    for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE):
        last = ""
        for name in re.findall(r"`([^`]+)`", cell):
            last = last.rpartition(".")[0] + name if name.startswith(".") else name
            stem, _, listed = last.partition("<")
            keys = vocabulary().codes[listed.rstrip(">")].terms if listed else ("",)
            yield from (stem + key for key in keys)


def test_the_guideline_format_names_exactly_the_facts() -> None:
    documented = list(documented_facts((ROOT / "docs" / "guideline-format.md").read_text(encoding="utf-8")))
    assert [name for name, count in Counter(documented).items() if count > 1] == []
    assert set(documented) ^ LANGUAGE.by_name.keys() == set()


def test_what_has_a_name_in_one_language_alone_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = tmp_path / "needs.yaml"
    needs.write_text(
        "needs:\n  - {key: a, areas: [support], da: a, en: a}\n  - {key: b, areas: [support], en: b}\n", "utf-8"
    )
    monkeypatch.setattr("visit.vocabulary.sources", lambda: (needs,))
    with pytest.raises(DocumentError, match="one language alone") as caught:
        read_sources()
    assert caught.value.at is not None
    assert caught.value.at.line == 3
    assert [*half_said({"a": {"ask": {"da": "?"}, "da": "a", "en": "a"}})] == [("a", "ask")]


def test_what_people_say_of_a_code_is_the_name_of_no_other() -> None:
    """A spreadsheet is read by these words as well: a group above two others is meant by its own name."""
    rows = [(row["codes"], row["key"], word) for row in vocabulary_record()["also"] for word in row["words"]]
    named = {
        (codes, name.casefold()): term.key
        for codes, found in vocabulary().codes.items()
        for term in found.terms.values()
        for name in (term.da, term.en)
    }
    assert [row for row in rows if named.get((row[0], row[2].casefold()), row[1]) != row[1]] == []


def test_a_home_that_is_let_says_so_also_where_a_catalogue_of_before_does_not() -> None:
    found = vocabulary().provisions
    assert {id for id, one in found.items() if one.tenancy} == {"ABL-105", "ABL-5-2"}
    stored = {"areas": {"home": "H5"}, "hours": "none", "branch": "permanent", "visitation": "municipality"}
    rest = {"supervision": "varies", "duty": "shall", "da": "", "en": "", "source": "", "certainty": "likely"}
    assert [provision({"id": id, **stored, **rest}).tenancy for id in ("ABL-105", "SEL-108")] == [True, False]
