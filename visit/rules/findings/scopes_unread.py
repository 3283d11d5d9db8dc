"""Help, a group of offers, citizens or a state that every text begins with, where the condition reads nothing of it.

A statement without the condition that its text states is for everybody: an approval of long stays is then asked for of all new
help. Read is what a text says first, and only a statement that names no provision, group or fact of that kind elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_help import help_called, provisions_read, provisions_said
from visit.rules.findings.other_names import groups_called, target_groups_said
from visit.rules.findings.sibling_facts import FAMILIES
from visit.rules.findings.statements import BoundStatement, bound_statements, through_tables
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_SECTIONS = ("approvals", "notices", "follow_up", "deadlines")
_SCOPES = ("option.gives_home", "option.kind", "option.id", "option.moves_home", "offer.", "provision.", "placement.",
           "case.current", "case.applied", "case.tried", "case.offered", "case.home", "case.wishes", "case.needs.areas",
           "case.needs.must", "option.covers", "option.residents_only", "option.lives_here", "met_by", "entitled")  # fmt: skip
"""What a condition reads that may be how it says for which help it is."""
_FLAGS: Mapping[str, str] = {
    fact: words for family in FAMILIES for fact, words in family.items() if fact.startswith("case.flags.")
}
_CITIZEN = re.compile(r"(?:borgeren|the citizen)\b", re.IGNORECASE)
_WHERE = r"\b(?:hvis|når|ved|er (?:sagen|behovet)|if|when|where|in)\b[^,.:;]*?"


def unread_scope(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose every text begins with what they are for, and whose conditions read nothing of it."""
    groups = groups_called(leaf)
    for one in bound_statements(leaf):
        if one.section not in _SECTIONS or len(one.worded) < 2:
            continue
        read = through_tables(one.names(), every[-1])
        word = _help(one, read) or _group(one, read, groups) or _citizens(one, read, every[-1]) or _state(one, read)
        if word is not None:
            message = _("{id}: the text says “{word}”, and the condition reads nothing of it", id=one.id, word=word)
            field = "when" if "when" in one.row else "id"
            yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="said-otherwise")


def _first(text: str) -> str:
    """Return what a text says first, of whom or of what it is."""
    return re.split(r"[.:;?](?:\s|$)| – ", plain_text(text))[0]


def _help(one: BoundStatement, read: frozenset[str]) -> str | None:
    if one.section not in ("approvals", "deadlines"):
        return None
    if provisions_said(one) or provisions_read(one) or any(name.startswith(_SCOPES) for name in read):
        return None
    said = [help_called(_first(text.text)) for text in one.worded]
    common = set.intersection(*({id for ids in each.values() for id in ids} for each in said))
    return next(iter(said[0]), None) if common else None


def _group(one: BoundStatement, read: frozenset[str], groups: Mapping[str, re.Pattern[str]]) -> str | None:
    if read & {"offer.groups", "offer.id", "option.id", "option.lives_here", "offer.name"} or provisions_said(one):
        return None
    for key, words in groups.items():
        found = [words.search(_first(text.text).casefold()) for text in one.worded]
        if all(found) and found[0] is not None and not any(key in name for name in read):
            return key
    return None


def _citizens(one: BoundStatement, read: frozenset[str], guideline: Guideline) -> str | None:
    others = guideline.facts.own.keys() | guideline.tables.keys()
    if read & others or any("target_group" in name or name.startswith(("offer.", "case.needs.")) for name in read):
        return None
    if not all(_CITIZEN.match(text.text) for text in one.worded):
        return None
    said = [target_groups_said(_first(text.text), guideline) for text in one.worded]
    return next(iter(sorted(set.intersection(*said))), None)


def _state(one: BoundStatement, read: frozenset[str]) -> str | None:
    for fact, words in _FLAGS.items():
        pattern = re.compile(rf"{_WHERE}({any_word(words).pattern})", re.IGNORECASE)
        found = [pattern.search(_first(text.text)) for text in one.worded]
        if all(found) and found[0] is not None and not any(fact.rpartition(".")[2][:5] in name for name in read):
            return found[0][1]
    return None
