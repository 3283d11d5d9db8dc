"""Every demand of the source documents is stated by a guideline, held by something that exists, or plainly planned."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any, get_args

import make_coverage
import pytest
from make_coverage import Citation, Sheet

from visit.reading.documents.guideline import NoticeDocument

SHEET = make_coverage.read_sheet()
PLACES = sorted({place for row in SHEET.elsewhere.values() for place in row.get("in", ())})


@cache
def found() -> list[Citation]:
    return make_coverage.citations()


def wrong(sheet: Sheet, *more: Citation) -> list[str]:
    return list(make_coverage.faults(sheet, [*found(), *more]))


def stated(text: str) -> Citation:
    return Citation("esbjerg", "rule", "made-up", text, make_coverage.cited(text))


# --- what ships


def test_nothing_is_wrong() -> None:
    assert wrong(SHEET) == []


@pytest.mark.parametrize("id", SHEET.required)
def test_what_is_required_is_cited_or_listed(id: str) -> None:
    assert any(id in one.ids for one in found()) or SHEET.elsewhere[id].keys() & {"in", "planned"}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_listed_exists(place: str) -> None:
    assert make_coverage.exists(place, found())


def test_every_local_rule_is_required() -> None:
    rules = {id for id in SHEET.required if id.partition("-")[0] in SHEET.local_rules}
    assert len(rules) == sum(SHEET.local_rules.values())


def test_the_sheet_says_each_demand_once_and_shortly() -> None:
    assert all(len(row["says"]) < 120 and row.keys() == {"source", "says"} for row in SHEET.required.values())
    assert all(re.search(r", L\d+(-\d+)?(, L\d+(-\d+)?)*$", row["source"]) for row in SHEET.required.values())


def test_the_page_is_up_to_date() -> None:
    page = make_coverage.PAGE.read_text(encoding="utf-8")
    assert page == make_coverage.coverage(SHEET, found()), "run python tools/make_coverage.py"


def test_the_page_lists_every_demand_once_under_its_document() -> None:
    sections = dict(part.split("\n", 1) for part in make_coverage.coverage(SHEET, found()).split("\n## ")[1:])
    for letters, row in SHEET.documents.items():
        listed = re.findall(r"^\| ([A-Z0-9]+-\d+) \|", sections[row["title"]], re.MULTILINE)
        assert listed == [id for id in SHEET.required if SHEET.document(id) == letters]


def test_the_counts_stand_at_the_top_and_add_up() -> None:
    top = make_coverage.coverage(SHEET, found()).split("\n## ")[1]
    rows = [
        [int(cell) for cell in re.findall(r"(?<=\| )\d+(?= \|)", line)]
        for line in top.splitlines()
        if re.search(r"\| \d+ \|", line)
    ]
    *documents, everything = rows
    assert len(documents) == len(SHEET.documents)
    assert everything == [sum(column) for column in zip(*documents, strict=True)]
    required, cited, held, planned, *_ = everything
    assert required == len(SHEET.required) == cited + held + planned


def test_every_guideline_and_page_that_is_linked_exists() -> None:
    page = make_coverage.coverage(SHEET, found())
    files = {*re.findall(r"\]\(([^)]+)\)", page), *re.findall(r"^\[[a-z-]+\]: (.+)$", page, re.MULTILINE)}
    assert [file for file in sorted(files) if not (make_coverage.PAGE.parent / file).is_file()] == []
    used = set(re.findall(r"(?:\| |<br>)\[([a-z-]+)\]: ", page))
    assert used <= set(re.findall(r"^\[([a-z-]+)\]: ", page, re.MULTILINE))


# --- what is found when something is wrong


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Masterplan, L218 [E1-71]", "esbjerg: rule made-up cites E1-71, which no document has"),
        ("Masterplan, L218 [E1-4]", "esbjerg: rule made-up cites E1-4, which no document has"),
        ("Masterplan, L218 [E1-40,E1-41]", "esbjerg: rule made-up cites E1-40,E1-41, which no document has"),
        ("Masterplan, L218 [E1-40, E1-40]", "esbjerg: rule made-up cites E1-40 twice"),
        ("Masterplan [E1-40], L218", "esbjerg: rule made-up names E1-40 outside the brackets at the end of its source"),
    ],
)
def test_a_wrong_citation_is_named(text: str, message: str) -> None:
    assert message in wrong(SHEET, stated(text))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"in": ["case:needs.musts"]}, "SIL-08: case:needs.musts does not exist"),
        ({"why": "…"}, "SIL-08 lives nowhere: neither cited, nor in a place, nor planned"),
        ({"planned": {"someday": "…"}}, "SIL-08: unknown part someday"),
        ({"planed": {"ledger": "…"}}, "SIL-08: unknown key planed"),
    ],
)
def test_a_wrong_row_is_named(row: Any, message: str) -> None:
    assert message in wrong(replace(SHEET, elsewhere={**SHEET.elsewhere, "SIL-08": row}))


def test_a_demand_that_nothing_answers_is_named() -> None:
    elsewhere = {id: row for id, row in SHEET.elsewhere.items() if id != "SIL-08"}
    says = SHEET.required["SIL-08"]["says"]
    assert wrong(replace(SHEET, elsewhere=elsewhere)) == [f"SIL-08 is neither cited nor listed: {says}"]


def test_a_demand_that_is_no_longer_required_is_named() -> None:
    required = {id: row for id, row in SHEET.required.items() if id != "SIL-08"}
    assert wrong(replace(SHEET, required=required)) == ["SIL-08 is not required", "SIL-08 is listed, but not required"]


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ("case:needs.must", True),
        ("case:network.tie", True),
        ("case:goals.from", True),
        ("case:needs.must.more", False),
        ("case:", False),
        ("catalogue:offers.services.free", True),
        ("catalogue:offers.free", False),
        ("guideline:in_force.from", True),
        ("statement:serviceloven/adult", True),
        ("statement:esbjerg/adult", False),
        ("offer:esb-kraftcenter", True),
        ("offer:adult", False),
        ("vocabulary:premises", True),
        ("vocabulary:tie", True),
        ("vocabulary:ladders/H8", True),
        ("vocabulary:ladders/H99", False),
        ("vocabulary:nothing", False),
        ("engine:visit.matching", True),
        ("engine:visit.matching.match", True),
        ("engine:visit.matching.mach", False),
        ("engine:os.path", False),
        ("command:match", True),
        ("command:mach", False),
        ("test:tests/test_coverage.py::test_nothing_is_wrong", True),
        ("test:tests/test_coverage.py::test_something", False),
        ("test:tests/test_nothing.py::test_nothing_is_wrong", False),
        ("nothing:adult", False),
    ],
)
def test_a_place_is_there_or_not(place: str, there: bool) -> None:
    assert make_coverage.exists(place, found()) is there


def test_the_notices_of_a_guideline_are_counted_by_their_kind() -> None:
    rows = [{"kind": "record"}, {"kind": "duty"}, {"kind": "record"}]
    record = {"guideline": "nordby", "version": "1", "notices": rows, "deadlines": [{}]}
    assert "| nordby 1 | 2 | 0 | 0 | 1 | 0 | 1 | 0 |" in make_coverage.notices([record])


def test_every_kind_of_notice_is_counted() -> None:
    assert set(make_coverage.KINDS_OF_NOTICE) == set(get_args(NoticeDocument.model_fields["kind"].annotation))
