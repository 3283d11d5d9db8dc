"""Write the table of fields in `docs/case-format.md`: `python tools/make_case_page.py`.

The fields, what they may be and what reads them come from the declaration of a case, their words from the vocabulary. A test holds
the page equal; what stands above the table is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from visit.interview.fields import label_of
from visit.locale import speaking
from visit.reading.declared import Field, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument, fact_name

PAGE = Path(__file__).resolve().parent.parent / "docs" / "case-format.md"
HEADING = "## Every field"
ABOUT = """
Made by `python tools/make_case_page.py` from the declaration of a case; change that, not this table.
A `*` stands for each row of a list, a name in `<>` for each code of a list.

| field | what it says | written as | what a guideline can read |
|---|---|---|---|
"""
KINDS = {
    "amount": "DKK, at most two decimals",
    "born": "date or year",
    "code": "one of `{codes}`",
    "codes": "some of `{codes}`",
    "day": "date",
    "days": "days, at most one decimal",
    "extra": "`true`, `false`, whole number, date, code or codes, by name",
    "format": "1",
    "hours": "hours, at most one decimal",
    "id": "small letters, digits, `.`, `_`, `-`",
    "km": "whole km",
    "level": "0–{most}",
    "municipality": "name",
    "offer": "id of an offer",
    "offer_or_option": "offer or option",
    "offers": "offers or options",
    "option": "option",
    "past": "date",
    "place": "town, postcode (also `8000 Aarhus C`), or `{{lat: …, lon: …}}`",
    "text": "text",
    "texts": "texts",
    "truth": "`true` or `false`",
    "whole": "whole number, at most {most:,}",
}


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page, with its table made anew."""
    above = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    with speaking("en"):
        return above + HEADING + "\n" + ABOUT + "".join(f"{line}\n" for line in _lines(CaseDocument, ""))


def _lines(group: type[Record], above: str) -> Iterator[str]:
    for one in declared(group):
        path = above + one.key
        if isinstance(one, Group):
            yield from _lines(one.of, f"{path}.")
        elif isinstance(one.kind, ListOf):
            yield from _lines(one.kind.of, f"{path}.*.")
        elif isinstance(one.kind, Keyed):
            name = f"{path}.<{one.kind.codes or 'option'}>"
            read = _read(one, path) if one.read_by else f"`{fact_name(name)}`, `{fact_name(path)}`"
            yield _row(name, label_of(path), _written(one.kind.value), read)
        else:
            needed = ", needed" if one.required else ""
            yield _row(path, label_of(path), _written(one.kind) + needed, _read(one, path))


def _row(field: str, label: str, written: str, read: str) -> str:
    return f"| `{field}` | {label} | {written} | {read} |"


def _written(kind: Any) -> str:
    return KINDS[kind.name].format(codes=kind.codes, most=kind.most)


def _read(field: Field[Any], path: str) -> str:
    if field.unread:
        return f"nothing: {field.unread}"
    return f"`{field.gathered or field.counted or field.read_by or fact_name(path)}`"


if __name__ == "__main__":
    main()
