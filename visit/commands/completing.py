"""What the shell completes: guidelines, their statements and numbers, offers, placements, places, codes and what a case holds.

An offer and an option go by the names that screens show, each with its id beside it; what is begun as an id is completed as one.
What the ledger has, `completing_log` knows.

A completion never fails and never writes: where something cannot be read it offers nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer

from visit.errors import VisitError
from visit.locale import citations, language

if TYPE_CHECKING:
    from visit.ranking.values import Ranking
    from visit.rules.guideline.values import Guideline

Completions: TypeAlias = list[tuple[str, str]]
"""Each value with what it means."""


TYPED = "visit.typed"
"""Where a shell's own class puts the word that is typed: the library drops what does not begin as it."""


def word_typed(ctx: typer.Context, incomplete: str) -> str:
    """Return the word that is being completed."""
    return str(getattr(ctx, "meta", {}).get(TYPED, incomplete))


def quiet(
    make: Callable[[typer.Context], Iterable[tuple[str, str]]], *, either: bool = False, listed: bool = False
) -> Callable[[typer.Context, str], Completions]:
    """Return a completion of the values that begin as what is typed; none where it fails.

    Args:
        make: Gives every value with what it means.
        either: What a value means is taken in its place as well: it is offered where that is what is typed.
        listed: Several are written, with commas between: the last is completed.
    """

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        try:
            word = word_typed(ctx, incomplete)
            before, comma, last = word.rpartition(",") if listed else ("", "", word)
            taken = before.split(",")
            found = [one for one in make(ctx) if not listed or one[0] not in taken]
            return [(f"{before}{comma}{value}", meaning) for value, meaning in begun_as(found, last, either=either)]
        except Exception:  # a completion that fails would write over what is being typed
            return []

    return complete


def begun_as(found: Iterable[tuple[str, str]], written: str, *, either: bool = False) -> Completions:
    """Return the values that begin as what is written, in any case; else those whose meaning does.

    A shell puts what all of them begin with in the place of what is typed: a name that only has it in it is offered alone.
    """
    from visit.places import fold

    # What is typed may end in a space or a dash, which a folded name does not.
    every, word = list(found), fold(f"{written}x")[:-1]
    begun = [one for one in every if one[0].startswith(written)]
    begun = begun or [one for one in every if fold(one[0]).startswith(word)]
    if begun:
        return begun
    meant = [one for one in every if one[1] and fold(one[1]).startswith(word)]
    if not either:
        return meant
    inside = [one for one in every if word in fold(one[0])]
    return list({id: (id, name) for name, id in reversed(meant)}.values()) or (inside if len(inside) == 1 else [])


def _guidelines(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.rules.guideline.layering import shipped_layers

    names = {layer.id: layer.municipality or "" for layer in shipped_layers()}
    files = sorted(one.name for one in Path().iterdir() if one.suffix in (".yaml", ".yml"))
    return [*sorted(names.items()), *((one, "") for one in files if not one.startswith("."))]


def _profiles(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.population.profile import shipped_profiles

    return [(name, "") for name in shipped_profiles()]


def _offers(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the offers of a catalogue by name, each with its id; by id alone where several are called so."""
    from visit.commands.inputs import load_given_catalogue

    found = load_given_catalogue(_given(ctx, "catalogue")).offers
    return _by_name((citations.cited(offer.name), id) for id, offer in sorted(found.items()))


def _by_name(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return names with the id of each, by name; where one leads to several ids, those in its place."""
    ids: dict[str, dict[str, None]] = {}
    for name, id in named:
        ids.setdefault(name, {})[id] = None
    rows = [(name, [*several]) for name, several in sorted(ids.items())]
    return [
        pair
        for name, several in rows
        for pair in ([(name, several[0])] if len(several) == 1 else [(id, name) for id in several])
    ]


def _given(ctx: typer.Context, key: str) -> str | None:
    """Return an option as it is typed, else as it is set."""
    from visit.commands.office import presets

    case = ctx.params.get("case")
    preset = presets(case if isinstance(case, str) else None, os.environ).get(key)
    typed = ctx.params.get(key)
    return str(typed) if typed else preset.value if preset else None


def _ranking(ctx: typer.Context) -> Ranking:
    from visit.commands.inputs import question
    from visit.matching import match

    asked = question(
        str(ctx.params.get("case")),
        guideline=_given(ctx, "guideline"), catalogue=_given(ctx, "catalogue"), as_of=ctx.params.get("as_of"),
    )  # fmt: skip
    return match(asked.case, asked.catalogue, asked.guideline, asked.as_of)


def _placements(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the ranks of a case's first placements, each with what it consists of."""
    from visit.reasons.short_names import ShortNames

    ranking = _ranking(ctx)
    say = ShortNames.of(ranking, language())
    return [(str(rank), say.placement(one)) for rank, one in enumerate(ranking.placements, 1)]


def _placements_and_offers(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the ranks, and every option by the name that the screen gives it, with the id of its offer."""
    from visit.reasons.short_names import ShortNames

    try:
        ranking = _ranking(ctx)
    except VisitError:  # a case that cannot be ranked has offers to ask about all the same
        return _offers(ctx)
    say = ShortNames.of(ranking, language())
    ranks = [(str(rank), say.placement(one)) for rank, one in enumerate(ranking.placements, 1)]
    return [*ranks, *_by_name((say.option(one), one.offer.id) for one in ranking.options)]


def _statements(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.commands.inputs import today
    from visit.render.guideline_sheet import titles
    from visit.rules import load_guideline

    found = load_guideline(str(ctx.params.get("guideline")), today())
    named = titles()
    return sorted((key, named.get(name, "")) for name, rows in found.record["sections"].items() for key in rows)


def _numbers(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the numbers of the guideline, each with its label; before one is named, those of all that ship."""
    from visit.commands.inputs import today
    from visit.rules import load_guideline
    from visit.rules.guideline.layering import shipped_layers

    named = _given(ctx, "guideline")
    found: dict[str, str] = {}
    for id in [named] if named else dict.fromkeys(layer.id for layer in shipped_layers()):
        with suppress(VisitError):  # one that is not in force today
            guideline = load_guideline(id, today())
            for name in guideline.parameters:
                label = guideline.labels.get(name)
                found.setdefault(name, label.in_language(language()) if label else "")
    return sorted(found.items())


def _assumptions(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield what of a profile can be taken at its low or high value."""
    from visit.population.figures import LOW_AND_HIGH
    from visit.population.profile import load_profile

    assumed = [one for one in load_profile(str(ctx.params.get("profile"))).figures.values() if one.is_assumed]
    names = dict.fromkeys(("all", *(one.margin.name for one in assumed), *(one.name for one in assumed)))
    return [(f"{name}={bound}", "") for name in names for bound in LOW_AND_HIGH]


def _gates(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.lab.gate_values import AMOUNTS, COUNTED

    return [(f"{name} > ", "") for name in (*COUNTED, *AMOUNTS)]


def _towns(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit import places

    return [(name, "") for name in places.town_names()]


def _municipalities(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit import places

    return [(one.name, one.code) for one in places.municipalities()]


def _provisions(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.vocabulary import vocabulary

    return [(key, term.label(language())) for key, term in vocabulary().codes["provision"].terms.items()]


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


def _departures(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    """Yield the departure codes of the guideline of the case on the line; of all that ship before a case is named."""
    if ctx.params.get("case") is None and _given(ctx, "guideline") is None:
        return departure_codes()
    codes = _guideline(ctx).departures
    return [(code, meaning.in_language(language())) for code, meaning in codes.items()]


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
    from visit.render.entry_words import refuser

    return [(one, refuser(one)) for one in REFUSERS]


def _not_chosen(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.decisions.deciding import NONE
    from visit.vocabulary import vocabulary

    return [(one, vocabulary().label("not_chosen", one, language())) for one in NONE]


def settable(ctx: typer.Context, incomplete: str) -> Completions:
    """Complete what `--set` changes: the facts of a case with their labels, and behind the `=` what each can be."""
    incomplete = word_typed(ctx, incomplete)
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


def own_roles(ctx: typer.Context) -> dict[str, str]:
    """Return the roles that the guideline meant adds, each with what it is called; none where it cannot be read."""
    from visit.decisions.roles import inside_names

    with suppress(Exception):  # as above
        return {key: said[language()] for key, said in inside_names(_guideline(ctx)).items() if said is not None}
    return {}


def _guideline(ctx: typer.Context) -> Guideline:
    """Return the guideline that a command is given, else that of the case's municipality."""
    from visit.commands.inputs import today
    from visit.reading.source import read
    from visit.rules import load_guideline

    named = _given(ctx, "guideline")
    if named is None:
        value = read(str(ctx.params.get("case"))).value
        named = str(value["municipality"]) if isinstance(value, dict) else ""
    return load_guideline(named, today())


def _refusal(ctx: typer.Context) -> Iterable[tuple[str, str]]:
    return refusal_codes(ctx.params.get("who"))


def _findings(_ctx: typer.Context) -> Iterable[tuple[str, str]]:
    from visit.rules.findings.kinds import finding_kinds

    return [(code, kind.title.in_language(language())) for code, kind in finding_kinds().items()]


guidelines = quiet(_guidelines)
profiles = quiet(_profiles)
findings = quiet(_findings)
offers = quiet(_offers, either=True)
departures = quiet(_departures)
refusals = quiet(_refusal)
refusers = quiet(_refusers)
not_chosen = quiet(_not_chosen)
placements = quiet(_placements)
placements_and_offers = quiet(_placements_and_offers, either=True)
statements = quiet(_statements)
municipalities = quiet(_municipalities)
provisions = quiet(_provisions)
numbers = quiet(_numbers)
assumptions = quiet(_assumptions)
gates = quiet(_gates)
towns = quiet(_towns)
