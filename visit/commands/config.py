"""`visit config show`: each setting, and where it comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from visit import locale
from visit.commands.ledgers import DEFAULT, ledger_shown
from visit.commands.office import NAMED, VARIABLES, Preset, files, own_file, presets
from visit.commands.printing import print_answer, setting_name
from visit.locale import text as _
from visit.render.blocks import Block, Items

if TYPE_CHECKING:
    from visit.render.grids import Grid


def show_command(case: str | None, *, lang: str | None, shape: str | None) -> int:
    """Print each setting with its value and place."""
    rows = tuple(settings_in_force(case, lang))
    read = [(str(path), source) for path, source, _trust in files(case, os.environ)]

    def document() -> dict[str, object]:
        return {
            "schema": "visit-config",
            "version": 1,
            "files": [{"path": path, "source": source} for path, source in read],
            "values": [
                {"key": one.key, "value": _value(one), "source": one.source, "place": one.place or None} for one in rows
            ],
        }

    def sheet() -> tuple[Block, ...]:
        return (Items(tuple(_in_lines(one) for one in rows)), Items(tuple(_files(read))))

    def grids() -> tuple[Grid, ...]:
        from visit.render.grids import Grid

        columns = (_("setting"), _("value"), _("where it comes from"))
        return (Grid(_("Settings"), columns, tuple((setting_name(one.key), _said(one), _place(one)) for one in rows)),)

    print_answer(shape, document=document, sheet=sheet, grids=grids)
    return 0


def settings_in_force(case: str | None, lang: str | None) -> Iterator[Preset]:
    """Yield every setting as a command about this case would take it, where no option says otherwise."""
    found = presets(case, os.environ)
    for key, variable in VARIABLES.items():
        given = os.environ.get(variable)
        if key == "language":
            given = given if given in locale.LANGUAGES else None
            if lang is not None:
                yield Preset(key, lang, "option", "--lang")
                continue
        if given:
            yield Preset(key, given, "environment", variable)
        else:
            yield found.get(key) or Preset(key, _default(key), "default", "")


def _default(key: str) -> str:
    if key == "ledger":
        return DEFAULT
    return locale.language() if key == "language" else ""


def _value(one: Preset) -> str | None:
    if one.key != "ledger":
        return one.value or None
    shown = ledger_shown(one.value)
    return os.path.realpath(shown) if ".." in Path(shown).parts and "://" not in shown else shown


def _said(one: Preset) -> str:
    by_itself = {
        "guideline": _("that of the case's municipality"), "catalogue": _("the one that ships"),
        "by": _("the system's user"),
    }  # fmt: skip
    return _value(one) or by_itself[one.key]


def _in_lines(one: Preset) -> tuple[str, tuple[str, ...]]:
    """Return a setting with its value, and under it where that comes from and how it is set: a path stands whole on its line."""
    how = _("set by: `{key}` in visit.toml, or {variable}", key=one.key, variable=VARIABLES[one.key])
    return f"{setting_name(one.key)}: {_said(one)}", (_place(one), how)


def _place(one: Preset) -> str:
    if one.source != "default":
        return one.place
    return _("the system's locale") if one.key == "language" else _("not set")


def _files(read: Sequence[tuple[str, str]]) -> Iterator[str]:
    words = {"project": _("read for this case: {file}"), "user": _("read as your own: {file}")}
    for path, source in read:
        yield words[source].format(file=path)
    if not read:
        yield _("there is no visit.toml above the case")
    own = own_file(os.environ)
    if own is not None and not any(source == "user" for _path, source in read):
        yield _("your own would be {file}", file=own)
    if os.environ.get(NAMED) is not None:
        yield _("{variable} names the file that is read for every case", variable=NAMED)
