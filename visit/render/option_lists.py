"""What is added when it is asked for: the options of each area in order, and an account of every option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import AreaRanking, Standing
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.short_names import by_provision, marked, with_marked_provision, with_provision
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Table
from visit.render.placement_table import PlacementTable
from visit.render.sentences import Sentences
from visit.rules.deciding.one_option import Outcome
from visit.vocabulary import vocabulary


class OptionLists:
    """The options of one ranking, whether or not a placement has them, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, language: str) -> None:
        self.ranking = explanation.ranking
        self.explanation = explanation
        self.say = say
        self.language = language
        self.placements = PlacementTable(explanation, say, language)
        self.sentences = Sentences(explanation, say)

    def by_area(self, areas: Iterable[AreaRanking]) -> Iterator[Block]:
        for area in areas:
            yield Heading(_("Options for {area}", area=vocabulary().label("area", area.area, self.language).lower()))
            of_provision, *figures = self.placements.part_columns()
            option_column = Column(_("option"), wraps=True)
            columns = (Column("#", number=True), option_column, of_provision, Column(_("standing")), *figures)
            rows = []
            for place, (option, standing) in enumerate(area.options, start=1):
                provision, *cells = self.placements.part_cells(option)
                rows.append((f"{place}", self.say.option(option), provision, standing.label(self.language), *cells))
            if rows:
                yield Table(columns, tuple(rows))
            yield Paragraph(self.accounts(area.accounts))

    def every_option(self) -> Iterator[Block]:
        yield Heading(_("Every option"))
        rows: list[str | tuple[str, tuple[str, ...]]] = []
        for option, standing in zip(self.ranking.options, self.ranking.standings, strict=True):
            name = with_marked_provision(self.say, option) + (f" ({option.id})" if self.say.ids else "")
            rows.append((f"{name}: {standing.label(self.language)}", self.accounted(option, standing)))
        yield Items(tuple(rows))
        yield Paragraph(self.accounts(self.ranking.accounts))

    def accounts(self, accounts: Mapping[str, int]) -> str:
        words = {one.value: one.label(self.language) for one in Standing} | {"other_area": _("another area")}
        parts = [f"{words[name]} {count}" for name, count in accounts.items() if count]
        return f"{', '.join(parts)} = {len(self.ranking.options)}"

    def names_together(self, options: Iterable[Option]) -> Iterator[str]:
        """Yield the names of some options, with a provision or a help that several of them share once before them."""
        by_shared: dict[str, list[tuple[str, Option]]] = {}
        for option in options:
            shared, own = self.shared_and_own(option)
            by_shared.setdefault(shared, []).append((own, option))
        for shared, found in by_shared.items():
            if shared and len(found) > 1:
                yield f"{shared}: {'; '.join(marked(own, option) for own, option in found)}"
            else:
                yield from (with_marked_provision(self.say, option) for _own, option in found)

    def shared_and_own(self, option: Option) -> tuple[str, str]:
        """Return what other options may share of a name, its provision or help with provision, and what is its own."""
        name, told = self.say.option(option), with_provision(self.say, option)
        if told != name:
            return told.removeprefix(f"{name}, "), name
        if option.is_ordinary_home:
            return "", name
        help = by_provision(option, self.language, own=option.offer.record.operator.municipality or "")
        return (help, name.removeprefix(f"{help}, ")) if name.startswith(f"{help}, ") else ("", name)

    def accounted(self, option: Option, standing: Standing, *, named: bool = True) -> tuple[str, ...]:
        """Return why an option stands as it does; `named` where the reasons name its offer."""
        if standing is Standing.SUITABLE:
            return ()
        outcomes = {Standing.RULED_OUT: (Outcome.FAILS,), Standing.UNDECIDED: (Outcome.UNKNOWN,)}.get(
            standing, (Outcome.FAILS, Outcome.UNKNOWN)
        )
        strengths = {
            Standing.RULED_OUT: ("must",),
            Standing.UNDECIDED: ("must", "hold"),
            Standing.BY_EXCEPTION: ("presumption",),
        }
        wanted = strengths.get(standing, ("must", "hold", "presumption"))
        reasons = [one for one in self.explanation.failing(option, *outcomes) if one.trace.rule.strength in wanted]
        lines = [self.sentences.departed(one, named=named) for one in reasons]
        if not lines:
            unmet = [self.say.requirement(wanted) for wanted, met in self.explanation.meeting(option) if not met.surely]
            lines = [_("meets none of: {needs}", needs=formats.listed(unmet))] if unmet else []
        return tuple(lines)
