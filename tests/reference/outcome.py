"""What a rule gives for an option: holds, fails, unknown, does not apply, or is left to confirm."""

from __future__ import annotations

from reference.conditions import World
from reference.missing import missing_of
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN

HOLDS, FAILS, UNSURE, NOT_APPLICABLE, CONFIRM = "HOLDS", "FAILS", "UNKNOWN", "NOT_APPLICABLE", "CONFIRM"
THE_OFFER_TELLS = {
    "offer.homes_for_elderly", "offer.municipality", "offer.tied_staff",
    "offer.operator.municipality", "offer.operator.type", "option.age_fits", "option.answer", "option.approved", "option.external",
    "option.free_from_days",
    "option.free_places", "option.forms", "option.internal", "option.months",
    "option.open_on", "option.open_days", "option.open_hours", "option.partner", "option.price_dkk_per_day", "option.price_level",
    "option.price_ratio",
    "option.registered", "option.sessions", "option.staff", "option.waiting_days", "reference.price_dkk_per_day", "approved_match",
}  # fmt: skip


def outcome(rule: Rule, world: World) -> str:
    """What a rule gives for the option of a world, or for a placement as a whole."""
    if world.option is not None and rule.provisions is not None and world.option.provision.id not in rule.provisions:
        return NOT_APPLICABLE
    if world.option is not None and world.option.continues and rule.gate == "entitlement":
        return NOT_APPLICABLE  # what runs and is kept has been granted
    found = judged(rule, world)
    if found == FAILS and judged(rule, world.without_proposals()) != FAILS:
        return UNSURE  # a proposal never rules out
    if found == UNSURE and rule.if_unknown == "confirm" and the_offer_tells(missing_of(rule, world)):
        return CONFIRM
    return found


def judged(rule: Rule, world: World) -> str:
    """A rule means `unless or not when or require`; where one of the first two decides it, it does not apply."""
    if rule.unless is not None and world.holds(rule.unless.node) is True:
        return NOT_APPLICABLE
    if rule.when is not None and world.holds(rule.when.node) is False:
        return NOT_APPLICABLE
    found = world.rule_truth(rule)
    return UNSURE if found is UNKNOWN else HOLDS if found else FAILS


def the_offer_tells(missing: set[str]) -> bool:
    """Whether a call to the offer could settle it. Where nothing is missing, a proposal is what is in doubt."""
    return bool(missing) and all(name in THE_OFFER_TELLS or name.startswith("placement.") for name in missing)
