"""Why a solution does not come first is said in sentences with names: of what is not there since when, and never by an id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from running import ROOT, inside
from test_compare import EXAMPLES, OFFERS, SMALL

from visit.case import load_case
from visit.catalogue import shipped_catalogue
from visit.decisions.wording import RecordedSection, Wording
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.locale import speaking
from visit.render.cause_words import behind_words
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary

CASE = "examples/had-soegt-om-botilbud.yaml"
SERVICE = '      - {provision: SEL-85, name: {da: "Støtte i eget hjem", en: "Support at home"}}'
OFFER = """  - id: vejen-hjem
    name: "Vejen hjem"
    operator: {type: municipal, municipality: Herning}
"""


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (OFFER, f"{OFFER}    closed: 2025-12-31\n",
         "Vejen hjem: Support at home is closed; its last day was 31 December 2025"),
        (OFFER, f"{OFFER}    opened: 2027-06-30\n", "Vejen hjem: Support at home opens only on 30 June 2027"),
        (SERVICE, f"{SERVICE[:-1]}, closed: 2025-12-31}}",
         "Vejen hjem: Support at home is closed; its last day was 31 December 2025"),
        (SERVICE, "      - {provision: SEL-83}", "Vejen hjem: Support at home is in the catalogue, but not with this help"),
        (OFFER, OFFER.replace("vejen-hjem", "anden-vej"), "Vejen hjem: Support at home is not in the catalogue"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_by_name_with_why_and_since_when(
    was, now, said, monkeypatch, capsys, tmp_path
) -> None:
    changed = tmp_path / "changed.yaml"
    text = (ROOT / OFFERS).read_text("utf-8")
    assert was in text
    changed.write_text(text.replace(was, now), "utf-8")
    asked = ("compare", SMALL, SMALL, "--old-catalogue", OFFERS, "--new-catalogue", str(changed), CASE)
    ran = inside(monkeypatch, capsys, *asked, "--all-municipalities", "--most-answers", "0", "--people", "--lang", "en")
    assert f"after, the old one does not come first: {said}" in " ".join(ran.out.split())
    assert "vejen-hjem/" not in ran.out


def _ids(guideline: Guideline) -> Iterator[tuple[RecordedSection, str]]:
    """Yield what may set two solutions apart under a guideline, by id: its criteria, and every requirement."""
    ordered = (*guideline.rights, *guideline.preferences, guideline.less_last, guideline.tried_last, *guideline.ties)
    for criterion in (*ordered, None):
        yield "criteria", "id" if criterion is None else criterion.id
    yield from (("needs", f"need:{one}") for one in guideline.needs)
    yield from (("needs", f"premises:{one}") for one in vocabulary().codes["premises"].terms)
    yield from (("needs", f"{kind}:{one}") for kind in ("area", "hours") for one in vocabulary().codes["area"].terms)


@pytest.mark.parametrize("name", ["esbjerg", "haderslev", "ikast-brande", "silkeborg", "tests/api/nordby.yaml", SMALL])
def test_every_criterion_and_need_is_said_in_words(name) -> None:
    answers = Answerer(named_basis(name, shipped_catalogue(), date(2026, 12, 1)))
    guideline = answers.guideline_for(load_case(EXAMPLES[0]))
    words = Wording(guideline)
    with speaking("da"):
        assert [id for section, id in _ids(guideline) if words.told(section, id) == id] == []


def test_a_preference_without_a_text_is_called_by_what_it_reads() -> None:
    answers = Answerer(named_basis("tests/api/nordby.yaml", shipped_catalogue(), date(2026, 12, 1)))
    words = Wording(answers.guideline_for(load_case(EXAMPLES[0])))
    with speaking("da"):
        assert words.told("criteria", "least-intrusive") == "trinnet på trappen, det laveste først"


def test_where_names_decide_no_id_is_said_to() -> None:
    assert behind_words("id", "x") == "nothing in the guideline tells them apart; their names decide"
    with speaking("da"):
        assert behind_words("id", "x") == "intet i vejledningen skiller dem; navnet afgør"
