"""How a question of the script is put: its words, its choices and what an empty answer means."""

from __future__ import annotations

from visit.interview.asked import PROVISIONS, Question
from visit.interview.fields import (
    AskedField,
    CodeChoice,
    FieldPath,
    by_area,
    choices_of,
    explanation_of,
    fields,
    label_of,
    name_of,
    pattern_of,
    question_of,
    row_fields,
    row_of,
    theme_label,
)
from visit.interview.own import about, answered_as, choices_for, question_for
from visit.interview.state import GATE, InterviewState
from visit.locale import citations, formats, language
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.rules.facts.own import OwnFact


def question_at(path: FieldPath, state: InterviewState) -> Question:
    """Return the question at a path of the script, with what the answers so far say of it."""
    if path[0] == GATE:
        return _gate(path)
    if (own := state.own.at(path)) is not None:
        return _own(path, own, state)
    pattern = pattern_of(path)
    asked = fields()[pattern]
    row = row_of(path)
    is_lead = row is not None and next(iter(row_fields(row))) == path[-1]
    choices = _choices(path, asked, state)
    return Question(
        path=path,
        name=name_of(path),
        section=section_of(path),
        text=question_of(pattern),
        kind=asked.kind,
        choices=choices,
        listed=asked.kind not in ("municipality", *_OF_OFFERS),
        default=_default(path, state),
        required=asked.required and not is_lead,
        row=min(int(row[-1]), 1) if row is not None and is_lead else None,
        in_row=row is not None and not is_lead,
        codes=asked.codes,
        today=state.setting.today,
        about=explanation_of(pattern),
        without=_primary(state) if path == ("target_groups", "secondary") else (),
        nearest=sum(one.theme == _own_municipality(state) for one in choices) if asked.kind in _OF_OFFERS else 0,
    )


def _primary(state: InterviewState) -> tuple[str, ...]:
    primary = state.value("target_groups", "primary")
    return () if primary is None else (str(primary),)


def stage_of(path: FieldPath) -> str:
    """Return the group of a question by which one knows how far an interview has come; a case has each of them or none."""
    group = str(path[1] if path[0] == GATE else path[0])
    return _STAGE_OF.get(group, group)


_STAGE_OF = {
    "municipality": "case", "assessed": "case", "permanence": "support_need", "offered": "applied", "guardian": "consent",
    "without_consent": "consent", "baseline": "earlier_functioning",
}  # fmt: skip


def section_of(path: FieldPath) -> str:
    """Return the title above a question."""
    group = str(path[1] if path[0] == GATE else path[0])
    if stage_of(path) == "case":
        return _("The case")
    return formats.capital(label_of({"guardian": "consent", "permanence": "support_need"}.get(group, group)))


_OF_OFFERS = ("offer", "offer_or_option", "offers", "option")
"""How offers are answered, and their services."""


def _own_municipality(state: InterviewState) -> str | None:
    return state.setting.municipality or state.value("municipality")


def _default(path: FieldPath, state: InterviewState) -> str | None:
    if path == ("case",):
        return state.proposed_id()
    return state.setting.today.isoformat() if path == ("assessed",) else None


def _gate(path: FieldPath) -> Question:
    if path[1] == "functioning":
        theme = theme_label(str(path[2]), language())
        text = _("Assess the theme “{theme}”?", theme=theme)
        meant = _("Yes: each of its sub-themes is asked for. No: they are left out, as not assessed.")
    else:
        text = _("Answer the questions on this: {what}?", what=label_of(str(path[1])))
        meant = explanation_of(str(path[1]))
    return Question(path, name_of(path[1:]), section_of(path), text, "gate", about=meant)


def _own(path: FieldPath, fact: OwnFact, state: InterviewState) -> Question:
    kind = answered_as(fact)
    return Question(
        path=path,
        name=name_of(path),
        section=section_of(path),
        text=question_for(fact),
        kind=kind,
        choices=choices_for(fact),
        listed=kind in ("code", "codes"),
        today=state.setting.today,
        about=about(fact),
    )


def _of(provision: str) -> str:
    """Return a provision as it is cited, kept on one line."""
    return provision_name(provision, language()).replace(" ", "\xa0")


def _own_first(state: InterviewState) -> list[str]:
    """Return the ids of the offers by name, those of the acting municipality first."""
    own, offers = _own_municipality(state), state.setting.offers
    return sorted(offers, key=lambda one: (own is None or offers[one].municipality != own, offers[one].name, one))


def _choices(path: FieldPath, asked: AskedField, state: InterviewState) -> tuple[CodeChoice, ...]:
    offers = state.setting.offers
    if asked.kind in _OF_OFFERS:
        named = ((id, citations.cited(offers[id].name), offers[id].municipality or "") for id in _own_first(state))
        if asked.kind != "option":
            return tuple(CodeChoice(id, name, whose) for id, name, whose in named)
        return tuple(
            CodeChoice(f"{id}/{provision}", f"{name} · {_of(provision)}", whose)
            for id, name, whose in named
            for provision in offers[id].provisions
        )
    found = choices_of(asked.kind, asked.codes)
    if asked.codes == "need":
        found += state.own.need_choices()
    if asked.codes in ("need", *PROVISIONS):
        found = by_area(found)
    known = offers.get(str(state.value(*path[:-1], "offer"))) if path[-1] == "service" else None
    return tuple(one for one in found if one.code in known.provisions) if known else found
