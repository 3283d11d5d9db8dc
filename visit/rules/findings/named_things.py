"""What a name is about in Danish and something else in English: the night and a meal, the school and the home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.texts import place_of, plain_text, texts_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_THINGS: tuple[tuple[str, str], ...] = (
    (r"nat\w* ~ natten", r"nights? ~ overnight ~ nightly ~ night-\w+"),
    (r"morgen\w*", r"mornings?"),
    (r"aften\w*", r"evenings?"),
    (r"weekend\w*", r"weekends?"),
    (r"mad ~ mad\w+ ~ måltid\w* ~ spis\w* ~ \w*mad ~ kost\w*", r"meals? ~ food ~ eating ~ dinner ~ lunch ~ diet\w* ~ cooking"),
    (r"skole\w* ~ undervisning\w* ~ uddannelse\w*", r"schools? ~ teaching ~ education"),
    (r"arbejde\w* ~ job\w* ~ beskæftigelse\w*", r"work\w* ~ jobs? ~ employment"),
    (r"økonomi\w* ~ penge\w* ~ budget\w* ~ gæld\w*", r"money ~ econom\w+ ~ financ\w+ ~ budget\w* ~ debts?"),
    (r"transport\w* ~ kørsel\w* ~ befordring\w*", r"transport\w* ~ driving ~ rides? ~ travel\w*"),
    (r"medicin\w*", r"medicines? ~ medication"),
    (r"rengøring\w*", r"cleaning"),
    (r"indkøb\w*", r"shopping ~ groceries"),
    (r"vasketøj\w* ~ tøjvask\w*", r"laundry ~ washing"),
    (r"bad ~ badet ~ badning", r"baths? ~ bathing ~ shower\w*"),
    (r"søvn\w*", r"sleep\w*"),
    (r"ferie\w*", r"holidays? ~ vacations?"),
    (r"fritid\w*", r"leisure ~ spare time"),
    (r"sundhed\w* ~ helbred\w*", r"health\w*"),
    (r"bolig\w* ~ \w*bolig(?:en)? ~ hjem\w*", r"hous\w+ ~ home\w* ~ dwelling\w* ~ flats? ~ tenan\w+ ~ accommodation"),
    (r"ventetid\w* ~ ventelist\w*", r"wait\w*"),
    (r"pris\w* ~ takst\w*", r"prices? ~ rates?"),
    (r"afstand\w*", r"distances?"),
    (r"ønske\w*", r"wish\w*"),
    (r"netværk\w*", r"networks?"),
    (r"personale\w*", r"staff"),
    (r"børn\w* ~ barn\w*", r"child\w*"),
    (r"tandlæge\w* ~ tand\w* ~ tænder\w*", r"dent\w+ ~ teeth ~ tooth"),
    (r"tegnsprog\w*", r"sign language"),
    (r"alkohol\w*", r"alcohol"),
    (r"dyr ~ dyrene ~ husdyr\w* ~ hund\w*", r"animals? ~ pets? ~ dogs?"),
)  # fmt: skip
"""Things of daily life, in Danish and in English."""
_NAMED = ("needs", "labels", "step_labels", "case_facts", "roles", "groups", "departures")
"""What has a name of a few words, and no sentences."""
_WORDS = tuple((any_word(da), any_word(en)) for da, en in _THINGS)


def other_thing(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield names of a layer that name one thing of daily life in each language, and not the same one."""
    for two in texts_of(leaf):
        if not two.path or two.path[0] not in _NAMED or "ask" in two.path:
            continue
        danish, english = (
            {place: found[0] for place, words in enumerate(_WORDS) if (found := words[at].search(plain_text(text)))}
            for at, text in enumerate((two.da, two.en))
        )
        if len(danish) == 1 and len(english) == 1 and danish.keys() != english.keys():
            (da,), (en,) = danish.values(), english.values()
            message = _("{id}: the Danish text says “{da}”, and the English one “{en}”", id=two.of, da=da, en=en)
            yield GuidelineError(message, at=place_of(leaf, two, "en"), code="texts-differ")
