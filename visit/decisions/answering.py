"""The entries that follow a decision, and those that set the ledger up: each checked against what is there, each a draft.

An approval by somebody who lacks the role, or by the one who decided where the guideline wants four eyes, is refused. Names are
claims: the checks guard against mistakes, not against somebody who writes another's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from visit.case import Case
from visit.decisions.deciding import name, words
from visit.decisions.files import Decided, Wanted
from visit.decisions.people import known, roles, same
from visit.decisions.records import Measured
from visit.decisions.roles import decides_outside, inside_names, role_label, role_meant
from visit.errors import CaseError, LedgerError, UsageError, did_you_mean
from visit.ledger.entries import Draft, People, Person
from visit.ledger.entry_types import EntryType
from visit.locale import formats, language
from visit.locale import text as _
from visit.rules.guideline.values import Guideline
from visit.version import __version__
from visit.vocabulary import vocabulary

REFUSERS = ("approver", "citizen", "offer")
_REFUSERS_IN_DANISH = {"godkender": "approver", "godkenderen": "approver", "borger": "citizen", "borgeren": "citizen",
                       "tilbud": "offer", "tilbuddet": "offer"}  # fmt: skip


def _draft(type: EntryType, by: str, system_user: str, fields: Mapping[str, object]) -> Draft:
    recorded = {key: value for key, value in fields.items() if value is not None}
    return Draft(type, __version__, {"by": name(by), "system_user": system_user, **recorded})


# --- setting up ---


def init(origin: str, keys: Sequence[str], people: People, *, by: str, system_user: str) -> Draft:
    """Return entry 0."""
    return _draft(EntryType.INIT, by, system_user, {"origin": origin, "keys": list(keys), "people": dict(people)})


def configuration(
    keys: Sequence[str], people: People, retired: Sequence[str] = (), *, reason: str | None, by: str, system_user: str
) -> Draft:
    """Return a configuration: the whole list of keys and people from now on, and the keys that sign nothing any more."""
    why = None if reason is None else words("--reason", reason)
    fields = {"keys": list(keys), "people": dict(people), "retired": list(retired) or None, "reason": why}
    return _draft(EntryType.CONFIGURATION, by, system_user, fields)


def people(
    before: People, given_roles: Iterable[str], teams: Iterable[str], guideline: Guideline | None = None
) -> dict[str, Person]:
    """Return a list of people with `NAME=ROLE,ROLE` and `NAME=TEAM` written into it; `NAME=` takes somebody out.

    Of a role that the guideline adds its two names are kept beside it.

    Raises:
        UsageError: It cannot be read, or there is no such role.
    """
    found: dict[str, Person] = {who: {**row} for who, row in before.items()}
    kept = {key: said for row in before.values() for key, said in row.get("called", {}).items()}
    known_roles = {**kept, **inside_names(guideline)}
    for assignment in given_roles:
        who, separator, written = assignment.partition("=")
        if not separator or not who.strip():
            raise UsageError(
                _("--role needs a name and roles"),
                help=_("for example {example}", example="--role anna=caseworker,leader"),
            )
        listed = [_role_named(one.strip(), known_roles) for one in written.split(",") if one.strip()]
        person = known(found, who) or name(who, "--role")
        if listed:
            found[person] = _with_roles(found.get(person, {}), {one: known_roles[one] for one in sorted(set(listed))})
        else:
            found.pop(person, None)
    for assignment in teams:
        who, separator, team = assignment.partition("=")
        member = known(found, who)
        if not separator or member is None:
            raise UsageError(
                _("--team needs somebody who has a role, and a team"),
                help=_("for example {example}", example="--role anna=caseworker --team anna=north"),
            )
        found[member]["team"] = name(team, "--team")
    return found


def _role_named(word: str, known_roles: Mapping[str, Mapping[str, str] | None]) -> str:
    if (found := role_meant(word, known_roles)) is not None:
        return found
    called = [f"{key} ({role_label(key, said, language())})" for key, said in known_roles.items()]
    raise UsageError(
        _('there is no role "{role}"', role=word),
        help=did_you_mean(word, known_roles)
        or _("one of {roles}; --guideline names the guideline that adds others", roles=", ".join(called)),
    )


def _with_roles(person: Person, given: Mapping[str, Mapping[str, str] | None]) -> Person:
    row: Person = {**person, "roles": list(given)}
    row.pop("called", None)
    if called := {key: said for key, said in given.items() if said is not None}:
        row["called"] = called
    return row


# --- approvals and refusals ---


def approval_drafts(
    decided: Decided,
    people: People,
    ids: Sequence[str],
    *,
    by: str,
    system_user: str,
    decider: str | None = None,
    reason: str | None = None,
) -> list[Draft]:
    """Return an approval for each id, or for everything that waits for somebody with the roles of `by`.

    Raises:
        LedgerError: Nothing waits, or `by` may not give it.
        UsageError: There is no such approval.
    """
    wanted = [_wanted(decided, id) for id in ids] or _waiting_for(decided, people, by, decider)
    return [
        _draft(
            EntryType.APPROVAL,
            by,
            system_user,
            {
                "case": decided.case,
                "of": decided.seq,
                "approval": one.id,
                "role": _role(decided, people, one, by, decider),
                "decider": name(decider, "--decider") if is_outside(one) and decider else None,
                "reason": None if reason is None else words("--reason", reason),
            },
        )
        for one in wanted
    ]


def _wanted(decided: Decided, id: str) -> Wanted:
    found = {one.id: one for one in decided.approval_states}
    if id not in found:
        known = _to_type(found.values()) or _("none")
        raise UsageError(
            _('decision {n} waits for no approval "{id}"', n=decided.seq, id=id),
            help=did_you_mean(id, found) or _("it waits for: {ids}", ids=known),
        )
    if found[id].state == "given":
        asked = found[id].called(language())
        raise LedgerError(_("{id} of decision {n} is approved already", id=asked, n=decided.seq))
    return found[id]


def _called(approvals: Iterable[Wanted]) -> str:
    """Return who is asked for approvals."""
    return ", ".join(dict.fromkeys(one.called(language()) for one in approvals))


def _to_type(approvals: Iterable[Wanted]) -> str:
    """Return who is asked for approvals, each with the id that --approval takes."""
    return ", ".join(f"{one.called(language())} ({one.id})" for one in approvals)


def _waiting_for(decided: Decided, people: People, by: str, decider: str | None) -> list[Wanted]:
    mine_are = roles(people, by)
    waiting = [one for one in decided.approval_states if one.state in ("outstanding", "refused")]
    mine = [one for one in waiting if (is_outside(one) if decider else one.by in mine_are and not is_outside(one))]
    if mine:
        return mine
    if not waiting:
        raise LedgerError(
            _("decision {n} waits for no approval", n=decided.seq),
            help=_("`visit log show {n}` shows it", n=decided.seq),
        )
    holds = [one for one in waiting if is_outside(one)]
    if len(holds) == len(waiting) and not decider:
        raise LedgerError(
            _("decision {n} waits for somebody outside the municipality: {ids}", n=decided.seq, ids=_called(holds)),
            help=_("--decider says who has decided"),
        )
    raise _lacks_role(decided, people, by, waiting)


def _lacks_role(decided: Decided, people: People, by: str, waiting: Iterable[Wanted]) -> LedgerError:
    """Return that somebody lacks the role, and who has it; how to give it only where nobody else has, and it is not their own."""
    asked, has = [one for one in waiting if not is_outside(one)], roles(people, by)
    wanted = {one.by: one.called(language()) for one in asked}
    named = ", ".join(wanted.values())
    message = _("{by} has not the role that decision {n} waits for: {roles}", by=by, n=decided.seq, roles=named)
    decider = str(decided.entry.get("by") or "")
    who = [one for one in people if wanted.keys() & {*roles(people, one)} and not same(one, decider)]
    if who:
        return LedgerError(message, help=_("{names} has it: `--by {name}`", names=formats.either(who), name=who[0]))
    if same(by, decider) and any(one.four_eyes for one in asked):
        return LedgerError(message, help=_("somebody else than {by}, who decided, must have it", by=by))
    kept = ",".join((*has, next(iter(wanted))))
    return LedgerError(
        message,
        help=_("`visit log configure --role {by}={role}` gives it", by=by, role=kept)
        if not has
        else _("`visit log configure --role {by}={role}` gives it beside what {by} has", by=by, role=kept),
    )


def is_outside(wanted: Wanted) -> bool:
    """Return whether somebody outside the municipality's own house decides: nobody in the ledger has that role."""
    return wanted.kind == "hold" or decides_outside(wanted.by, wanted.role)


def _role(decided: Decided, people: People, wanted: Wanted, by: str, decider: str | None) -> str:
    """Return the role in which somebody approves or refuses; for a hold, that of the one who records it."""
    has = roles(people, by)
    if is_outside(wanted):
        if not decider:
            raise LedgerError(
                _("{id} is decided by somebody outside the municipality", id=_called([wanted])),
                help=_("--decider says who has decided"),
            )
        return str(has[0]) if has else "caseworker"
    if wanted.by not in has:
        raise _lacks_role(decided, people, by, [wanted])
    if wanted.four_eyes and same(by, str(decided.entry.get("by"))):
        raise LedgerError(
            _("{by} decided, and somebody else has to approve: {id}", by=by, id=_called([wanted])),
            help=_("this needs four eyes: somebody else with the role approves"),
        )
    return wanted.by


def refuser_meant(word: str) -> str:
    """Return who says no, by the code or by what either language calls them.

    Raises:
        UsageError: Nobody who may say no is called that.
    """
    names = {one: one for one in REFUSERS} | _REFUSERS_IN_DANISH
    found = names.get(word.strip().casefold())
    if found is None:
        raise UsageError(
            _("--who must be approver, citizen or offer"),
            help=did_you_mean(word, names) or _("for example {example}", example="--who citizen"),
        )
    return found


def refusal(
    decided: Decided,
    people: People,
    *,
    who: str,
    code: str,
    reason: str,
    by: str,
    system_user: str,
    approval: str | None = None,
) -> Draft:
    """Return the refusal of an approver, the citizen or an offer.

    Raises:
        UsageError: There is no such code.
        LedgerError: The approver has not the role.
    """
    known = vocabulary().codes[f"refusal_{who}"].terms
    labelled = [
        key for key, one in known.items() if code.strip().casefold() in (key, one.da.casefold(), one.en.casefold())
    ]
    code = labelled[0] if labelled else code
    if code not in known:
        raise UsageError(
            _('no code of such a refusal is called "{code}"', code=code),
            help=did_you_mean(code, known)
            or _(
                "--code with one of: {codes}",
                codes=", ".join(f"{one.label(language())} ({key})" for key, one in known.items()),
            ),
        )
    role = None
    if who == "approver":
        wanted = _wanted(decided, approval) if approval else _waiting_for(decided, people, by, None)[0]
        role, approval = _role(decided, people, wanted, by, None), wanted.id
    return _draft(
        EntryType.REFUSAL,
        by,
        system_user,
        {
            "case": decided.case,
            "of": decided.seq,
            "who": who,
            "code": code,
            "reason": words("--reason", reason),
            "role": role,
            "approval": approval,
        },
    )


# --- later ---


def follow_up_draft(
    decided: Decided, measured: Measured, *, by: str, system_user: str, reason: str | None = None
) -> Draft:
    """Return a follow-up: the document as validated.

    Raises:
        CaseError: It is about another case, or was measured before the decision's facts.
    """
    _same_case(decided, measured["follow_up"])
    if date.fromisoformat(measured["measured"]) < date.fromisoformat(
        decided.entry.get("facts")["document"]["assessed"]
    ):
        raise CaseError(
            _("measured is before the assessment that decision {n} rests on", n=decided.seq),
            help=_("check the date, and the number of the decision"),
        )
    _of_its_deadlines(decided, measured.get("deadlines_met", ()))
    why = None if reason is None else words("--reason", reason)
    return _draft(
        EntryType.FOLLOW_UP,
        by,
        system_user,
        {"case": decided.case, "of": decided.seq, "measured": dict(measured), "reason": why},
    )


def _of_its_deadlines(decided: Decided, met: Iterable[str]) -> None:
    """Refuse a deadline as met that the decision does not have, or that a decision meets."""
    waiting = [row["id"] for row in decided.entry.get("deadlines") or () if row["waits_for"] == "follow_up"]
    for id in met:
        if id not in waiting:
            listed = _("those that wait: {ids}", ids=", ".join(waiting)) if waiting else _("no deadline of it waits")
            raise CaseError(
                _('decision {n} has no deadline "{id}" that waits for a follow-up', n=decided.seq, id=id),
                help=did_you_mean(id, waiting) or listed,
            )


def correction(decided: Decided, case: Case, *, reason: str, by: str, system_user: str) -> Draft:
    """Return a correction of the facts; what was recorded first stays.

    Raises:
        CaseError: It is another case, or nothing differs.
    """
    _same_case(decided, case.id)
    if case.record == decided.facts:
        raise CaseError(
            _("nothing in the case differs from what is recorded"),
            help=_("name the case file with the corrected facts"),
        )
    return _draft(
        EntryType.CORRECTION,
        by,
        system_user,
        {"case": decided.case, "of": decided.seq, "facts": case.record, "reason": words("--reason", reason)},
    )


def _same_case(decided: Decided, case: str) -> None:
    if case != decided.case:
        raise CaseError(
            _("decision {n} is about another case", n=decided.seq),
            help=_("check the number: `visit log list --case {case}`", case=case),
        )


def erasure(numbers: Sequence[int], *, basis: str, by: str, system_user: str) -> Draft:
    """Return the entry that says which values are destroyed, and on what ground; it names no case."""
    return _draft(EntryType.ERASURE, by, system_user, {"entries": list(numbers), "basis": words("--basis", basis)})
