"""`visit log`: make a ledger, look into it, take heads and proofs out of it, and forget a case."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from visit.commands.ledgers import ledger_name, now, opened, tell, tell_of_other_municipalities, tell_signed, warn, who
from visit.commands.printing import choose_format, print_answer
from visit.commands.waiting import waiting
from visit.cpr import cpr_shaped, safe
from visit.decisions import answering
from visit.decisions.files import BRIEF, Decided, decided
from visit.decisions.people import same
from visit.errors import LedgerError, Location, UsageError, VisitError
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.keys import key_named, keys_listed
from visit.ledger.log import Ledger, Settings
from visit.ledger.notes import SigningKey, is_origin, load_key, new_key
from visit.ledger.opening import create_store, is_url
from visit.local_day import recorded
from visit.locale import render_error
from visit.locale import text as _
from visit.render.blocks import Items, Paragraph
from visit.render.ledger_sheet import EntrySheet, ListSheet
from visit.streams import say


def init_command(
    *,
    ledger: str | None,
    key: str | None,
    origin: str | None,
    roles: Sequence[str],
    teams: Sequence[str],
    by: str | None,
    shape: str | None,
) -> int:
    """Make a ledger with its entry 0."""
    where = ledger_name(ledger)
    known = load_key(Path(key)).public.name if key is not None and Path(key).exists() else None
    # Letters only: among hexadecimal digits ten may stand that look like a CPR number.
    name = origin or known or "visit-ledger/" + "".join(chr(ord("a") + byte % 26) for byte in os.urandom(12))
    people = answering.people({}, roles, teams)
    if not is_origin(name) or cpr_shaped(name) is not None:
        raise UsageError(
            _("a ledger's name has no spaces and no plus sign"),
            help=_("for example {example}", example="nordby.dk/visit"),
        )
    signing = _key(key, name) if key is not None else None
    public = [signing.public.text] if signing else []
    try:
        store = create_store(where)
    except VisitError:
        if key is not None and known is None:
            Path(key).unlink(missing_ok=True)  # a key of no ledger
        raise
    try:
        user = store.system_user()
        draft = answering.init(name, public, people, by=by or os.environ.get("VISIT_USER") or user, system_user=user)
        receipt = Ledger(store).append(draft, now=now())
        warn(store)
    finally:
        store.close()
    rows = [
        _("Origin: {origin}", origin=name),
        _("Head: {head}", head=receipt.head.text),
        _("Key: {key}", key=public[0]) if public else _("No key: heads are not signed"),
    ]
    document = {
        "schema": "visit-log-init", "version": 1, "origin": name, "head": receipt.head.text, "keys": public,
        "people": people,
    }  # fmt: skip
    head = Paragraph(_("A ledger in {where}", where=store.name), strong=True)
    show = partial(print_answer, shape, document=lambda: document, sheet=lambda: (head, Items(tuple(rows))))
    tell([receipt.seq], store.name, show)
    return 0


def _key(file: str, name: str) -> SigningKey:
    """Return the key of a file, or a new one written there."""
    path = Path(file)
    if not path.exists():
        return new_key(path, name)
    key = load_key(path)
    if key.public.name != name:
        raise LedgerError(
            _("the key is called {name}, and the ledger {origin}", name=key.public.name, origin=name),
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
    reason: str | None,
    by: str | None,
    shape: str | None,
) -> int:
    """Record who has which roles and team from now on, a key more, and keys that are retired."""
    if not roles and not teams and key is None and not retire:
        raise UsageError(
            _("nothing to configure"), help=_("--role NAME=ROLE, --team NAME=TEAM, --key FILE, or --retire KEY")
        )
    with opened(ledger, writable=True) as log:
        with log.writing():
            before = log.settings()
            people = answering.people(before.people, roles, teams)
            keys, retired = _keys(log, before, key, retire)
            draft = answering.configuration(
                keys, people, retired, reason=reason, by=who(by, log), system_user=log.store.system_user()
            )
            receipt = log.add(draft, now=now())

        def show() -> None:
            sheet = EntrySheet(log.entry(receipt.seq), None)
            print_answer(shape, document=sheet.document, sheet=sheet.sheet)

        tell([receipt.seq], log.store.name, show)
    return 0


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


# --- looking ---


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to list; None lets every one through."""

    type: EntryType | None = None
    case: str | None = None
    since: str | None = None
    until: str | None = None
    municipality: str | None = None
    offer: str | None = None
    departure: str | None = None
    by: str | None = None

    def lets_through(self, entry: Entry) -> bool:
        """Return whether an entry is to be listed."""
        leaf, day = entry.leaf, recorded(entry.leaf.time).date().isoformat()
        one = Decided(entry)
        facts = (entry.get("facts") or {}).get("document", {})
        return (
            self.type in (None, leaf.type)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and self.case in (None, entry.get("case"))
            and (self.by is None or same(self.by, str(entry.get("by") or "")))
            and (self.departure is None or one.code == self.departure)
            and (self.offer is None or self.offer in one.offers or self.offer in one.parts)
            and self.municipality in (None, facts.get("municipality"))
        )


def list_command(wanted: Filter, *, ledger: str | None, shape: str | None, language: str) -> int:
    """List entries, one line each."""
    names = BRIEF if wanted.municipality is None else (*BRIEF, "facts")
    with opened(ledger) as log:
        size = log.store.size()
        every: Iterable[Entry]
        if wanted.case is not None:
            every = (log.entry(seq, partial=True) for seq in log.of_case(wanted.case))
        else:
            every = _watched(log.entries(names=names, partial=True), size)
        found = tuple(entry for entry in every if wanted.lets_through(entry))
        sheet = ListSheet(log.store.name, found, size, language)
        print_answer(shape, document=sheet.document, sheet=sheet.sheet)
    return 0 if found else 1


def _watched(entries: Iterable[Entry], size: int) -> Iterator[Entry]:
    """Yield entries, and show how far they are read where that takes long."""
    with waiting(_("reading")) as progress:
        for entry in entries:
            progress(entry.seq + 1, size)
            yield entry


def show_command(
    seq: int, *, field: str | None, shown: bool, ledger: str | None, shape: str | None, language: str
) -> int:
    """Show one entry, one field of it as it is stored, or the answer as it was shown."""
    with opened(ledger) as log:
        entry = log.entry(seq, partial=True)
        if shown:
            field = "shown"
        if field is not None:
            if field not in entry.leaf.fields:
                known = ", ".join(sorted(entry.leaf.fields))
                raise UsageError(
                    _("entry {n} has no field {field}", n=seq, field=f'"{field}"'),
                    help=_("it has: {names}", names=known),
                )
            value = json.loads(log.raw(seq, field))
            if shown and field not in entry.values:
                raise log.not_ours(seq, [field])
            print(safe(value["text"]) if shown else json.dumps(value, ensure_ascii=False, indent=1) + "\n", end="")
            return 0
        whole = _with_answers(log, entry)
        sheet = EntrySheet(entry, whole, language)
        print_answer(shape, document=sheet.document, sheet=sheet.sheet)
    return 0


def _with_answers(log: Ledger, entry: Entry) -> Decided | None:
    """Return a decision with what answers it; what is wrong with it is said, and what there is of it shown all the same."""
    if entry.leaf.type != EntryType.DECISION or entry.erased:
        return None
    try:
        return decided(log, entry.seq)
    except LedgerError as error:
        say(render_error(error))
        return None


# --- heads and proofs ---


def checkpoint_command(*, key: str | None, output: str | None, ledger: str | None) -> int:
    """Print a checkpoint of the newest head, signed where there is a key."""
    with opened(ledger, writable=key is not None) as log:
        signing = load_key(Path(key)) if key is not None else None
        last = log.last_signed(signing.public) if signing else None
        made = log.checkpoint(signing)
    with output_file(output) as out:
        out.write(made.text)
    if signing:
        tell_signed(last)
    return 0


def proof_command(seq: int, *, since: int | None, size: int | None, ledger: str | None, shape: str | None) -> int:
    """Print the proof that an entry is under a head, or that a head continues an older one."""
    with opened(ledger) as log:
        count = log.store.size()
        size = count if size is None else size
        if not 0 < size <= count:
            raise UsageError(_("the ledger has heads of 1 to {n} entries", n=count))
        head = log.head(size)
        document: dict[str, Any] = {"schema": "visit-proof", "version": 1, "size": size, "root": head.root.hex()}
        if since is None:
            entry = log.entry(seq, values=False)
            if seq >= size:
                raise UsageError(_("entry {n} is not under a head of {size} entries", n=seq, size=size))
            document |= {"seq": seq, "leaf": entry.bytes.decode(), "hash": log.store.node(0, seq).hex()}
            steps = log.inclusion(seq, size)
        else:
            if not 0 < since <= size:
                raise UsageError(_("--since takes an older size, from 1 to {n}", n=size))
            document |= {"old_size": since, "old_root": log.head(since).root.hex()}
            steps = log.consistency(since, size)
    document["proof"] = [step.hex() for step in steps]
    if choose_format(shape) == "json":
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for name, value in document.items():
            if name not in ("schema", "version", "proof"):
                print(f"{name}: {value}")
        for step in document["proof"]:
            print(step)
    return 0


# --- out of the ledger ---


@contextmanager
def output_file(output: str | None) -> Iterator[IO[str]]:
    """Give where to write: standard output, or a new file that only its owner can read; what was not written whole is taken away.

    Raises:
        UsageError: The file is there already, or cannot be written.
    """
    if output is None or output == "-":
        yield sys.stdout
        return
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                yield file
        except BaseException:
            Path(output).unlink()
            raise
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise UsageError(
            _("{file} cannot be written: {reason}", file=output, reason=reason),
            help=_("name a file that is not there yet"),
        ) from None


def export_command(*, leaves: bool, output: str | None, ledger: str | None) -> int:
    """Write every entry as a line of JSON; the leaves alone hold nothing about anybody."""
    out: IO[str]
    with opened(ledger) as log, output_file(output) as out:
        for entry in _watched(log.entries(values=not leaves), log.store.size()):
            row: dict[str, Any] = {"seq": entry.seq, "leaf": entry.bytes.decode()}
            if not leaves:
                row["values"] = entry.values
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def erase_command(
    case: str, *, basis: str, yes: bool, no_input: bool, by: str | None, ledger: str | None, shape: str | None
) -> int:
    """Destroy the values and salts of a case; the leaves and every proof stand."""
    with opened(ledger, writable=True) as log:
        name = who(by, log)
        answering.erasure([], basis=basis, by=name, system_user="–")
        _must_keep_no_copies(log)
        tell_of_other_municipalities(log, case)
        if not yes:
            _must_be_meant(case, len(log.of_case(case)), no_input)
        with log.writing():
            numbers = log.of_case(case)
            if not numbers:
                raise LedgerError(
                    _('nothing is recorded of a case "{case}"', case=case),
                    at=Location(log.store.name),
                    help=_("write the pseudonym as the case file has it"),
                )
            draft = answering.erasure(numbers, basis=basis, by=name, system_user=log.store.system_user())
            receipt = log.erase(draft, numbers, now=now())
        left = log.store.settle()
        _tell_erased(log, numbers, receipt.seq, receipt.head.text, left, shape)
    return 3 if left else 0


def _must_keep_no_copies(log: Ledger) -> None:
    """Refuse to erase where something in the database may copy what is deleted."""
    foreign = log.store.foreign()
    if foreign:
        raise LedgerError(
            _(
                "the ledger has what visit did not make, and it may copy what is erased: {names}",
                names=", ".join(foreign),
            ),
            at=Location(log.store.name),
            help=_("look what it holds, drop it, and erase then; nothing was erased"),
        )


def _must_be_meant(case: str, count: int, no_input: bool) -> None:
    if no_input or not sys.stdin.isatty():
        raise UsageError(_("erasing cannot be undone"), help=_("--yes says that it is meant"))
    from rich.prompt import Confirm

    question = _("Destroy what is recorded in {n} entries of {case}? It cannot be undone", n=count, case=case)
    if not Confirm.ask(question, default=False):
        raise UsageError(_("nothing was erased"))


def _tell_erased(
    log: Ledger, numbers: Sequence[int], seq: int, head: str, left: Sequence[str], shape: str | None
) -> None:
    beyond = (
        _("backups and replicas of the ledger"),
        *((_("the database's write-ahead log and its archive"),) if is_url(log.store.name) else ()),
        _("blocks that the file system or disk keeps after a file was rewritten"),
        _("packs and exports that were handed out"),
        _("the case file, and what others have noted down"),
    )
    rows: list[str | tuple[str, tuple[str, ...]]] = [
        _("Erased: entries {numbers}", numbers=", ".join(map(str, numbers))),
        _("Every leaf, hash and proof stands"),
    ]
    if left:
        rows.append((_("Not done:"), tuple(left)))
    rows.append((_("Not reached, see to it yourself:"), beyond))
    rows.append(_("Head: {head}", head=head))
    document = {
        "schema": "visit-log-erase", "version": 1, "number": seq, "entries": list(numbers), "head": head,
        "not_done": list(left), "not_reached": list(beyond),
    }  # fmt: skip
    title = Paragraph(_("Recorded as {n} in {where}", n=seq, where=log.store.name), strong=True)
    show = partial(print_answer, shape, document=lambda: document, sheet=lambda: (title, Items(tuple(rows))))
    tell([seq], log.store.name, show)
