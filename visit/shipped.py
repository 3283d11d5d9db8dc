"""The documents that come with visit, and where they lie.

YAML is what people read and change; `visit.compiled` is the same, validated and resolved, so that a command starts fast.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
GUIDELINES = ROOT / "guidelines"
CORRECTED = GUIDELINES / "corrected"
"""Versions whose reading a later one corrects: they decide nothing new, and are asked for by name and version."""
CATALOGUE = ROOT / "catalogue.yaml"


def compiled(name: str) -> Any:
    """Return the compiled document of that name."""
    return json.loads((ROOT / "compiled" / f"{name}.json").read_bytes())
