"""Each field of a guideline is compared, or told not to be: an edit of it alone has an effect that a comparison tells."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

import pytest
import yaml
from drawn import DAY, case, catalogue, guideline
from pydantic import BaseModel

from visit.lab.answers import CaseAnswer, case_answer
from visit.lab.pieces import UNDECIDING, Lattice
from visit.lab.uncompared import uncompared
from visit.matching import TOP, Engine
from visit.reading.documents.guideline import BilingualTextDocument, GuidelineDocument, InForce
from visit.reasons.refused import refused_of_case
from visit.rules.guideline.values import Guideline

COMPARED, NAMED, READ, OF_THE_FILE, GOES_WITH = "compared", "named", "read", "of the file", "goes with what is read"
"""What becomes of an edit of a field alone: an answer is another; it is named as not compared; it is a text or a source and is
neither; or it says which guideline the file is, and what it is called by; or it only says what a condition beside it reads."""
WORDS = "{da: Et, en: One}"
OTHER = {"da": "Andet", "en": "Other"}
BASE: Any = yaml.safe_load(f"""
format: 1
guideline: every
version: "1"
title: {WORDS}
in_force: {{from: 2026-01-01}}
source: S
areas:
  - {{area: support, when: case.support_need >= 1, source: S}}
proposals:
  - {{id: given, fact: extra.noise, value: 9, when: case.age >= 18, source: S}}
needs:
  - {{key: quiet, areas: [support], usually_met_by: [SEL-85], da: Ro, en: Quiet, source: S}}
case_facts:
  extra.noise: {{type: whole, unit: days, at_least: 0, at_most: 9, label: {WORDS}, ask: {WORDS}, source: S}}
  extra.colour: {{type: code, codes: {{red: {WORDS}, blue: {WORDS}}}, ordered: true, label: {WORDS}, source: S}}
  extra.mood: {{type: whole, label: {WORDS}, source: S}}
roles:
  board: {{da: Udvalg, en: Board, outside: false, source: S}}
groups:
  ours: {{offers: [own], da: Vore, en: Ours, source: S}}
nearness: {{members: documented, combine: weighted, weights: {{daily: 1, weekly: 1}}, source: S}}
reference_prices:
  - {{provision: SEL-85, level: 1, dkk_per_day: 100, source: S}}
  - {{provision: SEL-85, level: 2, dkk_per_day: 100, source: S}}
parameters:
  near: {{value: 30, unit: km, source: S, local: {{at_least: 10, at_most: 90}}, certainty: confirmed}}
  soon: {{value: 2, unit: weeks, source: S}}
  said: {{value: 7, unit: days, source: S}}
facts:
  heavy:
    values: [light, hard]
    rows: [{{when: case.support_need >= 3, then: hard}}, {{then: light}}]
    source: S
    local: {{at_least: light}}
labels:
  heavy: {{da: tung, en: heavy, values: {{light: {WORDS}, hard: {WORDS}}}}}
rules:
  - {{id: first, gate: policy, strength: hold, provision: SEL-85, when: heavy == hard, require: case.support_need < 3,
      unless: case.age > 90,
      by: leader, reason: {WORDS}, source: S}}
  - {{id: asked, gate: policy, strength: hold, when: case.support_need == 2, require: case.flags.acute, if_unknown: awaiting,
      by: leader, reason: {WORDS}, source: S}}
  - {{id: close, gate: policy, strength: presumption, require: travel.network_km <= near, reason: {WORDS}, source: S}}
  - {{id: whole, gate: policy, strength: hold, by: family_court_house, when: case.support_need == 2, require: case.age > 99,
      reason: {WORDS}, source: S}}
  - {{id: dear, gate: policy, strength: presumption, provision: SEL-85, require: option.price_ratio <= 200, reason: {WORDS},
      source: S}}
  - {{id: grown, gate: policy, strength: presumption, when: known(extra.mood) and extra.mood == 7, require: case.age > 99,
      reason: {WORDS}, source: S}}
rights:
  - {{id: r1, higher: option.specialisation, when: extra.mood == 1, source: S}}
  - {{id: r2, lower: option.waiting_days, bands: [5], when: extra.mood == 2, source: S}}
  - {{id: r3, lower: option.waiting_days, over: max, when: extra.mood == 3, source: S}}
preferences:
  - {{id: p1, higher: option.specialisation, when: extra.mood == 4, text: {WORDS}, source: S}}
  - {{id: p2, lower: option.waiting_days, bands: [5], when: extra.mood == 5, source: S}}
  - {{id: p3, lower: option.waiting_days, over: max, when: extra.mood == 6, source: S}}
approvals:
  - {{id: signs, when: case.support_need >= 2, by: leader, four_eyes: false, text: {WORDS}, source: S}}
  - {{id: noisy, when: extra.noise > 8, by: director, text: {WORDS}, source: S}}
  - {{id: moody, when: extra.mood > 2, by: team, text: {WORDS}, source: S}}
  - {{id: hued, when: extra.colour == red, by: policy, text: {WORDS}, source: S}}
  - {{id: of-ours, when: met_by(ours), by: leadership, text: {WORDS}, source: S}}
  - {{id: heavier, when: heavy >= hard, by: board, text: {WORDS}, source: S}}
notices:
  - {{id: note, when: case.support_need >= 2, kind: advice, text: {WORDS}, source: S}}
departures:
  other: {WORDS}
follow_up:
  - {{id: look, when: case.support_need >= 2, after: 3 months, then_every: 6 months, ends_after: 5 years, text: {WORDS},
      source: S}}
deadlines:
  - {{id: due, when: case.support_need >= 2, counted_from: decision, within: soon, waits_for: follow_up, by: caseworker,
      text: {WORDS},
      source: S, local: {{at_most: 9 weeks}}}}
  - {{id: before, when: case.support_need >= 2, counted_from: birthday(90), before: 1 week, waits_for: follow_up,
      text: {WORDS}, source: S}}
service_levels:
  - {{id: level, provision: SEL-85, when: case.support_need >= 1, usual_hours: 4, most_hours: 6, weeks: 26, form: group,
      text: {WORDS},
      source: S}}
grants:
  - {{id: long, when: case.support_need >= 1, provision: SEL-85, lasts: 2 years, text: {WORDS}, source: S}}
step_labels: {{H1: {WORDS}}}
shelf_life: {{price: 3 months}}
invariants:
  - {{id: never, never: option.internal and case.support_need > 9, text: {WORDS}, source: S}}
""")
PERSON: Any = {
    "format": 1, "assessed": str(DAY), "municipality": "Ikast-Brande",
    "citizen": {"born": "1980-01-01", "home": {"place": "Ikast", "housing": "own"}},
    "target_groups": {"primary": "autism-spectrum"},
    "network": [{"who": "mor", "place": "Ikast", "contact": "weekly", "benefit": "documented"},
                {"who": "ven", "place": "Herning", "contact": "daily", "benefit": "documented"},
                {"who": "kollega", "place": "Esbjerg", "contact": "daily", "benefit": "undocumented"}],
}  # fmt: skip
SUPPORT: Any = {"areas": ["support"]}
CASES = tuple(
    case({**PERSON, "case": f"c{place}", "support_need": level, **more})
    for place, (level, more) in enumerate((
        (1, {}), (1, {"needs": SUPPORT, "extra": {"noise": 7, "colour": "blue"}}), (2, {"needs": SUPPORT,
            "flags": {"acute": False}}),
        (3, {"needs": {"areas": ["support"], "hours_per_week": {"support": 5}}}), (2, {"needs": {"areas": ["support"],
            "must": ["quiet"]}}),
        *((1, {"needs": SUPPORT, "extra": {"mood": mood}}) for mood in (1, 2, 4, 5, 7)),
        (3, {"needs": SUPPORT, "citizen": {**PERSON["citizen"], "current": [{"offer": "own", "service": "SEL-85",
            "question": "keep"}]}}),
        (1, {"needs": {"areas": ["activity"], "must": ["quiet"]}}),
        *((1, {"needs": {"areas": ["support", "activity"]}, "extra": {"mood": mood}}) for mood in (3, 6)),
    ))
)  # fmt: skip
OFFERS = catalogue(
    yaml.safe_load("""
format: 1
catalogue: c
as_of: 2026-11-01
offers:
  - id: own
    name: Egen
    operator: {type: municipal, municipality: Ikast-Brande}
    place: Ikast
    mobile: true
    covers: [quiet]
    specialisation: {autism-spectrum: 1}
    source: {ref: S}
    services: [{provision: SEL-85, waiting_days: 9, hours_per_week: 20, price_dkk_per_day: 150}]
  - id: zbought
    name: Købt
    operator: {type: municipal, municipality: Herning}
    place: Ikast
    mobile: true
    specialisation: {autism-spectrum: 2}
    source: {ref: S}
    services: [{provision: SEL-85, waiting_days: 3, hours_per_week: 20, price_dkk_per_day: 150}]
  - id: day
    name: Dag
    operator: {type: municipal, municipality: Ikast-Brande}
    place: Ikast
    specialisation: {autism-spectrum: 1}
    source: {ref: S}
    services: [{provision: SEL-104, waiting_days: 20, price_dkk_per_day: 50}]
""")
)


GENERIC: Mapping[str, tuple[str, object]] = {
    "source": (READ, "T"), "certainty": (NAMED, "uncertain"), "text": (READ, OTHER), "reason": (READ, OTHER), "da": (READ,
        "Andet"),
    "en": (READ, "Other"), "label": (READ, OTHER), "ask": (READ, OTHER), "from": (COMPARED, "2027-01-01"),
    "until": (COMPARED, "2026-01-31"),
}  # fmt: skip
"""The fields that are of one kind in every section, with another value."""
IDENTITY = ("id", "key")
"""What a statement is called by: another one is another statement, and the one before is gone."""
EDITS: Mapping[str, tuple[str, object]] = {
    "areas.area": (COMPARED, "activity"), "areas.when": (COMPARED, "case.support_need >= 2"),
    "proposals.fact": (COMPARED, "extra.mood"), "proposals.value": (COMPARED, 1), "proposals.when": (COMPARED, "case.age < 18"),
    "needs.areas": (COMPARED, ["support", "activity"]), "needs.usually_met_by": (COMPARED, []),
    "case_facts.type": (COMPARED, "level"), "case_facts.unit": (NAMED, "months"), "case_facts.codes": (COMPARED, {"red": OTHER}),
    "case_facts.ordered": (NAMED, False), "case_facts.at_least": (COMPARED, 8), "case_facts.at_most": (COMPARED, 6),
    "roles.outside": (NAMED, True), "groups.offers": (COMPARED, ["zbought"]),
    "nearness.members": (COMPARED, "all"), "nearness.combine": (COMPARED, "farthest"), "nearness.weights": (COMPARED,
        {"daily": 9}),
    "reference_prices.provision": (COMPARED, "SEL-107-1"), "reference_prices.level": (COMPARED, 3),
    "reference_prices.dkk_per_day": (COMPARED, 10),
    "parameters.value": (COMPARED, 5), "parameters.unit": (COMPARED, "days"), "parameters.local": (NAMED, {"at_least": 1}),
    "facts.values": (COMPARED, ["hard", "light"]), "facts.rows": (COMPARED, [{"then": "hard"}]),
    "facts.local": (NAMED, {"at_most": "hard"}),
    "rules.gate": (COMPARED, "entitlement"), "rules.strength": (COMPARED, "must"), "rules.provision": (COMPARED, "SEL-108"),
    "rules.when": (COMPARED, "case.support_need == 2"), "rules.require": (COMPARED, "case.support_need < 9"),
    "rules.unless": (COMPARED, "case.age > 9"), "rules.if_unknown": (COMPARED, None), "rules.by": (COMPARED, "director"),
    **{f"{section}.{field}": edit for section in ("rights", "preferences") for field, edit in {
        "higher": (COMPARED, "option.waiting_days"), "lower": (COMPARED, "option.specialisation"), "bands": (COMPARED, [99]),
        "over": (COMPARED, "sum"), "when": (COMPARED, "case.support_need > 7"),
    }.items()},
    **{f"{section}.when": (COMPARED, "case.support_need >= 3") for section in
       ("approvals", "notices", "follow_up", "deadlines", "service_levels", "grants")},
    **{f"{section}.of": (GOES_WITH, None) for section in ("rules", "rights", "preferences", "approvals", "notices", "follow_up")},
    "approvals.by": (COMPARED, "director"), "approvals.four_eyes": (COMPARED, True), "notices.kind": (NAMED, "duty"),
    "follow_up.after": (COMPARED, "4 months"), "follow_up.then_every": (COMPARED, "7 months"),
    "follow_up.ends_after": (COMPARED, "6 years"),
    "deadlines.counted_from": (COMPARED, "birthday(91)"), "deadlines.within": (COMPARED, "3 weeks"),
    "deadlines.before": (COMPARED, "2 weeks"), "deadlines.waits_for": (COMPARED, "decision"), "deadlines.by": (COMPARED,
        "leader"),
    "deadlines.local": (NAMED, {"at_most": "8 weeks"}),
    "service_levels.provision": (COMPARED, "SEL-82b"), "service_levels.usual_hours": (COMPARED, 3),
    "service_levels.most_hours": (COMPARED, 8), "service_levels.weeks": (COMPARED, 13), "service_levels.form": (COMPARED,
        "individual"),
    "grants.provision": (COMPARED, "SEL-82b"), "grants.lasts": (COMPARED, "1 year"),
    "invariants.never": (NAMED, "option.internal and case.support_need > 8"),
    "labels.da": (NAMED, "let"), "labels.en": (NAMED, "light"), "labels.values": (NAMED, {"light": OTHER, "hard": OTHER}),
    "departures": (NAMED, {"other": OTHER}), "shelf_life": (NAMED, {"price": "4 months"}),
    "ladders": (COMPARED, ["work", "home"]), "step_labels": (READ, {"H1": OTHER}),
    "draft": (OF_THE_FILE, True), "municipality": (OF_THE_FILE, "Herning"), "extends": (OF_THE_FILE, "serviceloven"),
    **dict.fromkeys(("format", "guideline", "version", "title", "in_force", "corrects"), (OF_THE_FILE, None)),
}  # fmt: skip


ROWS: Mapping[str, Mapping[str, int]] = {
    "rules": {"gate": 0, "if_unknown": 1, "strength": 5},
    **{section: {"lower": 1, "bands": 1, "over": 2} for section in ("rights", "preferences")},
    "case_facts": {"codes": 1, "ordered": 1, "type": 2}, "parameters": {"unit": 1},
    "deadlines": {"counted_from": 1, "before": 1, "waits_for": 1},
}  # fmt: skip
"""Which statement of a section a field is edited in, where it is not the first."""


def rows_of(document: Any, section: str) -> list[Any]:
    """The statements of a section as they are written."""
    written = document[section]
    if section == "nearness":
        return [written]
    return [*written.values()] if isinstance(written, dict) else written


def fields() -> dict[str, type[BaseModel] | None]:
    """Every field of a guideline, as `section.field`; of a setting without fields the setting."""
    found = {}
    for name, one in GuidelineDocument.model_fields.items():
        models = [each for each in _within(one.annotation) if each not in (BilingualTextDocument, InForce)]
        if not models and name != "allow":
            found[name] = None
        for model in models:
            for field, inner in model.model_fields.items():
                if field != "allow":
                    found[f"{name}.{inner.alias or field}"] = model
    return found


def _within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from _within(one)


def edit_of(name: str) -> tuple[str, object]:
    """What becomes of an edit of a field, and another value for it."""
    return EDITS.get(name) or GENERIC[name.rpartition(".")[2]]


def test_of_every_field_it_is_decided_what_becomes_of_an_edit() -> None:
    decided = {
        name for name in fields() if name in EDITS or ("." in name and name.rpartition(".")[2] in (*GENERIC, *IDENTITY))
    }
    assert {*fields()} - decided == {"source"}  # of the whole
    assert {*EDITS} <= {*fields()}


TRIED = [
    name
    for name in fields()
    if name.rpartition(".")[2] not in IDENTITY and edit_of(name)[0] in (COMPARED, NAMED, READ) and name != "source"
]


def edited(name: str) -> Guideline:
    """The guideline with another value of a field alone."""
    document, (section, _dot, field) = copy.deepcopy(BASE), name.partition(".")
    row, key = (
        (rows_of(document, section)[ROWS.get(section, {}).get(field, 0)], field) if field else (document, section)
    )
    value = edit_of(name)[1]
    if value is None:
        del row[key]
    else:
        row[key] = value
    return guideline(document)


def answers(one: Guideline) -> list[CaseAnswer | str]:
    """What is compared of every case, or that it is refused."""
    engine = Engine(OFFERS, one)
    return [
        "refused"
        if any(True for _fault in refused_of_case(each, one))
        else case_answer(engine.match(each, DAY, top=TOP))
        for each in CASES
    ]


@cache
def before() -> tuple[Guideline, list[CaseAnswer | str]]:
    """The guideline as it is, and its answers."""
    base = guideline(BASE)
    return base, answers(base)


@pytest.mark.parametrize("name", TRIED)
def test_an_edit_of_a_field_is_compared_or_named(name: str) -> None:
    (base, was), now = before(), edited(name)
    changes, told = answers(now) != was, {one[2] or one[0] for one in uncompared([(base, now)])}
    section, _dot, field = name.partition(".")
    expected = edit_of(name)[0]
    assert (changes, bool(told)) == (expected == COMPARED, expected == NAMED), (was, answers(now), told)
    if expected == COMPARED:
        assert Lattice(base, now, (OFFERS, OFFERS), None).pieces
    elif expected == NAMED:
        assert told == {field if field and section not in UNDECIDING else section}
