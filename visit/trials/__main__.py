"""`python -m visit.trials [guideline …]`: the test cases beside guidelines, as `visit test` runs them."""

from __future__ import annotations

import sys

from visit.streams import note, reader_may_leave
from visit.trials.telling import results_told

result = results_told(sys.argv[1:], "text")
note(result.faults, end="")
with reader_may_leave():
    sys.stdout.write(result.answer)
    sys.stdout.flush()
sys.exit(result.code)
