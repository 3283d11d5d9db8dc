"""What the shell completes: guidelines and their statements, offers, placements, places, codes, roles, entries and cases.

A completion never fails and never writes: where something cannot be read it offers nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer

from visit.errors import VisitError
from visit.locale import citations, language

if TYPE_CHECKING:
    from visit.ledger.log import Ledger
    from visit.rules.guideline.values import Guideline

Completions: TypeAlias = list[tuple[str, str]]
"""Each value with what it means."""

LAST = 50
"""So many entries are offered, the newest first."""


def _quiet(make: Callable[[typer.Context], Iterable[tuple[str, str]]]) -> Callable[[typer.Context, str], Completions]:
    """Return a completion of the values that begin as what is typed, else of those whose meaning does; none where it fails."""

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        try:
            found = list(make(ctx))
            begun = [one for one in found if one[0].startswith(incomplete)]
            named = incomplete.casefold()
            return begun or [one for one in found if one[1].casefold().startswith(named)]
        except Exception:  # a completion that fails would write over what is being typed
            return []

    return complete


def _guidelines(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.rules.guideline.layering import shipped_layers

    names = {layer.id: layer.municipality or "" for layer in shipped_layers()}
    files = [(one.name, "") for one in sorted(Path().iterdir()) if one.suffix in (".yaml", ".yml")]
    return [*sorted(names.items()), *files]


def _profiles(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.population.profile import shipped_profiles

    return [(name, "") for name in shipped_profiles()]


def _offers(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.commands.inputs import load_given_catalogue
    from visit.commands.office import presets

    given = ctx.params.get("catalogue")
    preset = presets(ctx.params.get("case"), os.environ).get("catalogue")
    found = load_given_catalogue(given or (preset.value if preset else None))
    return [(id, citations.cited(offer.name)) for id, offer in sorted(found.offers.items())]


def _placements(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the ranks of a case's first placements, each with what it consists of."""
    from visit.commands.inputs import question
    from visit.commands.office import presets
    from visit.matching import match
    from visit.reasons.short_names import ShortNames

    case = str(ctx.params.get("case"))
    preset = presets(case, os.environ)
    guideline, catalogue = (
        ctx.params.get(key) or (preset[key].value if key in preset else None) for key in ("guideline", "catalogue")
    )
    asked = question(case, guideline=guideline, catalogue=catalogue, as_of=ctx.params.get("as_of"))
    ranking = match(asked.case, asked.catalogue, asked.guideline, asked.as_of)
    say = ShortNames.of(ranking, language())
    return [(str(rank), say.placement(one)) for rank, one in enumerate(ranking.placements, 1)]


def _placements_and_offers(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    with suppress(Exception):  # a case that cannot be ranked has offers to ask about all the same
        yield from _placements(ctx)
    yield from _offers(ctx)


def _statements(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.commands.inputs import today
    from visit.render.guideline_sheet import titles
    from visit.rules import load_guideline

    found = load_guideline(str(ctx.params.get("guideline")), today())
    named = titles()
    return sorted((key, named.get(name, "")) for name, rows in found.record["sections"].items() for key in rows)


def _municipalities(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit import places

    return [(one.name, one.code) for one in places.municipalities()]


def _provisions(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.vocabulary import vocabulary

    return [(key, term.label(language())) for key, term in vocabulary().codes["provision"].terms.items()]


def _cases(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the pseudonyms of the last cases in the ledger, each once."""
    with _ledger(ctx) as log:
        size = log.store.size()
        found = (
            log.entry(n, names=("case",), partial=True).get("case") for n in reversed(range(max(0, size - LAST), size))
        )
        return [(one, "") for one in dict.fromkeys(str(one) for one in found if one)]


def departure_codes() -> Iterable[tuple[str, str]]:
    """Yield every departure code of the guidelines that ship, with its meaning; of those that not all have, which have it."""
    from visit.rules import NATIONAL
    from visit.rules.guideline.layering import shipped_layers

    found: dict[str, tuple[str, set[str]]] = {}
    for layer in shipped_layers():
        for code, meaning in (layer.record.get("departures") or {}).items():
            words = meaning["da"] if language() == "da" else meaning["en"]
            found.setdefault(code, (words, set()))[1].add(layer.id)
    for code, (words, names) in found.items():
        yield code, words if NATIONAL in names else f"{words} ({', '.join(sorted(names))})"


def _entry_types(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the types of entry, each with what it is called."""
    from visit.ledger.entry_types import EntryType

    return ((one.value, one.label) for one in EntryType)


def refusal_codes(who: str | None = None) -> Iterable[tuple[str, str]]:
    """Yield the codes of a refusal, of everybody who may refuse unless one is named."""
    from visit.decisions.answering import REFUSERS
    from visit.vocabulary import vocabulary

    found: dict[str, str] = {}
    for one in REFUSERS if who not in REFUSERS else (who,):
        found |= {key: term.label(language()) for key, term in vocabulary().codes[f"refusal_{one}"].terms.items()}
    return found.items()


def _refusers(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.decisions.answering import REFUSERS
    from visit.render.ledger_sheet import refuser

    return [(one, refuser(one)) for one in REFUSERS]


def _not_chosen(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.decisions.deciding import NONE
    from visit.vocabulary import vocabulary

    return [(one, vocabulary().label("not_chosen", one, language())) for one in NONE]


def _entries(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    with _ledger(ctx) as log:
        size = log.store.size()
        numbers = range(max(0, size - LAST), size)
        return [(str(n), log.entry(n, values=False).leaf.type.label) for n in reversed(numbers)]


def _decisions(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.ledger.entry_types import EntryType

    label = EntryType.DECISION.label
    return [(number, kind) for number, kind in _entries(ctx) if kind == label]


@contextmanager
def _ledger(ctx: typer.Context) -> Iterator[Ledger]:
    from visit.commands.ledgers import ledger_name
    from visit.commands.office import presets
    from visit.ledger.log import Ledger

    preset = presets(None, os.environ).get("ledger")
    with Ledger.open(ledger_name(ctx.params.get("ledger") or (preset.value if preset else None))) as log:
        yield log


def known_roles(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete the roles behind `NAME=` and each comma, those that the guideline adds last."""
    from visit.decisions.roles import INSIDE, inside_names
    from visit.vocabulary import vocabulary

    name, equals, given = incomplete.partition("=")
    if not equals:
        return []
    before, comma, last = given.rpartition(",")
    start = f"{name}={before}{comma}"
    terms = vocabulary().codes["role"].terms
    found = {key: terms[key].label(language()) for key in INSIDE}
    with suppress(Exception):  # as above
        found |= {key: said[language()] for key, said in inside_names(_guideline(ctx)).items() if said is not None}
    return [(start + key, label) for key, label in found.items() if key.startswith(last)]


def settable(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete what `--set` changes: the facts of a case with their labels, and behind the `=` what each can be."""
    name, equals, _given = incomplete.partition("=")
    try:
        every = {one: (label, values) for one, label, values in _facts(ctx)}
        if not equals:
            return [(f"{one}=", label) for one, (label, _values) in every.items() if one.startswith(incomplete)]
        _label, values = every.get(name, ("", ()))
        return [(f"{name}={key}", label) for key, label in values if f"{name}={key}".startswith(incomplete)]
    except Exception:  # as above
        return []


def _facts(ctx: typer.Context) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Yield what can be set in a case: its name, its label and its codes; what the guideline declares last."""
    from visit.interview.fields import choices_of, fields, label_of
    from visit.interview.own import choices_for
    from visit.reading.documents.case import fact_name

    truth = (("true", ""), ("false", ""))
    for pattern, field in fields().items():
        if "*" not in pattern:
            codes = choices_of(field.kind, field.codes) if field.kind in ("code", "level", "municipality") else ()
            found = tuple((one.code, one.label) for one in codes)
            yield fact_name(pattern), label_of(pattern), truth if field.kind == "truth" else found
    with suppress(VisitError):
        for fact in _guideline(ctx).facts.own.values():
            found = tuple((one.code, one.label) for one in choices_for(fact) if fact.shape.kind != "set")
            yield fact.name, fact.words.label(language()), truth if fact.shape.kind == "truth" else found


def _guideline(ctx: typer.Context) -> Guideline:
    """Return the guideline that a command is given, else that of the case's municipality."""
    from visit.commands.inputs import today
    from visit.commands.office import presets
    from visit.reading.source import read
    from visit.rules import load_guideline

    case = ctx.params.get("case")
    preset = presets(case, os.environ).get("guideline")
    named = ctx.params.get("guideline") or (preset.value if preset else None)
    if named is None:
        value = read(str(case)).value
        named = str(value["municipality"]) if isinstance(value, dict) else ""
    return load_guideline(named, today())


def _refusal(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    return refusal_codes(ctx.params.get("who"))


def _findings(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.rules.findings.kinds import finding_kinds

    return [(code, kind.title.in_language(language())) for code, kind in finding_kinds().items()]


guidelines = _quiet(_guidelines)
profiles = _quiet(_profiles)
findings = _quiet(_findings)
offers = _quiet(_offers)
departures = _quiet(lambda _ctx: departure_codes())
refusals = _quiet(_refusal)
refusers = _quiet(_refusers)
not_chosen = _quiet(_not_chosen)
entries = _quiet(_entries)
entry_types = _quiet(_entry_types)
placements = _quiet(_placements)
placements_and_offers = _quiet(_placements_and_offers)
statements = _quiet(_statements)
municipalities = _quiet(_municipalities)
provisions = _quiet(_provisions)
cases = _quiet(_cases)
decisions = _quiet(_decisions)
