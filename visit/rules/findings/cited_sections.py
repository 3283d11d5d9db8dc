"""The section of the act that a source cites, beside the provisions that its statement is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.named_help import help_called, provisions_read, provisions_said
from visit.rules.findings.statements import bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import NeedRecord
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

_SECTIONS = ("service_levels", "grants", "reference_prices", "rules", "approvals")
_FOR_HELP = (*_SECTIONS, "notices", "follow_up", "deadlines")
_LETTERED = r"\d+(?: ?[a-e]\b)?(?!\w)"
_CITED = re.compile(
    rf"(?:§{{1,2}} ?|\bSEL ?|\bserviceloven(?:s)? (?:§ ?)?|\bsections? )(?P<all>{_LETTERED}(?:(?:, ?| ?(?:og|eller|samt|and|or) )"
    rf"(?:§{{1,2}} ?|section )?{_LETTERED}(?! (?:dage?|uger?|måned\w*|år|timer?|km|days?|weeks?|months?|years?|hours?)\b))*)",
    re.IGNORECASE,
)
_ONE = re.compile(r"(\d+)(?: ?([a-e])\b)?", re.IGNORECASE)


def other_section(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that name their provision and cite only sections of other help."""
    known = vocabulary().provisions
    for one in bound_statements(leaf):
        own = provisions_said(one) if one.section in _SECTIONS else set()
        cited = {name for text in one.texts for name in _cited_in(text.text)}
        ranked = {id for name in cited for id in known if id == name or id.startswith(f"{name}-")}
        is_of_the_act = bool(own) and all(id in known and id.startswith("SEL-") for id in own)
        numbers = {re.sub(r"\D", "", id.split("-")[1]) for id in own} if is_of_the_act else set()
        if any(re.search(rf"(?<!\d){number}(?!\d)", text.text) for number in numbers for text in one.texts):
            continue  # “SEL 83 and 85”
        if any(_is_of(first, second) for first in provisions_read(one) for second in ranked):
            continue  # the condition asks of it
        if is_of_the_act and ranked and not any(_is_of(first, second) for first in own for second in ranked):
            message = _("{id}: the text names {names}, and the statement is about {others}",
                        id=one.id, names=", ".join(sorted(cited & _starts(ranked))), others=", ".join(sorted(own)))  # fmt: skip
            yield GuidelineError(
                message,
                at=leaf.locate((*one.path, "provision" if "provision" in one.row else "when")),
                code="other-name",
            )


def other_provision_of_need(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield needs of a layer that are usually met by other help than their source cites."""
    known = vocabulary().provisions
    for index, row in enumerate(leaf.record.get("needs", ())):
        named = row.get("usually_met_by", ())
        own = {id for name in named for id in known if _is_of(id, name)}
        cited = {name for name in _cited_in(row.get("source", "")) if any(_is_of(id, name) for id in known)}
        if named and not cited:
            yield from _other_help_of_need(leaf, index, row)
        unnamed = {name for name in cited if not any(_is_of(id, name) for id in own)}
        uncited = {name for name in named if not any(_is_of(name, one) for one in cited)}
        if own and unnamed and uncited:
            message = _("{id}: the text names {names}, and the statement is about {others}",
                        id=row["key"], names=", ".join(sorted(unnamed)), others=", ".join(sorted(named)))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(("needs", index, "usually_met_by")), code="other-name")


def _other_help_of_need(leaf: Layer, index: int, row: NeedRecord) -> Iterator[GuidelineError]:
    """A need that is usually met by other help than its source, or its name in both languages, calls by an everyday word."""
    named = row.get("usually_met_by", ())
    said = help_called(row.get("source", ""))
    in_both = [help_called(row[language]) for language in ("da", "en")]
    said = said or (in_both[0] if all(in_both) else {})
    meant = {id for ids in said.values() for id in ids}
    if meant and not any(_is_of(one, id) for one in named for id in meant):
        message = _("{id}: the text names {names}, and the statement is about {others}",
                    id=row["key"], names=f"“{next(iter(said))}”", others=", ".join(sorted(named)))  # fmt: skip
        yield GuidelineError(message, at=leaf.locate(("needs", index, "usually_met_by")), code="other-name")


def _cited_in(text: str) -> set[str]:
    """Return the sections of the act that a text cites, several in a row too: “§§ 85, 107 og 108”."""
    return {
        f"SEL-{number}{letter.casefold()}"
        for found in _CITED.finditer(text)
        for number, letter in _ONE.findall(found["all"])
    }


_TWO_SECTIONS = re.compile(
    r"(?:§{1,2} ?|sections? )(\d+)(?: ([a-e])\b)?,? (?:og|eller|samt|and|or) (?:§ ?|section )?(\d+)(?: ([a-e])\b)?(?!\w)",
    re.IGNORECASE,
)


def other_section_too(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that are for help under one of two sections that every text of theirs names."""
    known = vocabulary().provisions
    for one in bound_statements(leaf):
        own = provisions_said(one) if one.section in _FOR_HELP else set()
        named = [_two_sections(text.text) for text in one.worded]
        both = frozenset.intersection(*named) if named and own else frozenset()
        told = {name for name in both if any(_is_of(id, name) for id in own)}
        asked = provisions_read(one)
        missing = {name for name in both - told if any(_is_of(id, name) for id in known)}
        missing -= {name for name in missing if any(_is_of(id, name) for id in asked)}
        if told and missing:
            message = _("{id}: the text names {names} too, and the statement is about {others}",
                        id=one.id, names=", ".join(sorted(missing)), others=", ".join(sorted(own)))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*one.path, "provision" if "provision" in one.row else "when")),
                                 code="other-name")  # fmt: skip


def _two_sections(text: str) -> frozenset[str]:
    """Return the sections that a text names two by two."""
    found = (
        f"SEL-{found[at]}{(found[at + 1] or '').casefold()}" for found in _TWO_SECTIONS.finditer(text) for at in (1, 3)
    )
    return frozenset(found)


def _is_of(first: str, second: str) -> bool:
    return first == second or first.startswith(f"{second}-") or second.startswith(f"{first}-")


def _starts(ids: set[str]) -> set[str]:
    return ids | {id.rpartition("-")[0] for id in ids}
