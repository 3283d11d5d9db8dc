"""Tables whose values stand in each other's rows, by their source (“visits at 3-4, otherwise by phone”) or by who reads them.

A statement that is asked where a table gives a value, and whose every text says a level of need that the table never gives it
at, has the wrong value, or the table has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.table_scales import answers_of_levels
from visit.rules.findings.texts import plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Logic, Name, Node

_OTHERWISE = re.compile(r"\b(?:ellers|i øvrigt|otherwise|else)\b(?P<said>[^.;:]*)", re.IGNORECASE)
_NEED = r"(?:støttebehov\w*|support needs?)\b[^.:;\d]{0,14}"
_MORE = r"(?:eller|og|or|and) (?:derover|mere|højere|more|above|higher)"
_LEVELS = re.compile(rf"{_NEED}(?P<low>[0-4])(?:\s?[-–]\s?(?P<high>[0-4])| (?P<more>{_MORE}))?(?!\d)", re.IGNORECASE)
_SHORTEST = 4


def swapped_answers(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield tables of a layer whose source gives what is left another value, and statements at another level than they say."""
    guideline, told = every[-1], set()
    for name, table in leaf.record.get("facts", {}).items():
        said = _left(guideline, name, table)
        if said is not None:
            told.add(name)
            message = _("{name}: by its source what is left is “{said}”, and the last row gives “{given}”",
                        name=name, said=said, given=str(table["rows"][-1]["then"]))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(("facts", name, "rows")), code="falling-rows")
    for one in bound_statements(leaf):
        if not told & one.names():
            yield from _at_another_level(leaf, guideline, one)


def _left(guideline: Guideline, name: str, table: Mapping[str, object]) -> str | None:
    """Return the value that the source of a table gives to all else, where the last row gives another one."""
    rows, found = table["rows"], _OTHERWISE.search(plain_text(str(table.get("source", ""))))
    if found is None or not isinstance(rows, Sequence) or "when" in rows[-1]:
        return None
    given = {str(row["then"]): _stems(guideline, name, str(row["then"])) for row in rows}
    named = [value for value, stems in given.items() if any(_has(stem, found["said"]) for stem in stems)]
    last = str(rows[-1]["then"])
    return named[0] if len(named) == 1 and named[0] != last else None


def _stems(guideline: Guideline, name: str, value: str) -> frozenset[str]:
    codes = guideline.lists.get(guideline.types[name].codes or "") if name in guideline.types else None
    term = None if codes is None else codes.terms.get(value)
    words = words_in(" ".join([value.replace("_", " "), *(() if term is None else (term.da, term.en))]))
    return frozenset(word for word in words if len(word) >= _SHORTEST or len(words) <= 2)


def _has(stem: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(stem)}", text, re.IGNORECASE) is not None


def _at_another_level(leaf: Layer, guideline: Guideline, one: BoundStatement) -> Iterator[GuidelineError]:
    texts = [levels for text in one.worded if (levels := _levels_said(text.text)) is not None]
    if len(texts) < 2 or len(texts) < len(one.worded):
        return
    for condition in one.conditions:
        for table, values in _asked(condition.node) if condition.path[-1] == "when" else ():
            answers = answers_of_levels(leaf, guideline, table)
            given = None if answers is None else {level for level, value in answers.items() if value in values}
            if given is not None and not any(given & levels for levels in texts):
                at_levels = formats.listed([str(level) for level in sorted(given)]) or _("none")
                message = _("{id}: the text says other levels of need than `{table}` gives this value at: {levels}",
                            id=one.id, table=table, levels=at_levels)  # fmt: skip
                help = _("mend the table or the text")
                yield GuidelineError(message, at=leaf.locate(condition.path), help=help, code="other-limit")


def _levels_said(text: str) -> frozenset[int] | None:
    """Return the levels of need that a text says, where it says them once."""
    found = list(_LEVELS.finditer(plain_text(text)))
    if len(found) != 1:
        return None
    low = int(found[0]["low"])
    high = 4 if found[0]["more"] else int(found[0]["high"] or low)
    return frozenset(range(low, high + 1))


def _asked(node: Node) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name of which a condition asks that it is one of some codes."""
    for part in node.parts if isinstance(node, Logic) and node.operator == "and" else (node,):
        if isinstance(part, Comparison) and part.operator in ("==", "in") and isinstance(part.left, Name):
            items = part.right.items if isinstance(part.right, Listing) else (part.right,)
            yield part.left.name, frozenset(item.name for item in items if isinstance(item, Name))
