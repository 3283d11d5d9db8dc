"""How errors look, how several are told, and when a near name is offered."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit.errors import (
    CaseError,
    CatalogueError,
    DocumentError,
    GuidelineError,
    LedgerError,
    Location,
    PlaceError,
    Problems,
    SourceError,
    UsageError,
    VisitError,
    nearest,
    nearest_names,
)


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("a.yaml"), "a.yaml"),
        (Location("a.yaml", 3), "a.yaml:3"),
        (Location("a.yaml", 3, 7), "a.yaml:3:7"),
    ],
)
def test_location_is_written_as_far_as_it_is_known(location: Location, text: str) -> None:
    assert str(location) == text


def test_an_error_is_place_message_and_help() -> None:
    error = CatalogueError(
        'places must be a whole number, not "tre"',
        at=Location("visit/catalogue.yaml", 41, 13),
        help="write digits, for example `places: 3`",
    )
    assert str(error) == (
        'visit/catalogue.yaml:41:13: error: places must be a whole number, not "tre"\n'
        "  help: write digits, for example `places: 3`"
    )


def test_an_error_without_place_and_help_is_its_message() -> None:
    assert str(UsageError("no such command")) == "error: no such command"


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        (UsageError, VisitError),
        (SourceError, VisitError),
        (DocumentError, VisitError),
        (CaseError, DocumentError),
        (CatalogueError, DocumentError),
        (GuidelineError, DocumentError),
        (PlaceError, VisitError),
        (LedgerError, VisitError),
        (Problems, VisitError),
    ],
)
def test_the_tree_is_as_drawn(child: type[VisitError], parent: type[VisitError]) -> None:
    assert child.__bases__ == (parent,)


def test_problems_are_sorted_by_place_and_joined() -> None:
    late = CaseError("late", at=Location("a", 10, 1))
    early = CaseError("early", at=Location("a", 2, 9), help="do it")
    nowhere = CaseError("nowhere")
    problems = Problems([late, early, nowhere])
    assert problems.errors == (nowhere, early, late)
    assert str(problems) == ("error: nowhere\na:2:9: error: early\n  help: do it\na:10:1: error: late")


def test_problems_of_problems_are_one_list() -> None:
    one, two, three = (CaseError(str(n), at=Location("a", n)) for n in (1, 2, 3))
    assert Problems([three, Problems([two, one])]).errors == (one, two, three)


def test_problems_needs_one() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Problems([])


def test_errors_come_back_from_another_process() -> None:
    error = CaseError("wrong", at=Location("a", 1, 2), help="mend it")
    for original in (error, Problems([error])):
        copy = pickle.loads(pickle.dumps(original))
        assert type(copy) is type(original)
        assert str(copy) == str(original)
        assert copy.at == original.at


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("permanant", "permanent"),
        ("wrok", "work"),
        ("Work", "work"),
        ("ikast", "Ikast"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_name_is_offered_only_when_near(word: str, found: str | None) -> None:
    assert nearest(word, ["temporary", "permanent", "work", "Ikast"]) == found


@given(st.lists(st.text(max_size=8)), st.text(max_size=8), st.randoms())
def test_the_order_of_names_does_not_count(names: list[str], word: str, random: object) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert nearest(word, names) == nearest(word, shuffled)


def test_a_very_long_word_is_no_burden() -> None:
    assert nearest("a" * 1_000_000, ["b" * 50]) is None


NAMES = ("Bellisbo/Bellisparken", "Garland", "Lunden", "Værkstedet Lundgården", "Skovbo (Centeret)", "Syd – Skovbo")


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Belisbo", ("Bellisbo/Bellisparken",)),
        ("garlnd", ("Garland",)),
        ("lundgarden", ("Værkstedet Lundgården",)),
        ("lunde", ("Lunden",)),
        ("skovboo", ("Skovbo (Centeret)", "Syd – Skovbo")),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_by_a_slip_in_one_of_its_words(word: str, names: tuple[str, ...]) -> None:
    assert nearest_names(word, NAMES) == names
