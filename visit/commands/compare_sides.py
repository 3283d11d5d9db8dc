"""`visit compare OLD NEW`: what answers on both sides."""

from __future__ import annotations

import re
from dataclasses import replace

from visit.commands.compare_options import CompareOptions
from visit.commands.inputs import given_date, load_given_catalogue, must_read_once
from visit.errors import UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.recorded_bases import DECIDED, RecordedBases
from visit.locale import text as _

DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refuse_other_sides(options: CompareOptions) -> None:
    """Refuse what does not go with an old side that is what was decided.

    Raises:
        UsageError: Something stands on the command line that would have no effect.
    """
    if options.new.partition("@")[0] == DECIDED:
        raise UsageError(
            _("“{name}” is what was decided, and stands first", name=DECIDED),
            help=_("visit compare {name} NEW --ledger FILE", name=DECIDED),
        )
    if not options.is_decided:
        return
    if options.cases or options.populations:
        raise UsageError(
            _("what was decided is known of the cases of a ledger alone"),
            help=_("leave out the cases, or name a guideline instead of “{name}”", name=DECIDED),
        )
    if options.old_catalogue is not None:
        raise UsageError(
            _("each decision has the catalogue that it was made with"),
            help=_("leave out {option}; {other} is for the new side", option="--old-catalogue", other="--catalogue"),
        )
    if options.travel is not None and (options.new_catalogue or options.catalogue) == DECIDED:
        raise UsageError(
            _("each decision has the catalogue that it was made with"),
            help=_("leave out {option}; {other} is for the new side", option="--travel", other="--catalogue FILE"),
        )
    if options.as_of is not None or DATE.fullmatch(options.basis):
        raise UsageError(
            _("each decision is asked about on the day that it was asked about then"),
            help=_("write another day for the new side behind its name: {name}", name="nordby.yaml@2027-01-01"),
        )


def sides_named(options: CompareOptions, bases: RecordedBases | None = None) -> tuple[Answerer, Answerer]:
    """Return what answers on both sides.

    Args:
        options: What names them.
        bases: What was decided on, where that is the old side.

    Raises:
        UsageError: They are the same, or two files are to be read from standard input.
    """
    if bases is not None:
        return _decided_sides(options, bases)
    day = given_date(options.as_of)
    given = [one or options.catalogue for one in (options.old_catalogue, options.new_catalogue)]
    distinct = set(given)
    must_read_once(*options.cases, *options.populations, *distinct, *[options.travel for _one in distinct])
    loaded = {name: load_given_catalogue(name, options.travel) for name in distinct}
    catalogues = [loaded[name] for name in given]
    names = (options.old, options.new)
    old, new = (named_basis(name, offers, day) for name, offers in zip(names, catalogues, strict=True))
    if (old.name, old.day, old.catalogue.digest) == (new.name, new.day, new.catalogue.digest):
        raise UsageError(
            _("both sides are the same guideline, catalogue and day"),
            help=_("name another guideline, a day behind it (ikast-brande@2027-01-01), or --new-catalogue FILE"),
        )
    return Answerer(old), Answerer(new)


def _decided_sides(options: CompareOptions, bases: RecordedBases) -> tuple[Answerer, Answerer]:
    old, given = bases.side(), options.new_catalogue or options.catalogue
    must_read_once(given, options.travel, options.new)
    if given == DECIDED:
        new = named_basis(options.new, old.basis.catalogue, None)
        return old, bases.side_under(new.name, new.by_date, new.day)
    new = named_basis(options.new, load_given_catalogue(given, options.travel), None)
    return old, Answerer(new if new.day is not None else replace(new, days=bases.days))
