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
from visit.rules.language.expression import Name, parse_condition

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
_LOW = any_word(
    r"""færrest ~ lavest\w* ~ kortest\w* ~ nærmest\w* ~ tættest ~ billigst\w* ~ tidligst\w* ~ fewest ~ lowest ~ shortest ~ nearest
    closest ~ cheapest ~ earliest ~ smallest"""
)
_HIGH = any_word(
    r"""flest ~ højest\w* ~ længst\w* ~ fjernest\w* ~ dyrest\w* ~ senest\w* ~ størst\w* ~ highest ~ longest ~ farthest ~ dearest
    latest ~ largest ~ greatest"""
)


def other_order(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield preferences of a layer whose text is about another fact than they read, or about its other end."""
    for one in bound_statements(leaf):
        field = next((field for field in ("lower", "higher") if field in one.row), None)
        if one.section in ("preferences", "rights") and field is not None and one.worded:
            yield from _subject(leaf, one, every[-1], field)
            yield from _end(leaf, one, every[-1], field)


def _subject(leaf: Layer, one: BoundStatement, guideline: Guideline, field: str) -> Iterator[GuidelineError]:
    read = through_tables(names_written(parse_condition(str(one.row[field]))), guideline)
    has = {name for name, (_words, facts) in _SUBJECTS.items() for fact in read if facts.search(fact)}
    said = [
        {name for name, (words, _facts) in _SUBJECTS.items() if words.search(plain_text(text.text))}
        for text in one.worded
    ]
    if has and all(said) and not has & set().union(*said):
        message = _("{id}: the text is about {said}, and the order reads {fact}",
                    id=one.id, said=min(said[0]), fact=str(one.row[field]))  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="other-name")


def _end(leaf: Layer, one: BoundStatement, guideline: Guideline, field: str) -> Iterator[GuidelineError]:
    node = parse_condition(str(one.row[field]))
    if not isinstance(node, Name) or node.name not in guideline.types or guideline.types[node.name].kind == "truth":
        return
    said, other, meant = (_HIGH, _LOW, "higher") if field == "lower" else (_LOW, _HIGH, "lower")
    texts = [plain_text(text.text) for text in one.worded]
    found = [said.search(text) for text in texts]
    if found[0] is not None and all(found) and not any(other.search(text) for text in texts):
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=found[0][0], written=f"{field}: {node.name}")  # fmt: skip
        help = _("write `{field}`", field=f"{meant}:")
        yield GuidelineError(message, at=leaf.locate((*one.path, field)), help=help, code="wrong-direction")
