"""Offers that a text or the name of a group calls by their names, where the condition or the group has another one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import OfferGroupRecord
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Name

_SHORTEST = 6


def other_offer(
    offers: Callable[[], Mapping[str, object]],
) -> Callable[[Layer, Sequence[Guideline]], Iterator[GuidelineError]]:
    """Return what finds statements whose text names one offer of a catalogue and whose condition names another.

    Args:
        offers: Gives the offers by their ids, each with a `name`; asked for only where a condition names one.
    """

    def found(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
        for group, row in leaf.record.get("groups", {}).items():
            yield from _of_group(leaf, group, row, offers)
        for one in bound_statements(leaf):
            for condition in one.conditions:
                for node in nodes_of(condition.node):
                    if isinstance(node, Comparison) and isinstance(node.left, Name) and node.left.name == "offer.id":
                        yield from _of_offer(leaf, one, condition.path, node, offers())

    return found


def _of_group(
    leaf: Layer, group: str, row: OfferGroupRecord, offers: Callable[[], Mapping[str, object]]
) -> Iterator[GuidelineError]:
    """A group that is called by the name of an offer that is none of its members."""
    members = [id for id in row["offers"] if id in offers()]
    texts = [f"– {row[language]}" for language in ("da", "en")]
    whole = " – ".join((*texts, str(row.get("source", ""))))
    if any(_names_offer(whole, id, offers()) for id in members):
        named = [{id for id in offers() if _names_offer(text, id, offers())} for text in texts]
        others = sorted(named[0] & named[1] - {*members})  # one that both languages name beside a member
    else:
        others = [id for id in sorted(offers()) if members and _names_offer(whole, id, offers())]
    if others:
        message = _("the group {id} is called by {name}, which is none of it", id=group, name=others[0])
        yield GuidelineError(message, at=leaf.locate(("groups", group, "offers")), code="other-name")


def _of_offer(
    leaf: Layer, one: BoundStatement, path: ValuePath, node: Comparison, offers: Mapping[str, object]
) -> Iterator[GuidelineError]:
    items = node.right.items if isinstance(node.right, Listing) else (node.right,)
    own = [item for item in items if isinstance(item, Literal) and str(item.value) in offers]
    text = " ".join(said.text for said in one.texts)
    if not own or any(_names_offer(text, str(item.value), offers) for item in own):
        return
    others = [id for id in sorted(offers) if _names_offer(text, id, offers)]
    if others:
        message = _("{id}: the text names `{name}`, and the condition reads `{other}`",
                    id=one.id, name=others[0], other=str(own[0].value))  # fmt: skip
        at = leaf.locate_in(path, own[0].column)
        help = _("write `{sign}` if the text is right, or mend the text", sign=f"'{others[0]}'")
        yield GuidelineError(message, at=at, help=help, code="other-name")


def _names_offer(text: str, id: str, offers: Mapping[str, object]) -> bool:
    """Return whether a text has the name of an offer, or the one word of it that no other offer's name has."""
    name = str(getattr(offers[id], "name", ""))
    if name and re.search(rf"(?<!\w){re.escape(name)}", text, re.IGNORECASE) is not None:
        return True
    counted = _words_of_names(tuple(str(getattr(one, "name", "")) for one in offers.values()))
    places = {getattr(one, "place", None) for one in offers.values()}
    alone = [word for word in _NAME.findall(name) if counted[word] == 1 and word not in places]
    return any(re.search(rf"(?<![.:;!?]) {word}s?(?!\w)", text) is not None for word in alone)


_NAME = re.compile(rf"[A-ZÆØÅ]\w{{{_SHORTEST - 1},}}")
"""A word of a name; in the middle of a sentence it is nothing else."""


@lru_cache(maxsize=2)
def _words_of_names(names: tuple[str, ...]) -> Counter[str]:
    return Counter(word for name in names for word in set(_NAME.findall(name)))
