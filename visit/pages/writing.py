"""A page from a template: everything that is filled in is escaped, and as safe as on a sheet."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from visit.cpr import safe
from visit.locale import language
from visit.locale import text as _
from visit.pages.map import numbered
from visit.render.lines import kept_together
from visit.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def written(template: str, /, **values: object) -> str:
    """Return a page as HTML, in the language spoken.

    Args:
        template: The name of its template, without the ending.
        values: What the template reads.
    """
    from markupsafe import Markup

    page = _environment().get_template(f"{template}.html")
    style = _style()
    return page.render(
        _=_,
        language=language(),
        version=__version__,
        style=Markup(style),  # noqa: S704  (our own file)
        style_digest=_digest(style),
        **values,
    )


_CODE = re.compile("`([^`]+)`")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, finalize=_shown, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    found.filters["numbered"] = numbered
    found.filters["coded"] = _coded
    return found


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text("utf-8").strip()


def _digest(style: str) -> str:
    """Return what a policy of content calls a style by: no other style, and no style of an element, has an effect."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def _coded(text: str) -> object:
    """Return a text of a page with what stands in backticks as code."""
    from markupsafe import Markup, escape

    told = str(escape(str(_shown(text))))
    return Markup(_CODE.sub(r"<code>\1</code>", told))  # noqa: S704  (escaped above)


def _shown(value: object) -> object:
    """Return what stands in a page for a value: a text without CPR numbers and with hidden characters spelled out, on one line.

    A section stays with its act, and a number with its kilometres.
    """
    if type(value) is not str:
        return value
    return kept_together(" ".join(safe(value).split("\n")))
