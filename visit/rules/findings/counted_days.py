"""The day that a deadline or a condition counts from, and what a deadline waits for, beside the day and the task of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text, words_in
from visit.rules.findings.times_said import lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call, Name

_EVENTS: Mapping[str, re.Pattern[str]] = {
    "application": any_word(
        r"""ansøg\w* ~ er søgt ~ søger ~ søgte ~ kom ind ~ kommet ~ indkommet ~ modtaget ~ modtagelsen ~ appl(?:y|ied|ies|ications?)
        arriv\w+ ~ received ~ receipt ~ came in ~ henvend\w+ ~ approach\w* ~ first contact"""
    ),
    "decision": any_word(
        r"""afgørelsen ~ afgørelsesdato\w* ~ er afgjort ~ bevillingen ~ er bevilget ~ bevilges ~ the decision ~ (?:is|was) decided
        (?:is|was) granted ~ the grant ~ granting"""
    ),
    "assessed": any_word(r"udredning\w* ~ vurderingen ~ (?:er|blev) (?:udredt|vurderet) ~ the assessment ~ (?:is|was) assessed"),
    "birthday": any_word(
        r"""fylder \w+ ~ fyldt \w+ ~ \S*årsdag\w* ~ \S*fødselsdag\w* ~ birthday ~ turns \w+ ~ turning \w+ ~ bliver \d+ år"""
    ),
    "moving": any_word(
        r"""indflytning\w* ~ flytte[rt]? ind ~ flytning\w* ~ mov(?:es?|ed|ing) in(?:to)? ~ the move ~ opstart\w* ~ the start
        overtage[rst]* ~ overtagelse\w* ~ bolig(?:en)? (?:er|står) (?:klar|ledig)
        (?:dwelling|home|flat) is (?:ready|free|available)"""
    ),
    "discharge": any_word(r"udskriv\w+ ~ discharg\w+"),
    "release": any_word(r"løslad\w+ ~ releas\w+"),
}  # fmt: skip
"""How texts call the days that something is counted from."""
_AFTER = re.compile(
    r"^[\s,]*(?:(?:efter|fra|af|siden|before|after|of|from|following|since|ago|før|inden)\b[\s,]*)"
    r"(?:(?:den (?:dag|dato)\b,?|the (?:day|date)\b) ?)?",
    re.IGNORECASE,
)
_END = re.compile(r"[.;:(]|, (?!at )")
_TURNS = re.compile(
    r"\b(\d+)[- ]?års(?:dag|fødselsdag)|\b(?:fylder|fyldt|bliver|turns?|turning) (\d+)|\b(\d+)(?:st|nd|rd|th) birthday",
    re.IGNORECASE,
)
_DECIDE = any_word(
    r"(?:være )?afgjort ~ afgøres ~ træffe afgørelse ~ træffes afgørelse ~ (?:be|is|are) decided ~ decide"
)
_LOOK_AGAIN = any_word(
    r"""følges op ~ følg op ~ opfølgning\w* ~ mål igen ~ ring ~ ringes ~ besøg ~ besøges ~ evalueres ~ follow up ~ followed up
    follow-up ~ measure again ~ call ~ called ~ visit ~ visited ~ evaluated"""
)


def other_day(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer that are counted from another day than their text says, or wait for something else."""
    for one in bound_statements(leaf):
        if one.section != "deadlines":
            yield from _between(leaf, one, every[-1])
        else:
            yield from _counted_from(leaf, one, every[-1])
            yield from _waits_for(leaf, one)
            yield from _birthday(leaf, one)


def _counted_from(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    written = str(one.row.get("counted_from"))
    own = next((event for event in _EVENTS if event in written.replace("dwelling.from", "moving")), None)
    called = _words_of(written, guideline)
    if called is not None and any(called.search(plain_text(text.text)) for text in one.texts):
        return
    said = [event for text in one.worded for event in _events_in(_with_its_length(text.text, one))]
    said = said or [event for text in _sources(leaf, one) for event in _events_in(plain_text(text))]
    if (own is None and called is None) or not said or any(event == own for event, _words in said):
        return
    message = _("{id}: the text counts from “{said}”, and `counted_from` is {written}",
                id=one.id, said=said[0][1], written=written)  # fmt: skip
    yield GuidelineError(message, at=leaf.locate((*one.path, "counted_from")), code="said-otherwise")


def _between(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """Conditions that count the days from or to another day than the text of their statement."""
    days = {
        (argument.name, condition.path)
        for condition in one.conditions
        for node in nodes_of(condition.node)
        if isinstance(node, Call) and node.function == "days_between"
        for argument in node.arguments
        if isinstance(argument, Name) and argument.name != "as_of"
    }
    if len(days) != 1 or not one.worded:
        return
    name, path = min(days)
    own = next((event for event in _EVENTS if event in name.replace("dwelling.from", "moving")), None)
    called = _words_of(name, guideline)
    if (own is None and called is None) or (called is not None and any(called.search(text.text) for text in one.texts)):
        return
    said = [list(_events_in(_PARAMETER.sub("2 days", text.text))) for text in one.worded]
    if all(said) and not any(event == own for each in said for event, _words in each):
        message = _("{id}: the text counts from “{said}”, and the condition from {written}",
                    id=one.id, said=said[0][0][1], written=name)  # fmt: skip
        yield GuidelineError(message, at=leaf.locate(path), code="said-otherwise")


_PARAMETER = re.compile(r"\{\w+\}")


def _words_of(name: str, guideline: Guideline) -> re.Pattern[str] | None:
    """Return what finds a date of the guideline's own in a text, by the words of its label."""
    declared = guideline.facts.own.get(name)
    if declared is None:
        return None
    words = [word for language in ("da", "en") for word in words_in(declared.words.label(language))]
    stems = [re.escape(word[: max(_STEM, len(word) - 3)]) for word in words if word not in _OF_A_DATE]
    return any_word(" ~ ".join(rf"\w*{stem}\w*" for stem in stems)) if stems else None


_STEM = 4
_OF_A_DATE = frozenset(
    re.findall(
        r"\w+",
        """den det der dag dagen dato datoen for hvor da blev bliver er har til og om borger borgeren borgerens
    the day date of on which when was is has citizen citizens s""",
    )
)
"""Words of a label that say that it is a date."""


def _with_its_length(text: str, one: BoundStatement) -> str:
    """Return a text in which the deadline's own parameter is a length of time as any other."""
    name = str(one.row.get("within", one.row.get("before")))
    return plain_text(text.replace(f"{{{name}}}", "2 days"))


def _sources(leaf: Layer, one: BoundStatement) -> Iterator[str]:
    """Yield the source of a deadline, and that of the parameter that says how long it is."""
    yield from (text.text for text in one.texts if text.is_source)
    parameter = leaf.record.get("parameters", {}).get(str(one.row.get("within", one.row.get("before"))))
    if parameter is not None:
        yield str(parameter.get("source", ""))


def _events_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the days that a text counts a length of time from: what follows the length."""
    for length in lengths_said(text):
        follows = text[length.end :]
        begins = _AFTER.match(follows)
        if begins is None:
            continue
        tail = _END.split(follows[begins.end() :])[0]
        for event, words in _EVENTS.items():
            if (found := words.search(tail)) is not None:
                yield event, found[0]


def _waits_for(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    waits = one.row.get("waits_for")
    said, other = (_LOOK_AGAIN, _DECIDE) if waits == "decision" else (_DECIDE, _LOOK_AGAIN)
    texts = [plain_text(text.text) for text in one.worded]
    if any(len(lengths_said(_with_its_length(text.text, one))) > 1 for text in one.worded):
        return  # one of its two tasks is another's
    found = [said.search(text) for text in texts]
    if found and found[0] is not None and all(found) and not any(other.search(text) for text in texts):
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=found[0][0], written=f"waits_for: {waits}")  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, "waits_for")), code="said-otherwise")


def _birthday(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """Another birthday than the text names."""
    written = re.fullmatch(r"birthday\((\d+)\)", str(one.row.get("counted_from")))
    said = [next(filter(None, found)) for text in one.worded for found in _TURNS.findall(plain_text(text.text))]
    if written is not None and said and written[1] not in said:
        message = _("{id}: the text counts from “{said}”, and `counted_from` is {written}",
                    id=one.id, said=said[0], written=written[0])  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, "counted_from")), code="said-otherwise")
