"""Every field of a case file in the order of the file: how it is answered, how it is said, and its codes.

Takes the vocabulary's own words where it has them. Knows no order of questions and reads no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from visit import places
from visit.locale import language
from visit.locale import text as _
from visit.vocabulary import fact_label, fact_question, vocabulary, vocabulary_record

Path: TypeAlias = tuple[str | int, ...]
"""Where a field stands in a case; a row is a number."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is answered: its kind, the list its codes are of, and whether a row or case is nothing without it."""

    kind: str
    codes: str = ""
    required: bool = False


LEGAL_TRUTHS = (
    "can_hold_ordinary_job",
    "can_lead_helpers",
    "covered_by_aeldreloven",
    "manages_without_support",
    "needs_adapted_home",
    "can_complete_other_youth_education",
    "can_improve_by_rehabilitation",
)
FLAGS = (
    "violence_close_relation",
    "principle_case",
    "untreated_health",
    "untreated_psychiatric",
    "at_risk_of_homelessness",
    "discharge",
    "pilot",
    "legal_review",
    "solo_grounds_documented",
)
DIMENSIONS = ("physical_practical", "communication", "social_behaviour")
CONTRIBUTIONS = ("citizen", "relatives", "functioning", "potential", "compensation", "offer")
CONSIDERED = ("technology", "volunteers", "rehabilitation", "civil_society")


@cache
def fields() -> Mapping[str, Field]:
    """Return every field by its pattern, a `*` for each row of a list, in the order of the file."""
    level = Field("level", "functioning")
    return {
        "case": Field("id", required=True),
        "assessed": Field("past", required=True),
        "municipality": Field("municipality", "municipality", required=True),
        "citizen.born": Field("born"),
        "citizen.age": Field("whole"),
        "citizen.home.place": Field("place"),
        "citizen.home.housing": Field("code", "housing"),
        "citizen.home.tenancy": Field("truth"),
        "citizen.home.premises": Field("codes", "premises"),
        "citizen.current.*.offer": Field("offer", required=True),
        "citizen.current.*.service": Field("code", "granted_provision", required=True),
        "citizen.current.*.name": Field("text"),
        "citizen.current.*.place": Field("place"),
        "citizen.current.*.since": Field("past"),
        "citizen.current.*.price_dkk_per_day": Field("whole"),
        "citizen.current.*.covers": Field("codes", "need"),
        "citizen.current.*.question": Field("code", "question"),
        "target_groups.primary": Field("code", "assignable_target_group"),
        "target_groups.secondary": Field("codes", "assignable_target_group"),
        "support_need": Field("level", "support_need"),
        "permanence": Field("code", "permanence"),
        **{f"functioning.{key}": level for themes in vocabulary().themes.values() for key in themes},
        **{f"dimensions.{key}": level for key in DIMENSIONS},
        "legal.impairment": Field("code", "impairment"),
        "legal.kinds": Field("codes", "impairment_kind"),
        "legal.social_problems": Field("code", "social_problems"),
        "legal.other_law_covers": Field("codes", "area"),
        **{f"legal.{key}": Field("truth") for key in LEGAL_TRUTHS},
        "needs.areas": Field("codes", "area"),
        "needs.must": Field("codes", "need"),
        **{f"needs.hours_per_week.{key}": Field("hours") for key in vocabulary().codes["area"].terms},
        "needs.round_the_clock": Field("truth"),
        "needs.premises": Field("codes", "premises"),
        "network.*.who": Field("text", required=True),
        "network.*.place": Field("place"),
        "network.*.contact": Field("code", "contact"),
        "network.*.benefit": Field("code", "benefit"),
        "network.*.tie": Field("code", "tie"),
        "wishes.offers": Field("offers"),
        "wishes.avoid": Field("offers"),
        "wishes.max_km": Field("whole"),
        "wishes.own_words": Field("text"),
        "applied.*.provision": Field("code", "provision", required=True),
        "applied.*.offer": Field("offer"),
        "applied.*.on": Field("past"),
        "applied.*.hours_per_week": Field("hours"),
        "offered": Field("option"),
        "answers.*.offer": Field("offer", required=True),
        "answers.*.answer": Field("code", "answer", required=True),
        "answers.*.on": Field("past"),
        "answers.*.free_from": Field("day"),
        "consent.support": Field("code", "consent"),
        "consent.move": Field("code", "consent"),
        "guardian.kind": Field("code", "guardian"),
        "guardian.accepts": Field("truth"),
        "flags.acute": Field("truth"),
        "flags.sentence": Field("code", "sentence"),
        **{f"flags.{key}": Field("truth") for key in FLAGS},
        "flags.shelter_stays_12m": Field("whole"),
        "goals.*.theme": Field("code", "theme", required=True),
        "goals.*.from": level,
        "goals.*.to": level,
        "goals.*.kind": Field("code", "goal_kind"),
        "goals.*.text": Field("text"),
        "baseline.measured": Field("past"),
        "actors": Field("codes", "actor"),
        "resources": Field("texts"),
        **{f"contributions.{key}": Field("text") for key in CONTRIBUTIONS},
        **{f"considered.{key}": Field("truth") for key in CONSIDERED},
        "notes": Field("text"),
    }


# --- how each is said: the vocabulary's own words where it has them ---

_FACTS = {
    "citizen.born": "case.age",
    "citizen.current.*.question": "option.question",
    "goals": "case.goals.count",
    "network": "case.network.count",
    "network.*.who": "case.network.count",
    "applied.*.provision": "case.applied",
    "goals.*.theme": "case.goals.count",
    "resources": "case.resources.count",
}
_LABELS = {
    "case": "the case's pseudonym, never made from a name",
    "citizen": "the citizen",
    "citizen.born": "the citizen's date or year of birth",
    "citizen.age": "the citizen's age, instead of born",
    "citizen.home": "the citizen's home",
    "citizen.home.premises": "what the home has",
    "citizen.current": "what runs now",
    "citizen.current.*.offer": "the offer's id",
    "citizen.current.*.service": "the provision",
    "citizen.current.*.name": "its name, where the catalogue does not have it",
    "citizen.current.*.place": "its town, where the catalogue does not have it",
    "citizen.current.*.since": "since when",
    "citizen.current.*.price_dkk_per_day": "its price per day in DKK, where the catalogue does not have it",
    "citizen.current.*.covers": "the needs it meets, where the catalogue does not have it",
    "target_groups.secondary": "the citizen's other target groups",
    "dimensions": "the three dimensions, where the guideline asks for them",
    "legal": "the words of the acts, set by the visitator",
    "needs": "what has to be covered",
    "network.*.who": "who, never by name",
    "network.*.place": "the town",
    "network.*.contact": "how often there is contact",
    "network.*.benefit": "what it does for the citizen",
    "network.*.tie": "the kind of tie",
    "wishes": "what the citizen wishes",
    "wishes.own_words": "the wish in the citizen's own words",
    "applied.*.provision": "the provision",
    "applied.*.offer": "the offer's id",
    "applied.*.on": "when it was applied for",
    "applied.*.hours_per_week": "hours per week applied for",
    "answers": "what offers have answered",
    "answers.*.offer": "the offer's id",
    "answers.*.answer": "the answer",
    "answers.*.on": "when it answered",
    "answers.*.free_from": "when a place is free",
    "consent": "consent to support and to moving, each for itself",
    "guardian": "guardian or future power of attorney",
    "flags": "special circumstances",
    "goals.*.theme": "the sub-theme",
    "goals.*.from": "the level now",
    "goals.*.to": "the level aimed at",
    "goals.*.kind": "the kind of goal",
    "goals.*.text": "the goal in words",
    "baseline": "the baseline",
    "contributions": "what the citizen, the relatives, the authority and the offer each say",
    "considered": "what has been considered",
    "notes": "notes; no rule reads them",
}
_QUESTIONS = {
    "case": "Which pseudonym does the case have? Never make one from a name.",
    "assessed": "On which date was the assessment made?",
    "municipality": "Which municipality acts in the case?",
    "citizen.home.premises": "What does the home have?",
    "citizen.current.*.offer": "Which offer helps the citizen now? Write its id or name.",
    "citizen.current.*.service": "Under which provision is it given?",
    "citizen.current.*.name": "The catalogue does not have it. What is it called?",
    "citizen.current.*.place": "In which town is it?",
    "citizen.current.*.since": "Since when does it run?",
    "citizen.current.*.price_dkk_per_day": "What is its price per day, in whole DKK?",
    "citizen.current.*.covers": "Which needs does it meet?",
    "target_groups.secondary": "Which other target groups does the citizen belong to?",
    "network.*.who": "Who or what does the citizen belong to? For example mother or chess club, never a name.",
    "network.*.place": "In which town?",
    "network.*.contact": "How often is there contact?",
    "network.*.benefit": "Does it benefit the citizen?",
    "network.*.tie": "What kind of tie is it?",
    "wishes.own_words": "What does the citizen wish, in the citizen's own words?",
    "applied.*.offer": "For which offer was it?",
    "applied.*.on": "When was it applied for?",
    "applied.*.hours_per_week": "How many hours per week were applied for?",
    "answers.*.offer": "Which offer has answered? Write its id or name.",
    "answers.*.answer": "What did it answer?",
    "answers.*.on": "When did it answer?",
    "answers.*.free_from": "From when is a place free?",
    "goals.*.theme": "Which sub-theme is there a goal for?",
    "goals.*.from": "What is the level now (0–4)?",
    "goals.*.to": "Which level is the goal (0–4)?",
    "goals.*.kind": "What kind of goal is it?",
    "goals.*.text": "What is the goal, in words?",
    "notes": "Is there anything else? No rule reads it.",
}
_HINTS = {
    "born": "a date as YYYY-MM-DD, or the year",
    "code": "number or code",
    "codes": "numbers or codes, with commas between; - for none",
    "day": "a date as YYYY-MM-DD",
    "gate": "y or n",
    "hours": "hours, for example 7.5",
    "id": "small letters, digits, . _ -",
    "level": "0 to 4",
    "municipality": "name or code",
    "offer": "an id or name of the catalogue",
    "offers": "ids or names of the catalogue, with commas between; - for none",
    "option": "offer/provision, for example kollegiet/SEL-108",
    "past": "a date as YYYY-MM-DD",
    "place": "a town or postcode",
    "text": "a text",
    "texts": "texts, with semicolons between; - for none",
    "truth": "y or n",
    "whole": "a whole number",
}


def fact_of(pattern: str) -> str:
    """Return the fact of the condition language that a field records."""
    return _FACTS.get(pattern, "case." + pattern.removeprefix("citizen."))


def label_of(pattern: str) -> str:
    """Return what a field or group is called in the middle of a sentence."""
    if pattern in _LABELS:
        return _(_LABELS[pattern])
    fact = fact_of(pattern)
    found = fact_label(fact, language())
    return pattern.rpartition(".")[2] if found == fact else found


def question_of(pattern: str) -> str:
    """Return the question that asks for a field."""
    if pattern in _QUESTIONS:
        return _(_QUESTIONS[pattern])
    return fact_question(fact_of(pattern), language()) or label_of(pattern)


def hint_of(kind: str) -> str:
    """Return how a question of that kind is answered."""
    return _(_HINTS[kind])


# --- codes with their labels ---


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that may be answered, with its label."""

    code: str
    label: str

    @property
    def said(self) -> str:
        """The code and what it means."""
        return self.code if self.code == self.label else f"{self.code} = {self.label}"


def choices_of(kind: str, codes: str) -> tuple[Choice, ...]:
    """Return the codes that a field takes, with their labels in the language spoken."""
    if kind == "level":
        return tuple(Choice(str(level), label) for level, label in enumerate(_scale(codes, language())))
    if kind == "municipality" or not codes:
        return tuple(Choice(one.name, one.code) for one in places.municipalities()) if codes else ()
    listed = {"granted_provision": "provision", "assignable_target_group": "target_group"}.get(codes, codes)
    return tuple(Choice(key, vocabulary().label(listed, key, language())) for key in _keys(codes))


def _keys(codes: str) -> list[str]:
    words = vocabulary()
    if codes == "assignable_target_group":
        return [key for key, below in (words.codes["target_group"].below or {}).items() if len(below) == 1]
    if codes in ("granted_provision", "provision"):
        found = words.provisions if codes == "granted_provision" else words.codes[codes].terms
        # The home and the tenancy are not given by anybody; visit adds them itself.
        return sorted(found.keys() - {"HOME", "TENANCY"}, key=_natural)
    return list(words.codes[codes].terms)


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a key that sorts SEL-85 before SEL-104."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", key)]


@cache
def _scale(name: str, spoken: str) -> tuple[str, ...]:
    scale = next(one for one in vocabulary_record()["scales"] if one["key"] == name)
    return tuple(row[spoken] for row in scale["levels"])


@cache
def theme_label(key: str, spoken: str) -> str:
    """Return the label of a theme, which has sub-themes and no level of its own."""
    return str(next(one for one in vocabulary_record()["themes"] if one["key"] == key)[spoken])


# --- paths ---


def pattern_of(path: Path) -> str:
    """Return the pattern of a path: a `*` for each row."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def name_of(path: Path) -> str:
    """Return a path as a person reads it, rows counted from 1: `network[1].who`."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def row_of(path: Path) -> Path | None:
    """Return the path of the row that a field stands in, or None."""
    end = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    return None if end is None else path[: end + 1]


def row_fields(row: Path) -> dict[str, Field]:
    """Return the fields of a row; the first is what a row begins with."""
    start = pattern_of(row) + "."
    return {name.removeprefix(start): field for name, field in fields().items() if name.startswith(start)}
