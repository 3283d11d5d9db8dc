"""What became of a gate, in words: the number that it looked at, and why one is not evaluated or not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from visit.lab.both_sides import BothSides
from visit.lab.forms import BEGINS, CERTAIN, CHANGES, ENDS, FormTurn
from visit.lab.gate import Gate, row_of_gate
from visit.lab.gate_values import AMOUNTS, GateNumber
from visit.lab.impact import Impact
from visit.locale import formats, plural
from visit.locale import text as _


def gate_words(
    one: Gate, found: Impact, numbers: Mapping[str, GateNumber], accepted: Mapping[str, int | Decimal], *, fails: bool
) -> str:
    """Return what became of a gate, with the number that it looked at, and of how many cases that is known."""
    value = formats.number(numbers.get(one.name) or 0)
    whole = formats.number(one.cases(numbers, found.cases))
    section, _id, turn = one.statement
    value = _("{n} net", n=value) if section and turn in ("", CERTAIN) else value
    of_all = _("{n} of {all}", n=value, all=whole) if one.is_share else value
    if one.measure in AMOUNTS:
        known = _known(one.measure, row_of_gate(one, found))
        of_all = _("{value}, known of {n} of {all}", value=value, n=known, all=whole)
    said = _("failed") if fails else _("passed")
    if accepted:
        return _(
            "--fail-if {condition}: {value}, accepted {accepted} ({said})",
            condition=one.written, value=of_all, accepted=formats.number(accepted.get(one.name, 0)), said=said,
        )  # fmt: skip
    return _("--fail-if {condition}: {value} ({said})", condition=one.written, value=of_all, said=said)


def behind_net(one: Gate, found: BothSides) -> str:
    """Return what a net of a statement that follows hides, and which gates see it; nothing where it hides nothing."""
    section, id, turn = one.statement
    if not section or turn not in ("", CERTAIN):
        return ""
    every = found.turns[section].items()
    turns = [(each.certain if turn else each, n) for each, n in every if each.id == id]
    counts = {name: sum(n for each, n in turns if each.name == name) for name in (BEGINS, ENDS, CHANGES)}
    if not counts[CHANGES] and not (counts[BEGINS] and counts[ENDS]):
        return ""
    told = (
        [plural("{n} begins", "{n} begin", counts[BEGINS], n=formats.number(counts[BEGINS]))] if counts[BEGINS] else []
    )
    told += [plural("{n} ends", "{n} end", counts[ENDS], n=formats.number(counts[ENDS]))] if counts[ENDS] else []
    told += _changes(turns, section)
    gates = formats.listed(f"{one.name}.{name}" for name, n in counts.items() if n)
    return _("{counts}: gate on {gates}", counts=", ".join(told), gates=gates)


def _changes(turns: Iterable[tuple[FormTurn, int]], section: str) -> Iterator[str]:
    changed = [(each, n) for each, n in turns if each.name == CHANGES]
    forms = {each: n for each, n in changed if each.is_another_period}
    if forms:
        yield another_form(sum(forms.values()), section, is_period=all(one.keeps_the_rest for one in forms))
    sure = sum(n for each, n in changed if not each.is_another_period and each.certain.was == "")
    if sure:
        yield plural("{n} goes from perhaps to certain", "{n} go from perhaps to certain", sure, n=formats.number(sure))
    unsure = sum(n for each, n in changed if not each.is_another_period and each.certain.now == "")
    if unsure:
        yield plural(
            "{n} goes from certain to perhaps", "{n} go from certain to perhaps", unsure, n=formats.number(unsure)
        )


def another_form(n: int | None, section: str, *, is_period: bool) -> str:
    """Return that so many have the same statement as before, in another form; None stands for what may not be told.

    That is with another period, if nothing but that `is_period`; of approvals by another number of people.
    """
    n, told = (2, "–") if n is None else (n, formats.number(n))
    if section == "approvals":
        return plural("{n} takes another number of people", "{n} take another number of people", n, n=told)
    if not is_period:
        return plural("{n} gets it in another form", "{n} get it in another form", n, n=told)
    if section == "follow_up":
        return plural("{n} gets another interval", "{n} get another interval", n, n=told)
    return plural("{n} gets another period", "{n} get another period", n, n=told)


def _known(name: str, found: BothSides) -> str:
    """Return of how many cases an amount is known: on both sides, or on each."""
    if name == "dkk_a_year":
        return formats.number(found.priced_both)
    sides = [formats.number(side.metres.total()) for side in (found.old, found.new)]
    return " → ".join(dict.fromkeys(sides))


def gate_not_known(one: Gate) -> str:
    """Return why a gate cannot be evaluated of which nothing is known."""
    if one.name == "dkk_a_year":
        return _(
            "--fail-if {condition} cannot be evaluated: no case has a known price on both sides", condition=one.written
        )
    return _(
        "--fail-if {condition} cannot be evaluated: no distance is known on one of the sides", condition=one.written
    )


def gate_not_proved(one: Gate) -> str:
    """Return why a gate cannot be evaluated that cases of which the first solution is not proved may make true."""
    return _(
        "--fail-if {condition} cannot be evaluated: of some cases the first solution is not proved to come first, and they may "
        "make it true",
        condition=one.written,
    )


def gate_not_asked(one: Gate) -> str:
    """Return why a gate is not asked whose number is of few real citizens: the exit code would tell it."""
    if one.of and one.statement[2]:
        return _(
            "--fail-if {condition} is not asked: what begins, ends and changes is not told of real citizens by subgroup; "
            "--people asks it",
            condition=one.written,
        )
    return _(
        "--fail-if {condition} is not asked: its number is of few real citizens, and the exit code would tell it; "
        "--people asks it, and -o FILE.html shows nobody all the same",
        condition=one.written,
    )
