"""Who is meant by a name: what cannot be told apart is one person, and what can be is two."""

from __future__ import annotations

import pytest
from ledgers import a_case, approve, decide

from visit.decisions import answering
from visit.decisions.deciding import name
from visit.decisions.people import folded, known, roles, same
from visit.errors import LedgerError, UsageError
from visit.ledger.log import Ledger

ONE = [
    ("anna", "Anna"), ("anna", " anna "), ("anna lund", "AnnaLund"), ("anna", "an\u200bna"), ("anna", "anna\u202e"),
    ("anna", "\uff41nna"), ("anna", "\u0430nna"), ("lars", "Iars"), ("lars", "1ars"), ("bo", "b0"), ("åse", "a\u030ase"),
    ("anna", "anna\ufe0f"), ("anna", "anna\u3164"), ("ida", "IDA"), ("ole", "\u03bfle"), ("STRASSE", "straße"),
]  # fmt: skip
TWO = [
    ("anna", "anne"),
    ("lia", "ila"),
    ("Lia", "Ila"),
    ("kai", "kal"),
    ("åse", "ase"),
    ("øjvind", "ojvind"),
    ("per", "pær"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_what_cannot_be_told_apart_is_one(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_what_can_be_told_apart_is_two(one: str, other: str) -> None:
    assert not same(one, other)
    assert folded(one) != folded(other)


def test_a_person_has_the_roles_of_the_list() -> None:
    people = {"anna": {"roles": ["caseworker"]}, "lars": {"roles": ["leader"]}}
    assert (known(people, "LARS "), known(people, "mette")) == ("lars", None)
    assert (roles(people, "Lars"), roles(people, "mette")) == (("leader",), ())


@pytest.mark.parametrize("by", ["lis", "Lis", " lis", "l\u0456s", "lis\u200b"])
def test_four_eyes_are_not_two_ways_of_writing_one_name(by: str, ledger: Ledger) -> None:
    """Whoever decided would approve with a space behind the name, where the guideline wants somebody else."""
    seq = decide(ledger, a_case("hol-hjemloes-stoffer-og-sindslidelse"), by="lis")
    with pytest.raises(LedgerError, match="decided, and somebody else has to approve"):
        approve(ledger, seq, by=by)


def test_a_role_is_that_of_the_person_however_the_name_is_written(ledger: Ledger) -> None:
    seq = decide(ledger, a_case("hol-hjemloes-stoffer-og-sindslidelse"))
    assert approve(ledger, seq, by="LIS ") == seq + 1


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\t", "\v", "\f", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("option", ["--by", "--role", "--team", "--decider"])
def test_a_name_is_one_line(option: str, breaks: str) -> None:
    with pytest.raises(UsageError, match=f"{option} has a line break or a tab in it"):
        name(f"anna{breaks}  9  29/11/2026  decision", option)
    assert name(f" anna maria{breaks}", option) == "anna maria"


def test_nobody_gets_a_role_under_two_lines() -> None:
    with pytest.raises(UsageError, match="--role has a line break or a tab in it"):
        answering.people({}, ["eve\n9=caseworker"], [])


def test_a_person_is_written_once_in_the_list() -> None:
    before = answering.people({}, ["anna=caseworker"], ["anna=north"])
    assert answering.people(before, ["Anna=leader"], ["ANNA=south"]) == {"anna": {"roles": ["leader"], "team": "south"}}
    assert answering.people(before, [" anna ="], []) == {}
