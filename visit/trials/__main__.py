"""`python -m visit.trials [guideline …]`: the test cases beside guidelines, as `visit test` runs them."""

from __future__ import annotations

import sys

from visit.trials.telling import results_told

result = results_told(sys.argv[1:], "text")
sys.stderr.write(result.faults)
sys.stdout.write(result.answer)
sys.exit(result.code)
