"""Disputes and trials as data: a folder each, `expect.yaml` in it says what every run of it must show.

`outcome` is what was decided, or what is wanted. `reason` is how it can be seen that the principle decided: right for the wrong
reason is luck, and fails too. `tests/disputes/README.md` lists the checks. Each is a function here, of an answer and what the file
wrote; it sees only what a program would, the JSON document of `match`, and what is printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from not_yet import NOT_YET

from visit.case import case_of
from visit.catalogue import Catalogue, load_catalogue
from visit.commands.changes import changed
from visit.commands.match import exit_code
from visit.errors import VisitError
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reading.source import read
from visit.render.document import match_document
from visit.render.match_sheet import MatchSheet
from visit.render.plain import plain
from visit.rules import load_guideline
from visit.rules.findings.lint import lint
from visit.rules.guideline.values import Guideline

HERE = Path(__file__).parent
TODAY = date(2026, 12, 1)
Parts = Sequence[str]


@dataclass(frozen=True)
class Run:
    """One run of a dispute or trial: its inputs, and what must be seen."""

    folder: Path
    principle: str
    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The folder and the name of the run, as `NOT_YET` lists it."""
        return f"{self.folder.name}: {self.fields['name']}"

    @property
    def checks(self) -> Iterator[tuple[str, Any]]:
        """Every check: its kind, and what the file wrote for it."""
        for part in ("outcome", "reason"):
            for check in self.fields.get(part, ()):
                yield from check.items()


def runs(root: Path) -> Iterator[Run]:
    """Yield every run of the folders below a root, in the order of their names."""
    for path in sorted(root.glob("*/expect.yaml")):
        expected = yaml.safe_load(path.read_text(encoding="utf-8"))
        for fields in expected["runs"]:
            yield Run(path.parent, expected["principle"], fields)


def compare(run: Run) -> None:
    """Hold a run to what it must show; one that is listed in `NOT_YET` must still fail, or the list is too long."""
    failed = failing(run)
    if run.id in NOT_YET:
        assert failed, "it comes out right: take it off the list in not_yet.py"
    else:
        assert not failed, "\n".join((run.principle, *failed))


def failing(run: Run) -> list[str]:
    """Return what a run does not show: each failed check as it is written, or why there is no answer at all."""
    try:
        seen = _linted(run) if "check" in run.fields else _answered(run)
    except VisitError as error:
        return [f"no answer: {error}"]
    return [
        f"{kind}: {json.dumps(wanted, default=str)}" for kind, wanted in run.checks if not _CHECKS[kind](seen, wanted)
    ]


class Answer:
    """An answer of `match`, as its JSON document."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.exit = exit_code(ranking, strict=False)
        self.document = match_document(ranking, everything=True)
        self.placements = [frozenset(part["option"] for part in one["parts"]) for one in self.document["placements"]]
        self.options: dict[str, dict[str, Any]] = {one["option"]: one for one in self.document["options"]}

    @cached_property
    def printed(self) -> str:
        """What a caseworker reads, in English, on lines of any length."""
        with speaking("en"):
            return plain(MatchSheet(self.ranking, "en").sheet())

    def rank(self, parts: Parts) -> int | None:
        """Return the place of the first placement with all of these parts, counted from 0."""
        return next((place for place, one in enumerate(self.placements) if set(parts) <= one), None)

    def best(self, alternatives: Parts) -> str | None:
        """Return which of some options stands in the best placement."""
        found = [(rank, one) for one in alternatives if (rank := self.rank([one])) is not None]
        return min(found)[1] if found else None

    def above(self, one: Parts, other: Parts) -> bool:
        """Whether a placement with the one stands before every placement with the other, which may be in none."""
        upper, lower = self.rank(one), self.rank(other)
        return upper is not None and (lower is None or upper < lower)

    def parted(self, one: Parts, other: Parts) -> str | None:
        """Return the first criterion in which the placements with the one and with the other differ."""
        places = self.rank(one), self.rank(other)
        if places[0] is None or places[1] is None:
            return None
        first, second = (self.document["placements"][place]["order"] for place in places if place is not None)
        return next((a["criterion"] for a, b in zip(first, second, strict=True) if a["key"] != b["key"]), "id")

    def criterion(self, parts: Parts, criterion: str) -> Any:
        """Return what the placement with these parts is worth by a criterion; one value, or a list of the parts' values."""
        place = self.rank(parts)
        rows = [] if place is None else self.document["placements"][place]["order"]
        values = next((one["values"] for one in rows if one["criterion"] == criterion), [])
        return values[0] if len(values) == 1 else values

    def rule(self, option: str, rule: str) -> dict[str, Any]:
        """Return what a rule gave for an option; nothing where it does not apply."""
        rows = self.options[option]["rules"]
        return next((row for row in rows if row["rule"] == rule), {})

    def said(self, section: str) -> set[str]:
        """Return the ids of the notices, or of the approvals or follow-up of the first placement."""
        rows = self.document["notices"] if section == "notices" else self.document.get("first", {}).get(section, [])
        return {row["id"] for row in rows}


# --- making answers ---------------------------------------------------------------------------------------------------


def _answered(run: Run) -> Answer:
    fields = run.fields
    case = case_of(changed(read(run.folder / fields.get("case", "case.yaml")), fields.get("set", ())))
    day = fields.get("as_of", case.assessed)
    catalogue = _catalogue(run.folder / fields.get("catalogue", "catalogue.yaml"))
    return Answer(match(case, catalogue, _guideline(fields.get("guideline", "serviceloven"), day), day, top=50))


@cache
def _catalogue(path: Path) -> Catalogue:
    return load_catalogue(path)


@cache
def _guideline(name: str, day: date) -> Guideline:
    return load_guideline(name, day)


def _linted(run: Run) -> str:
    """Return the faults and warnings of a guideline, as `guideline check` has them."""
    try:
        return "\n".join(map(str, lint(str(run.folder / run.fields["check"]), TODAY).warnings))
    except VisitError as error:
        return str(error)


# --- checks -----------------------------------------------------------------------------------------------------------


def _needs(answer: Answer, option: str, need: str) -> list[float]:
    """How far an option, or each option of an offer, surely meets a need."""
    options = [one for id, one in answer.options.items() if option in (id, id.split("/")[0])]
    return [float(met["surely"]) for one in options for met in one["meets"] if met["requirement"].split(":")[1] == need]


def _asks_for(answer: Answer, wanted: Parts) -> bool:
    """Whether the answer asks for one of these facts: the first placement, or any rule that is open."""
    first = [row["fact"] for one in answer.document["placements"][:1] for row in one["missing"]]
    rules = [row for one in answer.options.values() for row in one["rules"] if row["outcome"] == "unknown"]
    return not {*first, *(fact for row in rules for fact in row["missing"])}.isdisjoint(wanted)


def _standings(answer: Answer, options: Parts) -> set[str]:
    return {answer.options[one]["standing"] for one in options}


def _parted_or_absent(answer: Answer, one: str, other: str, criteria: Parts) -> bool:
    """Whether one of these criteria parts the two; where the right decides, both must be there to be parted."""
    if answer.parted([one], [other]) in criteria:
        return True
    return answer.rank([one]) is not None and answer.rank([other]) is None and "free-choice" not in criteria


def _read(answer: Answer, option: str, rule: str, fact: str) -> Any:
    return answer.rule(option, rule).get("reads", {}).get(fact)


def _outcome(answer: Answer, option: str, rule: str) -> str | None:
    outcome: str | None = answer.rule(option, rule).get("outcome")
    return outcome


_CHECKS: Mapping[str, Callable[[Any, Any], bool]] = {
    # the order of placements
    "first": lambda answer, parts: answer.rank(parts) == 0,
    "above": lambda answer, pair: answer.above([pair[0]], [pair[1]]),
    "absent": lambda answer, options: all(answer.rank([one]) is None for one in options),
    "placement_exists": lambda answer, parts: answer.rank(parts) is not None,
    "exit": lambda answer, code: answer.exit == code,
    # what parts two placements
    "separated": lambda answer, given: answer.parted([given[0][0]], [given[0][1]]) in given[1],
    "separated_or": lambda answer, given: _parted_or_absent(answer, *given[0], given[1]),
    "separated_any": lambda answer, criteria: any(
        one["criterion"] in criteria for one in answer.document["separations"][:1]
    ),
    "not_separated": lambda answer, criteria: all(
        one["criterion"] not in criteria for one in answer.document["separations"]
    ),
    "criterion": lambda answer, given: answer.criterion([given[0]], given[1]) == given[2],
    "criterion_not": lambda answer, given: (
        answer.rank([given[0]]) is not None and answer.criterion([given[0]], given[1]) != given[2]
    ),
    # standings and rules
    "standing": lambda answer, given: _standings(answer, [given[0]]) <= set(given[1]),
    "ruled_out": lambda answer, options: _standings(answer, options) == {"ruled_out"},
    "not_ruled_out": lambda answer, options: "ruled_out" not in _standings(answer, options),
    "holds": lambda answer, given: _outcome(answer, *given) == "holds",
    "fails": lambda answer, given: _outcome(answer, *given) == "fails",
    "confirms": lambda answer, given: _outcome(answer, *given) == "confirm",
    "not_holds": lambda answer, given: _outcome(answer, *given) not in (None, "holds"),
    "not_asked": lambda answer, given: _outcome(answer, *given) in (None, "not_applicable"),
    "missing": lambda answer, given: given[2] in answer.rule(given[0], given[1]).get("missing", ()),
    "missing_any": _asks_for,
    "reads": lambda answer, given: _read(answer, *given[:3]) == given[3],
    "fails_or_separated": lambda answer, given: (
        _outcome(answer, given[0], given[1]) == "fails" or answer.parted([given[2][0]], [given[2][1]]) in given[3]
    ),
    # needs and prices
    "unmet": lambda answer, given: bool(met := _needs(answer, *given)) and not any(met),
    "price": lambda answer, given: str(answer.options[given[0]]["price_dkk_per_day"]) == str(given[1]),
    # what is said
    "notice": lambda answer, given: given in answer.said("notices"),
    "no_notice": lambda answer, given: given not in answer.said("notices"),
    "no_follow_up": lambda answer, given: given not in answer.said("follow_up"),
    "follow_up": lambda answer, given: given in answer.said("follow_up"),
    "approval": lambda answer, given: given in answer.said("approvals"),
    "says": lambda answer, pattern: re.search(pattern, answer.printed) is not None,
    "in_json": lambda answer, pattern: re.search(pattern, json.dumps(answer.document, ensure_ascii=False)) is not None,
    "checker_says": lambda said, pattern: re.search(pattern, said) is not None,
}
