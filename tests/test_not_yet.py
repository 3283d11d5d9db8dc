"""What is edited and not yet in effect on the days asked about is told with the day from which it is; what is in effect is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.catalogue import load_catalogue
from visit.lab.bases import named_basis
from visit.lab.not_yet import not_yet

DAY, LATER = date(2026, 11, 1), "2027-03-31"
PRICE = {"basic": 900, "vat": "excl"}
OWN = a_rule("own", "option.internal", when="case.support_need >= 3")


def sides(folder: Path, old: tuple[list[Any], list[Any]], new: tuple[list[Any], list[Any]], day: date | None) -> Any:
    found = []
    for name, (of_rules, of_offers) in (("1", old), ("2", new)):
        paths = folder / f"g{name}.yaml", folder / f"c{name}.yaml"
        documents = ({**a_guideline(rules=of_rules), "version": name, "municipality": "Esbjerg"}, offers(*of_offers))
        for path, document in zip(paths, documents, strict=True):
            path.write_text(json.dumps(document), "utf-8")
        found.append(named_basis(str(paths[0]), load_catalogue(paths[1]), day))
    return found


def engen(**fields: Any) -> dict[str, Any]:
    return an_offer("engen", "SEL-85", **fields)


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ([engen()], [engen(closed=LATER)], "2027-04-01"),
        ([engen()], [engen(closed="2026-11-01")], "2026-11-02"),
        ([engen()], [engen(closed="2026-10-31")], None),
        ([engen(closed="2027-01-31")], [engen(closed=LATER)], "2027-02-01"),
        ([an_offer("aaen", "SEL-85")], [an_offer("aaen", "SEL-85"), engen(opened="2027-01-01")], "2027-01-01"),
        ([engen(opened="2027-01-01", staff="drop_in")], [engen(opened="2027-01-01")], "2027-01-01"),
        ([engen(price=PRICE)], [engen(price={**PRICE, "basic": 950, "from": "2027-01-01"})], "2027-01-01"),
        ([engen(price=PRICE)], [engen(price={**PRICE, "basic": 950})], None),
        ([engen(opened="2020-01-01")], [engen(opened="2019-01-01")], None),
    ],
)
def test_an_edit_of_an_offer_that_takes_effect_later_is_found(before, after, first, tmp_path) -> None:
    old, new = sides(tmp_path, ([OWN], before), ([OWN], after), DAY)
    assert [one.first.isoformat() for one in not_yet(old, new, ())] == ([first] if first else [])


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ([OWN], [OWN, a_rule("more", "option.internal", **{"from": "2027-01-01"})], "2027-01-01"),
        ([OWN], [{**OWN, "until": "2026-12-31"}], "2027-01-01"),
        ([OWN], [{**OWN, "from": "2027-01-01"}], None),
        ([OWN], [{**OWN, "from": "2026-11-01"}], None),
        ([OWN], [{**OWN, "strength": "presumption"}], None),
    ],
)
def test_a_statement_that_binds_only_later_is_found(before, after, first, tmp_path) -> None:
    old, new = sides(tmp_path, (before, [engen()]), (after, [engen()]), None)
    assert [one.first.isoformat() for one in not_yet(old, new, {DAY})] == ([first] if first else [])


@pytest.mark.parametrize(("option", "told"), [((), True), (("--as-of", "2027-04-01"), False)])
def test_a_comparison_says_so_and_on_which_day_it_would_show(option, told, monkeypatch, capsys, tmp_path) -> None:
    sides(tmp_path, ([OWN], [engen()]), ([OWN], [engen(closed=LATER)]), DAY)
    case = tmp_path / "case.json"
    case.write_text(json.dumps(a_case(needs={"areas": ["support"]}, support_need=1)), "utf-8")
    monkeypatch.chdir(ROOT)
    one, old, new = (str(tmp_path / name) for name in ("g1.yaml", "c1.yaml", "c2.yaml"))
    command = ("compare", one, one, str(case), "--old-catalogue", old, "--new-catalogue", new, "--invented")
    ran = inside(monkeypatch, capsys, *command, *option, "--lang", "en", "-f", "plain", "--full")
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.partition("Digest")[0].split())
    assert ("in effect only from 1 April 2027" in said) is told
    assert ("on the day of each assessment, 22 November 2026" in said) is told
    assert ("(--as-of 2027-04-01 asks" in said) is told
