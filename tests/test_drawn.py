"""What is drawn names everything that can be named."""

from __future__ import annotations

from drawn import CASE_FACTS, COMPARED, GROUPS, MONOTONE_CASE, OPTION, OTHER_CASE, PLACED, WORDS, guideline
from written import SOURCE, a_guideline

from visit.rules.facts.registry import LANGUAGE
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind

DRAWN = {*MONOTONE_CASE, *OTHER_CASE, *OPTION, *COMPARED, *PLACED}


def test_drawn_conditions_name_every_fact() -> None:
    tables = {
        "level": {"values": ["low", "high"], "rows": [{"then": "low"}]},
        "need_level": {"values": [1, 2], "rows": [{"then": 1}]},
    }
    grown = {"grown": {"value": 30, "unit": "years"}}
    suits = {"suits": {"values": [True, False], "rows": [{"then": True}]}}
    asked = [atom for atom in COMPARED if atom.startswith("met_by(")]  # a guideline has those that it writes
    notices = [{"id": f"n{n}", "when": atom, "text": WORDS, **SOURCE} for n, atom in enumerate(asked)]
    named = {"facts": {**tables, **suits}, "parameters": grown, "groups": GROUPS}
    built = guideline(a_guideline(case_facts=CASE_FACTS, notices=notices, **named))
    scope = Scope(built.types, built.lists)
    named = {name for atom in DRAWN for name in bind(atom.format(op="<", n=1), scope).reads}
    # What an invariant alone can name is no condition of a guideline.
    assert LANGUAGE.by_name.keys() - named == {"option.standing", "offer.groups"}  # groups: `test_groups_of_offers`
