"""Ordered codes that a guideline declares itself and that run from much to little: they are to run from least to most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.texts import words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import BilingualTextRecord, CaseFactRecord
from visit.rules.guideline.values import Guideline

_GROWING = (
    (
        "none no never nothing ingen intet aldrig",
        "rare rarely seldom sjælden sjældent mild slight light low little small minor few let lette lav lavt lidt lille mindre få",
        "moderate medium middle some partial partly moderat mellem middel middelsvær nogen delvis delvist",
        "severe serious high strong large many great heavy svær svært alvorlig høj højt stærk stor stort tung tungt mange",
        "complete completely total extreme fuldstændig fuldstændigt totalt ekstrem helt",
    ),
    (
        "never aldrig", "yearly årligt årlig", "rarely seldom sjældent sjælden", "monthly månedligt månedlig",
        "weekly ugentligt ugentlig", "daily dagligt daglig", "constantly konstant hele",
    ),
    ("first første", "second anden andet", "third tredje", "fourth fjerde"),
)  # fmt: skip
"""Words of size and of how often, the least first."""
_RANKS: tuple[Mapping[str, int], ...] = tuple(
    {word: rank for rank, words in enumerate(scale) for word in words.split()} for scale in _GROWING
)


def size_ranks() -> tuple[Mapping[str, int], ...]:
    """Return the scales of words of size and of how often, each word with its rank."""
    return _RANKS


def falling_codes(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield lists of ordered codes of a layer whose words say that they do not run from least to most."""
    declared: Mapping[str, CaseFactRecord] = leaf.record.get("case_facts", {})
    for name, row in declared.items():
        codes = row.get("codes")
        if not row.get("ordered") or not isinstance(codes, Mapping):
            continue
        ranks = _ranks(codes)
        known = [rank for rank in ranks if rank is not None]
        if len(known) >= 2 and known != sorted(known):
            in_order = ", ".join(sorted(codes, key=lambda code: _rank_of(ranks[list(codes).index(code)])))
            message = _("{id}: the ordered codes run from {first} to {last}, and not from least to most",
                        id=name, first=next(iter(codes)), last=list(codes)[-1])  # fmt: skip
            help = _("write them in the order {names}", names=in_order) if None not in ranks else None
            at = leaf.locate(("case_facts", name, "codes"))
            yield GuidelineError(message, at=at, help=help, code="falling-codes")


def other_size(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield words for a code or a value of a layer that say another size than its key: `low` that is called high."""
    declared: Mapping[str, CaseFactRecord] = leaf.record.get("case_facts", {})
    places = [(name, ("case_facts", name, "codes"), row.get("codes")) for name, row in declared.items()]
    labels: Mapping[str, Mapping[str, object]] = leaf.record.get("labels", {})
    places += [(name, ("labels", name, "values"), row.get("values")) for name, row in labels.items()]  # type: ignore[misc]
    for name, path, codes in places:
        for key, label in codes.items() if isinstance(codes, Mapping) else ():
            has = [_rank_in(words) for words in (key.replace("_", " ").replace("-", " "), label["da"], label["en"])]
            known = [rank for rank in has if rank is not None]
            if len(set(known)) > 1:
                message = _(
                    "{id}: `{code}` is called “{da}” and “{en}”", id=name, code=key, da=label["da"], en=label["en"]
                )
                yield GuidelineError(message, at=leaf.locate((*path, key)), code="other-name")


def _rank_in(text: str) -> int | None:
    """Return how much a text of one word of size says."""
    found = {_RANKS[0][word] for word in words_in(text) if word in _RANKS[0]}
    return found.pop() if len(found) == 1 else None


def _rank_of(rank: int | None) -> int:
    return -1 if rank is None else rank


def _ranks(codes: Mapping[str, BilingualTextRecord]) -> list[int | None]:
    """Return how much each code says by its key and its words, on the scale that knows most of them."""
    said = [
        [*words_in(code.replace("_", " ").replace("-", " ")), *words_in(label["en"]), *words_in(label["da"])]
        for code, label in codes.items()
    ]
    ranked = [[next((scale[word] for word in one if word in scale), None) for one in said] for scale in _RANKS]
    return max(ranked, key=lambda ranks: sum(rank is not None for rank in ranks))
