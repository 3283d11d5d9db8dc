"""`visit log init` and `configure`: make a ledger, and say who has which role and which keys sign."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from visit.characters import spelled
from visit.commands.inputs import today
from visit.commands.ledgers import ledger_name, ledger_shown, now, opened, tell, warn, who
from visit.commands.printing import print_whole
from visit.cpr import cpr_shaped
from visit.decisions import answering
from visit.decisions.roles import INSIDE
from visit.errors import LedgerError, Location, UsageError, VisitError
from visit.ledger.entries import People, Person
from visit.ledger.keys import key_named, keys_listed
from visit.ledger.log import Ledger, Receipt
from visit.ledger.opening import create_store
from visit.ledger.settings import Settings
from visit.ledger.signing import SigningKey, is_origin, load_key, new_key
from visit.locale import text as _
from visit.render.blocks import Items, Paragraph, section
from visit.render.ledger_sheet import EntrySheet, person_roles, person_row
from visit.rules import load_guideline
from visit.rules.guideline.values import Guideline


def init_command(
    *,
    ledger: str | None,
    key: str | None,
    origin: str | None,
    roles: Sequence[str],
    teams: Sequence[str],
    guideline: str | None,
    by: str | None,
    dry_run: bool,
    shape: str | None,
) -> int:
    """Make a ledger with its entry 0."""
    where = ledger_name(ledger)
    known = load_key(Path(key)).public.name if key is not None and Path(key).exists() else None
    # Letters only: among hexadecimal digits ten may stand that look like a CPR number.
    name = origin or known or "visit-ledger/" + "".join(chr(ord("a") + byte % 26) for byte in os.urandom(12))
    people = answering.people({}, roles, teams, _adding_roles(guideline, roles))
    _must_be_origin(name)
    if dry_run:
        return _try_init(where, name, people, shape)
    signing = _key(key, name) if key is not None else None
    public = [signing.public.text] if signing else []
    try:
        made, receipt = begin_ledger(where, name, public=public, people=people, by=by)
    except VisitError:
        if key is not None and known is None:
            Path(key).unlink(missing_ok=True)  # a key of no ledger
        raise
    rows = [
        _("Origin: {origin}", origin=name),
        _("Head: {head}", head=receipt.head.text),
        _("Key: {key}", key=public[0]) if public else _("No key: heads are not signed"),
    ]
    document = {
        "schema": "visit-log-init", "version": 1, "origin": name, "head": receipt.head.text, "keys": public,
        "people": people,
    }  # fmt: skip
    head = Paragraph(_("A ledger in {where}", where=made), strong=True)
    show = partial(
        print_whole,
        shape,
        document=lambda: document,
        sheet=lambda: (head, Items(tuple(rows))),
    )
    tell([receipt.seq], made, show)
    return 0


def begin_ledger(
    where: str, name: str, *, public: Sequence[str] = (), people: People | None = None, by: str | None = None
) -> tuple[str, Receipt]:
    """Make a ledger with its entry 0; return what its place is called, and the receipt.

    Raises:
        UsageError: The name is none.
        LedgerError: There is one already, or it cannot be written.
    """
    _must_be_origin(name)
    store = create_store(where)
    try:
        user = store.system_user()
        draft = answering.init(name, list(public), people or {}, by=by or user, system_user=user)
        receipt = Ledger(store).append(draft, now=now())
        warn(store)
        return store.name, receipt
    finally:
        store.close()


def _must_be_origin(name: str) -> None:
    """Refuse what no ledger can be called.

    Raises:
        UsageError: It is that.
    """
    if not is_origin(name) or spelled(name) != name or cpr_shaped(name) is not None:
        raise UsageError(
            _("a ledger's name has no spaces, no plus sign and no invisible character"),
            help=_("for example {example}", example="nordby.dk/visit"),
        )


def _try_init(where: str, name: str, people: People, shape: str | None) -> int:
    """Say which ledger would be made, and make nothing: no file, and no key."""
    try:
        with Ledger.open(where):
            raise UsageError(_("there is a ledger already: {where}", where=ledger_shown(where)))
    except LedgerError:
        pass  # none that can be read: `log init` itself says what else may be in the way
    document = {"schema": "visit-log-init", "version": 1, "recorded": False, "origin": name, "people": people}
    head = Paragraph(_("{where}: no ledger is made, this is a trial", where=ledger_shown(where)), strong=True)
    rows = Items((_("Origin: {origin}", origin=name),))
    print_whole(shape, document=lambda: document, sheet=lambda: (head, rows))
    return 0


def _key(file: str, name: str) -> SigningKey:
    """Return the key of a file, or a new one written there."""
    path = Path(file)
    if not path.exists():
        return new_key(path, name)
    key = load_key(path)
    if key.public.name != name:
        raise LedgerError(
            _("the key is called {name}, and the ledger {origin}", name=spelled(key.public.name), origin=spelled(name)),
            at=Location(file),
            help=_("--origin {name} gives the ledger its name", name=key.public.name),
        )
    return key


def configure_command(
    *,
    ledger: str | None,
    key: str | None,
    retire: Sequence[str],
    roles: Sequence[str],
    teams: Sequence[str],
    guideline: str | None,
    reason: str | None,
    by: str | None,
    dry_run: bool,
    shape: str | None,
) -> int:
    """Record who has which roles and team from now on, a key more, and keys that are retired."""
    if not roles and not teams and key is None and not retire:
        raise UsageError(
            _("nothing to configure"), help=_("--role NAME=ROLE, --team NAME=TEAM, --key FILE, or --retire KEY")
        )
    if dry_run:
        return _try_configure(ledger, key, retire, roles, teams, guideline, shape)
    with opened(ledger, writable=True) as log:
        with log.writing():
            before = log.settings()
            people = answering.people(before.people, roles, teams, _adding_roles(guideline, roles))
            keys, retired = _keys(log, before, key, retire)
            draft = answering.configuration(
                keys, people, retired, reason=reason, by=who(by, log), system_user=log.store.system_user()
            )
            receipt = log.add(draft, now=now())

        def show() -> None:
            sheet = EntrySheet(log.entry(receipt.seq), None)
            told = section(_("Changed"), _changed(before.people, people))
            print_whole(shape, document=sheet.document, sheet=lambda: (*sheet.sheet(), *told))

        tell([receipt.seq], log.store.name, show)
    return 0


def _try_configure(
    ledger: str | None,
    key: str | None,
    retire: Sequence[str],
    roles: Sequence[str],
    teams: Sequence[str],
    guideline: str | None,
    shape: str | None,
) -> int:
    """Say who would have which roles; a key that is not there yet is not made."""
    with opened(ledger) as log:
        before = log.settings()
        people = answering.people(before.people, roles, teams, _adding_roles(guideline, roles))
        there = key if key is None or Path(key).exists() else None
        keys, retired = _keys(log, before, there, retire)
    document = {
        "schema": "visit-log-configure", "version": 1, "recorded": False, "people": people, "keys": keys,
        "retired": retired,
    }  # fmt: skip
    head = Paragraph(_("Nothing is recorded, this is a trial"), strong=True)
    rows = [person_row(name, row) for name, row in sorted(people.items())]
    rows += [_("Key: {key}", key=spelled(one)) for one in keys]
    rows += [_("Retired key: {key}", key=spelled(one)) for one in retired]
    if key is not None and there is None:
        rows.append(_("A new key would be written to {file}", file=key))
    told = section(_("Changed"), _changed(before.people, people))
    print_whole(
        shape,
        document=lambda: document,
        sheet=lambda: (head, Items(tuple(rows)), *told),
    )
    return 0


def _changed(before: People, after: People) -> Iterator[str]:
    """Yield whose roles or team are others now, from what to what."""
    for name in sorted({*before, *after}):
        old, new = (person_row("", people.get(name, {})).removeprefix(": ") or _("none") for people in (before, after))
        if old != new:
            line = f"{name}: {old} → {new}"
            lost = ", ".join(person_roles(_without(before.get(name, {}), after.get(name, {}))))
            yield _("{line}; no longer {roles}", line=line, roles=lost) if lost and after.get(name) else line


def _without(old: Person, new: Person) -> Person:
    """Return somebody with the roles alone that a newer list takes away."""
    return {**old, "roles": [one for one in old.get("roles", ()) if one not in new.get("roles", ())]}


def _adding_roles(name: str | None, given: Sequence[str]) -> Guideline | None:
    """Return the guideline that is named or set, where a role is asked for that is none of the vocabulary's."""
    asked = {one.strip() for row in given for one in row.partition("=")[2].split(",") if one.strip()}
    return None if name is None or asked <= {*INSIDE} else load_guideline(name, today())


def _keys(log: Ledger, before: Settings, added: str | None, retire: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the list of keys from now on, and those that are retired.

    Raises:
        LedgerError: A key to retire is none of the ledger's, or the key to add was retired.
    """
    known = keys_listed(log.configurations())
    new = [] if added is None else [_key(added, before.origin).public]
    gone = [one.key for one in known if one.retired is not None]
    if any(key in gone for key in new):
        raise LedgerError(_("this key was retired, and stays so"), at=Location(added or ""), help=_("make a new one"))
    retired = [key_named(known, one).key for one in retire]
    keys = dict.fromkeys((*before.keys, *new))
    return [key.text for key in keys if key not in retired], [key.text for key in dict.fromkeys(retired)]
