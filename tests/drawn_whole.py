"""Drawn guidelines of everything that one may hold, with cases and catalogues of every field that decides.

`drawn.py` draws what people write. Here every form of a condition stands beside it (`typed.py`), a guideline may have a layer below
it and statements that bind on other days, and nothing of the documents is left out for good.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

import typed
from drawn import (
    AREAS,
    COMPARED,
    COMPARING,
    DAY,
    DOCUMENTS,
    LEVELS,
    MONOTONE_CASE,
    MUNICIPALITIES,
    NEEDS,
    OPTION,
    OTHER_CASE,
    PLACED,
    SOURCE,
    STEP,
    TOWNS,
    WISH,
    WORDS,
    beside_others,
    catalogues,
    guideline,
    guidelines,
    record,
    rules,
    some,
)
from hypothesis import strategies as st
from typed import Kinds

from visit.reading.source import Document
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline

# --- cases ---

TRUTHS = st.booleans()
THEMES = st.sampled_from(("cook", "clean", "employment", "finances", "wash", "eat"))
HOURS = st.dictionaries(st.sampled_from(AREAS), st.sampled_from((0, 2, 6, 20)), max_size=2)
FURTHER: dict[str, st.SearchStrategy[Any]] = {
    "functioning": st.dictionaries(THEMES, LEVELS, max_size=6),
    "dimensions": record(physical_practical=LEVELS, communication=LEVELS, social_behaviour=LEVELS),
    "travel": st.lists(
        st.fixed_dictionaries(
            {
                "from": st.sampled_from(TOWNS),
                "to": st.sampled_from(("o1", "o2")),
                "metres": st.sampled_from((0, 4_000, 22_000)),
                "source": st.just("drawn"),
            }
        ),
        max_size=2,
    ),
    "guardian": record(kind=st.sampled_from(("none", "personal_matters")), accepts=TRUTHS),
    "without_consent": record(move_required=TRUTHS, own_interest=TRUTHS, better_suited=TRUTHS),
    "baseline": record(measured=st.sampled_from(("2026-01-01", "2026-11-20"))),
    "actors": some(("employment", "hospital"), 2),
    "resources": st.sampled_from(([], ["one"], ["one", "two"])),
    "contributions": record(citizen=st.just("o1"), offer=st.just("text")),
    "considered": record(technology=TRUTHS, volunteers=TRUTHS),
}
OF_LAW = ("can_hold_ordinary_job", "can_lead_helpers", "needs_adapted_home", "can_improve_by_rehabilitation")
FLAGS = ("violence_close_relation", "untreated_health", "at_risk_of_homelessness", "discharge", "pilot")
DAYS = st.dictionaries(st.sampled_from(AREAS), st.sampled_from((0, 2, 5)), max_size=2)
INSIDE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "citizen": {"born": st.sampled_from(("2008-11-22", "1986-11-23", "2004-02-29", 1986, 2008))},
    "needs": {"hours_per_week": HOURS, "days_per_week": DAYS},
    "legal": {"other_law_covers": some(AREAS, 2), **dict.fromkeys(OF_LAW, TRUTHS)},
    "flags": {**dict.fromkeys(FLAGS, TRUTHS), "shelter_stays_12m": st.integers(0, 3)},
    "target_groups": {"secondary": some(("autism-spectrum", "anxiety"), 2)},
}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A case document; any field may be in it."""
    found: dict[str, Any] = {**draw(DOCUMENTS)}
    for key in draw(some(sorted(FURTHER), 4)):
        found[key] = draw(FURTHER[key])
    for group in draw(some(sorted(INSIDE), 3)):
        inside = draw(record(**INSIDE[group]))
        if group == "citizen" and inside:
            found["citizen"] = {
                key: value for key, value in found.get("citizen", {}).items() if key not in ("age", "adult")
            }
        found[group] = {**found.get(group, {}), **inside}
    groups = found.get("target_groups", {})
    if groups.get("primary") in groups.get("secondary", ()):
        del groups["primary"]
    return found


# --- catalogues ---

OF_SERVICE: dict[str, st.SearchStrategy[Any]] = {
    "months": st.sampled_from((0, 3, 12)),
    "sessions": st.integers(0, 3),
    "special_arrangement": TRUTHS,
    "includes": st.just(["SEL-85"]),
    "areas": st.sampled_from(({"activity": "H2"}, {"support": "H5"}, {"work": "B3"}, {"home": "H5", "support": "H5"})),
    "covers": some(NEEDS[:4], 2),
    "lacks": some(NEEDS[4:], 1),
    "ages": st.sampled_from(([18, None], [None, 21])),
    "specialisation": st.dictionaries(st.sampled_from(("anxiety", "mental-impairment")), st.integers(1, 3), max_size=2),
    "opened": st.sampled_from(("2026-11-19", "2026-11-20")),
}  # fmt: skip
OF_OFFER: dict[str, st.SearchStrategy[Any]] = {
    "serves": some(MUNICIPALITIES[:3], 2),
    "homes_for_elderly": TRUTHS,
    "operator": st.one_of(
        st.sampled_from(({"type": "regional"}, {"type": "foundation"}, {})),
        st.fixed_dictionaries({"type": st.just("municipal"), "municipality": st.sampled_from(MUNICIPALITIES)}),
    ),
    "travel": st.lists(
        st.fixed_dictionaries(
            {"from": st.sampled_from(TOWNS), "source": st.just("drawn"), "metres": st.sampled_from((900, 12_000))},
            optional={"minutes_by_car": st.sampled_from((40, 50))},
        ),
        max_size=2,
    ),
}
MINUTES = st.lists(
    st.fixed_dictionaries(
        {
            "from": st.sampled_from(TOWNS),
            "to": st.sampled_from(TOWNS),
            "by": st.sampled_from(("car", "transit")),
            "minutes": st.sampled_from((45, 50, 90)),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one["from"], one["to"], one["by"]),
)


@st.composite
def many_fields(draw: st.DrawFn, most: int = 6) -> dict[str, Any]:
    """A catalogue document of one to six offers; any field may be in it."""
    found = draw(catalogues(least=1, most=most))
    for offer in draw(some(range(len(found["offers"])), 3)):
        for key in draw(some(sorted(OF_OFFER), 2)):
            found["offers"][offer][key] = draw(OF_OFFER[key])
        services = found["offers"][offer]["services"]
        for key in draw(some(sorted(OF_SERVICE), 3)):
            services[0] = {**services[0], key: draw(OF_SERVICE[key])}
        found["offers"][offer]["services"] = [beside_others(one, services) for one in services]
    if draw(st.integers(0, 3)) == 0:
        found["travel"] = {"table": "drawn", "as_of": DAY.isoformat(), "method": "drawn", "times": draw(MINUTES)}
    return found


# --- guidelines ---

OF_CITIZEN = (*MONOTONE_CASE, *OTHER_CASE)
IN_TABLES = tuple(one for one in OF_CITIZEN if "level" not in one and "entitled" not in one)
"""What a table can read that others read: no table of its own kind, and no entitlement."""
OF_GROUP = (
    "offer.groups includes pair", "offer.groups overlaps [pair]", "count(offer.groups) {op} 1", "offer.groups not within [pair]",
    "option.waiting_days {op} some_weeks", "days_between(case.assessed, as_of) < some_weeks * {n}",
)  # fmt: skip
LADDERS = (["work", "home", "education", "treatment"], ["treatment", "education", "work", "home"])
NEARNESS = (
    {"members": "all", "combine": "nearest"},
    {"members": "documented", "combine": "farthest"},
    {"members": "all", "combine": "weighted", "weights": {"daily": 30, "weekly": 4, "monthly": 1, "rarely": 0}},
)
OTHER_DAYS = ({"from": "2026-11-23"}, {"until": "2026-11-21"}, {"from": "2026-11-22"}, {"until": "2026-11-22"})
"""The first two do not bind on the day asked for."""
VALUES = (
    "option.price_ratio", "option.months", "option.sessions", "travel.home_km", "travel.estimated_home_km", "option.open_days",
    "option.free_places + 1", "min(option.waiting_days, 30)", "option.specialisation - need_level", "need_level", "suits",
    "count(option.areas)", "sum(option.levels_to)", "count(option.areas) * option.step",
    "count(case.functioning <= option.levels_to)", "max(option.levels_from.[cook, wash])", "met_lower",
    "reference.price_dkk_per_day",
    "travel.network_minutes_by_car", "2 * option.step - option.free_places", "option.price_dkk_per_day * 0.5",
)  # fmt: skip
OF_WHOLE = (
    "placement.stay_dkk_per_day", "placement.visits_km", "placement.estimated_commute_km", "count(placement.ends)",
    "placement.commute_minutes_by_transit", "min(placement.home_step, 4) + placement.parts",
    "placement.external * 2 - placement.kept",
    "placement.meets_application", "placement.presumptions_failed", "dear",
)  # fmt: skip
MARKED = (STEP, WISH, {"id": "wish-to-avoid", "lower": "option.avoided", "over": "sum"},
          {"id": "fewest-exceptions", "lower": "placement.presumptions_failed", "of": "placement"})  # fmt: skip
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
OWN = {**SOURCE, "reason": WORDS}
FOLLOWING: dict[str, dict[str, Any]] = {
    "approvals": {"by": "leader"},
    "notices": {"kind": "duty"},
    "follow_up": {"after": "3 months"},
    "deadlines": {"counted_from": "application(SEL-85)", "within": "some_weeks", "waits_for": "decision"},
    "grants": {"provision": ["SEL-85", "SEL-107"], "lasts": "12 months"},
}
"""What is said of a placement once it is found."""


def filled(atom: str, op: str, op2: str, n: int) -> str:
    """An atom with its operators and its number; `same` is whether two values are the same, or are not."""
    return atom.format(op=op, op2=op2, same="==" if op < op2 else "!=", n=n)


@st.composite
def conditions(draw: st.DrawFn, written: tuple[str, ...], typed: Kinds) -> str:
    """One to three atoms, as often of what people write as of every form there is, and what `and`, `or` and `not` make of them."""
    text = ""
    for _leaf in range(draw(st.sampled_from((1, 1, 2, 3)))):
        pool = written if draw(st.booleans()) else draw(st.sampled_from(typed))
        atom = filled(draw(st.sampled_from(pool)), draw(COMPARING), draw(COMPARING), draw(LEVELS))
        if text:
            word = draw(st.sampled_from(("and", "or")))
            text = f"({text}) {word} {atom}" if draw(st.booleans()) else f"{atom} {word} ({text})"
        else:
            text = atom
        if draw(st.integers(0, 4)) == 0:
            text = f"not ({text})"
    return text


CITIZENS = conditions(OF_CITIZEN, typed.CASE)
OF_OPTION = conditions(
    (*OF_CITIZEN, *OPTION, *OF_GROUP, *COMPARED), (*typed.CASE, *typed.OPTION, *typed.OPTION, *typed.COMPARED)
)
OF_PLACED = conditions((*OF_CITIZEN, *PLACED), (*typed.CASE, *typed.PLACED))


@st.composite
def preferences(draw: st.DrawFn, id: str) -> dict[str, Any]:
    """A preference over any value, combined in any way, with bands or without."""
    whole = draw(st.integers(0, 2)) == 0
    value = draw(st.sampled_from(OF_WHOLE if whole else VALUES))
    if draw(st.integers(0, 3)) == 0:
        value = draw(OF_PLACED if whole else OF_OPTION)
    found: dict[str, Any] = {"id": id, draw(st.sampled_from(("lower", "higher"))): value, **SOURCE}
    found |= {"of": "placement"} if whole else {"over": draw(st.sampled_from(("max", "sum", "any", "all")))}
    if draw(st.booleans()):
        found["bands"] = draw(st.sampled_from(([1], [5, 20], [0, 2, 30], [100, 110], [300, 1000])))
    if draw(st.integers(0, 3)) == 0:
        found["when"] = draw(CITIZENS)
    return found


@st.composite
def fuller(draw: st.DrawFn) -> dict[str, Any]:
    """A guideline document of one layer, with whatever decides in it."""
    found = draw(guidelines(most_rules=2))
    found["rules"] += [draw(rules(f"t{n}", OF_OPTION)) for n in range(draw(st.integers(0, 3)))]
    found["rules"] += [draw(rules("tw", OF_PLACED, whole=True)) for _n in range(draw(st.integers(0, 1)))]
    if draw(st.booleans()):
        found["rules"].append(
            {
                "id": "e2",
                "gate": "entitlement",
                "strength": "must",
                "provision": ["SEL-107", "SEL-12"],
                "require": draw(CITIZENS),
                **OWN,
            }
        )
    if more := [draw(preferences(f"p{n}")) for n in range(draw(st.integers(0, 2)))]:
        first = [{**one, **SOURCE} for one in (STEP, WISH)]  # own offers never come before these
        found["preferences"] = [*first, *(one for one in found["preferences"] if one not in first), *more]
    dear = {"when": draw(conditions(PLACED, typed.PLACED)), "then": True}
    found["facts"] = {**found["facts"], "dear": {"values": [True, False], "rows": [dear, {"then": False}], **SOURCE}}
    found["parameters"] = {**found["parameters"], "some_weeks": {"value": 3, "unit": "weeks", **SOURCE}}
    if draw(st.integers(0, 3)) == 0:
        found["ladders"] = draw(st.sampled_from(LADDERS))
    if draw(st.booleans()):
        found["nearness"] = {**draw(st.sampled_from(NEARNESS)), **SOURCE}
    for key, each in FOLLOWING.items():
        said = {**each, "id": key.replace("_", "-"), "text": WORDS, **SOURCE}
        if draw(st.integers(0, 2)) == 0:
            whole = key != "deadlines" and key != "grants" and draw(st.booleans())
            found[key] = [
                {**said, "when": draw(OF_PLACED if whole else OF_OPTION), **({"of": "placement"} if whole else {})}
            ]
    for row in draw(some(range(len(found["rules"])), 4)):
        found["rules"][row] |= draw(st.sampled_from(OTHER_DAYS))
    return found


@st.composite
def of_every_form(draw: st.DrawFn, count: int = 40) -> dict[str, Any]:
    """A guideline document of that many rules, each of one condition of any form; one number draws all of them."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    found: dict[str, Any] = {**draw(guidelines(most_rules=0, placing=False)), "rights": [], "preferences": []}
    for n in range(count):
        pool = chance.choice((OF_CITIZEN, OPTION, *typed.CASE, *typed.OPTION, *typed.COMPARED))
        atom = filled(chance.choice(pool), chance.choice(OPERATORS), chance.choice(OPERATORS), chance.randrange(5))
        rule = {"id": f"f{n}", "gate": "policy", "strength": "presumption", "require": atom, **OWN}
        found["rules"].append({**rule, **({"when": found["rules"][-1]["require"]} if chance.randrange(5) == 0 else {})})
    return found


# --- layers ---

BOUNDED = {
    "need_level": {"at_least": "here"},
    "level": {"at_most": "here"},
    "suits": {"at_least": "here"},
}
JOINED = {
    "need_level": [{"then": "max(need_level_own, need_level_below)"}],
    "level": [{"when": "level_own == low or level_below == low", "then": "low"}, {"then": "high"}],
    "suits": [{"then": "suits_own or suits_below"}],
}
"""What a fact with bounds is, written out: the higher, or the lower, of what the two layers give."""


@st.composite
def children(draw: st.DrawFn, parent: dict[str, Any]) -> dict[str, Any]:
    """A layer above a guideline: it adds, replaces what it may, and moves what is local."""
    found: dict[str, Any] = {
        "guideline": "child", "extends": parent["guideline"], "version": "1", "title": WORDS, "in_force": {"from": "2020-01-01"},
        "rules": [draw(rules(f"c{n}", OF_OPTION)) for n in range(draw(st.integers(0, 2)))], **SOURCE,
    }  # fmt: skip
    for row in parent["rules"]:
        if row["strength"] == "presumption" and "of" not in row and draw(st.booleans()):
            found["rules"].append({**draw(rules(row["id"], OF_OPTION)), **draw(st.sampled_from(({}, *OTHER_DAYS)))})
    own = ["need_level", "level", "suits"]
    found["facts"] = {
        name: {**parent["facts"][name], "rows": draw(tables(parent["facts"][name]["values"]))}
        for name in draw(some(own, 3))
    }
    for name in found["facts"]:
        found["facts"][name].pop("local", None)
    if draw(st.booleans()):
        found["preferences"] = [*marked(), *[draw(preferences(f"q{n}")) for n in range(draw(st.integers(0, 2)))]]
    if draw(st.booleans()):
        found["parameters"] = {"grown": {"value": draw(st.sampled_from((18, 25, 50))), "unit": "years", **SOURCE}}
    if draw(st.booleans()):
        found["groups"] = {"pair": {"offers": ["o2"], **WORDS, **SOURCE}}
    if draw(st.integers(0, 3)) == 0:
        found["rights"] = [
            {"id": "asked", "higher": "option.wished", "over": draw(st.sampled_from(("any", "sum"))), **SOURCE}
        ]
    if draw(st.booleans()):
        found["ladders"] = draw(st.sampled_from(LADDERS))
    if draw(st.booleans()):
        found["nearness"] = {**draw(st.sampled_from(NEARNESS)), **SOURCE}
    return found


def marked() -> list[dict[str, Any]]:
    return [{**one, **SOURCE} for one in MARKED]


@st.composite
def tables(draw: st.DrawFn, values: list[Any]) -> list[dict[str, Any]]:
    """The rows of a table that gives one of these values."""
    read = conditions(IN_TABLES, typed.CASE)
    rows = [{"when": draw(read), "then": one} for one in draw(some(values, 2))]
    return [*rows, {"then": draw(st.sampled_from(values))}]


@st.composite
def layered(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The layers of a guideline, one or two, the lower first."""
    lower = draw(fuller())
    if draw(st.booleans()):
        return [lower]
    names = {one["id"] for one in MARKED}
    lower["preferences"] = [*marked(), *(one for one in lower["preferences"] if one["id"] not in names)]
    lower["parameters"]["grown"] = {**lower["parameters"]["grown"], "local": {"at_least": 18, "at_most": 50}}
    lower["facts"] = {
        name: {**row, **({"local": BOUNDED[name]} if name in BOUNDED else {})} for name, row in lower["facts"].items()
    }
    return [lower, draw(children(lower))]


def as_one(layers: list[dict[str, Any]]) -> dict[str, Any]:
    """The layers as one document, by hand: what binds on the day, and nothing of layers."""
    lower, *upper = deepcopy(layers)
    found: dict[str, Any] = {**lower, "facts": {**lower["facts"]}}
    for child in upper:
        for section in ("rules", "rights"):
            rows = {row["id"]: row for row in (*found[section], *child.get(section, ()))}
            found[section] = list(rows.values())
        for section in ("parameters", "groups"):
            found[section] = {**found[section], **child.get(section, {})}
        for section in ("preferences", "ladders", "nearness"):
            found |= {section: child[section]} if section in child else {}
        for name, row in child["facts"].items():
            found["facts"] |= {
                f"{name}_own": row,
                f"{name}_below": found["facts"][name],
                name: {**row, "rows": JOINED[name]},
            }
    for row in (*found["facts"].values(), *found["parameters"].values()):
        row.pop("local", None)
    binding = [one for one in found["rules"] if one.get("from", "") <= DAY.isoformat() <= one.get("until", "9999")]
    found["rules"] = [{key: value for key, value in one.items() if key not in ("from", "until")} for one in binding]
    return found


@dataclass(frozen=True)
class Written:
    """One guideline twice: in its layers, and as one document."""

    layered: Guideline
    plain: Guideline


def written(layers: list[dict[str, Any]]) -> Written:
    """The guidelines of drawn layers."""
    built = build(tuple(layer_of(Document("drawn guideline", one)) for one in layers), DAY)
    return Written(built, guideline(as_one(layers)))
