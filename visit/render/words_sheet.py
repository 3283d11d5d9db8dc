"""The words that a guideline's conditions may use: facts with their type and values, and every list of codes, with labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.locale import formats
from visit.locale import text as _
from visit.reasons.labels import provision_name
from visit.render.blocks import Block, Column, Heading, Paragraph, Sheet, Table
from visit.render.grids import Cell, Grid
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.values import Guideline
from visit.rules.language.types import Type
from visit.vocabulary import CodeList, Term, fact_label, names_of, vocabulary, vocabulary_record

STEP, ROLE = "step", "role"
"""The lists that no fact has and that a guideline names all the same."""
_OWN = "fact "
"""How the list of the values of a guideline's own table begins."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadableName:
    """A name that a condition may read: its labels, what it is, and the values it may have where these are listed."""

    name: str
    da: str
    en: str
    type: Type

    def label(self, language: str) -> str:
        """Return what it is called."""
        return self.da if language == "da" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class LanguageWords:
    """The words, all or those that match: names, and lists of codes by key."""

    names: tuple[ReadableName, ...]
    lists: tuple[CodeList, ...]


def language_words(guideline: Guideline | None) -> LanguageWords:
    """Return every word of the language, with a guideline's own where one is named."""
    types: Mapping[str, Type] = {name: fact.type for name, fact in LANGUAGE.by_name.items()}
    lists = dict(vocabulary().codes)
    if guideline is not None:
        types, lists = {**types, **guideline.types}, {**lists, **guideline.lists}
    lists[STEP] = CodeList(STEP, {term.key: term for ladder in vocabulary().ladders.values() for term in ladder.terms})
    of_each = {
        f"{name}.{code}"
        for name, type in types.items()
        if type.kind == "levels"
        for code in lists[type.codes or ""].terms
    }
    named = [name for name in types if name not in of_each and not name.startswith("entitled(")]
    used = {types[name].codes for name in named} | {STEP, ROLE}
    return LanguageWords(
        tuple(_word(name, types[name], guideline) for name in sorted(named)),
        tuple(one for key, one in lists.items() if key in used),
    )


def _word(name: str, type: Type, guideline: Guideline | None) -> ReadableName:
    own = None if guideline is None else guideline.labels.get(name)
    if own is not None:
        return ReadableName(name, own.da, own.en, type)
    return ReadableName(name, fact_label(name, "da"), fact_label(name, "en"), type)


def matching(found: LanguageWords, wanted: str) -> LanguageWords:
    """Return the words that hold a text: in their name, in what they are called, in what people say; of a list all codes."""
    text = wanted.casefold()

    def holds(*said: str) -> bool:
        return any(text in one.casefold() for one in said)

    lists = []
    for one in found.lists:
        record = vocabulary_record()["codes"].get(one.key, {})
        if holds(one.key, record.get("da", ""), record.get("en", "")):
            lists.append(one)
            continue
        said = {key for name, key in _said(one) if holds(name)}
        terms = {key: term for key, term in one.terms.items() if key in said or holds(key, term.da, term.en)}
        if terms:
            lists.append(CodeList(one.key, terms, one.ordered))
    return LanguageWords(tuple(one for one in found.names if holds(one.name, one.da, one.en)), tuple(lists))


def _said(one: CodeList) -> Sequence[tuple[str, str]]:
    return names_of(one.key) if one.key in vocabulary().codes else ()


@dataclass(frozen=True, slots=True, eq=False)
class WordsSheet:
    """LanguageWords in one language.

    Attributes:
        found: The words to show.
        every: All there are: they say which names have the codes of a list.
    """

    found: LanguageWords
    every: LanguageWords
    language: str

    def sheet(self) -> Sheet:
        """Return the names, then each list of codes with the names that have them."""
        if not self.found.names and not self.found.lists:
            return (Paragraph(_("No word is called that; `visit guideline words` lists them all")),)
        blocks: list[Block] = []
        if self.found.names:
            columns = (
                Column(_("name")),
                Column(_("what it is"), wraps=True),
                Column(_("type")),
                Column(_("values"), wraps=True),
            )
            rows = tuple((one.name, one.label(self.language), *self.kind(one.type)) for one in self.found.names)
            blocks += [Heading(_("Names")), Table(columns, rows)]
        for one in self.found.lists:
            blocks += [Heading(f"{self.title(one.key)} ({one.key})"), Paragraph(self.used(one)), self.codes(one)]
        return tuple(blocks)

    def kind(self, type: Type) -> tuple[str, str]:
        """Return the type of a name in words, and what its values are."""
        written = type.codes or ""
        if type.kind == "levels":
            return str(type), _("of each {list}: name.code", list=written)
        if written.startswith(_OWN):
            return str(type), ", ".join(next(one for one in self.every.lists if one.key == written).terms)
        return str(type), written

    def title(self, key: str) -> str:
        """Return what a list is called."""
        record = vocabulary_record()["codes"].get(key)
        if record is not None:
            return str(record["da"] if self.language == "da" else record["en"])
        own = {
            "target_group": _("Target groups"), "provision": _("Provisions"), "need": _("Needs"), "premises": _("Premises"),
            "area": _("Areas"), "theme": _("Sub-themes"), STEP: _("Steps"),
        }  # fmt: skip
        return own.get(key) or formats.capital(self.label_of(key.removeprefix(_OWN)))

    def label_of(self, name: str) -> str:
        return next((one.label(self.language) for one in self.every.names if one.name == name), name)

    def used(self, one: CodeList) -> str:
        """Return where the codes of a list may stand."""
        if one.key == STEP:
            return _("Where: `step_labels`; in conditions the number alone, as in `option.step <= 5`")
        names = [word for word in self.every.names if word.type.codes == one.key]
        told = [_("`by` of a hold or an approval")] if one.key == ROLE else []
        told += [f"{word.name}.<{one.key}>" if word.type.kind == "levels" else word.name for word in names]
        ordered = _("; from least to most") if one.ordered else ""
        return _("Where: {names}{ordered}", names=", ".join(told), ordered=ordered)

    def codes(self, one: CodeList) -> Table:
        columns = (Column(_("code")), Column(_("what it is"), wraps=True))
        if one.key != "provision":
            return Table(columns, tuple((key, term.label(self.language)) for key, term in one.terms.items()))
        rows = tuple((key, self.provision(term), _steps(key)) for key, term in one.terms.items())
        return Table((*columns, Column(_("steps"), wraps=True)), rows)

    def provision(self, term: Term) -> str:
        """Return how a provision is cited and what is given under it; of a group the citation."""
        cited = provision_name(term.key, self.language)
        label = term.label(self.language)
        return cited if label in (cited, term.key) else f"{cited}: {label}"

    def document(self) -> dict[str, object]:
        """Return the same as data, in both languages."""
        return {
            "schema": "visit-guideline-words",
            "version": 1,
            "names": [
                {
                    "name": one.name, "label": {"da": one.da, "en": one.en}, "type": one.type.kind, "unit": one.type.unit,
                    "codes": one.type.codes,
                }
                for one in self.found.names
            ],
            "lists": [
                {
                    "key": one.key,
                    "ordered": one.ordered,
                    "codes": [{"code": key, "label": {"da": term.da, "en": term.en}} for key, term in one.terms.items()],
                }
                for one in self.found.lists
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return the same for a spreadsheet: names, and codes with their list."""
        names = tuple(
            (one.name, one.label(self.language), str(Type(one.type.kind)), one.type.unit, one.type.codes)
            for one in self.found.names
        )
        return (
            Grid(_("Names"), (_("name"), _("what it is"), _("type"), _("unit"), _("values")), names),
            Grid(_("Codes"), (_("list"), _("code"), _("what it is"), _("steps")), tuple(self.code_rows())),
        )

    def code_rows(self) -> Iterator[tuple[Cell, ...]]:
        for one in self.found.lists:
            for key, term in one.terms.items():
                is_provision = one.key == "provision"
                label = self.provision(term) if is_provision else term.label(self.language)
                yield self.title(one.key), key, label, (_steps(key) or None) if is_provision else None


def _steps(provision: str) -> str:
    """Return the steps that help under a provision stands on, the highest of each ladder."""
    found = vocabulary().provisions.get(provision)
    if found is None:
        return ""
    highest: dict[str, int] = {}
    for step in found.areas.values():
        highest[step.ladder] = max(step.number, highest.get(step.ladder, 0))
    return ", ".join(f"{vocabulary().ladders[ladder].letter}{number}" for ladder, number in highest.items())
