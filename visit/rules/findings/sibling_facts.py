"""A fact that a text names by its words, beside a condition that reads a sibling of it: applied for and tried, hours and price.

Facts that people take for each other stand in one family. It is told only where every text of a statement names one of them in what
it says first, and neither a text nor the source names one that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import QUESTION, without_findings
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of, through_tables
from visit.rules.findings.texts import condition_said, names_in_braces, plain_text, words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call

_SAID_DA = r"(?:bidrag|beskrivelse|oplysninger|udtalelse|syn|vurdering|bemærkninger)\w*"
_SAID_EN = r"(?:contributions?|descriptions?|statements?|views?|words|assessments?|remarks)"
_BY_CAR = r"(?:i|med) (?:egen )?bil ~ bilen ~ by car ~ drive\w*"
_BY_TRANSIT = r"""(?:med )?bus(?:sen)? ~ tog(?:et)? ~ (?:offentlig|kollektiv) (?:transport|trafik)
            (?:by )?bus ~ (?:by )?train ~ public transport"""
_HOME = r"""(?:fra|til|på|ved) (?:borgerens |sit |sin |den |det )?(?:nuværende |egen |eget |faste )?(?:hjem|bolig|bopæl)\w*
    (?:from|to|near|by) (?:the |his |her |their )?(?:citizen['’]s )?(?:present |current |own )?(?:home|dwelling|residence)"""
_NETWORK = r"netværk\w* ~ pårørende\w* ~ network ~ relatives"
AREA_WORDS: Mapping[str, str] = {
    "home": r"bolig\w* ~ hjem\w* ~ at bo ~ botilbud\w* ~ ophold\w* ~ stays? ~ home ~ housing ~ residential\w*",
    "care": r"pleje ~ praktisk hjælp ~ care ~ practical help",
    "support": r"støtte ~ bostøtte\w* ~ support",
    "activity": r"aktivitet\w* ~ samvær\w* ~ activit\w* ~ company",
    "work": r"beskæftigelse\w* ~ arbejde ~ work ~ employment",
    "education": r"uddannelse\w* ~ undervisning\w* ~ education ~ teaching",
    "treatment": r"behandling\w* ~ treatment",
}
"""What texts call the areas of help."""
FAMILIES: tuple[Mapping[str, str], ...] = (
    {
        "case.applied": r"har (?:selv )?(?:søgt|ansøgt) ~ søger om ~ ansøger om ~ has applied ~ applies for ~ have applied",
        "case.tried": r"""er (?:blevet )?(?:prøvet|afprøvet) ~ har (?:allerede )?(?:prøvet|afprøvet) ~ har været afprøvet
            has (?:already )?(?:been )?tried ~ have been tried""",
        "case.offered": r"har (?:fået )?tilbudt ~ er (?:blevet )?tilbudt ~ (?:has|have) (?:been )?offered ~ (?:is|was) offered",
        "case.wishes.offers": r"(?:selv )?ønsker ~ har ønsket ~ wish(?:es|ed)? (?:for|to|another|it|this) ~ wants",
        "case.wishes.avoid": r"ønsker ikke ~ vil undgå ~ does not wish ~ wants to avoid",
    },
    {
        "case.consent.move": r"samtykke\w* til (?:flytning\w*|at flytte) ~ consent\w* to (?:moving|the move|move)",
        "case.consent.support": r"samtykke\w* til (?:støtten|støtte|hjælpen|hjælp) ~ consent\w* to (?:the )?(?:support|help)",
    },
    {
        "option.waiting_days": r"vent(?:e|er|et|es|etid\w*|elist\w*)? ~ wait(?:s|ing|ed)?",
        "option.price_dkk_per_day": r"""pris\w* ~ takst\w* ~ dyr\w* ~ billig\w* ~ koster
            price\w* ~ rates? ~ dear\w* ~ cheap\w* ~ costs?""",
        "travel.home_km": r"afstand\w* ~ langt væk ~ transporttid\w* ~ rejse\w* ~ distance ~ far away ~ travels?",
        "option.free_places": r"ledige? plads\w* ~ (?:free|vacant) places?",
        "option.months": r"varighed\w* ~ varer ~ lasts?",
        "option.sessions": r"samtaler ~ sessions",
    },
    {
        "travel.home_km": _HOME,
        "travel.network_km": _NETWORK,
        "travel.harm_km": r"skader\w* ~ skadelig\w* ~ harm\w*",
    },
    {"travel.home_minutes_by_car": _HOME, "travel.network_minutes_by_car": _NETWORK},
    {"travel.home_minutes_by_transit": _HOME, "travel.network_minutes_by_transit": _NETWORK},
    {
        "travel.home_minutes_by_car": _BY_CAR,
        "travel.home_minutes_by_transit": _BY_TRANSIT,
    },
    {
        "travel.network_minutes_by_car": _BY_CAR,
        "travel.network_minutes_by_transit": _BY_TRANSIT,
    },
    {
        "case.network.harmful": r"skader? ~ skadet ~ skadelig\w* ~ harm\w*",
        "case.network.documented": r"dokumentere\w* ~ documented",
    },
    {
        "case.flags.acute": r"akut\w* ~ acute",
        "case.flags.discharge": r"udskriv\w* ~ udskrevet ~ discharg\w*",
        "case.flags.principle_case": r"principiel\w* ~ principsag\w* ~ of principle",
        "case.flags.violence_close_relation": r"vold\w* ~ violence",
        "case.flags.at_risk_of_homelessness": r"risiko for (?:at blive )?hjemløs\w* ~ risk of (?:becoming )?homeless\w*",
        "case.flags.untreated_health": r"""ubehandle(?:de?|t) (?:somatisk\w*|fysisk\w*|helbred\w*|sundhed\w*)
            untreated (?:health|physical|somatic)""",
        "case.flags.untreated_psychiatric": r"""ubehandle(?:de?|t) (?:psykisk\w*|psykiatrisk\w*|sindslid\w*)
            untreated (?:psychiatric|mental)""",
        "case.flags.pilot": r"forsøg\w* ~ pilot\w*",
        "case.flags.legal_review": r"juridisk\w* ~ legal review",
        "case.flags.sentence": r"dom ~ dømt\w* ~ sentence\w*",
        "case.flags.shelter_stays_12m": r"""ophold på (?:forsorgshjem|herberg)\w*
            (?:shelter stays|stays (?:at|in) (?:a )?shelters?)""",
    },
    {
        "case.considered.technology": r"teknologi\w* ~ velfærdsteknologi\w* ~ technolog\w*",
        "case.considered.volunteers": r"frivillig\w* ~ volunteer\w*",
        "case.considered.rehabilitation": r"rehabilitering\w* ~ rehabilitation",
        "case.considered.civil_society": r"civilsamfund\w* ~ forening\w* ~ civil society",
    },
    {
        "option.approved": r"""godkendt af socialtilsynet
            socialtilsynets godkendelse ~ approved by (?:the social supervision authority|socialtilsynet)""",
        "option.registered": r"tilbudsportalen\w*",
        "option.partner": r"samarbejdsaftale\w* ~ rammeaftale\w* ~ cooperation agreement\w*",
    },
    {
        "case.legal.can_lead_helpers": r"""lede (?:sine |egne )?hjælpere\w*
            arbejdsleder\w* ~ lead (?:the |their |his or her )?helpers""",
        "case.legal.can_hold_ordinary_job": r"almindeligt (?:job|arbejde) ~ ordinary (?:job|work)",
        "case.legal.covered_by_aeldreloven": r"ældreloven\w*",
        "case.legal.can_complete_other_youth_education": r"anden ungdomsuddannelse\w* ~ another youth education",
    },
    {
        "case.support_need": r"støttebehov\w* ~ support needs?",
        "case.needs.hours_per_week": r"timer om ugen ~ ugentlige timer ~ hours a week ~ hours per week ~ weekly hours",
        "case.age": r"\d+ år(?: eller| gammel) ~ alder\w* ~ fyldt \d+ ~ aged? ~ years old",
        "case.needs.days_per_week": r"dage om ugen ~ days a week ~ days per week",
        "case.goals.count": r"antal(?:let af)? mål ~ number of goals",
    },
    {
        "case.dimensions.physical_practical": r"""(?:fysisk\w*|praktisk\w*)(?: og praktisk\w*)? dimension\w*
            (?:physical|practical)(?: and practical)? dimension""",
        "case.dimensions.communication": r"kommunika\w* ~ communicat\w*",
        "case.dimensions.social_behaviour": r"social(?:e)? adfærd ~ sociale dimension ~ social behaviour",
    },
    {
        "case.target_groups": r"(?!)",
        "case.target_groups.primary": r"primære? målgruppe\w* ~ primary (?:target )?groups?",
    },
    {
        "case.home.housing": r"""er hjemløs\w* ~ uden bolig ~ ingen bolig ~ mangler bolig
            is homeless ~ without a home ~ has no home""",
        "case.flags.at_risk_of_homelessness": r"""risiko for (?:at blive )?hjemløs\w*
            risk of (?:becoming )?homeless\w*""",
        "case.flags.discharge": r"udskriv\w* ~ udskrevet ~ discharg\w*",
    },
    {
        "case.improvement": r"(?:er|blevet) (?:bedre|forbedret) ~ forbedring\w* ~ improve\w*",
        "case.worsened": r"forværr\w* ~ blevet (?:dårligere|værre) ~ worse\w*",
    },
    {
        "case.needs.tied_staff": r"personale\w* ~ staff",
        "case.needs.round_the_clock": r"hele døgnet ~ døgnet rundt ~ døgndækning\w* ~ round the clock ~ day and night",
    },
    {
        "case.functioning.cook": r"lave mad ~ madlavning\w* ~ cook\w*",
        "case.functioning.clean": r"gøre rent ~ rengøring\w* ~ clean\w*",
        "case.functioning.laundry": r"vaske tøj ~ tøjvask\w* ~ laundry",
        "case.functioning.shopping": r"købe ind ~ indkøb\w* ~ shop\w*",
        "case.functioning.finances": r"økonomi\w* ~ penge\w* ~ financ\w* ~ money",
        "case.functioning.mail": r"(?:digital )?post(?:en)? ~ e-boks ~ mail",
        "case.functioning.toilet": r"toilet\w*",
        "case.functioning.wash": r"vaske sig ~ bad(?:e|et)? ~ wash\w* ~ bath\w*",
        "case.functioning.dress": r"klæde sig\w* ~ påklædning\w* ~ dress\w*",
        "case.functioning.eat": r"spise ~ eat(?:ing)?",
        "case.functioning.own_health": r"(?:egen )?sundhed ~ (?:own )?health",
        "case.functioning.transport": r"transport\w* ~ public transport",
    },
    *(
        {f"case.needs.{what}_per_week.{area}": words for area, words in AREA_WORDS.items()}
        for what in ("hours", "days")
    ),
    {
        "case.contributions.relatives": rf"pårørende\w* {_SAID_DA} ~ relatives['’]? {_SAID_EN}",
        "case.contributions.offer": rf"tilbuddets {_SAID_DA} ~ offer['’]s {_SAID_EN}",
        "case.contributions.citizen": rf"borgerens (?:egen |eget |egne )?{_SAID_DA} ~ citizen['’]s (?:own )?{_SAID_EN}",
    },
    {
        "case.home.stay_ends": r"opholdet (?:ophører|slutter|udløber) ~ the stay ends",
        "case.home.tenancy": r"lejemål\w* ~ lejekontrakt\w* ~ lejer ~ tenancy ~ tenant",
        "case.home.dwelling.offered": r"""tilbudt en (?:almindelig )?bolig
            får tilbudt en bolig ~ offered (?:a|an) (?:ordinary )?(?:dwelling|home)""",
    },
)
"""Facts that people take for each other, each with the words that texts have for it."""
_WORDS = tuple({fact: any_word(words) for fact, words in family.items()} for family in FAMILIES)
_A_LABEL = 4
"""So many words has a label that is like another one but for one word."""
_ALSO: Mapping[str, tuple[str, ...]] = {
    "case.tried": ("option.tried",),
    "case.wishes.offers": ("option.wished", "case.wishes"),
    "case.wishes.avoid": ("option.avoided", "case.wishes"),
    "case.applied": ("placement.meets_application", "option.applied"),
    "case.offered": ("case.home.dwelling",),
    "travel.home_km": ("travel.estimated_home_km", "placement.commute_", "placement.estimated_commute_km", "travel."),
    "travel.network_km": ("placement.visits_", "case.network", "travel.network"),
    "travel.harm_km": ("case.network.harmful", "travel.harm_minutes"),
    "option.price_dkk_per_day": ("option.price", "placement.price", "placement.stay"),
    "option.waiting_days": ("option.free_from_days",),
    "option.free_places": ("option.free",),
    "case.needs.hours_per_week": ("level.",),
    "case.needs.days_per_week": ("option.open_days", "option.days"),
}
"""How other names begin that say what a fact says."""


def sibling_fact(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts name a fact that they do not read, beside one that is taken for it."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if (
            one.section in ("facts", "invariants", "service_levels", "grants", "rights")
            or not one.texts
            or not one.conditions
        ):
            continue
        read = through_tables(one.names(), guideline)
        read |= frozenset().union(*(names_in_braces(text.text) for text in one.worded))
        if any(
            isinstance(node, Call) and node.function == "tried" for row in one.conditions for node in nodes_of(row.node)
        ):
            read |= {"case.tried"}
        alike = _alike(guideline)
        for family in (*_WORDS, *alike):
            found = _named(one, family, read) or (_named_by_id(one, family, read) if family in alike else None)
            if found is not None:
                named, own = found
                message = _("{id}: the text says “{word}”, which is `{fact}`, and the condition reads `{other}`",
                            id=one.id, word=named[1], fact=named[0], other=own)  # fmt: skip
                help = _("write `{sign}` if the text is right, or mend the text", sign=named[0])
                yield GuidelineError(message, at=leaf.locate(one.conditions[0].path), help=help, code="other-fact")
                break


def _named(
    one: BoundStatement, family: Mapping[str, re.Pattern[str]], read: frozenset[str]
) -> tuple[tuple[str, str], str] | None:
    """Return the fact of a family that every text names, with its word, and the one that is read in its place."""
    own = [fact for fact in family if _is_read(fact, read, family)]
    if not own:
        return None
    if any(family[fact].search(plain_text(text.text)) for fact in own for text in one.texts):
        return None
    first = [_first_of(one, text.text) for text in one.worded] or [""]
    sources = [condition_said(text.text) for text in one.texts if text.is_source]
    if not any(words.search(text.text) for words in family.values() for text in one.worded):
        first = sources or first  # the texts say nothing of it
    for fact, words in family.items():
        if fact not in own and all(words.search(text) is not None for text in first):
            found = words.search(first[0])
            return None if found is None else ((fact, found[0]), own[0])
    return None


def _named_by_id(
    one: BoundStatement, family: Mapping[str, re.Pattern[str]], read: frozenset[str]
) -> tuple[tuple[str, str], str] | None:
    """Return the fact of two that the id names, with its word, where no text names the other one, which is read."""
    own = [fact for fact in family if fact in read]
    said = one.id.replace("-", " ")
    if len(own) != 1 or any(family[own[0]].search(text) for text in (said, *(text.text for text in one.texts))):
        return None
    named = ((fact, found[0]) for fact in family if fact != own[0] and (found := family[fact].search(said)) is not None)
    first = next(named, None)
    return None if first is None else (first, own[0])


def _is_read(fact: str, read: frozenset[str], family: Iterable[str]) -> bool:
    """Return whether something is read that says what a fact says; what a sibling begins with tells the two apart no more."""
    siblings = [other for other in family if other != fact]
    starts = (fact, *(one for one in _ALSO.get(fact, ()) if not any(other.startswith(one) for other in siblings)))
    return any(name.startswith(starts) for name in read)


@lru_cache(maxsize=4)
def _alike(guideline: Guideline) -> tuple[Mapping[str, re.Pattern[str]], ...]:
    """Return two by two the yes and no of a guideline whose labels differ in one word alone, each with that word."""
    labels = {
        name: tuple(tuple(words_in(text)) for text in (label.da, label.en))
        for name, label in guideline.labels.items() if name in guideline.tables and guideline.types[name].kind == "truth"
    }  # fmt: skip
    found = []
    for first, second in combinations(sorted(labels), 2):
        apart = [_apart(one, other) for one, other in zip(labels[first], labels[second], strict=True)]
        if all(apart):
            sides = zip(*(words for words in apart if words is not None), strict=True)
            found.append(
                {name: any_word(" ~ ".join(words)) for name, words in zip((first, second), sides, strict=True)}
            )
    return tuple(found)


def _apart(one: Sequence[str], other: Sequence[str]) -> tuple[str, str] | None:
    """Return how the words begin in which two labels differ, where it is one word."""
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(one) < _A_LABEL or len(differing) != 1:
        return None
    first, second = (rf"{word[: max(4, len(word) - 3)]}\w*" for word in differing[0])
    return (first, second) if first != second else None


def _first_of(one: BoundStatement, text: str) -> str:
    """Return what a text says of whom it is for: of a notice what stands before its colon, and of no text what it asks."""
    plain = QUESTION.sub(" ", plain_text(without_findings(text)))
    return re.split(r"[.;:]", plain)[0] if one.section == "notices" else plain
