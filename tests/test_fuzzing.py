"""Whatever stands on the command line or in a file: an answer or an error in words, and nothing else.

`make fuzz` draws for ten minutes, `make fuzz SECONDS=1200` for twenty; a plain run takes some seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from drawn import quiet
from fuzzing.command_lines import command_lines
from fuzzing.folder import CASES, Given, answered, copied, files_of, office, texts_of
from fuzzing.holding import hold
from fuzzing.odd import damaged
from fuzzing.rows import damaged_ledger
from hypothesis import given, note
from hypothesis import strategies as st
from running import Ran

SHAPES = ("plain", "markdown", "json", "rich")
READERS = {
    "case1.yaml": """
        match case1.yaml SMALL
        match case1.yaml SMALL --all --areas
        match - SMALL
        case check case1.yaml
        why case1.yaml 1 SMALL
        decide case1.yaml 1 --reason x --by anna SMALL
        correct 1 case1.yaml --reason x --by anna
    """,
    "case4.yaml": """
        match case4.yaml SMALL
        why case4.yaml engen/SEL-107-1 SMALL
        match case4.yaml -c offers.yaml
    """,
    "offers.yaml": """
        catalogue check offers.yaml
        catalogue list -c offers.yaml --near Ikast
        catalogue show engen -c offers.yaml
        match case2.yaml SMALL
        decide case1.yaml 1 --reason x --by anna SMALL
    """,
    "small.yaml": """
        guideline check small.yaml
        guideline show small.yaml
        guideline show small.yaml near-enough
        match case2.yaml SMALL
        match case1.yaml SMALL --all
        why case1.yaml engen/SEL-107-1 SMALL
        test small.yaml
        replay --all --under small.yaml --processes 1
        decide case1.yaml 1 --reason x --by anna SMALL
    """,
    "small.cases.yaml": """
        test small.yaml
        test small.cases.yaml
        guideline show small.yaml near-enough
    """,
    "plan.yaml": "decide case1.yaml 1 --reason x --plan plan.yaml --by anna --departure other SMALL",
    "follow.yaml": """
        follow-up 1 --measured follow.yaml --by anna
        follow-up 1 --measured -
    """,
    "reason.txt": "decide case1.yaml 1 --reason-file reason.txt --by anna --departure other SMALL",
    "visit.key": """
        log checkpoint --key visit.key
        log configure --key visit.key
        log init --key visit.key --ledger new.db
        pack 1 --key visit.key
    """,
    "kept.txt": """
        verify --checkpoint kept.txt
        verify pack.json --checkpoint kept.txt
        pack 1 --checkpoint kept.txt
    """,
    "pack.json": """
        verify pack.json
        verify pack.json --checkpoint newest.txt
    """,
}
"""What reads each file."""
OF_A_LEDGER = """
    verify
    verify --checkpoint kept.txt
    log list
    log list --case sil-2025-0733
    log show 0
    log show 1
    log show 1 --shown
    log show 5
    log export
    log export --leaves
    log proof 1
    log proof 1 --since 2
    log checkpoint
    log checkpoint --key visit.key
    pack 1
    pack 1 3 7
    pack --case sil-2025-0733
    replay --all --processes 1
    replay 1
    audit departures
    audit approvals
    audit overdue
    audit pairs
    progress --all
    progress sil-2025-0733
    approve 1 --by lars
    refuse 1 --who citizen --code changed_mind --reason x --by anna
    follow-up 1 --measured follow.yaml --by anna
    correct 1 case1.yaml --reason x --by anna
    log configure --role bo=leader
    log erase --case sil-2025-0733 --basis law --yes --by lars
    decide case2.yaml 1 --reason x --by anna --departure other SMALL
"""
"""What reads a ledger, or writes to it."""
ANSWERS = (
    "",
    "?",
    "<",
    "ja",
    "nej",
    "1",
    "3",
    "2026-11-02",
    "06.11.2026",
    "2,5",
    "Ikast",
    "7430 Ikast",
    "mother",
    "engen",
    "1,2",
    "SEL-85",
    ".",
    "x",
)
SHOWN = ("match", "why", "log show", "log list", "verify", "catalogue", "guideline show", "audit", "progress", "replay")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose files are all good."""
    return office(tmp_path_factory.mktemp("fuzzing") / "office")


def tried(folder: Path, arguments: Sequence[str], stdin: bytes = b"", lang: str = "en") -> Ran:
    """Run a command on what lies in a folder, and see that what must hold does."""
    note(f"visit {' '.join(arguments)}")
    before = files_of(folder)
    found = answered(folder, arguments, Given(stdin, lang))
    hold(found, before, files_of(folder), arguments)
    return found.ran


def lines(commands: str) -> list[str]:
    """Return commands, one on each line, with the small catalogue and guideline where they say SMALL."""
    return [line.strip().replace("SMALL", "-c offers.yaml -g small.yaml") for line in commands.strip().splitlines()]


def in_a_shape(draw: st.DataObject, command: str) -> list[str]:
    """Return the words of a command, in half the cases with a shape."""
    shape = (
        ["--format", draw.draw(st.sampled_from(SHAPES))]
        if command.startswith(SHOWN) and draw.draw(st.booleans())
        else []
    )
    return [*command.split(), *shape]


@pytest.mark.parametrize("name", READERS)
@quiet(10)
@given(data=st.data())
def test_every_reader(name: str, good: Path, data: st.DataObject) -> None:
    raw = data.draw(damaged(name, texts_of(good)[name]), "file")
    command = data.draw(st.sampled_from(lines(READERS[name])), "command")
    with copied(good) as folder:
        (folder / name).write_bytes(raw)
        ran = tried(folder, in_a_shape(data, command), raw, data.draw(st.sampled_from(("en", "da"))))
        if ran.code == 2 and name.endswith(".yaml") and f"{name}:" in ran.err:
            places_are_told(name, raw, ran.err)


def places_are_told(name: str, raw: bytes, said: str) -> None:
    """Fail where an error about what stands in a file has no line and column, or one that is not there."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for told in said.splitlines():
        if told.startswith(f"{name}:") and not told.startswith(WITHOUT_PLACE, len(name) + 2):
            line, column = (int(part) for part in told.split(":")[1:3])
            assert 1 <= line <= len(text) + 1, told
            assert 1 <= column <= len(text[line - 1] if line <= len(text) else "") + 2, told


WITHOUT_PLACE = tuple(
    f"{word}: {message}"
    for word, messages in {
        "error": ("the file is empty", "this is a binary file", "the file is larger than"),
        "fejl": ("filen er tom", "dette er en binær fil", "filen er større end"),
    }.items()
    for message in messages
)
"""What is wrong with a file as a whole."""


@quiet(30)
@given(data=st.data())
def test_every_reader_of_a_ledger(good: Path, data: st.DataObject) -> None:
    command = data.draw(st.sampled_from(lines(OF_A_LEDGER)), "command")
    with copied(good) as folder:
        note(data.draw(damaged_ledger(folder / "ledger.db"), "damage"))
        tried(folder, in_a_shape(data, command), lang=data.draw(st.sampled_from(("en", "da"))))


@quiet(10)
@given(
    answers=st.lists(st.sampled_from(ANSWERS), max_size=40),
    odd=st.sampled_from(("", "070761-4285", "a\x1b[2K", "\ud800", "x" * 30_000)),
    data=st.data(),
)
def test_every_answer_of_the_interview(good: Path, answers: list[str], odd: str, data: st.DataObject) -> None:
    if odd:
        answers.insert(data.draw(st.integers(0, len(answers))), odd)
    with copied(good) as folder:
        command = [
            "case",
            "new",
            data.draw(st.sampled_from(("new.yaml", "-"))),
            "-m",
            "Ikast-Brande",
            "-c",
            "offers.yaml",
        ]
        tried(folder, command, "\n".join(answers).encode("utf-8", "surrogatepass"))


@quiet(40)
@given(
    arguments=command_lines(),
    stdin=st.sampled_from((b"", b"1\n", b"\xff", b"case: a-1\nassessed: 2026-11-02\nmunicipality: Ikast-Brande\n")),
)
def test_every_command_line(good: Path, arguments: list[str], stdin: bytes) -> None:
    with copied(good) as folder:
        tried(folder, arguments, stdin)


def test_the_office_is_good(good: Path) -> None:
    """What is damaged was good before: else the fuzzer would meet the same error each time."""
    with copied(good) as folder:
        for number in range(1, len(CASES) + 1):
            assert answered(folder, ("case", "check", f"case{number}.yaml")).ran.code == 0
        for command in (
            ("verify",),
            ("verify", "pack.json"),
            ("test", "small.yaml"),
            ("replay", "--all", "--processes", "1"),
        ):
            assert answered(folder, command).ran.code == 0, answered(folder, command).ran
