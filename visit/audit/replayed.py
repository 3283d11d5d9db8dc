"""What replay is asked for beside the decisions, and what it found of each: values only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from visit.audit.beside import Beside
from visit.audit.following import Following, FollowsChange
from visit.audit.separating import Separated
from visit.decisions.core import Parting
from visit.decisions.wording import RecordedSection, told
from visit.rules.guideline.values import BilingualText

NAMED = 3
"""So many options are named where the answers part for many."""
CAUSES = ("unexplained", "engine", "facts", "catalogue", "guideline")


@dataclass(frozen=True, slots=True, eq=False)
class ReplayDifference:
    """One step at which the answer changes: the cause, and where the paths part.

    Attributes:
        separated: Why the first placement from before does not come first any more, and why the one that does now did not
            before; None where it is the same, or where there was none.
        follows: What follows from the first placement, where that changes.
        guidelines: Where the guideline is the cause: the name and digest of the one before and of the one after.
    """

    cause: str
    parting: Parting
    separated: tuple[Separated | None, Separated | None] = (None, None)
    follows: tuple[FollowsChange, ...] = ()
    guidelines: tuple[str, str] | None = None

    def options(self) -> Iterator[str]:
        """Yield the ids of the options that are spoken of."""
        yield from self.parting.options[:NAMED]
        for one in self.separated:
            if one is not None and (one.by == "absent" or one.option is not None):
                yield one.id if one.option is None else one.option

    def statements(self) -> Iterator[tuple[RecordedSection, str]]:
        """Yield the statements that are spoken of, each with its section."""
        if self.parting.rule is not None:
            yield "rules", self.parting.rule
        for one in self.separated:
            if one is not None and one.by != "absent":
                yield _SECTIONS[one.by], one.id
        for change in self.follows:
            if change.section != "price":
                yield from ((change.section, said.id) for said in map(Following.read, (*change.gone, *change.new)))


_SECTIONS: Mapping[str, RecordedSection] = {"need": "needs", "rule": "rules", "criterion": "criteria"}


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """One decision, answered again.

    Attributes:
        status: `same`, `differs`, `erased`, `others` (another municipality's than the guideline's, not asked), or `unreadable` (its
            documents are gone or damaged, or no longer understood).
        written_by: The version of visit that recorded it.
        first: The first placement as recorded and after the last step, ids joined with `+`.
        chosen: What the person chose: ids joined with `+`, or the kind of choice.
        departed: The departure code, or None where none was given.
        passed_over: Whether the person chose another than the first placement, or nothing: what `visit audit departures` counts.
        names: What the catalogue calls the offers that are spoken of, by id.
        said: What the statements that are spoken of say, and the departure code, by section and id.
        problem: Why it is unreadable.
        beside: What is recorded beside the answer, where that is the same today and was compared; None where it was not.
        under: The name and digest of the other guideline that it was answered under, and whether that one is a draft.
    """

    seq: int
    case: str
    status: str
    written_by: str = ""
    differences: tuple[ReplayDifference, ...] = ()
    first: tuple[str | None, str | None] = (None, None)
    chosen: str = ""
    departed: str | None = None
    problem: str = ""
    beside: Beside | None = None
    under: tuple[str, bool] | None = None
    passed_over: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[tuple[RecordedSection, str], BilingualText] = field(default_factory=dict)

    def told(self, section: RecordedSection, id: str) -> str:
        """Return what an id stands for, in the language spoken."""
        return told(self.said.get((section, id)), id)

    @property
    def unexplained(self) -> bool:
        """Whether something differs in the answer or beside it, or cannot be read, and nothing says why."""
        return self.answer_unexplained or (self.beside is not None and self.beside.unexplained)

    @property
    def answer_unexplained(self) -> bool:
        """Whether the answer is another, or cannot be worked out, and nothing says why."""
        return self.status == "unreadable" or any(one.cause == "unexplained" for one in self.differences)


@dataclass(frozen=True, slots=True)
class Under:
    """Another guideline and another catalogue to replay history under; None keeps the stored one.

    `own_only` passes over the decisions of other municipalities than the guideline's.
    """

    guideline: str | None = None
    catalogue: str | None = None
    own_only: bool = False

    @property
    def asks_otherwise(self) -> bool:
        """Whether something else is asked than what was asked then."""
        return self.guideline is not None or self.catalogue is not None
