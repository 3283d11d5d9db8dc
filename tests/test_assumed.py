"""One more fact never turns a known answer, save a fact that the answer took for granted and says so."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests import drawn
from tests.drawn import quiet
from visit import load_case, load_guideline, shipped_catalogue
from visit.case import Case, case_of
from visit.errors import VisitError
from visit.matching import Engine
from visit.ranking.values import Ranking, Standing
from visit.reading.declared import Field, FieldKind, Group, Keyed, Record
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.lists import keys_of
from visit.reading.source import Document, parse
from visit.reasons.explanation import Explanation
from visit.rules.deciding.assumed import proposed_from

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
GRANTED = (Standing.SUITABLE, Standing.BY_EXCEPTION)

# --- one more fact --------------------------------------------------------------------------------------------------


def fields(of: type[Record], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldKind[Any]]]:
    """Every field of the case that has a value or a few, with its place in the file."""
    for one in vars(of).values():
        if isinstance(one, Group):
            yield from fields(one.of, (*path, one.key))
        elif isinstance(one, Field) and isinstance(one.kind, Keyed):
            keys = sorted(keys_of(one.kind.codes)) if one.kind.codes else []  # ids of options are no list of codes
            yield from (((*path, one.key, key), one.kind.value) for key in keys)
        elif isinstance(one, Field):
            yield (*path, one.key), one.kind


def values(kind: FieldKind[Any]) -> list[Any]:
    """The values to try for a kind of field; none for those that are no choice of a few."""
    if kind.name == "truth":
        return [True, False]
    if kind.name == "level":
        return list(range(kind.most + 1))
    if kind.name == "hours":
        return [2, 20]
    keys = sorted(keys_of(kind.codes)) if kind.name in ("code", "codes") else []
    return keys if kind.name == "code" else [[], *([key] for key in keys)] if keys else []


FIELDS = [(path, found) for path, kind in fields(CaseDocument) if path != ("municipality",) and (found := values(kind))]


def records(ids: st.SearchStrategy[str]) -> dict[tuple[str, ...], st.SearchStrategy[Any]]:
    """Rows to fill in where a whole list of them is left out; `ids` gives those of options.

    What an offer answers is the offer's: every answer says to ask it (`ask-the-offer`), and none says what it will be.
    """
    offers, provisions = (
        ids.map(lambda one: one.partition("/")[0]),
        st.sampled_from(sorted(keys_of("granted_provision"))),
    )
    provided = ids.map(lambda one: one.partition("/")[2]).filter(keys_of("granted_provision").__contains__)
    themes, levels = st.sampled_from(sorted(keys_of("theme"))), st.integers(0, 4)
    consent = {"consent": st.sampled_from(sorted(keys_of("consent"))), "guardian_accepts": st.booleans()}
    hours = {"hours_per_week": st.sampled_from((2, 20))}
    applied = {"provision": st.one_of(provisions, provided, st.sampled_from(("SEL-85", "SEL-95", "SEL-96")))}
    rows = {
        ("applied",): st.fixed_dictionaries(applied, optional={"offer": offers, **hours}),
        ("consent", "moves"): st.one_of(
            st.fixed_dictionaries({"offer": offers}, optional=consent),
            st.fixed_dictionaries({"provision": provided}, optional=consent),
        ),
        ("tried",): st.fixed_dictionaries(
            {"provision": provided, "result": st.sampled_from(("helped", "not_enough", "refused"))},
            optional={"offer": offers, "again": st.just("a new ground")},
        ),
        ("goals",): st.fixed_dictionaries({"theme": themes}, optional={"result": st.sampled_from(("reached", "not_reached"))}),
        ("earlier_functioning",): st.fixed_dictionaries({"theme": themes, "level": levels, "on": st.just("2024-01-01")}),
        ("network",): st.fixed_dictionaries(
            {"who": st.just("somebody")},
            optional={
                "place": st.sampled_from(("Ikast", "Esbjerg", "Holstebro")),
                "contact": st.just("weekly"),
                "benefit": st.sampled_from(("documented", "harmful")),
            },
        ),
        ("citizen", "lived"): st.fixed_dictionaries({"municipality": st.sampled_from(("Esbjerg", "Herning"))}),
        ("citizen", "current"): st.fixed_dictionaries(
            {"offer": offers, "service": provided},
            optional={"question": st.sampled_from(("keep", "review", "ends")), **hours},
        ),
    }  # fmt: skip
    wishes = {("wishes", key): st.lists(offers, max_size=1) for key in ("offers", "avoid")}
    return {**{path: st.lists(row, max_size=1) for path, row in rows.items()}, **wishes, ("offered",): ids}


def recorded(document: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    place: Any = document
    for key in path[:-1]:
        place = place.get(key) or {}
    return path[-1] in place


@st.composite
def one_more(draw: st.DrawFn, document: Mapping[str, Any], ids: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The name of a fact or of a list of rows that a document leaves out, and the document with it; ids of options to name."""
    needed = set(document.get("needs", {}).get("areas", keys_of("area"))) - {"home"}  # a home has no hours
    unneeded = {("needs", "hours_per_week", area) for area in keys_of("area") if area not in needed}
    free = [one for one in FIELDS if not recorded(document, one[0]) and one[0] not in unneeded]
    rows = {path: values for path, values in records(st.sampled_from(ids)).items() if not recorded(document, path)}
    if rows and draw(st.booleans()):
        path = draw(st.sampled_from(sorted(rows)))
        return named(path), with_value(document, path, draw(rows[path]))
    path, found = draw(st.sampled_from(free))
    return named(path), with_value(document, path, draw(st.sampled_from(found)))


def named(path: tuple[str, ...]) -> str:
    return ".".join(["case", *(key for key in path if key != "citizen")])


def with_value(document: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    more = copy.deepcopy(dict(document))
    place = more
    for key in path[:-1]:
        place = place.setdefault(key, {})
    place[path[-1]] = value
    return more


# --- what was answered, and what is now -----------------------------------------------------------------------------


def turned(before: Ranking, after: Ranking) -> Iterator[int]:
    """The options of which the answer was known and is another now: those that could be granted, those that were ruled out."""
    now = {option.id: standing for option, standing in zip(after.options, after.standings, strict=True)}
    for index, (option, standing) in enumerate(zip(before.options, before.standings, strict=True)):
        answer = now.get(option.id, standing)
        if standing is Standing.RULED_OUT and answer is not standing and answer is not Standing.ACUTE:
            yield index
        if standing in GRANTED and answer not in GRANTED:
            yield index


def unsaid(engine: Engine, before: Ranking, case: Case, fact: str) -> list[str]:
    """The options of which one more fact turns the answer, though it was not said to be taken for granted."""
    after = engine.match(case)
    explanation = Explanation(before)
    found = []
    for index in turned(before, after):
        said = {one.fact for one in explanation.assumed((before.options[index],))} | set(before.side.proposed)
        if not covers(said, before, fact):
            found.append(f"{before.options[index].id}: {before.standings[index]}")
    first = before.first
    if first is not None and first.standing in GRANTED:
        now = {option.id: option for option in after.options}
        parts = [now[one.id] for one in first.parts if one.id in now]
        still = len(parts) < len(first.parts) or engine.placement(after, parts).standing in GRANTED
        if not still and not covers({one.fact for one in explanation.to_confirm(first)}, before, fact):
            found.append(f"{first.id}: granted")
    return found


def covers(said: set[str], before: Ranking, fact: str) -> bool:
    """Whether a fact is among those that were said, or among those from which the guideline proposes one of them."""
    behind = frozenset[str]().union(*(proposed_from(before.side, one) for one in said))
    if "option.consent_to_move" in said or "option.guardian_accepts" in said:
        behind |= {"case.consent.moves"}
    if "case.needs.areas" in said:
        behind |= {"case.needs.hours_per_week"}  # who needs hours in an area needs the area
    return any(fact == one or fact.startswith(f"{one}.") for one in said | behind)


def ids_of(ranking: Ranking) -> list[str]:
    """The ids to name: of what is in the first placements, and of a few others that were not ruled out or were."""
    first = [part.id for placement in ranking.placements[:5] for part in placement.parts]
    every = [one.id for one in ranking.options if one.kind == "catalogue"]
    return sorted({*first, *every[:: max(1, len(every) // 40)]} - {"home/own", "tenancy/ordinary"}) or ["o1/SEL-85"]


def tried(engine: Engine, before: Ranking, fact: str, document: dict[str, Any]) -> None:
    try:
        case = case_of(Document("one more fact", document))
    except VisitError:
        return  # a value that does not go with the others
    assert unsaid(engine, before, case, fact) == [], fact


@cache
def example(path: Path) -> tuple[dict[str, Any], Engine, Ranking]:
    case = load_case(path)
    engine = Engine(shipped_catalogue(), load_guideline(case.municipality, case.assessed))
    document: Any = parse(path.read_text(encoding="utf-8"), path.name).value
    return document, engine, engine.match(case)


@given(st.data())
@quiet(300)
def test_no_answer_of_an_example_turns_unsaid(data: st.DataObject) -> None:
    document, engine, before = example(data.draw(st.sampled_from(EXAMPLES)))
    tried(engine, before, *data.draw(one_more(document, ids_of(before))))


@given(st.data(), drawn.DOCUMENTS, drawn.catalogues(), st.sampled_from(drawn.SHIPPED))
@quiet(150)
def test_no_answer_of_a_drawn_case_turns_unsaid(
    data: st.DataObject, document: dict[str, Any], catalogue: dict[str, Any], name: str
) -> None:
    engine = Engine(drawn.catalogue(catalogue), drawn.shipped(name))
    before = engine.match(drawn.case(document))
    for _ in range(4):
        tried(engine, before, *data.draw(one_more(document, ids_of(before))))
