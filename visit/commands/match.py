"""`visit match` and `visit why`: the visitator's two questions."""

from __future__ import annotations

import json

from visit.commands.inputs import choose_format, question
from visit.matching import match
from visit.ranking import Ranking


def match_command(
    case: str,
    *,
    guideline: str | None,
    catalogue: str | None,
    as_of: str | None,
    changes: list[str],
    top: int,
    areas: bool,
    everything: bool,
    strict: bool,
    shape: str | None,
    language: str,
) -> int:
    """Print a ranking and return the exit code: 0 grantable, 1 no placement, 3 not yet."""
    asked = question(case, guideline=guideline, catalogue=catalogue, as_of=as_of, changes=changes)
    ranking = match(asked.case, asked.catalogue, asked.guideline, asked.as_of, top=top)
    shape = choose_format(shape)
    if shape == "json":
        from visit.render.document import match_document

        print(json.dumps(match_document(ranking, areas=areas, everything=everything), ensure_ascii=False, indent=1))
    else:
        from visit.render.match_sheet import MatchSheet

        show(MatchSheet(ranking, language).sheet(areas=areas, everything=everything), shape)
    return exit_code(ranking, strict=strict)


def why_command(
    case: str,
    subject: str,
    *,
    over: str | None,
    guideline: str | None,
    catalogue: str | None,
    as_of: str | None,
    changes: list[str],
    shape: str | None,
    language: str,
) -> int:
    """Print why a placement or option stands where it does."""
    from visit.render.why_sheet import WhySheet

    asked = question(case, guideline=guideline, catalogue=catalogue, as_of=as_of, changes=changes)
    ranking = match(asked.case, asked.catalogue, asked.guideline, asked.as_of, top=50)
    shape = choose_format(shape)
    sheet = WhySheet(ranking, language)
    if shape == "json":
        print(json.dumps(sheet.document(subject, over), ensure_ascii=False, indent=1))
    else:
        show(sheet.sheet(subject, over), shape)
    return 0


def exit_code(ranking: Ranking, *, strict: bool) -> int:
    """Return 0 when the first placement can be granted, 1 when there is none, 3 when it is not yet."""
    first = ranking.first
    if first is None:
        return 1
    if not first.grantable:
        return 3
    if strict:
        from visit.explanation import Explanation

        return 3 if Explanation(ranking).to_confirm(first) else 0
    return 0


def show(sheet: tuple[object, ...], shape: str) -> None:
    """Print a sheet in one of the formats for people."""
    if shape == "rich":
        from visit.render.terminal import show as show_terminal

        show_terminal(sheet)  # type: ignore[arg-type]
    else:
        from visit.render import plain

        text = plain.markdown(sheet) if shape == "markdown" else plain.plain(sheet)  # type: ignore[arg-type]
        print(text, end="")
