"""What is said when a decision has been recorded: what, as which number, who must approve, when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.catalogue import Option
from visit.decisions.records import DepartureRecord
from visit.decisions.wording import Wording
from visit.ledger.entries import Draft
from visit.ledger.log import Receipt
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.short_names import ShortNames, with_marked_provision
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.decision_rows import decided_late, decides, departs, surely_departs
from visit.render.heading import beware
from visit.render.next_steps import before_follow_up, due_day_in_words, looked_again
from visit.render.said_of_choice import ChoiceRows, SaidOfChoice, standing_then
from visit.vocabulary import vocabulary


class DecisionSheet:
    """One decision in one language; without a receipt it is only tried.

    `day` is the day of the decision, `placement` what was chosen, where that is one.
    """

    def __init__(
        self, ranking: Ranking, draft: Draft, receipt: Receipt | None, where: str, language: str, *, day: date,
        placement: Placement | None,
    ) -> None:  # fmt: skip
        self.ranking, self.fields, self.receipt, self.where = ranking, draft.fields, receipt, where
        self.language, self.day, self.placement = language, day, placement
        self.say = ShortNames.of(ranking, language)
        self.wording = Wording(ranking.guideline)
        self.said = SaidOfChoice(Explanation(ranking), self.say)

    def document(self) -> dict[str, object]:
        """Return the decision as data; the case itself is left out."""
        receipt, fields = self.receipt, self.fields
        return {
            "schema": "visit-decision",
            "version": 1,
            "recorded": receipt is not None,
            "number": receipt.seq if receipt else None,
            "head": receipt.head.text if receipt else None,
            "time": receipt.time if receipt else None,
            "case": fields["case"],
            "choice": fields["choice"],
            "departure": fields.get("departure"),
            "approvals": fields["approvals"],
            "follow_up": [
                {"id": one["id"], "due": [day.isoformat() for day in one["due"]]} for one in fields["follow_up"]
            ],
            "grants": [{**one, "until": one["until"].isoformat()} for one in fields.get("grants", ())],
            "deadlines": [
                {**one, "due": [day.isoformat() for day in one["due"]]} for one in fields.get("deadlines", ())
            ],
        }

    def sheet(self) -> Sheet:
        """Return what was recorded."""
        case = self.fields["case"]
        if self.receipt is None:
            head = _("{case}: nothing is recorded, this is a trial", case=case)
        else:
            head = _("{case}: recorded as {n} in {where}", case=case, n=self.receipt.seq, where=self.where)
        told = beware(self.ranking)
        blocks: list[Block] = [Paragraph(head, strong=True), *([Items(told)] if told else [])]
        blocks.append(Items(tuple(self.rows())))
        due = tuple(self.due())
        if due:
            blocks += [Heading(_("Follow-up")), Items(due)]
            if self.day != self.ranking.as_of:
                blocks.append(Paragraph(self.counted_from()))
        granted = tuple(self.granted())
        if granted:
            blocks += [Heading(_("Granted until")), Items(granted)]
        deadlines = tuple(self.deadlines())
        if deadlines:
            blocks += [Heading(_("Deadlines")), Items(deadlines)]
        if self.receipt is not None:
            blocks.append(Paragraph(_("Head: {head}", head=self.receipt.head.text)))
            if self.receipt.stepped_back_from is not None:
                blocks.append(
                    Paragraph(
                        _(
                            "The clock has stepped back: the entry before is from {time}",
                            time=self.receipt.stepped_back_from,
                        )
                    )
                )
        return tuple(blocks)

    def counted_from(self) -> str:
        """Say why the days are others than those that `match` shows."""
        return _(
            "Counted from the day of the decision, {day}; `visit match` counts from the day asked for, {asked}",
            day=formats.day(self.day),
            asked=formats.day(self.ranking.as_of),
        )

    def rows(self) -> ChoiceRows:
        yield _("Chosen: {what}", what=self.chosen())
        yield from self.answer()
        if unmet := self.unmet():
            yield _("Does not surely meet: {needs}", needs=formats.listed(unmet))
        departure = self.fields.get("departure")
        if departure is not None:
            code = departure["code"]
            if code:
                head = _("Departs: {code}", code=self.code(code))
            elif surely_departs(departure):
                head = _("Departs: {code}", code=_("no code, as the guideline names none"))
            else:
                head = _("Departs perhaps; no code is needed")
            yield head, tuple(self.departs(departure))
        yield from self.approval_items()

    def chosen(self) -> str:
        choice = self.fields["choice"]
        if choice["kind"] == "other":
            return _("outside the catalogue: {text}", text=choice["text"])
        if choice["kind"] == "none":
            return _("nothing: {why}", why=vocabulary().label("not_chosen", choice["why"], self.language))
        parts = [one for one in self.ranking.options if one.id in choice["parts"]]
        names = " + ".join(self.named(option) for option in in_order_of_a_day(parts))
        rank = "–" if choice["rank"] is None else str(choice["rank"])
        label = standing_then(choice, self.ranking, self.language)
        return _("{rank}. {names} [{standing}]", rank=rank, names=names, standing=label)

    def answer(self) -> ChoiceRows:
        """Yield what `match` says of what was chosen; of a refusal of all help what becomes of each application."""
        if self.placement is not None:
            yield from self.said.rows(self.placement)
        elif self.fields["choice"].get("why") == "refused":
            yield from self.said.refused()

    def unmet(self) -> list[str]:
        """Return what the placement that was chosen does not surely meet."""
        ids = self.fields["choice"].get("unmet", ())
        return [self.say.requirement(one) for one in self.ranking.requirements if one.id in ids]

    def option(self, id: str) -> str:
        return self.named(next(one for one in self.ranking.options if one.id == id))

    def named(self, option: Option) -> str:
        return with_marked_provision(self.say, option)

    def code(self, code: str) -> str:
        return self.wording.told("departures", code)

    def departs(self, departure: DepartureRecord) -> Iterator[str]:
        if departure["first"] is not None:
            names = " + ".join(self.option(id) for id in departure["first"].split("+"))
            yield _("first in the ranking: {names}", names=names)
        for row in departure["rules"]:
            rule = self.wording.told("rules", row["rule"])
            yield departs(row, rule, self.option(row["option"]) if row["option"] else None)

    def approval_items(self) -> ChoiceRows:
        rows = self.fields["approvals"]
        if not rows:
            yield _("No approval is needed")
            return
        lines = []
        for row in rows:
            eyes = " " + _("(not the one who decided)") if row["four_eyes"] else ""
            line = f"{self.say.role(row['by'])}{eyes}: {self.wording.told('approvals', row['id'])}"
            lines.append(line if row["sure"] else _("perhaps: {line}", line=line))
        yield _("Must approve:"), tuple(lines)

    def due(self) -> Iterator[str]:
        yield from (f"{days}: {what}" for days, what in self.due_days())

    def due_days(self) -> Iterator[tuple[str, str]]:
        """Yield the days of each follow-up in words, and what to look at then."""
        every = {one.id: one.then_every for one in self.ranking.guideline.follow_up}
        for one in sorted(self.fields["follow_up"], key=lambda row: (row["due"], row["id"])):
            yield looked_again(one["due"], every.get(one["id"])), self.wording.told("follow_up", one["id"])

    def deadlines(self) -> Iterator[str]:
        """Yield by when something is to be done, what is decided too late, and what has passed and still waits."""
        for one in self.fields.get("deadlines", ()):
            met = one["waits_for"] == "decision" and decides(self.fields["choice"])
            days = formats.listed(formats.day(day) if met else due_day_in_words(day, self.day) for day in one["due"])
            follow_up = (day for row in self.fields["follow_up"] for day in row["due"])
            line = f"{days or _('no day yet')}: {self.wording.told('deadlines', one['id'])}"
            line += before_follow_up(one["due"], one["waits_for"], follow_up, self.day)
            late = max(((self.day - day).days for day in one["due"]), default=0)
            yield f"{line} ({decided_late(late)})" if met and late > 0 else line

    def granted(self) -> Iterator[str]:
        """Yield until when each part is granted."""
        for one in self.fields.get("grants", ()):
            said = self.wording.told("grants", one["id"])
            yield f"{formats.day(one['until'])}, {self.option(one['option'])}: {said}"
