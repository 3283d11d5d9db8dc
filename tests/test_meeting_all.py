"""Whether some options meet everything, against every set of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from drawn import quiet
from hypothesis import event, given
from hypothesis import strategies as st

from visit.ranking.covering import Covering
from visit.ranking.meeting_all import can_meet_all
from visit.ranking.needs import NOTHING, PERHAPS, WHOLE, Met
from visit.ranking.regions import SearchSpace
from visit.ranking.values import Meeting, Requirement
from visit.rules.deciding.option_sets import bits, uncached

AREAS = frozenset(("support",))
WANTED = (
    Requirement("hours", "support", AREAS, Decimal(4)),
    Requirement("need", "housework", AREAS),
    Requirement("need", "round_the_clock", AREAS, of_home=True),
)
HOURS = st.builds(lambda surely, more: Meeting(Decimal(surely), Decimal(surely + more)), *[st.integers(0, 5)] * 2)
WHOLLY = st.sampled_from((NOTHING, WHOLE, WHOLE, PERHAPS))
OPTIONS = st.lists(
    st.tuples(
        st.builds(
            SimpleNamespace,
            offer=st.builds(SimpleNamespace, id=st.sampled_from(("a", "b"))),
            gives_home=st.booleans(),
            areas=st.sampled_from((AREAS, frozenset(("home",)))),
            lives_there=st.booleans(),
        ),
        st.tuples(HOURS, WHOLLY, WHOLLY),
    ),
    min_size=3,
    max_size=6,
)

MOST = st.one_of(st.just(63), st.integers(0, 63))


@st.composite
def spaces(draw: st.DrawFn) -> SearchSpace:
    """Draw a few options and what they meet of some requirements."""
    wanted = draw(st.lists(st.sampled_from(range(3)), unique=True, min_size=1, max_size=2))
    drawn = draw(OPTIONS)
    options = [one for one, _met in drawn]
    for one in options:
        one.residents_only = one.lives_there and not one.gives_home
    columns: list[Sequence[Meeting]] = [[met[place] for _one, met in drawn] for place in wanted]
    perhaps = [sum((one.at_most != 0) << at for at, one in enumerate(column)) for column in columns]
    surely = [sum((one.surely != 0) << at for at, one in enumerate(column)) for column in columns]
    met = [Met(WANTED[place], *one) for place, *one in zip(wanted, columns, perhaps, surely, strict=True)]
    weighed: Any = SimpleNamespace(
        requirements=[WANTED[place] for place in wanted],
        options=options,
        option_set=uncached(options),
        meetings=list(zip(*columns, strict=True)),
        in_full={surely: [one.in_full(surely=surely) for one in met] for surely in (True, False)},
    )
    ranked = draw(MOST) & (1 << len(options)) - 1
    continuing = draw(st.sets(st.sampled_from([*bits(ranked)] or [0]), max_size=1)) if ranked else ()
    return SearchSpace(Covering(weighed), sorted(continuing), ranked)


@quiet(150)
@given(spaces(), MOST)
def test_whether_some_set_meets_everything(space: SearchSpace, row: int) -> None:
    covering, running = space.covering, set(space.continuing)
    among = [*bits(row & space.ranked)]
    expected = any(
        running <= set(parts) and covering.can_stand_together(parts) and not covering.short_of(parts, surely=True)
        for size in range(1, len(among) + 1)
        for parts in combinations(among, size)
    )
    event(str(expected))
    assert can_meet_all(space, row) is expected
