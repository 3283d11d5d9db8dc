"""A whole decision: `match` on a case and a few offers, and what was expected of the answer.

Every option of the answer is also held against the guideline's invariants: what must never be true is reported when it
is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NotRequired, TypedDict

from visit.catalogue import Option
from visit.errors import DocumentError, Location, did_you_mean
from visit.locale import text as _
from visit.matching import TOP, Engine
from visit.ranking.values import AreaRanking, Placement
from visit.reasons.broken import broken_invariants
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation
from visit.rules.deciding.one_option import Outcome
from visit.rules.deciding.unknown import unknown_facts
from visit.rules.guideline.values import Guideline
from visit.trials.reading import DecisionTrial
from visit.trials.results import Result, TrialDifference, as_written, differing, on_days
from visit.vocabulary import vocabulary

_MOST_ORDERED = 200
_SAID = ("approvals", "notices", "follow_up", "deadlines")
_OPEN = (Outcome.UNKNOWN, Outcome.CONFIRM)


def try_decision(trial: DecisionTrial, guideline: Guideline) -> Result:
    """Try one whole decision against a guideline resolved for its date.

    Raises:
        Problems: Its case or offers are no good documents.
        DocumentError: It expects something of an option that there is not.
    """
    judging = _Judging(trial, Engine(trial.catalogue, guideline))
    return Result(trial.id, trial.at, (*judging.differences(), *judging.refuted()))


class _OrderedPair(TypedDict):
    """Two placements in order, each by its parts, and the preference that separates them."""

    first: str | list[str]
    then: str | list[str]
    by: NotRequired[str | None]


class _Judging:
    """One decision beside its answer."""

    def __init__(self, trial: DecisionTrial, engine: Engine) -> None:
        self.trial, self.engine = trial, engine
        self.ranking = engine.match(trial.case, trial.as_of)
        self.explanation = Explanation(self.ranking)
        self.expect: dict[str, Any] = trial.expect.fields

    @cached_property
    def areas(self) -> tuple[AreaRanking, ...]:
        """The options of each needed area, in order."""
        return self.engine.areas(self.ranking)

    def at(self, *path: str | int) -> Location:
        return self.trial.expect.document.locate(path)

    def differences(self) -> Iterable[TrialDifference]:
        """Yield what is not as expected, key by key."""
        for area in vocabulary().codes["area"].terms:
            if area in self.expect:
                yield from self.area(area, self.expect[area])
        yield from self.of_options()
        if "placements" in self.expect:
            yield from self.placements(self.expect["placements"])
        if "order" in self.expect:
            yield from self.order(self.expect["order"])
        if "areas" in self.expect:
            found = [one.area for one in self.areas]
            yield from differing("areas", sorted(self.expect["areas"]), sorted(found), self.at("areas"))
        for rule, facts in self.expect.get("unknown", {}).items():
            found = sorted(self.unknown(rule))
            yield from differing(f"unknown {rule}", sorted(facts), found, self.at("unknown", rule))
        yield from self.follows()

    def of_options(self) -> Iterable[TrialDifference]:
        for name, standing in self.expect.get("standing", {}).items():
            found = sorted({self.ranking.standing(option) for option in self.named(name, "standing")})
            yield from differing(f"standing of {name}", standing, ", ".join(found), self.at("standing", name))
        for name, rules in self.expect.get("ruled_out", {}).items():
            option = self.named(name, "ruled_out")[0]
            musts = [one.trace.rule.id for one in self.explanation.failing(option) if one.trace.rule.strength == "must"]
            what = f"what rules out {name}"
            yield from differing(what, sorted(rules), sorted(musts), self.at("ruled_out", name))
        for name, id in self.expect.get("because", {}).items():
            grounds = self.grounds(self.named(name, "because"))
            if id not in grounds:
                yield TrialDifference(f"because of {name}", id, as_written(grounds), self.at("because", name))

    # --- options by name ---

    def named(self, name: str, *path: str) -> list[Option]:
        """Return the options that a name stands for: one by its id, all of an offer by the offer's."""
        found = [option for option in self.ranking.options if name in (option.id, option.offer.id)]
        if not found:
            known = sorted({one for option in self.ranking.options for one in (option.id, option.offer.id)})
            help = did_you_mean(name, known) or _("one of {names}", names=", ".join(known))
            raise DocumentError(_('there is no option "{name}"', name=name), at=self.at(*path, name), help=help)
        return found

    def names(self, options: Iterable[Option], expected: Sequence[str]) -> list[str]:
        """Return options under the names that are used; a home that nobody named is left out."""
        found = []
        for option in options:
            if option.id in expected:
                found.append(option.id)
            elif not option.is_ordinary_home or option.offer.id in expected:
                found.append(option.offer.id)
        return found

    # --- what is expected ---

    def area(self, area: str, expected: Sequence[str]) -> Iterable[TrialDifference]:
        for name in expected:
            self.named(name, area)
        ranked = next((one.options for one in self.areas if one.area == area), ())
        yield from differing(area, expected, self.names((option for option, _s in ranked), expected), self.at(area))

    def placements(self, expected: Sequence[Sequence[str]]) -> Iterable[TrialDifference]:
        named = [name for parts in expected for name in parts]
        found = [sorted(self.names(placement.parts, named)) for placement in self.ranking.placements]
        wanted = [sorted(parts) for parts in expected]
        if len(expected) >= TOP:
            found = found[: len(expected)]
        yield from differing("placements", wanted, found, self.at("placements"))

    def order(self, expected: Sequence[str | _OrderedPair]) -> Iterable[TrialDifference]:
        """Yield each pair that does not stand in the order expected, or is separated by something else."""
        names = [one for one in expected if isinstance(one, str)]
        pairs = [_OrderedPair(first=one, then=two) for one, two in pairwise(names)]
        pairs += [one for one in expected if not isinstance(one, str)]
        for index, pair in enumerate(pairs):
            yield from self.pair(pair, self.at("order", index))

    def pair(self, pair: _OrderedPair, at: Location) -> Iterable[TrialDifference]:
        parts = [one if isinstance(one, list) else [one] for one in (pair["first"], pair["then"])]
        first, second = ([self.named(name, "order") for name in names] for names in parts)
        told = tuple(" + ".join(names) for names in parts)
        before = next((one for one in self.placed if self.has(one, first) and not self.has(one, second)), None)
        after = next((one for one in self.placed if self.has(one, second) and not self.has(one, first)), None)
        for one, name in ((before, told[0]), (after, told[1])):
            if one is None:
                yield TrialDifference("order", as_written(told), _("no placement with {name} alone", name=name), at)
        if before is None or after is None:
            return
        as_expected = self.placed.index(before) < self.placed.index(after)
        ahead, behind = (before, after) if as_expected else (after, before)
        by = self.explanation.separation(ahead, behind).criterion
        if not as_expected:
            found = _("{order} by {id}", order=as_written(told[::-1]), id=by)
            yield TrialDifference("order", as_written(told), found, at)
        elif pair.get("by") is not None:
            yield from differing(f"order {as_written(told)} by", pair["by"], by, at)

    @cached_property
    def placed(self) -> tuple[Placement, ...]:
        """The placements, many more than are shown: one that is far down still comes before another."""
        return self.engine.match(self.trial.case, self.trial.as_of, top=_MOST_ORDERED).placements

    def has(self, placement: Placement, named: Sequence[Sequence[Option]]) -> bool:
        """Return whether each name stands for a part of a placement."""
        return all(self.contains(placement, options) for options in named)

    def grounds(self, options: Sequence[Option]) -> list[str]:
        """Return what separates an option's placement from the next without it, and the rules that fail for it."""
        found = []
        placements = self.ranking.placements
        first = next((place for place, one in enumerate(placements) if self.contains(one, options)), None)
        if first is not None:
            after = next((one for one in placements[first + 1 :] if not self.contains(one, options)), None)
            if after is not None:
                found.append(self.explanation.separation(placements[first], after).criterion)
            found += [rule.id for rule, _given in placements[first].failed]
        for option in options:
            found += [one.trace.rule.id for one in self.explanation.failing(option, Outcome.FAILS)]
        return found

    def contains(self, placement: Placement, options: Sequence[Option]) -> bool:
        return any(part.id == option.id for part in placement.parts for option in options)

    def unknown(self, id: str) -> set[str]:
        """Return the facts that leave a rule or preference unknown for some option of the file."""
        guideline = self.ranking.guideline
        found: set[str] = set()
        preferences = {one.id: one for one in (*guideline.preferences, *guideline.rights)}
        for option in self.ranking.options:
            if option.is_ordinary_home:
                continue
            for reason in self.explanation.failing(option, *_OPEN):
                if reason.trace.rule.id == id:
                    found.update(reason.trace.missing)
            if id in preferences and not preferences[id].of_placement:
                found |= unknown_facts(preferences[id].value, guideline, self.explanation.values(option))
        return found

    def follows(self) -> Iterable[TrialDifference]:
        first, consequences = self.ranking.first, Consequences(self.explanation)
        yield from self.absent(first, consequences)
        yield from self.dated("deadlines", "deadline", consequences.deadlines(first))
        if first is None:
            for key in ("approvals", "notices", "follow_up"):
                if self.expect.get(key):
                    yield TrialDifference(key, as_written(list(self.expect[key])), _("no placement"), self.at(key))
            return
        if "approvals" in self.expect:
            ids = [one.statement.id for one in consequences.needed_approvals(first) if one.surely]
            yield from differing("approvals", sorted(self.expect["approvals"]), sorted(ids), self.at("approvals"))
        if "notices" in self.expect:
            ids = [one.statement.id for one in consequences.notices(first) if one.surely]
            expected = sorted(self.expect["notices"])
            yield from differing("notices", expected, [id for id in expected if id in ids], self.at("notices"))
        yield from self.dated("follow_up", "follow-up", consequences.follow_up(first))

    def absent(self, first: Placement | None, consequences: Consequences) -> Iterable[TrialDifference]:
        """Yield what was to be absent and is said, surely or perhaps.

        Raises:
            DocumentError: The guideline says nothing of that id, so that it is always absent.
        """
        guideline = self.ranking.guideline
        known = {one.id for section in _SAID for one in getattr(guideline, section)}
        said = [*consequences.notices(first), *consequences.deadlines(first)]
        if first is not None:
            said += [*consequences.needed_approvals(first), *consequences.follow_up(first)]
        for place, id in enumerate(self.expect.get("absent", ())):
            at = self.at("absent", place)
            if id not in known:
                message = _("the guideline has no approval, notice, follow-up or deadline {id}", id=id)
                raise DocumentError(message, at=at, help=did_you_mean(id, known))
            for one in said:
                if one.statement.id == id:
                    yield TrialDifference(f"absent {id}", "not_given", "given" if one.surely else "perhaps", at)

    def dated(self, key: str, what: str, said: Iterable[Consequence]) -> Iterable[TrialDifference]:
        """Yield in which days a statement that is surely said differs from what is expected."""
        due = {one.statement.id: one.due for one in said if one.surely}
        for id, days in self.expect.get(key, {}).items():
            wanted = on_days(days if isinstance(days, list) else [days], self.trial.as_of)
            found = [day.isoformat() for day in due[id]][: max(len(wanted), 1)] if id in due else ["not_given"]
            yield from differing(f"{what} {id}", wanted, found, self.at(key, id))

    # --- what must never be ---

    def refuted(self) -> Iterable[TrialDifference]:
        """Yield every invariant that is true of an option, at the decision's name."""
        at = self.trial.part.document.locate(("name",))
        for one, option in broken_invariants(self.explanation, self.ranking.options):
            yield TrialDifference(_("invariant {id}", id=one.id), _("never"), _("true of {id}", id=option.id), at)
