"""Options in, one library call, one renderer, an exit code.

Exit codes: 0 answered, 1 answered and it is no, 2 could not answer, 3 not yet. stdout carries the answer, stderr everything else.
Nothing a user can do gives a traceback; a defect of visit itself says that it is one.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from visit import garbage, locale
from visit.cpr import safe
from visit.errors import Location, UsageError, VisitError
from visit.locale.system import why_refused
from visit.streams import READABLE, abandon, note, open_streams, reader_may_leave, say

DEFECT = 70
"""The exit code of a defect in visit itself (EX_SOFTWARE)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    written = list(sys.argv[1:] if arguments is None else arguments)
    answerable = open_streams()
    _speak_utf8()
    if arguments is None:
        garbage.look_seldom()
        atexit.register(gc.freeze)  # nor as the process ends
    try:
        from visit.commands.arguments import language_option, refuse_unusable

        option, rest = language_option(written)
        locale.install(locale.choose(option, os.environ, _language_set(rest)))
        if option is not None:
            _must_be_spoken(option)
        elif (asked := locale.named_language(os.environ)) and asked not in locale.LANGUAGES:
            note(f"{locale.text('warning')}: {_unspoken('VISIT_LANG', asked)}")
        if not answerable:
            raise UsageError(
                locale.text("standard output is closed"), help=locale.text("let it go to a file, or to /dev/null")
            )
        from visit.commands.office import keep_used

        keep_used(())  # of an earlier command in this process
        refuse_unusable(written, os.environ)
        from visit.commands.app import run

        code = run(rest, language=option)
        with reader_may_leave():
            sys.stdout.flush()  # noticed here, not when Python ends
        return code
    except VisitError as error:
        return say("\n".join((locale.render_error(error), *_settings_behind(error))))
    except BrokenPipeError:
        abandon(sys.stdout)  # the reader has left: nothing more to say, and nothing to say it to
        return 0
    except OSError as error:  # the disk is full, a name too long: the machine's fault or the user's, not a defect
        abandon(sys.stdout)
        return say(locale.render_error(_of_the_system(error)))
    except (KeyboardInterrupt, EOFError):
        return 130
    except Exception as error:  # the one place that may: a defect is told without the citizen's data
        return say(locale.render_error(_no_memory())) if _lacks_memory(error) else _defect(error)


def _settings_behind(error: VisitError) -> Iterator[str]:
    """Yield where the value stands that an error is about, where it was set and not typed."""
    from visit.commands.office import settings_behind
    from visit.commands.printing import setting_name

    for one in settings_behind(error):
        told = locale.text("{what} from {place}", what=setting_name(one.key), place=one.place)
        yield "  " + safe(locale.text("Settings: {told}", told=told))


def _language_set(arguments: Sequence[str]) -> str | None:
    """Return the language that a settings file has for what is not yet a command; one that is wrong is told by the command."""
    from visit.commands.office import presets

    if arguments[:1] == ["replay"] or os.environ.get("VISIT_LANG"):
        return None
    try:
        found = presets(None, os.environ).get("language")
    except VisitError:
        return None
    return None if found is None else found.value


def _of_the_system(error: OSError) -> UsageError:
    """Return what the system refuses, as an error about the file it names, else about the answer."""
    if error.errno == errno.ENOMEM:
        return _no_memory()
    reason = why_refused(error)
    if error.filename is not None:
        file = Location(os.fsdecode(error.filename))
        message = locale.text("it cannot be read or written: {reason}", reason=reason)
        return UsageError(message, at=file, help=locale.text("check the path and who may read it"))
    message = locale.text("the answer cannot be written: {reason}", reason=reason)
    return UsageError(message, help=locale.text("check where standard output goes, and whether the disk is full"))


def _lacks_memory(error: Exception) -> bool:
    """Return whether there was not enough memory: for a value, for a library to be loaded, or for a thread."""
    said = str(error)
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, ImportError) and "failed to map" in said)
        or (isinstance(error, RuntimeError) and "start new thread" in said)
    )


def _no_memory() -> UsageError:
    return UsageError(
        locale.text("there is not enough memory"),
        help=locale.text("close other programs, or raise the limit (`ulimit -v`); --processes 1 needs the least"),
    )


def _must_be_spoken(option: str) -> None:
    if option not in locale.LANGUAGES:
        raise UsageError(_unspoken("--lang", option), help=locale.text("da is Danish, en is English"))


def _unspoken(name: str, given: str) -> str:
    """Return that something names no language that visit speaks."""
    from visit.cpr import redacted

    return locale.text("{name} must be da or en, not {given}", name=name, given=redacted(given))


def _speak_utf8() -> None:
    """Print Danish letters also where the locale is C; what a terminal or a file's code page lacks is written in other letters."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        encoding = (stream.encoding or "ascii").lower()
        if encoding != "utf-8" or not sys.flags.utf8_mode:
            stream.reconfigure(
                encoding="utf-8" if encoding in ("ascii", "us-ascii", "ansi_x3.4-1968") else None,
                errors=READABLE,
            )


def _defect(error: Exception) -> int:
    """Say that visit itself is at fault: where, but never with a value, which may be personal."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})"
    message = locale.text(
        "this is a defect in visit, not in your files: {kind}{place}", kind=type(error).__name__, place=place
    )
    say(f"visit: {message}")
    say("  " + locale.text("please report it with the command you gave; no personal data is needed"))
    if os.environ.get("VISIT_DEBUG"):
        raise error
    return DEFECT
