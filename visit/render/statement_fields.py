"""What the fields of a guideline's statements are called where an edit of one is told; in a file they stand as keys."""

from __future__ import annotations

from visit.locale import text as _


def statement_field(field: str) -> str:
    """Return what a field is called; one that has no name of its own as it is written in the file."""
    return _names().get(field, field)


def _names() -> dict[str, str]:
    return {**_of_statements(), **_of_values(), **_of_the_whole()}


def _of_statements() -> dict[str, str]:
    return {
        "when": _("condition"),
        "require": _("requirement"),
        "unless": _("exception"),
        "if_unknown": _("where it is not known"),
        "never": _("must never be true"),
        "higher": _("the higher, the better"),
        "lower": _("the lower, the better"),
        "bands": _("bands"),
        "over": _("of several parts"),
        "of": _("looked at for"),
        "gate": _("kind of rule"),
        "strength": _("strength"),
        "kind": _("kind"),
        "by": _("by whom"),
        "four_eyes": _("two people"),
        "provision": _("provision"),
        "certainty": _("certainty"),
        "source": _("source"),
        "reason": _("text"),
        "text": _("text"),
        "da": _("Danish text"),
        "en": _("English text"),
        "from": _("applies from"),
        "until": _("applies until"),
        "counted_from": _("counted from"),
        "waits_for": _("waits for"),
        "within": _("within"),
        "before": _("at least before"),
        "lasts": _("granted for"),
        "after": _("after"),
        "then_every": _("then every"),
        "ends_after": _("ends after"),
        "usual_hours": _("usual hours a week"),
        "most_hours": _("most hours a week"),
        "weeks": _("weeks"),
        "form": _("form"),
    }


def _of_values() -> dict[str, str]:
    return {
        "value": _("value"),
        "values": _("possible values"),
        "unit": _("unit"),
        "local": _("how far a child may move it"),
        "rows": _("rows"),
        "then": _("gives"),
        "fact": _("fact"),
        "type": _("type"),
        "codes": _("choices"),
        "ordered": _("in order"),
        "at_least": _("at least"),
        "at_most": _("at most"),
        "label": _("what it is called"),
        "ask": _("question"),
        "areas": _("areas"),
        "usually_met_by": _("usually met by"),
        "outside": _("outside the municipality"),
        "offers": _("offers"),
        "level": _("level"),
        "dkk_per_day": _("kroner a day"),
        "default": _("everything else"),
    }


def _of_the_whole() -> dict[str, str]:
    return {
        "title": _("title"),
        "municipality": _("municipality"),
        "draft": _("draft"),
        "in_force": _("period in force"),
        "extends": _("extends"),
        "corrects": _("corrects"),
        "nearness": _("nearness to the network"),
        "ladders": _("ladders"),
        "step_labels": _("names of steps"),
    }
