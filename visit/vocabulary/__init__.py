"""The field's own codes as typed values: target groups, functioning, needs, provisions, areas and ladders.

Read from `vocabulary/*.yaml` (keyed on the FFB code where there is one) through the compiled form. Knows codes, labels,
hierarchy and how each fact is said; leaves what follows from them to guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from visit import compiled
from visit.errors import DocumentError
from visit.locale import citations
from visit.locale import text as _
from visit.reading import source


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One code of a closed list, with its Danish and English label; `ffb` is the FFB code where there is one."""

    key: str
    da: str
    en: str
    ffb: str | None = None

    def label(self, language: str) -> str:
        """Return the label in `da` or `en`."""
        return self.da if language == "da" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class CodeList:
    """A closed list of codes; ordered lists run from least to most."""

    key: str
    terms: Mapping[str, Term]
    ordered: bool = False
    below: Mapping[str, frozenset[str]] | None = None

    def position(self, key: str) -> int:
        """Return where the code stands in the list, from 0."""
        return list(self.terms).index(key)

    def expand(self, key: str) -> frozenset[str]:
        """Return the code and all below it in the hierarchy."""
        if self.below is None:
            return frozenset((key,))
        return self.below.get(key, frozenset((key,)))


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Something a citizen may need help with, and the areas in which it can be met."""

    key: str
    areas: tuple[str, ...]
    da: str
    en: str


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A place on a ladder: a lower number intrudes less."""

    ladder: str
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Provision:
    """A legal basis: what it covers, on which step, and what follows from it. Source: `vocabulary/provisions.yaml`."""

    id: str
    da: str
    en: str
    acts: Mapping[str, str]
    areas: Mapping[str, Step]
    usual: frozenset[str]
    never: frozenset[str]
    hours: str
    branch: str
    lane: str
    visitation: str
    supervision: str
    may: bool
    free_choice: bool
    approval_required: bool
    registration_required: bool
    in_own_home: bool
    tenancy: bool
    appeal: bool
    staff: str | None
    max_months: int | None
    not_a_substitute_for: tuple[str, ...]
    source: str
    certainty: str
    from_date: str | None

    def label(self, language: str) -> str:
        """Return the name in `da` or `en`."""
        return self.da if language == "da" else self.en

    def act(self, language: str) -> str:
        """Return what it is cited as where it has no number of a section: its act, or what else the help rests on."""
        return self.acts.get(language, self.id)

    @property
    def own_helpers(self) -> bool:
        """Whether the citizen employs the helpers: nobody is given that who has not asked for it."""
        return self.id in ("SEL-95", "SEL-96")

    @property
    def light(self) -> bool:
        """Whether it is advice, open help or help in a group: more than a slight support need takes more."""
        return self.id in ("SEL-10", "SEL-12", "SEL-79", "SEL-82a")

    @property
    def group(self) -> str | None:
        """The target group that it is for, where it is for one alone."""
        return "deafblindness" if self.id == "SEL-98" else None

    @property
    def also_under(self) -> Mapping[str, str]:
        """Under which other provision it is granted as well, where it states that it meets a need."""
        return {"treatment_drugs": "SEL-101"} if self.id == "SEL-107-2" else {}


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """An order of steps, least intrusive first."""

    key: str
    letter: str
    terms: tuple[Term, ...]
    rings: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FactLabel:
    """How a fact or a field is said in the middle of a sentence.

    Attributes:
        ask: What fills it in, where somebody can answer it.
        brief: What it is called where there is no room for more than a few words.
    """

    da: str
    en: str
    ask: Mapping[str, str] | None = None
    brief: Mapping[str, str] | None = None

    def label(self, language: str) -> str:
        """Return how it is said in `da` or `en`."""
        return self.da if language == "da" else self.en

    def question(self, language: str) -> str | None:
        """Return the question in `da` or `en`, where there is one."""
        return None if self.ask is None else self.ask["da" if language == "da" else "en"]

    def in_few_words(self, language: str) -> str:
        """Return what it is called in `da` or `en` where a question mark behind it says that it is not known."""
        if self.brief is not None:
            return self.brief["da" if language == "da" else "en"]
        return self.label(language).removeprefix("om " if language == "da" else "whether ")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every closed list that documents and guidelines may name.

    `facts` also has `entitled(…)` of every provision, and `met_by(…)` of every provision and step.
    `case_fields` has the groups and fields of a case file that are no facts with words of their own, by pattern;
    `explained` what is said of a field or group to who is asked for it.
    `areas_of_subtheme` says in which areas help may become less where the citizen has become better at a sub-theme.
    """

    codes: Mapping[str, CodeList]
    needs: Mapping[str, Need]
    provisions: Mapping[str, Provision]
    ladders: Mapping[str, Ladder]
    ancestors: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, tuple[str, ...]]
    areas_of_subtheme: Mapping[str, frozenset[str]]
    facts: Mapping[str, FactLabel]
    case_fields: Mapping[str, FactLabel]
    explained: Mapping[str, FactLabel]

    def label(self, codes: str, key: str, language: str) -> str:
        """Return the label of a code, or the code itself where the list does not have it."""
        term = self.codes[codes].terms.get(key)
        return term.label(language) if term else key


def fact_label(name: str, language: str) -> str:
    """Return how a fact is said in the middle of a sentence, or a list of the case file; the name itself where it is neither."""
    found, field = vocabulary(), name.removeprefix("case.")
    label = found.facts.get(name) or found.case_fields.get(field) or found.case_fields.get(f"citizen.{field}")
    return name if label is None else label.label(language)


def field_label(field: str, language: str) -> str:
    """Return how a field of a case file is said in the middle of a sentence; the field itself where it has no words."""
    found = vocabulary()
    label = found.facts.get(f"case.{field}") or found.case_fields.get(field)
    return field if label is None else label.label(language)


def fact_question(name: str, language: str) -> str | None:
    """Return what to ask when a fact is missing; nothing where neither a caseworker nor an offer can answer it."""
    fact = vocabulary().facts.get(name)
    return None if fact is None else fact.question(language)


@cache
def levels_of(scale: str, language: str) -> tuple[str, ...]:
    """Return what the levels of one of FFB's scales are called in `da` or `en`, from 0 up."""
    found = next(one for one in vocabulary_record()["scales"] if one["key"] == scale)
    return tuple(row[language] for row in found["levels"])


@cache
def names_of(codes: str) -> tuple[tuple[str, str], ...]:
    """Return every name that the codes of a list go by, each with its code: in English, in Danish, and what people say besides."""
    also = [row for row in vocabulary_record()["also"] if row["codes"] == codes]
    terms = vocabulary().codes[codes].terms.values()
    own = ((name, term.key) for term in terms for name in (term.en, term.da))
    return (*own, *((word, row["key"]) for row in also for word in row["words"]))


def step(text: str) -> Step:
    """Read a step as written in a document, for example `H4`."""
    return Step(LETTERS[text[0]], int(text[1:]))


LETTERS = {"H": "home", "B": "work", "U": "education", "T": "treatment"}
"""Danish letters of the ladders: hjemlighed, beskæftigelse, uddannelse, behandling (treatment has T)."""


def sources() -> tuple[Path, ...]:
    """Return the files of the vocabulary."""
    return tuple(sorted(Path(__file__).parent.glob("*.yaml")))


@cache
def vocabulary_record() -> Mapping[str, Any]:
    """Return the shipped vocabulary as one document of plain values."""
    found: Mapping[str, Any] = compiled.shipped("vocabulary", sources(), read_sources).value
    return found


def read_sources() -> dict[str, Any]:
    """Return the same, read from its files: the lists of each, and those of `codes.yaml` under `codes`.

    Raises:
        DocumentError: Something has no name in one of the languages.
    """
    record: dict[str, Any] = {}
    for path in sources():
        document = source.read(path)
        for place in half_said(document.value):
            message = _("this has a name in one language alone")
            raise DocumentError(message, at=document.locate(place), help=_("write both `da` and `en`"))
        part: Any = document.value
        record |= {"codes": part} if path.stem == "codes" else part
    return record


def half_said(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where something is called something in Danish alone, or in English alone."""
    if isinstance(value, Mapping):
        if ("da" in value) is not ("en" in value):
            yield path
        for key, inner in value.items():
            yield from half_said(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from half_said(inner, (*path, index))


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once."""
    record = vocabulary_record()
    provisions = {row["id"]: provision(row) for row in record["provisions"]}
    groups = {row["key"]: row for row in record["target_groups"]}
    ancestors = {key: _ancestors(key, groups) for key in groups}
    needs = {row["key"]: Need(row["key"], tuple(row["areas"]), row["da"], row["en"]) for row in record["needs"]}
    codes = _code_lists(record, provisions, needs, ancestors)
    ladders = {row["key"]: _ladder(row) for row in record["ladders"]}
    steps = {term.key: term for ladder in ladders.values() for term in ladder.terms}
    return Vocabulary(
        codes=codes,
        needs=needs,
        provisions=provisions,
        ladders=ladders,
        ancestors=ancestors,
        themes={row["key"]: tuple(s["key"] for s in row["subthemes"]) for row in record["themes"]},
        areas_of_subtheme={
            one["key"]: frozenset(one.get("areas", row["areas"]))
            for row in record["themes"]
            for one in row["subthemes"]
        },
        facts=_facts(record["facts"], {**codes, "step": CodeList("step", steps)}, provisions),
        case_fields={row["key"]: FactLabel(row["da"], row["en"], row.get("ask")) for row in record["case_fields"]},
        explained={row["key"]: FactLabel(row["da"], row["en"]) for row in record["explained"]},
    )


def provision(row: Mapping[str, Any]) -> Provision:
    """Build a provision from its record."""
    return Provision(
        id=row["id"],
        da=row["da"],
        en=row["en"],
        acts=row.get("act", {}),
        areas={area: step(text) for area, text in row["areas"].items()},
        usual=frozenset(row.get("usual", ())),
        never=frozenset(row.get("never", ())),
        hours=row["hours"],
        branch=row["branch"],
        lane=row.get("lane", "ranked"),
        visitation=row["visitation"],
        supervision=row["supervision"],
        may=row["duty"] == "may",
        free_choice=row.get("free_choice", False),
        approval_required=row.get("approval_required", False),
        registration_required=row.get("registration_required", False),
        in_own_home=row.get("in_own_home", False),
        # What a catalogue stored before 0.6.0 says of its provisions does not say this.
        tenancy=row.get("tenancy", row["id"] == "ABL-105"),
        appeal=row.get("appeal", True),
        staff=row.get("staff"),
        max_months=row.get("max_months"),
        not_a_substitute_for=tuple(row.get("not_a_substitute_for", ())),
        source=row["source"],
        certainty=row["certainty"],
        from_date=row.get("from"),
    )


def _terms(rows: list[dict[str, Any]]) -> dict[str, Term]:
    return {row["key"]: Term(row["key"], row["da"], row["en"], row.get("code")) for row in rows}


def _ancestors(key: str, groups: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    parent = groups[key]["parent"]
    return () if parent is None else (parent, *_ancestors(parent, groups))


def _below(ancestors: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {
        key: frozenset(other for other, above in ancestors.items() if key == other or key in above) for key in ancestors
    }


def _provision_groups(ids: Mapping[str, Provision]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for id in ids:
        law, _, subsection = id.rpartition("-")
        groups.setdefault(id, set()).add(id)
        if "-" in law and subsection.isdigit():
            groups.setdefault(law, set()).add(id)
    return {group: frozenset(members) for group, members in groups.items()}


def _ladder(row: Mapping[str, Any]) -> Ladder:
    terms = tuple(Term(f"{row['letter']}{s['step']}", s["da"], s["en"]) for s in row["steps"])
    return Ladder(row["key"], row["letter"], terms, tuple(s["esbjerg_ring"] for s in row["steps"]))


def _code_lists(
    record: Mapping[str, Any],
    provisions: Mapping[str, Provision],
    needs: Mapping[str, Need],
    ancestors: Mapping[str, tuple[str, ...]],
) -> dict[str, CodeList]:
    lists = {
        key: CodeList(key, _terms(row["values"]), row.get("ordered", False)) for key, row in record["codes"].items()
    }
    groups = _provision_groups(provisions)
    provision_terms = {id: Term(id, p.da, p.en) for id, p in provisions.items()}
    for group in sorted(groups.keys() - provisions.keys()):
        provision_terms[group] = Term(group, group, group)
    subthemes = [subtheme for theme in record["themes"] for subtheme in theme["subthemes"]]
    lists["offer_group"] = CodeList("offer_group", {})  # only a guideline has any
    lists["target_group"] = CodeList("target_group", _terms(record["target_groups"]), below=_below(ancestors))
    lists["provision"] = CodeList("provision", provision_terms, below=groups)
    lists["need"] = CodeList("need", {n.key: Term(n.key, n.da, n.en) for n in needs.values()})
    lists["premises"] = CodeList("premises", _terms(record["premises"]))
    lists["area"] = CodeList("area", _terms(record["areas"]))
    lists["theme"] = CodeList("theme", _terms(subthemes))
    lists["intervention"] = CodeList("intervention", _terms(record["interventions"]))
    lists["offer_type"] = CodeList("offer_type", _terms(record["offer_types"]))
    return lists


def _facts(
    rows: list[dict[str, Any]], codes: Mapping[str, CodeList], provisions: Mapping[str, Provision]
) -> dict[str, FactLabel]:
    facts: dict[str, FactLabel] = {}
    for row in rows:
        name, _, listed = row["key"].partition("<")
        if not listed:
            facts[name] = FactLabel(row["da"], row["en"], row.get("ask"), row.get("brief"))
            continue
        codes_of, _, end = listed.partition(">")
        for term in codes[codes_of].terms.values():
            labels = _within(term) if codes_of != "provision" else _cited(term.key, provisions)
            facts[name + term.key + end] = _labelled(row, labels)
    return facts


def _labelled(row: Mapping[str, Any], labels: Mapping[str, str]) -> FactLabel:
    ask = {language: text.format(label=labels[language]) for language, text in row.get("ask", {}).items()}
    return FactLabel(row["da"].format(label=labels["da"]), row["en"].format(label=labels["en"]), ask or None)


def _within(term: Term) -> dict[str, str]:
    """Return a term's labels as they stand within a sentence."""
    return {"da": term.da[:1].lower() + term.da[1:], "en": term.en[:1].lower() + term.en[1:]}


def _cited(id: str, provisions: Mapping[str, Provision]) -> dict[str, str]:
    """Return how a provision is cited: `SEL § 107, stk. 1`, `SEL 107(1)`; a group of provisions by its section."""
    source = provisions[id].source if id in provisions else id.replace("-", " ")
    citation = re.split("[:;]", source, maxsplit=1)[0]
    return {"da": citations.danish(citation), "en": citation}
