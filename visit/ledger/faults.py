"""What can be wrong with a ledger or pack, as codes; the words are the renderer's.

A fault names the entry it is about where there is one. `KINDS` says of each code what it means, for documentation and tests.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "missing-entry": "an entry is not there, though later ones, or values of it, are",
    "leaf-changed": "a leaf is not what its hash says",
    "leaf-malformed": "a leaf is not a leaf of this format",
    "surplus-entry": "an entry stands at a number where none belongs",
    "wrong-place": "a leaf stands at another number than it says",
    "value-changed": "a value or salt does not fit the commitment",
    "value-missing": "a value is not there, and no erasure names the entry",
    "value-unnamed": "a value stands beside a leaf that does not name it",
    "value-malformed": "a value in a pack is not canonical",
    "not-erased": "a value is still there, though an erasure names the entry",
    "erases-later": "an erasure names an entry that does not come before it",
    "tree-changed": "a stored hash of the tree does not fit the leaves under it",
    "tree-surplus": "hashes of the tree stand where none belongs",
    "document-changed": "a shared document is not what its digest says",
    "document-missing": "a shared document that an entry rests on is not there",
    "document-unused": "a shared document belongs to no entry",
    "checkpoint-malformed": "a kept checkpoint cannot be read, or names another ledger",
    "checkpoint-forged": "a checkpoint has a signature that does not fit, or none by a key of the ledger",
    "checkpoint-retired": "a checkpoint is signed by nobody but a key that was retired before",
    "checkpoint-unpinned": "a checkpoint from outside is signed, and not by a key that the reader named",
    "key-unlisted": "the ledger does not list a key that the reader named",
    "key-unsigned": "no head is signed by a key that the reader named",
    "checkpoint-differs": "a checkpoint has another root than the ledger has at that size",
    "cut-off": "a checkpoint has more entries than the ledger",
    "other-ledger": "the checkpoint is another ledger's",
    "consistency": "the proof in a pack does not lead from its head to the one that the reader kept",
    "proof": "an inclusion proof does not lead to the checkpoint",
    "settings": "the settings of the ledger cannot be read",
    "guards": "a table, index or trigger is not as it was made",
    "structure": "the database finds its own file damaged",
    "pack": "the pack has not the form of a pack",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: what, with which entry, and which field, document or checkpoint."""

    seq: int
    kind: str
    detail: str = ""

    @property
    def entry(self) -> int | None:
        """The entry it is about; None where it is about the whole."""
        return None if self.seq < 0 else self.seq


WHOLE = -1
"""The `seq` of what is about no single entry."""
