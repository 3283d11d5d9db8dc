"""Command lines: every command and option that there is, each with a value that may fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import typer
from hypothesis import strategies as st

from fuzzing.folder import ORIGIN
from fuzzing.odd import CPR, STEERING
from visit.commands.app import whole

_FILE_NAMES = """
case1.yaml case2.yaml case3.yaml case4.yaml offers.yaml small.yaml small.cases.yaml plan.yaml follow.yaml reason.txt
visit.key kept.txt newest.txt pack.json ledger.db nix.yaml - . .. /dev/null /nix/nix new.out a\\b ~
"""
_FILES = (*_FILE_NAMES.split(), "")
_SINGLE_WORDS = """
1 2 0 -1 99 1.5 engen engen/SEL-107-1 engen+vejen-hjem sil-2025-0733 hol-2026-0071 anna lars Ånna anna=leader anna= =leader
anna=north capacity wish other no_place offer citizen approver refused withdrawn 2026-11-02 2026-02-30 1999-01-01 Ikast
Herning Silkeborg SEL-107 serviceloven small near-enough leader-signs case.support_need=3 case.age = case.needs=[] case.x=1
case.citizen.home.place=Ikast reason,facts by json plain markdown rich html da en case catalogue decision -- --help -x
"""
_WORDS = (
    *_SINGLE_WORDS.split(),
    *("9" * 30, "7430 Ikast", ORIGIN, "--nix=1", "x" * 300, "æø", *CPR, *STEERING),
)
_LEFT_OUT = {"--install-completion", "--show-completion", "--processes"}
"""What writes into the home of whoever runs the tests, or starts many processes."""


@cache
def commands() -> tuple[tuple[tuple[str, ...], Any], ...]:
    """Every command with the words that name it."""
    return tuple(_below((), typer.main.get_command(whole())))


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    inside = getattr(command, "commands", None)
    if inside is None:
        yield words, command
        return
    for name, one in inside.items():
        yield from _below((*words, name), one)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with most of what it needs, and some options, each with a value that may fit."""
    words, command = draw(st.sampled_from(commands()))
    parts: list[list[str]] = []
    for parameter in command.params:
        names = [one for one in parameter.opts if one.startswith("-")]
        wanted = 9 if parameter.required else 3
        if set(names) & _LEFT_OUT or draw(st.integers(0, 9)) >= wanted:
            continue
        value = draw(_value(parameter))
        if not names:
            parts.append([value])
        elif getattr(parameter, "is_flag", False):
            parts.append([names[0]])
        else:
            name = draw(st.sampled_from(names))
            parts.append([f"{name}={value}"] if name.startswith("--") and draw(st.booleans()) else [name, value])
    if draw(st.integers(0, 5)) == 0:
        parts.append([draw(st.sampled_from((*_WORDS, *_FILES)))])
    if words == ("test",) and len(parts) == 0:
        parts.append(["small.yaml"])  # without a name every guideline that ships is tried
    return [*words, *(one for part in parts for one in part)]


def _value(parameter: Any) -> st.SearchStrategy[str]:
    choices = getattr(parameter.type, "choices", None)
    fitting = [str(getattr(one, "value", one)) for one in choices] if choices else _usual(str(parameter.name))
    return st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), st.sampled_from((*_WORDS, *_FILES)))


def _usual(name: str) -> Sequence[str]:
    """What is usually given for a parameter of that name."""
    return _USUAL.get(name, _WORDS[:12])


_USUAL: Mapping[str, Sequence[str]] = {
    "case": ["case1.yaml", "case2.yaml"],
    "cases": ["case1.yaml", "case2.yaml", "."],
    "catalogue": ["offers.yaml"],
    "guideline": ["small.yaml", "serviceloven"],
    "ledger": ["ledger.db"],
    "plan": ["plan.yaml"],
    "measured": ["follow.yaml"],
    "reason_file": ["reason.txt"],
    "key": ["visit.key"],
    "checkpoint": ["kept.txt"],
    "file": ["pack.json", "ledger.db", "case1.yaml", "new.out"],
    "files": ["case1.yaml", "offers.yaml"],
    "names": ["small.yaml"],
    "output": ["-", "new.out"],
    "under": ["small.yaml"],
    "number": ["1", "2", "0"],
    "numbers": ["1", "3"],
    "by": ["anna", "lars"],
    "placement": ["1", "2"],
    "subject": ["1", "engen/SEL-107-1"],
    "over": ["2"],
    "set": ["case.support_need=3"],
    "as_of": ["2026-11-02"],
    "departure": ["other"],
    "role": ["anna=leader"],
    "team": ["anna=north"],
}
