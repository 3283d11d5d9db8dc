"""Where an answer goes, standard output or the file of `-o`, and what a format needs before a command begins.

    with written_to("list.csv", replaces=False, read=("offers.yaml",)): print(...)     whole in its place, or not there

A file is written under another name beside its place and renamed when it is whole. Nothing that was there is replaced unless
`--force` asks for it: a case, a ledger or a colleague's list may stand there.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from visit.characters import spelled
from visit.errors import UsageError
from visit.locale import formats, plural
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.streams import note

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Library:
    """What a format needs beyond visit itself.

    Attributes:
        library: The module that writes it.
        extra: The extra of visit to install for that.
        file: Whether it is no text, so that it goes to a file or a pipe and never to a terminal.
    """

    library: str
    extra: str
    file: bool = False


NEEDS = MappingProxyType({"xlsx": Library("xlsxwriter", "xlsx", file=True), "html": Library("jinja2", "report")})
"""By format; a format that is not here needs nothing."""


def must_be_able(shape: str | None, output: str | None) -> None:
    """Refuse a format that cannot be written, before anything is read or recorded.

    Raises:
        UsageError: Its library is not installed, or it needs a file and none is named.
    """
    needs = NEEDS.get(shape or "")
    if needs is None:
        return
    if find_spec(needs.library) is None:
        raise UsageError(
            _("--format {format} needs a library that is not installed", format=shape),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra=needs.extra),
        )
    if needs.file and (output is None or (output == "-" and sys.stdout.isatty())):
        raise UsageError(_("--format {format} is not for a screen", format=shape), help=_("name a file: -o FILE"))


ENDINGS = MappingProxyType(
    {".json": "json", ".jsonl": "json", ".md": "markdown", ".csv": "csv", ".xlsx": "xlsx", ".html": "html"}
)
"""What the ending of a file's name asks for, where no format is asked for."""
_OF_NONE = frozenset((".doc", ".docx", ".htm", ".ods", ".odt", ".pdf", ".rtf", ".xls", ".xml", ".yaml", ".yml"))
"""Endings that no answer has: a file with one would not open."""


def format_of(output: str, known: Collection[str]) -> str | None:
    """Return the format that a file's name asks for by its ending, of those that a command knows.

    Raises:
        UsageError: The command has no such format: another under that name would not open.
    """
    ending = Path(output).suffix.lower()
    shape = ENDINGS.get(ending)
    if ending in _OF_NONE or (shape is not None and shape not in known):
        raise UsageError(
            _("this answer cannot be written as {ending}", ending=ending),
            help=_("it has {names}; --format says which, whatever the file is called", names=formats.either(known)),
        )
    return shape


# --- the file of -o ---


@dataclass(slots=True)
class _Pending:
    """An answer on its way to its file."""

    target: Path
    temporary: Path
    stream: io.TextIOWrapper
    node: int
    replaces: bool
    before: TextIO
    is_done: bool = False
    afterwards: list[Callable[[Path], None]] = field(default_factory=list)

    def finish(self) -> None:
        """Put what was written in its place, whole.

        Raises:
            OSError: It could not be written, or something stands in its place by now.
        """
        if self.is_done:
            return
        self.is_done = True
        self.stream.flush()
        if os.fstat(self.stream.fileno()).st_ino != self.node:  # it could not be written, and who wrote it has told
            return
        os.fsync(self.stream.fileno())
        self.stream.close()  # Windows renames no file that is open
        if self.replaces:
            self.temporary.replace(self.target)
        else:
            self._into_free_place()
        note(_("written: {file}", file=spelled(str(self.target))))
        for action in self.afterwards:
            action(self.target)

    def _into_free_place(self) -> None:
        try:
            os.link(self.temporary, self.target)  # fails where there is something, in one step
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(self.target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.target)) from None
            self.temporary.replace(self.target)

    def has_text(self) -> bool:
        """Return whether anything was written."""
        self.stream.flush()
        return os.fstat(self.stream.fileno()).st_size > 0

    def clear(self) -> None:
        """Take away what did not come into its place."""
        with suppress(OSError, ValueError):
            self.stream.close()
        self.temporary.unlink(missing_ok=True)


_pending: list[_Pending] = []
"""What is being written; what is printed goes to one of them."""
_places: list[tuple[str | None, TextIO]] = []
"""Where several files are asked for: the format of each, and where it goes."""


@contextmanager
def written_to(output: str | None, *, replaces: bool, read: Iterable[str] = ()) -> Iterator[None]:
    """Let what is printed go to a file that only its owner can read; where the command fails, nothing is left of it.

    Args:
        output: The file; None or `-` is standard output.
        replaces: Whether a file that is there may go.
        read: What the command is given to read, which never goes.

    Raises:
        UsageError: It cannot be written there.
    """
    if output is None or output == "-":
        if replaces:
            raise UsageError(_("{option} goes with {other}", option="--force", other="-o FILE"))
        yield
        return
    with _told(output):
        pending = _begun(Path(output), replaces=replaces, read=read)
    before, sys.stdout = sys.stdout, pending.stream
    _pending.append(pending)
    try:
        yield
        with _told(output):
            pending.finish()
    except KeyboardInterrupt as stopped:
        if pending.is_done or str(stopped):  # of several files the innermost has named them all
            raise
        raise KeyboardInterrupt(_unwritten()) from None
    finally:
        _pending.pop()
        sys.stdout = before
        pending.clear()


def _unwritten() -> str:
    """Return that a command was interrupted, and every file that is not written, in the order in which they were asked for."""
    files = [spelled(str(one.target)) for one in reversed(_pending) if not one.is_done]
    return plural(
        "interrupted; {file} is not written", "interrupted; {file} are not written", len(files),
        file=formats.listed(files),
    )  # fmt: skip


@contextmanager
def written_to_each(
    outputs: Sequence[tuple[str, str | None]], *, replaces: bool, read: Iterable[str] = ()
) -> Iterator[None]:
    """Let an answer go to several files, each in a format of its own: who prints it goes through `each_shape`.

    Args:
        outputs: The files, each with its format; `-` is standard output.
        replaces: Whether files that are there may go.
        read: What the command is given to read, which never goes.

    Raises:
        UsageError: One of them cannot be written there.
    """
    read = tuple(read)
    with ExitStack() as stack:
        for output, shape in reversed(outputs):  # the first is in its place first
            if output != "-":
                stack.enter_context(written_to(output, replaces=replaces, read=read))
            _places.insert(0, (shape, sys.stdout if output != "-" else _outside()))
        try:
            yield
        finally:
            _places.clear()


def _outside() -> TextIO:
    """Return standard output as it is where no file is written."""
    return _pending[0].before if _pending else sys.stdout


def each_shape(shape: str | None) -> Iterator[str | None]:
    """Yield each format that an answer is asked for in, while what is printed goes to the place of that one.

    Args:
        shape: The format where the answer goes to one place alone.
    """
    if not _places:
        yield shape
        return
    before = sys.stdout
    try:
        for one, place in _places:
            sys.stdout = place
            yield one
    finally:
        sys.stdout = before


def must_have_room(files: Iterable[Path]) -> None:
    """Refuse, before a search that takes long, to write where something is already.

    Raises:
        UsageError: One of the files is there.
    """
    for one in files:
        if os.path.lexists(one):
            raise UsageError(
                _(
                    "{file} cannot be written: {reason}",
                    file=one,
                    reason=why_refused(FileExistsError(errno.EEXIST, "")),
                ),
                help=_("name a folder without it"),
            )


def finish() -> None:
    """Put the file of `-o` in its place now, where there is one: whoever has recorded something says so if that fails.

    Raises:
        OSError: It could not be written.
    """
    for one in _pending:
        one.finish()


def is_to_file() -> bool:
    """Return whether what is printed goes to the file of `-o`."""
    return _current() is not None


def _current() -> _Pending | None:
    return next((one for one in _pending if one.stream is sys.stdout), None)


def is_begun() -> bool:
    """Return whether anything was written to the file of `-o`."""
    return any(one.has_text() for one in _pending)


def when_written(action: Callable[[Path], None]) -> bool:
    """Let something be done with the file of `-o` once it stands in its place; return whether there is such a file."""
    one = _current()
    if one is not None:
        one.afterwards.append(action)
    return one is not None


@contextmanager
def _told(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        there = isinstance(error, FileExistsError)
        raise UsageError(
            _("{file} cannot be written: {reason}", file=output, reason=why_refused(error)),
            help=_("name a file that is not there yet, or replace it with --force")
            if there
            else _("name another file, or check who may write there"),
        ) from None


def _begun(target: Path, *, replaces: bool, read: Iterable[str]) -> _Pending:
    """Return a file that is begun, beside its place, after looking at what stands there."""
    try:
        found = target.lstat()
    except FileNotFoundError:
        found = None
    if found is not None:
        _may_go(target, found.st_mode, replaces=replaces, read=read)
    descriptor, name = tempfile.mkstemp(prefix=".visit-", dir=target.parent)
    stream = io.TextIOWrapper(os.fdopen(descriptor, "wb"), "utf-8", errors="backslashreplace", newline="")
    return _Pending(target, Path(name), stream, os.fstat(descriptor).st_ino, replaces, sys.stdout)


def _may_go(target: Path, mode: int, *, replaces: bool, read: Iterable[str]) -> None:
    if stat.S_ISLNK(mode):
        raise UsageError(
            _("{file} is a link to another file", file=target),
            help=_("name the file itself, or one that is not there yet"),
        )
    if not stat.S_ISREG(mode):
        raise UsageError(_("{file} is not a file", file=target), help=_("name a file that is not there yet"))
    if not replaces:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    if any(_is_read(target, one) for one in read):
        raise UsageError(_("{file} is read by this very command", file=target), help=_("name another file"))


def _is_read(target: Path, given: str) -> bool:
    """Return whether a file is what an argument names, or a document in the folder that it names."""
    with suppress(OSError, ValueError):
        return target.samefile(given) or (target.suffix in _YAML and target.parent.samefile(given))
    return False
