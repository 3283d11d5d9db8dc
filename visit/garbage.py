"""How often Python looks for garbage in a process that ends with its work."""

from __future__ import annotations

import gc

SELDOM = 200_000
"""Values made between two collections."""


def look_seldom() -> None:
    """Look for garbage seldom, and not in what is there by now: an answer leaves no cycles behind.

    Worth 5 % of the instructions of `visit match`, and 12 % of the processor's time of a process that only replays.
    """
    gc.freeze()
    gc.set_threshold(SELDOM)
