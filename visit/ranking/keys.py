"""The keys that placements are compared by: lower is better, compared whole band by whole band, unknown last of all.

A key says how the parts' bands combine over a placement. Which criteria there are, and of what, is said in `ordering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from visit.rules.deciding.one_option import band
from visit.rules.guideline.values import Preference
from visit.rules.language.expression import Name
from visit.rules.language.values import Value

LAST = 10**12
"""The key of unknown: after every band."""


def is_step(preference: Preference) -> bool:
    """Return whether a preference compares steps ladder by ladder."""
    node = preference.value.node
    return isinstance(node, Name) and node.name == "option.step" and preference.over == "all" and preference.lower


def key_of(preference: Preference, value: Value) -> int:
    """Return the band of a value as a key: unknown comes last."""
    found = band(preference, value)
    return LAST if found is None else found


def combined(preference: Preference, bands_of_all: Sequence[int], indexes: Sequence[int]) -> tuple[int, ...]:
    """Return the key of a set by a preference that gives each part a band."""
    bands = [bands_of_all[index] for index in indexes]
    if preference.over == "all":
        return tuple(sorted(bands, reverse=True))
    if preference.over == "sum":
        return (LAST if LAST in bands else sum(bands),)
    if preference.over == "any":
        best = min(bands)
        # Only the best band there is cannot be bettered by an unknown part; a bare number has no best.
        unbeaten = best == 0 and (preference.bands or preference.value.type.kind == "truth")
        return (best if unbeaten or LAST not in bands else LAST,)
    return (max(bands),)


def step_key(steps: Sequence[Mapping[str, int]], ladders: Iterable[str], indexes: Sequence[int]) -> tuple[Any, ...]:
    """Compare the parts' steps from the worst down, ladder by ladder: (4) before (4, 3) before (5)."""
    here = [steps[index] for index in indexes]
    return tuple([tuple(sorted([one[ladder] for one in here if ladder in one], reverse=True)) for ladder in ladders])
