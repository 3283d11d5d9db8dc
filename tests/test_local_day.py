"""A decision at half past midnight in Denmark is of the day that has begun, wherever the machine stands and in every page of it."""

from __future__ import annotations

import json
import sys
import zoneinfo
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from running import ROOT, inside, predictable
from small_ledgers import made

import visit.local_day as local_days
from visit.catalogue import catalogue_of
from visit.commands.inputs import lies_ahead, today
from visit.decisions.files import Decided, decided
from visit.decisions.selection import Selection
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.local_day import local_day, recorded
from visit.reading.source import parse

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
SUMMER, WINTER = datetime(2026, 6, 30, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (SUMMER, date(2026, 7, 1)),
        (WINTER, date(2027, 1, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
    ],
)
def test_the_day_of_a_moment(moment: datetime, day: date) -> None:
    assert local_day(moment) == day
    assert recorded(moment.isoformat().replace("+00:00", "Z")).date() == day


@pytest.mark.parametrize("hour", ["22:59:59", "23:00:00", "23:59:59"])
def test_the_last_hours_of_the_calendar_are_of_its_last_day(hour: str) -> None:
    assert recorded(f"9999-12-31T{hour}Z").date() == date.max


def test_an_entry_of_the_last_hour_is_listed_and_shown(tmp_path: Path, monkeypatch, capsys) -> None:
    place = str(tmp_path / "ledger.db")
    made(place, 1).close()
    with Ledger.open(place, writable=True) as ledger:
        ledger.append(Draft("configuration", "1.0", {"by": "x", "people": {}}), now=datetime.max.replace(tzinfo=UTC))
    listed = inside(monkeypatch, capsys, "log", "list", "--full", "--since", "2026-01-01", "--ledger", place)
    assert (listed.code, "31/12/9999 23:59" in listed.out) == (0, True)
    shown = inside(monkeypatch, capsys, "log", "show", "1", "--ledger", place)
    assert (shown.code, "31 December 9999, at 23:59" in shown.out) == (0, True)


def test_a_machine_without_time_zones_is_told_what_to_install(monkeypatch, capsys) -> None:
    local_days._zone.cache_clear()
    zoneinfo.reset_tzpath(())
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.ZoneInfo.clear_cache()
    try:
        ran = inside(monkeypatch, capsys, "decide", CASE, "1", "--reason", "x", "--dry-run")
    finally:
        zoneinfo.reset_tzpath()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: this machine has no list of time zones, and the day in Denmark cannot be told\n"
        "  help: install the system's tzdata, or the Python package: pip install tzdata\n"
    )


def test_today_is_that_of_denmark(monkeypatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None) -> datetime:
            return WINTER.astimezone(tz)

    monkeypatch.setattr("visit.commands.inputs.datetime", Clock)
    monkeypatch.setenv("TZ", "America/New_York")
    assert today() == date(2027, 1, 1)
    assert [lies_ahead(date(2027, 1, day)) for day in (1, 2)] == [False, True]


def test_a_decision_at_half_past_midnight(tmp_path: Path, monkeypatch, capsys) -> None:
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert inside(monkeypatch, capsys, "log", "init").code == 0
    monkeypatch.setattr("running.NOW", SUMMER)
    ran = inside(
        monkeypatch,
        capsys,
        "decide",
        CASE,
        "1",
        "--reason",
        "as discussed",
        "--as-of",
        "2026-06-30",
    )
    assert ran.code == 0, ran.err
    assert "01/07/2026 00:30" in inside(monkeypatch, capsys, "log", "list", "--full").out
    assert "1 July 2026, at 00:30" in inside(monkeypatch, capsys, "log", "show", "1").out
    for option, found in (("--since", True), ("--until", False)):
        day = "2026-07-01" if found else "2026-06-30"
        numbers = json.loads(inside(monkeypatch, capsys, "log", "list", option, day, "--format", "json").out)["entries"]
        assert (1 in [one["number"] for one in numbers]) is found
    shown = json.loads(inside(monkeypatch, capsys, "log", "show", "1", "--format", "json").out)
    assert shown["time"] == "2026-06-30T22:30:00Z", "what is recorded stays in UTC"
    due = [day for one in shown["values"]["follow_up"] for day in one["due"]]
    assert due
    with Ledger.open("ledger.db") as ledger:
        one = decided(ledger, 1)
    assert one.day == date(2026, 7, 1)
    answered = Decided(one.entry, (one.entry,))
    for day, known in ((date(2026, 6, 30), 0), (date(2026, 7, 1), 1)):
        assert len(Selection(known_on=day).known(answered).answers) == known
    assert all(day.endswith("-01") for day in due), "counted from the first of July"


def test_the_days_of_opening_and_closing_count() -> None:
    offers = (ROOT / "tests" / "commands" / "offers.yaml").read_text("utf-8")
    first = parse(offers, "f").value["offers"][0]["id"]
    catalogue = catalogue_of(
        parse(
            offers.replace(f"- id: {first}\n", f"- id: {first}\n    opened: 2026-03-01\n    closed: 2026-09-30\n"), "f"
        )
    )

    def is_open(day: str) -> bool:
        return any(option.offer.id == first for option in catalogue.open_on(date.fromisoformat(day)))

    days = ("2026-02-28", "2026-03-01", "2026-09-30", "2026-10-01")
    assert [is_open(day) for day in days] == [False, True, True, False]
