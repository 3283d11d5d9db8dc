"""A yes or no that a text has the other way round than its condition: new beside what runs, wished beside what nobody wished.

Read cautiously: both languages have to be plain about it, and the statement has to ask it in one way alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.claims import (
    Sides,
    Subject,
    agreed,
    denies,
    sides_asked,
    sides_of_phrase,
    sides_of_words,
    sides_said,
    without_findings,
)
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements, names_written
from visit.rules.findings.texts import words_in
from visit.rules.findings.wording import fact_in_words
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import BilingualText, Guideline


def _subject(yes: str, no: str | None = None, kin: str = "-") -> Subject:
    first, second = (None if words is None else any_word(words) for words in (yes, no))
    assert first is not None
    return Subject(first, second, kin)


_TAKEN_BACK = r"""tr(?:ukket|ækker|ække|ak)\b[^.;:]* tilbage ~ tilbagetr\w+ ~ withdr\w+ ~ modsætter ~ siger nej ~ sagt nej
    objects? ~ says no ~ said no ~ refus\w* ~ nægter"""
"""What is said of a consent that is not given."""
SUBJECTS: Mapping[str, Subject] = {
    "option.wished": _subject(
        r"""(?:selv )?(?:ønsker|ønsket|ønskes|vil gerne|beder om|har bedt om|har valgt|vælger) ~ wish(?:es|ed)? ~ ask(?:s|ed)? for
        wants? ~ chooses? ~ has chosen""", kin="wish",
    ),
    "option.current": _subject(
        r"""i forvejen ~ nuværende ~ igangværende ~ løbende ~ bliver boende ~ bor der(?: nu| allerede)? ~ allerede (?:får|har|bor)
        already ~ existing ~ current(?:ly)? ~ lives? there ~ runs now ~ running""",
        "nye? ~ nyt ~ new", kin="current|moves|lives|review|kept|ends",
    ),
    "option.internal": _subject(
        r"""(?:kommunens|sine|vores) (?:eget|egne|egen) ~ egne tilbud ~ eget tilbud ~ own offers? ~ (?:the )?municipality's own
        in-house ~ our own""",
        r"""købt\w* ~ købes ~ køb ~ køber ~ eksterne? ~ uden for kommunen ~ andre kommuners? ~ bought ~ purchased? ~ purchases
        external ~ outside the municipality ~ other municipalit\w+""", kin="own|operator|municipality|external|internal",
    ),
    "option.mobile": _subject("kommer (?:hjem )?til borgeren ~ udkørende ~ mobilt? ~ comes? to the citizen ~ mobile"),
    "option.approved": _subject("(?:er|skal være) godkendt af socialtilsynet ~ (?:is|be) approved by socialtilsynet", kin="approv"),
    "option.registered": _subject(
        "er registreret ~ være registreret ~ står på tilbudsportalen ~ (?:is|be) registered ~ on tilbudsportalen", kin="regist",
    ),
    "option.partner": _subject(r"samarbejdsaftale\w* ~ cooperation agreements?", kin="partner"),
    "case.flags.acute": _subject(r"akut(?:te)? ~ acute ~ urgent ~ haster", kin="acute|lane"),
    "case.flags.principle_case": _subject(r"principielle? ~ principsag\w* ~ (?:of|matters? of) principle"),
    "case.flags.discharge": _subject(r"udskrives ~ er udskrevet ~ discharged ~ discharges"),
    "case.network.harmful": _subject(r"skader ~ skadelige? ~ harm(?:s|ed|ful)? ~ do(?:es)? (?:the citizen )?harm", kin="harm"),
    "option.lives_here": _subject("bor (?:på stedet|der|her) ~ lives? (?:at the place|there|here)", kin="current|lives|moves"),
    "case.network.count": _subject("netværk ~ network", kin="network"),
    "case.flags.violence_close_relation": _subject(r"vold\w* ~ violence", kin="violence"),
    "case.flags.at_risk_of_homelessness": _subject("risiko for hjemløshed ~ risk of homelessness", kin="home"),
    "case.flags.sentence": _subject("dom ~ dømt ~ sentence ~ sentenced", kin="sentence"),
    "case.guardian.kind": _subject("værge ~ guardian", kin="guardian"),
    "case.consent.move": _subject(r"samtykke\w* ~ consent\w*", _TAKEN_BACK, kin="consent"),
    "case.consent.support": _subject(r"samtykke\w* ~ consent\w*", _TAKEN_BACK, kin="consent"),
    "case.legal.can_hold_ordinary_job": _subject("almindeligt (?:job|arbejde) ~ ordinary (?:job|work)", kin="work|job"),
    "case.legal.can_lead_helpers": _subject("lede (?:sine )?hjælpere ~ lead (?:the |their )?helpers"),
    "case.considered.technology": _subject("overvejet ~ considered", kin="considered"),
    "case.considered.volunteers": _subject("overvejet ~ considered", kin="considered"),
    "case.considered.rehabilitation": _subject("overvejet ~ considered", kin="considered"),
    "case.considered.civil_society": _subject("overvejet ~ considered", kin="considered"),
    "option.free_places": _subject("ledige? plads(?:er)? ~ (?:free|vacant) places?", kin="places|free"),
    "option.gives_home": _subject(
        r"botilbud\w* ~ ophold(?:et)? ~ residential\w* ~ stays?", r"dagtilbud\w* ~ day offers?",
        kin="provision|case.home|kind|areas",
    ),
    "option.moves_home": _subject(
        "flytter ~ moves", "bliver boende ~ stays where", kin="case.home|gives|current|lives|consent|kind",
    ),
    "case.needs.round_the_clock": _subject("hele døgnet ~ døgnet rundt ~ round the clock ~ day and night", kin="staff|clock"),
}  # fmt: skip
"""What texts call a yes or no of an option or a case, and its opposite."""
_ALSO: Mapping[str, tuple[str, bool]] = {
    "option.external": ("option.internal", False),
    "own_match": ("option.internal", True),
    "stated_acute": ("case.flags.acute", True),
}
"""Facts that say what another says, or its opposite."""
_WHETHER = re.compile(r"^(?:om|whether) ", re.IGNORECASE)
_EMPTY = re.compile(
    r"om|borgerens?|tilbud(?:det)?|offer|kan|har|er|det|den|der|til|med|for|som|skal|og|eller|af|sig|selv|et|på|at|ikke|not|whether|the"
    r"|citizen|can|cannot|has|is|it|to|with|that|must|and|or|of|an?|on|in|be|have|en"
)
"""What stands in labels of all kinds."""


def other_side(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text takes in those of whom a fact is so, and whose condition takes in the others."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        if one.section == "facts" or not one.worded:
            continue
        for fact, (asked, condition) in sides_asked(one, _ALSO).items():
            said = _said(guideline, one, fact)
            if said is not None and len(asked) == 1 and said != asked:
                (is_said,) = said
                is_counted = guideline.types[fact].kind == "number"
                yes, no = (_("some"), _("none")) if is_counted else (_("yes"), _("no"))
                message = _("{id}: by its text it is for “{fact}: {said}”, and by its condition for “{fact}: {asked}”",
                            id=one.id, fact=fact_in_words(guideline, fact), said=yes if is_said else no,
                            asked=no if is_said else yes)  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(condition.path), code="other-side")
                break


def _said(guideline: Guideline, one: BoundStatement, fact: str) -> Sides | None:
    """Return for whom a statement is by its text, which its source must not contradict."""
    subject = SUBJECTS.get(fact)
    if subject is None:
        return _of_own(guideline, one.worded, fact)
    asked = [
        names_written(condition.node) for condition in one.conditions if condition.path[-1] not in ("higher", "lower")
    ]
    others = frozenset().union(*asked) - {fact, *(name for name, (same, _is) in _ALSO.items() if same == fact)}
    if any(re.search(subject.kin, name) for name in others if "." in name or name in guideline.tables):
        return None
    said = agreed([sides_said(without_findings(text.text), subject) for text in one.worded])
    sources = [sides_said(text.text, subject) for text in one.texts if text.is_source]
    return said if all(sides in (frozenset(), said) for sides in sources) else None


def _of_own(guideline: Guideline, texts: Sequence[SaidText], fact: str) -> Sides | None:
    """Return for whom texts say that a statement is, by a yes or no of the guideline's own: in the words of its label."""
    declared = guideline.facts.own.get(fact)
    words = guideline.labels.get(fact) if declared is None else declared.words
    if words is None:
        return None
    said = []
    for text in texts:
        label = words.in_language(text.language) if isinstance(words, BilingualText) else words.label(text.language)
        stems = [one[: max(4, len(one) - 2)] for one in words_in(label) if _EMPTY.fullmatch(one) is None]
        if not _WHETHER.match(label) or not stems:
            return None
        sides = (
            sides_of_words(text.text, stems) if len(stems) > 1 else sides_of_phrase(text.text, _WHETHER.sub("", label))
        )
        said.append(frozenset(not one for one in sides) if denies(label) else sides)
    return agreed(said)
