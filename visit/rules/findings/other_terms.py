"""Terms and ranks that a text puts the other way: “at the earliest” of a deadline, the end of a month, “first priority”."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.said_dates import MONTHS
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.texts import plain_text
from visit.rules.findings.times_said import is_as_long
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.periods import days, parse_period

_EARLIEST = any_word(
    r"tidligst\w* ~ ikke før ~ ikke tidligere end ~ at the earliest ~ no earlier than ~ not before ~ no sooner than"
)
_LATEST = any_word(
    r"senest ~ inden(?! for) ~ inden for ~ højst ~ at the latest ~ no later than ~ at most ~ within ~ by ~ not later than"
)
_IN_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?,? (?P<year>\d{{4}})"
_MONTHS_END = re.compile(
    r"\b(?:til|ved|indtil|until|till|to|through|by|at)?\s*(?:udgangen af|slutningen af|the end of|end of)"
    rf" {_IN_MONTH}",
    re.IGNORECASE,
)
_MONTH_TOO = re.compile(rf"\b(?:til og med|up to and including|through) {_IN_MONTH}", re.IGNORECASE)
_MONTHS_START = re.compile(rf"\b(?:fra og med|fra|from|as of) {_IN_MONTH}", re.IGNORECASE)
_YEARS_END = re.compile(
    r"\b(?:udgangen af|slutningen af|årets udgang|the end of|end of)(?: året)? (?P<year>\d{4})", re.IGNORECASE
)
_ORDINALS = (
    "første first 1.", "anden andet second 2.", "tredje third 3.", "fjerde fourth 4.", "femte fifth 5.", "sjette sixth 6.",
)  # fmt: skip
_ORDINAL = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words.split()}
_RANKED = re.compile(
    rf"(?P<word>{'|'.join(re.escape(word) for word in _ORDINAL)}) ?(?:prioritet\w*|priority|kriterium|criterion|plads|rang)"
    r"|(?:prioritet|priority|kriterium|criterion|(?:punkt|nr\.|nummer|no\.|number) ?\w* ?(?:i|in) (?:rækkefølgen|the order))"
    r" (?:nr\. |no\. )?(?P<number>\d)(?!\d)",
    re.IGNORECASE,
)
_FIRST_SPAN = re.compile(
    r"\b(?:den første|det første|the first) (?P<span>uge|måned|kvartal|halvår|år|week|month|quarter|half-year|year)\b(?! i| of)",
    re.IGNORECASE,
)
_SPANS = {
    "uge": 7, "week": 7, "måned": 30, "month": 30, "kvartal": 91, "quarter": 91, "halvår": 182, "half-year": 182,
    "år": 365, "year": 365,
}  # fmt: skip
_OTHER_THAN = re.compile(
    r"\b(?:en anden|af andre|andre|somebody other|someone other|another|others?)(?: person)? (?:end|than) (?:the )?(?P<who>\w+)",
    re.IGNORECASE,
)
_WHO = {
    "caseworker": any_word(r"sagsbehandler\w* ~ rådgiver\w* ~ caseworker"),
    "team": any_word(r"team\w* ~ visitationsteam\w*"),
    "leader": any_word(r"(?:afdelings)?leder\w* ~ leader ~ head ~ manager"),
    "offer": any_word(r"tilbuddet ~ offer"),
}


def other_term(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts say a first day of a deadline, another end, or another role than `by`."""
    for one in bound_statements(leaf):
        if one.section == "deadlines" and one.worded:
            yield from _earliest(leaf, one)
        if one.section == "follow_up" and one.worded:
            yield from _first_span(leaf, one)
        yield from _start(leaf, one)
        yield from _end(leaf, one)
        yield from _by_another(leaf, one)
    yield from _ranks(leaf, every[-1])


def _earliest(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A deadline is a last day; a first one says nothing of it."""
    said = [_EARLIEST.search(text.text) for text in one.worded]
    field = "before" if "before" in one.row else "within"
    if said[0] is not None and all(said) and not any(_LATEST.search(text.text) for text in one.worded):
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=said[0][0], written=f"{field}: {one.row.get(field)}")  # fmt: skip
        help = _("a deadline is the last day: say it in the text, or make it a follow-up")
        yield GuidelineError(message, at=leaf.locate((*one.path, field)), help=help, code="said-otherwise")


def _first_span(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A follow-up that looks back on the first month, and comes before it has gone by, or long after."""
    said = [_FIRST_SPAN.search(text.text) for text in one.worded]
    written = str(one.row.get("after", ""))
    if said[0] is None or not all(said) or not written[:1].isdigit():
        return
    if not is_as_long(_SPANS[said[0]["span"].casefold()], days(parse_period(written))):
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=said[0][0], written=f"after: {written}")  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, "after")), code="said-otherwise")


def _end(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A statement that ends in another month than its text or source says it does at the end of."""
    written = str(one.row.get("until") or "")
    if not written:
        return
    has = date.fromisoformat(written)
    for text in one.texts:
        ends = {_last_day(found) for words in (_MONTHS_END, _MONTH_TOO) for found in words.finditer(text.text)}
        ends |= {date(int(found["year"]), 12, 31) for found in _YEARS_END.finditer(text.text)}
        if ends and all(abs((day - has).days) > 1 for day in ends):
            day = min(ends)
            message = _("{id}: the text says {day}, and `{field}` is {written}",
                        id=one.id, day=day, field="until", written=has)  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=f"until: {day.isoformat()}")
            yield GuidelineError(message, at=leaf.locate((*one.path, "until")), help=help, code="other-date")
            return


def _start(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A statement that begins in another month than its text or source says."""
    written = str(one.row.get("from") or "")
    has = date.fromisoformat(written) if written else None
    for text in one.texts if has is not None else ():
        starts = {_last_day(found).replace(day=1) for found in _MONTHS_START.finditer(text.text)}
        if has is not None and starts and has.replace(day=1) not in starts:
            day = min(starts)
            message = _("{id}: the text says {day}, and `{field}` is {written}",
                        id=one.id, day=day, field="from", written=has)  # fmt: skip
            help = _("write `{sign}` if the text is right", sign=f"from: {day.isoformat()}")
            yield GuidelineError(message, at=leaf.locate((*one.path, "from")), help=help, code="other-date")
            return


def _last_day(found: re.Match[str]) -> date:
    year, month = int(found["year"]), MONTHS[found["month"].casefold()]
    return date(year, month, calendar.monthrange(year, month)[1])


def _by_another(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A statement that somebody other than a role decides, and that very role."""
    by = one.row.get("by")
    words = _WHO.get(by) if isinstance(by, str) else None
    said = [_OTHER_THAN.search(plain_text(text.text)) for text in one.worded]
    if (
        words is not None
        and said
        and said[0] is not None
        and all(found and words.fullmatch(found["who"]) for found in said)
    ):
        message = _(
            "{id}: the text names “{word}”, and the statement has `by: {by}`", id=one.id, word=said[0][0], by=by
        )
        help = _("name the role that is meant in `by`, or mend the text")
        yield GuidelineError(message, at=leaf.locate((*one.path, "by")), help=help, code="said-otherwise")


def _ranks(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Preferences whose texts or sources number them otherwise than they stand."""
    order = [preference.id for preference in guideline.preferences]
    ranks: list[tuple[int, BoundStatement, str]] = []
    for one in bound_statements(leaf):
        said = {rank: words for text in one.texts for rank, words in _ranks_in(text.text)}
        if one.section == "preferences" and len(said) == 1 and one.id in order:
            ((rank, words),) = said.items()
            ranks.append((rank, one, words))
    ranks.sort(key=lambda each: order.index(each[1].id))
    for (first, before, _said), (second, one, words) in pairwise(ranks):
        if second < first:
            message = _("{id}: the text says “{word}”, and {other} decides the other way round",
                        id=one.id, word=words, other=before.id)  # fmt: skip
            help = _("put them in the order that the texts say, or mend the texts")
            yield GuidelineError(message, at=leaf.locate((*one.path, "id")), help=help, code="wrong-direction")


def _ranks_in(text: str) -> Iterator[tuple[int, str]]:
    for found in _RANKED.finditer(plain_text(text)):
        word, number = found["word"], found["number"]
        yield (int(number) if number else _ORDINAL[word.casefold()]), found[0]
