"""Equal facts, different choices: which decisions a rule could not tell apart and a person did, and what explains it.

Of each decision only digests are kept, so a hundred thousand can be compared; inside a group of equal facts every two distinct
choices are compared once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from visit.audit.reports import NOTHING, OTHER, UNDECIDED, outcome
from visit.canonical import digest, encode
from visit.case import Case, CaseRecord
from visit.decisions.files import Decided
from visit.decisions.named import RecordedNames
from visit.decisions.selection import Selection, selected
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.rules.facts.of_case import case_age
from visit.rules.guideline.values import BilingualText
from visit.rules.language.values import Possible

BECAUSE = ("capacity", "departure", "date", "catalogue", "guideline")
"""What may explain a pair, in the order in which the first that applies is counted."""
UNEXPLAINED = "unexplained"
_FIELDS = ("as_of", "case", "choice", "code", "departure", "facts", "of", "who")


def rule_facts(facts: CaseRecord, as_of: date) -> dict[str, object]:
    """Return what a rule may have read of a case on a date: two cases that give the same here are equal to every rule.

    It is the document without what only identifies, dates or describes: the pseudonym, the dates of recording (of the
    assessment, the baseline, applications and answers, and since when a service runs), and free text (notes, own words,
    contributions, resources, who a network member is, the wording of goals, names and sources). Where a rule can ask whether, or
    how many, are recorded, that stays. The ages possible on the date stand for birth date and age; the points of
    places stay beside their names, as a distance is measured from them. The order of a list never counts.
    """
    document: dict[str, object] = {key: value for key, value in facts["document"].items() if key not in _LEFT_OUT}
    for key, fields in _ROWS.items():
        rows = document.get(key)
        if isinstance(rows, list):
            document[key] = _sorted({name: row[name] for name in row if name not in fields} for row in rows)
    citizen, wishes, resources = (document.get(key) for key in ("citizen", "wishes", "resources"))
    if isinstance(citizen, Mapping):
        document["citizen"] = _citizen(citizen)
    if isinstance(wishes, Mapping):
        document["wishes"] = {key: value for key, value in wishes.items() if key != "own_words"}
    for key in ("baseline", "contributions"):
        recorded = document.get(key)
        if isinstance(recorded, Mapping):
            document[key] = sorted(recorded)
    if isinstance(resources, list):
        document["resources"] = len(resources)
    return {"document": _in_order(document), "ages": _ages(Case(facts), as_of), "points": facts["points"]}


_LEFT_OUT = ("format", "case", "assessed", "purposes", "next_follow_up", "notes")
_ROWS: Mapping[str, tuple[str, ...]] = {
    "network": ("who",),
    "travel": ("source",),
    "applied": ("on",),
    "answers": ("on",),
    "goals": ("text",),
}


def _citizen(citizen: Mapping[str, object]) -> dict[str, object]:
    found = {key: value for key, value in citizen.items() if key not in ("born", "age")}
    current = found.get("current")
    if isinstance(current, list):
        found["current"] = _sorted(
            {key: value for key, value in row.items() if key not in ("name", "since")} for row in current
        )
    return found


def _ages(case: Case, as_of: date) -> list[int] | None:
    age = case_age(case, as_of)
    if isinstance(age, Possible):
        return sorted(int(str(one)) for one in age.values)
    return [age] if isinstance(age, int) else None


def _sorted(rows: Iterable[object]) -> list[object]:
    found = list(rows)
    return sorted(found, key=encode) if len(found) > 1 else found


def _in_order(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _in_order(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return _sorted(_in_order(item) for item in value)
    return value


# --- what is kept of a decision ---


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """One decision as far as it is compared.

    Attributes:
        choice: Ids joined with `+`, `NOTHING`, or `OTHER` and the beginning of a digest: never the text.
        code: The departure code, where there is one.
        no_place: Whether an offer refused because there is no place.
        under: The date asked for, and the digests of catalogue and guideline.
    """

    seq: int
    case: str
    choice: str
    code: str | None
    no_place: bool
    under: tuple[str, str | None, str | None]

    @property
    def options(self) -> str | None:
        """The ids, joined with `+`; None where no option was chosen."""
        return None if self.choice == NOTHING or self.choice.startswith(OTHER) else self.choice

    @property
    def plain(self) -> bool:
        """Whether nothing about it explains a choice by itself."""
        return self.code is None and not self.no_place


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two decisions on equal facts with different choices, and all of `BECAUSE` that applies; nothing: unexplained."""

    first: Chosen
    second: Chosen
    because: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The departure codes of either."""
        return tuple(dict.fromkeys(one.code for one in (self.first, self.second) if one.code is not None))


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All pairs, by the number of the first and the second.

    Attributes:
        compared: Decisions that chose something, or refused.
        with_equal_facts: Of them, those whose facts another has too.
        counts: How many pairs the first explanation that applies is, and how many are unexplained.
        names: What the catalogues of these decisions call their offers, by id.
        codes: What the guidelines of these decisions call the departure codes.
    """

    compared: int
    with_equal_facts: int
    erased: int
    counts: Mapping[str, int]
    pairs: tuple[Pair, ...]
    names: Mapping[str, str]
    codes: Mapping[str, BilingualText | None]

    @property
    def unexplained(self) -> tuple[Pair, ...]:
        """The pairs that nothing recorded explains."""
        return tuple(one for one in self.pairs if not one.because)


def pairs(ledger: Ledger, which: Selection = Selection()) -> Pairs:  # noqa: B008  (frozen)
    """Return the decisions whose facts were equal and whose choices were not.

    Every two distinct choices of a group are shown by one pair: the one with the smallest numbers that nothing explains, else
    that of the first decisions that chose them. The facts are those that were decided on, whatever was corrected since. What was
    withdrawn or postponed was not decided, and is left out.
    """
    groups: dict[bytes, list[Chosen]] = {}
    erased = 0
    for decided in selected(ledger, which, _FIELDS):
        if decided.entry.erased:
            erased += 1
        elif outcome(decided) != UNDECIDED:
            as_of = date.fromisoformat(decided.entry.get("as_of"))
            key = bytes.fromhex(digest(rule_facts(decided.entry.get("facts"), as_of)))
            groups.setdefault(key, []).append(_chosen(decided))
    found = [pair for group in groups.values() if len(group) > 1 for pair in _compared(group)]
    found.sort(key=lambda one: (one.first.seq, one.second.seq))
    named = RecordedNames(ledger)
    counts = Counter(one.because[0] if one.because else UNEXPLAINED for one in found)
    return Pairs(
        compared=sum(len(group) for group in groups.values()),
        with_equal_facts=sum(len(group) for group in groups.values() if len(group) > 1),
        erased=erased,
        counts={name: counts[name] for name in (*BECAUSE, UNEXPLAINED) if counts[name]},
        pairs=tuple(found),
        names=_names(named, found),
        codes=_codes(named, found),
    )


def _codes(named: RecordedNames, found: Iterable[Pair]) -> Mapping[str, BilingualText | None]:
    given = {one.code: one.seq for pair in found for one in (pair.first, pair.second) if one.code is not None}
    return {
        code: named.wording(named.ledger.entry(seq, names=("as_of",), partial=True)).of("departures", code)
        for code, seq in given.items()
    }


def _names(named: RecordedNames, found: Iterable[Pair]) -> Mapping[str, str]:
    resting = {one.under[1]: one.seq for pair in found for one in (pair.first, pair.second)}
    names: dict[str, str] = {}
    for seq in sorted(resting.values()):  # a later catalogue's names stand over an earlier one's
        names |= named.offers(named.ledger.entry(seq, names=("as_of",), partial=True))
    return names


def _chosen(decided: Decided) -> Chosen:
    leaf = decided.entry.leaf
    return Chosen(
        seq=decided.seq,
        case=decided.case,
        choice=_choice(decided),
        code=decided.code,
        no_place=any(
            (one.get("who"), one.get("code")) == ("offer", "no_place") for one in decided.answered(EntryType.REFUSAL)
        ),
        under=(decided.entry.get("as_of"), leaf.catalogue, leaf.guideline),
    )


def _choice(decided: Decided) -> str:
    if decided.parts:
        return "+".join(sorted(decided.parts))
    if decided.choice.get("kind") == "other":
        return f"{OTHER} {digest(decided.choice['text'])[:12]}"
    return NOTHING


def _compared(group: list[Chosen]) -> Iterator[Pair]:
    firsts: dict[str, Chosen] = {}
    for one in group:
        firsts.setdefault(one.choice, one)
    bare = _unexplained(group)
    for a, b in combinations(firsts.values(), 2):
        first, second = bare.get(frozenset((a.choice, b.choice)), (a, b))
        yield Pair(first, second, _because(first, second))


def _unexplained(group: list[Chosen]) -> dict[frozenset[str], tuple[Chosen, Chosen]]:
    """Return for every two choices the first decisions, alike in everything that is recorded, that made them."""
    firsts_under: dict[tuple[str, str | None, str | None], dict[str, Chosen]] = {}
    for one in group:
        if one.plain:
            firsts_under.setdefault(one.under, {}).setdefault(one.choice, one)
    found: dict[frozenset[str], tuple[Chosen, Chosen]] = {}
    for firsts in firsts_under.values():
        for a, b in combinations(firsts.values(), 2):
            key = frozenset((a.choice, b.choice))
            if key not in found or (a.seq, b.seq) < (found[key][0].seq, found[key][1].seq):
                found[key] = (a, b)
    return found


def _because(a: Chosen, b: Chosen) -> tuple[str, ...]:
    found = {
        "capacity": "capacity" in (a.code, b.code) or a.no_place or b.no_place,
        "departure": any(code not in (None, "capacity") for code in (a.code, b.code)),
        "date": a.under[0] != b.under[0],
        "catalogue": a.under[1] != b.under[1],
        "guideline": a.under[2] != b.under[2],
    }
    return tuple(name for name in BECAUSE if found[name])
