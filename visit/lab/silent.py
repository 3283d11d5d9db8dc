"""The answers to a case whose placements stay, with each set of pieces in effect: of what follows only what these reach is asked.

A statement depends on the pieces that reach it and no others, so it is asked once for each set of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from visit.lab.answers import CaseAnswer, what_follows
from visit.lab.looks import CaseLooks
from visit.lab.pieces import PieceSet, every_set
from visit.lab.touching import TouchingPieces
from visit.ranking.values import Ranking


def silent_answers(
    ranking: Ranking, old: CaseAnswer, looks: CaseLooks, touched: TouchingPieces
) -> Mapping[PieceSet, CaseAnswer]:
    """Return the answers with every set of pieces in effect that touch a case and change no placement of it.

    Args:
        ranking: The ranking without any of them.
        old: Its answer.
        looks: The case.
        touched: The pieces, and the statements that they change.
    """
    known: dict[tuple[PieceSet, str, str], frozenset[str]] = {}

    def said(some: PieceSet, section: str, id: str = "") -> frozenset[str]:
        key = some, section, id
        if key not in known:
            under = replace(ranking, guideline=looks.lattice.guideline(some), side=looks.side(some))
            known[key] = what_follows(under, section, id)
        return known[key]

    nothing: PieceSet = frozenset()
    found: dict[PieceSet, CaseAnswer] = {}
    for some in every_set(touched.pieces):
        changed: dict[str, frozenset[str]] = {}
        for section, of_section in touched.printed.items():
            if section == "notices":  # the one section of many statements, none of which looks at another
                kept = old.notices
                for id, reaching in of_section.items():
                    kept = kept - said(nothing, section, id) | said(some & reaching, section, id)
                changed[section] = kept
            else:
                changed[section] = said(some & frozenset().union(*of_section.values()), section)
        found[some] = replace(old, **changed) if some else old  # type: ignore[arg-type]
    return found
