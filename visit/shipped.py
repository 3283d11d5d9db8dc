"""The documents that come with visit, and where they lie.

YAML is what people read and change; `visit.compiled` is the same, validated and resolved, so that a command starts fast.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent
GUIDELINES = ROOT / "guidelines"
CORRECTED = GUIDELINES / "corrected"
"""Versions whose reading a later one corrects: they decide nothing new, and are asked for by name and version."""
CATALOGUE = ROOT / "catalogue.yaml"
PROFILES = ROOT / "population" / "profiles"
"""What the populations that ship are drawn from."""
FACTS = ROOT / "population" / "facts.yaml"
"""The public facts that they rest on."""
