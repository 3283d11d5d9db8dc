"""What a person means by a rank or an id: a placement of a ranking, or options of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from visit.catalogue import Option
from visit.cpr import redacted
from visit.errors import FEW, UsageError, nearest_names
from visit.locale import formats, language
from visit.locale import text as _
from visit.matching import Engine
from visit.places import fold
from visit.ranking.values import Placement, Ranking
from visit.reasons.ruled_out import named_in_case
from visit.reasons.short_names import ShortNames, is_bundle, names_on_screens, with_provision

T = TypeVar("T")


def placement_named(ranking: Ranking, subject: str) -> Placement | None:
    """Return the placement of a rank, or the one found that has the ids joined with `+`; None where none has.

    Raises:
        UsageError: There is no placement of that rank.
    """
    if subject.isdecimal():
        # Python makes no number of thousands of digits.
        rank = int(subject) if len(subject) < 10 else 0
        if 1 <= rank <= len(ranking.placements):
            return ranking.placements[rank - 1]
        raise UsageError(
            _("there is no placement {n}; {count} were found", n=subject, count=len(ranking.placements)),
            help=_("`visit match CASE --full` shows them")
            if ranking.placements
            else _("ask about an option by its name; `visit match --all` lists every one"),
        )
    wanted = "+".join(sorted(subject.split("+")))
    return next((one for one in ranking.placements if one.id == wanted), None)


def placement_of_row(ranking: Ranking, row: str) -> Placement | None:
    """Return the first placement that has every part that a row of a screen names, joined with ` + `; None where none has."""
    named = [{one.id for one in options_named(ranking, name)} for name in row.split(" + ")]
    return next(
        (one for one in ranking.placements if all(ids & {part.id for part in one.parts} for ids in named)), None
    )


def option_named(ranking: Ranking, subject: str) -> Option:
    """Return the option of an id or a name; of an offer the only one, or the only one that stands in a placement found.

    A name is what a screen shows, in any case; its beginning or a part of it is enough where nothing else has it.

    Raises:
        UsageError: None is called that, or several are.
    """
    found = options_named(ranking, subject)
    if len(found) == 1:
        return found[0]
    shown = {part.id for placement in ranking.placements for part in placement.parts}
    in_placements = [option for option in found if option.id in shown]
    if len({option.offer.id for option in found}) == 1 and len(in_placements) == 1:
        return in_placements[0]
    if found:
        services = either_of(dict.fromkeys(f'"{name_to_ask_by(ranking, one, language())}"' for one in found))
        if len({option.offer.id for option in found}) == 1:
            raise UsageError(
                _("{subject} gives several services", subject=subject), help=_("write {names}", names=services)
            )
        own_names = dict.fromkeys(option.offer.name for option in found)
        called_so = [f'"{name}"' for name in own_names if name.casefold() != subject.casefold().strip()]
        by_offer = 1 < len(called_so) == len(own_names) and not any(map(is_bundle, own_names))
        raise UsageError(
            _("several are called {subject}", subject=redacted(subject)),
            help=_("write {names}", names=either_of(called_so) if by_offer else services),
        )
    say = ShortNames.of(ranking, language())
    # In the language that is spoken and without its provision: else one offer stands there three times.
    near = (
        nearest_names(subject, [say.option(one) for one in ranking.options])
        or nearest_names(subject, [with_provision(say, one) for one in ranking.options])
        or nearest_names(subject, [one.id for one in ranking.options])
    )
    meant = _("did you mean {names}?", names=formats.either(f'"{one}"' for one in near))
    help = meant if near else _("`visit match --all` lists every option")
    raise UsageError(_('no option is called "{subject}"', subject=redacted(subject)[1:-1]), help=help)


def options_named(ranking: Ranking, subject: str) -> list[Option]:
    """Return the options that an id or a name may mean; none where nothing is called that.

    A row of a screen may be written as it stands there, with a dot between name and provision, marked as an estimate, and
    with why the case names it.
    The exact name of one offer may as well be a part of the name of another that the case is about: then it means both.
    """
    options = {option.id: option for option in ranking.options}
    if subject in options:
        return [options[subject]]
    of_offer = [option for option in options.values() if option.offer.id == subject]
    if of_offer:
        return of_offer
    asked = (f"· {word}" for word in (_("runs now"), _("offered"), _("applied for"), _("wished for")))
    for mark in (_("(estimate)"), _("(the provision is an estimate)"), *asked):
        subject = subject.replace(f" {mark}", "")
    subject = subject.replace(" · ", ", ").replace("~", "")
    own = ranking.case.municipality
    names_by_id = {option.id: names_on_screens(option, ranking.guideline, own) for option in ranking.options}
    own_names = {id: _own_names(option) for id, option in options.items()}
    found = _own_among_alike(
        _nearest_of_each_offer(called(names_by_id, subject, options, parts=own_names), subject), own
    )
    in_case = {option.id: option for _why, several in named_in_case(ranking) for option in several}
    if not found or any(option.id in in_case for option in found):
        return found
    offers = {option.offer.id for option in found}
    others = {id: option for id, option in in_case.items() if option.offer.id not in offers}
    return found + _having_in_its_name(subject, others, names_by_id)


def either_of(names: Iterable[str]) -> str:
    """Return the first of some names to choose from, and how many more there are."""
    every = list(names)
    told = formats.either(every[:FEW])
    return f"{told} {_('(and {n} more)', n=len(every) - FEW)}" if len(every) > FEW else told


def name_to_ask_by(ranking: Ranking, option: Option, spoken: str) -> str:
    """Return the name of an option with its provision; its id where others are called that as well."""
    name = with_provision(ShortNames.of(ranking, spoken), option)
    return name if options_named(ranking, name) == [option] else option.id


def _own_names(option: Option) -> tuple[str, ...]:
    """Return what a service is called beside the name of its offer, in both languages."""
    return (option.service.name.da, option.service.name.en) if option.service.has("name") else ()


def _nearest_of_each_offer(found: Iterable[Option], subject: str) -> list[Option]:
    """Return of each offer the services whose own name is what was written, else has it in it; else all that were found.

    The name of an offer may list its houses, so that each of its services has the names of all.
    """
    by_offer: dict[str, dict[str, Option]] = {}
    for option in found:
        by_offer.setdefault(option.offer.id, {})[option.id] = option
    left: list[Option] = []
    for options in by_offer.values():
        own_names = {id: _own_names(option) for id, option in options.items()}
        left += called(own_names, subject, options) or options.values()
    return left


def _own_among_alike(found: list[Option], municipality: str) -> list[Option]:
    """Return of municipalities' own services under one provision the citizen's municipality's; else all that were found."""
    given = [one for one in found if one.offer.record.operator.municipality == municipality]
    alike = len({one.provision.id for one in found}) == 1 and all(is_bundle(one.offer.name) for one in found)
    return given if given and alike else found


def _having_in_its_name(
    subject: str, options: Mapping[str, Option], names_by_id: Mapping[str, tuple[str, ...]]
) -> list[Option]:
    """Return the options of whose name a text is whole words."""
    words = re.compile(rf"\b{re.escape(subject.casefold().strip())}\b")
    return [option for id, option in options.items() if any(words.search(one.casefold()) for one in names_by_id[id])]


def meant_by_why(ranking: Ranking, subject: str) -> Placement | Option:
    """Return what somebody asks about who writes an id or a name: an offer's own placement, or its option that stands best.

    Of several offers of a name it is the one in the first placement, else the one that the case is about.

    Raises:
        UsageError: Nothing is called that, or several offers are, and no more than one of them stands before the reader.
    """
    found = _before_the_reader(ranking, options_named(ranking, subject))
    if len({option.offer.id for option in found}) != 1 or found[0].id == subject:
        return option_named(ranking, subject)
    ids = {option.id for option in found}
    own = next((one for one in ranking.placements if {part.id for part in one.parts} <= ids), None)
    if own is not None:
        return own
    shown = {part.id for placement in ranking.placements for part in placement.parts}
    return min(found, key=lambda option: (option.id not in shown, ranking.standing(option).weakness, option.id))


def _before_the_reader(ranking: Ranking, found: list[Option]) -> list[Option]:
    """Return of several offers' options those of the one in the first placement, else of the one that the case names; else all."""
    first = set() if ranking.first is None else {part.id for part in ranking.first.parts}
    in_case = {option.id for _why, several in named_in_case(ranking) for option in several}
    several_offers = len({option.offer.id for option in found}) > 1
    for ids in (first, in_case) if several_offers else ():
        left = [option for option in found if option.id in ids]
        if len({option.offer.id for option in left}) == 1:
            return left
    return found


def called(
    names: Mapping[str, Iterable[str]],
    subject: str,
    of: Mapping[str, T],
    *,
    parts: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> list[T]:
    """Return what is called by a name: exactly, else by its beginning, else by a part of it; in any case, å also as aa.

    Args:
        names: Of each id the names that it goes by.
        subject: The name that a person wrote.
        of: What each id stands for.
        parts: Of ids what stands in their names as a name of its own: it may begin with the text as a whole name may.
    """
    for form in (str.casefold, fold):
        wanted = form(subject).strip()
        whole = {id: [form(name) for name in several] for id, several in names.items()}
        beginnings = {id: [*several, *map(form, parts.get(id, ()))] for id, several in whole.items()}
        for fits, among in ((str.__eq__, whole), (str.startswith, beginnings), (str.__contains__, whole)):
            found = [of[id] for id, several in among.items() if wanted and any(fits(name, wanted) for name in several)]
            if found:
                return found
    return []


def any_placement_named(engine: Engine, ranking: Ranking, subject: str) -> Placement:
    """Return the placement of a rank, or any set of options as one, ids joined with `+`; the engine is the ranking's.

    Raises:
        UsageError: There is no such rank, or no option of such an id.
    """
    found = placement_named(ranking, subject)
    return found or engine.placement(ranking, [option_named(ranking, id) for id in subject.split("+")])
