"""How a comparison is said: movements, turns, steps, what is counted and shared out, what follows, and differences."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from fractions import Fraction

from visit.lab.answers import PERHAPS, Answerer
from visit.lab.impact import StepName
from visit.lab.movements import Crossing, Movement
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.few_told import cases_told
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.heading import identified, layer_names
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

MOST_WORDS = 3
"""So many words beside each other may be others, so that a text is still told once."""


def movement_words(movement: Movement) -> str:
    """Return how a first placement moves."""
    return {
        Movement.UNCHANGED: _("the same"),
        Movement.SAME_STEP: _("same step, another offer"),
        Movement.LOWER: _("to a lower step"),
        Movement.HIGHER: _("to a higher step"),
        Movement.GAINED: _("from none to one"),
        Movement.LOST: _("from one to none"),
    }[movement]


def crossing_words(turn: Crossing) -> str:
    """Return what turns between two answers."""
    return {
        Crossing.TO_OWN: _("bought → own"),
        Crossing.TO_EXTERNAL: _("own → bought"),
        Crossing.GRANTABLE: _("can be granted now, and could not"),
        Crossing.NOT_GRANTABLE: _("cannot be granted now, and could"),
        Crossing.TO_UNDECIDED: _("decided → undecided"),
        Crossing.TO_DECIDED: _("undecided → decided"),
        Crossing.EXCEPTION_FIRST: _("by exception now before a suitable one"),
        Crossing.BY_NAME: _("only names decide now"),
    }[turn]


def section_words(section: str) -> str:
    """Return what a section of what follows is called."""
    return {
        "approvals": _("approvals"), "notices": _("notices"), "deadlines": _("deadlines"), "follow_up": _("follow-up"),
    }[section]  # fmt: skip


def step_words(step: StepName, language: str) -> str:
    """Return a step as it is written and called: `H4 …`; what stands for none."""
    if step is None:
        return _("no solution")
    ladder, number = step
    return f"{step_code(step)} {vocabulary().ladders[ladder].terms[number].label(language)}"


def step_code(step: StepName) -> str:
    """Return a step by its letter and number alone; what stands for none."""
    return _("none") if step is None else f"{vocabulary().ladders[step[0]].letter}{step[1]}"


def followed(section: str, said: str, guidelines: list[Guideline], language: str, *, texts: bool = False) -> str:
    """Return a statement that follows: of an approval who approves, else its id, with `texts` its text; perhaps if it is so."""
    name = said.removesuffix(PERHAPS)
    if section == "approvals":
        terms = [one.lists["role"].terms[name] for one in guidelines if name in one.lists["role"].terms]
        name = formats.small(terms[0].label(language)) if terms else name
        return _("perhaps {what}", what=name) if said.endswith(PERHAPS) else name
    name, _space, period = name.partition(" ")
    sheets = [GuidelineSheet(one, (), language) for one in guidelines]
    if texts:
        said_by = [
            sheet.statement_text(section, name, row)
            for sheet in sheets
            if (row := sheet.sections.get(section, {}).get(name)) is not None
        ]
        name = words_moved(said_by[-1], said_by[0]) if said_by else name
    if period:
        written = period.strip("()")
        length = sheets[-1].period_in_words(written.removeprefix("-"))
        told = _("{period} before", period=length) if written.startswith("-") else length
        name = f"{name} ({told})"
    if not said.endswith(PERHAPS):
        return name
    return _("perhaps: {what}", what=name) if texts else _("perhaps {what}", what=name)


def words_moved(before: str, after: str) -> str:
    """Return a text with the words that are others now: `more than 30 → 20 km`; both where most of it is another."""
    old, new = before.split(), after.split()
    told: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told += old[first:last]
        elif first == last or start == end or last - first > MOST_WORDS or end - start > MOST_WORDS:
            return f"{before} → {after}"
        else:
            mark = old[last - 1][-1] if old[last - 1][-1] == new[end - 1][-1] and old[last - 1][-1] in ".,:;" else ""
            told += [*old[first : last - 1], old[last - 1].removesuffix(mark), "→", *new[start:end]]
    return " ".join(told)


def begin_words(n: int | None) -> str:
    """Return how often something follows now and did not; None where that may not be told."""
    return plural("{n} begins", "{n} begin", 2 if n is None else n, n=cases_told(n))


def end_words(n: int | None) -> str:
    """Return how often something followed and does not now; None where that may not be told."""
    return plural("{n} ends", "{n} end", 2 if n is None else n, n=cases_told(n))


def share_of(part: int, whole: int) -> str:
    """Return a share in percent with one decimal; `–` of nothing."""
    return "–" if not whole else formats.percent(Fraction(100 * part, whole), decimals=1)


def share_of_fraction(part: Fraction, whole: int) -> str:
    """Return the share that a part is of a count, also of what is no whole number."""
    return "–" if not whole else formats.percent(100 * part / whole, decimals=1)


def with_sign(difference: int | Fraction, written: str) -> str:
    """Return what is written of a difference's size with its sign: `+12`, `−12`, or nothing before what is written as 0."""
    if not written.strip("0,."):
        return written
    return f"+{written}" if difference > 0 else f"{formats.MINUS}{written}" if difference < 0 else written


def difference_of(difference: int) -> str:
    """Return a difference of counts with its sign."""
    return with_sign(difference, formats.number(abs(difference)))


def kilometres_of(metres: int | None) -> str:
    """Return a distance in whole kilometres; `–` where it is not known."""
    return "–" if metres is None else formats.number(Fraction(metres, 1000), decimals=0)


def basis_words(side: Answerer, *, digits: bool) -> str:
    """Return the guidelines that a side was answered under; a draft is called so."""
    names = [identified(one) if digits else layer_names(one) for one in side.guidelines.values()]
    told = formats.listed(names) or side.basis.name
    return _("{guideline}, draft", guideline=told) if any(one.is_draft for one in side.guidelines.values()) else told


def step_order(step: StepName) -> tuple[str, int]:
    """Return what steps are sorted by; none comes first."""
    return ("", -1) if step is None else step


def side_counts() -> Mapping[str, str]:
    """Return what is counted on each side, by its name in `visit.lab.totals.SIDE_COUNTS`."""
    return {
        "placed": _("with a solution"),
        "grantable": _("can be granted"),
        "undecided": _("undecided"),
        "exception_first": _("by exception before a suitable one"),
        "by_name": _("only names decide"),
        "external": _("with a bought part"),
        "priced": _("with a known price"),
        "at_most": _("with a highest price alone"),
        "unpriced": _("without a price"),
    }


def shared_words() -> Mapping[str, str]:
    """Return what else is shared out among the edits, as columns for people."""
    return {
        "external": _("bought"),
        "approvals": _("approvals"),
        "notices": _("notices"),
        "deadlines": _("deadlines"),
        "follow_up": _("follow-up"),
    }


def alone_and_all_but(measure: str) -> tuple[str, str]:
    """Return what the two columns are called of what each edit changes alone, and beside all the others."""
    what = shared_words()[measure]
    return _("{what} alone", what=what), _("{what}: all but it", what=what)


def measure_words() -> Mapping[str, str]:
    """Return every measure that is shared out among the edits, as the heading of a column."""
    return {
        "moved": _("share: another first solution"),
        "lower": _("share: to a lower step"),
        "higher": _("share: to a higher step"),
        "external": _("share: bought"),
        "grantable": _("share: can be granted"),
        "undecided": _("share: undecided"),
        "approvals": _("share: approvals"),
        "notices": _("share: notices"),
        "deadlines": _("share: deadlines"),
        "follow_up": _("share: follow-up"),
        "dkk_a_year": _("share: kroner a year"),
    }
