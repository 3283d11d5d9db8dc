"""Danish and English wording: one English template to one text that a person reads.

    from visit.locale import text as _
    _("unknown key {key}", key=key)

Knows which language is spoken and the Danish of each template (`da/LC_MESSAGES/visit.po`, compiled
to `visit.mo` by `tools/messages.py`). English is the templates themselves and reads no file. How
numbers and dates are written is in `formats`, the words of the command line library in `usage`.

`text` is called where the text is made, never at import, or it stays in the language of the
import; the help texts of the command line, made after `install`, are the exception.
"""

from __future__ import annotations

import os
from contextvars import ContextVar, Token

# INVARIANT: importing this module reads no file and imports nothing heavy; every command pays it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations
    from pathlib import Path
    from typing import Literal, Protocol

    Language = Literal["da", "en"]

    class Rendered(Protocol):
        """What `visit.errors.VisitError` offers; that module knows this one, not the other way."""

        def rendered(self, error_word: str, help_word: str) -> str: ...


LANGUAGES: tuple[Language, ...] = ("da", "en")
DOMAIN = "visit"

# INVARIANT: the only place that holds a language. Each thread and task speaks for itself, English until it is told.
_spoken: ContextVar[Language] = ContextVar("visit_language", default="en")
_catalogues: dict[Language, NullTranslations] = {}


def text(message: str, /, **values: object) -> str:
    """Return the wording of an English template, its names in braces replaced by `values`."""
    # Gettext answers the empty text with the catalogue's head.
    if message and (spoken := language()) != "en":
        message = _catalogue(spoken).gettext(message)
    return message.format(**values) if values else message


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the wording for a number of things; both templates may hold `{n}`.

    `n` as a name gives the number as it is written: `n=formats.number(n)`.
    """
    message = one if n == 1 else many
    if (spoken := language()) != "en":
        message = _catalogue(spoken).ngettext(one, many, n)
    return message.format(**{"n": n} | values)


def language() -> Language:
    """Return the language spoken here."""
    return _spoken.get()


def use(language: Language) -> None:
    """Speak a language from now on."""
    _spoken.set(_known(language))


class speaking:  # noqa: N801  (read as a verb: `with speaking("da"):`)
    """Speak a language inside a `with` block."""

    def __init__(self, language: Language) -> None:
        self._language = _known(language)
        self._before: list[Token[Language]] = []

    def __enter__(self) -> None:
        self._before.append(_spoken.set(self._language))

    def __exit__(self, *_raised: object) -> None:
        _spoken.reset(self._before.pop())


def named_language(environ: Mapping[str, str]) -> str:
    """Return what VISIT_LANG asks for, of a locale (`da_DK.UTF-8`) its language; what is no language here as it is written."""
    asked = environ.get("VISIT_LANG", "")
    language = asked.lower().replace(".", "_").replace("-", "_").split("_")[0]
    return language if language in LANGUAGES else asked


def choose(option: str | None, environ: Mapping[str, str], setting: str | None = None) -> Language:
    """Return the language asked for: `--lang`, else VISIT_LANG, else as a settings file has it, else the locale, else English.

    Of LC_ALL, LC_MESSAGES and LANG the first that is set counts. A word that is no language here is
    passed over: an environment may be older than visit. The command line refuses such an option.
    """
    for asked in (option, named_language(environ), setting):
        if asked in LANGUAGES:
            return "da" if asked == "da" else "en"
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "da" if locale.replace(".", "_").replace("@", "_").split("_")[0] == "da" else "en"


def install(language: Language) -> None:
    """Speak a language from now on, the command line library included.

    Called once by the command line, before it imports its commands, whose help texts are worded
    when they are defined. The library asks gettext for its words, and gettext asks the environment:
    LANGUAGE is set, for child processes too.
    """
    use(language)
    os.environ["LANGUAGE"] = language
    if language != "en":
        from gettext import bindtextdomain

        bindtextdomain("messages", _folder())


def render_error(error: Rendered) -> str:
    """Return a `VisitError` as a person reads it: `str(error)` with the words around it translated."""
    return error.rendered(text("error"), text("help"))


def _catalogue(language: Language) -> NullTranslations:
    found = _catalogues.get(language)
    if found is None:
        from gettext import GNUTranslations

        with (_folder() / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            found = _catalogues[language] = GNUTranslations(file)
    return found


def _folder() -> Path:
    from pathlib import Path

    return Path(__file__).parent


def _known(language: Language) -> Language:
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    return language
