"""Gates on what makes up a net: for how many a statement begins, ends and changes, surely or perhaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from running import ROOT, inside
from test_compare import ANSWER, members, small_impact
from test_few_told import told

from visit.errors import UsageError
from visit.lab.answers import CaseAnswer
from visit.lab.both_sides import BothSides
from visit.lab.forms import TURN_NAMES
from visit.lab.gate import check_ids, gate, numbers_of
from visit.lab.gate_values import numbers_of_row
from visit.lab.gate_verdict import behind_net, gate_not_asked
from visit.lab.impact import ComparedCase, Impact
from visit.lab.linked import turn_groups
from visit.lab.movements import Movement
from visit.lab.said import OF_ROLES
from visit.lab.totals import FOLLOWING
from visit.locale import speaking
from visit.render.few_told import FewTold
from visit.render.turn_words import periods_moved_in_short
from visit.rules import load_guideline

SMALL = ROOT / "tests/commands/small.yaml"
CASE = str(ROOT / "examples/had-soegt-om-botilbud.yaml")


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def answer(section: str, form: str) -> CaseAnswer:
    return replace(ANSWER, **{section: frozenset((form,) if form else ())})  # type: ignore[arg-type]


SOONER = ("look-again (3 months)", "look-again (2 months)")
PERHAPS_SOONER = ("look-again (3 months)?", "look-again (2 months)?")
OTHER = ("other (1 years)", "other (2 years)")


def forms_of(turns: list[tuple[str, str]]) -> Iterator[CaseAnswer]:
    """Yield the two answers to somebody whose follow-ups turn so."""
    yield from (replace(ANSWER, follow_up=frozenset(filter(None, side))) for side in zip(*turns, strict=True))


def row(section: str, *turns: tuple[str, str]) -> BothSides:
    found = BothSides()
    for was, now in turns:
        found.count(answer(section, was), answer(section, now), Movement.UNCHANGED, ())
    return found


@pytest.mark.parametrize(
    ("was", "now", "numbers"),
    [
        ("", "a (2 months)", {"": 1, "begins": 1, "certain": 1, "certain.begins": 1}),
        ("", "a (2 months)?", {"": 1, "begins": 1}),
        ("a (2 months)", "", {"": -1, "ends": 1, "certain": -1, "certain.ends": 1}),
        ("a (3 months)", "a (2 months)", {"": 0, "changes": 1, "certain.changes": 1}),
        ("a (3 months)?", "a (2 months)?", {"": 0, "changes": 1}),
        ("a (3 months)?", "a (3 months)", {"": 0, "changes": 1, "certain": 1, "certain.begins": 1}),
        ("a (3 months)", "a (3 months)?", {"": 0, "changes": 1, "certain": -1, "certain.ends": 1}),
        ("a (3 months)", "a (3 months)", {"": 0}),
    ],
)
def test_a_statement_begins_ends_and_changes(was: str, now: str, numbers: dict[str, int]) -> None:
    found = numbers_of_row(row("follow_up", (was, now)))
    assert {name: found[name] for name in found if name.startswith("follow_up.")} == {
        f"follow_up.a{'.' if turn else ''}{turn}": n for turn, n in numbers.items()
    }


def test_another_number_of_people_is_a_change() -> None:
    found = BothSides()
    leader = frozenset(("leader",))
    for was, now in ((frozenset(), leader), (leader, frozenset({"leader?"})), (leader, leader)):
        sides = (replace(ANSWER, approvals=leader, two_people=two) for two in (was, now))
        found.count(*sides, Movement.UNCHANGED, ())
    assert found.turns["approvals"] == {
        ("leader", "leader (two people)"): 1,
        ("leader (two people)", "leader (perhaps two people)"): 1,
    }
    assert numbers_of_row(found)["approvals.leader.changes"] == 2
    assert turn_groups(found, "approvals", "leader") == (1, 1, 1, 0)
    assert (found.begins["approvals"], found.ends["approvals"]) == ({}, {})
    assert behind_net(gate("approvals.leader > 0"), found) == (
        "2 take another number of people: gate on approvals.leader.changes"
    )


def test_a_net_is_what_begins_without_what_ends() -> None:
    found = small_impact()
    numbers = numbers_of(found)
    for section in FOLLOWING:
        for name in [one for one in numbers if one.startswith(f"{section}.") and one.count(".") == 1]:
            for certain in ("", ".certain"):
                begins, ends = (numbers.get(f"{name}{certain}.{turn}", 0) for turn in ("begins", "ends"))
                assert numbers.get(f"{name}{certain}", 0) == begins - ends  # type: ignore[operator]
    assert numbers["approvals.leadership.begins"] == 10


@pytest.mark.parametrize(
    ("condition", "turns", "told"),
    [
        ("follow_up.a > 0", [("a (3 months)", "a (2 months)")],
         "1 gets another interval: gate on follow_up.a.changes"),
        ("deadlines.a > 0", [("a (3 days)", "a (2 days)")] * 2,
         "2 get another period: gate on deadlines.a.changes"),
        ("deadlines.a > 0", [("a (3 days, by caseworker)", "a (3 days, by leader)")],
         "1 gets it in another form: gate on deadlines.a.changes"),
        ("deadlines.a > 0", [("a (3 days, by caseworker)", "a (2 days, by caseworker)")],
         "1 gets another period: gate on deadlines.a.changes"),
        ("approvals.leader > 0", [("leader", ""), ("", "leader"), ("", "leader?")],
         "2 begin, 1 ends: gate on approvals.leader.begins and approvals.leader.ends"),
        ("approvals.leader.certain > 0", [("leader", "leader?"), ("", "leader")],
         "1 begins, 1 ends: gate on approvals.leader.certain.begins and approvals.leader.certain.ends"),
        ("approvals.leader > 0", [("leader?", "leader")],
         "1 goes from perhaps to certain: gate on approvals.leader.changes"),
        ("notices.a > 0", [("a", "a?")], "1 goes from certain to perhaps: gate on notices.a.changes"),
        ("approvals.leader > 0", [("", "leader")], ""),
        ("approvals.leader.begins > 0", [("", "leader"), ("leader", "")], ""),
        ("moved > 0", [], ""),
    ],
)  # fmt: skip
def test_a_net_says_what_it_hides(condition: str, turns: list[tuple[str, str]], told: str) -> None:
    one = gate(condition)
    assert behind_net(one, row(one.statement[0] or "notices", *turns)) == told


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("follow_up.look-again.change > 0", "write `follow_up.look-again.changes > 0`"),
        ("opfølgning.look-again.ændres > 0", "write `follow_up.look-again.changes > 0`"),
        ("opfølgning.look-again.sikkert.begynder > 0", "write `follow_up.look-again.certain.begins > 0`"),
        ("godkendelser.leder.falder bort > 0", "write `approvals.leader.ends > 0`"),
        ("approvals.leder.begins > 0", "write `approvals.leader.begins > 0`"),
        ("follow_up.begins > 0", "write `follow_up.ID.begins > 0`"),
        ("follow_up.look-agian.ends > 0", 'did you mean "follow_up.look-again.ends"?'),
        ("sex.woman.follow_up.look-again.stops > 0", "behind a statement that follows can stand .begins, .ends"),
    ],
)
def test_a_gate_that_is_called_otherwise_is_told_its_name(written: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_ids((gate(written),), (load_guideline(str(SMALL), date(2026, 12, 1)),))
    assert said in (refused.value.help or "")


def test_every_name_is_one_of_a_gate() -> None:
    for turn in TURN_NAMES:
        assert gate(f"sex.woman.follow_up.a.{turn} > 5%").statement == ("follow_up", "a", turn)


def test_of_few_real_citizens_nothing_is_told_of_what_makes_up_a_net() -> None:
    moved = (answer("follow_up", "a (3 months)"), answer("follow_up", "a (2 months)"))
    stays = (answer("follow_up", "b (1 months)"),) * 2
    one, net = gate("follow_up.a.changes > 0"), gate("follow_up.a > 0")
    few, enough = told((3, *moved), (20, *stays)), told((12, *moved), (20, *stays))
    assert (few.numbers((one,))[one.name], few.tells_behind(net), few.turns("follow_up")) == (None, False, {})
    assert (enough.numbers((one,))[one.name], enough.tells_behind(net)) == (12, True)
    assert enough.turns("follow_up") == {("a (3 months)", "a (2 months)"): 12}
    spread = told((12, *moved), (2, moved[0], answer("follow_up", "")), (20, *stays))
    assert spread.numbers((one,))[one.name] is None
    of_a_row = gate("sex.unknown.follow_up.a.changes > 0")
    assert not enough.tells_behind(of_a_row)
    assert "by subgroup" in gate_not_asked(of_a_row)


def drafted(folder: Path) -> str:
    """Write the small guideline with another follow-up."""
    draft, text = folder / "small.yaml", SMALL.read_text("utf-8")
    draft.write_text(text.replace("after: 3 months", "after: 2 months").replace('"1"', '"2"', 1), "utf-8")
    return str(draft)


def compared_with(draft: str) -> tuple[str, ...]:
    offers = str(ROOT / "tests/commands/offers.yaml")
    return "compare", str(SMALL), draft, "-c", offers, CASE, "--all-municipalities", "--most-answers", "0"


def test_no_total_tells_of_all_but_few() -> None:
    """Of twenty, nineteen whose only follow-up is another are told in no sum either."""
    found = Impact()
    for now in ("a (2 months)",) * 19 + ("a (3 months)",):
        found.add(ComparedCase(members()[0], answer("follow_up", "a (3 months)"), answer("follow_up", now)))
    assert FewTold(found, tells_all=False).changes("follow_up") == (None, None)
    assert FewTold(found, tells_all=True).changes("follow_up") == (19, 19)


def test_what_changes_is_held_against_an_accepted_answer(monkeypatch, capsys, tmp_path) -> None:
    accepted = tmp_path / "accepted.json"
    gates = ("--fail-if", "follow_up.look-again.changes > 0", "--fail-if", "follow_up.look-again > 0")
    command = (*compared_with(drafted(tmp_path)), "--invented", "--lang", "en", *gates)
    ran = inside(monkeypatch, capsys, *command, "-o", str(accepted), "-o", str(tmp_path / "a.md"))
    assert ran.code == 1
    hint = "--fail-if follow_up.look-again > 0: 0 net (passed); 1 gets another interval: gate on follow_up.look-again.changes"
    assert "--fail-if follow_up.look-again.changes > 0: 1 (failed)" in ran.err
    assert hint in ran.err
    assert hint in (tmp_path / "a.md").read_text("utf-8").replace("\\", "")
    again = inside(monkeypatch, capsys, *command, "--baseline", str(accepted))
    assert (again.code, "1, accepted 1 (passed)" in again.err) == (0, True)
    document = json.loads(accepted.read_text("utf-8"))
    del document["follows"]["follow_up"]["turns"]
    accepted.write_text(json.dumps(document), "utf-8")
    older = inside(monkeypatch, capsys, *command, "--baseline", str(accepted))
    assert (older.code, "written by this version" in older.err) == (2, True)
    del document["follows"]["approvals"]
    del document["follows"]["decides_first"]
    accepted.write_text(json.dumps(document), "utf-8")
    for section in OF_ROLES:
        of_all = (*command[:-4], "--fail-if", f"{section}.leader > 0", "--baseline", str(accepted))
        assert "written by this version" in inside(monkeypatch, capsys, *of_all).err


@pytest.mark.parametrize(
    ("cases", "short"),
    [
        ([(18, ("look-again (3 months, every 1 years)", "look-again (2 months, every 1 years)"))],
         "18 get another interval (3 → 2 months)"),
        ([(1, SOONER), (4, PERHAPS_SOONER)], "1 gets another interval (3 → 2 months; perhaps 4)"),
        ([(4, PERHAPS_SOONER)], "perhaps 4 get another interval (3 → 2 months)"),
        ([(2, SOONER), (3, OTHER)], "5 get another interval"),
        ([(2, SOONER), (3, OTHER), (6, SOONER, OTHER)], "11 get another interval"),
        ([(6, PERHAPS_SOONER, OTHER), (2, PERHAPS_SOONER)], "6 get another interval (perhaps 2)"),
        ([(2, ("look-again (3 months)", "look-again (2 months, every 1 years)"))],
         "2 get another interval (3 months → 2 months, then every 1 year)"),
        ([(2, ("", "look-again (2 months)")), (1, ("look-again (2 months)?", "look-again (2 months)"))], ""),
    ],
)  # fmt: skip
def test_citizens_with_another_period_are_counted_once(
    cases: list[tuple[int, *tuple[tuple[str, str], ...]]], short: str
) -> None:
    guideline = load_guideline(str(SMALL), date(2026, 12, 1))
    may = replace(told(*((n, *forms_of(turns)) for n, *turns in cases)), tells_all=True)
    with speaking("en"):
        assert periods_moved_in_short(may, "follow_up", [guideline], "en") == short


@pytest.mark.parametrize("form", ["plain", "markdown", "html"])
def test_every_form_says_who_gets_another_interval(form: str, monkeypatch, capsys, tmp_path) -> None:
    draft = drafted(tmp_path)
    command = (*compared_with(draft), "--invented", "--lang", "da", "-f", form)
    out = " ".join(inside(monkeypatch, capsys, *command).out.split())
    assert "1 får et andet interval (3 → 2 måneder)" in out
    if form == "plain":
        assert "opfølgning: 1 får et andet interval (3 → 2 måneder)" in out
    else:
        assert "1 får et andet interval (3 → 2 måneder): Følg op" in out
