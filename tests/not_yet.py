"""The runs of disputes and trials that do not yet show what they must, each with the reason: only ever made shorter."""

from __future__ import annotations

NOT_YET: dict[str, str] = {}
