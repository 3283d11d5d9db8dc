"""Questions in a pipe: an answer for each line as it comes, an error as a line too, and an end without a traceback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import ROOT, Ran, inside

Ask = Callable[..., tuple[Ran, list[dict[str, object]]]]
EXAMPLE = "examples/ib-stu-hos-foraeldre.yaml"
CASE = {"case": "a", "assessed": "2026-01-01", "municipality": "Ikast-Brande", "citizen": {"born": 1990}}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    monkeypatch.chdir(ROOT)

    def run(*lines: object, options: tuple[str, ...] = (), **environment: str) -> tuple[Ran, list[dict[str, object]]]:
        written = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        ran = inside(monkeypatch, capsys, "batch", *options, stdin=written.encode(), **environment)
        return ran, [json.loads(line) for line in ran.out.splitlines()]

    return run


def test_each_line_has_the_answer_of_its_command(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran, (ranked, reason) = ask(
        {"id": "a-1", "case": EXAMPLE, "top": 2}, "", {"command": "why", "case": EXAMPLE, "subject": "1", "over": "2"}
    )
    assert (ran.code, ran.err) == (0, "")
    alone = inside(monkeypatch, capsys, "match", EXAMPLE, "--top", "2", "--format", "json")
    assert (ranked["line"], ranked["id"], ranked["exit_code"]) == (1, "a-1", alone.code)
    assert ranked["answer"] == json.loads(alone.out)
    why = inside(monkeypatch, capsys, "why", EXAMPLE, "1", "--over", "2", "--format", "json")
    assert (reason["line"], "id" in reason, reason["answer"]) == (3, False, json.loads(why.out))


def test_a_case_in_the_question_is_read_as_a_file_is(ask: Ask) -> None:
    ran, (first, changed) = ask({"case": CASE}, {"case": CASE, "set": ["citizen.born=2015"], "as_of": "2026-02-01"})
    assert ran.code == 0
    answers = [one["answer"] for one in (first, changed)]
    assert all(isinstance(one, dict) and one["case"]["id"] == "a" for one in answers)
    assert [isinstance(one, dict) and one["as_of"] for one in answers] == ["2026-01-01", "2026-02-01"]


WRONG = {
    "nonsense": (1, "a question is a group of keys"),
    '{"case": 5}': (10, "case is neither a case nor the path of one"),
    '{"case": "-"}': (10, "standard input has the questions"),
    '{"case": "nowhere.yaml"}': (None, "there is no such file"),
    '{"case": "a.yaml", "comand": "why"}': (20, 'unknown key "comand"'),
    '{"case": {"case": "a", "assessed": "2026-01-01"}}': (10, 'the key "municipality" is missing'),
    '{"case": "x", "command": "decide"}': (26, "command must be"),
    '{"case": "x", "subject": "1"}': (15, "subject has no effect on match"),
    f'{{"case": "{EXAMPLE}", "command": "why", "subject": "1", "top": 3}}': (82, "top has no effect on why"),
    f'{{"case": "{EXAMPLE}", "command": "why"}}': (1, "subject is missing"),
    f'{{"case": "{EXAMPLE}", "command": "why", "subject": "nobody"}}': (None, "no option is called"),
    f'{{"case": "{EXAMPLE}", "guideline": "nowhere"}}': (None, "no guideline is called"),
    f'{{"case": "{EXAMPLE}", "as_of": "1/2"}}': (None, "needs a date"),
    '{"id": "k", "id": "l"}': (13, 'the key "id" stands twice in this line'),
}


def test_what_is_wrong_stands_in_a_line_with_its_number(ask: Ask) -> None:
    ran, answers = ask(*WRONG, {"case": EXAMPLE})
    assert (ran.code, ran.err) == (2, "")
    assert [one["line"] for one in answers] == [*range(1, len(WRONG) + 2)] and "answer" in answers[-1]
    for number, (answer, (column, said)) in enumerate(zip(answers[:-1], WRONG.values(), strict=True), start=1):
        assert isinstance(answer["errors"], list)
        fault = answer["errors"][0]
        assert said in fault["message"] and fault["column"] == column, fault
        assert (fault["file"], fault["line"]) == ("<stdin>", number) or column is None


def test_no_cpr_number_comes_back(ask: Ask) -> None:
    ran, answers = ask({"id": "010190-1234", "case": CASE}, {"case": {**CASE, "notes": "010190-1234"}})
    assert ran.code == 2 and [sorted(one) for one in answers] == [["errors", "line", "schema", "version"]] * 2
    assert "010190" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ({"id": 101901234, "case": EXAMPLE}, "id"),
        ({"id": "10190-1234", "case": EXAMPLE}, "id"),
        ({"case": "cases/101901234.yaml"}, "case"),
        ({"case": {**CASE, "case": "101901234"}}, "case"),
    ],
)
def test_a_cpr_number_without_its_zero_does_not_come_back(ask: Ask, question: object, key: str) -> None:
    ran, (answer,) = ask(question)
    assert ran.code == 2 and f"{key} may be a CPR number" in str(answer["errors"]), ran
    assert "1019012" not in ran.out + ran.err and "10190-1234" not in ran.out + ran.err


def test_errors_are_in_the_language_spoken_and_nothing_asked_is_nothing_answered(ask: Ask) -> None:
    _ran, (answer,) = ask({"case": CASE, "subject": "1"}, options=("--lang", "da"))
    assert "har ingen virkning på" in str(answer["errors"])
    ran, answers = ask("")
    assert (ran.code, answers) == (0, [])


def test_a_line_in_another_encoding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ran = inside(monkeypatch, capsys, "batch", stdin='{"case": "Ærø"}\n'.encode("latin-1"))
    assert ran.code == 2 and json.loads(ran.out)["errors"][0]["message"] == "this is not UTF-8 text"


def test_what_would_read_the_questions_is_refused(ask: Ask) -> None:
    ran, _answers = ask({"case": CASE}, options=("-c", "-"))
    assert ran.code == 2 and "standard input has the questions" in ran.err and not ran.out


def test_no_path_leads_to_the_questions() -> None:
    asked = [{"case": one} for one in ("/dev/stdin", EXAMPLE)]
    ran = subprocess.run(
        [sys.executable, "-m", "visit", "batch"], cwd=ROOT, capture_output=True, timeout=60, check=False,
        input="".join(f"{json.dumps(one)}\n" for one in asked).encode(),
    )  # fmt: skip
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["errors"][0]["message"] == "standard input has the questions" and "answer" in second


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let an interrupt reach a process, also where the tests run in the background of a shell that keeps it away."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupted_file_is_not_there(tmp_path: Path, interruptible: None) -> None:
    command = [sys.executable, "-m", "visit", "batch", "-o", str(tmp_path / "answers.jsonl"), "--lang", "en"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stderr is not None
        process.stdin.write(b'{"case": "-"}\n')
        process.stdin.flush()
        while not any(one.stat().st_size for one in tmp_path.iterdir()):  # the first answer is written
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        assert process.wait(timeout=60) == 130
        assert process.stderr.read().decode().split("interrupted; ")[1].split() == [
            str(tmp_path / "answers.jsonl"),
            "is",
            "not",
            "written",
        ]
    assert not [*tmp_path.iterdir()]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    made = subprocess.Popen(
        [sys.executable, "-m", "visit", "batch"], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with made:
        yield made
        made.kill()


@pytest.mark.parametrize("end", ["file", "interrupt", "closed"])
def test_an_answer_comes_before_the_next_question(process: subprocess.Popen[bytes], end: str) -> None:
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    for _question in range(2):
        process.stdin.write(json.dumps({"case": CASE}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["exit_code"] in (0, 1, 3)
    if end == "interrupt":
        process.send_signal(signal.SIGINT)
    elif end == "closed":
        process.stdout.close()
        process.stdin.write(json.dumps({"case": CASE}).encode() + b"\n")
    process.stdin.close()
    assert (process.wait(timeout=60), process.stderr.read()) == (0, b"")
