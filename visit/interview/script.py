"""The interview: the answers so far, which question follows from them, and the case document they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count, pairwise
from typing import Any

from visit import places
from visit.cpr import shown
from visit.errors import CaseError
from visit.interview.answers import READERS, Question, Taken, is_none, refuse_unusable
from visit.interview.fields import (
    AskedField,
    CodeChoice,
    FieldPath,
    choices_of,
    fields,
    keys_under,
    label_of,
    name_of,
    pattern_of,
    question_of,
    row_fields,
    row_of,
    theme_label,
)
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

WITHOUT_HOME = ("none", "cannot_stay", "institution")
# A question that decides whether others are put, and is no field itself.
GATE = "?"
# What a row's first question is answered with where there are none: an empty list in the file.
NOBODY: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What the catalogue says of an offer: its name and the provisions of its services."""

    name: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an interview is given.

    Attributes:
        today: The day of the interview: the assessment date unless another is answered, and never passed by one.
        municipality: The acting municipality where it is known; it is then not asked.
        offers: The offers of the catalogue, by id.
        taken: Ids that other cases have.
    """

    today: date
    municipality: str | None = None
    offers: Mapping[str, Offered] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers so far; `given` holds them by path in the order they were given, None where a question was passed."""

    setting: Setting
    given: Mapping[FieldPath, Taken] = field(default_factory=dict)

    def question(self) -> Question | None:
        """Return the next question, or None when there are no more."""
        path = next((path for path in self._script() if path not in self.given), None)
        return None if path is None else self._put(path)

    def answer(self, text: str) -> Interview:
        """Return the interview with the next question answered; an empty text leaves it unknown.

        Raises:
            CaseError: The answer cannot be taken; a CPR number among it is never repeated.
            PlaceError: There is no such place.
        """
        question = self.question()
        if question is None:
            raise CaseError(_("there are no more questions"))
        refuse_unusable(text)
        return replace(self, given={**self.given, question.path: self._read(question, text.strip())})

    def back(self) -> Interview:
        """Return the interview before the last answer; the same at the first question."""
        return replace(self, given=dict(list(self.given.items())[:-1]))

    def document(self) -> dict[str, PlainValue]:
        """Return the case document: what is answered, without rows that lack what a row must have."""
        document: dict[str, PlainValue] = {
            "format": 1,
            "case": self._proposed(),
            "assessed": self.setting.today.isoformat(),
        }
        if self.setting.municipality is not None:
            document["municipality"] = self.setting.municipality
        lost = self._incomplete()
        for path, value in self.given.items():
            row = row_of(path)
            if value is None or path[0] == GATE or (row is not None and row in lost):
                continue
            if row is not None and value == NOBODY:
                _store(document, row[:-1], [])
            else:
                _store(document, path, list(value) if isinstance(value, tuple) else value)
        return document

    def left_out(self) -> tuple[str, ...]:
        """Return the names of rows begun and not finished, which the document leaves out."""
        return tuple(name_of(row) for row in self._incomplete())

    def missing(self) -> tuple[str, ...]:
        """Return the fields that a case must have and this one lacks."""
        document = self.document()
        return tuple(key for key in ("case", "assessed", "municipality") if key not in document)

    def _incomplete(self) -> tuple[FieldPath, ...]:
        rows = dict.fromkeys(row for path in self.given if (row := row_of(path)) is not None)
        return tuple(row for row in rows if not self._is_whole(row))

    def _is_whole(self, row: FieldPath) -> bool:
        needed = [key for key, one in row_fields(row).items() if one.required]
        values = [self.given.get((*row, key)) for key in needed]
        return values[0] in (None, NOBODY) or None not in values

    # What is asked when. INVARIANT: a question may depend only on questions before it, so that `back` can take the last away.

    def _script(self) -> Iterator[FieldPath]:
        if self.setting.municipality is None:
            yield ("municipality",)
        yield ("assessed",)
        yield ("case",)
        yield from self._citizen()
        yield from self._assessment()
        yield from self._needs()
        yield from self._legal()
        yield from self._rows(("network",), _rest)
        yield from _under("wishes")
        yield from self._rows(("applied",), _rest)
        yield ("offered",)
        yield from self._rows(("answers",), self._after_answer)
        yield from self._consent()
        yield from self._gated("flags")
        yield from self._rows(("goals",), _rest)
        if any(path[0] == "functioning" and value is not None for path, value in self.given.items()):
            yield ("baseline", "measured")
        yield ("actors",)
        yield ("resources",)
        yield from self._gated("contributions")
        yield from self._gated("considered")
        yield ("notes",)

    def _citizen(self) -> Iterator[FieldPath]:
        yield ("citizen", "born")
        home = ("citizen", "home")
        yield (*home, "housing")
        housing = self._value(*home, "housing")
        if housing != "none":
            yield (*home, "place")
        if housing not in (None, "none"):
            yield (*home, "tenancy")
        if housing in ("own", "with_family"):
            yield (*home, "premises")
        if housing in WITHOUT_HOME:
            yield from self._dwelling((*home, "dwelling"))
        yield from self._rows(("citizen", "current"), self._after_offer)

    def _dwelling(self, dwelling: FieldPath) -> Iterator[FieldPath]:
        yield (*dwelling, "offered")
        if self._value(*dwelling, "offered"):
            yield (*dwelling, "from")
        if self._value(*dwelling, "offered") is not None:
            yield (*dwelling, "on")

    def _assessment(self) -> Iterator[FieldPath]:
        yield from _under("target_groups")
        yield ("support_need",)
        yield ("permanence",)
        for theme, subthemes in vocabulary().themes.items():
            yield (GATE, "functioning", theme)
            if self._value(GATE, "functioning", theme):
                yield from (("functioning", key) for key in subthemes)
        yield from self._gated("dimensions")

    def _needs(self) -> Iterator[FieldPath]:
        yield ("needs", "areas")
        yield ("needs", "must")
        for area in self._value("needs", "areas") or ():
            if area != "home":
                yield ("needs", "hours_per_week", area)
        yield ("needs", "round_the_clock")
        yield ("needs", "tied_staff")
        yield ("needs", "premises")

    def _legal(self) -> Iterator[FieldPath]:
        areas = self._value("needs", "areas")
        only_for = {"can_hold_ordinary_job": {"work", "activity"}, "can_complete_other_youth_education": {"education"}}
        for key in keys_under("legal"):
            if key == "kinds" and self._value("legal", "impairment") == "none":
                continue
            if areas is None or key not in only_for or only_for[key] & set(areas):
                yield ("legal", key)

    def _consent(self) -> Iterator[FieldPath]:
        yield ("consent", "support")
        if self._may_move():
            yield ("consent", "move")
            yield ("guardian", "kind")
            if self._value("guardian", "kind") not in (None, "none"):
                yield ("guardian", "accepts")

    def _may_move(self) -> bool:
        """Whether a home may be among what is granted: needed, lacking, wished for, applied for, offered or given now."""
        areas = self._value("needs", "areas")
        if areas is None or "home" in areas or self._value("citizen", "home", "housing") in WITHOUT_HOME:
            return True
        if self._value("wishes", "offers") or self._value("offered"):
            return True
        below = vocabulary().codes["provision"].below or {}
        named = (str(value) for path, value in self.given.items() if path[-1] in ("service", "provision") and value)
        members = (one for key in named for one in sorted(below.get(key, ())))
        return any("home" in vocabulary().provisions[one].areas for one in members)

    def _rows(self, group: FieldPath, rest: Callable[[FieldPath], Sequence[str]]) -> Iterator[FieldPath]:
        lead = next(iter(row_fields((*group, 0))))
        for index in count():
            row = (*group, index)
            yield (*row, lead)
            if self._value(*row, lead) in (None, NOBODY):
                return
            for key in rest(row):
                yield (*row, key)

    def _after_offer(self, row: FieldPath) -> Sequence[str]:
        known = self._value(*row, "offer") in self.setting.offers
        outside = () if known else ("name", "place", "price_dkk_per_day", "covers")
        ground = ("ground",) if self._value(*row, "question") in ("review", "ends") else ()
        return ("service", *outside, "since", "question", *ground)

    def _after_answer(self, row: FieldPath) -> Sequence[str]:
        free = ("free_from",) if self._value(*row, "answer") in ("accepts", "waiting") else ()
        return ("answer", "on", *free, "service")

    def _gated(self, group: str) -> Iterator[FieldPath]:
        yield (GATE, group)
        if self._value(GATE, group):
            yield from _under(group)

    def _value(self, *path: str | int) -> Any:
        place: FieldPath = path
        return self.given.get(place)

    # How a question is put and its answer read.

    def _put(self, path: FieldPath) -> Question:
        if path[0] == GATE:
            return self._gate(path)
        pattern = pattern_of(path)
        asked = fields()[pattern]
        row = row_of(path)
        is_lead = row is not None and next(iter(row_fields(row))) == path[-1]
        return Question(
            path=path,
            name=name_of(path),
            section=formats.capital(label_of(str(path[0])) if len(path) > 1 else ""),
            text=question_of(pattern),
            kind=asked.kind,
            choices=self._choices(path, asked),
            listed=asked.kind not in ("municipality", "offer", "offer_or_option", "offers", "option"),
            default=self._default(path),
            required=asked.required and not is_lead,
            row=min(int(row[-1]), 1) if row is not None and is_lead else None,
        )

    def _default(self, path: FieldPath) -> str | None:
        if path == ("case",):
            return self._proposed()
        return self.setting.today.isoformat() if path == ("assessed",) else None

    def _gate(self, path: FieldPath) -> Question:
        if path[1] == "functioning":
            theme = theme_label(str(path[2]), language())
            text = _("Assess the theme “{theme}”?", theme=theme)
        else:
            text = _("Go through this: {what}?", what=label_of(str(path[1])))
        return Question(path, name_of(path[1:]), formats.capital(label_of(str(path[1]))), text, "gate")

    def _choices(self, path: FieldPath, asked: AskedField) -> tuple[CodeChoice, ...]:
        offers = self.setting.offers
        if asked.kind in ("offer", "offer_or_option", "offers"):
            return tuple(CodeChoice(id, offers[id].name) for id in sorted(offers))
        if asked.kind == "option":
            return tuple(
                CodeChoice(f"{id}/{provision}", offers[id].name)
                for id in sorted(offers)
                for provision in offers[id].provisions
            )
        found = choices_of(asked.kind, asked.codes)
        known = offers.get(str(self._value(*path[:-1], "offer"))) if path[-1] == "service" else None
        return tuple(one for one in found if one.code in known.provisions) if known else found

    def _read(self, question: Question, text: str) -> Taken:
        if not text:
            if question.default is not None:
                return question.default
            if question.required:
                raise CaseError(_("{name} must be answered", name=question.name), help=question.text)
            return None
        if question.row is not None and is_none(text):
            return None if question.row else NOBODY
        value = READERS[question.kind](text, question)
        self._check(question, value)
        return value

    def _check(self, question: Question, value: Taken) -> None:
        """Refuse what is well-formed and contradicts another answer."""
        path, today = question.path, self.setting.today.isoformat()
        assessed = str(self.given.get(("assessed",), today))
        if path == ("assessed",) and str(value) > today:
            raise CaseError(_("assessed lies in the future: {day}", day=value))
        if question.kind == "past" and str(value) > assessed:
            raise CaseError(_("{name} lies after the assessment", name=question.name))
        if question.kind == "born" and str(value) > (assessed if isinstance(value, str) else assessed[:4]):
            raise CaseError(_("born lies after the assessment"))
        if path == ("case",) and value in self.setting.taken:
            raise CaseError(_("another case here has the id {id}", id=shown(value)), help=self._proposed())
        if path == ("target_groups", "secondary") and self._value("target_groups", "primary") in _as_tuple(value):
            raise CaseError(_("the primary target group is listed as secondary too"))

    def _proposed(self) -> str:
        """Return an id that says nothing of the citizen: municipality, year, day, a running number."""
        name = self.setting.municipality or self.given.get(("municipality",))
        prefix = _prefix(str(name)) if name else "case"
        day = self.given.get(("assessed",)) or self.setting.today.isoformat()
        year, month, rest = str(day).split("-")
        ids = (f"{prefix}-{year}-{month}{rest}-{n:02}" for n in count(1))
        return next(id for id in ids if id not in self.setting.taken)


def _prefix(municipality: str) -> str:
    words = places.fold(municipality).split()
    return "".join(word[0] for word in words) if len(words) > 1 else words[0][:3]


def _as_tuple(value: Taken) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _under(group: str) -> Iterator[FieldPath]:
    return ((group, key) for key in keys_under(group))


def _rest(row: FieldPath) -> Sequence[str]:
    """Return the keys of a row after its first, which are asked as they are."""
    return tuple(row_fields(row))[1:]


def _store(document: dict[str, PlainValue], path: FieldPath, value: PlainValue) -> None:
    """Put a value at a path; a row that a list lacks is added at its end."""
    place: Any = document
    for part, after in pairwise(path):
        if isinstance(part, str):
            place = place.setdefault(part, [] if isinstance(after, int) else {})
        else:
            if part == len(place):
                place.append({})
            place = place[part]
    place[path[-1]] = value
