"""`visit compare OLD NEW`: what answers on both sides."""

from __future__ import annotations

from visit.commands.compare_options import CompareOptions
from visit.commands.inputs import given_date, load_given_catalogue, must_read_once
from visit.errors import UsageError
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.locale import text as _


def sides_named(options: CompareOptions) -> tuple[Answerer, Answerer]:
    """Return what answers on both sides.

    Raises:
        UsageError: They are the same, or two files are to be read from standard input.
    """
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
