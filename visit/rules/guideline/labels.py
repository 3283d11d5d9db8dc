"""What a guideline calls its own parameters, its own facts and their values, and whether what it names is there."""

from __future__ import annotations

from visit.errors import GuidelineError, did_you_mean
from visit.locale import text as _
from visit.rules.guideline.drafting import Reading, bilingual_text
from visit.rules.guideline.values import BilingualText


def labels_of(reading: Reading) -> dict[str, BilingualText]:
    """Return how each parameter and fact is said in the middle of a sentence; a label of something else is a fault."""
    tables = reading.merged.rows("facts")
    known = (*reading.merged.rows("parameters"), *tables)
    for layer in reading.merged.layers:
        for name, row in layer.record.get("labels", {}).items():
            if name not in known:
                message = _('unknown name "{name}"', name=name)
                help = reading.declared.help(name) or did_you_mean(name, known)
                reading.problems.append(
                    GuidelineError(message, at=layer.locate(("labels", name)), help=help, code="statement")
                )
                continue
            values = [str(value) for value in tables[name].get("values") or ()] if name in tables else []
            for value in row.get("values", {}):
                if value not in values:
                    at = layer.locate(("labels", name, "values", value))
                    message, help = _("{then} is not among the values", then=value), did_you_mean(value, values)
                    reading.problems.append(GuidelineError(message, at=at, help=help, code="statement"))
    return {name: bilingual_text(row) for name, row in reading.merged.settings.get("labels", {}).items()}


def words_for_values(reading: Reading, name: str) -> dict[str, tuple[str, str]]:
    """Return what the values of a fact are called, in Danish and English."""
    row = reading.merged.settings.get("labels", {}).get(name)
    return {value: (said["da"], said["en"]) for value, said in row.get("values", {}).items()} if row else {}
