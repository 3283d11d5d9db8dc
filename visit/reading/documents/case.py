"""The case file: what is recorded about one citizen on one date. See `docs/case-format.md`.

Only `case`, `assessed` and `municipality` are required. Left out means unknown; an empty list means none. This is the one
declaration of a case's fields: the typed values, the checks, the JSON Schema, the facts that rules read, the interview and the page
of the format follow from it.
"""

from __future__ import annotations

from visit.reading.declared import (
    AMOUNT,
    BORN,
    DAY,
    DAYS,
    EXTRA,
    FORMAT,
    HOURS,
    ID,
    KM,
    LINE,
    MUNICIPALITY,
    OFFER,
    OFFER_OR_OPTION,
    OFFERS,
    OPTION,
    PAST,
    PLACE,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    Always,
    Field,
    Group,
    Keyed,
    ListOf,
    Record,
    code_of,
    codes_of,
    level,
    whole_number,
)


class Dwelling(Record):
    """An ordinary dwelling to move to: offered and from when, or none to be had."""

    offered = Field(TRUTH, read_by="case.home.dwelling.offered")
    start = Field(DAY, key="from", read_by="case.home.dwelling.from")
    on = Field(PAST, read_by="case.home.dwelling.offered")


class Home(Record):
    """Where the citizen lives now."""

    place = Field(PLACE)
    housing = Field(code_of("housing"))
    tenancy = Field(TRUTH)
    premises = Field(codes_of("premises"), read_by="option.premises")
    dwelling = Group(Dwelling)


class Current(Record):
    """A service that runs now: of the catalogue, or outside it with a name."""

    offer = Always(OFFER, read_by="option.current")
    service = Always(code_of("granted_provision"), read_by="option.current")
    name = Field(LINE, unread="it is only shown")
    place = Field(PLACE, read_by="travel.network_km")
    since = Field(PAST, unread="it is only recorded")
    price_dkk_per_day = Field(WHOLE, read_by="option.price_dkk_per_day")
    covers = Field(codes_of("need"), unread="it tells which needs are met, before any rule")
    question = Always(code_of("question"), default="keep", read_by="option.question")
    hours_per_week = Field(HOURS, read_by="option.gives_less")
    staff = Field(code_of("staff"), read_by="option.gives_less")
    ground = Field(code_of("ground"), gathered="case.current.grounds")


class Residence(Record):
    """A municipality that the citizen has lived in, and under what."""

    municipality = Always(MUNICIPALITY, read_by="case.acting_municipality")
    start = Field(PAST, key="from", read_by="case.acting_municipality")
    under = Field(code_of("lived_under"), read_by="case.acting_municipality")


class Citizen(Record):
    """Age, home, where the citizen has lived, and what runs now."""

    born = Field(BORN, read_by="case.age")
    age = Field(whole_number(most=120), instead_of="born", read_by="case.age")
    adult = Field(TRUTH, read_by="case.age")
    sex = Field(
        code_of("sex"), unread="no help is given or refused by it; many cases are told apart by it",
        unasked="no help is given or refused by it",
    )  # fmt: skip
    home = Group(Home)
    lived = Field(ListOf(Residence), read_by="case.acting_municipality")
    current = Field(ListOf(Current), read_by="option.current")


class TargetGroups(Record):
    """FFB målgrupper: at most one primary."""

    primary = Field(code_of("assignable_target_group"))
    secondary = Field(codes_of("assignable_target_group"), read_by="case.target_groups")


class Dimensions(Record):
    """Functioning in the three dimensions that Esbjerg's masterplan asks for (L210), 0–4 as FFB."""

    physical_practical = Field(level("functioning"))
    communication = Field(level("functioning"))
    social_behaviour = Field(level("functioning"))


class Legal(Record):
    """The words of the acts, set by the visitator."""

    impairment = Field(code_of("impairment"))
    kinds = Field(codes_of("impairment_kind"))
    social_problems = Field(code_of("social_problems"))
    other_law_covers = Field(codes_of("area"))
    can_hold_ordinary_job = Field(TRUTH)
    can_lead_helpers = Field(TRUTH)
    covered_by_aeldreloven = Field(TRUTH)
    manages_without_support = Field(TRUTH)
    needs_adapted_home = Field(TRUTH)
    can_complete_other_youth_education = Field(TRUTH)
    can_improve_by_rehabilitation = Field(TRUTH)


class Needs(Record):
    """What has to be covered, and how much."""

    areas = Field(codes_of("area"))
    must = Field(codes_of("need"))
    hours_per_week = Field(Keyed("area", HOURS))
    days_per_week = Field(Keyed("area", DAYS))
    round_the_clock = Field(TRUTH, read_by="case.needs.round_the_clock")
    tied_staff = Field(TRUTH, read_by="case.needs.tied_staff")
    premises = Field(codes_of("premises"))


class NetworkMember(Record):
    """Somebody or something the citizen belongs to."""

    who = Always(LINE, unread="free text")
    place = Field(PLACE, read_by="travel.network_km")
    contact = Field(code_of("contact"), read_by="travel.network_km")
    benefit = Field(code_of("benefit"), read_by="case.network.documented")
    tie = Field(code_of("tie"), gathered="case.network.ties")


class Travel(Record):
    """A stated travel figure between a place named in the case and an offer; it wins over the straight line."""

    start = Always(TEXT, key="from", read_by="travel.network_km")
    offer = Always(OFFER, key="to", read_by="travel.network_km")
    metres = Always(WHOLE, read_by="travel.network_km")
    source = Always(LINE, unread="it is only shown")


class Wishes(Record):
    """What the citizen wishes."""

    offers = Field(OFFERS)
    avoid = Field(OFFERS)
    max_km = Field(KM)
    own_words = Field(TEXT, unread="free text")


class Application(Record):
    """What the citizen has applied for."""

    provision = Always(code_of("provision"), gathered="case.applied")
    offer = Field(OFFER, read_by="placement.meets_application")
    on = Field(PAST, unread="deadlines are counted from it")
    hours_per_week = Field(HOURS, read_by="option.less_grounded")


class Answer(Record):
    """What an offer has answered."""

    offer = Always(OFFER_OR_OPTION, read_by="option.answer")
    answer = Always(code_of("answer"), read_by="option.answer")
    on = Field(PAST, read_by="option.answer")
    free_from = Field(DAY, read_by="option.free_from_days")
    service = Field(code_of("granted_provision"), read_by="option.answer")


class AgreedPrice(Record):
    """A price that the municipality has agreed with an operator for this citizen."""

    option = Always(OPTION, read_by="option.price_dkk_per_day")
    dkk_per_day = Always(AMOUNT, read_by="option.price_dkk_per_day")
    vat = Field(code_of("vat"), read_by="option.price_dkk_per_day")
    on = Field(PAST, read_by="option.price_dkk_per_day")


class Tried(Record):
    """Help that the citizen has had, or was offered, and how it went."""

    provision = Always(code_of("granted_provision"), read_by="case.tried")
    offer = Field(OFFER, read_by="option.tried_not_enough")
    start = Field(PAST, key="from", read_by="case.tried")
    until = Field(PAST, read_by="case.tried")
    result = Always(code_of("tried_result"), read_by="option.tried_not_enough")
    again = Field(TEXT, read_by="option.tried_not_enough")


class Move(Record):
    """What is said of one move: to an offer, to a home under a provision, or both. It wins over what is said of moving at all."""

    provision = Field(code_of("provision"), read_by="option.consent_to_move")
    offer = Field(OFFER, read_by="option.consent_to_move")
    consent = Field(code_of("consent"), read_by="option.consent_to_move")
    guardian_accepts = Field(TRUTH, read_by="option.guardian_accepts")


class Consent(Record):
    """Consent to support and to moving, each for itself; and to single moves."""

    support = Field(code_of("consent"))
    move = Field(code_of("consent"))
    moves = Field(ListOf(Move), read_by="option.consent_to_move")


class WithoutConsent(Record):
    """What the act asks before a move against the will of somebody who cannot consent (SEL 129 and 129 a)."""

    move_required = Field(TRUTH)
    not_possible_at_home = Field(TRUTH)
    cannot_see_consequences = Field(TRUTH)
    risk_of_serious_injury = Field(TRUTH)
    irresponsible_not_to_move = Field(TRUTH)
    own_interest = Field(TRUTH)
    danger_to_others = Field(TRUTH)
    better_suited = Field(TRUTH)


class Guardian(Record):
    """A guardian in personal matters or holder of a future power, and whether they accept a move."""

    kind = Field(code_of("guardian"))
    accepts = Field(TRUTH)


class Flags(Record):
    """Circumstances that guidelines ask about."""

    acute = Field(TRUTH)
    sentence = Field(code_of("sentence"))
    violence_close_relation = Field(TRUTH)
    principle_case = Field(TRUTH)
    untreated_health = Field(TRUTH)
    untreated_psychiatric = Field(TRUTH)
    at_risk_of_homelessness = Field(TRUTH)
    discharge = Field(TRUTH)
    pilot = Field(TRUTH)
    legal_review = Field(TRUTH)
    solo_grounds_documented = Field(TRUTH)
    shelter_stays_12m = Field(WHOLE)


class Goal(Record):
    """A goal for one sub-theme: from a level to a level."""

    theme = Always(code_of("theme"), unread="it is only shown")
    start = Field(level("functioning"), key="from", unread="it is only shown")
    target = Field(level("functioning"), key="to", unread="it is only shown")
    kind = Field(code_of("goal_kind"), gathered="case.goals.kinds")
    result = Field(code_of("goal_result"), read_by="case.improvement")
    text = Field(TEXT, unread="free text")


class EarlierLevel(Record):
    """A level of functioning on an earlier day, to be compared with the one now."""

    theme = Always(code_of("theme"), read_by="case.improvement")
    level = Always(level("functioning"), read_by="case.improvement")
    on = Always(PAST, read_by="case.improvement")


class Baseline(Record):
    """When functioning was measured at intake."""

    measured = Field(PAST)


class Contributions(Record):
    """The triad of Esbjerg's masterplan (L216): citizen, authority and offer each supply their part."""

    citizen = Field(TEXT)
    relatives = Field(TEXT)
    functioning = Field(TEXT)
    potential = Field(TEXT)
    compensation = Field(TEXT)
    offer = Field(TEXT)


class Considered(Record):
    """What has been considered and written into the plan."""

    technology = Field(TRUTH)
    volunteers = Field(TRUTH)
    rehabilitation = Field(TRUTH)
    civil_society = Field(TRUTH)


class CaseDocument(Record):
    """One citizen on one date."""

    format = Always(FORMAT, default=1, unread="it is the file's", unasked="there is one")
    id = Always(ID, key="case", unread="it says nothing of the citizen")
    assessed = Always(PAST)
    municipality = Always(MUNICIPALITY)
    citizen = Group(Citizen)
    target_groups = Group(TargetGroups)
    support_need = Field(level("support_need"))
    permanence = Field(code_of("permanence"))
    functioning = Field(Keyed("theme", level("functioning")))
    dimensions = Group(Dimensions)
    legal = Group(Legal)
    needs = Group(Needs)
    network = Field(ListOf(NetworkMember), counted="case.network.count")
    travel = Field(
        ListOf(Travel), read_by="travel.network_km", unasked="a figure is looked up once there are offers to look at"
    )
    wishes = Group(Wishes)
    applied = Field(ListOf(Application), read_by="case.applied")
    offered = Field(OPTION)
    answers = Field(ListOf(Answer), read_by="option.answer")
    agreed = Field(
        ListOf(AgreedPrice), read_by="option.price_dkk_per_day", unasked="a price is agreed once an offer is found"
    )
    price_level = Field(
        Keyed("", TEXT), read_by="option.price_dkk_per_day", unasked="the offer says its level once it is asked"
    )
    tried = Field(ListOf(Tried), read_by="case.tried")
    consent = Group(Consent)
    guardian = Group(Guardian)
    without_consent = Group(WithoutConsent)
    flags = Group(Flags)
    goals = Field(ListOf(Goal), counted="case.goals.count")
    purposes = Field(TEXTS, unread="free text", unasked="the plan in the case system says it")
    next_follow_up = Field(
        DAY, unread="a guideline sets its own follow-ups", unasked="the plan in the case system says it"
    )
    earlier_functioning = Field(ListOf(EarlierLevel), read_by="case.improvement")
    baseline = Group(Baseline)
    actors = Field(codes_of("actor"))
    resources = Field(TEXTS, counted="case.resources.count")
    contributions = Group(Contributions)
    considered = Group(Considered)
    extra = Field(EXTRA, unread="a guideline that declares them reads them", unasked="only such a guideline asks")
    notes = Field(TEXT, unread="free text")


def fact_name(path: str) -> str:
    """Return what the fact of a field is called: a citizen's fields are the case's."""
    return "case." + path.removeprefix("citizen.")
