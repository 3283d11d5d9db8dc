"""Run visit as `python -m visit`."""

from __future__ import annotations

import sys

from visit.cli import main

sys.exit(main())
