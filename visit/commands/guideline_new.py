"""`visit guideline new`: a guideline of one's own to fill in, standing on national law or begun from another's.

INVARIANT: what must be filled in is a line of comment without a value, so that the check asks for it and nothing made up decides.
It is a draft: it can be tried, and nothing can be decided on it before somebody has adopted it.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from visit import places
from visit.commands.asking import typed
from visit.commands.guideline_named import guideline_document
from visit.commands.inputs import today
from visit.errors import UsageError
from visit.locale import text as _
from visit.rules.guideline.layering import Layer, family, is_file, shipped_file, shipped_layers
from visit.streams import note, reader_may_leave

WIDTH = 100
_HEAD = (
    "format",
    "guideline",
    "version",
    "title",
    "municipality",
    "draft",
    "in_force",
    "extends",
    "corrects",
    "source",
)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
"""As `StatementId` of the guideline's document."""
_KEY = re.compile(r"([a-z_]+):")


def new_guideline_command(name: str, *, start: str, municipality: str | None, source: str | None) -> int:
    """Print the file to fill in.

    Args:
        name: What the guideline is called: an id of its own.
        start: The guideline that it begins from: one that stands on nothing is extended, the text of another is taken over.
        municipality: Whose it is; asked for on a terminal, else left to fill in.
        source: The document that it is written from; else left to fill in.

    Raises:
        UsageError: The name is no id, or is taken.
        PlaceError: There is no such municipality.
    """
    _must_be_new(name)
    begun, _known = family(start, guideline_document(start))
    of = municipality or _asked()
    whose = places.municipality(of).name if of else None
    lines = [*_head(name, begun, whose, source, today())]
    lines += _sections() if "extends" not in begun.record else _taken_over(begun, start)
    lines += ["", *_said(_then(name))]
    with reader_may_leave():
        print("\n".join(lines))
    return 0


def _must_be_new(name: str) -> None:
    if not _ID.fullmatch(name):
        raise UsageError(
            _("a guideline is called by small letters, digits and hyphens"),
            help=_("for example {example}", example="nordby"),
        )
    if name in {layer.id for layer in shipped_layers()}:
        raise UsageError(
            _("{id} is a guideline that ships with visit", id=name), help=_("give yours a name of its own")
        )


def _asked() -> str | None:
    """Return the municipality that somebody at a terminal answers with; None where nobody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    note(_("Which municipality is it for? (return: left to fill in) "), end="")
    return typed().strip() or None


# --- the head ---


def _head(name: str, begun: Layer, municipality: str | None, source: str | None, day: date) -> Iterator[str]:
    yield from _said(_("A guideline. Take the # before a line away and fill in what stands as …; ## explains."))
    yield from _said(
        _(
            "All texts that people read are in Danish and English. Each statement names the place in your source it is from."
        )
    )
    called = municipality or name
    yield "format: 1"
    yield f"guideline: {name}"
    yield 'version: "1"'
    yield f"title: {{da: {_quoted(f'Visitationsvejledning, {called}')}, en: {_quoted(f'Visitation guide, {called}')}}}"
    if municipality is None:
        yield from _said(_("Whose it is; an answer for another municipality's citizen then says so."))
        yield "# municipality: …"
    else:
        yield f"municipality: {_quoted(municipality)}"
    yield from _said(_("A draft can be tried; nothing can be decided on it. Take the line away when it is adopted."))
    yield "draft: true"
    yield from _said(
        _("From when it is in force. A later change is a new version from a new date, in a file of its own.")
    )
    yield f"in_force: {{from: {day.isoformat()}}}"
    parent = begun.record.get("extends")
    if parent is None:
        yield from _said(
            _("Brings entitlement, approval, consent, free choice and follow-up; you add what is your own.")
        )
    yield f"extends: {parent or begun.id}"
    yield from _said(_("The document that it is written from: title, who adopted it, when."))
    yield "# source: …" if source is None else f"source: {_quoted(source)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(text: str) -> Iterator[str]:
    yield from (f"## {line}" for line in textwrap.wrap(text, WIDTH))


# --- what comes next ---


def _sections() -> Iterator[str]:
    """Yield each section that most guidelines have, as lines to fill in."""
    for told, lines in (
        (
            _("Numbers: a threshold has a unit (km, DKK, days, months, years, hours, percent, level, step) and its source."),
            ("parameters:", "  …: {value: …, unit: …, source: …}"),
        ),
        (
            _("What a number is called where a screen shows it."),
            ("labels:", "  …: {da: …, en: …}"),
        ),
        (
            _("Rules. “Must”, “only”: strength must. “Normally”: presumption. Somebody else decides first: hold, with `by`. A must cannot cap the hours that a need calls for, nor take away what the act gives by need."),  # noqa: E501
            (
                "rules:", "  - id: …", "    gate: policy", "    strength: presumption", "    when: …", "    require: …",
                "    reason: {da: …, en: …}", "    source: …",
            ),
        ),
        (
            _("The order: your policy, the first that differs decides. The four marks stand first, with the values of national law. Without the section the national order is yours."),  # noqa: E501
            (
                "preferences:", "  - {id: least-intrusive, lower: option.step, over: all, text: {da: …, en: …}, source: …}",
                "  - {id: wish, higher: option.wished, over: any, text: {da: …, en: …}, source: …}",
                "  - {id: wish-to-avoid, lower: option.avoided, over: sum, text: {da: …, en: …}, source: …}",
                "  - {id: fewest-exceptions, lower: placement.presumptions_failed, of: placement,",
                "     text: {da: …, en: …}, source: …}",
                "  - {id: …, lower: …, text: {da: …, en: …}, source: …}",
            ),
        ),
        (
            _("Who approves what."),
            ("approvals:", "  - {id: …, when: …, by: …, text: {da: …, en: …}, source: …}"),
        ),
        (
            _("What to remember: advice, a flag, a duty, or record for what decides nothing."),
            ("notices:", "  - {id: …, when: …, kind: …, text: {da: …, en: …}, source: …}"),
        ),
        (
            _("When to look again."),
            ("follow_up:", "  - {id: …, after: 3 months, text: {da: …, en: …}, source: …}"),
        ),
        (
            _("By when something is done: counted from the application, the decision, a birthday or a date of the case."),
            (
                "deadlines:",
                "  - {id: …, counted_from: application, within: 8 weeks, waits_for: decision, text: {da: …, en: …}, source: …}",
            ),
        ),
        (
            _("For how long help is granted at a time."),
            ("grants:", "  - {id: …, provision: …, lasts: 2 years, text: {da: …, en: …}, source: …}"),
        ),
        (
            _("How much help is usual: the hours a week under a provision, and for whom."),
            ("service_levels:", "  - {id: …, provision: …, when: …, usual_hours: …, source: …}"),
        ),
        (
            _("What your document asks of the citizen and no case file has a field for."),
            ("case_facts:", "  extra.…: {type: truth, label: {da: …, en: …}, ask: {da: …, en: …}, source: …}"),
        ),
        (
            _("Needs of your own: in which areas they are met, and what usually meets them."),
            ("needs:", "  - {key: …, areas: […], usually_met_by: […], da: …, en: …, source: …}"),
        ),
        (
            _("Who can decide, beside the roles that visit has; `by` names them."),
            ("roles:", "  …: {da: …, en: …, source: …}"),
        ),
        (
            _("Offers that you speak of together: `offer.groups includes …`."),
            ("groups:", "  …: {offers: […], da: …, en: …, source: …}"),
        ),
    ):  # fmt: skip
        yield ""
        yield from _said(told)
        yield from (f"# {line}" for line in lines)


def _taken_over(begun: Layer, start: str) -> Iterator[str]:
    """Yield the statements of a guideline as they are written, without its head."""
    path = Path(start) if is_file(start) and start != "-" else shipped_file(start)
    if start == "-" or not re.search(r"^guideline:", path.read_text("utf-8"), re.MULTILINE):
        raise UsageError(
            _("{file} cannot be taken over", file=start),
            help=_("name a YAML file with one key at the beginning of a line"),
        )
    yield ""
    yield from _said(
        _(
            "From here on this is {id} {version}, word for word. Each source is that municipality's: keep a statement only where your own document says the same, and name the place in yours.",  # noqa: E501
            id=begun.id, version=begun.version,
        )
    )  # fmt: skip
    is_head = True
    for line in path.read_text("utf-8").splitlines():
        found = _KEY.match(line)
        if found:
            is_head = found.group(1) in _HEAD
        if not is_head:
            yield line


def _then(name: str) -> str:
    return _(
        "Then: `visit guideline words` lists what a condition may say, `visit guideline check {file}` tells what is wrong, and `visit test {file}` runs the cases beside it.",  # noqa: E501
        file=f"{name}.yaml",
    )
