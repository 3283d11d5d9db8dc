"""Answers as JSON documents: keys in English, a schema name and a version, keys only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.catalogue import Option
from visit.prices import CitizenPrice
from visit.ranking.values import AreaRanking, Placement, Ranking, Requirement
from visit.ranking.verdict import verdict
from visit.ranking.whole import granted_under
from visit.reasons.broken import broken_by_what_is_proposed
from visit.reasons.clashes import clashes
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.estimates import leaned
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared
from visit.reasons.gaps import gaps
from visit.reasons.grants import granted
from visit.reasons.labels import Phrasing, main_step_code
from visit.reasons.later import dated_later
from visit.reasons.near_misses import NearMisses
from visit.reasons.price_sums import prices_of
from visit.reasons.undeclared import undeclared
from visit.reasons.unfound import unfound
from visit.reasons.unknown_members import unknown_members
from visit.reasons.unknown_needs import unknown_needs
from visit.reasons.unlisted import unlisted
from visit.reasons.values import Confirm, Reason, Separation
from visit.render.price_words import plain_number, price_document
from visit.rules.facts.distances import TRAVEL_TIMES, WAYS
from visit.rules.facts.prices import amount_of
from visit.rules.guideline.values import Approval, BilingualText, Deadline, Notice
from visit.rules.language.values import UNKNOWN, AtMost, Between, Levels, Members, Possible, Value, reach_of


def _unlisted(ranking: Ranking) -> dict[str, object]:
    """Return what runs now and the catalogue lacks, where there is some."""
    found = [
        {
            "offer": one.row.offer, "service": one.row.service, "near": one.near, "listed": one.listed,
            "covers_assumed": one.assumed,
        }
        for one in unlisted(ranking.case, ranking.catalogue, ranking.as_of)
    ]  # fmt: skip
    return {"unlisted": found} if found else {}


def _broken(explanation: Explanation) -> dict[str, object]:
    """Return what must never be by the guideline and is proposed; no key where nothing is."""
    found = [{"invariant": one.id, "option": option.id} for one, option in broken_by_what_is_proposed(explanation)]
    return {"broken_invariants": found} if found else {}


def _travel(ranking: Ranking) -> dict[str, object]:
    """Return which table of travel times there is, where there is one."""
    document = ranking.catalogue.document
    if not document.has("travel"):
        return {}
    table = document.travel
    return {"travel": {"table": table.table, "method": table.method, "as_of": table.as_of.isoformat()}}


def _times(ranking: Ranking, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of some facts of travel times that are told: by the means that the table has."""
    times = ranking.catalogue.times
    return () if times is None else tuple(name for name in names if name.endswith(tuple(times.means)))


def match_document(
    ranking: Ranking, *, areas: Sequence[AreaRanking] | None = None, everything: bool = False
) -> dict[str, object]:
    """Return the answer of `match` as data. `areas` and `everything` add the longer lists."""
    explanation = Explanation(ranking)
    consequences = Consequences(explanation)
    first, found = ranking.first, verdict(ranking)
    document: dict[str, object] = {
        "schema": "visit-match",
        "version": 1,
        "case": {"id": ranking.case.id, "digest": ranking.case.digest},
        "guideline": {
            "id": ranking.guideline.id,
            "version": ranking.guideline.version,
            "municipality": ranking.guideline.municipality,
            "in_force": ranking.guideline.is_in_force(ranking.as_of),
            "draft": ranking.guideline.is_draft,
            "layers": [{"id": id, "version": version} for id, version in ranking.guideline.layers],
            "digest": ranking.guideline.digest,
        },
        "catalogue": {"id": ranking.catalogue.id, "digest": ranking.catalogue.digest},
        **_travel(ranking),
        "as_of": ranking.as_of.isoformat(),
        "areas_needed": fact_as_json(ranking.side.values["case.needs.areas"]),
        "clashes": [
            {"offer": one.offer, "on": fact_as_json(one.on), "answers": list(one.answers)}
            for one in clashes(ranking.case, ranking.as_of)
        ],
        "unfound": [
            {"id": one.id, "fields": list(one.fields), "near": one.near, "closed": one.closed}
            for one in unfound(ranking.case, ranking.catalogue, ranking.as_of)
        ],
        **_unlisted(ranking),
        **_broken(explanation),
        "undeclared": [{"fact": one.name, "near": one.near} for one in undeclared(ranking.case, ranking.guideline)],
        "unknown_needs": [
            {"need": one.key, "offers": list(one.offers), "near": one.near} for one in unknown_needs(ranking)
        ],
        **({"unknown_members": list(map(asdict, outside))} if (outside := unknown_members(ranking)) else {}),
        "later": [{"field": one.field, "on": one.day.isoformat()} for one in dated_later(ranking.case, ranking.as_of)],
        "gaps": [one.id for one in gaps(ranking)],
        "requirements": [requirement_document(one) for one in ranking.requirements],
        "proposed": [
            {"fact": one.fact, "value": fact_as_json(one.value), "proposals": [p.id for p in one.proposals]}
            for one in ranking.side.proposed.values()
        ],
        "placements": [placement_document(ranking, explanation, one) for one in ranking.placements],
        **({} if ranking.proved is None else {"proved": ranking.proved}),
        "separations": [
            separation_document(explanation.separation(a, b))
            for a, b in zip(ranking.placements, ranking.placements[1:], strict=False)
        ],
        "verdict": {"answer": found.name, "reasons": [str(one) for one in found.reasons]},
        "accounts": dict(ranking.accounts),
        "nearest_miss": [
            {
                "option": miss.option.id,
                "rules": [reason_document(ranking, one) for one in miss.reasons],
                "unmet": [one.id for one in miss.unmet],
            }
            for miss in NearMisses(explanation).misses()
        ],
        "comparative": {
            "lowest_step": ranking.comparative.lower.lowest_step,
            "own_match": ranking.comparative.own_match,
            "current_sufficient": ranking.comparative.current_sufficient,
            "not_to_be_had": [option.id for option in ranking.comparative.lower.not_to_be_had],
            "reference": [option.id for option in ranking.comparative.reference.parts],
            "reference_price_dkk_per_day": fact_as_json(ranking.comparative.reference.price),
        },
        "free_choice": [
            {
                "option": one.option.id,
                "dkk_per_day": fact_as_json(one.price),
                "years": list(one.years),
                "percent_of_reference": fact_as_json(one.percent),
                "beyond_the_limit": one.beyond,
            }
            for one in choices_compared(ranking)
        ],
        "notices": [said_document(ranking, one) for one in consequences.notices(first)],
        "deadlines": [said_document(ranking, one) for one in consequences.deadlines(first)],
        "applied": [
            {"provision": one.row.provision, "verdict": one.verdict, "turned_by": list(one.turned_by)}
            for one in consequences.applications(first)
        ],
        "acute": [{"option": option.id, "standing": standing} for option, standing in consequences.bridges()],
    }
    if ranking.grounds_given is not None:
        document["with_grounds_given"] = ranking.grounds_given.id
    document["first"] = None if first is None else first_document(explanation, first)
    if areas is not None:
        document["areas"] = [area_document(one) for one in areas]
    if everything:
        document["options"] = [option_document(ranking, explanation, option) for option in ranking.options]
    return document


def first_document(explanation: Explanation, first: Placement) -> dict[str, object]:
    """Return what is said of the first placement alone."""
    ranking, consequences = explanation.ranking, Consequences(explanation)
    return {
        "reasons": [reason_document(ranking, one) for one in explanation.reasons(first)],
        "confirm": [confirm_document(one) for one in consequences.to_confirm(first)],
        "other_ways": [
            {"option": one.option.id, "facts": list(one.facts), "rules": list(one.rules)}
            for one in explanation.other_ways(first)
        ],
        "approvals": [said_document(ranking, one) for one in consequences.needed_approvals(first)],
        "approvals_run_out": [
            {"offer": option.offer.id, "until": until.isoformat()}
            for option, until in consequences.approvals_run_out(first)
        ],
        "follow_up": [said_document(ranking, one) for one in consequences.follow_up(first)],
        "grants": [
            {
                "id": one.statement.id,
                "option": one.option.id,
                "until": one.until.isoformat(),
                "surely": one.surely,
                "missing": list(one.missing),
                "source": one.statement.origin.source,
                "text": in_both_languages(ranking, one.statement.text, one.values),
            }
            for one in granted(explanation, first, ranking.as_of)
        ],
        "leans_on": [
            {"option": one.option.id, "field": one.field, "estimated": one.estimated, "as_of": fact_as_json(one.as_of)}
            for one in leaned(explanation, first)
        ],
    }


def area_document(ranked: AreaRanking) -> dict[str, object]:
    """Return the options of one area in order, and what became of the others."""
    return {
        "area": ranked.area,
        "options": [{"option": option.id, "standing": standing} for option, standing in ranked.options],
        "accounts": dict(ranked.accounts),
    }


def placement_document(ranking: Ranking, explanation: Explanation, placement: Placement) -> dict[str, object]:
    """Return a placement as data."""
    untold = set(WAYS) - set(_times(ranking, WAYS))
    return {
        "id": placement.id,
        "rank": ranking.placements.index(placement) + 1,
        "standing": placement.standing,
        "recommended": placement.grantable,
        "parts": [
            part_document(explanation, option, price)
            for option, price in zip(placement.parts, prices_of(ranking, placement.parts), strict=True)
        ],
        "leans_on": [one.id for one in placement.leans_on],
        "order": [
            {"criterion": one.id, "key": plain_key(one.key), "values": [fact_as_json(v) for v in one.values]}
            for one in placement.order
        ],
        "facts": {name: fact_as_json(value) for name, value in sorted(placement.facts.items()) if name not in untold},
        "departs_from": [reason_document(ranking, one) for one in explanation.departures(placement)],
        "awaits": [reason_document(ranking, one) for one in explanation.holds(placement)],
        "missing": [confirm_document(one) for one in explanation.missing(placement)],
    }


def part_document(explanation: Explanation, option: Option, price: CitizenPrice | None) -> dict[str, object]:
    """Return what a table shows of an option."""
    values = explanation.values(option)
    label = explanation.ranking.guideline.step_labels.get(main_step_code(option))
    shown = (
        "option.step",
        "option.specialisation",
        "travel.network_km",
        "option.free_places",
        "option.price_dkk_per_day",
    )
    return {
        "option": option.id,
        "offer": option.offer.name,
        "provision": option.provision.id,
        "granted_under": sorted(granted_under(option, explanation.ranking.side)),
        "areas": {area: f"{step.ladder} {step.number}" for area, step in sorted(option.areas.items())},
        **{
            name.partition(".")[2]: fact_as_json(values[name])
            for name in (*shown, *_times(explanation.ranking, (one.name for one in TRAVEL_TIMES)))
        },
        **({} if price is None else {"price_dkk_per_day": fact_as_json(amount_of(price))}),
        "price": None if price is None else price_document(explanation.ranking, option, price),
        "step_label": {"da": label.da, "en": label.en} if label else None,
        "estimated": sorted(option.estimated),
    }


def option_document(ranking: Ranking, explanation: Explanation, option: Option) -> dict[str, object]:
    """Return an option with every rule that applies to it."""
    return {
        **part_document(explanation, option, *prices_of(ranking, (option,))),
        "standing": ranking.standing(option),
        "meets": [
            {
                "requirement": wanted.id,
                "surely": fact_as_json(met.surely),
                "at_most": fact_as_json(met.at_most),
                "reason": met.reason,
            }
            for wanted, met in explanation.meeting(option)
        ],
        "rules": [reason_document(ranking, one) for one in explanation.traces(option)],
    }


def reason_document(ranking: Ranking, reason: Reason) -> dict[str, object]:
    """Return what a rule gave, with the values it read."""
    rule = reason.trace.rule
    return {
        "rule": rule.id,
        "option": reason.option.id if reason.option else None,
        "outcome": reason.trace.outcome.name.lower(),
        "strength": rule.strength,
        "gate": rule.gate,
        "guideline": rule.origin.guideline,
        "source": rule.origin.source,
        "certainty": rule.origin.certainty,
        "reads": {one.name: fact_as_json(one.value) for one in reason.trace.reads},
        "missing": list(reason.trace.missing),
        "text": in_both_languages(ranking, rule.reason, reason.values),
    }


def said_document(ranking: Ranking, said: Consequence) -> dict[str, object]:
    """Return an approval, notice, follow-up or deadline."""
    statement = said.statement
    found: dict[str, object] = {
        "id": statement.id,
        "surely": said.surely,
        "missing": list(said.missing),
        "source": statement.origin.source,
        "text": in_both_languages(ranking, statement.text, said.values),
    }
    if isinstance(statement, Approval):
        found |= {"by": statement.by, "four_eyes": statement.four_eyes}
    elif isinstance(statement, Notice):
        found |= {"kind": statement.kind}
    else:
        found |= {"due": [day.isoformat() for day in said.due]}
    if isinstance(statement, Deadline):
        found |= {
            "undated": list(said.undated),
            "passed": [day.isoformat() for day in said.due if day < ranking.as_of],
            "waits_for": statement.waits_for,
            "by": statement.by,
        }
    return found


def in_both_languages(ranking: Ranking, text: BilingualText, values: Mapping[str, Value]) -> dict[str, str]:
    """Return a guideline's text filled in, in both languages."""
    from visit.locale import speaking

    found = {}
    for language in ("da", "en"):
        with speaking(language):
            found[language] = Phrasing(ranking.guideline, language).fill(text, values)
    return found


def confirm_document(confirm: Confirm) -> dict[str, object]:
    """Return a fact to obtain or confirm."""
    return {
        "fact": confirm.fact,
        "option": confirm.option.id if confirm.option else None,
        "rules": list(confirm.rules),
        "proposed": fact_as_json(confirm.proposed.value) if confirm.proposed else None,
        "assumed": confirm.assumed,
    }


def separation_document(separation: Separation) -> dict[str, object]:
    """Return what separates two neighbours."""
    return {
        "criterion": separation.criterion,
        "first": plain_key(separation.first),
        "second": plain_key(separation.second),
    }


def requirement_document(requirement: Requirement) -> dict[str, object]:
    """Return something that has to be met."""
    return {
        "id": requirement.id,
        "kind": requirement.kind,
        "key": requirement.key,
        "areas": sorted(requirement.areas),
        "amount": fact_as_json(requirement.amount),
        "proposed": requirement.proposed,
    }


def fact_as_json(value: Value | date | None) -> object:
    """Return a value as JSON has it; unknown is null, a set of possible results says so."""
    if value is UNKNOWN or value is None:
        return None
    if isinstance(value, AtMost):
        return {"at_most": fact_as_json(value.most)}
    if isinstance(value, Between):
        least, most = value.bounds
        return {"at_least": fact_as_json(least), "at_most": fact_as_json(most)}
    if isinstance(value, Possible):
        if reach := reach_of(value):
            return {"from": reach[0].isoformat(), "until": reach[1].isoformat()}
        return {"one_of": sorted((fact_as_json(one) for one in value.values), key=str)}
    if isinstance(value, Members):
        return sorted(value.values) if value.complete else {"at_least": sorted(value.values)}
    if isinstance(value, Levels):
        return {key: fact_as_json(level) for key, level in sorted(value.values.items())}
    if isinstance(value, Fraction):
        return plain_number(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def plain_key(key: tuple[object, ...]) -> list[object]:
    """Return a sort key as JSON; unknown is null."""
    from visit.ranking.keys import LAST

    return [plain_key(one) if isinstance(one, tuple) else None if one == LAST else one for one in key]
