"""What a text names of a list, beside a condition that names another of the same list: a code, a provision, an offer, a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from visit.errors import GuidelineError, Location
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.claims import without_asked
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written, nodes_of, through_tables
from visit.rules.findings.texts import names_in_braces, plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import OfferGroupRecord
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Name
from visit.vocabulary import vocabulary

_LISTS = frozenset(("target_group", "need", "offer_group"))
"""Lists whose labels are words of their own; those of the others are said of much else."""
_CALLED: Mapping[str, tuple[str, ...]] = {
    "autism-spectrum": ("autisme", "autism"), "attention-disorder": ("adhd",), "homelessness": ("hjemløs", "homeless"),
    "visual-impairment": ("blinde", "synshandicap", "blind people"), "hearing-impairment": ("hørehæmme", "hard of hearing"),
    "intellectual-disability": ("udviklingshæmme", "intellectually disabled"), "self-harming-behaviour": ("selvskade", "self-harm"),
    "drug-misuse": ("stofmisbruger", "misuse of drugs"), "alcohol-misuse": ("alkoholiker", "misuse of alcohol"),
    "dementia": ("demente",), "altered-reality": ("skizofreni", "psykose", "schizophrenia", "psychosis"),
    "eating-disorder": ("anoreksi", "bulimi", "anorexia"),
    "mental-health": ("sindslidelse", "psykisk sygdom", "mental illness"), "brain-injury": ("hjerneskade", "brain damage"),
}  # fmt: skip
"""What texts call a target group beside its label."""
_SHORTEST = 6
_EVERYDAY = frozenset(
    ("borgere", "borgeren", "citizens", "citizen", "tilbuddet", "tilbuddene", "offers", "kommunen", "kommunens", "municipality",
     "personer", "people", "support")
)  # fmt: skip
"""Words of names of groups that texts have for much else."""
_TWO_PARAGRAPHS = re.compile(
    r"(?:§ ?|SEL ?|section )(?P<section>\d+)(?:, ?stk\. ?|\()(?P<first>\d)\)?"
    r" ?(?:og|eller|samt|og/eller|and|or|and/or|-|–|til) ?(?:stk\. ?|nr\. ?|(?:section )?(?P=section))?\(?(?P<second>\d)\)?",
    re.IGNORECASE,
)
_IN_STATEMENTS = ("approvals", "notices", "follow_up", "deadlines", "grants", "areas", "proposals")


def other_name(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text names another of a list than the condition, or more provisions than it is about."""
    for one in bound_statements(leaf):
        yield from _parameters(leaf, one, every[-1])
        yield from _codes(leaf, one, every[-1])
        yield from _groups(leaf, one)
        yield from _paragraphs(leaf, one)


def _parameters(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """A number in braces that the condition does not read, where it reads another of the same unit."""
    if one.section not in _IN_STATEMENTS:
        return
    read = through_tables(one.names(), guideline) & guideline.parameters.keys()
    for text in one.worded:
        for name in sorted(names_in_braces(text.text) & guideline.parameters.keys() - read):
            unit = guideline.parameters[name].unit
            others = sorted(other for other in read if unit is not None and guideline.parameters[other].unit == unit)
            if others:
                message = _(
                    "{id}: the text names `{name}`, and the condition reads `{other}`",
                    id=one.id,
                    name=name,
                    other=others[0],
                )
                yield GuidelineError(message, at=_at_name(leaf, one, others[0]), code="other-name")
                return


def _at_name(leaf: Layer, one: BoundStatement, name: str) -> Location:
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if isinstance(node, Name) and node.name == name:
                return leaf.locate_in(condition.path, node.column)
    return leaf.locate(one.path)


def _codes(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    named: dict[str, dict[str, tuple[ValuePath, int]]] = {}
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if isinstance(node, Comparison) and isinstance(node.left, Name):
                codes = guideline.types[node.left.name].codes if node.left.name in guideline.types else None
                items = node.right.items if isinstance(node.right, Listing) else (node.right,)
                for item in items if codes in _LISTS else ():
                    if isinstance(item, Name):
                        named.setdefault(str(codes), {})[item.name] = (condition.path, item.column)
    read = through_tables(one.names(), guideline)
    in_tables = {
        name
        for table in read & guideline.tables.keys()
        for when, _then in guideline.tables[table].rows
        if when is not None
        for name in names_written(when.node)
    }
    for codes, own in named.items():
        labels = _labels(codes, guideline)
        texts = _of_whom(one, [words for key in own for words in labels.get(key, ())])
        said = {key for key, words in labels.items() for text in texts if _is_said(words, text)}
        said = {key for key in said if not any(key != other and _is_part(labels[key], labels[other]) for other in said)}
        meant = own.keys() | (in_tables & labels.keys())
        related = {other for key in meant for other in (*_below(codes, key), *_above(codes, key))} | meant
        if codes == "target_group" and (wider := _wider(one, labels, own.keys(), said)) is not None:
            path, column = next(iter(own.values()))
            message = _("{id}: the text names all of `{name}`, and the condition reads `{other}` alone",
                        id=one.id, name=wider, other=", ".join(sorted(own)))  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=wider)
            yield GuidelineError(message, at=leaf.locate_in(path, column), help=help, code="other-name")
            continue
        if codes == "need" and any(_has_own_word(labels, key, said, texts) for key in own):
            continue
        said -= {
            key
            for key in said - related
            if any(_is_part(labels[key], labels[other]) for other in own if other in labels)
        }
        also = said - related if codes == "target_group" else set()
        if said and (also or not said & related):
            path, column = next(iter(own.values()))
            message = _("{id}: the text names `{name}`, and the condition reads `{other}`",
                        id=one.id, name=", ".join(sorted(said - related)), other=", ".join(sorted(own)))  # fmt: skip
            at = leaf.locate_in(path, column)
            yield GuidelineError(message, at=at, code="other-name")


def _wider(
    one: BoundStatement, labels: Mapping[str, Sequence[str]], own: Collection[str], said: set[str]
) -> str | None:
    """Return a target group that every text names, where the condition asks for some of those below it alone."""
    if not one.worded or any(_is_said(labels.get(key, ()), text.text) for key in own for text in one.texts):
        return None
    meant = frozenset().union(*(_below("target_group", key) for key in own))
    for key in sorted(said & {above for other in own for above in _above("target_group", other)}):
        is_general = not _above("target_group", key)
        is_whole = _below("target_group", key) - {key} <= meant
        if not is_general and not is_whole and all(_is_said(labels[key], text) for text in _of_whom(one, ())[:2]):
            return key
    return None


def _has_own_word(labels: Mapping[str, Sequence[str]], key: str, said: set[str], texts: Sequence[str]) -> bool:
    """Return whether texts have a long word of what a need is called that none of the others that they name is called by."""
    others = {word[:_SHORTEST] for other in said - {key} for label in labels[other] for word in words_in(label)}
    alone = {word for label in labels.get(key, ()) for word in words_in(label) if len(word) > _SHORTEST}
    alone = {word for word in alone if word[:_SHORTEST] not in others}
    return any(word in {*words_in(text)} for word in alone - _EVERYDAY for text in texts)


def _of_whom(one: BoundStatement, own: Sequence[str]) -> list[str]:
    """Return what the texts of a statement say of whom it is for: of a notice not what is to be done, behind its colon."""
    texts = [without_asked(text.text) for text in one.texts]
    if one.section != "notices":
        return texts
    heads = [(re.split(r"[.;:]", text)[0], text) for text in texts]
    return [head if _is_said(own, head) else text for head, text in heads]


def _groups(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """A group of offers that every text names in short, before its colon, where the condition reads another one."""
    groups: Mapping[str, OfferGroupRecord] = leaf.record.get("groups", {})
    own = sorted(one.names() & groups.keys())
    worded = one.worded or one.texts  # a proposal has its source alone
    first = [re.split(r"[.;:]", plain_text(text.text).casefold())[0] for text in worded]
    if not own or not first or any(_own_words(groups, key).search(text.text) for key in own for text in one.texts):
        return
    for other in sorted(groups.keys() - own):
        words = _words_alone(groups, other)
        if words is not None and all(words.search(text) for text in first):
            message = _(
                "{id}: the text names `{name}`, and the condition reads `{other}`", id=one.id, name=other, other=own[0]
            )
            yield GuidelineError(message, at=_at_name(leaf, one, own[0]), code="other-name")
            return


def _group_words(key: str, row: OfferGroupRecord, *, source: bool = False) -> set[str]:
    said = f"{key.replace('_', ' ')} {row['da']} {row['en']} {row.get('source', '') if source else ''}"
    return {word for word in words_in(said) if len(word) >= _SHORTEST and word not in _EVERYDAY}


def _own_words(groups: Mapping[str, OfferGroupRecord], key: str) -> re.Pattern[str]:
    """Return what finds any word of a group that no other group has."""
    others = {
        word[:_SHORTEST]
        for other, row in groups.items()
        if other != key
        for word in _group_words(other, row, source=True)
    }
    words = {word[:_SHORTEST] for word in _group_words(key, groups[key], source=True)} - others
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})" if words else "(?!)", re.IGNORECASE)


def _words_alone(groups: Mapping[str, OfferGroupRecord], key: str) -> re.Pattern[str] | None:
    """Return what finds a group by its id in words, or by a long word of its label that no other group begins one with."""
    others = {word[:_SHORTEST] for other, row in groups.items() if other != key for word in _group_words(other, row)}
    words = [
        word for word in _group_words(key, groups[key]) if len(word) > _SHORTEST and word[:_SHORTEST] not in others
    ]
    found = [re.escape(word[: max(_SHORTEST, len(word) - 4)]) for word in sorted(words)]
    found += [re.escape(key.replace("_", " "))] if "_" in key else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})", re.IGNORECASE) if found else None


def groups_called(leaf: Layer) -> dict[str, re.Pattern[str]]:
    """Return what finds each group of offers of a layer in a text, of those that have a word of their own."""
    groups: Mapping[str, OfferGroupRecord] = leaf.record.get("groups", {})
    found = {key: _words_alone(groups, key) for key in groups}
    return {key: words for key, words in found.items() if words is not None}


def target_groups_said(text: str, guideline: Guideline) -> set[str]:
    """Return the target groups that a text names by their label, or by an everyday word for them."""
    return {key for key, words in _labels("target_group", guideline).items() if _is_said(words, text)}


def _labels(codes: str, guideline: Guideline) -> Mapping[str, tuple[str, ...]]:
    terms = guideline.lists[codes].terms
    return {
        key: (*(label.casefold() for label in (term.da, term.en) if len(label) >= _SHORTEST), *_CALLED.get(key, ()))
        for key, term in terms.items()
    }


def _is_said(labels: Sequence[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(label)}", text.casefold()) for label in labels)


def _is_part(labels: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a label is only said as the beginning of a longer one."""
    return any(label != other and label in other for label in labels for other in others)


def _below(codes: str, key: str) -> frozenset[str]:
    return vocabulary().codes[codes].expand(key) if codes in vocabulary().codes else frozenset((key,))


def _above(codes: str, key: str) -> tuple[str, ...]:
    return tuple(vocabulary().ancestors.get(key, ())) if codes == "target_group" else ()


def _paragraphs(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """Two paragraphs of a section in the text, and one of them in the statement."""
    written = one.row.get("provision", ())
    fields = (written,) if isinstance(written, str) else tuple(written) if isinstance(written, list | tuple) else ()
    known = vocabulary().provisions.keys()
    literals = {
        node.name.partition("(")[2].rstrip(")") or node.name
        for condition in one.conditions
        for node in nodes_of(condition.node)
        if isinstance(node, Name)
    }
    own = {*fields, *(literals & known), *re.findall(r"\(([\w-]+)\)", str(one.row.get("counted_from", "")))}
    for text in one.texts if own else ():
        for found in _TWO_PARAGRAPHS.finditer(plain_text(text.text)):
            named = {f"SEL-{found['section']}-{found[part]}" for part in ("first", "second")}
            if named <= known and named & own and named - own:
                missing = ", ".join(sorted(named - own))
                message = _("{id}: the text names {names} too, and the statement is about {others}",
                            id=one.id, names=missing, others=", ".join(sorted(own & known)))  # fmt: skip
                at = leaf.locate((*one.path, "provision") if fields else one.path)
                yield GuidelineError(message, at=at, code="other-name")
                return
