"""An office's settings: `visit.toml` found upwards from the case, and a user's own. Five settings, each with where it is from.

A file has one setting on a line, as TOML writes it:

    guideline = "ikast-brande"
    catalogue = "offers.yaml"

Knows where the files are looked for, who may have written them, and what may stand in them. How a setting reaches a command is in
`visit.commands.options`: an option on the command line comes first, then the environment, the project's file, the user's file.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from visit.errors import Location, Problems, SourceError, VisitError, did_you_mean
from visit.locale import LANGUAGES
from visit.locale import text as _

FILE = "visit.toml"
NAMED = "VISIT_SETTINGS"
"""The variable that names the project's file instead of a search; empty, there is none."""
VARIABLES = {
    "guideline": "VISIT_GUIDELINE",
    "catalogue": "VISIT_CATALOGUE",
    "ledger": "VISIT_LEDGER",
    "language": "VISIT_LANG",
    "by": "VISIT_USER",
}
"""Every setting, and the variable of the environment that stands for it."""
_DATABASE = "postgresql://"
LARGEST = 64 * 1024
"""Bytes of the largest file that is read."""

Trust = Literal["found", "own", "named"]
SettingSource = Literal["option", "environment", "project", "user", "default"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A setting that stands somewhere else than on the command line.

    Attributes:
        key: One of `VARIABLES`.
        value: As the option takes it; a path of a file is one from that file's folder.
        source: What kind of place it is from.
        place: The variable, or the file with line and column.
    """

    key: str
    value: str
    source: SettingSource
    place: str

    @property
    def file(self) -> str | None:
        """The settings file it is from."""
        return self.place.rsplit(":", 2)[0] if self.source in ("project", "user") else None


# INVARIANT: set anew by each command before its body runs; an answer names what is in it.
_used: ContextVar[tuple[Preset, ...]] = ContextVar("visit_presets", default=())


def keep_used(presets: Iterable[Preset]) -> None:
    """Keep which settings this command uses."""
    _used.set(tuple(presets))


def used() -> tuple[Preset, ...]:
    """Return which settings this command uses."""
    return _used.get()


def settings_behind(error: VisitError) -> tuple[Preset, ...]:
    """Return the settings of this command whose value an error is about: it names the file, or quotes the value."""
    errors = error.errors if isinstance(error, Problems) else (error,)
    files = {one.at.file for one in errors if one.at is not None}
    return tuple(
        one
        for one in used()
        if any(_is_at(one, file) for file in files) or any(f'"{one.value}"' in each.message for each in errors)
    )


def _is_at(one: Preset, file: str) -> bool:
    """Return whether a setting names the file of an error; a database is named there without its password."""
    return one.value == file or (
        one.key == "ledger" and one.value.startswith("postgres") and file.startswith(_DATABASE)
    )


def presets(case: str | None, environ: Mapping[str, str]) -> dict[str, Preset]:
    """Return what the files set, the project's before the user's.

    Args:
        case: The case file that is asked about; without one the search begins in the working folder.
        environ: The environment: what names the files.

    Raises:
        Problems: Everything that is wrong with the files.
    """
    found: dict[str, Preset] = {}
    faults: list[VisitError] = []
    for path, source, trust in files(case, environ):
        try:
            rows = _settings_in(path, source, trust)
        except VisitError as error:
            faults.append(error)
        else:
            found = {**{one.key: one for one in rows}, **found}
    if faults:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    return found


def files(case: str | None, environ: Mapping[str, str]) -> Iterator[tuple[Path, SettingSource, Trust]]:
    """Yield the files that count: the project's, then the user's own."""
    named = environ.get(NAMED)
    if named:
        yield Path(named), "project", "named"
    elif named is None and (project := _upwards(case)) is not None:
        yield project, "project", "found"
    own = own_file(environ)
    if own is not None and os.path.lexists(own):
        yield own, "user", "own"


def own_file(environ: Mapping[str, str]) -> Path | None:
    """Return where a user's own settings lie; None where there is no home."""
    base = Path(environ.get("XDG_CONFIG_HOME", ""))
    try:
        return (base if base.is_absolute() else Path("~/.config").expanduser()) / "visit" / FILE
    except RuntimeError:
        return None


def _upwards(case: str | None) -> Path | None:
    """Return the nearest settings file above a case as it is named, or above the working folder."""
    try:
        start = Path(os.path.abspath(case if case not in (None, "-") else "."))  # noqa: PTH100  (a link is not followed)
        folders = [start, *start.parents] if case in (None, "-") or start.is_dir() else list(start.parents)
        return next((one for folder in folders if os.path.lexists(one := folder / FILE)), None)
    except (OSError, ValueError):  # the working folder is gone, or this is no path: whoever reads the case is told
        return None


# --- one file ---

_WHERE = re.compile(r"column ([0-9]+)")
_VALUE = re.compile(r"[^=]*=\s*")


def _settings_in(path: Path, source: SettingSource, trust: Trust) -> list[Preset]:
    """Return what a file sets.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.reading.source import checked_text

    text = checked_text(_bytes(path, trust), str(path))
    rows: dict[str, Preset] = {}
    faults: list[VisitError] = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            row = _setting(line.rstrip("\r"), Location(str(path), number), source)
            if row is not None and row.key in rows:
                first = rows[row.key].place.rsplit(":", 2)[1]
                at = Location(str(path), number, _column(line))
                raise SourceError(_("{key} is set in line {n} already", key=row.key, n=first), at=at)
        except VisitError as error:
            faults.append(error)
        else:
            if row is not None:
                rows[row.key] = row
    if faults:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    return list(rows.values())


def _setting(line: str, at: Location, source: SettingSource) -> Preset | None:
    """Return what a line sets; None for an empty one and a comment."""
    import tomllib

    try:
        found = tomllib.loads(line)
    except tomllib.TOMLDecodeError as error:
        column = _WHERE.search(str(error))
        raise SourceError(
            _("this is not a setting"),
            at=Location(at.file, at.line, int(column[1]) if column else max(1, len(line))),
            help=_("write one on a line, for example {example}", example='guideline = "ikast-brande"'),
        ) from None
    for key, value in found.items():
        here = Location(at.file, at.line, _column(line))
        if key not in VARIABLES:
            listed = ", ".join(VARIABLES)
            near = did_you_mean(key, VARIABLES) or _("a settings file can have: {names}", names=listed)
            raise SourceError(_('unknown setting "{key}"', key=key), at=here, help=near)
        start = _VALUE.match(line)
        stands = Location(at.file, at.line, start.end() + 1 if start else here.column)
        return Preset(key, _checked(key, value, stands), source, str(here))
    return None


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1


def _checked(key: str, value: object, at: Location) -> str:
    """Return a value as the option takes it."""
    from visit.characters import hidden_character
    from visit.cpr import cpr_shaped, instead

    if (
        not isinstance(value, str)
        or not value.strip()
        or "\n" in value
        or hidden_character(value, returns=True) is not None
    ):
        raise SourceError(_("{key} must be a text in quotes, on one line", key=key), at=at)
    if cpr_shaped(value) is not None:  # spelled with escapes; plain ones are refused with the file
        raise SourceError(_("this file must not contain a CPR number"), at=at, help=instead())
    if key == "language" and value not in LANGUAGES:
        raise SourceError(_("{name} must be da or en, not {given}", name=key, given=f'"{value}"'), at=at)
    if value == "-" and key != "by":
        raise SourceError(_("standard input cannot be a setting"), at=at, help=_("name a file"))
    return value if key in ("language", "by") or not _is_path(key, value, at) else str(Path(at.file).parent / value)


def _is_path(key: str, value: str, at: Location) -> bool:
    """Return whether a value is a file's name, and no id or URL."""
    if key == "guideline":
        from visit.rules.guideline.layering import is_file

        return is_file(value)
    if key == "ledger":
        from visit.ledger.opening import is_url

        try:
            return not is_url(value)
        except VisitError as error:
            raise SourceError(error.message, at=at, help=error.help) from None
    return True


def _bytes(path: Path, trust: Trust) -> bytes:
    """Return what a file holds; one that somebody else could have written is not read.

    A found one is no link: a link in a shared folder could lead anywhere.
    """
    at = Location(str(path))
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (getattr(os, "O_NOFOLLOW", 0) if trust == "found" else 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            _refuse_foreign(os.fstat(file.fileno()), at, trust)
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        if trust == "found" and isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise SourceError(
                _("this is a link; a settings file is not read through one"), at=at, help=_named()
            ) from None
        from visit.locale.system import why_refused

        raise SourceError(
            _("the file cannot be read: {reason}", reason=why_refused(error)),
            at=at,
            help=_("check the path and who may read it"),
        ) from None
    if len(raw) > LARGEST:
        raise SourceError(
            _("a settings file is at most {n} bytes", n=LARGEST), at=at, help=_("check that it is the right file")
        )
    return raw


def _refuse_foreign(state: os.stat_result, at: Location, trust: Trust) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise SourceError(_("this is not an ordinary file"), at=at, help=_("check that it is the right file"))
    if trust == "named" or not hasattr(os, "getuid"):
        return
    if state.st_uid not in (0, os.getuid()):
        raise SourceError(_("these settings are another user's: they could change the answer"), at=at, help=_named())
    if state.st_mode & stat.S_IWOTH:
        raise SourceError(
            _("anybody can write these settings: they could change the answer"),
            at=at,
            help=_("remove the permission (`chmod o-w`), or {else_}", else_=_named()),
        )


def _named() -> str:
    return _(
        "read it, and name it with {variable} if you mean it; empty, that variable stops the search", variable=NAMED
    )
