"""`visit verify` and `visit pack`: prove that nothing was changed or lost, and hand out evidence that others can check."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from visit.commands.ledgers import ledger_name, opened, settle, tell_signed, warn
from visit.commands.printing import print_answer
from visit.commands.waiting import waiting
from visit.errors import LedgerError, Location, UsageError
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, read_checkpoint, read_outside_checkpoint
from visit.ledger.packing import pack
from visit.ledger.packs import check_pack, read_pack
from visit.ledger.signing import load_key, read_key
from visit.ledger.verifying import verify
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.reading.source import LARGEST_FILE
from visit.render.verify_sheet import PackSheet, VerifySheet
from visit.streams import takes_every_letter

_SQLITE = b"SQLite format 3\0"
LARGEST_PACK = 2**30
"""Bytes of the largest pack that is read."""


def verify_command(
    file: str | None,
    *,
    checkpoint: str | None,
    keys: Sequence[str],
    processes: int | None,
    ledger: str | None,
    shape: str | None,
) -> int:
    """Verify a ledger or an evidence pack; return 1 where something does not fit."""
    known = None if checkpoint is None else checkpoint_in(checkpoint)
    pinned = [read_key(one) for one in keys]
    given = None if file is None else _pack(file)
    if file is not None and given is not None:
        found = check_pack(read_pack(given, Location(file)), pinned, known=known)
        page = PackSheet(file, found)
        print_answer(shape, document=page.document, sheet=page.sheet)
        return 1 if found.faults else 3 if found.compared is False else 0
    where = ledger_name(file or ledger)
    with waiting(_("verifying")) as progress:
        count = processes or os.cpu_count() or 1
        report = verify(where, checkpoint=known, pinned=pinned, processes=count, progress=progress)
    with Ledger.open(where) as log:
        warn(log.store)
        settled = settle(log.store, where, writable=False)
        sheet = VerifySheet(log.store.name, report)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet)
    return 1 if report.faults else 0 if settled else 3


def pack_command(
    numbers: Sequence[int],
    *,
    case: str | None,
    redact: Sequence[str],
    key: str | None,
    checkpoints: Sequence[str],
    documents: bool,
    ledger: str | None,
) -> int:
    """Write an evidence pack of some entries."""
    known = [checkpoint_in(one) for one in checkpoints]
    withheld = [one for listed in redact for one in listed.split(",") if one]
    if redact and not withheld:
        raise UsageError(_("--redact names no field"), help=_("for example --redact reason,facts"))
    with opened(ledger, writable=key is not None) as log:
        wanted = [*numbers, *(log.of_case(case) if case is not None else ())]
        if not wanted:
            raise LedgerError(
                _("no entries to pack"), at=Location(log.store.name), help=_("name their numbers, or --case PSEUDONYM")
            )
        signing = load_key(Path(key)) if key is not None else None
        last = log.last_signed(signing.public) if signing else None
        made = pack(log, wanted, withheld, key=signing, documents=documents, known=known)
        is_kept = signing is None or read_checkpoint(made["checkpoint"]).head in log.signed_heads(signing.public)
    print(json.dumps(made, ensure_ascii=not takes_every_letter(), indent=1))
    if signing:
        tell_signed(last, is_kept=is_kept)
    return 0


def checkpoint_in(file: str) -> Checkpoint:
    """Return the checkpoint that a file outside the ledger holds."""
    return read_outside_checkpoint(_bytes(file), Location(file))


def _pack(file: str) -> bytes | None:
    """Return what a file holds that is no ledger; it is opened once, since a pipe can be read once only."""
    from visit.ledger.opening import is_url

    if is_url(file):
        return None
    with _reading(file) as opened_file:
        start = opened_file.read(len(_SQLITE))
        if start == _SQLITE:
            return None
        found = start + opened_file.read(LARGEST_PACK)
    if len(found) > LARGEST_PACK:
        raise LedgerError(
            _("the file is larger than {limit} MB", limit=LARGEST_PACK >> 20),
            at=Location(file),
            help=_("pack fewer entries at a time"),
        )
    _must_look_like_a_pack(found, file)
    return found


def _must_look_like_a_pack(found: bytes, file: str) -> None:
    """Say what a file is that begins as no pack does.

    Raises:
        LedgerError: It is empty, the beginning of a ledger, a checkpoint, or something else.
    """
    at = Location(file)
    if not found.strip():
        raise LedgerError(
            _("the file is empty, and a ledger or an evidence pack is expected"),
            at=at,
            help=_("put a copy back that was kept, and compare it with a head kept elsewhere (--checkpoint)"),
        )
    if _SQLITE.startswith(found):
        raise LedgerError(
            _("only the beginning of a ledger is there: the file is cut off"),
            at=at,
            help=_("put a copy back that was kept, and compare it with a head kept elsewhere (--checkpoint)"),
        )
    if not found.lstrip().startswith((b"{", b"[", b"\xff", b"\xfe", b"\xef")) and not found[:1].isdigit():
        what, help = (
            _("this is neither a ledger nor an evidence pack"),
            _(
                "`visit verify` verifies the ledger that is meant, --ledger another; `visit pack N -o FILE` makes a pack"
            ),
        )
        with suppress(LedgerError):
            read_outside_checkpoint(found, at)
            what = _("this is a checkpoint, and a ledger or an evidence pack is expected")
            help = _("`visit verify --checkpoint {file}` compares a ledger with it", file=file)
        raise LedgerError(what, at=at, help=help)


def _bytes(file: str) -> bytes:
    with _reading(file) as opened_file:
        return opened_file.read(LARGEST_FILE)


@contextmanager
def _reading(file: str) -> Iterator[BinaryIO]:
    try:
        with Path(file).open("rb") as opened_file:
            yield opened_file
    except (OSError, ValueError) as error:
        raise LedgerError(
            _("the file cannot be read: {reason}", reason=why_refused(error)),
            at=Location(file),
            help=_("check the path and who may read it"),
        ) from None
