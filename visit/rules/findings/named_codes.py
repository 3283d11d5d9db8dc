"""A code of a list that a text names by words of its label alone, beside a proposal or a condition that has another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.named_words import CALLED, words_for
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import condition_said, plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Name, Not

_LISTS = frozenset(
    (
        "need",
        "permanence",
        "housing",
        "actor",
        "premises",
        "tie",
        "goal_kind",
        "sentence",
        "operator",
        "area",
        "impairment",
        "weekday",
        "guardian",
        "staff",
    )
)
"""Lists of which texts name the codes by their own words; what is said of target groups, `other_names` reads."""
_LONG = 5
"""So many letters has a word of a label that tells it from the others."""
_EVERYDAY = re.compile(
    r"behov\w*|needs?|støtte\w*|support|hjælp\w*|periode|during|borger\w*|fast|hele|døgnet|forhold|personlig\w*|personal\w*|matters|staff|part|holder|power|night|besøg|visits|agreed|aftalte|social\w*|sted|place|kontakt|contact"
)
"""Words of labels that texts have for much else."""
_POSITIVE = frozenset(("==", "in", "includes", "overlaps", "within"))


def other_code(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield proposals and statements of a layer whose text names another code of the list that they have."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if one.section == "proposals":
            yield from _proposed(leaf, one, guideline)
        elif one.section == "areas":
            yield from _area(leaf, one, guideline)
        elif one.worded:
            yield from _asked(leaf, one, guideline)


def _proposed(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    value, fact = str(one.row.get("value")), str(one.row.get("fact"))
    codes = guideline.types[fact].codes if fact in guideline.types else None
    asked = [words_for(condition.node, guideline) for condition in one.conditions]
    named = set().union(*(_named(_without(text.text, asked), codes, guideline) for text in one.texts))
    perhaps = {key for text in one.texts for key in _named(text.text, codes, guideline, perhaps=True)}
    if codes is not None and named and value not in perhaps and value in _words(guideline, codes):
        yield _told(leaf, one, (*one.path, "value"), named, {value})


def _without(text: str, several: Sequence[re.Pattern[str]]) -> str:
    """Return what a text says beside what a condition asks."""
    for words in several:
        text = words.sub(" ", text)
    return text


def _area(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """An area that is proposed where the source speaks of another one."""
    area = str(one.row.get("area"))
    source = " ".join(text.text for text in one.texts)
    named, perhaps = _named(source, "area", guideline), _named(source, "area", guideline, perhaps=True)
    if named and area not in perhaps:
        yield _told(leaf, one, (*one.path, "area"), named, {area})


def _asked(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """A condition that has one list's codes in one way alone, and a text that names others of it in every language."""
    has: dict[str, set[str]] = {}
    denied: set[str] = set()
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            inner = node.operand if isinstance(node, Not) else node
            if (
                not isinstance(inner, Comparison)
                or not isinstance(inner.left, Name)
                or inner.left.name not in guideline.types
            ):
                continue
            codes = guideline.types[inner.left.name].codes
            if codes not in _LISTS:
                continue
            items = inner.right.items if isinstance(inner.right, Listing) else (inner.right,)
            has.setdefault(str(codes), set()).update(item.name for item in items if isinstance(item, Name))
            if isinstance(node, Not) or inner.operator not in _POSITIVE or condition.path[-1] == "unless":
                denied.add(str(codes))
    for codes, own in has.items():
        said = [_named(text.text, codes, guideline) for text in one.texts]
        perhaps = {key for text in one.texts for key in _named(text.text, codes, guideline, perhaps=True)}
        worded = [each - _wider(own, guideline, codes) for each in said[: len(one.worded)]]
        if not any(said[: len(one.worded)]):  # the texts name none of the list
            worded = [
                _named(condition_said(text.text), codes, guideline) - _wider(own, guideline, codes)
                for text in one.texts
                if text.is_source
            ]
        if codes not in denied and worded and all(worded) and set.intersection(*worded) and not perhaps & own:
            field = next(condition.path for condition in one.conditions)
            yield _told(leaf, one, field, set.intersection(*worded), own)
            return


def _told(
    leaf: Layer, one: BoundStatement, path: Sequence[str | int], named: set[str], own: set[str]
) -> GuidelineError:
    message = _("{id}: the text names `{name}`, and the statement has `{other}`",
                id=one.id, name=", ".join(sorted(named)), other=", ".join(sorted(own)))  # fmt: skip
    return GuidelineError(message, at=leaf.locate(path), code="other-name")


def _named(text: str, codes: str | None, guideline: Guideline, *, perhaps: bool = False) -> set[str]:
    """Return the codes of a list that a text names, or by an everyday word perhaps names."""
    plain = plain_text(text)
    words = _words(guideline, codes or "", perhaps=perhaps)
    return {key for key, pattern in words.items() if pattern.search(plain) is not None}


def _wider(own: set[str], guideline: Guideline, codes: str) -> set[str]:
    """Return the codes whose label is a part of that of one of some codes: treatment, of drug treatment."""
    terms = guideline.lists[codes].terms
    labels = [label.casefold() for key in own if key in terms for label in (terms[key].da, terms[key].en)]
    return {
        key for key, term in terms.items()
        if any(part.casefold() in label for part in (term.da, term.en) for label in labels)
    }  # fmt: skip


@lru_cache(maxsize=64)
def _words(guideline: Guideline, codes: str, *, perhaps: bool = False) -> Mapping[str, re.Pattern[str]]:
    """Return what finds each code of a list: the words of its label that no other code of the list has."""
    listed = guideline.lists.get(codes)
    if listed is None:
        return {}
    labels = {key: {*words_in(term.da), *words_in(term.en)} for key, term in listed.terms.items()}
    found = {}
    for key, words in labels.items():
        others = set().union(*(each for other, each in labels.items() if other != key))
        alone = [
            word for word in sorted(words - others) if len(word) >= _LONG and (perhaps or not _EVERYDAY.fullmatch(word))
        ]
        own = [re.escape(word[:-1] if len(word) > _LONG else word) + r"\w*" for word in alone]
        own += [CALLED[key]] if key in CALLED else []
        if own:
            found[key] = re.compile(rf"(?<!\w)(?:{'|'.join(own)})(?!\w)", re.IGNORECASE)
    return found
