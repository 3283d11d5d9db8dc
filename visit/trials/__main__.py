"""`python -m visit.trials [guideline …]`: the test cases beside guidelines, as `visit test` runs them."""

from __future__ import annotations

import sys

from visit.trials.telling import told

result = told(sys.argv[1:], "text")
sys.stderr.write(result.faults)
sys.stdout.write(result.answer)
sys.exit(result.code)
