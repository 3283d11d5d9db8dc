"""How a comparison is said: movements, turns, steps, what is counted and shared out, what follows, and differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from visit.lab.answers import Answerer
from visit.lab.forms import statement_id
from visit.lab.gate_values import GateNumber
from visit.lab.impact import StepName
from visit.lab.movements import Crossing, Movement
from visit.lab.said import OF_ROLES, PERHAPS
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.few_told import cases_told
from visit.render.form_words import form_in_words, form_told, people_words, words_moved
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.heading import identified, layer_names
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary


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
        Crossing.GRANTABLE: _("can be granted, and could not before"),
        Crossing.NOT_GRANTABLE: _("cannot be granted, and could before"),
        Crossing.TO_UNDECIDED: _("decided → undecided"),
        Crossing.TO_DECIDED: _("undecided → decided"),
        Crossing.EXCEPTION_FIRST: _("by exception ahead of a suitable one, and was not"),
        Crossing.BY_NAME: _("only names decide, and did not before"),
        Crossing.LESS_COVERED: _("more needs not surely covered"),
        Crossing.MORE_COVERED: _("fewer needs not surely covered"),
    }[turn]


def section_words(section: str) -> str:
    """Return what a section of what follows is called."""
    return {
        "approvals": _("approvals"), "decides_first": _("who decides first"), "notices": _("notices"),
        "deadlines": _("deadlines"), "follow_up": _("follow-up"),
        "grants": _("grant period"),
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
    if section in OF_ROLES:
        role, _space, people = name.partition(" ")
        terms = [one.lists["role"].terms[role] for one in guidelines if role in one.lists["role"].terms]
        name = formats.small(terms[0].label(language)) if terms else role
        name = f"{name} ({people_words(people)})" if people else name
        return _("perhaps {what}", what=name) if said.endswith(PERHAPS) else name
    name = id = statement_id(said)
    sheets = [GuidelineSheet(one, (), language) for one in guidelines]
    if texts:
        said_by = [
            sheet.statement_text(of, id, row)
            for sheet in sheets
            for of in ((section, "service_levels") if section == "notices" else (section,))
            if (row := sheet.sections.get(of, {}).get(id)) is not None
        ]
        name = words_moved(said_by[-1], said_by[0]) if said_by else name
    if told := form_in_words(id, form_told(section, said, guidelines), sheets):
        name = f"{name} ({told})"
    if not said.endswith(PERHAPS):
        return name
    return _("perhaps: {what}", what=name) if texts else _("perhaps {what}", what=name)


def begin_words(n: int | None) -> str:
    """Return how often something follows now and did not; None where that may not be told."""
    return plural("{n} begins", "{n} begin", 2 if n is None else n, n=cases_told(n))


def end_words(n: int | None) -> str:
    """Return how often something followed and does not now; None where that may not be told."""
    return plural("{n} ends", "{n} end", 2 if n is None else n, n=cases_told(n))


def followed_words(section: str, surely: Sequence[int | None], perhaps: Sequence[int | None], *more: str) -> str:
    """Return how many statements of a section begin and end, what does so only perhaps apart, and what `more` there is of it.

    None stands for what may not be told.
    """
    told = []
    for n, only_perhaps, words in zip(surely, perhaps, (begin_words, end_words), strict=True):
        if n == 0 and only_perhaps != 0:
            told.append(_("perhaps {what}", what=words(only_perhaps)))
        elif n != 0:
            both = only_perhaps != 0
            told.append(_("{what} (perhaps {n})", what=words(n), n=cases_told(only_perhaps)) if both else words(n))
    return f"{section_words(section)}: {', '.join((*told, *more))}"


def share_of(part: int, whole: int) -> str:
    """Return a share in percent with one decimal; `–` of nothing."""
    return "–" if not whole else formats.percent(Fraction(100 * part, whole), decimals=1)


def share_of_fraction(part: Fraction, whole: int) -> str:
    """Return the share that a part is of a count, also of what is no whole number."""
    return "–" if not whole else formats.percent(100 * part / whole, decimals=1)


def with_sign(difference: int | Decimal | Fraction, written: str) -> str:
    """Return what is written of a difference's size with its sign: `+12`, `−12`, or nothing before what is written as 0."""
    if not written.strip("0,."):
        return written
    return f"+{written}" if difference > 0 else f"{formats.MINUS}{written}" if difference < 0 else written


def amounts_of(was: Fraction, now: Fraction, most: int) -> tuple[str, str, str]:
    """Return two amounts and their difference, with so few decimals that the row adds up and no difference is written as 0.

    `most` is how many decimals there are at most.
    """
    decimals, exact = 0, (was, now, now - was)
    while decimals < most:
        before, after, more = (round(one * 10**decimals) for one in exact)
        if after - before == more and bool(more) == (was != now):
            break
        decimals += 1
    rounded = [Fraction(round(one * 10**decimals), 10**decimals) for one in (*exact[:2], abs(exact[2]))]
    before_told, after_told, more_told = (formats.number(one, decimals=decimals) for one in rounded)
    return before_told, after_told, with_sign(now - was, more_told)


def difference_of(difference: int | Decimal) -> str:
    """Return a difference of counts with its sign."""
    return with_sign(difference, formats.number(difference if difference >= 0 else -difference))


def kilometres_of(was: int | None, now: int | None) -> tuple[str, str, str]:
    """Return two distances in metres as kilometres, and their difference; `–` where one is not known."""
    if was is not None and now is not None:
        return amounts_of(Fraction(was, 1000), Fraction(now, 1000), 3)
    known = ["–" if one is None else formats.number(Fraction(one, 1000), decimals=0) for one in (was, now)]
    return known[0], known[1], "–"


def basis_words(side: Answerer, *, digits: bool) -> str:
    """Return the guidelines that a side was answered under; a draft is called so."""
    return named_guidelines([*side.guidelines.values()], digits=digits) or side.basis.name


def named_guidelines(guidelines: Sequence[Guideline], *, digits: bool = True) -> str:
    """Return which guidelines these are; a draft is called so."""
    told = formats.listed([identified(one) if digits else layer_names(one) for one in guidelines])
    return _("{guideline}, draft", guideline=told) if any(one.is_draft for one in guidelines) else told


def json_number(value: GateNumber) -> int | float | None:
    """Return a number for JSON, whole where it is."""
    return value if value is None or isinstance(value, int) else int(value) if value == int(value) else float(value)


def step_order(step: StepName) -> tuple[str, int]:
    """Return what steps are sorted by; none comes first."""
    return ("", -1) if step is None else step


def side_counts() -> Mapping[str, str]:
    """Return what is counted on each side, by its name in `visit.lab.totals.SIDE_COUNTS`."""
    return {
        "placed": _("with a solution"),
        "grantable": _("can be granted"),
        "undecided": _("undecided"),
        "exception_first": _("by exception ahead of a suitable one"),
        "by_name": _("only names decide"),
        "external": _("with a bought part"),
        "priced": _("with a known price of help"),
        "at_most": _("with a highest price alone"),
        "dwelling_alone": _("a dwelling alone, without a price of help"),
        "unpriced": _("with help of which no price is known"),
        "unplaced": _("without a solution"),
        "with_distance": _("with a known distance to the network"),
        "with_waiting": _("with a known waiting time"),
        "with_hours": _("with stated hours"),
    }


def cost_words() -> Mapping[str, str]:
    """Return what is said of how many cases have which price of help, by the name of the count."""
    return {
        "priced": _("price known"),
        "at_most": _("only a highest price"),
        "unpriced": _("price not known"),
        "dwelling_alone": _("a dwelling alone"),
        "unplaced": _("no solution"),
    }


def shared_words() -> Mapping[str, str]:
    """Return what else is shared out among the edits, as columns for people."""
    return {
        "external": _("bought"),
        "approvals": _("approvals"),
        "decides_first": _("who decides first"),
        "notices": _("notices"),
        "deadlines": _("deadlines"),
        "follow_up": _("follow-up"),
        "grants": _("grant period"),
    }


def alone_and_all_but(measure: str) -> tuple[str, str]:
    """Return what the two columns are called of what each edit changes alone, and beside all the others."""
    what = shared_words()[measure]
    return _("{what} alone, net", what=what), _("{what}: all but it, net", what=what)


def measure_words() -> Mapping[str, str]:
    """Return every measure that is shared out among the edits, as the heading of a column.

    Net: what begins, without what ends; who moves, and to a lower or higher step, is counted.
    """
    return {
        "moved": _("share: another first solution"),
        "lower": _("share: to a lower step"),
        "higher": _("share: to a higher step"),
        "external": _("net share: bought"),
        "grantable": _("net share: can be granted"),
        "undecided": _("net share: undecided"),
        "approvals": _("net share: approvals"),
        "decides_first": _("net share: who decides first"),
        "notices": _("net share: notices"),
        "deadlines": _("net share: deadlines"),
        "follow_up": _("net share: follow-up"),
        "grants": _("net share: grant period"),
        "dkk_a_year": _("net share: kroner a year"),
    }
