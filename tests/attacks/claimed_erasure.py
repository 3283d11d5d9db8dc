"""A pack says of an inconvenient decision that it was erased.

Who: whoever makes the pack.
Seen: the claim is shown as unproved, since no erasure in the pack names the entry; beside a true erasure it would be proven.
"""

from __future__ import annotations

import json

from office import Office, main

SEEN = ("That these were erased is only said, no erasure in the pack names them: 1",)


def attack(office: Office) -> None:
    """Withhold everything, and call it erased."""
    office.visit("pack", "1", "--no-documents", "-o", "pack.json")
    pack = json.loads((office.folder / "pack.json").read_text(encoding="utf-8"))
    pack["entries"][0] |= {"fields": {}, "erased": True}
    (office.folder / "pack.json").write_text(json.dumps(pack), encoding="utf-8")
    office.visit("verify", "pack.json")


if __name__ == "__main__":
    main()
