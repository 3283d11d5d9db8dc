"""An estimate of the catalogue carries its mark wherever it is printed: over every command that names an offer or its figures."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import inside
from written import a_case, an_offer, offers

LEVELS = {"autism-spectrum": 2}
OWN = {"type": "municipal", "municipality": "Ikast-Brande"}
ESTIMATED = ["services", "place", "specialisation", "price", "free", "hours_per_week", "ages", "places"]
ROWS = (
    ("Hjemmevejen", "SEL-85", "Ikast", 4111), ("Lyngvejen", "SEL-85", "Herning", 4133), ("Dagværket", "SEL-104", "Herning", 2131),
    ("Skovværket", "SEL-104", "Brande", 2143), ("Engværket", "SEL-104", "Aalborg", 2157),
    ("Bakkebo", "SEL-108", "Herning", 8177), ("Dalbo", "SEL-108", "Aalborg", 8199),
)  # fmt: skip
NAMES = "|".join(name for name, *_rest in ROWS)
PROVISION = r"(?:SEL )?§ ?\d+|SEL \d+"
NORMS = {"22", "25", "30", "40", "50"}
"""Kilometres that a guideline or a page names itself, and those between two recorded places."""
CASE: dict[str, Any] = {
    "municipality": "Ikast-Brande",
    "target_groups": {"primary": "autism-spectrum", "secondary": []},
    "network": [{"who": "mor", "place": "Brande", "contact": "daily"}],
    "consent": {"support": "given", "move": "given"},
    "tried": [],
}
SUPPORTED = a_case(
    **CASE, support_need=2, citizen={"age": 30, "home": {"housing": "own", "place": "Ikast"}, "current": []},
    legal={"impairment": "substantial", "kinds": ["mental"], "social_problems": "none", "other_law_covers": []},
    needs={"areas": ["support", "activity"], "hours_per_week": {"support": 5}, "must": ["something_to_get_up_for"]},
)  # fmt: skip
MOVING = a_case(
    **CASE, support_need=3, permanence="permanent", offered="bakkebo/SEL-108", wishes={"offers": ["dalbo"], "avoid": []},
    citizen={"age": 30, "home": {"housing": "with_family", "place": "Ikast", "tenancy": False}, "current": []},
    legal={
        "impairment": "substantial", "kinds": ["cognitive"], "social_problems": "none", "other_law_covers": [],
        "covered_by_aeldreloven": False, "manages_without_support": False,
    },
    needs={"areas": ["home", "support"], "must": ["a_home", "extensive_daily_help", "tied_staff"], "round_the_clock": True},
)  # fmt: skip


def document() -> dict[str, Any]:
    rows = [
        an_offer(
            name.casefold().replace("æ", "ae"), provision, name=name, operator=OWN, place=place, specialisation=LEVELS, free=7,
            ages=[18, 77], price={"basic": price, "vat": "excl"}, estimated=ESTIMATED, approved={"tilbudsportalen": True},
        )
        for name, provision, place, price in ROWS
    ]  # fmt: skip
    return offers(*rows)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estimates")
    for name, content in (("k.yaml", document()), ("s.yaml", SUPPORTED), ("m.yaml", {**MOVING, "case": "written-2"})):
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


COMMANDS = (
    ("da", "match", "s.yaml"),
    ("en", "match", "s.yaml", "--all"),
    ("da", "match", "m.yaml"),
    ("en", "match", "s.yaml", "--format", "journal"),
    ("da", "match", "s.yaml", "--format", "html"),
    ("da", "match", "s.yaml", "m.yaml"),
    ("en", "match", "s.yaml", "m.yaml", "--format", "csv"),
    ("da", "why", "s.yaml", "1"),
    ("en", "why", "s.yaml", "1", "--facts"),
    ("da", "why", "s.yaml", "1", "--over", "2"),
    ("da", "why", "s.yaml", "Bakkebo", "--full"),
    ("en", "decide", "s.yaml", "1", "--reason", "x", "--by", "a", "--dry-run"),
    ("da", "catalogue", "list", "--near", "Brande"),
    ("en", "catalogue", "show", "dalbo", "--near", "Brande"),
)


def unmarked(text: str) -> Iterator[str]:
    """Yield every provision beside a name, every price and every distance that stands without a mark."""
    text = " ".join(
        html.unescape(re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", text, flags=re.DOTALL)).split()
    )
    for found in re.finditer(rf"(?:{NAMES})(?:,| ·| \(\w*\))? \(?(?:{PROVISION})(?:,? stk\. \d|\(\d\))?\)?", text):
        if not re.match(r"[,)]? ?[(\[](?:skøn|estimate)", text[found.end() :]):
            yield found.group()
    for found in re.finditer(
        r"(?<![~\d.,–])(?<!~DKK )\d[.,]\d{3}(?!\d|[^\[\]]{0,60}\[(?:skøn|estimate))(?: (?:kr|DKK))?", text
    ):
        yield text[found.start() - 30 : found.end() + 10]
    for found in re.finditer(r"(?<![~\d.,])(\d+(?:[.,]\d)?) km\b", text):
        if found.group(1) not in NORMS:
            yield text[found.start() - 30 : found.end()]


@pytest.mark.parametrize("asked", COMMANDS, ids=" ".join)
def test_what_a_catalogue_estimates_is_marked_wherever_it_is_printed(
    monkeypatch, capsys, files: Path, asked: tuple[str, ...]
) -> None:
    monkeypatch.chdir(files)
    monkeypatch.setenv("COLUMNS", "200")
    language, *arguments = asked
    ran = inside(monkeypatch, capsys, "--lang", language, *arguments, "--catalogue", "k.yaml")
    assert not ran.err and ("~" in ran.out or "(skøn" in ran.out or "estimate" in ran.out), ran
    assert list(unmarked(ran.out)) == []


def test_a_decision_names_what_it_chose_as_an_estimate_also_later(monkeypatch, capsys, files: Path) -> None:
    monkeypatch.chdir(files)
    inside(monkeypatch, capsys, "log", "init", "--by", "a", "--ledger", "l.db")
    inside(
        monkeypatch, capsys, "decide", "s.yaml", "1", "--reason", "x", "--by", "a", "-c", "k.yaml", "--ledger", "l.db"
    )
    for more in ((), ("--format", "html")):
        shown = inside(monkeypatch, capsys, "log", "show", "1", "--ledger", "l.db", *more)
        assert shown.code == 0 and "Hjemmevejen, SEL 85 (estimate)" in " ".join(html.unescape(shown.out).split())
        assert list(unmarked(shown.out)) == []
