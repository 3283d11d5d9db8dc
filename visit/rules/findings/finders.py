"""Everything that looks for something in a guideline, in the order in which it is asked, and what is asked of which dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from visit.errors import GuidelineError
from visit.rules.findings.barred_groups import barred_groups
from visit.rules.findings.belonging import (
    need_of_visit,
    of_another,
    of_nobody,
    role_of_another,
    says_always,
    unbounded,
    uncertain,
    unsupported,
)
from visit.rules.findings.between_days import between_days
from visit.rules.findings.binding_words import other_firmness
from visit.rules.findings.blanket_musts import blanket_musts
from visit.rules.findings.cells import cells
from visit.rules.findings.cited_sections import other_provision_of_need, other_section, other_section_too
from visit.rules.findings.code_sides import other_application, other_consent, other_side_of_code, other_side_of_trial
from visit.rules.findings.copies import copied, copied_parameters
from visit.rules.findings.counted_days import other_day
from visit.rules.findings.counts_said import other_count
from visit.rules.findings.covered import covered
from visit.rules.findings.denied_words import denied_words
from visit.rules.findings.directions import turned_round
from visit.rules.findings.double_texts import double_texts
from visit.rules.findings.effects import beforehand, without_effect
from visit.rules.findings.empty_sets import true_of_none
from visit.rules.findings.ends_of_scales import other_end_of_scale
from visit.rules.findings.falling_rows import falling_rows
from visit.rules.findings.field_words import other_fields
from visit.rules.findings.help_areas import other_area
from visit.rules.findings.idle_parts import idle_parts
from visit.rules.findings.idle_rules import idle_rules
from visit.rules.findings.idle_settings import idle_settings, proposes_nothing
from visit.rules.findings.joined_words import other_join
from visit.rules.findings.label_bounds import (
    opposite_asked,
    other_bound,
    other_end,
    other_type_asked,
    other_unit_asked,
    other_unit_called,
)
from visit.rules.findings.languages import other_words
from visit.rules.findings.last_included import last_included
from visit.rules.findings.lasting_steps import other_branch
from visit.rules.findings.left_out import left_out, unlabelled
from visit.rules.findings.listed_ends import listed_ends
from visit.rules.findings.logic_words import other_logic
from visit.rules.findings.meets_both import meets_both
from visit.rules.findings.mixed_joins import other_mixture
from visit.rules.findings.named_actors import other_actor
from visit.rules.findings.named_codes import other_code
from visit.rules.findings.named_help import other_decider, other_doer, other_help
from visit.rules.findings.named_things import other_thing
from visit.rules.findings.never_there import never_there
from visit.rules.findings.opposite_statements import opposite_statements
from visit.rules.findings.opposites import opposite_texts
from visit.rules.findings.order_words import other_order
from visit.rules.findings.ordered_codes import falling_codes, other_size
from visit.rules.findings.orders import odd_orders
from visit.rules.findings.other_names import other_name
from visit.rules.findings.other_sides import other_side
from visit.rules.findings.other_terms import other_term
from visit.rules.findings.other_times import other_time
from visit.rules.findings.out_of_reach import out_of_reach
from visit.rules.findings.out_of_time import out_of_time
from visit.rules.findings.own_numbers import own_number
from visit.rules.findings.passed import passed
from visit.rules.findings.preceded import preceded
from visit.rules.findings.printed_units import other_printed
from visit.rules.findings.printed_values import other_truth, other_value
from visit.rules.findings.quoted_names import other_quoted
from visit.rules.findings.refusals import against_free_choice, known_of_running_help, refused_by_steps
from visit.rules.findings.said_by_ids import other_id
from visit.rules.findings.said_by_rows import said_by_another_row
from visit.rules.findings.said_dates import other_date
from visit.rules.findings.said_grades import said_grades
from visit.rules.findings.said_levels import said_levels
from visit.rules.findings.said_limits import said_limits
from visit.rules.findings.said_otherwise import said_otherwise
from visit.rules.findings.said_twice import said_twice
from visit.rules.findings.scales import off_scale, other_number
from visit.rules.findings.scopes_alone import scope_alone
from visit.rules.findings.scopes_unread import unread_scope
from visit.rules.findings.set_words import other_set
from visit.rules.findings.shares import other_share
from visit.rules.findings.sibling_facts import sibling_fact
from visit.rules.findings.speed import slow
from visit.rules.findings.summed_hours import other_sum
from visit.rules.findings.swapped_answers import swapped_answers
from visit.rules.findings.swapped_labels import swapped_labels
from visit.rules.findings.table_scales import falling_tables
from visit.rules.findings.thresholds import two_values
from visit.rules.findings.turns import turns
from visit.rules.findings.unread import idle_of, shelf_lives, unread
from visit.rules.findings.waited_for import other_wait
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

Finder: TypeAlias = Callable[[Layer, Sequence[Guideline]], Iterable[GuidelineError]]
"""What finds something: of a layer, and the guideline on each date on which it changes."""
FINDERS: tuple[Finder, ...] = (
    unsupported, of_nobody, unread, out_of_time, without_effect, beforehand, blanket_musts, copied, copied_parameters, two_values,
    off_scale, other_number, said_otherwise, turned_round, other_words, left_out, need_of_visit, idle_parts,
    idle_rules, cells, turns, covered, meets_both, said_limits, says_always, out_of_reach, other_logic, other_fields, other_date,
    falling_codes, refused_by_steps, against_free_choice, known_of_running_help, other_name, own_number, unbounded,
    uncertain, of_another, idle_of, other_side, other_time, other_firmness, other_day, other_share, other_set, other_join,
    preceded, odd_orders, true_of_none, between_days, opposite_texts, other_help, other_decider, other_code,
    other_count, other_section, other_size, other_order, passed, said_twice,
    sibling_fact, other_value, other_truth, swapped_labels, other_provision_of_need, opposite_statements, other_id,
    said_by_another_row, falling_rows, double_texts, other_bound, other_end, said_levels, other_unit_asked, other_section_too,
    other_doer,
    other_type_asked, other_unit_called, other_side_of_code, other_application,
    opposite_asked, role_of_another, shelf_lives, unlabelled, barred_groups,
    never_there, other_end_of_scale, listed_ends, other_actor, other_side_of_trial,
    said_grades, other_quoted, other_mixture, other_printed, other_term, last_included,
    other_branch, other_thing, other_wait, other_sum, other_consent, idle_settings, proposes_nothing, other_area,
    falling_tables, scope_alone, unread_scope, denied_words, swapped_answers,
)  # fmt: skip
ON_LAST: tuple[Finder, ...] = (
    idle_parts, idle_rules, cells, turns, covered, meets_both, out_of_reach, preceded, true_of_none, passed, two_values, off_scale,
    other_number, said_otherwise, turned_round, said_limits, other_logic, other_fields, left_out, own_number, other_name,
    other_side, other_time, other_share, other_join, other_decider, other_code, other_count, other_order, odd_orders,
    known_of_running_help, said_twice, sibling_fact, other_value, other_truth, opposite_statements, other_id, falling_rows,
    double_texts, other_bound, other_end, said_levels, other_unit_called, other_side_of_code, other_doer, swapped_labels,
    unlabelled, barred_groups, never_there, said_grades, other_quoted, other_mixture, other_printed, other_term, last_included,
    other_end_of_scale, listed_ends, proposes_nothing, falling_tables, scope_alone, unread_scope, denied_words,
    swapped_answers, other_day, said_by_another_row,
)  # fmt: skip
"""Those of them that look at the last date alone: what has ended before is looked at on the last date on which it holds."""
ASKED_FOR: Mapping[str, Finder] = {"slow": slow}
"""What is looked for only when it is asked for, by code."""
OF_OTHERS = frozenset(("untested", "names-nothing", "met-by-none"))
"""What those find who know the catalogue and the cases."""
