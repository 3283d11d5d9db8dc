"""What a group's help says of a command: the first sentence of its help, in whole."""

from __future__ import annotations

import pytest

from visit.commands.options import first_sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Vis, hvem der får en anden nr. 1. Resten følger.", "Vis, hvem der får en anden nr. 1."),
        (
            "Læs en liste, én pr. række, og skriv den. Se også:\n\nEt eksempel.",
            "Læs en liste, én pr. række, og skriv den.",
        ),
        ("One line\nand its rest. And more.", "One line and its rest."),
        ("Without an end", "Without an end"),
    ],
)
def test_the_first_sentence_is_whole(text: str, first: str) -> None:
    assert first_sentence(text) == first
