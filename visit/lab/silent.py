"""The answers to a case whose placements stay, with each set of pieces in effect: of what follows only what these reach is asked.

A statement depends on the pieces that reach it and no others, so it is asked once for each set of these; the others are as the
ranking has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from visit.lab.answers import CaseAnswer
from visit.lab.looks import CaseLooks
from visit.lab.pieces import Piece, PieceSet
from visit.lab.said import TWO_PEOPLE, consequences_of, what_follows
from visit.lab.touching import TouchingPieces
from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequences


def silent_answers(
    ranking: Ranking,
    answer: CaseAnswer,
    of: PieceSet,
    looks: CaseLooks,
    touched: TouchingPieces,
    wanted: Iterable[PieceSet],
) -> Mapping[PieceSet, CaseAnswer]:
    """Return the answers with those of some sets of pieces in effect that give the placements of a ranking.

    Args:
        ranking: The ranking with some pieces in effect.
        answer: Its answer.
        of: These pieces.
        looks: The case.
        touched: The pieces that touch the case, and the statements that they change.
        wanted: The sets.
    """
    known: dict[tuple[PieceSet, str, str], frozenset[str]] = {}
    following: dict[PieceSet, Consequences] = {}

    def said(some: PieceSet, section: str, id: str = "") -> frozenset[str]:
        key = some, section, id
        if key not in known:
            if some not in following:
                lattice, day = looks.lattice, looks.lattice.day(some, ranking.as_of)
                under = replace(ranking, guideline=lattice.guideline(some), side=looks.side(some), as_of=day)
                following[some] = consequences_of(under)
            known[key] = what_follows(following[some], section, id)
        return known[key]

    found: dict[PieceSet, CaseAnswer] = {of: answer}
    for some in wanted:
        if some in found or some & touched.placing != of & touched.placing:
            continue
        changed: dict[str, frozenset[str]] = {}
        for section, of_section in touched.printed.items():
            if section == "notices":  # the one section of many statements, none of which looks at another
                kept = answer.notices
                for id, reaching in of_section.items():
                    kept = kept - said(of, section, id) | said((of - reaching) | (some & reaching), section, id)
                changed[section] = kept
            else:
                reaching = frozenset[Piece]().union(*of_section.values())
                changed[section] = said((of - reaching) | (some & reaching), section)
                if section == "approvals":
                    changed[TWO_PEOPLE] = said((of - reaching) | (some & reaching), TWO_PEOPLE)
        found[some] = replace(answer, **changed)  # type: ignore[arg-type]
    return found
