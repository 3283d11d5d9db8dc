"""Names and sources with a line break in them: each is said within a sentence, on one line, in every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import ROOT, inside

from visit.catalogue import load_catalogue
from visit.characters import one_line

OFFERS = (ROOT / "tests" / "commands" / "offers.yaml").read_text("utf-8")
BROKEN = (
    OFFERS.replace('"Vejen hjem"', r'"Vejen\nhjem"')
    .replace('"Støtte i eget hjem"', r'"Støtte\n\n- 1 og 2 er givet"')
    .replace('"Support at home"', r'"Support\n\n- 1 and 2 are granted"')
    .replace('{ref: "Prøvekilde", as_of: 2026-01-01}', r'{ref: "Page 1\n\n# Chosen", as_of: 2026-01-01}')
)
CASE = """case: a-1
assessed: 2026-11-02
municipality: Herning
citizen: {born: 2000, home: {place: Ikast, housing: own}}
support_need: 1
legal: {impairment: reduced, kinds: [mental]}
needs: {areas: [support], hours_per_week: {support: 3}}
target_groups: {primary: anxiety}
network: [{who: "mother\\n- granted", place: Ikast, contact: daily}]
"""


@pytest.mark.parametrize("shape", ["plain", "markdown", "rich"])
@pytest.mark.parametrize(
    "command",
    [
        ("match", "case.yaml", "--full"),
        ("why", "case.yaml", "1"),
        ("catalogue", "show", "vejen-hjem"),
        ("catalogue", "list"),
    ],
)
def test_a_name_of_several_lines_is_one(
    command: tuple[str, ...], shape: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    (tmp_path / "offers.yaml").write_text(BROKEN, "utf-8")
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, *command, "-c", "offers.yaml", "--format", shape, COLUMNS="400")
    assert ran.code in (0, 3), ran.err
    begun = [line.strip(" -*#|").split("  ")[0] for line in ran.out.splitlines()]
    assert "Vejen hjem" in ran.out
    assert [one for one in begun if one.startswith(("hjem", "1 and 2 are granted", "Chosen", "granted"))] == []


def test_what_is_recorded_keeps_its_line_breaks(tmp_path: Path) -> None:
    """Only how it is said changes: the digest of a catalogue is of what its file says."""
    (tmp_path / "offers.yaml").write_text(BROKEN, "utf-8")
    catalogue = load_catalogue(tmp_path / "offers.yaml")
    offer = catalogue.offers["vejen-hjem"]
    assert (offer.name, offer.record.recorded["name"]) == ("Vejen hjem", "Vejen\nhjem")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n", "a"), ("a\r\nb", "a b"), ("a  b", "a  b"), (" a \t b ", "a b"), ("a\u2028\x85 b", "a b"), ("", "")],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
