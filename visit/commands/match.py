"""`visit match` and `visit why`: the visitator's two questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from visit.commands.inputs import question
from visit.commands.printing import choose_format, print_answer, print_screen
from visit.errors import UsageError
from visit.locale import text as _
from visit.matching import TOP, Engine, match
from visit.ranking.values import Ranking
from visit.ranking.verdict import verdict

if TYPE_CHECKING:
    from visit.render.blocks import Sheet


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """What stands on the command line of `match` beside the cases and the format."""

    guideline: str | None
    catalogue: str | None
    travel: str | None
    as_of: str | None
    changes: Sequence[str]
    top: int
    areas: bool
    everything: bool
    strict: bool
    full: bool
    ids: bool
    pager: bool
    opened: bool


def must_have_effect(options: MatchOptions, on: str, *, help: str, lists: bool = False) -> None:
    """Refuse what asks for more of an answer than there is room for; in lists the further placements too.

    Raises:
        UsageError: It would have no effect.
    """
    given = {
        "--full": options.full, "--ids": options.ids, "--areas": options.areas, "--all": options.everything,
        "--top": lists and options.top != TOP,
    }  # fmt: skip
    for option, is_given in given.items():
        if is_given:
            raise UsageError(
                _("{option} has no effect on {answer}", option=option, answer=on),
                help=help,
            )


def is_folder(named: str) -> bool:
    """Return whether a name on the command line is that of a folder of cases."""
    return named != "-" and Path(named).is_dir()


def is_list(named: Sequence[str], shape: str | None) -> bool:
    """Return whether a command line asks for a line for each case: of several files, a folder, a population, a spreadsheet."""
    from visit.population.rows import is_many

    return len(named) > 1 or is_folder(named[0]) or is_many(named[0]) or shape in ("csv", "xlsx")


def match_command(case: str, options: MatchOptions, *, shape: str | None, language: str) -> int:
    """Print the ranking of one case and return the exit code: 0 grantable, 1 no placement, 3 not yet."""
    areas, everything = options.areas, options.everything
    if shape == "journal":
        must_have_effect(options, _("--format journal"), help=_("leave out one of the two"))
    asked = question(
        case, guideline=options.guideline, catalogue=options.catalogue, travel=options.travel, as_of=options.as_of,
        changes=options.changes,
    )  # fmt: skip
    engine = Engine(asked.catalogue, asked.guideline)
    ranking = engine.match(asked.case, asked.as_of, top=options.top)
    ranked = engine.areas(ranking) if areas else None

    def document() -> dict[str, object]:
        from visit.render.document import match_document

        return match_document(ranking, areas=ranked, everything=everything)

    def sheet() -> Sheet:
        from visit.render.match_sheet import MatchSheet

        return MatchSheet(ranking, language, ids=options.ids).sheet(areas=ranked or (), everything=everything)

    def in_journal() -> str:
        from visit.render.journal import journal, of_answer
        from visit.render.short_answer import ShortAnswer

        return journal(of_answer(ShortAnswer(ranking, language)))

    chosen = choose_format(shape)
    if chosen == "html":
        from visit.commands.pages import print_page
        from visit.pages.ranking_page import RankingPage

        print_page(RankingPage(ranking, language, areas=ranked or (), ids=options.ids).html, opened=options.opened)
    elif chosen in ("rich", "plain") and not (options.full or areas or everything or options.ids):
        from visit.render.one_screen import OneScreen

        print_screen(chosen, OneScreen(ranking, language, others_in_whole=options.top != TOP).sections())
    else:
        print_answer(
            shape, document=document, sheet=sheet, texts={"journal": in_journal}, paged=options.pager,
        )  # fmt: skip
    return exit_code(ranking, strict=options.strict)


def why_command(
    case: str,
    subject: str,
    *,
    over: str | None,
    guideline: str | None,
    catalogue: str | None,
    travel: str | None,
    as_of: str | None,
    changes: list[str],
    full: bool,
    facts: bool,
    ids: bool,
    pager: bool,
    shape: str | None,
    language: str,
) -> int:
    """Print why a placement or option stands where it does: on a screen, in full, or with every rule and its values."""
    from visit.render.why_in_short import WhyInShort
    from visit.render.why_screen import LINES, WhyScreen
    from visit.render.why_sheet import WhySheet

    asked = question(case, guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, changes=changes)
    ranking = match(asked.case, asked.catalogue, asked.guideline, asked.as_of, top=50)
    why = WhySheet(ranking, language, ids=ids)
    short = WhyInShort(why, ids=ids)
    chosen = choose_format(shape)
    if chosen in ("rich", "plain") and not (full or facts or ids):
        print_screen(chosen, WhyScreen(short).sections(subject, over), lines=LINES, paged=pager)
        return 0
    told = why if facts else short
    print_answer(
        shape,
        document=lambda: why.document(subject, over),
        sheet=lambda: told.sheet(subject, over),
        paged=pager,
    )
    return 0


def exit_code(ranking: Ranking, *, strict: bool) -> int:
    """Return 0 when the first placement can be granted, 1 when there is none, 3 when it is not yet, as the verdict says."""
    found = verdict(ranking)
    if found.reasons:
        return 3
    first = ranking.first
    if first is None:
        return 1
    if strict:
        from visit.reasons.consequences import Consequences
        from visit.reasons.explanation import Explanation

        explanation = Explanation(ranking)
        return 3 if Consequences(explanation).to_confirm(first) or explanation.other_ways(first) else 0
    return 0
