"""The cases of a ledger of which something is damaged: none is answered from an older entry than its newest."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from ledgers import a_case, a_ledger, correct, decide, follow
from running import ROOT, inside
from small_ledgers import raw

from visit.catalogue import load_catalogue
from visit.commands.compare_ledger import ledger_citizens
from visit.commands.many_told import Faults
from visit.errors import VisitError
from visit.ledger.log import Ledger
from visit.population.recorded import RecordedCases

EXAMPLE = "ib-stu-hos-foraeldre"
SMALL, NEXT, OFFERS = (f"tests/commands/{name}.yaml" for name in ("small", "small-next", "offers"))
ALTERED = "UPDATE private SET value = X'7B7D' WHERE seq = {seq} AND name = '{name}'"
GONE = "DELETE FROM private WHERE seq = {seq} AND name = '{name}'"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decisions 1 to 3; 4 corrects the first, 5 decides the second anew, 6 corrects what 5 replaces."""
    place = tmp_path_factory.mktemp("recorded") / "ledger.db"
    made = partial(decide, under=str(ROOT / SMALL), catalogue=load_catalogue(ROOT / OFFERS), choice="none:refused")
    with a_ledger(place) as ledger:
        for case in ("one", "two", "three"):
            made(ledger, a_case(EXAMPLE, case=case, support_need=4), day="2026-11-05")
        assert correct(ledger, 1, a_case(EXAMPLE, case="one", support_need=2), day="2026-11-06") == 4
        again = a_case(EXAMPLE, case="two", support_need=2)
        assert made(ledger, again, day="2026-11-06") == 5
        assert correct(ledger, 2, a_case(EXAMPLE, case="two", support_need=3), day="2026-11-07") == 6
    return place


@pytest.fixture
def damaged(original: Path, tmp_path: Path):
    def made(*damage: str) -> Path:
        shutil.copy(original, tmp_path / "ledger.db")
        with raw(str(tmp_path / "ledger.db")) as sql:
            for one in damage:
                sql(one)
        return tmp_path / "ledger.db"

    return made


@pytest.mark.parametrize(
    ("damage", "left", "unread", "unknown", "passed"),
    [
        ([], {1: 2, 3: 4, 5: 2}, {}, [], 0),
        ([(ALTERED, 4, "facts")], {3: 4, 5: 2}, {"one": 4}, [], 0),
        ([(ALTERED, 5, "facts")], {1: 2, 3: 4}, {"two": 5}, [], 0),
        ([(GONE, 5, "as_of")], {1: 2, 3: 4}, {"two": 5}, [], 0),
        ([(ALTERED, 3, "facts")], {1: 2, 5: 2}, {"three": 3}, [], 0),
        ([(ALTERED, 1, "facts")], {3: 4, 5: 2}, {"one": 1}, [], 0),
        ([(ALTERED, 2, "facts")], {1: 2, 3: 4, 5: 2}, {}, [], 1),
        ([(ALTERED, 6, "facts")], {1: 2, 3: 4, 5: 2}, {}, [], 1),
        ([(ALTERED, 4, "case")], {3: 4, 5: 2}, {"one": 4}, [], 0),
        ([(ALTERED, 4, "case"), (ALTERED, 4, "of")], {1: 4, 3: 4, 5: 2}, {}, [4], 0),
        ([(GONE, 5, "case")], {1: 2, 2: 3, 3: 4}, {}, [5], 0),
        ([(ALTERED, 1, "facts"), (ALTERED, 4, "facts")], {3: 4, 5: 2}, {"one": 1}, [], 1),
    ],
)  # fmt: skip
def test_a_case_is_not_answered_from_an_older_entry(damaged, damage, left, unread, unknown, passed) -> None:
    with Ledger.open(str(damaged(*(how.format(seq=seq, name=name) for how, seq, name in damage)))) as ledger:
        found = RecordedCases(ledger)
        assert {seq: row["support_need"] for seq, row in found} == left
        assert found.unread.keys() == unread.keys()
        assert all(f"entry {seq} " in found.unread[case].message for case, seq in unread.items())
        assert (found.damaged, found.passed_over, found.decided) == (unknown, passed, 4)


def test_a_damaged_follow_up_is_told_and_changes_no_case(tmp_path: Path) -> None:
    with a_ledger(tmp_path / "ledger.db") as ledger:
        decide(ledger, a_case(EXAMPLE), day="2026-11-05")
        seq = follow(ledger, 1, "2026-12-01")
    with raw(str(tmp_path / "ledger.db")) as sql:
        sql(ALTERED.format(seq=seq, name="case"))
    with Ledger.open(str(tmp_path / "ledger.db")) as ledger:
        found = RecordedCases(ledger)
        assert [seq for seq, _row in found] == [1]
        assert (found.unread, found.damaged, found.passed_over) == ({}, [], 1)


def test_whoever_asks_is_told_and_the_command_ends_with_two(damaged, monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    place = str(damaged(ALTERED.format(seq=4, name="facts"), GONE.format(seq=5, name="case")))
    ran = inside(monkeypatch, capsys, "population", "from-ledger", "--ledger", place, "--lang", "en")
    assert ran.code == 2
    assert [json.loads(line)["case"] for line in ran.out.splitlines()] == ["two", "three"]
    assert "error: entry 4 is damaged" in ran.err and "warning, passed over: entry 5 is damaged" in ran.err
    assert "damaged, and it cannot be read of which case: entry 5" in ran.err
    assert "2 cases of 4 decisions; erased: 0; decided anew: 0; not readable as a case: 1" in ran.err
    words = ("-c", OFFERS, "--all-municipalities", "--most-answers", "0", "--lang", "en", "--ledger")
    for old in (SMALL, "decided"):
        place = str(damaged(GONE.format(seq=5, name="case")))
        ran = inside(monkeypatch, capsys, "compare", old, NEXT, *words, place)
        assert (ran.code, "! damaged, and it cannot be read of which case: entry 5" in ran.out) == (2, True), ran


def test_what_is_wrong_with_several_is_told_once_with_their_numbers(damaged, capsys) -> None:
    found = ledger_citizens(str(damaged("DELETE FROM documents")), is_decided=True)
    faults = Faults()
    for one in found.members:
        assert isinstance(one, VisitError)
        faults(one)
    faults.end()
    told = capsys.readouterr().err
    assert (len(found.members), found.told.unread, told.count("error:")) == (3, 3, 1)
    assert "ledger.db, entries 1, 3 and 5: error: the document" in told
