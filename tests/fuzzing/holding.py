"""What must hold of every answer, whatever was given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fuzzing.folder import Answer

CODES = {0, 1, 2, 3}
MOST_SECONDS = 60.0
"""Far past any answer on a small catalogue: only what grows without end takes so long."""
OUR_NUMBER = re.compile(r"(?<![0-9])[06]7[-./ ]?07[-./ ]?61[-./ ]?4285(?![0-9])")
"""The number of `odd.CPR`, as it may be echoed; within a longer row of digits it is another number."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_WORDED = re.compile(r"(?:[^\n]*?: )?(?:error|fejl|warning|advarsel): ")
_USAGE = re.compile(r"(?:Usage|Brug): ")


def hold(found: Answer, before: Mapping[str, bytes], after: Mapping[str, bytes], arguments: Sequence[str]) -> None:
    """Fail where a command gave what no input may give it.

    Args:
        found: What came of the command.
        before: The files of the folder before it.
        after: The files after it.
        arguments: The command.
    """
    ran = found.ran
    said = ran.out + ran.err
    assert ran.code in CODES, f"exit {ran.code}: {ran.err}"
    assert "Traceback" not in said
    assert "defect in visit" not in said
    assert "fejl i visit" not in said
    assert (hidden := _HIDDEN.search(said)) is None, f"U+{ord(hidden.group()):04X} is printed"
    assert OUR_NUMBER.search(said) is None, "a CPR number is repeated"
    assert found.seconds < MOST_SECONDS, f"{found.seconds} seconds"
    # A reader's log beside a ledger is SQLite's, and stays when it may not write.
    new = {name for name in after.keys() - before.keys() if not name.startswith("ledger.db-")}
    if ran.code == 2 and list(arguments[:1]) == ["batch"] and not ran.err:
        answers = [ran.out, *(after[name].decode() for name in new)]
        assert any('"errors": [' in one for one in answers), "a question went unanswered, and no answer says why"
    elif ran.code == 2:
        kept = {name for name in new if list(arguments[:2]) == ["case", "new"] and f"--from {name}" in ran.err}
        assert new == kept, f"left behind: {sorted(new - kept)}"
        assert _WORDED.search(ran.err) or _USAGE.search(ran.err), f"no error is told: {ran.err!r}"
        changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
        assert not {name for name in changed if not name.startswith("ledger.db")}, f"changed: {sorted(changed)}"
    named = " ".join(arguments)
    assert not {name for name in new if name not in named and ran.code != 0 and not name.endswith(".yaml")}, (
        f"left behind: {new}"
    )
