"""What is tried with `--set` is told wherever the answer is, so that no trial passes for the case."""

from __future__ import annotations

import pytest
from running import ROOT, inside

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")


@pytest.mark.parametrize(
    "arguments",
    [("match", CASE), ("match", CASE, "--full"), ("match", CASE, "-f", "journal"), ("match", CASE, "-f", "html"),
     ("match", CASE, "-f", "csv"), ("why", CASE, "1"), ("why", CASE, "1", "--facts")],
)  # fmt: skip
def test_a_trial_is_told(arguments: tuple[str, ...], monkeypatch, capsys) -> None:
    tried = " ".join(inside(monkeypatch, capsys, *arguments, "--set", "support_need=2", "--lang", "en").out.split())
    assert "This is a trial: " in tried
    assert "support_need=2" in tried
    assert "This is a trial" not in inside(monkeypatch, capsys, *arguments, "--lang", "en").out
