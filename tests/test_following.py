"""What begins and ends with an edit, by statement and role: another who approves is not nothing, nor what only perhaps is so."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from running import ROOT

from visit.case import load_case
from visit.catalogue import Catalogue, load_catalogue
from visit.errors import Location
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.forms import one_or_two
from visit.lab.measures import OF_PLACEMENT
from visit.lab.members import Member
from visit.lab.totals import FOLLOWING
from visit.render.attribution_words import beside_words, field_words, idle_words, who_approves

Edits = tuple[tuple[str, str], ...]
DIRECTOR = "    when: option.external and provision.visitation == municipality\n    by: director"
GUIDANCE = "  - id: individual-assessment\n    kind: record\n    when: "
HOLD = (
    "\nrules:\n  - {id: first, gate: policy, strength: hold, by: leader, require: case.support_need < 2, "
    "reason: {da: Først, en: First}, source: S}\n"
)
LEVEL = "\nservice_levels:\n  - {id: level, provision: SEL-85, weeks: 26, source: S}\nrules:\n"
COURSE = "  - id: cti-course\n    provision: "
KM = "distance_cost_km: {value: 30"
STAY = "target_stay_months_107: {value: 24"
STAYS = '[SEL-107-1, SEL-107-2]\n    text:\n      da: "Det midlertidige ophold forventes'
LONG_STAYS = STAYS.replace("]", "] and target_stay_months_107 > 20")
HOURS = "caseworker_max_hours: {value: 5"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def written(folder: Path, name: str, edits: Edits) -> str:
    """Write a shipped guideline with some of its text replaced, as a draft."""
    text = (ROOT / f"visit/guidelines/{name}.yaml").read_text("utf-8")
    for before, after in (("corrects: ", "draft: true  # "), *edits):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path = folder / f"{name}-{len(list(folder.iterdir()))}.yaml"
    path.write_text(re.sub(r"^version:.*$", 'version: "2027.1"', text, count=1, flags=re.MULTILINE), "utf-8")
    return str(path)


@cache
def shipped_offers() -> Catalogue:
    return load_catalogue(ROOT / "visit/catalogue.yaml")


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("holstebro", (), ((DIRECTOR, DIRECTOR.replace("director", "leadership")),),
         "approval by: director −5, leadership +5"),
        ("holstebro", (), ((DIRECTOR, "    when: option.external or case.age < 30\n    by: leadership"),),
         "approval by: director −5, leadership +10"),
        ("holstebro", (), ((f"{DIRECTOR}\n    four_eyes: true", f"{DIRECTOR}\n    four_eyes: false"),),
         "5 are approved by one person instead of two"),
        ("holstebro", ((f"{GUIDANCE}provision.visitation == municipality", f"{GUIDANCE}case.age < 35"),),
         ((f"{GUIDANCE}provision.visitation == municipality", f"{GUIDANCE}case.age >= 35"),), "notices: 10 begin, 9 end"),
        ("ikast-brande", (), ((KM, KM.replace("30", "20")),), "only perhaps: notices: 2 begin"),
        ("holstebro", (), (("then_every: 12 months", "then_every: 6 months"),), "follow-up: 20 get another interval"),
        ("holstebro", (), ((STAY, STAY.replace("24", "18")),), "follow-up: 2 get another interval"),
        ("holstebro", ((STAYS, LONG_STAYS),), ((STAYS, LONG_STAYS), (STAY, STAY.replace("24", "18"))), "follow-up: 2 end"),
        ("holstebro", (), ((HOURS, HOURS.replace("5", "2")),), "approval by: leader +2"),
        ("ikast-brande", (), (("    lasts: cti_months\n", "    lasts: 18 months\n"),),
         "grant period: 2 get another period (perhaps 1)"),
        ("ikast-brande", (), (("waits_for: decision\n    by: caseworker", "waits_for: decision\n    by: leader"),),
         "only perhaps: deadlines: 1 gets it in another form"),
        ("ikast-brande", (), (("waits_for: decision\n    by: caseworker", "waits_for: follow_up\n    by: caseworker"),),
         "only perhaps: deadlines: 1 gets it in another form"),
        ("ikast-brande", (("\nrules:\n", HOLD),), (("\nrules:\n", HOLD.replace("by: leader", "by: director")),),
         "decides first: director +18 (perhaps +1), leader −18 (perhaps −1)"),
        ("ikast-brande", (("\nrules:\n", LEVEL),), (("\nrules:\n", LEVEL.replace("weeks: 26", "weeks: 13")),),
         "notices: 7 get it in another form"),
        ("ikast-brande", (), ((f"{COURSE}[SEL-85, SEL-85a]", f"{COURSE}[SEL-85a]"),), "grant period: 1 ends (perhaps 1)"),
    ],
)  # fmt: skip
def test_what_an_edit_begins_and_ends(name: str, before: Edits, after: Edits, told: str, tmp_path: Path) -> None:
    names = (written(tmp_path, name, before), written(tmp_path, name, after))
    old, new = (Answerer(named_basis(one, shipped_offers(), date(2026, 12, 1))) for one in names)
    attributing = Attributing(old, new)
    members = [Member(load_case(path), Location(path.name)) for path in EXAMPLES]
    impact = impact_of(members, old, new, own_only=False, attributing=attributing)
    found = attributing.attributed(1_000, lambda _done, _all: None)
    guidelines = [*new.guidelines.values(), *old.guidelines.values()]
    assert [said for piece in found.pieces.values() for said in beside_words(found, piece, guidelines)] == [told]
    assert not list(idle_words(found))
    turned = {(section, said, True): n for section in FOLLOWING for said, n in impact.begins[section].items()}
    turned |= {(section, said, False): n for section in FOLLOWING for said, n in impact.ends[section].items()}
    (piece,) = found.pieces
    by_edit = [one for one in found.following.by_edit(piece) if one_or_two(one[0].said) == one[0].said]
    assert {tuple(what): counts.share for what, counts in by_edit} == turned


def test_all_that_is_compared_of_a_placement_has_a_word() -> None:
    assert field_words().keys() == {*OF_PLACEMENT}


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ({"leader": (12, 0), "leader (two people)": (12, 0)}, "leader +12"),
        ({"leader": (12, 0), "leader (two people)": (5, 0), "leader?": (3, 0)}, "leader +12 (perhaps +3), by two people +5"),
        ({"leader": (12, 0), "leader (perhaps two people)": (5, 0)}, "leader +12, perhaps by two people +5"),
        ({"leader": (0, 4), "leader (two people)": (0, 4), "director (two people)": (0, 2)},
         "leader −4; 2 are approved by one person instead of two"),
        ({"leader (two people)": (0, 33), "leader (two people)?": (0, 73)},
         "33 are approved by one person instead of two (perhaps 73)"),
        ({"leader (two people)?": (1, 0)}, "perhaps 1 is approved by two people instead of one"),
        ({"leader (two people)": (0, 5), "leader (perhaps two people)": (5, 0)},
         "leader (perhaps two people) +5, leader (two people) −5"),
    ],
)  # fmt: skip
def test_an_approval_by_two_people_is_told_once(turns: dict[str, tuple[int, int]], told: str) -> None:
    by_role, people = who_approves(turns, str)
    assert "; ".join(filter(None, (", ".join(by_role), people))) == told
