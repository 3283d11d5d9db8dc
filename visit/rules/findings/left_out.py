"""What a statement leaves out that its readers need: a text, a source, the value that decides; and whose answer is waited for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import compared
from visit.rules.findings.texts import names_in_braces, spelt_numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_NOTHING = "tbd|todo|fixme|kilde|source|mangler|missing|ukendt|unknown|none|ingen|n/?a|x+"
_NO_SOURCE = re.compile(rf"[\W_]*({_NOTHING})?[\W_]*", re.IGNORECASE)
_MEASURED = frozenset(("km", "DKK", "hours", "days", "weeks", "months", "years", "minutes", "percent", "level"))


def left_out(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer without a source, a text, or the value that their reason is about."""
    for _section, key, row, path in leaf.statements():
        if (
            isinstance(row, Mapping)
            and isinstance(row.get("source"), str)
            and _NO_SOURCE.fullmatch(row["source"].strip())
        ):
            message = _("{id} names no source", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, "source")), code="no-source")
    for index, preference in enumerate(leaf.record.get("preferences", ())):
        if "text" not in preference:
            message = _("the preference {id} has no text", id=preference["id"])
            yield GuidelineError(message, at=leaf.locate(("preferences", index, "id")), code="preference-without-text")
    yield from _valueless(leaf, every[-1])
    yield from _asked_of_nobody(leaf, every[-1])


def unlabelled(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield the facts that a layer makes by a table and that no layer gives words: answers tell their key."""
    for name in leaf.record.get("facts", {}):
        if name not in every[-1].labels:
            message = _("the fact {name} has no label: answers tell its key", name=name)
            at, row = leaf.locate(("facts", name)), f"{name}: {{da: …, en: …}}"
            help = _("write under `labels`: `{row}`", row=row)
            yield GuidelineError(message, at=at, help=help, code="fact-without-label")


def _valueless(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """A reason with neither a number nor a value, of a rule that measures something: nobody can see how far off it was."""
    measured = {one.id: one for one in compared(leaf, guideline) if one.path[-1] == "require" and one.unit in _MEASURED}
    for index, row in enumerate(leaf.record.get("rules", ())):
        one, said = measured.get(row["id"]), row["reason"]
        if one is not None and not any(_says_a_value(text) for text in (said["da"], said["en"])):
            message = _("the reason of {id} names neither `{fact}` nor its limit", id=row["id"], fact=one.fact)
            limit = f"{{{one.parameter}}}" if one.parameter else str(one.value)
            help = _("write for example `{row}`", row=f"{{{one.fact}}} … {limit}")
            yield GuidelineError(
                message, at=leaf.locate(("rules", index, "reason")), help=help, code="reason-without-value"
            )


def _says_a_value(text: str) -> bool:
    return bool(names_in_braces(text)) or re.search(r"\d", text) is not None or bool(spelt_numbers_in(text))


def _asked_of_nobody(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """A rule that is left to confirm, and that reads nothing an offer could tell."""
    for index, row in enumerate(leaf.record.get("rules", ())):
        rule = guideline.rule(row["id"])
        if rule is None or not rule.confirm:
            continue
        reads = [name for name in guideline.rests_on(rule.require) if name in guideline.facts]
        if reads and all(guideline.facts[name].side == "case" for name in reads):
            message = _(
                "{id} is left for an offer to confirm, and reads only what is known of the citizen", id=row["id"]
            )
            at = leaf.locate(("rules", index, "if_unknown"))
            yield GuidelineError(
                message, at=at, help=_("take `if_unknown` out: it is then asked"), code="confirm-of-citizen"
            )
