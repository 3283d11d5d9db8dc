"""One statement on one case and one option: what it gives, in the words of a cases file.

Rules are decided by both evaluators, which must agree; everything else is read from the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.catalogue import Option
from visit.errors import DocumentError
from visit.locale import text as _
from visit.ranking.keys import band
from visit.ranking.options import meeting_own_needs, options
from visit.ranking.whole import FAILED
from visit.reading.yaml_events import PlainValue
from visit.reasons.deadlines import days_of
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide, case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import (
    Outcome,
    left_open,
    option_environment,
    outcome_for_option,
    outcome_for_whole,
    trace,
)
from visit.rules.deciding.unknown import unknown_behind, unknown_facts
from visit.rules.guideline.values import Approval, FollowUp, Grant, Guideline, Notice, Preference, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Members, Possible, Truth, Value
from visit.trials.reading import USUAL_PROVISION, WHO, RowTrial
from visit.trials.results import Defect, Result, TrialDifference, as_written, differing, on_days
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class RowInputs:
    """What a row is tried on: the case's side, the option, and every value that can be read.

    Attributes:
        found: Of these values what only a ranking finds out: the row gives it.
    """

    guideline: Guideline
    side: CaseSide
    option: Option
    found: dict[str, Value]
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What a statement gives: the word, number or list, and the facts that leave it open.

    Attributes:
        due: The days by which something is due, or on which it is looked at.
        who: Whose task it is (`by`), and whether two people have to sign (`four_eyes`), where a statement says so.
    """

    then: object
    missing: Iterable[str] = ()
    due: tuple[date, ...] = ()
    who: Mapping[str, PlainValue] = field(default_factory=dict)


def try_row(row: RowTrial, dependencies: Dependencies) -> Result:
    """Try one row against a guideline resolved for its date, with what its conditions depend on.

    Raises:
        Problems: Its case or option is no good document.
        Defect: The two evaluators disagree.
    """
    return Result(row.id, row.at, tuple(_differences(row, answer(row, row_inputs(row, dependencies)))))


def answer(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    """Return what the statement of a row gives for what it is tried on."""
    return _TRIES[row.kind](row, inputs)


def _differences(row: RowTrial, found: RowAnswer) -> Iterable[TrialDifference]:
    document = row.part.document
    then = row.then
    at = document.locate(("then",))
    if isinstance(then, list) and isinstance(found.then, list):
        yield from differing("", _sorted(then), _sorted(found.then), at)
    else:
        missing = sorted(found.missing) if "missing" not in row.part.fields else ()
        for one in differing("", _plain(then), _plain(found.then), at):
            yield replace(one, found=f"{one.found} ({', '.join(missing)})") if missing else one
    expected = row.part.fields.get("missing")
    if isinstance(expected, list):
        yield from differing(
            "missing", sorted(map(str, expected)), sorted(found.missing), document.locate(("missing",))
        )
    for key in WHO:
        wanted = row.part.fields.get(key)
        if wanted is not None:
            yield from differing(key, wanted, found.who.get(key, "–"), document.locate((key,)))
    due = row.part.fields.get("due")
    if isinstance(due, list):
        dates = [day.isoformat() for day in found.due[: max(len(due), 1)]]
        yield from differing("due", on_days(due, row.as_of), dates, document.locate(("due",)))


def row_inputs(row: RowTrial, dependencies: Dependencies) -> RowInputs:
    """Return what a row is tried on under a guideline.

    Raises:
        Problems: Its case or option is no good document.
    """
    side = case_side(row.case, dependencies, row.as_of)
    guideline = dependencies.guideline
    option = _option(row, guideline)
    of_placement = [fact.name for fact in guideline.facts.of_placement]
    found: dict[str, Value] = dict.fromkeys((*guideline.facts.comparative, *of_placement), UNKNOWN)
    found |= row.named("comparative")
    found |= {f"placement.{name}": _members(value) for name, value in row.named("placement").items()}
    return RowInputs(guideline, side, option, found, option_environment(side, option, found))


def _members(value: Value | list[str]) -> Value:
    """Return a value as written; a list is a set of codes."""
    return Members(frozenset(value)) if isinstance(value, list) else value


def _option(row: RowTrial, guideline: Guideline) -> Option:
    """Return the row's option: the home or tenancy of the case, one that runs now, or one of a catalogue."""
    if row.home is not None:
        return _home(row, row.home)
    option = meeting_own_needs(row.catalogue(_provision(row, guideline)).options[0], guideline.usually_met)
    for current in row.case.citizen.current or ():
        if (current.offer, current.service) == (option.offer.id, option.provision.id):
            return replace(option, kind="current", current=current)
    return option


def _home(row: RowTrial, kind: str) -> Option:
    empty = replace(row.catalogue(USUAL_PROVISION), options=())
    found = next((one for one in options(row.case, empty, row.as_of) if one.kind == kind), None)
    if found is None:
        message = _("this citizen's housing gives no {kind} as an option", kind=kind)
        raise DocumentError(message, at=row.option.document.locate(("kind",)))
    return found


def _provision(row: RowTrial, guideline: Guideline) -> str:
    """Return the provision of an option that names none: the first that its statement is about, else the usual."""
    rule = guideline.rule(row.statement) if row.kind in ("rule", "service_level") else None
    grant = _grant_of(row, guideline) if row.kind == "grant" else None
    about = rule or grant
    bound = about.provisions if about is not None else None
    return next((id for id in vocabulary().provisions if bound and id in bound), USUAL_PROVISION)


# --- kinds of statement -------------------------------------------------------------------------------------------


def _rule(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    rule = inputs.guideline.rule(row.statement)
    if rule is None:
        return RowAnswer("not_applicable")
    if rule.of_placement:
        result = outcome_for_whole(rule, inputs.side, inputs.values, inputs.found)
        open = left_open(rule, result, inputs.side, inputs.values)
        return RowAnswer(_word(rule, result), open, who=_by(rule.by))
    result = outcome_for_option(rule, inputs.side, inputs.guideline, inputs.values, inputs.option)
    _agreed(row, result, _columns(inputs).rows(rule).outcome(0))
    missing = trace(rule, inputs.side, inputs.guideline, inputs.values, inputs.option).missing
    return RowAnswer(_word(rule, result), missing, who=_by(rule.by))


def _by(role: str | None) -> Mapping[str, PlainValue]:
    return {} if role is None else {"by": role}


def _word(rule: Rule, result: Outcome) -> str:
    if result is Outcome.FAILS:
        return FAILED[rule.strength].value
    if result is Outcome.UNKNOWN:
        return "perhaps" if rule.strength == "presumption" else "awaiting" if rule.awaits_unknown else "undecided"
    return result.name.lower()


def _columns(inputs: RowInputs) -> Columns:
    columns = Columns(inputs.side, (inputs.option,))
    shared = {name: inputs.values[name] for name in columns.comparative}
    columns.read_comparative({name: [inputs.values[name]] for name in inputs.guideline.facts.of_each}, shared)
    return columns


def _agreed(row: RowTrial, one: object, other: object) -> None:
    if one != other:
        raise Defect(f"{row.at}: {row.id}: one option alone gives {one!r}, all at once {other!r}; please report this")


def _stated(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    guideline = inputs.guideline
    statements: dict[str, Sequence[Notice | Approval | FollowUp]] = {
        "notice": guideline.notices,
        "approval": guideline.approvals,
        "follow_up": guideline.follow_up,
    }
    statement = next((one for one in statements[row.kind] if one.id == row.statement), None)
    if statement is None:
        return RowAnswer("not_given")
    due = statement.due(row.as_of) if isinstance(statement, FollowUp) else ()
    who: dict[str, PlainValue] = {}
    if isinstance(statement, Approval):
        who = {"by": statement.by, "four_eyes": statement.four_eyes}
    return replace(_condition(statement.when, inputs, inputs.values), due=due, who=who)


def _deadline(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    """Say whether it is told, and by when: as decided on the row's day. What its day waits for is missing too."""
    deadline = next((one for one in inputs.guideline.deadlines if one.id == row.statement), None)
    if deadline is None:
        return RowAnswer("not_given")
    days = days_of(deadline, row.case, inputs.values, as_of=row.as_of, decided=row.as_of)
    if days is None:
        return RowAnswer("not_given")
    found = _condition(deadline.when, inputs, inputs.values)
    return replace(found, missing=(*found.missing, *days.missing), due=days.due, who=_by(deadline.by))


def _grant(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    """Say whether help under the option's provision is granted for so long, and until when, as decided on the row's day."""
    grant = _grant_of(row, inputs.guideline)
    if grant is None or not (grant.provisions is None or inputs.option.provision.id in grant.provisions):
        return RowAnswer("not_given")
    return replace(_condition(grant.when, inputs, inputs.values), due=(grant.until(row.as_of),))


def _grant_of(row: RowTrial, guideline: Guideline) -> Grant | None:
    return next((one for one in guideline.grants if one.id == row.statement), None)


def _condition(condition: Condition, inputs: RowInputs, values: dict[str, Value]) -> RowAnswer:
    truth = condition.holds(values)
    return RowAnswer(_truth_word(truth), unknown_facts(condition, inputs.guideline, values))


def _truth_word(truth: Truth) -> str:
    return "perhaps" if truth is UNKNOWN else "given" if truth else "not_given"


def _area(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    condition = next((when for area, when, _origin in inputs.guideline.areas if area == row.statement), None)
    return RowAnswer("not_given") if condition is None else _condition(condition, inputs, inputs.side.bare)


def _proposal(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    """Say whether it is proposed: only where the case leaves the fact out and no earlier row gave a value."""
    proposal = next((one for one in inputs.guideline.proposals if one.id == row.statement), None)
    if proposal is None:
        return RowAnswer("not_given")
    found = _condition(proposal.when, inputs, inputs.side.bare)
    proposed = inputs.side.proposed.get(proposal.fact)
    if found.then == "given" and (proposed is None or proposal not in proposed.proposals):
        return RowAnswer("not_given")
    return found


def _fact(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    value = inputs.values.get(row.statement, UNKNOWN)
    behind = () if _scalar(value) else unknown_behind(row.statement, inputs.guideline, inputs.values)
    if isinstance(value, Possible):
        return RowAnswer(list(value.values), behind)
    return RowAnswer("unknown" if value is UNKNOWN else [value], behind)


def _preference(row: RowTrial, inputs: RowInputs) -> RowAnswer:
    guideline = inputs.guideline
    among = guideline.rights if row.kind == "right" else guideline.preferences
    preference = next((one for one in among if one.id == row.statement), None)
    if preference is None or (preference.when is not None and preference.when.holds(inputs.side.values) is not True):
        return RowAnswer("not_applicable")
    value = preference.value.run(inputs.values)
    if not preference.of_placement:
        _agreed(row, value, _columns(inputs).values(preference.value)[0][0])
    behind = () if _scalar(value) else unknown_facts(preference.value, guideline, inputs.values)
    return RowAnswer(band_shown(preference, value), behind)


def band_shown(preference: Preference, value: Value) -> object:
    """Return a value's band; a number of a preference without bands is its own."""
    if not preference.bands and isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return value
    place = band(preference, value)
    return "unknown" if place is None else place


_TRIES = {
    "rule": _rule,
    "service_level": _rule,
    "notice": _stated,
    "approval": _stated,
    "follow_up": _stated,
    "deadline": _deadline,
    "grant": _grant,
    "area": _area,
    "proposal": _proposal,
    "fact": _fact,
    "preference": _preference,
    "right": _preference,
}


def _scalar(value: Value) -> bool:
    return isinstance(value, bool | int | Decimal | Fraction | str | date)


def _sorted(values: Iterable[object]) -> list[object]:
    plain = [_plain(value) for value in values]
    numbers = sorted(one for one in plain if isinstance(one, int | Decimal | Fraction))
    return [*numbers, *sorted((one for one in plain if not isinstance(one, int | Decimal | Fraction)), key=as_written)]


def _plain(value: object) -> object:
    """Return a number that is written alike as 7 and 7.0."""
    if not isinstance(value, Decimal):
        return value
    return value.normalize() if value % 1 else int(value)
