"""What a preference's text says it puts in order, and which end first, beside the fact that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements, names_written, through_tables
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Name, parse_condition, unparse

_SUBJECTS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (any_word(words), re.compile(facts))
    for name, words, facts in (
        ("distance", r"nær(?!mere)\w* ~ tæt(?:test)? på ~ afstand\w* ~ km ~ near\w* ~ close(?:st)? to ~ distances? ~ far\w*"
         r" ~ rejsetid\w* ~ travel times?",
         r"^travel\.|_km$|municipality"),
        ("price", r"pris\w* ~ billig\w* ~ dyr\w* ~ kroner ~ prices? ~ cheap\w* ~ costs? ~ dear\w* ~ expensive ~ res+ou?rce\w*",
         r"price|_dkk"),
        ("waiting", r"vente\w* ~ ventetid\w* ~ wait\w*", r"waiting|free_from|free_places"),
        ("wish", r"ønske\w* ~ wish\w*", r"wished|avoided|meets_application|wishes"),
        ("step", r"\w*indgribende ~ almindeligt liv ~ trin\w* ~ (?:less |least )?intrusive ~ ordinary life ~ steps?", r"step"),
        ("what runs", r"fortsætter\w* ~ kender ~ kendte? ~ continu\w* ~ knows ~ familiar ~ known",
         r"current|kept|same_setting|moves_home"),
    )
}  # fmt: skip
"""What an order may be of: the words of a text, and the facts."""
_OF_ONE_PART = re.compile(
    r"\b(?:den|det) (?:del|tilbud|indsats|hjælp),? (?:der|som)\b[^.;:,]*"
    r"|\bthe (?:part|offer|service|help) (?:with|that|which|one)\b[^.;:,]*"
    r"|\b(?:den|det) (?:længste|korteste|dyreste|billigste|fjerneste|nærmeste) (?:del|tilbud|indsats)\b"
    r"|\bthe (?:longest|shortest|dearest|cheapest|farthest|nearest) (?:part|offer|service)\b",
    re.IGNORECASE,
)
"""Which part of a placement is measured: the one with the longest wait."""
_NO_PART = any_word(
    r"""ingen (?:del|dele|af delene) ~ alle dele(?:ne)? ~ hver (?:eneste )?del ~ den dårligste del ~ no part ~ none of the parts
    all (?:the )?parts ~ all parts of ~ every part ~ each part ~ the worst part"""
)
_SOME_PART = any_word(
    r"""mindst (?:én|en) (?:del|af delene) ~ blot (?:én|en) (?:del|af delene) ~ (?:én|en) del er nok ~ den bedste del
    at least one (?:part|of the parts) ~ one part is enough ~ any one part ~ the best part"""
)
"""Whether every part counts, or one is enough."""
_LOW = any_word(
    r"""færrest ~ lavest\w* ~ kortest\w* ~ nærmest\w* ~ tættest ~ billigst\w* ~ tidligst\w* ~ fewest ~ lowest ~ shortest ~ nearest
    closest ~ cheapest ~ earliest ~ smallest"""
)
_HIGH = any_word(
    r"""flest ~ højest\w* ~ længst\w* ~ fjernest\w* ~ dyrest\w* ~ senest\w* ~ størst\w* ~ highest ~ longest ~ farthest ~ dearest
    latest ~ largest ~ greatest"""
)

_BEFORE = re.compile(
    r"\b(?:vejer mere end|vejer tungere end|går forud for|kommer før|går før|weighs more than|comes before|goes before"
    r"|takes precedence over)\b([^.;:,]*)", re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    r"\b(?:vejer mindre end|viger for|kommer efter|weighs less than|comes after|gives way to)\b([^.;:,]*)",
    re.IGNORECASE,
)
"""What is said to decide before another thing, and after it."""


def other_order(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield preferences of a layer whose text is about another fact than they read, or about its other end."""
    for one in bound_statements(leaf):
        field = next((field for field in ("lower", "higher") if field in one.row), None)
        if one.section in ("preferences", "rights") and field is not None and one.worded:
            yield from _subject(leaf, one, every[-1], field)
            yield from _end(leaf, one, every[-1], field)
            yield from _part_measured(leaf, one, every[-1], field)
            yield from _rank(leaf, one, every[-1])


def _rank(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """A preference whose texts say that it weighs more than another one, which is before it, or less than one after it."""
    order = {preference.id: place for place, preference in enumerate(guideline.preferences)}
    subjects = {row.id: _read_of(unparse(row.value.node), guideline) for row in guideline.preferences}
    if len(subjects.get(one.id, ())) != 1:
        return
    for words, sign in ((_BEFORE, 1), (_AFTER, -1)):
        found = [words.search(plain_text(text.text)) for text in one.worded]
        said = [set() if each is None else _subjects_in(each[1]).keys() - subjects[one.id] for each in found]
        if found[0] is None or len(said[0]) != 1 or any(each != said[0] for each in said):
            continue
        others = [id for id, has in subjects.items() if has == said[0]]
        if others and all((order[one.id] - order[id]) * sign > 0 for id in others):
            message = _("{id}: the text says “{word}”, and {other} decides the other way round",
                        id=one.id, word=found[0][0], other=others[0])  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*one.path, "id")), code="wrong-direction")


def _read_of(written: str, guideline: Guideline) -> set[str]:
    """Return what an order is of by the facts that it reads."""
    read = through_tables(names_written(parse_condition(written)), guideline)
    return {name for name, (_words, facts) in _SUBJECTS.items() for fact in read if facts.search(fact)}


def _subjects_in(text: str) -> dict[str, str]:
    """Return what a text says an order is of, each with its word."""
    found = {name: words.search(text) for name, (words, _facts) in _SUBJECTS.items()}
    return {name: word[0] for name, word in found.items() if word is not None}


def _subject(leaf: Layer, one: BoundStatement, guideline: Guideline, field: str) -> Iterator[GuidelineError]:
    has = _read_of(str(one.row[field]), guideline)
    said = [_subjects_in(plain_text(text.text)) for text in one.worded]
    if has and all(said) and not has & set().union(*said):
        message = _("{id}: the text says “{word}”, and the order reads `{fact}`",
                    id=one.id, word=said[0][min(said[0])], fact=str(one.row[field]))  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="other-name")


def _end(leaf: Layer, one: BoundStatement, guideline: Guideline, field: str) -> Iterator[GuidelineError]:
    node = parse_condition(str(one.row[field]))
    if not isinstance(node, Name) or node.name not in guideline.types or guideline.types[node.name].kind == "truth":
        return
    said, other, meant = (_HIGH, _LOW, "higher") if field == "lower" else (_LOW, _HIGH, "lower")
    texts = [_OF_ONE_PART.sub(" ", plain_text(text.text)) for text in one.worded]
    found = [said.search(text) for text in texts]
    if found[0] is not None and all(found) and not any(other.search(text) for text in texts):
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=found[0][0], written=f"{field}: {node.name}")  # fmt: skip
        help = _("write `{sign}` if the text is right, or mend the text", sign=f"{meant}:")
        yield GuidelineError(message, at=leaf.locate((*one.path, field)), help=help, code="wrong-direction")


def _part_measured(leaf: Layer, one: BoundStatement, guideline: Guideline, field: str) -> Iterator[GuidelineError]:
    """A text that measures a placement by its worst part, or by its best, beside an `over` that takes another one."""
    preference = next((row for row in (*guideline.rights, *guideline.preferences) if row.id == one.id), None)
    if preference is None or preference.of_placement:
        return
    sources = [text for text in one.texts if text.is_source]
    said = [found for texts in (one.worded, sources) if (found := _part_said([text.text for text in texts], field))]
    if not said or preference.over in ((meant := said[0][0]), "sum") or (meant, preference.over) == ("max", "all"):
        return
    message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                id=one.id, word=said[0][1], written=f"over: {preference.over}")  # fmt: skip
    help = _("write `{sign}` if the text is right, or mend the text", sign=f"over: {meant}")
    near = "over" if "over" in one.row else field
    yield GuidelineError(message, at=leaf.locate((*one.path, near)), help=help, code="odd-over")


def _part_said(texts: Sequence[str], field: str) -> tuple[str, str] | None:
    """Return the `over` that takes the part which all texts measure by, and the words of the first; None where they differ."""
    worst, best = (_HIGH, _LOW) if field == "lower" else (_LOW, _HIGH)
    found: list[tuple[str, str]] = []
    for text in texts:
        plain = plain_text(text)
        part = _OF_ONE_PART.search(plain)
        named = [("max", part) for words in (worst,) if part is not None and words.search(part[0])]
        named += [("any", part) for words in (best,) if part is not None and words.search(part[0])]
        named += [("max", words) for words in (_NO_PART.search(plain),) if words is not None]
        named += [("any", words) for words in (_SOME_PART.search(plain),) if words is not None]
        if len({over for over, _words in named}) != 1 or named[0][1] is None:
            return None
        found.append((named[0][0], named[0][1][0]))
    return found[0] if found and len({over for over, _words in found}) == 1 else None
