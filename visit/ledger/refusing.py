"""Why a ledger or an entry of it is refused, in words: damage, another program's entry, a type that is not known.

Whether anything is wrong is found by `log`, and by `verifying` for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from visit.errors import LedgerError, Location
from visit.ledger.store import Store
from visit.locale import text as _


class Refusing:
    """The errors of one ledger, each with its place."""

    store: Store

    def unfit(self) -> LedgerError:
        """Return the error of a ledger whose tables do not fit each other, or whose file the database finds broken."""
        return LedgerError(
            _("the ledger is damaged: its tables do not fit each other"),
            at=Location(self.store.name),
            help=_("`visit verify` says what is wrong"),
        )

    def damaged(self, seq: int, what: str) -> LedgerError:
        """Return the error of an entry that is damaged."""
        return LedgerError(
            _("entry {n} is damaged: {what}", n=seq, what=what),
            at=Location(self.store.name),
            help=_("`visit verify` says what is wrong"),
        )

    def not_known(self, seq: int, what: str) -> LedgerError:
        """Return the error of an entry of a type that this version does not know."""
        return LedgerError(
            _("entry {n} cannot be read: {what}", n=seq, what=what),
            at=Location(self.store.name),
            help=_("a later version, or another program, has written it; `visit log export` gives it as it stands"),
        )

    def not_ours(self, seq: int, names: Sequence[str]) -> LedgerError:
        """Return the error of an entry that another program has written, in its own way."""
        return LedgerError(
            _("entry {n} has values in a form that visit never writes: {names}", n=seq, names=", ".join(sorted(names))),
            at=Location(self.store.name),
            help=_("another program has written it; `visit log show {n}` says who", n=seq),
        )
