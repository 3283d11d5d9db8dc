"""What is worth a look about offers: each found where it stands, and nothing beside it."""

from __future__ import annotations

from datetime import date

import pytest

from visit.catalogue import catalogue_of
from visit.offer_doubts import offer_doubts
from visit.reading.source import parse

DAY = date(2026, 11, 22)
LIVES = {"free": 14}


def found(*offers: str) -> list[tuple[str, str, int | None]]:
    rows = "".join(f"  - {{{one}}}\n" for one in offers)
    document = parse(f"catalogue: written\nas_of: 2026-11-22\noffers:\n{rows}", "offers.yaml")
    told = offer_doubts(catalogue_of(document), document, day=DAY, shelf_life_days=LIVES)
    return [(one.kind, one.warning.message, one.warning.at.line if one.warning.at else None) for one in told]


def offer(id: str = "a", more: str = "", service: str = "provision: SEL-108", as_of: str = "2026-11-20") -> str:
    return f"id: {id}, name: Engbo, source: {{ref: x, as_of: {as_of}}}, services: [{{{service}}}]{more and ', ' + more}"


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ((offer(),), []),
        (
            (offer(service="provision: SEL-108, free: 2", as_of="2026-10-01"),),
            [
                (
                    "stale_places",
                    "what a/SEL-108 says of free places is from 1 October 2026: on 22 November 2026 older than 14 days",
                    4,
                )
            ],
        ),
        ((offer(service="provision: SEL-108, free: 2"),), []),
        (
            (offer(more="approved: {until: 2026-11-21}"),),
            [("approvals_run_out", "the approval of a ran out on 21 November 2026", 4)],
        ),
        ((offer(more="approved: {until: 2026-11-22}"),), []),
        (
            (offer(more="specialisation: {dementia: 2}", service="provision: SEL-98"),),
            [
                (
                    "groups_against_provision",
                    "a/SEL-98 is for another group than its provision, which is for Deafblindness alone",
                    4,
                )
            ],
        ),
        ((offer(more="specialisation: {deafblindness: 2}", service="provision: SEL-98"),), []),
        (
            (offer(more="ages: [14, 17]"),),
            [
                (
                    "groups_against_provision",
                    "a/SEL-108 ends before the age of 18, from which its provision gives help",
                    4,
                )
            ],
        ),
        ((offer(more="ages: [14, 17]", service="provision: STU"),), []),
        (
            (offer(more="covers: [tied_staff, one_to_one]", service="provision: SEL-108, staff: agreed_visits"),),
            [
                (
                    "staff_against_needs",
                    "a/SEL-108 has staff tied to the home under `covers`, and its staff is stated as agreed visits: "
                    "`covers` decides",
                    4,
                )
            ],
        ),
        (
            (offer(service="provision: SEL-108, staff: tied_day_and_night, lacks: [round_the_clock, one_to_one]"),),
            [
                (
                    "staff_against_needs",
                    "a/SEL-108 has support round the clock under `lacks`, and its staff is stated as tied staff day and night: "
                    "`lacks` decides",
                    4,
                )
            ],
        ),
        ((offer(more="covers: [round_the_clock]", service="provision: SEL-108, staff: tied_day_and_night"),), []),
        ((offer(more="lacks: [round_the_clock]", service="provision: SEL-108, staff: tied_part_of_day"),), []),
        ((offer(), offer("b")), [("offers_alike", "b looks like a: the same name, place and municipality", 5)]),
        ((offer(), offer("b", "place: Ikast")), []),
    ],
)
def test_what_is_worth_a_look(offers: tuple[str, ...], expected: list[tuple[str, str, int | None]]) -> None:
    assert found(*offers) == expected


@pytest.mark.parametrize(("lives", "old"), [({"free": 14}, 2), ({"default": 14}, 2), ({}, 0), ({"price": 14}, 0)])
def test_what_has_no_shelf_life_has_the_default_and_else_never_grows_too_old(lives: dict[str, int], old: int) -> None:
    row = offer(service="provision: SEL-108, free: 2, waiting_days: 30", as_of="2026-10-01")
    document = parse(f"catalogue: written\nas_of: 2026-11-22\noffers:\n  - {{{row}}}\n", "offers.yaml")
    told = offer_doubts(catalogue_of(document), document, day=DAY, shelf_life_days=lives)
    assert len(told) == old
