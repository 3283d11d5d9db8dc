"""A guideline as a document to read: its own part apart from the layers below, each statement in words with its source.

What a statement says, how strong it is and from which layer is `guideline_sheet`'s; here it is put in order, with the conditions in
words, numbers and tables as tables, and the preferences in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.catalogue_sheet import field_name
from visit.render.condition_words import condition_in_words
from visit.render.field_words import of_case_fact, of_group, of_need, times
from visit.render.guideline_sheet import GuidelineSheet, period, titles, yaml_text
from visit.rules.guideline.layering import Layer, within
from visit.rules.guideline.records import CaseFactRecord, NeedRecord, OfferGroupRecord, TableRecord
from visit.rules.guideline.values import GATES
from visit.rules.language.types import Type
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class ReadableSection:
    """One section of a part: its title, and what stands there."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadablePart:
    """What one layer states: its title, what is said of the whole, and its sections."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[ReadableSection, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadableGuideline:
    """A guideline in one language.

    Attributes:
        said: What each statement says, and where it is from.
        tests: How many rows and whole decisions the cases file of the guideline's own layer has; None where it has none.
        ids: Whether the ids of statements are told.
        own: Whether the layers below are left out.
        offers: What the offers of groups are called, by id; without them their ids are told.
    """

    said: GuidelineSheet
    tests: tuple[int, int] | None
    ids: bool = False
    own: bool = False
    offers: Mapping[str, str] | None = None

    def sheet(self) -> Sheet:
        """Return the document: contents first, each heading with its number."""
        blocks = [*self.head(), Heading(_("Contents"))]
        parts = self.parts()
        listed = tuple(
            (f"{n} {part.title}", tuple(f"{n}.{m} {one.title}" for m, one in enumerate(part.sections, start=1)))
            for n, part in enumerate(parts, start=1)
        )
        blocks.append(Items(listed))
        for n, part in enumerate(parts, start=1):
            blocks += [Heading(f"{n} {part.title}"), *part.blocks]
            for m, section in enumerate(part.sections, start=1):
                blocks += [Heading(f"{n}.{m} {section.title}"), *section.blocks]
        return tuple(blocks)

    def head(self) -> list[Block]:
        """Return the title, whose it is, from when it binds, and how it is tested."""
        tested = _("Tests: none beside it")
        if self.tests is not None:
            rows, decisions = self.tests
            tested = _(
                "Tests: {rows} and {decisions}",
                rows=plural("{n} row", "{n} rows", rows, n=formats.number(rows)),
                decisions=plural("{n} whole decision", "{n} whole decisions", decisions, n=formats.number(decisions)),
            )
        return [*self.said.head(), Paragraph(tested)]

    def parts(self) -> tuple[ReadablePart, ...]:
        """Return what each layer states, the guideline's own first."""
        layers = self.said.layers[-1:] if self.own else tuple(reversed(self.said.layers))
        return tuple(map(self.part, layers))

    def part(self, layer: Layer) -> ReadablePart:
        is_own = layer is self.said.layers[-1]
        named = layer.municipality if is_own else None
        name = f"{layer.id} {layer.version}"
        title = _("{municipality}'s own part: {name}", municipality=named, name=name) if named else name
        blocks: list[Block] = []
        if not is_own:
            text = layer.record["title"][self.said.language]  # type: ignore[literal-required]
            source = citations.cited(layer.record["source"])
            blocks.append(Paragraph(f"{text}. {_('source: {source}', source=source)}"))
        blocks += [Paragraph(told) for told in (self.replaced(layer), self.not_now(layer)) if told]
        return ReadablePart(title, tuple(blocks), tuple(self.sections(layer)))

    def replaced(self, layer: Layer) -> str | None:
        """Return how much of a layer a layer above replaces, so that it stands there and not here."""
        written = [(section, key) for section, key, _row, _path in layer.statements()]
        count = sum(
            1 for section, key in written if not self.is_from(layer, section, key) and self.stands(section, key)
        )
        if not count:
            return None
        n = formats.number(count)
        return plural(
            "{n} statement is replaced above and stands there",
            "{n} statements are replaced above and stand there",
            count,
            n=n,
        )

    def not_now(self, layer: Layer) -> str | None:
        """Return how many statements of a layer bind on other days than this one, and so do not stand here."""
        day = self.said.guideline.as_of
        count = sum(
            1 for *_where, row, _path in layer.statements() if isinstance(row, Mapping) and not within(row, day)
        )
        if not count:
            return None
        n = formats.number(count)
        return plural(
            "{n} statement binds on other days and does not stand here",
            "{n} statements bind on other days and do not stand here", count, n=n,
        )  # fmt: skip

    def stands(self, section: str, key: str) -> bool:
        return key in self.said.sections.get(section, {})

    def is_from(self, layer: Layer, section: str, key: str) -> bool:
        return self.said.layer(section, key) is layer

    # --- sections ---

    def sections(self, layer: Layer) -> Iterator[ReadableSection]:
        """Yield the sections of a layer that hold something: rules by what they are about, all else by its kind."""
        for gate in GATES:
            # What is made of a service level is a rule too, and stands among the levels.
            rules = [
                rule.id
                for rule in self.said.guideline.rules
                if rule.gate == gate and self.stands("rules", rule.id) and self.is_from(layer, "rules", rule.id)
            ]
            if rules:
                label = vocabulary().label("gate", gate, self.said.language)
                yield ReadableSection(_("Rules: {gate}", gate=label), self.listed("rules", sorted(rules)))
        for section, title in {**titles(), **{one: one for one in self.said.sections if one not in titles()}}.items():
            keys = [key for key in self.said.sections.get(section, {}) if self.is_from(layer, section, key)]
            if section != "rules" and keys:
                yield ReadableSection(title, self.section(section, keys))

    def section(self, section: str, keys: Sequence[str]) -> tuple[Block, ...]:
        match section:
            case "parameters":
                return (self.parameters(sorted(keys)),)
            case "facts":
                return tuple(self.tables(sorted(keys)))
            case "preferences" | "rights":
                return self.listed(section, keys, numbered=True)
            case _:
                return self.listed(section, sorted(keys))

    def listed(self, section: str, keys: Sequence[str], *, numbered: bool = False) -> tuple[Block, ...]:
        rows = []
        for n, key in enumerate(keys, start=1):
            row = self.said.sections[section][key]
            text = self.text(section, key, row)
            head = f"{n}. {text}" if numbered else text
            rows.append((self.marked(key, head), tuple(self.under(section, key, row))))
        return (Items(tuple(rows)),)

    def text(self, section: str, key: str, row: object) -> str:
        """Return what a statement says."""
        text = self.said.statement_text(section, key, row)
        if section == "shelf_life":
            name = _("everything else") if key == "default" else field_name(key)
            return f"{formats.capital(name)}: {text}"
        if not text and isinstance(row, Mapping):  # a preference without a text is its value
            return self.words(row.get("higher", row.get("lower")))
        return text

    def marked(self, key: str, text: str) -> str:
        return f"{text} [{key}]" if self.ids else text

    def under(self, section: str, key: str, row: object) -> Iterator[str]:
        """Yield what stands under a statement: its conditions in words, who decides and when, then strength and source."""
        if not isinstance(row, Mapping):
            return
        wanted = self.is_wanted(section, key)
        if section == "invariants" and "text" in row:
            yield _("Never: {condition}", condition=self.words(row["never"]))
        for field, says in _conditions(is_truth=wanted).items():
            if field in row:
                yield says(self.words(row[field]))
        if named := row.get("provision"):
            ids = [named] if isinstance(named, str) else named
            type = Type("code", "provision")
            yield _("Provision: {names}", names=formats.listed(self.said.say.code(one, type) for one in ids))
        if "bands" in row:
            yield _("In bands up to {numbers}", numbers=formats.listed(str(one) for one in row["bands"]))
        if by := row.get("by"):
            who = self.said.say.decider(str(by))
            yield _("By: {who}, two people", who=who) if row.get("four_eyes") else _("By: {who}", who=who)
        yield from times(section, key, row, self.said)
        if section == "case_facts":
            yield from of_case_fact(cast("CaseFactRecord", row), self.said)
        if section == "groups":
            yield of_group(cast("OfferGroupRecord", row), self.offers or {})
        if section == "needs":
            yield from of_need(cast("NeedRecord", row), self.said)
        if "from" in row or "until" in row:
            yield _("In force: {period}", period=period(row))  # type: ignore[arg-type]
        if stands := self.stands_on(section, row):
            yield stands

    def is_wanted(self, section: str, key: str) -> bool:
        """Return whether a preference is for or against something that is or is not so, and no number."""
        guideline = self.said.guideline
        ordered = {"preferences": guideline.preferences, "rights": guideline.rights}.get(section, ())
        return any(one.id == key and one.value.type.kind == "truth" for one in ordered)

    def words(self, written: object) -> str:
        return (
            condition_in_words(written, self.said.say) if isinstance(written, bool | int | str) else yaml_text(written)
        )

    def stands_on(self, section: str, row: Mapping[str, object]) -> str:
        """Return the strength of a statement in words, how certain it is, and its source."""
        notice = [notice_kinds()[str(row.get("kind", "advice"))]] if section == "notices" else []
        source = row.get("source")
        parts = [self.said.strength(row), *notice, citations.cited(str(source)) if source else ""]
        return formats.capital("; ".join(part for part in parts if part))

    def parameters(self, keys: Sequence[str]) -> Table:
        """Return the numbers with what they are called, how far a child may move them, and their source."""
        columns = (
            Column(_("number"), wraps=True), Column(_("value"), number=True), Column(_("a child may move it"), wraps=True),
            Column(_("source"), wraps=True),
        )  # fmt: skip
        say, guideline = self.said.say, self.said.guideline
        rows = []
        for key in keys:
            row: Mapping[str, object] = self.said.sections["parameters"][key]  # type: ignore[assignment]
            name = formats.capital(say.fact(key)) if key in guideline.labels else key
            value = say.number(guideline.parameters[key].value, guideline.types.get(key))
            rows.append(
                (self.marked(key, name), value, local_bounds(row.get("local")), self.stands_on("parameters", row))
            )
        return Table(columns, tuple(rows))

    def tables(self, keys: Sequence[str]) -> Iterator[Block]:
        """Yield each decision table under its name: the first row that is true gives the value."""
        say, guideline = self.said.say, self.said.guideline
        columns = (Column(_("when"), wraps=True), Column(_("gives"), wraps=True))
        for key in keys:
            row = cast("TableRecord", self.said.sections["facts"][key])
            type = guideline.types.get(key)
            name = formats.capital(say.fact(key)) if key in guideline.labels else key
            lines = tuple(
                (self.words(line["when"]) if "when" in line else _("else"), condition_in_words(line["then"], say, type))
                for line in row["rows"]
            )
            yield Paragraph(self.marked(key, name), strong=True)
            yield Table(columns, lines)
            yield Paragraph(self.stands_on("facts", row))


def _conditions(*, is_truth: bool) -> dict[str, Callable[[str], str]]:
    """Return how each condition of a statement is said, in the order in which they stand."""
    if is_truth:
        ordered: dict[str, Callable[[str], str]] = {
            "higher": lambda words: _("Preferred: {condition}", condition=words),
            "lower": lambda words: _("To be avoided: {condition}", condition=words),
        }
    else:
        ordered = {
            "higher": lambda words: _("The higher, the better: {condition}", condition=words),
            "lower": lambda words: _("The lower, the better: {condition}", condition=words),
        }
    return {
        "when": lambda words: _("When: {condition}", condition=words),
        "require": lambda words: _("Requires: {condition}", condition=words),
        "unless": lambda words: _("Unless: {condition}", condition=words),
        **ordered,
    }


def notice_kinds() -> dict[str, str]:
    """Return what each kind of notice is."""
    return {"advice": _("advice"), "flag": _("a point to watch"), "duty": _("a duty"), "record": _("to put on record")}


def local_bounds(local: object) -> str:
    """Return how far a child may move a number."""
    if not isinstance(local, Mapping):
        return _("no")
    low, high = (local.get(one, local.get(older)) for one, older in (("at_least", "min"), ("at_most", "max")))
    if low is None:
        return _("to at most {n}", n=high)
    return _("to at least {n}", n=low) if high is None else _("from {low} to {high}", low=low, high=high)
