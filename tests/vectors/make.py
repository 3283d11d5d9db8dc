"""Make the vectors in this folder: `python tests/vectors/make.py` writes every file anew, always the same bytes.

Written from docs/ledger-format.md alone: it shares no code with the package nor with tools/verify_pack.py, and makes
proofs from the definitions of RFC 9162, where the others follow its algorithms. Ed25519 is from `cryptography`; every
seed and salt is a hash of a name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from vectors.notes import note_vectors  # noqa: E402  (found from anywhere)
from vectors.packs import pack_vectors  # noqa: E402
from vectors.texts import canonical_vectors, commitment_vectors, leaf_vectors  # noqa: E402
from vectors.tree import merkle_vectors  # noqa: E402

MAKERS = {
    "canonical": canonical_vectors,
    "merkle": merkle_vectors,
    "commitments": commitment_vectors,
    "leaves": leaf_vectors,
    "notes": note_vectors,
    "packs": pack_vectors,
}


def written(name: str) -> str:
    """Return the text of a file."""
    return json.dumps(MAKERS[name](), ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    for name in MAKERS:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")
