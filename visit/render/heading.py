"""The head of an answer: how its guideline is named, and what a reader must beware of in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.case import Case
from visit.cpr import redacted
from visit.locale import formats, language
from visit.locale import text as _
from visit.ranking.values import Ranking, Standing
from visit.reasons.broken import broken_by_what_is_proposed
from visit.reasons.clashes import clashes
from visit.reasons.explanation import Explanation
from visit.reasons.gaps import gaps
from visit.reasons.home_elsewhere import home_elsewhere_asked, homes_elsewhere
from visit.reasons.idle_wishes import avoided, has_idle_distance
from visit.reasons.labels import Phrasing, provision_name, told_not_given
from visit.reasons.later import dated_later
from visit.reasons.not_given import not_given
from visit.reasons.undeclared import undeclared
from visit.reasons.unfound import unfound
from visit.reasons.unknown_members import unknown_members
from visit.reasons.unknown_needs import unknown_needs
from visit.reasons.unlisted import Unlisted, unlisted
from visit.render.blocks import Block, Items, Paragraph
from visit.render.price_words import prices_without_effect
from visit.rules.guideline.values import DIGITS, Guideline
from visit.travel_files import is_old, oldest_time


def head(ranking: Ranking) -> Iterator[Block]:
    """Yield case, guideline, catalogue and date, the first line of every answer; below it what to beware of in the guideline."""
    line = _(
        "{case} · {guideline} · catalogue {catalogue} · {day}",
        case=ranking.case.id, guideline=identified(ranking.guideline), catalogue=ranking.catalogue.id,
        day=formats.day(ranking.as_of),
    )  # fmt: skip
    yield Paragraph(line)
    if found := beware(ranking):
        yield Items(found)


def said_beforehand(explanation: Explanation, say: Phrasing) -> Iterator[str]:
    """Yield what is read before the answer: what must never be by the guideline and is proposed, and what had no effect."""
    for invariant, option in broken_by_what_is_proposed(explanation):
        yield _(
            "By {guideline} this must never be ({id}), and it is so of {option}: report it to whoever keeps the guideline",
            guideline=invariant.origin.guideline, id=invariant.id, option=say.option(option),
        )  # fmt: skip
    yield from without_effect_on(explanation.ranking, say)


def without_effect_on(ranking: Ranking, say: Phrasing) -> Iterator[str]:
    """Yield what is recorded and a ranking could not follow: unknown ids, facts and needs, clashes, later days, idle prices."""
    case, day = ranking.case, ranking.as_of
    yield from (say.unfound(one) for one in unfound(case, ranking.catalogue, day))
    yield from (told_not_given(one, say.language) for one in not_given(case, ranking.catalogue, day))
    yield from (say.undeclared(one) for one in undeclared(case, ranking.guideline))
    yield from (say.unknown_need(one) for one in unknown_needs(ranking))
    yield from (say.unknown_member(one) for one in unknown_members(ranking))
    yield from (say.clash(one) for one in clashes(case, day))
    yield from (home_elsewhere_asked(one, say.language) for one in homes_elsewhere(case))
    yield from dict.fromkeys(say.later(one) for one in dated_later(case, day))
    yield from prices_without_effect(say, ranking)
    if has_idle_distance(case, ranking.guideline):
        yield distance_without_effect(case)


def distance_without_effect(case: Case) -> str:
    """Return that the citizen's longest distance changes nothing, and what to do instead."""
    return _(
        "the wish of at most {km}: the guideline does not ask for it, so without effect; see yourself what is near enough",
        km=formats.km(case.wishes.max_km or 0, decimals=0),
    )  # fmt: skip


def not_wanted(ranking: Ranking, say: Phrasing) -> str:
    """Return which offers the citizen wishes to keep away from, each with the number of the placement that has it."""
    told = []
    for option, number in avoided(ranking):
        name = say.cited(option.offer.name)
        if number is not None:
            told.append(_("{name} (no. {n})", name=name, n=number))
        else:
            is_out = ranking.standing(option) is Standing.RULED_OUT
            told.append(_("{name} (ruled out)", name=name) if is_out else name)
    return _("The citizen does not want: {offers}", offers="; ".join(told)) if told else ""


def gaps_told(ranking: Ranking, language: str) -> Iterator[str]:
    """Yield what the citizen is entitled to and the catalogue has none of the municipality's own of."""
    for one in gaps(ranking):
        yield _(
            "{provision} ({name}): the citizen is entitled to it, and the catalogue has no offer of the municipality's own."
            " Find out whether there is one",
            provision=provision_name(one.id, language), name=one.label(language),
        )  # fmt: skip


def identified(guideline: Guideline) -> str:
    """Return its layers, its own first, and the first digits of its digest: two contents of one name are told apart."""
    return f"{layer_names(guideline)} ({guideline.digest[:DIGITS]})"


def layer_names(guideline: Guideline) -> str:
    """Return its layers, its own first."""
    return " + ".join(f"{id} {version}" for id, version in reversed(guideline.layers))


def draft() -> str:
    """Return what is said of a draft."""
    return _("DRAFT: the guideline is not adopted")


def beware(ranking: Ranking) -> tuple[str, ...]:
    """Return what stands over an answer, wherever it is told: a trial, whose guideline and catalogue, old times, help of none."""
    return (
        *changes_on_trial(ranking.case),
        *cautions(ranking.guideline, ranking.as_of, ranking.case.municipality),
        *not_of_the_municipality(ranking),
        *old_times(ranking),
        *map(not_in_catalogue, unlisted(ranking.case, ranking.catalogue, ranking.as_of)),
    )


def not_of_the_municipality(ranking: Ranking) -> Iterator[str]:
    """Yield that no guideline of the acting municipality was used, and that the catalogue has none of its offers."""
    guideline, municipality = ranking.guideline, ranking.case.municipality
    if guideline.municipality is None and guideline.stands_on_national_law:
        yield _("Only the law is used, no guideline of {municipality}", municipality=municipality)
    listed = [one for one in ranking.options if one.kind == "catalogue"]
    if listed and all(one.offer.record.operator.municipality != municipality for one in listed):
        yield _(
            "The catalogue has no offer that {municipality} runs itself: ask there first", municipality=municipality
        )


def not_in_catalogue(one: Unlisted) -> str:
    """Return what is said of help that runs now and stands in no catalogue: what its needs rest on, and what may be meant."""
    said = [_("this catalogue has it, but not open under this provision") if one.listed else _("not in this catalogue")]
    if one.assumed:
        said.append(_("what it covers is not stated, and is assumed by the provision"))
    if one.near is not None:
        said.append(_("did you mean {names}?", names=one.near))
    provision = provision_name(one.row.service, language())
    return _("{id} ({provision}), which runs now: {said}", id=one.row.offer, provision=provision, said="; ".join(said))


def changes_on_trial(case: Case) -> Iterator[str]:
    """Yield that values were changed for a trial, and which."""
    if case.trial:
        changes = formats.listed(redacted(one) for one in case.trial)
        yield _("This is a trial: {changes} (--set); the case file is unchanged", changes=changes)


def old_times(ranking: Ranking) -> Iterator[str]:
    """Yield that the travel times are old on the day that is asked for."""
    document = ranking.catalogue.document
    if document.has("travel") and is_old(day := oldest_time(document.travel), ranking.as_of):
        yield _("The travel times are more than a year old: {day}", day=formats.day(day))


def cautions(guideline: Guideline, day: date, municipality: str | None = None) -> Iterator[str]:
    """Yield that it is a draft, not in force on the day, without a national layer, or of another municipality than acts."""
    if guideline.is_draft:
        yield draft()
    yield from not_in_force(guideline, day)
    if not guideline.stands_on_national_law:
        yield _("No national layer: no rule of the law and no guarded order stands behind the guideline")
    if municipality is not None and not guideline.is_of(municipality):
        yield _(
            "The guideline is that of {owner}; the acting municipality is {municipality}",
            owner=guideline.municipality, municipality=municipality,
        )  # fmt: skip


def not_in_force(guideline: Guideline, day: date) -> Iterator[str]:
    """Yield that a guideline is not in force on a day, and only tried."""
    if not guideline.is_in_force(day):
        start, end = guideline.in_force
        if start is not None and day.isoformat() < start:
            yield _(
                "The guideline is in force from {day}, and is only tried here",
                day=formats.day(date.fromisoformat(start)),
            )
        elif end is not None:
            yield _(
                "The guideline was in force until {day}, and is only tried here",
                day=formats.day(date.fromisoformat(end)),
            )
