"""Which edit moved whom: exact shares that add up, sets that move only together, and edits that undo each other."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import chain, combinations
from random import Random

import pytest
from drawn import SHIPPED, catalogue, shipped
from drawn import case as written_case
from exploring import Exploring
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, inside
from written import a_case, an_offer
from written import offers as written_offers

from visit.case import Case, case_of, load_case
from visit.catalogue import Catalogue, catalogue_of, load_catalogue
from visit.errors import Location
from visit.lab.answers import Answerer, CaseAnswer, case_answer
from visit.lab.attributing import Attributing
from visit.lab.attribution import Attribution, shares
from visit.lab.bases import Basis, named_basis
from visit.lab.comparing import impact_of
from visit.lab.following import EditCounts, Followed
from visit.lab.looks import CaseLooks
from visit.lab.measures import MEASURES
from visit.lab.members import Member
from visit.lab.moved_by import MovedBy
from visit.lab.pieces import DAY, Lattice, Piece, flattened
from visit.lab.taken import stays_first
from visit.lab.totals import FOLLOWING
from visit.lab.touching import Touching
from visit.matching import Engine
from visit.reading.source import Document, parse
from visit.render.attribution_words import beside_words, idle_words, moved_by_words
from visit.rules import load_guideline
from visit.rules.guideline.building import build
from visit.rules.guideline.by_date import ByDate
from visit.rules.guideline.layering import Layer, layer_of
from visit.rules.guideline.values import Guideline

ON = date(2026, 11, 22)
SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"


@cache
def offers() -> Catalogue:
    return load_catalogue(ROOT / OFFERS)


@cache
def example(name: str) -> Case:
    return load_case(ROOT / f"examples/{name}.yaml")


@cache
def small(name: str) -> Guideline:
    return load_guideline(ROOT / name, ON)


@cache
def lattice() -> Lattice:
    return Lattice(small(SMALL), small(NEXT), (offers(), offers()), None)


# --- shares ---


def subsets(pieces: tuple[Piece, ...]) -> Iterator[frozenset[Piece]]:
    return map(frozenset, chain.from_iterable(combinations(pieces, n) for n in range(len(pieces) + 1)))


@given(st.integers(1, 4), st.data())
def test_shares_add_up_to_what_changes(count: int, data: st.DataObject) -> None:
    pieces = tuple(Piece(f"{n}") for n in range(count))
    values = {some: Fraction(data.draw(st.integers(-3, 3))) for some in subsets(pieces)}
    found = shares(pieces, values)
    assert sum(found.values()) == values[frozenset(pieces)] - values[frozenset()]


def test_the_share_of_two_that_are_needed_together_is_half_and_of_one_without_effect_nothing() -> None:
    a, b, idle = pieces = (Piece("a"), Piece("b"), Piece("idle"))
    values = {some: Fraction(a in some and b in some) for some in subsets(pieces)}
    assert shares(pieces, values) == {a: Fraction(1, 2), b: Fraction(1, 2), idle: 0}


def test_two_that_undo_each_other_have_shares_that_add_up_to_nothing() -> None:
    a, b = pieces = (Piece("a"), Piece("b"))
    values = {some: Fraction(some == {a}) for some in subsets(pieces)}
    assert shares(pieces, values) == {a: Fraction(1, 2), b: Fraction(-1, 2)}


# --- versions between two guidelines ---


@pytest.mark.parametrize("name", SHIPPED)
def test_a_guideline_in_one_layer_answers_as_in_its_own(name: str) -> None:
    guideline = shipped(name)
    alone = build((flattened(guideline),), guideline.as_of, has_decided=True)
    engines = Engine(offers(), guideline), Engine(offers(), alone)
    for one in ("ib-stu-hos-foraeldre", "had-soegt-om-botilbud", "sil-kan-ikke-samtykke"):
        first, second = (case_answer(engine.match(example(one), ON)) for engine in engines)
        assert first == second


def test_pieces_are_statements_and_what_is_only_read_is_none() -> None:
    assert [one.name for one in lattice().pieces] == [
        "rules never-on", "approvals leader-signs", "follow_up look-again", "parameters near_km", "facts heavy",
        "rules staffed", "preferences near-network",
    ]  # fmt: skip


def test_with_every_piece_the_second_guideline_answers_and_with_none_the_first() -> None:
    case, every = example("had-frit-valg-lidt-dyrere"), frozenset(lattice().pieces)
    for some, name in ((frozenset[Piece](), SMALL), (every, NEXT)):
        whole = case_answer(Engine(offers(), small(name)).match(case, ON))
        assert lattice().answer(case, some, ON) == whole


HEAD = 'guideline: one\nversion: "1"\ntitle: {da: a, en: b}\nin_force: {from: 2026-01-01}\nsource: s\n'
FORBID = "rules: [{id: %s, gate: policy, strength: must, require: %s, reason: {da: a, en: b}, source: s}]\n"
RULE = """rules:
  - {id: near, gate: policy, strength: must, require: "travel.network_km <= %s", reason: {da: a, en: b}, source: s}
"""


def of(body: str) -> Layer:
    return layer_of(parse(HEAD + body, "one.yaml"))


def test_a_number_that_is_added_is_one_piece_with_what_reads_it() -> None:
    old, new = (
        build((of(body),), ON)
        for body in (RULE % 30, "parameters: {far: {value: 9, unit: km, source: s}}\n" + RULE % "far")
    )
    assert [one.name for one in Lattice(old, new, (offers(), offers()), None).pieces] == ["rules near + parameters far"]


def test_a_statement_that_a_date_brings_in_is_a_piece() -> None:
    notice = "notices: [{id: soon, text: {da: a, en: b}, source: s, from: 2026-06-01}]\n"
    old, new = (build((of(notice),), day) for day in (date(2026, 5, 31), date(2026, 6, 1)))
    found = Lattice(old, new, (offers(), offers()), (old.as_of, new.as_of)).pieces
    assert [one.name for one in found] == ["notices soon", DAY]


# --- what touches a case ---


def test_a_piece_that_does_not_touch_a_case_changes_nothing_of_its_answer(exploring: Exploring) -> None:
    touching, chance = Touching(lattice()), Random(exploring.chance.random())
    for name in ("ib-stu-hos-foraeldre", "esb-job-med-stoette", "sil-fra-mor-til-eget-hjem", "had-dom-til-anbringelse"):
        case = example(name)
        mine = frozenset(touching.pieces(case, ON))
        assert len(mine) < len(lattice().pieces)
        for _time in range(6):
            some = frozenset(one for one in lattice().pieces if chance.random() < 0.5)
            assert lattice().answer(case, some, ON) == lattice().answer(case, some & mine, ON), (name, some)


def test_a_number_touches_the_cases_that_a_statement_reads_it_for() -> None:
    near_km = next(one for one in lattice().pieces if one.name == "parameters near_km")
    touching = Touching(lattice())
    assert [
        near_km in touching.pieces(example(name), ON)
        for name in ("ib-frit-valg-til-randers", "hol-selvskade-let-behov")
    ] == [
        True,
        False,
    ]


ORDERED = """parameters: {{least: {{value: {least}, unit: level, source: s}}}}
preferences:
"""
NEAR = "  - {id: near, lower: travel.home_km, over: all, text: {da: a, en: b}, source: s}\n"
SOON = """  - {id: soon, lower: option.waiting_days, when: "case.support_need >= least", text: {da: a, en: b}, source: s}
"""


@pytest.mark.parametrize(
    ("least", "touching"),
    [((1, 1), {"preferences order"}), ((4, 1), {"preferences order", "parameters least"}), ((4, 4), set())],
    ids=["both order", "with the number alone", "one never orders"],
)
def test_the_order_of_preferences_touches_whom_it_moves(least: tuple[int, int], touching: set[str]) -> None:
    listed = catalogue(
        written_offers(
            an_offer("near", "SEL-104", place="Odense", waiting_days=90, areas={"activity": "H1"}),
            an_offer("soon", "SEL-104", place="Aarhus", waiting_days=1, areas={"activity": "H1"}),
        )
    )
    citizen = {"age": 30, "home": {"place": "Odense", "housing": "own"}}
    one = written_case(a_case(citizen=citizen, support_need=2, needs={"areas": ["activity"]}))
    old, new = (
        build((of(ORDERED.format(least=value) + order),), ON)
        for value, order in zip(least, (NEAR + SOON, SOON + NEAR), strict=True)
    )
    between = Lattice(old, new, (listed, listed), None)
    assert {piece.name for piece in Touching(between).pieces(one, ON)} == touching
    first, last = (between.answer(one, some, ON).parts for some in (frozenset(), frozenset(between.pieces)))
    assert (first != last) is bool(touching)


LEAST = "parameters: {least: {value: %d, unit: %s, source: s}}\n"
AGAIN = "follow_up: [{id: again, when: 'case.age >= 19', after: least, text: {da: a, en: b}, source: s}]\n"
FITS = (
    FORBID % ("fits", "option.meant_for_citizen and not option.operator_excludes")
    + "facts: {old: {source: s, rows: [{when: case.age >= least, then: 1}, {then: 0}]}}\n"
)


@pytest.mark.parametrize("term", ["case.age >= least", "old == 1"])
@pytest.mark.parametrize("field", ["when", "excludes"])
def test_a_number_touches_the_cases_of_an_offer_whose_terms_read_it(term: str, field: str) -> None:
    own = f'excludes: "{term}", ' if field == "excludes" else ""
    service = f'{{provision: SEL-85, when: "{term}"}}' if field == "when" else "{provision: SEL-85}"
    catalogue = catalogue_of(parse(
        "catalogue: one\nas_of: 2026-01-01\noffers:\n  - {id: a, name: A, place: Ikast, operator: {type: private}, "
        f"{own}source: {{ref: s}}, services: [{service}]}}\n", "one.yaml",
    ))  # fmt: skip
    old, new = (build((of(LEAST % (n, "years") + FITS),), ON) for n in (18, 90))
    touching = Touching(Lattice(old, new, (catalogue, catalogue), None))
    assert len(touching.pieces(example("ib-stu-hos-foraeldre"), ON)) == 1


def test_a_number_that_is_a_period_touches_the_cases_to_which_it_applies() -> None:
    old, new = (build((of(LEAST % (n, "months") + AGAIN),), ON) for n in (3, 4))
    touching = Touching(Lattice(old, new, (offers(), offers()), None))
    mine = [
        touching.of_case(CaseLooks(touching.revisions, example(name), ON))
        for name in ("ib-fylder-18", "esb-prader-willi")
    ]
    assert [(len(one.pieces), one.placing, [*one.printed]) for one in mine] == [
        (0, frozenset(), []), (1, frozenset(), ["follow_up"]),
    ]  # fmt: skip


def test_a_number_that_stands_in_a_text_alone_touches_nobody() -> None:
    said = 'notices: [{id: told, text: {da: "{least}", en: "{least}"}, source: least}]\n'
    old, new = (build((of(LEAST % (n, "years") + said),), ON) for n in (18, 90))
    touching = Touching(Lattice(old, new, (offers(), offers()), None))
    assert [one.name for one in touching.lattice.pieces] == ["parameters least"]
    assert touching.pieces(example("ib-stu-hos-foraeldre"), ON) == ()


# --- over cases ---


def add(found: Attributing, cases: tuple[Case, ...]) -> None:
    impact_of(
        [Member(one, Location("a case")) for one in cases], found.old, found.new, own_only=False, attributing=found
    )


def attributing(old: Answerer, new: Answerer, cases: tuple[Case, ...], most: int = 10_000) -> Attribution:
    found = Attributing(old, new)
    add(found, cases)
    return found.attributed(most, lambda _done, _all: None)


@cache
def sides(old: str, new: str) -> tuple[Answerer, Answerer]:
    return tuple(Answerer(named_basis(str(ROOT / name), offers(), ON)) for name in (old, new))  # type: ignore[return-value]


def totals(old: Answerer, new: Answerer, cases: tuple[Case, ...]) -> Mapping[str, Fraction]:
    """What changes in all, and how many more statements surely follow in each section."""
    found: dict[str, Fraction] = {}
    for what, n in turned(old, new, cases).items():
        more = 0 if what.is_perhaps else n if what.begins else -n
        found[what.section] = found.get(what.section, Fraction(0)) + more
    for case in cases:
        was, now = old.answer(case), new.answer(case)
        for name, measure in MEASURES.items():
            before, after = measure(was, was), measure(was, now)
            if before is not None and after is not None:
                found[name] = found.get(name, Fraction(0)) + after - before
    return found


def turned(old: Answerer, new: Answerer, cases: tuple[Case, ...]) -> Mapping[Followed, int]:
    """In how many cases each statement begins, and ends."""
    found: Counter[Followed] = Counter()
    for was, now in ((old.answer(case), new.answer(case)) for case in cases):
        for section in FOLLOWING:
            before, after = getattr(was, section), getattr(now, section)
            found.update(Followed(section, said, begins=said in after) for said in before ^ after)
    return found


CASES = ("had-soegt-om-botilbud", "sil-noget-at-staa-op-til", "ib-frit-valg-til-randers", "esb-prader-willi")


def test_the_shares_of_all_cases_add_up_to_what_changes_in_all() -> None:
    old, new = sides(SMALL, NEXT)
    cases = tuple(map(example, CASES))
    found = attributing(old, new, cases)
    assert found.is_exact
    expected = totals(old, new, cases)
    for name in {*MEASURES, *FOLLOWING} - {"dkk_a_year"}:
        assert sum(found.shares[name].values()) == expected.get(name, 0)
    sums: dict[Followed, Fraction] = {}
    for name in found.pieces:
        for what, counts in found.following.by_edit(name):
            sums[what] = sums.get(what, Fraction(0)) + counts.share
    assert {what: share for what, share in sums.items() if share} == turned(old, new, cases)


def of_layer(body: str) -> Answerer:
    layer = of(body)
    return Answerer(Basis("one", ByDate(lambda _day: (layer,), has_decided=True), TWO, ON))


TWO = catalogue_of(
    parse(
        """
catalogue: two
as_of: 2026-01-01
offers:
  - {id: a, name: A, place: Ikast, operator: {type: municipal, municipality: Herning}, source: {ref: s},
     services: [{provision: SEL-85}]}
  - {id: b, name: B, place: Ikast, operator: {type: private}, source: {ref: s}, services: [{provision: SEL-85}]}
""",
        "two.yaml",
    )
)
NEEDY = Case(
    {
        "document": {"case": "n", "assessed": "2026-11-02", "municipality": "Herning", "needs": {"areas": ["support"]}},
        "points": {},
    }
)
PREFER = "preferences: [{id: %s, %s: option.external, over: sum, source: s}]\n"


def firsts(*sides: Answerer) -> list[CaseAnswer]:
    return [one.answer(NEEDY) for one in sides]


def test_what_moves_alone_is_counted_for_each() -> None:
    old, new = of_layer("rules: []\n"), of_layer(FORBID % ("no-own", "option.external") + PREFER % ("bought", "higher"))
    was, now = firsts(old, new)
    assert (was.parts, now.parts) == (("a/SEL-85",), ("b/SEL-85",))
    found = attributing(old, new, (NEEDY,))
    assert dict(found.alone) == {"rules no-own": 1, "preferences bought": 1}
    half = {"rules no-own": Fraction(1, 2), "preferences bought": Fraction(1, 2)}
    assert found.shares["moved"] == half
    assert found.movers.of(NEEDY) == MovedBy(half, alone=("rules no-own", "preferences bought"), together=(), needed=())
    assert not found.together
    assert not found.undone


def test_what_moves_only_with_others_is_named() -> None:
    presumption = (FORBID % ("no-own", "option.external")).replace("must", "presumption")
    fewest = "preferences: [{id: fewest, lower: placement.presumptions_failed, of: placement, source: s}]\n"
    old, new = of_layer("rules: []\n"), of_layer(presumption + fewest)
    was, now = firsts(old, new)
    assert (was.parts, now.parts) == (("a/SEL-85",), ("b/SEL-85",))
    found = attributing(old, new, (NEEDY,))
    assert not found.alone
    assert dict(found.together) == {("rules no-own", "preferences fewest"): 1}
    half = {"rules no-own": Fraction(1, 2), "preferences fewest": Fraction(1, 2)}
    assert found.shares["moved"] == half
    by = found.movers.of(NEEDY)
    assert by == MovedBy(half, alone=(), together=("rules no-own", "preferences fewest"), needed=tuple(half))
    assert moved_by_words(found, by) == "only together: no-own: new (1/2) and fewest: new (1/2)"


def test_what_undoes_itself_is_named_and_its_shares_add_up_to_nothing() -> None:
    old, new = (
        of_layer("rules: []\n"),
        of_layer(FORBID % ("no-bought", "option.internal") + PREFER % ("bought", "higher")),
    )
    was, now = firsts(old, new)
    assert was.parts == now.parts == ("a/SEL-85",)
    found = attributing(old, new, (NEEDY,))
    assert found.shares["moved"] == {"rules no-bought": Fraction(-1, 2), "preferences bought": Fraction(1, 2)}
    assert dict(found.undone) == {("rules no-bought", "preferences bought"): 1}
    assert found.movers.of(NEEDY) is None
    assert not any(map(found.does_nothing, found.pieces))


def test_where_nothing_is_found_what_continues_may_be_in_the_way() -> None:
    current = [{"offer": "a", "service": "SEL-85", "question": "keep"}]
    citizen = {"home": {"place": "Ikast", "housing": "own"}, "current": current}
    document = {**NEEDY.record["document"], "needs": {"areas": ["work"]}, "citizen": citizen}
    ranking = Engine(TWO, of_layer("rules: []\n").basis.by_date.on(ON)).match(case_of(Document("n", document)), ON)
    assert ranking.first is None
    assert any(one.continues for one in ranking.options)
    runs = {one.id for one in ranking.options if one.continues}
    assert stays_first(ranking, frozenset(("b/SEL-85",)))
    assert not stays_first(ranking, frozenset(runs))


def test_an_offer_that_is_gone_is_a_piece_as_another() -> None:
    fewer = catalogue_of(parse(
        "catalogue: one\nas_of: 2026-01-01\noffers:\n"
        "  - {id: b, name: B, place: Ikast, operator: {type: private}, source: {ref: s}, services: [{provision: SEL-85}]}\n",
        "one.yaml",
    ))  # fmt: skip
    old = of_layer("rules: []\n")
    changed = of_layer(PREFER % ("own", "lower"))
    new = Answerer(Basis("one", changed.basis.by_date, fewer, ON))
    found = attributing(old, new, (NEEDY,))
    assert found.shares["moved"] == {"preferences own": 0, "offer a": 1}
    assert dict(found.alone) == {"offer a": 1}


def test_where_too_many_answers_are_needed_each_is_tried_alone_and_all_but_it() -> None:
    old, new = sides(SMALL, NEXT)
    cases = tuple(map(example, CASES))
    exact = Attributing(old, new)
    add(exact, cases)
    assert exact.short < exact.exact
    found = attributing(old, new, cases, most=0)  # which is no limit to trying each alone and all but it
    assert (found.is_exact, found.answers) == (False, exact.short)
    assert found.alone.keys() <= found.pieces.keys() and not found.shares.get("moved")


# --- told ---


def test_the_screen_says_which_edit_did_it_and_standard_error_what_it_takes(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    files = [f"examples/{name}.yaml" for name in CASES]
    command = ("compare", SMALL, NEXT, *files, "-c", OFFERS, "--all-municipalities", "--people", "--lang", "en")
    ran = inside(monkeypatch, capsys, *command)
    assert "Which edit did it" in ran.out
    assert "further answers for exact shares" in ran.err
    found = json.loads(inside(monkeypatch, capsys, *command, "--format", "json").out)
    assert found["edits"]["exact"] is True
    moved = sum(Fraction(row["shares"]["moved"]) for row in found["edits"]["rows"])
    assert moved == found["moved"]
    by = [one["edits"] for one in found["affected"]]
    assert len(by) == found["moved"]
    assert all(sum(map(Fraction, one["shares"].values())) == 1 and (one["alone"] or one["together"]) for one in by)
    assert ran.out.count("moved by: ") == len(by)
    limit = str(found["edits"]["exact_answers"] - 1)
    short = inside(monkeypatch, capsys, *command, "--most-answers", limit)
    assert "All but it: how many do not get the same one without it" in " ".join(short.out.split())
    assert "further answers for each alone and all but it" in short.err
    table = inside(monkeypatch, capsys, *command, "--most-answers", limit, "--format", "csv").out.removeprefix("\ufeff")
    edits = [row for row in csv.DictReader(table.splitlines()) if row["list"] == "Which edit did it"]
    rows = json.loads(inside(monkeypatch, capsys, *command, "--most-answers", limit, "--format", "json").out)["edits"][
        "rows"
    ]
    assert [int(row["all but it"]) for row in edits] == [row["all_but_it"] for row in rows]
    follows = [row["follows"].get("approvals", {"all_but_it": 0})["all_but_it"] for row in rows]
    assert [int(row["approvals: all but it, net"]) for row in edits] == follows
    silent = json.loads(inside(monkeypatch, capsys, *command, "--most-answers", "0", "--format", "json").out)
    assert silent["edits"] is None
    assert [one["edits"] for one in silent["affected"]] == [None] * len(by)
    assert silent["digest"] != found["digest"]  # the same digest, the same bytes


def test_above_the_limit_no_answer_is_taken_and_it_is_counted_whom_each_edit_may_touch(
    monkeypatch, capsys, tmp_path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Attributing, "attributed", lambda *_given: pytest.fail("answers were taken"))
    files = [f"examples/{name}.yaml" for name in CASES]
    command = (
        "compare",
        SMALL,
        NEXT,
        *files,
        "-c",
        OFFERS,
        "--all-municipalities",
        "--most-answers",
        "1",
        "--lang",
        "en",
    )
    names = ("a.json", "b.md", "c.html", "d.csv")
    outputs = [word for one in names for word in ("-o", str(tmp_path / one))]
    ran = inside(monkeypatch, capsys, *command, "--people", *outputs)
    assert (ran.code, "are more than 1, and are not taken" in ran.err) == (0, True)
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    old, new = sides(SMALL, NEXT)
    asked = Attributing(old, new)
    add(asked, tuple(map(example, CASES)))
    touched = {one["edit"]: one["touches"] for one in found["touching"]}
    assert (found["edits"], touched) == (None, {name: asked.touching().touched[name] for name in asked.pieces})
    assert any(touched.values())
    assert f"ask for them with --most-answers {asked.short}" in found["why_no_edits"]
    most = max(touched.values())
    sheet, page, rows = ((tmp_path / one).read_text("utf-8") for one in names[1:])
    assert re.search(rf"\| +{most} \|", sheet) and f",{most}," in rows
    assert "further answers" not in page and "it is of fewer than 5 real citizens" in page
    few = inside(monkeypatch, capsys, *command, "--format", "json")
    assert json.loads(few.out)["touching"] is None  # of real citizens, one of them is of few


def test_the_day_touches_a_case_where_something_reads_it_and_no_other() -> None:
    notice = "notices: [{id: note, when: %s, text: {da: a, en: b}, source: s}]\n"
    later = ON.replace(year=ON.year + 1)
    touched = {}
    for when in ("'case.needs.areas includes support'", f"as_of >= {later.isoformat()}"):
        old, layer = of_layer("rules: []\n"), of(notice % when)
        new = Answerer(Basis("one", ByDate(lambda _day, layer=layer: (layer,), has_decided=True), TWO, later))
        found = attributing(old, new, (NEEDY,))
        assert found.answers == 0  # what follows from a placement takes no other ranking
        touched[when] = dict(found.touched), found.shares["notices"]
    by_need, by_day = touched.values()
    assert by_need == ({"notices note": 1}, {"notices note": 1, "day": 0})
    assert by_day == ({"notices note": 1, "day": 1}, {"notices note": Fraction(1, 2), "day": Fraction(1, 2)})


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (0, "1 edit touches none of these citizens"),
        (3, "1 edit changes nothing that is compared for these citizens"),
    ],
)
def test_what_has_no_effect_is_told_apart_from_what_is_not_tried(read: int, told: str) -> None:
    piece = Piece("parameters most")
    found = Attribution({piece.name: piece}, touched=Counter({piece.name: read}))
    assert list(idle_words(found)) == [told]


def test_of_many_edits_each_is_tried_alone_and_left_out_and_what_follows_is_told_beside_it() -> None:
    notice = "  - {id: n%s, when: %s, text: {da: a, en: b}, source: s}\n"
    body = "notices:\n" + "".join(notice % (n, "case.needs.areas includes support") for n in range(20))
    old, new = of_layer("rules: []\n"), of_layer(body + FORBID % ("no-own", "option.external"))
    found = attributing(old, new, (NEEDY,))
    assert len(found.pieces) == 21
    assert found.is_exact  # each notice depends on itself alone
    assert found.shares["notices"]["notices n3"] == 1
    short = attributing(*in_step(20), (NEEDY,), most=100)
    assert short is not None
    assert not short.is_exact
    assert short.in_counts("approvals", "parameters p3") == (0, 1)
    p3 = {Followed("approvals", "leader", begins=True): EditCounts(Fraction(0), alone=0, needed=1)}
    assert dict(short.following.by_edit("parameters p3")) == p3
    assert list(beside_words(short, short.pieces["parameters p3"], ())) == ["beside all others: approval by: leader +1"]
    assert not short.does_nothing("parameters p3")
    assert short.exact_answers > 100


def in_step(count: int) -> tuple[Answerer, Answerer]:
    """Two guidelines that differ in so many numbers, all of which one approval reads."""
    numbers = "parameters:\n" + "".join(f"  p{n}: {{value: %s, source: s}}\n" for n in range(count))
    when = " and ".join(f"p{n} == 2" for n in range(count))
    body = f"approvals: [{{id: a, when: '{when}', by: leader, text: {{da: a, en: b}}, source: s}}]\n"
    return tuple(of_layer(numbers % ((value,) * count) + body) for value in (1, 2))  # type: ignore[return-value]
