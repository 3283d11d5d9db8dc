"""The levels of functioning that an offer takes, in its catalogue and on its sheet."""

from __future__ import annotations

import pytest
from drawn import catalogue
from written import an_offer, offers

from visit.errors import Problems
from visit.render.catalogue_sheet import recorded_words


def test_levels_run_from_low_to_high() -> None:
    with pytest.raises(Problems, match="levels run from high to low"):
        catalogue(offers(an_offer("o", "SEL-104", levels={"cook": [3, 1]})))


@pytest.mark.parametrize("levels", [{"cook": [0, 5]}, {"cook": 3}, {"cook": [1]}, {"kok": [0, 1]}])
def test_levels_are_two_of_a_known_sub_theme(levels: dict[str, object]) -> None:
    with pytest.raises(Problems):
        catalogue(offers(an_offer("o", "SEL-104", levels=levels)))


def test_the_levels_of_a_service_stand_in_for_those_of_its_offer() -> None:
    row = an_offer("o", "SEL-104", levels={"cook": [0, 1], "eat": [0, 4]})
    row["services"].append({"provision": "SEL-103-1", "levels": {"cook": [0, 3]}})
    found = {option.provision.id: option.levels for option in catalogue(offers(row)).options}
    assert found == {"SEL-104": {"cook": (0, 1), "eat": (0, 4)}, "SEL-103-1": {"cook": (0, 3)}}


def test_a_sheet_says_from_which_level_to_which() -> None:
    listed = catalogue(offers(an_offer("o", "SEL-104", levels={"cook": [None, 3], "eat": [2, None]})))
    assert recorded_words("levels", listed.offers["o"].record.recorded["levels"], "en") == "Cook 0–3, Eat 2–4"
