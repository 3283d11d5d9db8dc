"""Every fact a guideline may name: its type, its unit, and how it is read from a case, an option or a placement.

One table per side. A fact that is not recorded reads as `UNKNOWN`. What may follow from a fact is the guideline's business.
`docs/guideline-format.md` lists them for people; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from visit.case import Case
from visit.catalogue import Option
from visit.frozen import dataclass
from visit.locale import text as _
from visit.places import Point, distance_metres
from visit.rules.values import UNKNOWN, Levels, Members, Possible, Truth, Value, possible, years_between
from visit.vocabulary import vocabulary

Side = Literal["case", "option", "comparative", "placement"]


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is: truth, number, text, date, code, codes (a set), texts (a set) or levels (numbers per key)."""

    kind: str
    codes: str | None = None
    unit: str | None = None

    def __str__(self) -> str:
        words = {
            "truth": _("yes or no"),
            "number": _("a number"),
            "text": _("a text"),
            "date": _("a date"),
            "code": _("a code"),
            "codes": _("a set of codes"),
            "texts": _("a set of texts"),
            "levels": _("levels"),
            "conditions": _("a collection of conditions"),
        }
        word = words.get(self.kind, self.kind)
        return _("{kind} in {unit}", kind=word, unit=self.unit) if self.unit else word


TRUTH, TEXT, DATE, TEXTS = Type("truth"), Type("text"), Type("date"), Type("texts")
NUMBER = Type("number")
LEVEL = Type("number", unit="level")
KM, DKK, DAYS, MONTHS = (Type("number", unit=unit) for unit in ("km", "DKK", "days", "months"))
HOURS, PERCENT, STEP, YEARS = (Type("number", unit=unit) for unit in ("hours", "percent", "step", "years"))


def code(codes: str) -> Type:
    """Return the type of one code of a list."""
    return Type("code", codes)


def codes(codes: str) -> Type:
    """Return the type of a set of codes of a list."""
    return Type("codes", codes)


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """How the distances to the network become one: which members count, and how they are combined."""

    members: str = "documented"
    combine: str = "weighted"
    weights: Mapping[str, int] = field(default_factory=lambda: {"daily": 30, "weekly": 4, "monthly": 1, "rarely": 0})


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """A case on a date under a guideline's settings: everything that option-side facts read beside the option.

    Attributes:
        reference_prices: DKK per day by provision and specialisation level.
        excludes: Decides an operator's own terms for this case; condition -> truth.
    """

    case: Case
    as_of: date
    nearness: Nearness = Nearness()
    reference_prices: Mapping[tuple[str, int], int] = field(default_factory=dict)
    excludes: Callable[[str], Truth] = lambda condition: UNKNOWN
    travel: dict[Point | None, Value] = field(default_factory=dict)
    from_home: dict[Point | None, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A name of the language. `fixed` says that an option-side fact reads the option alone, not the case."""

    name: str
    side: Side
    type: Type
    read: Callable[..., Value] | None = None
    fixed: bool = False


# --- the case side ------------------------------------------------------------------------------------------------


def case_age(case: Case, as_of: date) -> Value:
    """Return the age in whole years on a date; a birth year alone leaves two possible ages."""
    age, born = case.get("citizen", "age"), case.get("citizen", "born")
    if age is not None:
        return int(age) if as_of == case.assessed else Possible(frozenset(_aged(int(age), case, as_of)))
    if born is None:
        return UNKNOWN
    if isinstance(born, int):
        oldest = as_of.year - born
        return oldest if oldest == 0 else Possible(frozenset((oldest - 1, oldest)))
    return years_between(date.fromisoformat(born), as_of)


def _aged(age: int, case: Case, as_of: date) -> tuple[int, int]:
    """The age was recorded on the assessment date; the birthday may have been passed since."""
    years = years_between(case.assessed, as_of)
    return age + years, age + years + 1


def _recorded(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else value

    return read


def _recorded_set(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else Members(frozenset(value))

    return read


def _recorded_date(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get(*path)
        return UNKNOWN if value is None else date.fromisoformat(value)

    return read


def _column(path: tuple[str, ...], key: str) -> Callable[[Case, date], Value]:
    """The set of one field over recorded rows; a row without the field leaves the set open."""

    def read(case: Case, as_of: date) -> Value:
        rows = case.get(*path)
        if rows is None:
            return UNKNOWN
        found = frozenset(str(row[key]) for row in rows if key in row)
        return Members(found, complete=all(key in row for row in rows))

    return read


def _count(*path: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        rows = case.get(*path)
        return UNKNOWN if rows is None else len(rows)

    return read


def _target_groups(case: Case, as_of: date) -> Value:
    groups = case.get("target_groups")
    if groups is None:
        return UNKNOWN
    primary, secondary = groups.get("primary"), groups.get("secondary")
    found = frozenset((*((primary,) if primary else ()), *(secondary or ())))
    return Members(found, complete=secondary is not None)


def _functioning(case: Case, as_of: date) -> Value:
    levels = case.get("functioning") or {}
    themes = len(vocabulary().codes["theme"].terms)
    return Levels(levels, themes - len(levels), 0, 4)


def _hours(case: Case, as_of: date) -> Value:
    hours = case.get("needs", "hours_per_week")
    if hours is None:
        return Levels({}, len(vocabulary().codes["area"].terms))
    return Levels({area: Decimal(value) for area, value in hours.items()}, 0)


def _hours_of(area: str) -> Callable[[Case, date], Value]:
    def read(case: Case, as_of: date) -> Value:
        value = case.get("needs", "hours_per_week", area)
        return UNKNOWN if value is None else Decimal(value)

    return read


def _documented(case: Case, as_of: date) -> Value:
    rows = case.get("network")
    if rows is None:
        return UNKNOWN
    documented = sum(1 for row in rows if row.get("benefit") == "documented")
    return possible(range(documented, documented + sum(1 for row in rows if "benefit" not in row) + 1))


_LEGAL = (
    "can_hold_ordinary_job", "can_lead_helpers", "covered_by_aeldreloven", "manages_without_support",
    "needs_adapted_home", "can_complete_other_youth_education", "can_improve_by_rehabilitation",
)  # fmt: skip
_FLAGS = (
    "acute", "violence_close_relation", "principle_case", "untreated_health", "untreated_psychiatric",
    "at_risk_of_homelessness", "discharge", "pilot", "legal_review", "solo_grounds_documented",
)  # fmt: skip


def _case_facts() -> list[Fact]:
    def recorded(type: Type, *path: str, name: str | None = None) -> Fact:
        read = {"codes": _recorded_set, "texts": _recorded_set, "date": _recorded_date}.get(type.kind, _recorded)
        return Fact(name or ".".join(("case", *path)), "case", type, read(*path))

    facts = [
        Fact("as_of", "case", DATE, lambda case, as_of: as_of),
        Fact("case.assessed", "case", DATE, lambda case, as_of: case.assessed),
        recorded(DATE, "baseline", "measured"),
        Fact("case.age", "case", YEARS, case_age),
        recorded(TEXT, "municipality"),
        recorded(LEVEL, "support_need"),
        recorded(code("permanence"), "permanence"),
        Fact("case.functioning", "case", Type("levels", "theme", "level"), _functioning),
        Fact("case.target_groups", "case", codes("target_group"), _target_groups),
        recorded(code("target_group"), "target_groups", "primary"),
        recorded(code("impairment"), "legal", "impairment"),
        recorded(codes("impairment_kind"), "legal", "kinds"),
        recorded(code("social_problems"), "legal", "social_problems"),
        recorded(codes("area"), "legal", "other_law_covers"),
        recorded(codes("area"), "needs", "areas"),
        recorded(codes("need"), "needs", "must"),
        recorded(codes("premises"), "needs", "premises"),
        recorded(TRUTH, "needs", "round_the_clock"),
        Fact("case.needs.hours_per_week", "case", Type("levels", "area", "hours"), _hours),
        recorded(code("housing"), "citizen", "home", "housing", name="case.home.housing"),
        recorded(TRUTH, "citizen", "home", "tenancy", name="case.home.tenancy"),
        recorded(TEXT, "citizen", "home", "place", name="case.home.place"),
        Fact("case.network.count", "case", NUMBER, _count("network")),
        Fact("case.network.documented", "case", NUMBER, _documented),
        Fact("case.network.ties", "case", codes("tie"), _column(("network",), "tie")),
        recorded(TEXTS, "wishes", "offers"),
        recorded(TEXTS, "wishes", "avoid"),
        recorded(KM, "wishes", "max_km"),
        Fact("case.applied", "case", codes("provision"), _column(("applied",), "provision")),
        recorded(TEXT, "offered"),
        recorded(code("consent"), "consent", "support"),
        recorded(code("consent"), "consent", "move"),
        recorded(code("guardian"), "guardian", "kind"),
        recorded(TRUTH, "guardian", "accepts"),
        recorded(code("sentence"), "flags", "sentence"),
        recorded(NUMBER, "flags", "shelter_stays_12m"),
        Fact("case.goals.count", "case", NUMBER, _count("goals")),
        Fact("case.goals.kinds", "case", codes("goal_kind"), _column(("goals",), "kind")),
        recorded(codes("actor"), "actors"),
        Fact("case.resources.count", "case", NUMBER, _count("resources")),
    ]
    facts += [recorded(TRUTH, "legal", key) for key in _LEGAL]
    facts += [recorded(TRUTH, "flags", key) for key in _FLAGS]
    facts += [recorded(LEVEL, "functioning", theme) for theme in vocabulary().codes["theme"].terms]
    dimensions = ("physical_practical", "communication", "social_behaviour")
    facts += [recorded(LEVEL, "dimensions", dimension) for dimension in dimensions]
    facts += [
        Fact(f"case.needs.hours_per_week.{area}", "case", HOURS, _hours_of(area))
        for area in vocabulary().codes["area"].terms
    ]
    contributions = ("citizen", "relatives", "functioning", "potential", "compensation", "offer")
    facts += [recorded(TEXT, "contributions", part) for part in contributions]
    considered = ("technology", "volunteers", "rehabilitation", "civil_society")
    facts += [recorded(TRUTH, "considered", part) for part in considered]
    return facts


# --- the option side ----------------------------------------------------------------------------------------------


def specialisation(option: Option, now: Circumstances) -> Value:
    """Return the level for the citizen's primary target group: the group's own, else its nearest listed ancestor's.

    A citizen who is recorded to have no target group (an empty list) needs no specialisation: level 1, general. Unknown where
    no group is recorded, or the offer lists neither the group nor one above it.
    """
    groups = now.case.get("target_groups")
    if option.kind in ("home", "tenancy"):
        return 3
    if groups is None:
        return UNKNOWN
    primary = groups.get("primary")
    listed = option.get("specialisation")
    if primary is None:
        return 1 if groups.get("secondary") == [] else UNKNOWN
    if listed is None:
        return UNKNOWN
    for group in (primary, *vocabulary().ancestors[primary]):
        if group in listed:
            return int(listed[group])
    return UNKNOWN


def _internal(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    operator = option.offer.get("operator") or {}
    if operator.get("type") in ("regional", "private", "foundation"):
        return False
    municipality = operator.get("municipality")
    return UNKNOWN if municipality is None else municipality == now.case.municipality


def _external(option: Option, now: Circumstances) -> Value:
    internal = _internal(option, now)
    return UNKNOWN if internal is UNKNOWN else not internal


def _partner(option: Option, now: Circumstances) -> Value:
    agreements = option.offer.get("agreements")
    return UNKNOWN if agreements is None else now.case.municipality in agreements


def _serves(option: Option, now: Circumstances) -> Value:
    """An offer serves every municipality's citizens unless it states which."""
    serves = option.offer.get("serves")
    return serves is None or now.case.municipality in serves


def _moves_home(option: Option, now: Circumstances) -> Value:
    return option.gives_home and option.kind != "home" and option.current is None


def _named(names: Any, option: Option) -> bool:
    return option.offer.id in names or option.id in names


def _wished(option: Option, now: Circumstances) -> Value:
    wishes = now.case.get("wishes", "offers")
    return UNKNOWN if wishes is None else _named(wishes, option)


def _avoided(option: Option, now: Circumstances) -> Value:
    avoid = now.case.get("wishes", "avoid")
    return UNKNOWN if avoid is None else _named(avoid, option)


def _service_number(key: str) -> Callable[[Option, Circumstances], Value]:
    def read(option: Option, now: Circumstances) -> Value:
        value = option.service.get(key)
        return UNKNOWN if value is None else int(value)

    return read


def _waiting_days(option: Option, now: Circumstances) -> Value:
    """What runs now and the home one has are not waited for."""
    if option.current is not None or option.kind == "home":
        return 0
    value = option.service.get("waiting_days")
    return UNKNOWN if value is None else int(value)


def _price_ratio(option: Option, now: Circumstances) -> Value:
    price, level = option.service.get("price_dkk_per_day"), specialisation(option, now)
    if price is None or not isinstance(level, int):
        return UNKNOWN
    reference = now.reference_prices.get((option.provision.id, level))
    return UNKNOWN if not reference else price * 100 // reference


def _approved(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    approval = option.offer.get("approved") or {}
    until = approval.get("until")
    if approval.get("approved") is False or (until is not None and until < now.as_of.isoformat()):
        return False
    return True if approval.get("by") or approval.get("approved") else UNKNOWN


def _registered(option: Option, now: Circumstances) -> Value:
    value = option.offer.get("approved", "tilbudsportalen")
    return UNKNOWN if value is None else bool(value)


def _staff(option: Option, now: Circumstances) -> Value:
    staff = option.get("staff") or option.provision.staff
    return UNKNOWN if staff is None else str(staff)


def _premises(option: Option, now: Circumstances) -> Value:
    if option.kind == "home":
        premises = now.case.get("citizen", "home", "premises")
    else:
        premises = option.offer.get("premises")
    return UNKNOWN if premises is None else Members(frozenset(premises))


def _age_fits(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    ages = option.get("ages")
    if ages is None:
        return UNKNOWN
    low, high = ages
    if low is None and high is None:
        return True
    age = case_age(now.case, now.as_of)
    ages_possible = age.values if isinstance(age, Possible) else () if age is UNKNOWN else (age,)
    fits = {(low is None or one >= low) and (high is None or one <= high) for one in ages_possible}
    return fits.pop() if len(fits) == 1 else UNKNOWN


def _operator_excludes(option: Option, now: Circumstances) -> Value:
    condition = option.offer.get("excludes")
    return False if condition is None else now.excludes(condition)


def _answer(option: Option, now: Circumstances) -> Value:
    """The latest answer recorded for the option or its offer."""
    rows = [row for row in now.case.rows("answers") if row["offer"] in (option.id, option.offer.id)]
    return max(rows, key=lambda row: row.get("on", ""))["answer"] if rows else UNKNOWN


def _question(option: Option, now: Circumstances) -> Value:
    return UNKNOWN if option.current is None else option.current.get("question", "keep")


def network_km(option: Option, now: Circumstances) -> Value:
    """Return the distance to the network in kilometres, combined as the guideline's `nearness` says.

    0 for what comes to the citizen, and for a tenancy to be found, which is looked for where the network is. Members who
    harm never count. Where no member's benefit is documented, all count.
    Unknown without a network, or when the option's place, a counted member's place, or the contact that weighs it is not recorded.
    """
    if option.offer.mobile or option.kind == "tenancy":
        return 0
    stated = option.offer.travel
    if not stated and option.offer.point in now.travel:
        return now.travel[option.offer.point]
    distance = _network_km(option, now)
    if not stated:
        now.travel[option.offer.point] = distance
    return distance


def counted_members(case: Case, nearness: Nearness) -> tuple[list[Mapping[str, Any]], bool]:
    """Return the network members that count, and whether that rests on documented benefit."""
    rows = [row for row in case.rows("network") if row.get("benefit") != "harmful"]
    documented = [row for row in rows if row.get("benefit") == "documented"]
    if nearness.members == "documented" and documented:
        return documented, True
    return rows, nearness.members == "all"


def _network_km(option: Option, now: Circumstances) -> Value:
    members, _ = counted_members(now.case, now.nearness)
    distances = []
    for member in members:
        weight = now.nearness.weights.get(member.get("contact", ""))
        metres = _metres(option, member.get("place"), now)
        if metres is None or (weight is None and now.nearness.combine == "weighted" and len(members) > 1):
            return UNKNOWN
        distances.append((metres, 1 if weight is None else weight))
    if not distances:
        return UNKNOWN
    if now.nearness.combine == "weighted":
        total = sum(weight for _metres_away, weight in distances)
        if total == 0:
            distances = [(metres, 1) for metres, _ in distances]
            total = len(distances)
        metres = sum(metres * weight for metres, weight in distances) // total
    else:
        pick = min if now.nearness.combine == "nearest" else max
        metres = pick(metres for metres, _ in distances)
    return Decimal(metres).scaleb(-3)


def _metres(option: Option, place: Any, now: Circumstances) -> int | None:
    if isinstance(place, str) and place in option.offer.travel:
        return option.offer.travel[place]
    point = now.case.point(place)
    own = now.case.home_point if option.kind == "home" else option.offer.point
    return None if point is None or own is None else distance_metres(own, point)


def _home_km(option: Option, now: Circumstances) -> Value:
    if option.offer.mobile or option.kind == "home":
        return 0
    point = option.offer.point
    if point in now.from_home and not option.offer.travel:
        return now.from_home[point]
    metres = _metres(option, now.case.get("citizen", "home", "place"), now)
    found: Value = UNKNOWN if metres is None else Decimal(metres).scaleb(-3)
    if not option.offer.travel:
        now.from_home[point] = found
    return found


def main_step(option: Option) -> int:
    """Return the step on the option's main ladder: home life where it stands on it, else its first."""
    home = [step.number for step in option.areas.values() if step.ladder == "home"]
    return max(home) if home else max(step.number for step in option.areas.values())


def _option_facts() -> list[Fact]:
    def fixed(name: str, type: Type, read: Callable[[Option], Value]) -> Fact:
        return Fact(name, "option", type, lambda option, now: read(option), fixed=True)

    def offer_text(*path: str) -> Callable[[Option], Value]:
        return lambda option: UNKNOWN if (value := option.offer.get(*path)) is None else str(value)

    return [
        fixed("option.id", TEXT, lambda option: option.id),
        fixed("offer.id", TEXT, lambda option: option.offer.id),
        fixed("offer.name", TEXT, lambda option: option.offer.name),
        fixed("option.kind", code("kind"), lambda option: option.kind),
        fixed("option.provision", code("provision"), lambda option: option.provision.id),
        fixed("provision.id", code("provision"), lambda option: option.provision.id),
        fixed("option.areas", codes("area"), lambda option: Members(frozenset(option.areas))),
        fixed("option.step", STEP, main_step),
        fixed("option.gives_home", TRUTH, lambda option: option.gives_home),
        fixed("option.current", TRUTH, lambda option: option.current is not None),
        fixed("offer.operator.type", code("operator"), offer_text("operator", "type")),
        fixed("offer.operator.municipality", TEXT, offer_text("operator", "municipality")),
        fixed("provision.branch", code("branch"), lambda option: option.provision.branch),
        fixed("provision.lane", code("lane"), lambda option: option.provision.lane),
        fixed("provision.visitation", code("visitation"), lambda option: option.provision.visitation),
        fixed("provision.supervision", TEXT, lambda option: option.provision.supervision),
        fixed("provision.free_choice", TRUTH, lambda option: option.provision.free_choice),
        fixed("provision.approval_required", TRUTH, lambda option: option.provision.approval_required),
        fixed("provision.registration_required", TRUTH, lambda option: option.provision.registration_required),
        fixed("provision.may", TRUTH, lambda option: option.provision.may),
        fixed("option.special_arrangement", TRUTH, lambda o: bool(o.service.get("special_arrangement", False))),
        Fact("option.free_places", "option", NUMBER, _service_number("free"), fixed=True),
        Fact("option.waiting_days", "option", DAYS, _waiting_days, fixed=True),
        Fact("option.price_dkk_per_day", "option", DKK, _service_number("price_dkk_per_day"), fixed=True),
        Fact("option.months", "option", MONTHS, _service_number("months"), fixed=True),
        Fact("option.sessions", "option", NUMBER, _service_number("sessions"), fixed=True),
        Fact("option.staff", "option", code("staff"), _staff, fixed=True),
        Fact("option.registered", "option", TRUTH, _registered, fixed=True),
        Fact("option.approved", "option", TRUTH, _approved),
        Fact("option.premises", "option", codes("premises"), _premises),
        Fact("option.moves_home", "option", TRUTH, _moves_home, fixed=True),
        Fact("option.question", "option", code("question"), _question, fixed=True),
        Fact("option.internal", "option", TRUTH, _internal),
        Fact("option.external", "option", TRUTH, _external),
        Fact("option.partner", "option", TRUTH, _partner),
        Fact("option.serves", "option", TRUTH, _serves),
        fixed("option.mobile", TRUTH, lambda option: option.offer.mobile),
        fixed("provision.in_own_home", TRUTH, lambda option: option.provision.in_own_home),
        Fact("option.wished", "option", TRUTH, _wished),
        Fact("option.avoided", "option", TRUTH, _avoided),
        Fact("option.specialisation", "option", LEVEL, specialisation),
        Fact("option.price_ratio", "option", PERCENT, _price_ratio),
        Fact("option.age_fits", "option", TRUTH, _age_fits),
        Fact("option.operator_excludes", "option", TRUTH, _operator_excludes),
        Fact("option.answer", "option", code("answer"), _answer),
        Fact("travel.network_km", "option", KM, network_km),
        Fact("travel.home_km", "option", KM, _home_km),
        Fact("option.standing", "option", code("standing")),
    ]


# --- what is read from the first pass, and from a whole placement -------------------------------------------------

_COMPARATIVE = (
    Fact("met_lower", "comparative", TRUTH),
    Fact("own_match", "comparative", TRUTH),
    Fact("current_sufficient", "comparative", TRUTH),
    Fact("reference.price_dkk_per_day", "comparative", DKK),
)
_PLACEMENT = (
    Fact("placement.commute_km", "placement", KM),
    Fact("placement.same_setting", "placement", TRUTH),
    Fact("placement.price_dkk_per_day", "placement", DKK),
    Fact("placement.price_ratio", "placement", PERCENT),
    Fact("placement.free_choice", "placement", TRUTH),
    Fact("placement.parts", "placement", NUMBER),
    Fact("placement.external", "placement", NUMBER),
    Fact("placement.kept", "placement", NUMBER),
    Fact("placement.presumptions_failed", "placement", NUMBER),
    Fact("placement.home_step", "placement", STEP),
    Fact("placement.moves_home", "placement", TRUTH),
)


def facts() -> Mapping[str, Fact]:
    """Return every fact of the language by name."""
    return _FACTS


_FACTS: dict[str, Fact] = {fact.name: fact for fact in (*_case_facts(), *_option_facts(), *_COMPARATIVE, *_PLACEMENT)}
OFFER_TELLS = frozenset(
    {"option.free_places", "option.waiting_days", "option.price_dkk_per_day", "option.price_ratio", "option.approved"}
    | {"option.registered", "option.answer", "option.age_fits"}
    | {"option.months", "option.sessions", "option.staff", "option.partner", "offer.operator.type"}
    | {"offer.operator.municipality", "option.internal", "option.external", "reference.price_dkk_per_day"}
)
"""Facts that the offer can tell; only these may be left to confirm before deciding."""
