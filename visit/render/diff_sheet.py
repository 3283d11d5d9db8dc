"""What differs between two guidelines: their own part apart from the layers below, each statement with what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.errors import Location
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render import catalogue_sheet
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.edit_words import has_both_values, meaning, number_words, shift_words
from visit.render.grids import Grid
from visit.render.guideline_document import local_bounds, notice_kinds
from visit.render.guideline_sheet import GuidelineSheet, json_value, period, titles, yaml_text
from visit.render.heading import identified
from visit.render.statement_fields import statement_field
from visit.render.witness_sheet import WitnessSheet
from visit.rules.findings.shifts import Direction, Shift
from visit.rules.guideline.edits import ORDER, WHOLE, Edit, EditKind, StatementKey
from visit.vocabulary import vocabulary

_CODES = {"gate": "gate", "certainty": "certainty", "by": "role", "form": "form"}
"""The fields that hold a code, and its list."""


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """One statement that differs: all its edits, and how it shifts; without edits, what it reads is another."""

    statement: StatementKey
    edits: tuple[Edit, ...]
    shift: Shift | None


@dataclass(frozen=True, slots=True, eq=False)
class DiffSheet:
    """The edits from one guideline to another, in one language; with whom each moves, where that was looked for."""

    before: GuidelineSheet
    after: GuidelineSheet
    edits: tuple[Edit, ...]
    shifts: Mapping[StatementKey, Shift]
    witnesses: WitnessSheet | None = None

    @property
    def is_alike(self) -> bool:
        """Whether nothing differs."""
        return not self.edits

    # --- which part ---

    def below(self) -> frozenset[str]:
        """Return the ids of the layers on which either stands."""
        return frozenset(layer.id for sheet in (self.before, self.after) for layer in sheet.layers[:-1])

    def is_own(self, edit: Edit) -> bool:
        """Return whether an edit is of the guideline's own part, and not of what it stands on."""
        stands = [one for one in (edit.old, edit.new) if one is not None]
        return any(one.layer.id not in self.below() for one in stands)

    def changed(self, *, own: bool) -> list[Changed]:
        """Return the statements of a part that differ, section by section."""
        by_statement: dict[StatementKey, list[Edit]] = {}
        for edit in self.edits:
            if self.is_own(edit) is own:
                by_statement.setdefault(edit.statement, []).append(edit)
        order = [WHOLE, *titles(), "labels"]
        found = [Changed(key, tuple(edits), self.shifts.get(key)) for key, edits in by_statement.items()]
        return sorted(found, key=lambda one: order.index(one.statement[0]) if one.statement[0] in order else len(order))

    def moved(self) -> list[Changed]:
        """Return the statements that are as they were, and take hold otherwise through a number or table that they read."""
        edited = {edit.statement for edit in self.edits}
        return [Changed(key, (), shift) for key, shift in self.shifts.items() if shift.through and key not in edited]

    # --- for people ---

    def sheet(self) -> Sheet:
        """Return every statement that differs, and whether the layers below do; or, if asked for, whom each edit moves."""
        head = _("{before} → {after}", before=identified(self.before.guideline), after=identified(self.after.guideline))
        own, below = self.changed(own=True), self.changed(own=False)
        blocks: list[Block] = [Paragraph(head), Paragraph(self.verdict(own), strong=True)]
        if self.witnesses is not None:
            if len(own) > (asked := len(self.witnesses.found)):
                blocks.append(Paragraph(_fewer_edits_words(asked)))
            return (*blocks, *self.witnesses.blocks())
        blocks += self.part(own, "")
        blocks += self.through()
        if self.below():
            blocks.append(Paragraph(self.verdict_below(below), strong=True))
            blocks += self.part(below, _("Below: "))
        return tuple(blocks)

    def verdict(self, own: Sequence[Changed]) -> str:
        if self.is_alike:
            return _("They say the same")
        if not own:
            return _("Their own part is the same; the layer below differs")
        n = formats.number(len(own))
        told = plural("{n} statement differs", "{n} statements differ", len(own), n=n)
        decides = sum(1 for one in own if not all(edit.is_wording for edit in one.edits))
        words = (
            _("wording and source only") if not decides else _("{n} of them in more than wording and source", n=decides)
        )
        return f"{told}: {words}"

    def verdict_below(self, below: Sequence[Changed]) -> str:
        named = [
            formats.listed(f"{one.id} {one.version}" for one in sheet.layers[:-1])
            for sheet in (self.before, self.after)
        ]
        if not below:
            return _("The layer below is the same: {name}", name=named[1] or named[0])
        n = formats.number(len(below))
        return plural(
            "The layer below differs too: {before} → {after}, {n} statement",
            "The layer below differs too: {before} → {after}, {n} statements",
            len(below), before=named[0] or "–", after=named[1] or "–", n=n,
        )  # fmt: skip

    def part(self, found: Sequence[Changed], prefix: str) -> Iterator[Block]:
        section = None
        rows: list[tuple[str, tuple[str, ...]]] = []
        for one in found:
            if one.statement[0] != section and rows:
                yield from (Heading(prefix + self.title(section)), Items(tuple(rows)))
                rows = []
            section = one.statement[0]
            rows.append((self.named(one), tuple(self.told(one))))
        if rows:
            yield from (Heading(prefix + self.title(section)), Items(tuple(rows)))

    def title(self, section: str | None) -> str:
        own = {WHOLE: _("The guideline as a whole"), "labels": _("What things are called")}
        return {**titles(), **own}.get(section or "", section or "")

    def through(self) -> Iterator[Block]:
        moved = self.moved()
        same = [one for one in moved if one.shift and one.shift.direction is Direction.SAME and not self.numbers(one)]
        rows = [(f"[{one.statement[1]}] {self.text(one)}", (self.why(one),)) for one in moved if one not in same]
        if rows:
            yield Heading(_("As they were, and other answers through what they read"))
            yield Items(tuple(rows))
        if same:
            yield Paragraph(
                _(
                    "As they were, and proved to take hold as before, though what they read is another: {names}",
                    names=formats.listed(one.statement[1] for one in same),
                )
            )

    def numbers(self, one: Changed) -> list[str]:
        """Return what a statement says of periods and hours that are others now."""
        assert one.shift is not None
        section, key = one.statement
        row: Mapping[str, object] = self.after.sections[section][key]  # type: ignore[assignment]
        return [words for field in one.shift.given
                for words in number_words(field, (row[field], self.before), (row[field], self.after))]  # fmt: skip

    def why(self, one: Changed) -> str:
        assert one.shift is not None
        section, key = one.statement
        row: Mapping[str, object] = self.after.sections[section][key]  # type: ignore[assignment]
        told = self.numbers(one)
        if one.shift.direction is not Direction.SAME or not told:
            told.insert(0, shift_words(section, row, one.shift))
        return _(
            "{told}, through {names}",
            told="; ".join(told),
            names=formats.listed(map(self.after.say.fact, one.shift.through)),
        )

    def named(self, one: Changed) -> str:
        """Return a statement with a mark where it is new or gone, its id and what it says."""
        section, key = one.statement
        if section == WHOLE:
            return statement_field(key)
        if one.edits[0].path == ORDER:
            return _("the order")
        words = {EditKind.ADDED: _("new: "), EditKind.REMOVED: _("gone: ")}
        return f"{words.get(one.edits[0].kind, '')}[{key}] {self.text(one)}"

    def text(self, one: Changed) -> str:
        """Return what a statement says; where it is gone, what it said."""
        section, key = one.statement
        new = one.edits[0].new if one.edits else None
        if new is None and one.edits and one.edits[0].old is not None:
            return self.before.statement_text(section, key, one.edits[0].old.row)
        row = self.after.sections[section][key] if new is None else new.row
        return self.after.statement_text(section, key, row)

    def told(self, one: Changed) -> Iterator[str]:
        yield from meaning(one.edits, one.shift, self.before, self.after)
        for edit in one.edits:
            yield from self.values(edit)
        yield _places(one.edits[0].places)

    def values(self, edit: Edit) -> Iterator[str]:
        """Yield both values of a field; nothing where the statement is new or gone, or the sentence before has both in words."""
        if edit.kind in (EditKind.ADDED, EditKind.REMOVED, EditKind.DATES) or has_both_values(edit):
            return
        name = _field(edit) + self.other_language(edit)
        before, after = (self.written(edit, value) for value in (edit.before, edit.after))
        if len(before) + len(after) < 50:
            yield f"{name}: {before} → {after}"
        else:
            yield _("{field} before: {value}", field=name, value=before)
            yield _("{field} now: {value}", field=name, value=after)

    def written(self, edit: Edit, value: object) -> str:
        """Return a value as it is written; of a text in two languages the one spoken, where it differs."""
        if value is None:
            return "–"
        language = self.after.language
        if isinstance(value, Mapping) and {"da", "en"} <= value.keys():
            return str(value[_other(language) if self.differs_elsewhere(edit) else language])
        if edit.path == ORDER:
            return ", ".join(value)  # type: ignore[arg-type]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if edit.section == WHOLE and isinstance(value, Mapping):
            return self.setting(edit, value)
        if edit.path[-1:] == ("local",):
            return local_bounds(value)
        if edit.section == "notices" and edit.path == ("kind",):
            return notice_kinds()[str(value)]
        return self.code_in_words(edit, value) or yaml_text(value)

    def code_in_words(self, edit: Edit, value: object) -> str | None:
        """Return what a code of a field is called; None where the field has none, or the code is none of its list."""
        codes = self.after.guideline.lists.get(_CODES.get(str(edit.path[-1]) if edit.path else "", ""))
        term = codes.terms.get(str(value)) if codes is not None else None
        return None if term is None else formats.small(term.label(self.after.language))

    def setting(self, edit: Edit, value: Mapping[str, object]) -> str:
        """Return what a setting of the whole says: its days, its names in the language in which they differ, else key by key."""
        if edit.key == "in_force":
            return period(value)  # type: ignore[arg-type]
        if edit.key == "step_labels":
            language = _other(self.after.language) if self.differs_elsewhere(edit) else self.after.language
            return formats.listed(f"{step} {row[language]}" for step, row in sorted(value.items()))  # type: ignore[index]
        return "; ".join(f"{_setting_names().get(key, key)}: {self.set_to(key, one)}" for key, one in value.items())

    def set_to(self, key: str, value: object) -> str:
        """Return a value inside a setting; how the network counts and the weights of kinds of contact in words."""
        if not isinstance(value, Mapping):
            return _counted().get((key, str(value))) or yaml_text(value)
        label = vocabulary().label
        return ", ".join(f"{formats.small(label('contact', one, self.after.language))} {n}" for one, n in value.items())

    def differs_elsewhere(self, edit: Edit) -> bool:
        """Return whether a text differs in the language alone that is not spoken."""
        both = [_in_language(one, self.after.language) for one in (edit.before, edit.after)]
        return None not in both and both[0] == both[1]

    def other_language(self, edit: Edit) -> str:
        """Return which language a text differs in, where it is not the one spoken."""
        if not self.differs_elsewhere(edit):
            return ""
        return " " + (_("in English") if _other(self.after.language) == "en" else _("in Danish"))

    # --- as data ---

    def document(self) -> dict[str, object]:
        """Return the same as data: every edit by itself, and how each statement shifts."""
        return {
            "schema": "visit-guideline-diff",
            "version": 1,
            "before": _side(self.before),
            "after": _side(self.after),
            "alike": self.is_alike,
            "edits": [
                {
                    "part": "own" if self.is_own(edit) else "below",
                    "section": edit.section,
                    "id": edit.key,
                    "kind": edit.kind.value,
                    "field": list(edit.path),
                    "before": json_value(edit.before),
                    "after": json_value(edit.after),
                    "follows": edit.follows,
                    "places": [None if one is None else str(one) for one in edit.places],
                }
                for edit in self.edits
            ],
            "shifts": [
                {"section": section, "id": key, "direction": one.direction.value, "through": list(one.through)}
                for (section, key), one in self.shifts.items()
            ],
            **({} if self.witnesses is None else {"witnesses": self.witnesses.document()}),
        }

    def grids(self) -> tuple[Grid, ...]:
        """Return the edits for a spreadsheet, one in a row."""
        columns = (
            _("part"), _("section"), _("statement"), _("change"), _("field"), _("before"), _("after"), _("meaning"),
            _("place before"), _("place after"),
        )  # fmt: skip
        rows = []
        for own in (True, False):
            for one in self.changed(own=own):
                told = "; ".join(meaning(one.edits, one.shift, self.before, self.after))
                for edit in one.edits:
                    before, after = (
                        None if value is None else self.written(edit, value) for value in (edit.before, edit.after)
                    )
                    places = (None if place is None else str(place) for place in edit.places)
                    part = _("own") if own else _("below")
                    field = _field(edit)
                    rows.append(
                        (
                            part,
                            self.title(edit.section),
                            edit.key,
                            kinds()[edit.kind],
                            field,
                            before,
                            after,
                            told,
                            *places,
                        )
                    )
        differences = Grid(_("Differences"), columns, tuple(rows))
        return (differences,) if self.witnesses is None else (differences, self.witnesses.grid())


def kinds() -> dict[EditKind, str]:
    """Return what an edit changes, in a word."""
    return {
        EditKind.ADDED: _("new"), EditKind.REMOVED: _("gone"), EditKind.STRENGTH: _("strength"),
        EditKind.CONDITION: _("condition"), EditKind.VALUE: _("value"), EditKind.ORDER: _("order"),
        EditKind.DATES: _("dates"), EditKind.TEXT: _("wording"), EditKind.SOURCE: _("source"),
    }  # fmt: skip


def _field(edit: Edit) -> str:
    """Return what the field that differs is called; of a table with the number of its row."""
    if edit.section == WHOLE:
        return statement_field(edit.key)
    if edit.section == "departures":
        return statement_field("text")
    if edit.section == "shelf_life":
        return catalogue_sheet.field_name(edit.key)
    path = [one for one in edit.path if isinstance(one, str) and one != "rows"] or ["rows"]
    written = ", ".join(statement_field(one) for one in path)
    number = next((one + 1 for one in edit.path if isinstance(one, int)), None)
    return written if number is None else _("row {n}, {field}", n=number, field=written)


def _in_language(value: object, language: str) -> object:
    """Return a text in two languages, or each of several, in one of them; None for what is no such text."""
    if not isinstance(value, Mapping):
        return None
    if {"da", "en"} <= value.keys():
        return value[language]
    each = {key: _in_language(one, language) for key, one in value.items()}
    return each if each and None not in each.values() else None


def _counted() -> dict[tuple[str, str], str]:
    """Return whom the nearness counts, and how their distances become one."""
    return {
        ("members", "documented"): _("those whose benefit to the citizen is documented"),
        ("members", "all"): _("the whole network"),
        ("combine", "nearest"): _("the nearest of the network"),
        ("combine", "farthest"): _("the farthest of the network"),
        ("combine", "weighted"): _("the network, a mean weighted by contact"),
    }


def _setting_names() -> dict[str, str]:
    """Return what the fields of a setting are called."""
    return {
        "members": _("whom it counts"),
        "combine": _("how it is put together"),
        "weights": _("weights of contact"),
        "source": _("source"),
    }


def _other(language: str) -> str:
    return "en" if language == "da" else "da"


def _places(places: tuple[Location | None, Location | None]) -> str:
    return " → ".join(str(one) for one in places if one is not None)


def _side(sheet: GuidelineSheet) -> dict[str, object]:
    guideline = sheet.guideline
    return {
        "id": guideline.id,
        "version": guideline.version,
        "layers": [{"id": one, "version": version} for one, version in guideline.layers],
        "digest": guideline.digest,
        "as_of": guideline.as_of.isoformat(),
    }


def _fewer_edits_words(asked: int) -> str:
    """Return why fewer edits are asked about than statements differ."""
    return plural(
        "{n} of them is an edit that an answer reads, as visit compare counts them; the others are wording, sources, and what the "
        "guideline says of itself (its version, that it is a draft, what it corrects)",
        "{n} of them are edits that an answer reads, as visit compare counts them; the others are wording, sources, and what the "
        "guideline says of itself (its version, that it is a draft, what it corrects)",
        asked, n=formats.number(asked),
    )  # fmt: skip
