"""What replay found recorded beside the answers: whether it follows from them, in which words, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.audit.beside import BESIDE, Beside, BesideChange, BesideVerdict
from visit.audit.following import Following
from visit.audit.replayed import Replayed
from visit.decisions.wording import RecordedSection
from visit.ledger.fields import recorded_field_label
from visit.locale import formats
from visit.locale import text as _
from visit.render.audit_sheet import entries_told
from visit.render.blocks import Block, Heading, Items
from visit.vocabulary import vocabulary


def counted_aloud(*counts: tuple[str, int]) -> str:
    """Return of counts in words those that count anything, as one says them; that there is none."""
    return ", ".join(told for told, n in counts if n) or _("none")


class BesideSheet:
    """What stands beside the answers of some decisions, in one language."""

    def __init__(self, replayed: Sequence[Replayed], language: str) -> None:
        self.replayed, self.language = replayed, language
        self.by_verdict: dict[BesideVerdict, list[Replayed]] = {verdict: [] for verdict in BESIDE}
        for one in replayed:
            if one.beside is not None:
                self.by_verdict[one.beside.verdict].append(one)

    @property
    def not_compared(self) -> list[int]:
        """The decisions of which the answer itself is another, so that nothing beside it can be the same."""
        return [one.seq for one in self.replayed if one.beside is None and one.status in ("differs", "unreadable")]

    @property
    def compared(self) -> bool:
        """Whether anything was compared."""
        return any(self.by_verdict.values())

    def in_short(self) -> str:
        """Return the counts in one line."""
        n = {verdict: len(found) for verdict, found in self.by_verdict.items()}
        told = {
            verdict: entries_told([one.seq for one in found]) for verdict, found in self.by_verdict.items() if found
        }
        return counted_aloud(
            (_("{n} follow from the answer", n=formats.number(n["same"])), n["same"]),
            (_("{n} only in other words", n=formats.number(n["words"])), n["words"]),
            (_("{n} recorded otherwise by another version of visit", n=formats.number(n["version"])), n["version"]),
            (
                _("{n} changed or damaged ({entries})", n=n["unreadable"], entries=told.get("unreadable", "")),
                n["unreadable"],
            ),
            (_("{n} unexplained ({entries})", n=n["differs"], entries=told.get("differs", "")), n["differs"]),
        )

    def counts(self) -> dict[str, int]:
        """Return how many there are of each verdict."""
        return {f"beside_{verdict}": len(found) for verdict, found in self.by_verdict.items()}

    def blocks(self) -> Iterator[Block]:
        """Yield what was found, the gravest first; nothing where nothing was compared."""
        if not self.compared:
            return
        yield Heading(_("What else is recorded"))
        yield Items(tuple(self.summary()))
        told = [*self.by_verdict["unreadable"], *self.by_verdict["differs"], *self.by_verdict["version"]]
        if told:
            yield Items(tuple(self.row(one) for one in told))

    def summary(self) -> Iterator[str]:
        """Yield the counts in words; of what is mild the numbers of the entries stand beside them."""
        n = {verdict: formats.number(len(found)) for verdict, found in self.by_verdict.items()}
        if self.by_verdict["unreadable"]:
            yield _("changed or damaged: {n}", n=n["unreadable"])
        if self.by_verdict["differs"]:
            yield _("does not follow from the answer, and nothing says why: {n}", n=n["differs"])
        if self.by_verdict["same"]:
            yield _("approvals, days and reasons follow from the answer: {n}", n=n["same"])
        if found := self.by_verdict["words"]:
            yield _(
                "the same approvals and days, only the words of the answer differ: {n} ({entries})",
                n=n["words"], entries=entries_told([one.seq for one in found]),
            )  # fmt: skip
        if self.by_verdict["version"]:
            yield _("another version of visit recorded something else: {n}", n=n["version"])
        for what, numbers in self.not_recorded().items():
            yield _(
                "not recorded by the version of visit of that time: {what} ({entries})",
                what=what, entries=entries_told(numbers),
            )  # fmt: skip
        if self.not_compared:
            yield _("not compared, as the answer is another: {entries}", entries=entries_told(self.not_compared))

    def not_recorded(self) -> Mapping[str, list[int]]:
        """Return what older versions did not write down, each with the decisions."""
        found: dict[str, list[int]] = {}
        for one in self.replayed:
            for field in () if one.beside is None else one.beside.not_recorded:
                found.setdefault(_field(field), []).append(one.seq)
        return found

    def row(self, one: Replayed) -> tuple[str, tuple[str, ...]]:
        """Return what is another beside one answer."""
        found = one.beside or Beside("same")
        lines = [line for change in found.changes for line in self.lines(one, change)]
        if found.problem:
            lines.append(found.problem)
        elif found.verdict == "version":
            lines.append(_("recorded by visit {version}", version=one.written_by))
        return f"{one.seq}. {one.case}", tuple(lines)

    def lines(self, one: Replayed, change: BesideChange) -> Iterator[str]:
        """Yield what one field has that does not follow, and what follows and is not in it."""
        what = _field(change.section)
        section = _STATEMENTS.get(change.section)
        if section is not None and (change.only_recorded or change.only_now):
            for said, texts in ((_("recorded"), change.only_recorded), (_("follows today"), change.only_now)):
                told = "; ".join(following_told(one, section, text) for text in texts) or _("nothing")
                yield f"{what}, {said}: {told}"
        elif change.section == "choice" and isinstance(change.recorded, dict) and isinstance(change.now, dict):
            yield from self.of_choice(change.recorded, change.now)
        else:
            yield _("{what}: recorded otherwise (`--format json` has both)", what=what)

    def of_choice(self, recorded: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
        """Yield how what was chosen stands otherwise."""
        for name in sorted({*recorded, *now}):
            old, new = recorded.get(name), now.get(name)
            if old == new:
                continue
            if name in ("rank", "standing"):
                yield _(
                    "{what}: recorded {old}, today {new}",
                    what=_field(name),
                    old=self.value(name, old),
                    new=self.value(name, new),
                )
            else:
                yield _("{what}: recorded otherwise (`--format json` has both)", what=_field(name))

    def value(self, name: str, value: object) -> str:
        """Return a place in the ranking or a standing in words."""
        if value is None:
            return "–"
        known = vocabulary().codes["standing"].terms
        return known[str(value)].label(self.language) if name == "standing" and value in known else str(value)


_STATEMENTS: Mapping[str, RecordedSection] = {
    "approvals": "approvals", "follow_up": "follow_up", "deadlines": "deadlines", "grants": "grants",
}  # fmt: skip


def following_told(replayed: Replayed, section: RecordedSection, text: str) -> str:
    """Return one thing that follows, with its days; `text` is one that `Following` reads."""
    one = Following.read(text)
    line = replayed.told(section, one.id)
    if one.days:
        line = f"{_(' then ').join(map(formats.day, one.days))}: {line}"
    return line if one.surely else _("perhaps: {line}", line=line)


def _field(name: str) -> str:
    words = {
        "rank": _("place in the ranking"), "standing": _("how it stands"), "unmet": _("what it does not surely meet"),
        "open": _("the open questions that can change it"), "not_yet": _("why it could not be granted yet"),
    }  # fmt: skip
    return words.get(name) or recorded_field_label(name)


def beside_named(found: Beside) -> str:
    """Return in a few words what is recorded beside one answer."""
    words = {
        "same": _("follows from the answer"), "words": _("only other words"), "version": _("another version of visit"),
        "differs": _("does not follow, unexplained"), "unreadable": _("changed or damaged"),
    }  # fmt: skip
    return words[found.verdict]


def beside_document(found: Beside | None) -> dict[str, object] | None:
    """Return what is recorded beside one answer as data; None where nothing was compared."""
    if found is None:
        return None
    return {
        "verdict": found.verdict,
        "problem": found.problem or None,
        "other_words": found.other_words,
        "not_recorded": list(found.not_recorded),
        "changes": {one.section: {"recorded": one.recorded, "now": one.now} for one in found.changes},
    }
