"""Offers, towns and municipalities that a text names, beside a condition with another one in quotes.

No catalogue is asked: a name is a word with a capital letter that both languages have in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Name

_OF_OFFERS = frozenset(("offer.id", "offer.name", "option.id", "case.offered"))
_OF_PLACES = frozenset(
    ("case.home.place", "case.municipality", "case.acting_municipality", "offer.municipality", "offer.operator.municipality")
)  # fmt: skip
_SHOWN = re.compile(r"\{(?:offer|option|case)\.[\w.]+\}")
_NAME = re.compile(r"[A-ZÆØÅ][\w-]*[a-zæøå]\w*")
_LEAST = 4
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def other_quoted(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts name one offer or place, and whose condition has another, or one of two."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        for path, fact, literals in _quoted(one):
            own = " ".join(str(literal.value) for literal in literals)
            other = _other_of_texts(leaf, one, fact, own) or _other_of_parameters(leaf, one, own, guideline)
            if other is not None:
                message = _(
                    "{id}: the text names `{name}`, and the condition reads `{other}`", id=one.id, name=other, other=own
                )
                help = _("write `{sign}` if the text is right, or mend the text", sign=f"'{other}'")
                yield GuidelineError(message, at=leaf.locate_in(path, literals[0].column), help=help, code="other-name")
                break


def _quoted(one: BoundStatement) -> Iterator[tuple[ValuePath, str, list[Literal]]]:
    """Yield the condition and the names in quotes that a fact of an offer or a place is to be one of."""
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if not isinstance(node, Comparison) or not isinstance(node.left, Name):
                continue
            fact = node.left.name
            items = node.right.items if isinstance(node.right, Listing) else (node.right,)
            literals = [item for item in items if isinstance(item, Literal) and isinstance(item.value, str)]
            if fact in _OF_OFFERS | _OF_PLACES and literals:
                yield condition.path, fact, literals


def _other_of_texts(leaf: Layer, one: BoundStatement, fact: str, own: str) -> str | None:
    """Return the name that every text has in what it says first, where none has the condition's own; or one beside that."""
    texts = [text.text for text in one.worded]
    passed = _words(str(leaf.record.get("municipality") or "")) if fact in _OF_OFFERS else frozenset()
    said = [_names_in(re.split(r"[.;:](?:\s|$)", plain_text(text))[0], plain_text(text)) for text in texts]
    common = [name for name in said[0] if all(name in each for each in said)] if said else []
    names = [name for name in common if not _words(name) & (passed | _words(own))]
    if not names:
        return None
    if _is_named(own, " ".join(text.text for text in one.texts)):
        return next((name for name in names if all(_stand_together(own, name, text) for text in texts)), None)
    return None if any(_SHOWN.search(text) and _is_shown(fact, text) for text in texts) else names[0]


def _is_shown(fact: str, text: str) -> bool:
    return "{offer." in text if fact in _OF_OFFERS else f"{{{fact}}}" in text


def _other_of_parameters(leaf: Layer, one: BoundStatement, own: str, guideline: Guideline) -> str | None:
    """Return the name by which a parameter is called that the condition reads, where it is no name of the condition's own."""
    for name in sorted(one.names() & guideline.parameters.keys()):
        label = guideline.labels.get(name)
        if label is None:
            continue
        both = [_names_in(text, text) for text in (label.da, label.en)]
        common = [word for word in both[0] if word in both[1]]
        if common and not any(_words(word) & _words(own) for word in common) and not _is_named(own, label.da):
            return common[0]
    return None


def _names_in(first: str, whole: str) -> list[str]:
    """Return the names in what a text says first, without the s of a genitive; what begins a sentence must stand elsewhere too."""
    found = []
    for one in _NAME.finditer(first):
        name = one[0][:-1] if one[0].endswith("s") else one[0]
        inside = re.search(rf"(?<![.:;!?])(?<!^) {re.escape(name)}", whole) is not None
        if len(name) >= _LEAST and (inside or re.search(r"[æøåÆØÅ]", name)):
            found.append(name)
    return found


def _words(text: str) -> frozenset[str]:
    """Return the words of a name by which it is told, small and without Danish letters."""
    plain = text.casefold().translate(_FOLDED)
    return frozenset(word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", plain) if len(word) >= _LEAST)


def _is_named(own: str, text: str) -> bool:
    plain = text.casefold().translate(_FOLDED)
    return any(word in plain for word in _words(own))


def _stand_together(own: str, name: str, text: str) -> bool:
    """Return whether two names stand side by side in a text: “X og Y”."""
    plain, other = text.casefold().translate(_FOLDED), name.casefold().translate(_FOLDED)
    join = r"\w*(?:,| og| eller| samt| and| or) "
    return any(
        re.search(rf"(?<!\w){first}{join}(?:\w+ )?{second}", plain) is not None
        for word in _words(own)
        for first, second in ((word, other), (other, word))
    )
