"""The citizens affected most as a table of a page: both first solutions, each with how it stands, and why it is another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from visit.lab.affected import Affected
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Ranking
from visit.ranking.verdict import standing_told
from visit.render.affected_words import first_named, no_edits, separated_words
from visit.render.compare_words import crossing_words, movement_words


@dataclass(frozen=True, slots=True)
class FirstTold:
    """A first solution: what it is called, and how it stands, as a code and in words; none where there is no solution."""

    name: str
    standing: str = ""
    stands: str = ""


@dataclass(frozen=True, slots=True)
class AffectedRow:
    """A citizen: what turns, both first solutions, why the one is not first now and the other was not before, and the edits."""

    case: str
    turns: str
    old: FirstTold
    new: FirstTold
    why: tuple[str, ...]


def affected_rows(
    affected: Iterable[Affected], language: str, edits: Callable[[Affected], str] = no_edits
) -> Iterator[AffectedRow]:
    """Yield a row for each citizen, in `da` or `en`; `edits` says which edits did it."""
    for one in affected:
        turns = [movement_words(one.one.movement), *map(crossing_words, sorted(one.one.crossings))]
        why = []
        if one.now is not None:
            now = separated_words(one.now, one.new, language, beside=one.old)
            why.append(formats.capital(_("after, the old one does not come first: {why}", why=now)))
        if one.before is not None:
            before = separated_words(one.before, one.old, language, beside=one.new)
            why.append(formats.capital(_("before, the new one did not come first: {why}", why=before)))
        if by := edits(one):
            why.append(_("Moved by: {edits}", edits=by))
        old, new = (_told(ranking, language) for ranking in (one.old, one.new))
        yield AffectedRow(one.one.member.case.id, "; ".join(turns), old, new, tuple(why))


def _told(ranking: Ranking, language: str) -> FirstTold:
    if ranking.first is None:
        return FirstTold(first_named(ranking, language))
    standing = standing_told(ranking, ranking.first)
    return FirstTold(first_named(ranking, language), str(standing), formats.small(standing.label(language)))
