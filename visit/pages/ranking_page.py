"""The page of a ranking: the answer, what to do before deciding, a map, the ladder, the first side by side, every option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.pages.ladder import ladders_of
from visit.pages.map import map_of
from visit.pages.side_by_side import SideBySide
from visit.pages.writing import written
from visit.ranking.values import AreaRanking, Category, Placement, Ranking, Standing
from visit.ranking.verdict import standing_told
from visit.render.blocks import Block, Items, Sheet, section
from visit.render.lines import Line, Room, Tone
from visit.render.match_sheet import MatchSheet
from visit.render.next_steps import days_again
from visit.render.one_screen import OneScreen
from visit.render.others import Others
from visit.render.ruled_out import RuledOut

_BOX = "□"


@dataclass(frozen=True, slots=True)
class TickBox:
    """A line of what to do before deciding; `box` where it is something to tick off."""

    text: str
    box: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many are of one kind."""

    name: str
    n: int


@dataclass(frozen=True, slots=True)
class OptionsListed:
    """Options with their provisions, and the reasons that are the same words for each of them."""

    n: int
    names: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherSolution:
    """A row of what comes after the first placement."""

    numbers: str
    kind: str
    name: str
    standing: str
    distance: str
    why: str


@dataclass(frozen=True, slots=True)
class OtherSolutions:
    """What comes after the first placement; `caption` is what all of it has in common."""

    caption: str = ""
    rows: tuple[OtherSolution, ...] = ()
    has_distance: bool = False


class RankingPage:
    """One ranking in one language, as a page."""

    def __init__(
        self, ranking: Ranking, language: str, *, areas: Sequence[AreaRanking] = (), ids: bool = False
    ) -> None:
        self.ranking, self.language, self.areas = ranking, language, areas
        self.screen = OneScreen(ranking, language, most_of_network=0)
        self.whole = MatchSheet(ranking, language, ids=ids)
        self.explanation, self.say = self.screen.explanation, self.screen.say
        self.options = self.whole.options

    def html(self) -> str:
        """Return the page."""
        ranking, first = self.ranking, self.ranking.first
        lines = self.screen.nothing() if first is None else self.screen.placement(first)
        ruled_out = RuledOut(self.explanation, self.say)
        lines_before = list(self.screen.boxes.lines(first, whole=True))
        head, *beware = [line.text for line in self.screen.head()]
        return written(
            "ranking",
            head=head,
            beware=[one.removeprefix("! ") for one in beware],
            verdict=self.screen.words.told().partition(": ")[::2],
            tone=self.tone(),
            answer=[one.text.strip() for one in lines],
            others=OtherSolutions() if first is None else self.others(first),
            steps=[_step(one) for one in lines_before if not _is_general(one)],
            duties=[_step(one).text for one in lines_before if _is_general(one)],
            suitable=Standing.SUITABLE.label(self.language),
            by_exception=Standing.BY_EXCEPTION.label(self.language),
            map=map_of(ranking, self.say),
            ladders=tuple(ladders_of(ranking, self.language)),
            compared=SideBySide(self.explanation, self.say).compared() if ranking.placements else None,
            total=len(ranking.options),
            standings=tuple(self.standings()),
            ruled_out=tuple(ruled_out.reasons()),
            asked=Items(tuple(ruled_out.asked())),
            more=self.more(),
            areas=tuple(self.options.by_area(self.areas)),
            options=tuple(self.every_option()),
            follow_up=tuple(self.follow_up()),
            granted=tuple(self.screen.steps.granted(first)),
            deadlines=tuple(self.deadlines()),
            origins=tuple(self.origins()),
            again=f"visit match {_('CASE')} --as-of {ranking.as_of.isoformat()}",
        )

    def others(self, first: Placement) -> OtherSolutions:
        """What comes after the first placement, the same entries as on the screen; no rows where nothing does."""
        others = Others(self.explanation, self.say)
        entries = others.entries(first)
        kinds = {one.kind for one in entries}
        common = kinds.pop() if len(kinds) == 1 else ""
        rows = tuple(
            OtherSolution(
                ", ".join(map(str, one.numbers)),
                "" if common or not one.differing else formats.capital(one.kind),
                " · ".join(
                    filter(
                        None,
                        (formats.capital(others.named(first, one, alike=True, cited=True)), others.asked_about(one)),
                    )
                ),
                formats.listed(
                    dict.fromkeys(standing_told(self.ranking, row).label(self.language) for row in one.placements)
                ),
                far.told,
                one.why,
            )
            for one, far in zip(entries, others.distances(first, entries), strict=True)
        )
        return OtherSolutions(formats.capital(common), rows, any(one.distance for one in rows))

    def tone(self) -> str:
        """How the answer is coloured, beside its words: `yes`, `perhaps` or `no`."""
        if self.ranking.first is None:
            return "no"
        return "yes" if self.screen.words.tone() is Tone.GOOD else "perhaps"

    def standings(self) -> Iterator[Count]:
        """How many options stand how; together all of them."""
        for standing in sorted(Standing, key=lambda one: one.weakness):
            if n := self.ranking.accounts.get(standing, 0):
                yield Count(self.counted(standing), n)

    def counted(self, standing: Standing) -> str:
        """What options that stand so are called together: what can be granted can be so by itself, and may be no solution."""
        label = standing.label(self.language)
        if standing.category is not Category.GRANTABLE:
            return label
        if self.ranking.first is None and standing is Standing.SUITABLE:
            return _("within the rules by itself, but in no solution")
        return _("{standing}, each by itself", standing=label)

    def every_option(self) -> Iterator[tuple[str, tuple[OptionsListed, ...]]]:
        """Every option under how it stands, those with the same reasons together."""
        ranking = self.ranking
        for standing in sorted(Standing, key=lambda one: one.weakness):
            found: dict[tuple[str, ...], list[Option]] = {}
            for option, one in zip(ranking.options, ranking.standings, strict=True):
                if one is standing:
                    reasons = self.options.accounted(option, standing, named=False)
                    found.setdefault(reasons, []).append(option)
            if found:
                of = sum(map(len, found.values()))
                rows = tuple(
                    OptionsListed(len(one), tuple(self.options.names_together(one)), reasons)
                    for reasons, one in sorted(found.items(), key=lambda one: (one[0] != (), -len(one[1])))
                )
                named = formats.capital(self.counted(standing))
                head = plural(
                    "{standing}: {n} option", "{standing}: {n} options", of, standing=named, n=formats.number(of)
                )
                yield head, rows

    def more(self) -> Sheet:
        """What else the whole answer says, in its own sections."""
        first, whole = self.ranking.first, self.whole
        blocks: list[Block] = [
            *section(_("By exception"), whole.exceptions()),
            *section(_("Awaiting and undecided"), whole.waiting()),
            *section(_("Consent"), whole.steps.consent(first)),
            *section(_("Approval"), whole.steps.approval_lines(first)),
            *section(_("The application"), whole.steps.applications(first)),
            *section(_("Price"), whole.prices(first)),
            *section(_("The free choice"), whole.steps.free_choice()),
            *section(_("Acute bridge"), whole.steps.bridge(first)),
            *section(_("Gaps in the catalogue"), whole.gaps()),
        ]
        return tuple(blocks)

    def follow_up(self) -> Iterator[tuple[str, str]]:
        """The days on which to look again, and what for."""
        first = self.ranking.first
        for said in sorted(self.screen.steps.consequences.follow_up(first) if first else (), key=lambda one: one.due):
            if said.surely:
                yield days_again(said), self.say.fill(said.statement.text, said.values)

    def deadlines(self) -> Iterator[tuple[str, str]]:
        """By when something surely is to be done, and what."""
        steps = self.screen.steps
        for said in steps.consequences.deadlines(self.ranking.first):
            if said.surely:
                yield formats.listed(steps.deadline_days(said)), self.say.fill(said.statement.text, said.values)

    def origins(self) -> Iterator[tuple[str, str]]:
        """What the answer was made from, and the digests that tell two contents of one name apart."""
        guideline, catalogue = self.ranking.guideline, self.ranking.catalogue
        layers = " + ".join(f"{id} {version}" for id, version in reversed(guideline.layers))
        yield _("Guideline"), f"{layers}, {guideline.digest}"
        yield _("Catalogue"), f"{catalogue.id}, {catalogue.digest}"
        yield _("Date asked about"), formats.day(self.ranking.as_of)


def _step(line: Line) -> TickBox:
    text = line.text.strip()
    return TickBox(text.removeprefix(_BOX).strip(), _is_box(line))


def _is_box(line: Line) -> bool:
    return line.text.strip().startswith(_BOX)


def _is_general(line: Line) -> bool:
    """Whether a box is no more this case's than any other's, so that the screen has room for it last."""
    return _is_box(line) and not line.needed and line.room >= Room.REST
