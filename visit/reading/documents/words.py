"""The words of a guideline that its engine has to know, each list declared once: for the check of the file and for the values."""

from __future__ import annotations

from typing import Literal, TypeAlias

Strength: TypeAlias = Literal["must", "presumption", "hold"]
"""How strongly a rule binds."""
IfUnknown: TypeAlias = Literal["confirm", "awaiting"]
"""What an unknown rule counts as."""
Over: TypeAlias = Literal["max", "sum", "any", "all"]
"""How the values of the parts become one: the kinds of preference."""
