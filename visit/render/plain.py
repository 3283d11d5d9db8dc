"""A sheet in a pipe: plain text or Markdown. Nothing is cut to a width."""

from __future__ import annotations

from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet, Table


def plain(sheet: Sheet) -> str:
    """Return a sheet as plain text."""
    return "\n\n".join(_plain(block) for block in sheet) + "\n"


def markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown; text from files is escaped, so that none of it becomes markup."""
    return "\n\n".join(_markdown(block) for block in sheet) + "\n"


def _plain(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"{text}\n{'-' * len(text)}"
        case Paragraph(text=text):
            return text
        case Items(rows=rows):
            return "\n".join(_item(row, "- ", "    ") for row in rows)
        case Table():
            return _table(block, "plain")


def _markdown(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"## {_escaped(text)}"
        case Paragraph(text=text, strong=strong):
            return f"**{_escaped(text)}**" if strong else _escaped(text)
        case Items(rows=rows):
            return "\n".join(_item(row, "- ", "  - ", escape=True) for row in rows)
        case Table(columns=columns, rows=rows):
            cells = tuple(tuple(_escaped(cell) for cell in row) for row in rows)
            return _table(Table(columns, cells), "github")


def _item(row: str | tuple[str, tuple[str, ...]], first: str, under: str, *, escape: bool = False) -> str:
    text, more = (row, ()) if isinstance(row, str) else row
    lines = [first + text, *(under + line for line in more)]
    return "\n".join(line[: len(first)] + _escaped(line[len(first) :]) if escape else line for line in lines)


def _table(table: Table, style: str) -> str:
    from tabulate import tabulate

    return str(
        tabulate(
            [list(row) for row in table.rows],
            headers=[column.title for column in table.columns],
            tablefmt=style,
            disable_numparse=True,
            colalign=["right" if column.number else "left" for column in table.columns] if table.rows else None,
        )
    )


def _escaped(text: str) -> str:
    for character in "\\`*_[]<>|#":
        text = text.replace(character, "\\" + character)
    return text
