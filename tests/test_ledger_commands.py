"""The ledger's commands as people meet them: every example decided, what is refused, what is printed, what is never printed."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import verify_pack
from running import NOW, ROOT, Ran, beside, environ, inside, predictable
from small_ledgers import OTHER_KEY, raw, rehash

from visit import cli
from visit.cpr import cpr_shaped
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, Head, signed
from visit.ledger.packing import pack
from visit.reading.documents.follow_up import FollowUpDocument
from visit.reading.source import read
from visit.render.plain import rewrapped

EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.yaml"))
DAY = "sil-noget-at-staa-op-til.yaml"
LEADERSHIP = "esb-prader-willi.yaml"
"""Somebody else has to approve it, and nobody does."""
HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example cases, where one stands."""
    for name in EXAMPLES:
        (tmp_path / name).write_bytes((ROOT / "examples" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    for name in ("VISIT_LEDGER", "VISIT_USER"):
        monkeypatch.delenv(name, raising=False)
    predictable(monkeypatch)
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*arguments: str, **more: Any) -> Ran:
        return inside(monkeypatch, capsys, *arguments, **more)

    return ran


def init(run: Any, *more: str) -> Ran:
    return run(
        "log", "init", "--origin", "nordby.dk/visit", "--role", "anna=caseworker", "--role", "lars=leader", *more
    )


@pytest.fixture(scope="module")
def decided_once() -> dict[str, bytes | list[Ran]]:
    """What `all_decided` has made: nothing until a test asks for it."""
    return {}


@pytest.fixture
def all_decided(folder: Path, run: Any, decided_once: dict[str, Any]) -> list[Ran]:
    """A ledger with a decision about every example, each decided once for all tests, and what the commands printed."""
    if not decided_once:
        said = [init(run, "--key", "visit.key"), *(decide(run, name) for name in EXAMPLES)]
        assert [one.err for one in said if one.code] == []
        decided_once |= {"said": said} | {name: (folder / name).read_bytes() for name in ("ledger.db", "visit.key")}
    for name in ("ledger.db", "visit.key"):
        (folder / name).write_bytes(decided_once[name])
        (folder / name).chmod(0o600)
    return [*decided_once["said"]]


DECIDED: dict[tuple[bytes, ...], tuple[bytes, Ran]] = {}
"""The first decision of a ledger: most tests begin with the same one, and it is made once and copied."""


def decide(run: Any, case: str, choice: str = "1", *more: str) -> Ran:
    """Decide, with a code where one is asked for."""
    ledger = Path("ledger.db")
    if more or not ledger.exists() or Path("ledger.db-wal").exists():
        return decided_now(run, case, choice, *more)
    key = (ledger.read_bytes(), Path(case).read_bytes(), case.encode(), choice.encode())
    if key not in DECIDED:
        ran = decided_now(run, case, choice)
        DECIDED[key] = ledger.read_bytes(), ran
    ledger.write_bytes(DECIDED[key][0])
    return DECIDED[key][1]


def decided_now(run: Any, case: str, choice: str = "1", *more: str) -> Ran:
    given = ("decide", case, choice, "--reason", "as discussed", "--by", "anna", *more)
    ran = run(*given)
    if ran.code == 2 and "there is no placement" in ran.err:
        return run("decide", case, "--none", "refused", "--reason", "as discussed", "--by", "anna")
    return run(*given, "--departure", "other") if ran.code == 2 else ran


# --- the whole way, for every example ---


def free_texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every text of a case that a person has written."""
    written = {"own_words", "notes", "who", "resources", "contributions", "text"}
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from free_texts(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from free_texts(inner, path)
    elif isinstance(value, str) and written & set(path) and len(value) > 4:
        yield value


def test_nothing_that_a_person_wrote_is_told(folder: Path, run: Any, all_decided: list[Ran]) -> None:
    said = all_decided
    texts = {text for name in EXAMPLES for text in free_texts(read(folder / name).value)}
    assert len(texts) > 60
    lists = [
        run("log", "list"),
        run("log", "list", "--format", "json"),
    ]  # these tell the reasons, and nothing of the citizen
    for arguments in (
        ("log", "checkpoint", "--key", "visit.key"), ("verify",),
        ("replay", "--all", "--processes", "1"), ("replay", "--all", "--processes", "1", "--under", "esbjerg"),
        ("log", "proof", "3"), ("log", "export", "--leaves"), ("approve", "1", "--by", "nobody"), ("log", "show", "99"),
        ("follow-up", "1", "--measured", DAY), ("correct", "1", DAY, "--reason", "x"),
        ("pack", "1", "2", "-o", "pack.json"), ("verify", "pack.json"),
        ("refuse", "1", "--who", "offer", "--code", "nix", "--reason", "as discussed"),
        ("log", "erase", "--case", "sil-2025-0733", "--basis", "over", "--yes"), ("decide", DAY, "99", "--reason", "as discussed"),
    ):  # fmt: skip
        said.append(run(*arguments))
    assert "as discussed" in lists[0].out
    assert [one for one in said if "as discussed" in one.out + one.err] == []
    told = "\n".join((*(one.out + one.err for one in (*said, *lists)), *(path.name for path in folder.iterdir())))
    # A single everyday word also stands in offers' names and rules; the texts are sentences and names.
    found = sorted(text for text in texts if text in told and " " in text)
    assert found == []
    assert cpr_shaped(told) is None
    assert "defect" not in told
    for path in folder.iterdir():
        if path.suffix in (".db", ".json", ".key"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.usefixtures("all_decided")
def test_every_example_replays_and_verifies(run: Any) -> None:
    replayed = json.loads(run("replay", "--all", "--processes", "1", "--format", "json").out)
    assert replayed["counts"]["same"] == len(EXAMPLES)
    verified = json.loads(run("verify", "--processes", "1", "--format", "json").out)
    assert (verified["good"], verified["faults"]) == (True, [])


def test_the_whole_way_on_either_store(ledger_place: str, folder: Path, run: Any) -> None:
    where = ("--ledger", ledger_place)

    def ran(*arguments: str) -> Ran:
        found = run(*arguments, *where)
        assert "defect" not in found.err, found.err
        return found

    assert init(run, "--key", "visit.key", *where).code == 0
    for name in (EXAMPLES[0], LEADERSHIP, HOMELESS, DAY):
        assert decide(run, name, "1", *where).code == 0
    seq = str(3)
    assert ran("approve", seq, "--by", "anna").code == 2
    assert ran("approve", seq, "--by", "lars").code == 0
    (folder / "f.yaml").write_text("follow_up: hol-2026-0071\nmeasured: 2026-11-30\noutcome: end\n")
    assert ran("follow-up", seq, "--measured", "f.yaml").code == 0
    text = (folder / HOMELESS).read_text(encoding="utf-8")
    (folder / "c.yaml").write_text(re.sub(r"(?m)^support_need: \d", "support_need: 1", text), encoding="utf-8")
    assert ran("correct", seq, "c.yaml", "--reason", "misread").code == 0
    assert ran("refuse", seq, "--who", "offer", "--code", "no_place", "--reason", "full").code == 0
    assert run("log", "checkpoint", "--key", "visit.key", "-o", "kept.txt", *where).code == 0
    replayed = json.loads(ran("replay", "--all", "--format", "json").out)["counts"]
    assert (replayed["same"], replayed["cause_facts"], replayed["unexplained"]) == (3, 1, 0)
    assert [ran("audit", what).code for what in ("departures", "approvals", "overdue", "pairs")] == [1, 1, 1, 0]
    assert ran("progress", "hol-2026-0071").code == 0
    assert ran("progress", "--all").code == 0
    assert ran("pack", seq, "-o", "pack.json").code == 0
    assert verify_pack.verify((folder / "pack.json").read_bytes()).faults == []
    assert ran("log", "erase", "--case", "hol-2026-0071", "--basis", "over", "--yes").code == 0
    verified = json.loads(ran("verify", "--checkpoint", "kept.txt", "--format", "json").out)
    assert (verified["good"], verified["erased"], verified["faults"]) == (True, 5, [])
    assert json.loads(ran("replay", "--all", "--processes", "1", "--format", "json").out)["counts"]["erased"] == 1


# --- deciding ---


def test_a_missing_reason_a_second_choice_and_no_choice(folder: Path, run: Any) -> None:
    init(run)
    for arguments, said in (
        ((DAY, "1"), "a decision needs a reason"),
        ((DAY, "1", "--reason", "x", "--reason-file", "y"), "a decision needs a reason"),
        ((DAY, "--reason", "x"), "say what was chosen"),
        ((DAY, "1", "--none", "refused", "--reason", "x"), "say what was chosen"),
        ((DAY, "--none", "later", "--reason", "x"), "--none must be"),
        ((DAY, "nosuch/SEL-85", "--reason", "x"), "no option is called"),
        (("nosuch.yaml", "1", "--reason", "x"), "there is no such file"),
    ):
        ran = run("decide", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert len(run("log", "list", "--full").out.splitlines()) == 4


def test_a_reason_from_a_file_or_the_pipe(folder: Path, run: Any) -> None:
    init(run)
    (folder / "why.txt").write_text("Because of\nhis mother.\n", encoding="utf-8")
    assert run("decide", DAY, "1", "--reason-file", "why.txt", "--by", "anna").code == 0
    assert run("decide", DAY, "1", "--reason-file", "-", "--by", "anna", "--again", stdin="Nærhed".encode()).code == 0
    assert json.loads(run("log", "show", "1", "--field", "reason").out) == "Because of\nhis mother."
    assert json.loads(run("log", "show", "2", "--field", "reason").out) == "Nærhed"
    (folder / "why.txt").write_text("she is 010190-1234\n", encoding="utf-8")
    ran = run("decide", DAY, "1", "--reason-file", "why.txt")
    assert "why.txt:1:8: error: this file must not contain a CPR number" in ran.err


def test_a_trial_needs_no_ledger_and_records_nothing(folder: Path, run: Any) -> None:
    ran = run("decide", DAY, "1", "--reason", "x", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert "nothing is recorded, this is a trial" in ran.out
    assert not (folder / "ledger.db").exists()


def test_a_placement_far_down_keeps_its_rank(folder: Path, run: Any) -> None:
    init(run)
    document = json.loads(run("match", DAY, "--top", "20", "--format", "json").out)
    ids = document["placements"][11]["id"]
    found = json.loads(run("decide", DAY, ids, "--reason", "x", "--departure", "professional", "--format", "json").out)
    assert found["choice"]["rank"] == 12
    assert (
        json.loads(
            run("decide", DAY, "12", "--reason", "x", "--departure", "professional", "--again", "--format", "json").out
        )["choice"]
        == found["choice"]
    )


def test_what_was_shown_is_what_match_shows(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY, "1", "--lang", "da")
    asked = run("match", DAY, "--full", "--format", "plain", "--lang", "da", COLUMNS="80")
    shown = run("log", "show", "1", "--shown", COLUMNS="").out
    assert shown == asked.out
    assert max(map(len, shown.splitlines())) <= 80
    narrow = run("log", "show", "1", "--shown", COLUMNS="60").out
    assert narrow.split() == shown.split()
    assert all(len(line) <= 60 for line in narrow.splitlines() if "  " not in line.strip())


def test_an_answer_that_was_kept_without_a_width_is_wrapped_save_its_tables() -> None:
    table = "#  placement" + " " * 80 + "km"
    assert rewrapped(f"- {'word ' * 20}\n{table}\n", 40) == (
        f"- {'word ' * 6}word\n  {'word ' * 6}word\n  {'word ' * 5}word\n{table}\n"
    )


def test_a_catalogue_kept_by_an_earlier_command_is_not_read(
    folder: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(run)
    monkeypatch.setattr("visit.commands.cache.cached_catalogue", lambda *_given: pytest.fail("the cache was read"))
    (folder / "offers.yaml").write_bytes((ROOT / "tests" / "commands" / "offers.yaml").read_bytes())
    ran = run("decide", DAY, "--none", "postponed", "--reason", "x", "-c", "offers.yaml")
    assert (ran.code, ran.err) == (0, "")


# --- the ledger ---


def test_no_ledger_and_a_second_one(folder: Path, run: Any) -> None:
    ran = run("log", "list")
    assert ran.code == 2
    assert ran.err.startswith("ledger.db: error: there is no ledger\n  help: `visit log init` makes one")
    init(run)
    assert "there is a file already" in init(run).err


def test_a_ledger_that_was_left_half_made_is_finished(folder: Path, run: Any) -> None:
    from visit.ledger.opening import create_store

    create_store("ledger.db").close()
    ran = run("verify")
    assert (ran.code, ran.err) == (1, "")
    assert "the settings in it cannot be read" in ran.out
    assert init(run).code == 0
    assert run("verify").code == 0
    assert "there is a file already" in init(run).err


@pytest.mark.parametrize("number", ["7", "99999999999999999999"])
@pytest.mark.parametrize("command", [("log", "show"), ("approve",), ("log", "proof"), ("replay",), ("pack",)])
def test_a_number_that_is_none(command: tuple[str, ...], number: str, folder: Path, run: Any) -> None:
    init(run)
    ran = run(*command, number)
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no entry {number}" in ran.err


def test_the_environment_names_the_ledger(folder: Path, run: Any) -> None:
    assert init(run, "--ledger", "office.db").code == 0
    assert "1 of 1 entries in office.db" in run("log", "list", VISIT_LEDGER="office.db").out
    assert run("decide", DAY, "1", "--reason", "x", VISIT_LEDGER="office.db", VISIT_USER="eva").code == 0
    assert json.loads(run("log", "show", "1", "--field", "by", "--ledger", "office.db").out) == "eva"


@pytest.mark.skipif(os.name == "nt", reason="there are no such modes")
def test_a_ledger_that_others_can_read_is_told_of(folder: Path, run: Any) -> None:
    init(run)
    (folder / "ledger.db").chmod(0o644)
    ran = run("log", "list")
    assert ran.code == 0
    assert "ledger.db can be read or changed by others than its owner (mode 0644)" in ran.err


def test_filters(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    decide(run, HOMELESS)
    run("decide", DAY, "2", "--reason", "x", "--departure", "wish", "--own-words", "I know garland", "--by", "eva")
    run("approve", "2", "--by", "lars")

    def numbers(*wanted: str) -> list[int]:
        return [one["number"] for one in json.loads(run("log", "list", *wanted, "--format", "json").out)["entries"]]

    assert numbers() == [0, 1, 2, 3, 4]
    assert numbers("--type", "decision") == numbers("--type", "Afgørelse") == [1, 2, 3]
    assert numbers("--type", "beginning") == numbers("--type", "init") == [0]
    assert numbers("--case", "sil-2025-0733") == [1, 3]
    assert numbers("--departure", "wish") == [3]
    assert numbers("--by", "eva") == [3]
    assert numbers("--municipality", "Holstebro") == [2]
    assert numbers("--offer", "hol-stoette-85") == [2]
    assert numbers("--since", "2026-12-01", "--until", "2026-12-01") == [0, 1, 2, 3, 4]
    assert numbers("--until", "2026-11-30") == []
    assert run("log", "list", "--until", "2026-11-30").code == 1
    assert "--since needs a date as YYYY-MM-DD" in run("log", "list", "--since", "yesterday").err
    assert numbers("--case", "SIL-2025-0733") == [1, 3]
    assert numbers("--case", "hol") == [2, 4]
    assert numbers("--departure", "ØNSKE") == numbers("--departure", "The citizen's wish") == [3]
    assert numbers("--departure", "other") == []  # nobody gave it, and it is one
    assert numbers("--by", "ev") == [3]
    assert numbers("--municipality", "holst") == [2]
    assert numbers("--offer", "HOL-STOETTE-85") == [2]


@pytest.mark.parametrize(
    ("option", "value", "help"),
    [
        ("--type", "afgrelse", 'did you mean "afgørelse"?'),
        ("--case", "sil-2025-0734", 'did you mean "sil-2025-0733"?'),
        ("--case", "x", "`visit log list` shows what it has"),
        ("--departure", "whish", 'did you mean "wish"?'),
        ("--offer", "hol-stoette-86", 'did you mean "hol-stoette-85'),
        ("--by", "anne", 'did you mean "anna"?'),
        ("--municipality", "Holstebru", 'did you mean "Holstebro"?'),
    ],
)
def test_a_filter_that_names_nothing_is_an_error(folder: Path, run: Any, option: str, value: str, help: str) -> None:
    init(run)
    decide(run, DAY)
    decide(run, HOMELESS)
    ran = run("log", "list", option, value)
    assert (ran.code, ran.out) == (2, "")
    assert help in ran.err


def test_a_refusal_is_told_in_words(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    ran = run("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", "full", VISIT_LANG="en")
    assert "recorded as 2: there is no place\n" in ran.out


def test_the_list_says_whole_who_said_no_and_to_which_decision(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    said = run("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", "full", VISIT_LANG="en").out
    assert "Decision 1 gives no help" in said
    assert "Still waits for" not in said
    assert "waits for no approval" not in said
    screen = run("log", "list", COLUMNS="80", VISIT_LANG="en").out
    assert "refused (entry 2): the decision gives no help\n" in screen
    assert "the offer: there is no place\n" in screen
    first, _init, decision, refusal = run("log", "list", "--format", "csv", VISIT_LANG="en").out.splitlines()
    at = first.split(",").index("refused by")
    assert "entry" in first.split(",")[0]
    assert "the offer: there is no place" in decision
    assert refusal.count("the offer") == 1
    assert at > 0


def test_a_refused_decision_is_shown_as_one_that_gives_no_help(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    assert "gives no help" not in run("log", "show", "1", VISIT_LANG="en").out
    run("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", "full")
    shown = run("log", "show", "1", VISIT_LANG="en").out
    head = " ".join(shown.split("\n\n")[1].split())
    assert re.fullmatch(r"Refused .+ by the offer \(entry 2\): there is no place\. The decision gives no help", head)
    assert "Follow-up (the decision was refused)\n" in shown
    assert "Approval (the decision was refused)\n" in shown
    run("log", "show", "1", "-o", "page.html", VISIT_LANG="en")
    page = (folder / "page.html").read_text("utf-8")
    assert "The decision gives no help" in page
    assert "– none: the decision was refused (entry 2)" in page
    assert "nobody has recorded one" not in page


def test_a_field_that_is_not_there(folder: Path, run: Any) -> None:
    init(run)
    assert 'entry 0 has no field "reason"' in run("log", "show", "0", "--field", "reason").err
    assert run("log", "show", "7").err.startswith("ledger.db: error: there is no entry 7\n  help: the last one is 0")


def test_settings_are_recorded_and_read(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    assert "nothing to configure" in run("log", "configure").err
    ran = run("log", "configure", "--role", "mette=director", "--key", "two.key", "--reason", "new", "--by", "lars")
    assert (ran.code, ran.err) == (0, "")
    people = json.loads(run("log", "show", "1", "--field", "people").out)
    assert people == {
        "anna": {"roles": ["caseworker"]},
        "lars": {"roles": ["leader"]},
        "mette": {"roles": ["director"]},
    }
    assert len(json.loads(run("log", "show", "1", "--field", "keys").out)) == 2
    for key in ("one.key", "two.key"):
        assert run("log", "checkpoint", "--key", key).code == 0
    run("log", "init", "--ledger", "other.db", "--key", "three.key", "--origin", "nordby.dk/visit")
    assert "this key is none of the ledger's" in run("log", "checkpoint", "--key", "three.key").err


def test_a_key_that_is_there_names_the_ledger(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    again = run("log", "init", "--ledger", "second.db", "--key", "one.key")
    assert "- Origin: nordby.dk/visit" in again.out
    ran = run("log", "init", "--ledger", "third.db", "--key", "one.key", "--origin", "sydby.dk/visit")
    assert "the key is called nordby.dk/visit, and the ledger sydby.dk/visit" in ran.err
    assert not (folder / "third.db").exists()


def test_export_has_a_line_for_every_entry(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    rows = [json.loads(line) for line in run("log", "export").out.splitlines()]
    assert [row["seq"] for row in rows] == [0, 1]
    assert rows[1]["values"]["case"] == "sil-2025-0733"
    leaves = run("log", "export", "--leaves", "-o", "leaves.jsonl")
    assert leaves.out == ""
    assert "sil-2025" not in (folder / "leaves.jsonl").read_text()
    assert "leaves.jsonl cannot be written: file exists" in run("log", "export", "--leaves", "-o", "leaves.jsonl").err


# --- proof ---


def test_a_proof_can_be_followed(folder: Path, run: Any) -> None:
    from visit.ledger import merkle

    init(run)
    for name in EXAMPLES[:6]:
        decide(run, name)
    found = json.loads(run("log", "proof", "3", "--format", "json").out)
    proof = tuple(bytes.fromhex(one) for one in found["proof"])
    hash = merkle.leaf_hash(found["leaf"].encode())
    assert hash.hex() == found["hash"]
    assert merkle.included(hash, 3, found["size"], proof, bytes.fromhex(found["root"]))
    later = json.loads(run("log", "proof", "--since", "4", "--format", "json").out)
    steps = tuple(bytes.fromhex(one) for one in later["proof"])
    roots = bytes.fromhex(later["old_root"]), bytes.fromhex(later["root"])
    assert merkle.consistent(4, roots[0], later["size"], roots[1], steps)
    assert "heads of 1 to 7 entries" in run("log", "proof", "1", "--size", "9").err


def test_a_pack_is_checked_by_visit_and_without_it(folder: Path, run: Any) -> None:
    init(run, "--key", "visit.key")
    for name in EXAMPLES[:4]:
        decide(run, name)
    run("log", "checkpoint", "--key", "visit.key")
    assert run("pack", "1", "3", "--redact", "facts,reason", "-o", "pack.json").code == 0
    found = json.loads(run("verify", "pack.json", "--format", "json").out)
    assert found["good"]
    assert [sorted(one["withheld"]) for one in found["entries"]] == [["facts", "reason"]] * 2
    report = verify_pack.verify((folder / "pack.json").read_bytes())
    assert report.faults == []
    key = json.loads(run("log", "show", "0", "--field", "keys").out)[0]
    assert json.loads(run("verify", "pack.json", "--key", key, "--format", "json").out)["trusted_key"] is True
    assert "no entry has a field facst" in run("pack", "1", "--redact", "facst", "-o", "x.json").err
    assert "--redact names no field" in run("pack", "1", "--redact", ",,", "-o", "x.json").err
    text = (folder / "pack.json").read_text(encoding="utf-8")
    (folder / "bad.json").write_text(
        text.replace("sil-2025", "sil-2026").replace("esb-2026-0144", "esb-2026-0145"), encoding="utf-8"
    )
    ran = run("verify", "bad.json")
    assert ran.code == 1
    assert (
        "entry 1: the pseudonym of the case and the answer as it was shown were changed after they were recorded"
        in " ".join(ran.out.split())
    )
    assert run("verify", DAY).err.startswith(f"{DAY}: error: this is neither a ledger nor an evidence pack")


ANSWERS = {
    "approve": ("approve", "1", "--by", "lena"),
    "refuse": ("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", "full"),
    "follow-up": ("follow-up", "1", "--measured", "f.yaml"),
    "correct": ("correct", "1", "corrected.yaml", "--reason", "moved"),
    "log configure": ("log", "configure", "--role", "mette=director", "--key", "new.key"),
    "log erase": ("log", "erase", "--case", "esb-2026-0144", "--basis", "the period has ended"),
    "log init": ("log", "init", "--ledger", "other.db", "--key", "other.key"),
    "decide": ("decide", LEADERSHIP, "1", "--reason", "x", "--departure", "other", "--again"),
}


def test_every_command_that_records_can_be_tried(folder: Path, run: Any) -> None:
    init(run, "--role", "lena=leadership")
    decide(run, LEADERSHIP)
    case = json.loads(run("log", "show", "1", "--format", "json").out)["values"]["case"]
    (folder / "f.yaml").write_text(f"follow_up: {case}\nmeasured: 2026-11-30\noutcome: continue\n", "utf-8")
    (folder / "corrected.yaml").write_text((folder / LEADERSHIP).read_text("utf-8") + "\nnotes: moved\n", "utf-8")
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    for name, command in ANSWERS.items():
        ran = run(*(case if part == "esb-2026-0144" else part for part in command), "--dry-run", "--format", "json")
        told = "a decision of the case is recorded already: 1\n" if name == "decide" else ""
        assert (ran.code, ran.err) == (0, told), (name, ran)
        assert json.loads(ran.out)["recorded"] is False, name
        assert run(*(case if part == "esb-2026-0144" else part for part in command), "--dry-run").code == 0
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    assert run("refuse", "1", "--who", "offer", "--code", "nonsense", "--reason", "x", "--dry-run").code == 2
    assert run("log", "init", "--dry-run").err.startswith("error: there is a ledger already")
    twice = run(*ANSWERS["decide"][:-1], "--dry-run")
    assert (twice.code, "entry 1 is this very decision, recorded today" in twice.err) == (2, True)


def test_a_command_that_records_has_a_dry_run() -> None:
    """Whatever takes `--by` for who records takes `--dry-run` too."""
    for path in sorted((ROOT / "visit" / "commands").glob("app*.py")):
        for one in ast.parse(path.read_text("utf-8")).body:
            if isinstance(one, ast.FunctionDef):
                types = {ast.unparse(each.annotation) for each in one.args.args if each.annotation}
                assert ("By" in types) == ("DryRun" in types), one.name


def test_a_follow_up_file_is_written_to_be_filled_in(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    assert run("follow-up", "new", "1", "-o", "f.yaml").code == 0
    assert (
        "- theme: communities  ## Deltage i sociale fællesskaber og fritidsaktiviteter, fra niveau 3, til niveau 2"
        in run("follow-up", "new", "1", "--lang", "da").out
    )
    assert "# measured: ÅÅÅÅ-MM-DD  ##" in run("follow-up", "new", "1", "--lang", "da").out
    text = (folder / "f.yaml").read_text("utf-8")
    left = run("follow-up", "1", "--measured", "f.yaml").err
    assert '"measured" is missing' in left, "a line to fill in is no answer"
    assert '"outcome" is missing' in left
    filled = re.sub(r"# measured: .*", "measured: 2026-11-30", text)
    filled = re.sub(r"# outcome: .*", "outcome: continue", filled)
    filled = re.sub(r"# (support_need|clean|level|mail): …", r"\1: 1", filled)
    (folder / "f.yaml").write_text(re.sub(r"# reached: true . false", "reached: true", filled), "utf-8")
    ran = run("follow-up", "1", "--measured", "f.yaml")
    assert (ran.code, ran.err) == (0, "")
    measured = json.loads(run("log", "show", "2", "--format", "json").out)["values"]["measured"]
    assert measured["functioning"] == {"clean": 1, "mail": 1}
    assert [goal["theme"] for goal in measured["goals"]] == ["communities", "mail"]
    assert run("follow-up", "new", "1", "-o", "f.yaml").code == 2, "a file that is there is left alone"


def test_a_wish_is_no_reason_where_none_that_is_recorded_points_at_what_was_chosen(folder: Path, run: Any) -> None:
    init(run)
    text = (folder / DAY).read_text("utf-8")
    bare = re.sub(r"^(wishes|applied|contributions):.*\n(?:  .*\n)*", "", text, flags=re.MULTILINE)
    (folder / "bare.yaml").write_text(bare, "utf-8")
    chosen = "ib-autismecenter-hagelskaervej/SEL-104+sil-stoette-85/SEL-85"
    wish = ("--reason", "x", "--departure", "wish", "--dry-run")
    command = ("decide", "bare.yaml", chosen, *wish)
    ran = run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "no recorded wish points at what was chosen" in ran.err
    assert run(*command, "--own-words", "the garden").code == 2
    assert run(*command, "--own-words", "Autismecenter Midtjylland – Hagelskærvej is where I know people").code == 0
    for recorded, code in (
        ("{offers: [ib-autismecenter-hagelskaervej]}", 0),
        ("{offers: [engen]}", 2),
        ("{avoid: [engen]}", 2),
        ("{max_km: 20}", 2),
        ("{offers: []}", 2),
    ):
        (folder / "bare.yaml").write_text(f"{bare}\nwishes: {recorded}\n", "utf-8")
        assert run(*command).code == code, recorded
    (folder / "bare.yaml").write_text(f"{bare}\napplied: [{{provision: SEL-104, offer: ib-garland}}]\n", "utf-8")
    assert run("decide", "bare.yaml", "ib-garland/SEL-104+sil-stoette-85/SEL-85", *wish).code == 0
    other = ("decide", "bare.yaml", "--other", "a farm", *wish)
    (folder / "bare.yaml").write_text(bare, "utf-8")
    assert (run(*other).code, run(*other, "--own-words", "the garden").code) == (2, 0)


def test_an_offer_that_is_part_of_a_placement_is_no_choice_by_its_name(folder: Path, run: Any) -> None:
    """Half a placement was recorded, and nobody was told which needs stay unmet."""
    asked = ("--reason", "x", "--departure", "professional", "--dry-run")
    ran = run("decide", DAY, "Garland", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert "Garland is a part of a placement, and alone does not surely meet" in ran.err
    assert "by its number: 2 with Social-pedagogical support, SEL 85, Silkeborg Kommune (suitable); 24 with " in ran.err
    alone = run("decide", DAY, "ib-garland/SEL-104", *asked)
    assert (alone.code, "Does not surely meet: " in alone.out) == (0, True)
    assert "Does not surely meet" not in run("decide", DAY, "2", *asked).out


def test_audit_and_replay_count_departures_alike(all_decided: list[Ran], run: Any) -> None:
    """A code beside the first placement, which departs from a presumption, is not a placement that was passed over."""
    run("decide", DAY, "2", "--reason", "x", "--departure", "other")
    run("decide", DAY, "--none", "refused", "--reason", "x", "--departure", "other")
    counted = json.loads(run("audit", "departures", "--format", "json").out)["counts"]["departed"]
    replayed = json.loads(run("replay", "--all", "--format", "json").out)
    assert replayed["counts"]["departed"] == counted == 2
    assert sum(one["departure"] is not None for one in replayed["decisions"]) > counted


def test_a_decision_says_why_its_days_are_others_than_those_of_match(folder: Path, run: Any) -> None:
    init(run)
    told = "Counted from the day of the decision, 1 December 2026; `visit match` counts from the day asked for"
    assert told in " ".join(run("decide", DAY, "1", "--reason", "x").out.split())
    ran = run("decide", DAY, "1", "--reason", "x", "--as-of", "2026-12-01")
    assert "Follow-up" in ran.out
    assert "Counted from" not in ran.out


def test_the_log_tells_names_and_versions_before_digests(folder: Path, run: Any) -> None:
    init(run)
    run("decide", DAY, "1", "--reason", "close to home")
    shown = run("log", "show", "1").out
    order = ("Silkeborg Kommune", "silkeborg 2018.5 + serviceloven 2026.6", "close to home", "Guideline: ")
    places = [shown.index(one) for one in order]
    assert places == sorted(places)
    assert "sil-stoette-85/SEL-85" not in shown, "an id is data"
    assert "sil-stoette-85/SEL-85" in run("log", "show", "1", "--field", "choice").out
    assert "Silkeborg Kommune" in run("log", "list", "--full").out
    listed = json.loads(run("log", "list", "--format", "json").out)["entries"][1]
    assert (listed["guideline"], listed["reason"]) == ("silkeborg 2018.5 + serviceloven 2026.6", "close to home")
    with raw(str(folder / "ledger.db")) as sql:
        sql("DELETE FROM documents")
    bare = run("log", "show", "1")
    assert (bare.code, "What: sil-stoette-85/SEL-85 + " in bare.out) == (0, True), "without a catalogue the ids"


@pytest.mark.parametrize(
    ("field", "stored", "told", "row", "line"),
    [
        ("reason", b'"settled with the leader"', "the reason was", "CHANGED: settled", "Reason: settled with the leader"),
        ("by", b'"bo"', "who recorded it was", "CHANGED: decision", "By: bo (the system says office)"),
        ("facts", b'{"id": "x"}', "the description of the case was", "CHANGED: decision", ""),
    ],
)  # fmt: skip
def test_an_altered_entry_is_told_in_one_line_and_marked_where_it_stands(
    field: str, stored: bytes, told: str, row: str, line: str, folder: Path, run: Any
) -> None:
    init(run)
    decide(run, DAY)
    with raw(str(folder / "ledger.db")) as sql:
        sql("UPDATE private SET value = ? WHERE seq = 1 AND name = ?", stored, field)
    warning = f"warning: entry 1: {told} changed after it was recorded; `visit verify` says more\n"
    shown, listed = run("log", "show", "1"), run("log", "list")
    assert (shown.code, shown.err) == (1, warning)
    assert [one for one in shown.out.splitlines() if "CHANGED AFTER IT WAS RECORDED" in one] == (
        [f"- CHANGED AFTER IT WAS RECORDED: {line}"] if line else []
    )
    assert "What came after is not shown" in shown.out
    assert json.loads(run("log", "show", "1", "--format", "json").out)["changed"] == [field]
    if field == "facts":
        assert (listed.code, listed.err) == (0, ""), "the list does not read them"
        return
    assert (listed.code, listed.err) == (1, warning)
    assert [one.split()[0] for one in listed.out.splitlines() if "CHANGED: " in one] == ["1!"]
    assert row in listed.out
    assert "CHANGED AFTER IT WAS RECORDED" in run("log", "list", "--full").out
    entries = json.loads(run("log", "list", "--format", "json").out)["entries"]
    assert [one["changed"] for one in entries] == [[], [field]]


def test_a_list_of_entries_has_room_on_a_screen(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY, "2", "--departure", "professional")
    told = run("log", "list").out.splitlines()
    assert max(map(len, told)) <= 80
    assert re.findall(r"^ *(\d+\??)  ", "\n".join(told), re.MULTILINE) == ["0", "1?"]
    assert "silkeborg 2018.5" in "".join(told)
    assert max(map(len, run("log", "list", "--full").out.splitlines())) <= 80
    assert run("log", "list", "--type", "erasure").code == 1


def test_notices_that_are_others_now_are_counted_and_told_in_full_where_they_are_asked_for(
    folder: Path, run: Any
) -> None:
    init(run)
    decide(run, DAY)
    asked = ("replay", "1", "--under", "ikast-brande", "--processes", "1")
    [line] = [one.strip() for one in run(*asked).out.splitlines() if one.strip().startswith("notices")]
    assert re.fullmatch(r"notices: (\d+ no longer|\d+ now|\d+ no longer, \d+ now); --full", line)
    whole = run(*asked, "--full").out
    assert "--full" not in whole
    assert ("notices, no longer: " in whole, "notices, now: " in whole) == ("no longer" in line, " now" in line)


def test_verify_puts_altered_entries_first_and_folds_the_guards(folder: Path, run: Any) -> None:
    run("log", "init")
    run("decide", DAY, "1", "--reason", "x")
    connection = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    connection.execute("DROP TRIGGER entries_no_delete")
    connection.execute("DROP TRIGGER nodes_no_delete")
    connection.execute("DROP TRIGGER private_no_update")
    connection.execute("DELETE FROM nodes WHERE level = 1")
    connection.execute("UPDATE private SET value = X'2261' WHERE seq = 1 AND name = 'reason'")
    connection.close()
    ran = run("verify")
    assert ran.code == 1
    rows = ran.out.splitlines()
    assert rows[2] == "- entry 1: the reason was changed after it was recorded"
    assert len([row for row in rows if "guards" in row]) == 1
    folded = next(index for index, row in enumerate(rows) if "guards or tables" in row)
    assert "hash of the tree" in "".join(rows[3:folded]), "what they guard comes before"
    told = " ".join("".join(rows[folded : folded + 2]).split())
    assert told.endswith("entries_no_delete, nodes_no_delete, private_no_update")


@pytest.mark.parametrize("unseen", ["\u200b", "\u00a0", "\u2800", "\u3164", "\ufe0f", "\u00ad"])
def test_a_name_with_a_blank_that_nobody_sees_is_refused_and_shown(unseen: str, folder: Path, run: Any) -> None:
    name = f"nordby{unseen}.dk/visit"
    ran = run("log", "init", "--ledger", "other.db", "--origin", name)
    assert ran.code == 2
    assert "no invisible character" in ran.err or "hidden character" in ran.err
    assert not (folder / "other.db").exists()
    init(run)
    draft = Draft("init", "1.0", {"by": "x", "origin": name, "keys": [], "people": {}})
    Ledger.create("planted.db", draft, now=NOW)[0].close()
    said = run("log", "show", "0", "--ledger", "planted.db").out
    assert "Origin: nordby<U+" in said or "Origin: nordby\\x" in said
    (folder / "kept.txt").write_text(Checkpoint(name, Head(1, bytes(32))).text, encoding="utf-8")
    ran = run("verify", "--checkpoint", "kept.txt")
    assert ran.code in (1, 2)
    assert ran.code == 2 or "the checkpoint is of another ledger: nordby<U+" in ran.out


def test_a_head_kept_elsewhere(folder: Path, run: Any) -> None:
    init(run)
    head = re.search(r"Head: (.*)", decide(run, DAY).out)
    assert head
    (folder / "kept.txt").write_text(head[1] + "\n")
    ran = run("verify", "--checkpoint", "kept.txt")
    assert ran.code == 0
    assert "Compared with a head kept elsewhere" in ran.out
    (folder / "kept.txt").write_text(head[1].replace("2 ", "3 ") + "\n")
    ran = run("verify", "--checkpoint", "kept.txt")
    assert ran.code == 1
    assert "a checkpoint has 3 entries: the end of the log was cut off" in ran.out
    (folder / "kept.txt").write_text("nothing of the kind")
    assert "this is not a checkpoint" in run("verify", "--checkpoint", "kept.txt").err


@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_a_ledger_that_lost_values_is_told_of_and_never_a_defect(seq: int, folder: Path, run: Any) -> None:
    import sqlite3

    init(run)
    decide(run, HOMELESS)
    run("approve", "1", "--by", "lars")
    (folder / "f.yaml").write_text("follow_up: hol-2026-0071\nmeasured: 2026-11-30\noutcome: continue\n")
    run("follow-up", "1", "--measured", "f.yaml")
    run("refuse", "1", "--who", "citizen", "--code", "too_far", "--reason", "x")
    whole = (folder / "ledger.db").read_bytes()
    fields = json.loads(run("log", "show", str(seq), "--format", "json").out)["fields"]
    for field in fields:
        (folder / "ledger.db").write_bytes(whole)
        connection = sqlite3.connect(folder / "ledger.db")
        connection.execute("DELETE FROM private WHERE seq = ? AND name = ?", (seq, field))
        connection.commit()
        connection.close()
        for command in (
            ("log", "list"), ("log", "list", "--municipality", "Holstebro"), ("log", "show", str(seq)), ("log", "show", "1"),
            ("log", "export"), ("replay", "--all"), ("approve", "1", "--by", "lars"), ("pack", str(seq)),
            ("audit", "departures"), ("audit", "approvals"), ("audit", "overdue"), ("audit", "pairs"), ("progress", "--all"),
            ("progress", "hol-2026-0071"), ("log", "checkpoint"), ("log", "show", "1", "--format", "json"),
        ):  # fmt: skip
            ran = run(*command)
            assert "defect" not in ran.err, (field, command, ran.err)
        assert run("verify").code == 1


# --- erasing ---


def test_erasing_asks_and_is_thorough(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    decide(run, DAY)
    ran = run("log", "erase", "--case", "hol-2026-0071", "--basis", "over")
    assert (ran.code, ran.out) == (2, "")
    assert "erasing cannot be undone, and nothing was erased" in ran.err
    texts = [text.encode() for text in free_texts(read(folder / HOMELESS).value)]
    assert any(text in (folder / "ledger.db").read_bytes() for text in texts)
    ran = run("log", "erase", "--case", "hol-2026-0071", "--basis", "over", "--yes")
    assert ran.code == 0
    assert "backups and replicas" in ran.out
    left = b"".join(path.read_bytes() for path in folder.glob("ledger.db*"))
    assert not any(text in left for text in (*texts, b"hol-2026-0071"))
    assert run("verify").code == 0
    assert "gone, erased: 1" in run("replay", "--all").out
    assert (
        "nothing is recorded of a case" in run("log", "erase", "--case", "hol-2026-0071", "--basis", "x", "--yes").err
    )


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (b"ja\n", 0, ""), (b"maaske\nJ\n", 0, "skriv j for ja eller n for nej"), (b"n\n", 2, "intet er slettet"),
        (b"y\n\n", 2, "intet er slettet"), (b"", 2, "intet er slettet"), (b"\xff\n", 2, "intet er slettet"),
    ],
)  # fmt: skip
def test_erasing_is_asked_in_the_language_spoken_and_silence_is_no(
    folder: Path, run: Any, monkeypatch: pytest.MonkeyPatch, typed: bytes, code: int, said: str
) -> None:
    init(run)
    decide(run, HOMELESS)
    monkeypatch.setattr("visit.commands.log_erase.can_ask", lambda: True)
    order = ("log", "erase", "--case", "hol-2026-0071", "--basis", "over")
    ran = run(*order, stdin=typed, VISIT_LANG="da")
    assert ran.code == code
    assert "[j/N]" in ran.err
    assert said in ran.err
    assert ("hol-2026-0071" not in run("log", "list").out) == (code == 0)


# --- in a shell ---


def test_an_acknowledged_decision_is_there_for_another_process(tmp_path: Path) -> None:
    where = {"VISIT_LEDGER": str(tmp_path / "ledger.db"), "VISIT_LANG": "da"}
    assert beside("log", "init", **where).code == 0
    ran = beside("decide", f"examples/{DAY}", "1", "--reason", "nærmest", **where)
    assert (ran.code, ran.err) == (0, "")
    assert "sil-2025-0733" in beside("log", "list", **where).out
    assert beside("verify", **where).code == 0
    assert beside("replay", "--all", **where).code == 0


def test_a_file_of_another_kind_is_told_as_such(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    ran = run("follow-up", "1", "--measured", DAY)
    assert "this is a case, and a follow-up is expected" in ran.err
    ran = run("decide", DAY, "1", "--reason", "x", "--plan", DAY)
    assert "this is a case, and a plan is expected" in ran.err
    (folder / "empty.yaml").write_text("")
    assert "empty.yaml: error: the file is empty" in run("follow-up", "1", "--measured", "empty.yaml").err
    (folder / "wrong.yaml").write_text(
        "follow_up: sil-2025-0733\nmeasured: 2026-11-31\noutcome: stay\nfunctionning: {}\n"
    )
    ran = run("follow-up", "1", "--measured", "wrong.yaml")
    assert [line.split(": error: ")[0] for line in ran.err.splitlines() if ": error: " in line] == [
        "wrong.yaml:2:11", "wrong.yaml:3:10", "wrong.yaml:4:1",
    ]  # fmt: skip


def test_usage_of_replay(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    assert "say which decisions to replay" in run("replay").err
    assert "say which decisions to replay" in run("replay", "1", "--all").err
    assert "entry 0 is not a decision" in run("replay", "0").err
    assert run("replay", "1").code == 0
    assert 'did you mean "esbjerg"' in run("replay", "1", "--under", "esbjrg").err


# --- order and acknowledgement ---


def test_the_time_of_an_entry_is_taken_under_the_lock(folder: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else sixteen who decide in one second are recorded in another order than their times, and no clock stepped back."""
    init(run)
    held = []

    def asked() -> datetime:
        with (
            closing(sqlite3.connect("ledger.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            other.execute("BEGIN IMMEDIATE")
        held.append(str(caught.value))
        return NOW

    for module in ("decide", "answers", "log", "log_erase"):
        monkeypatch.setattr(f"visit.commands.{module}.now", asked)
    for arguments in (
        ("decide", HOMELESS, "1", "--reason", "it fits"), ("approve", "1"), ("log", "configure", "--role", "mette=director"),
        ("log", "erase", "--case", "hol-2026-0071", "--basis", "over", "--yes"),
    ):  # fmt: skip
        assert cli.main([*arguments, "--by", "anna" if "decide" in arguments else "lars"]) == 0
    assert held == ["database is locked"] * 4


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pack_is_read_from_a_pipe(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    assert run("pack", "1", "-o", "pack.json").code == 0
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["sh", "-c", "cat pack.json > pipe"], cwd=folder):
        assert run("verify", "pipe").code == 0


@needs_full
@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("log", "init", "--ledger", "other.db"), 0),
        (("decide", DAY, "1", "--reason", "it fits", "--by", "anna"), 2),
        (("approve", "1", "--by", "lars", "--format", "json"), 2),
        (("log", "configure", "--role", "mette=director"), 2),
        (("log", "erase", "--case", "hol-2026-0071", "--basis", "over", "--yes"), 2),
    ],
    ids=lambda one: " ".join(one[:2]) if isinstance(one, tuple) else "",
)
def test_an_answer_that_cannot_be_written_out_says_what_is_recorded(
    arguments: tuple[str, ...], number: int, folder: Path, run: Any
) -> None:
    init(run)
    decide(run, HOMELESS)
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "visit", *arguments], stdout=full, stderr=subprocess.PIPE, cwd=folder, check=False,
            env=environ(),
        )  # fmt: skip
    where = "other.db" if "other.db" in arguments else "ledger.db"
    told = f"recorded as {number} in {where}, but the answer could not be written out\n"
    assert (ended.stderr.decode(), ended.returncode) == (told, 0)
    assert f"{number + 1} of {number + 1} entries" in run("log", "list", "--ledger", where).out


def test_a_defect_after_the_commit_says_what_is_recorded(
    folder: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(run)
    monkeypatch.setattr("visit.render.decision_sheet.DecisionSheet.sheet", lambda _self: 1 / 0)
    ran = decided_now(run, HOMELESS)
    assert ran.code == 70
    assert "recorded as 1 in ledger.db" in ran.err


def test_a_password_is_not_echoed_by_any_command(folder: Path, run: Any) -> None:
    for where in ("postgresql:/anna:s3cret@host/db", "anna:s3cret@host/db"):
        for arguments in (("verify", where), ("log", "list", "--ledger", where), ("log", "init", "--ledger", where)):
            ran = run(*arguments)
            assert ran.code == 2
            assert "s3cret" not in ran.out + ran.err
        assert "s3cret" not in run("log", "list", VISIT_LEDGER=where).err


# --- an erasure that is cut off ---

CUT_OFF = """
import os, signal, sys
from visit.ledger.sqlite import SqliteStore
SqliteStore.make_room = lambda self: os.kill(os.getpid(), signal.SIGKILL)
from visit import cli
cli.main(sys.argv[1:])
"""
ERASE = ("log", "erase", "--case", "hol-2026-0071", "--basis", "over", "--yes")


def lies_in(folder: Path, text: str) -> bool:
    return any(text.encode() in path.read_bytes() for path in folder.glob("ledger.db*"))


@pytest.fixture
def cut_off(folder: Path, run: Any) -> Path:
    """A ledger whose erasure was killed before the file was rewritten."""
    init(run)
    secret = "Et sted hvor man ikke bliver smidt ud"
    decide(run, HOMELESS)
    ended = subprocess.run([sys.executable, "-c", CUT_OFF, *ERASE], cwd=folder, check=False, env=environ())
    assert ended.returncode == -signal.SIGKILL
    assert lies_in(folder, secret), "else there is nothing to finish"
    return folder


FINISHED = "erasure 2 had been cut off; it is finished now\n"


@pytest.mark.parametrize("command", [("log", "list"), ("verify",), ("log", "configure", "--role", "mette=director")])
def test_an_erasure_that_was_cut_off_is_told_and_finished(command: tuple[str, ...], cut_off: Path, run: Any) -> None:
    ran = run(*command)
    assert (ran.code, ran.err) == (0, FINISHED)
    owed = "Erasure 2 was cut off before the file was rewritten: what it erased could still be read there"
    assert (owed in " ".join(ran.out.split())) is (command == ("verify",))
    assert not lies_in(cut_off, "Et sted hvor man ikke bliver smidt ud")
    again = run("verify", "--format", "json")
    assert (again.code, again.err, json.loads(again.out)["owed"]) == (0, "", [])


def test_an_erasure_that_cannot_be_finished_is_told_until_it_is(
    cut_off: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("visit.ledger.sqlite.SqliteStore.make_room", lambda _self: ("the disk is full",))
        for command, code in ((("log", "list"), 0), (("verify",), 3)):
            ran = run(*command)
            assert ran.code == code
            assert "erasure 2 is owed, what was erased can still be in the file: the disk is full" in ran.err
    assert run("log", "list").err == FINISHED


def test_what_is_owed_is_no_value_of_the_erasure(cut_off: Path, run: Any) -> None:
    with Ledger.open("ledger.db") as ledger:
        assert ledger.store.owed() == (2,)
        assert sorted(ledger.entry(2).values) == ["basis", "by", "entries", "system_user"]
        assert "case" not in pack(ledger, [2])["entries"][0]["fields"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER copy BEFORE DELETE ON private BEGIN SELECT 1; END",
        "CREATE TABLE copy AS SELECT * FROM private",
        "CREATE VIEW copy AS SELECT 1",
    ],
)
def test_nothing_is_erased_where_a_copy_may_be_taken(statement: str, folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    with closing(sqlite3.connect("ledger.db")) as other:
        other.execute(statement)
    ran = run(*ERASE)
    assert ran.code == 2
    assert "it may copy what is erased: copy" in ran.err
    assert "2 of 2 entries" in run("log", "list").out


# --- keys ---


def test_a_role_that_replaces_another_is_told(folder: Path, run: Any) -> None:
    init(run)
    for trial in (("--dry-run",), ()):
        ran = run("log", "configure", "--role", "anna=leader", "--by", "lars", *trial)
        assert "anna: the caseworker → the leader; no longer the caseworker" in ran.out, ran.out
    assert "Changed" not in run("log", "configure", "--role", "anna=leader", "--by", "lars").out


def test_nothing_replayed_is_said_so(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    ran = run("replay", "--all", "--under", "esbjerg")
    assert "No decision was replayed" in ran.out
    assert "unexplained" not in ran.out
    assert "the same" not in ran.out
    assert "another municipality's, not asked: 1" in ran.out
    assert "1 decision replayed" in run("replay", "--all", "--under", "esbjerg", "--all-municipalities").out


def test_a_key_is_retired_and_verify_says_who_signed_what(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    run("log", "checkpoint", "--key", "one.key", "-o", "kept.txt")
    one, two = json.loads(run("log", "show", "0", "--field", "keys").out)[0], ""
    ran = run("log", "configure", "--key", "two.key", "--retire", one.split("+")[1], "--reason", "lost", "--by", "lars")
    assert (ran.code, ran.err) == (0, "")
    assert f"- Retired key: {one} " in " ".join(ran.out.split())
    (two,) = json.loads(run("log", "show", "1", "--field", "keys").out)
    assert "this key is none of the ledger's" in run("log", "checkpoint", "--key", "one.key").err
    assert "this key was retired, and stays so" in run("log", "configure", "--key", "one.key").err
    assert "entry 1 has retired this key already" in run("log", "configure", "--retire", one).err
    run("log", "checkpoint", "--key", "two.key")
    ran = run("verify", "--key", one, "--checkpoint", "kept.txt")
    short = ["+".join(key.split("+")[:2]) for key in (one, two)]
    assert ran.code == 0
    told = " ".join(ran.out.split())
    assert f"{short[0]}: listed by entry 0, retired by entry 1, named by you, signed heads of size 1" in told
    assert f"{short[1]}: listed by entry 1, signed heads of size 2" in told
    assert "1 entry is later than the newest head that a key you named has signed" in told
    assert "Who signed is only the ledger's own claim" in " ".join(run("verify").out.split())


DAMAGE = {
    "UPDATE entries SET leaf = X'7B7D' WHERE seq = 1": "entry 1 is damaged: ",
    "UPDATE entries SET leaf = CAST(replace(leaf, 'decision', 'approval') AS BLOB) WHERE seq = 1": "entry 1 is damaged: its time",
    "UPDATE entries SET hash = zeroblob(32) WHERE seq = 0": "entry 0 is damaged: its time",
    "UPDATE nodes SET hash = zeroblob(32)": "the ledger is damaged: the hash over entries 0-1 does not fit them",
    "DELETE FROM nodes": "warning: the ledger is damaged: its tables do not fit each other",
    "UPDATE private SET value = X'2261' WHERE seq = 1 AND name = 'reason'": "entry 1 is damaged: the reason was",
    "UPDATE private SET value = X'226122' WHERE seq = 1 AND name = 'reason'": "would not verify: entry 1",
    "UPDATE private SET salt = zeroblob(32) WHERE seq = 1 AND name = 'reason'": "would not verify: entry 1",
    "DELETE FROM private WHERE seq = 1 AND name = 'reason'": "entry 1 is damaged: values are missing: the reason",
    "DELETE FROM entries WHERE seq = 1": "",
    "DELETE FROM documents": "is missing or was changed",
    "UPDATE documents SET value = X'7B7D'": "is missing or was changed",
    "UPDATE private SET value = X'226122' WHERE seq = 0 AND name = 'keys'": "",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ledger_gives_no_pack(damage: str, folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    run("log", "configure", "--role", "bo=leader")
    with raw(str(folder / "ledger.db")) as sql:
        sql(damage)
    ran = run("pack", "1", "-o", "pack.json")
    assert (ran.code, ran.out) == (2, "")
    assert "ledger.db: error: " in ran.err
    assert DAMAGE[damage] in ran.err
    assert "\n  help: " in ran.err
    assert not (folder / "pack.json").exists()
    assert run("verify").code == 1


@pytest.mark.parametrize(
    "command",
    [
        ("decide", DAY, "1", "--reason", "again", "--by", "anna"),
        ("refuse", DAY, "--reason", "no", "--by", "anna"),
        ("correct", "2", DAY, "--reason", "wrong", "--by", "anna"),
        ("approve", "2", "x", "--by", "lars"),
        ("replay", "--all"),
        ("progress", DAY),
        ("log", "list"),
        ("log", "show", "1"),
        ("audit", "overdue"),
    ],
)
def test_an_entry_whose_row_is_gone_is_no_defect(command: tuple[str, ...], folder: Path, run: Any) -> None:
    """Its fields are still there, and name it as an entry of the case."""
    init(run)
    decide(run, DAY)
    decide(run, DAY)
    with raw(str(folder / "ledger.db")) as sql:
        sql("DELETE FROM entries WHERE seq = 1")
    ran = run(*command)
    assert ran.code in (0, 1, 2), ran.err
    assert "Traceback" not in ran.err


def test_a_ledger_with_fewer_entries_than_it_says_is_not_listed_as_if_it_were_whole(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY)
    decide(run, HOMELESS)
    assert (run("log", "list").code, run("log", "list").err) == (0, "")
    with raw(str(folder / "ledger.db")) as sql:
        sql("DELETE FROM entries WHERE seq = 1")
    told = "1 of 3 entries are gone: `visit verify` says which"
    for command in (
        ("log", "list"),
        ("log", "list", "--type", "decision"),
        ("log", "export"),
        ("log", "export", "--leaves"),
    ):
        ran = run(*command)
        assert (ran.code, told in ran.err) == (1, True), command


def test_what_was_signed_before_is_compared_before_a_head_is_signed(folder: Path, run: Any) -> None:
    init(run, "--key", "visit.key")
    ran = run("log", "checkpoint", "--key", "visit.key", "-o", "one.txt")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "no head was signed before that the ledger knows: this one was signed as it stands, compared with nothing\n"
        "written: one.txt\n"
    )
    decide(run, DAY, "1", "--by", "anna")
    assert (
        "it continues the head of 1 entries that was signed last" in run("log", "checkpoint", "--key", "visit.key").err
    )
    ran = run("pack", "1", "--key", "visit.key", "--no-documents", "-o", "pack.json")
    assert (ran.code, ran.err) == (
        0,
        "signed: it continues the head of 2 entries that was signed last\nwritten: pack.json\n",
    )


def test_where_another_checkpoint_is_kept_in_its_place_it_is_told(folder: Path, run: Any) -> None:
    init(run, "--key", "visit.key")
    run("log", "checkpoint", "--key", "visit.key")
    decide(run, DAY, "1", "--by", "anna")
    with raw(str(folder / "ledger.db")) as sql:
        sql("INSERT INTO checkpoints VALUES (2, ?)", b"planted")
    for command in (("log", "checkpoint"), ("pack", "1", "--no-documents", "-o", "pack.json")):
        ran = run(*command, "--key", "visit.key")
        assert ran.code == 0
        told = "warning: the ledger does not keep it: another checkpoint of that size stands there; "
        assert f"{told}`visit verify` says what is wrong\n" in ran.err
    assert "a checkpoint cannot be read, or is another ledger's" in run("verify").out


def test_a_ledger_that_does_not_continue_what_was_signed_is_not_signed(folder: Path, run: Any) -> None:
    init(run, "--key", "visit.key")
    decide(run, DAY, "1", "--by", "anna")
    run("log", "checkpoint", "--key", "visit.key", "-o", "kept.txt")
    with raw(str(folder / "ledger.db")) as sql:
        for table, column in (("entries", "seq"), ("private", "seq")):
            sql(f"DELETE FROM {table} WHERE {column} >= 1")
        rehash(sql)
    for command in (
        ("log", "checkpoint", "--key", "visit.key"),
        ("pack", "0", "--key", "visit.key", "-o", "pack.json"),
    ):
        ran = run(*command)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "ledger.db: error: the ledger does not continue the head of 2 entries that was signed last\n"
            "  help: nothing was signed; `visit verify` says what is wrong\n"
        )
    assert not (folder / "pack.json").exists()
    planted = signed(Checkpoint("nordby.dk/visit", Head(2, bytes(32))), OTHER_KEY)
    with raw(str(folder / "ledger.db")) as sql:  # a head that is only planted stops nobody
        sql("UPDATE checkpoints SET note = ?", planted.text.encode())
    assert run("log", "checkpoint", "--key", "visit.key").code == 0


def test_a_head_that_nobody_signed_is_called_so(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    run("log", "checkpoint", "-o", "bare.txt")
    run("log", "checkpoint", "--key", "one.key", "-o", "signed.txt")
    unsigned = "Compared with a head kept elsewhere, which nobody has signed"
    assert unsigned in run("verify", "--checkpoint", "bare.txt").out
    assert unsigned not in run("verify", "--checkpoint", "signed.txt").out
    assert json.loads(run("verify", "--checkpoint", "bare.txt", "--format", "json").out)["compared_is_signed"] is False


def test_a_key_that_the_ledger_does_not_list_fails_in_words(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    run("log", "checkpoint", "--key", "one.key")
    run("log", "init", "--ledger", "other.db", "--key", "two.key", "--origin", "nordby.dk/visit")
    (key,) = json.loads(run("log", "show", "0", "--field", "keys", "--ledger", "other.db").out)
    ran = run("verify", "--key", key)
    assert ran.code == 1
    assert f"the ledger does not list the key nordby.dk/visit+{key.split('+')[1]} that you named" in ran.out


# --- names ---


def test_a_name_is_the_one_that_the_ledger_writes_and_nobody_known_is_told(folder: Path, run: Any) -> None:
    init(run)
    ran = run("decide", HOMELESS, "1", "--reason", "it fits", "--by", " Anna")
    assert ran.err == "the name given is read as anna\n"
    assert "By: anna" in run("log", "show", "1").out
    ran = run("decide", DAY, "1", "--reason", "it fits", "--by", "kurt")
    assert (ran.code, ran.err) == (
        0,
        "the ledger does not know whoever records this: nobody in its list has that name\n",
    )
    assert "1 of 3 entries" in run("log", "list", "--by", "ANNA").out


def test_without_a_list_of_people_nobody_is_unknown(folder: Path, run: Any) -> None:
    run("log", "init")
    assert run("decide", HOMELESS, "1", "--reason", "it fits", "--by", "kurt").err == ""


def test_a_case_that_another_municipality_has_decided_is_told(folder: Path, run: Any) -> None:
    init(run)
    other = (folder / HOMELESS).read_text(encoding="utf-8").replace("hol-2026-0071", "sil-2025-0733")
    (folder / "same.yaml").write_text(other, encoding="utf-8")
    assert decide(run, DAY).err == ""
    told = "warning: the case is decided by another municipality too: Silkeborg (1); is it one citizen?\n"
    assert decide(run, "same.yaml").err == told
    erased = run("log", "erase", "--case", "sil-2025-0733", "--basis", "over", "--yes", "--by", "lars")
    assert "decided by another municipality too: Silkeborg (1), Holstebro (2)" in erased.err


def test_a_case_that_is_decided_already_is_told_and_recorded_once_more(folder: Path, run: Any) -> None:
    init(run)
    assert decide(run, DAY).err == ""
    other = decide(run, DAY, "2", "--departure", "other")
    assert (other.code, other.err) == (0, "a decision of the case is recorded already: 1\n")
    assert decide(run, DAY, "3", "--departure", "other").err == "a decision of the case is recorded already: 1, 2\n"
    assert run("refuse", "2", "--who", "citizen", "--code", "too_far", "--reason", "far", "--by", "anna").code == 0
    told = "a decision of the case is recorded already: 1, 2 (refused, gives no help), 3\n"
    assert decide(run, DAY, "3", "--departure", "other", "--again").err == told


def test_the_same_decision_twice_on_a_day_is_asked_about(folder: Path, run: Any, monkeypatch) -> None:
    init(run)
    decide(run, DAY)
    again = run("decide", DAY, "1", "--reason", "as discussed", "--by", "anna")
    assert again.code == 2
    assert "error: entry 1 is this very decision, recorded today\n" in again.err
    assert "--again" in again.err
    assert "2 of 2 entries" in run("log", "list").out
    more = run("decide", DAY, "1", "--reason", "as discussed", "--by", "anna", "--again")
    assert (more.code, "recorded as 2" in more.out) == (0, True)
    # Refused since, or decided on other facts, it is another decision.
    for n in ("1", "2"):
        run("refuse", n, "--who", "offer", "--code", "no_place", "--reason", "full", "--by", "anna")
    assert run("decide", DAY, "1", "--reason", "a place after all", "--by", "anna").code == 0
    (folder / DAY).write_text((folder / DAY).read_text(encoding="utf-8") + "\nnotes: seen again\n", encoding="utf-8")
    assert run("decide", DAY, "1", "--reason", "as discussed", "--by", "anna").code == 0


def test_the_same_decision_on_another_day_is_recorded(folder: Path, run: Any, monkeypatch) -> None:
    init(run)
    decide(run, DAY)
    monkeypatch.setattr("running.NOW", NOW + timedelta(days=1))
    monkeypatch.setattr("running.TODAY", (NOW + timedelta(days=1)).date())
    assert run("decide", DAY, "1", "--reason", "as discussed", "--by", "anna").code == 0


@pytest.mark.parametrize(
    ("held", "said", "what_to_do"),
    [
        (b"", "the file is empty, and a ledger or an evidence pack is expected", "put a copy back"),
        (b" \n", "the file is empty", "put a copy back"),
        (b"SQLite for", "only the beginning of a ledger is there: the file is cut off", "put a copy back"),
        (b"a note\n", "this is neither a ledger nor an evidence pack", "`visit verify` verifies the ledger"),
        (
            b"nordby.dk/visit\n7\nNVjPMpizkOxksSJHJbZUoe/lptQ8QbeE1y+HllyV5vg=\n",
            "this is a checkpoint, and a ledger or an evidence pack is expected",
            "`visit verify --checkpoint given` compares",
        ),
    ],
)
def test_verify_says_what_another_file_is(held: bytes, said: str, what_to_do: str, folder: Path, run: Any) -> None:
    (folder / "given").write_bytes(held)
    ran = run("verify", "given")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"given: error: {said}")
    assert what_to_do in ran.err


def test_lang_is_proposed_as_the_options_of_a_command_are(folder: Path, run: Any) -> None:
    assert "(Possible options: --all, --lang, --ledger)" in run("replay", "--lag", "da").err


def test_why_a_decision_departs_stands_in_whole_in_the_list(folder: Path, run: Any) -> None:
    init(run)
    decide(run, DAY, "3", "--departure", "professional")
    lines = run("log", "list").out.splitlines()
    assert f"{' ' * 19}departs: a professional assessment" in lines
    assert max(map(len, lines)) <= 80
    assert "(departs: a professional assessment)" in run("log", "list", "--full").out


REASON_OF_1 = "UPDATE private SET value = X'226122' WHERE seq = 1 AND name = 'reason'"
ALTERED = "warning: entry 1: the reason was changed after it was recorded; `visit verify` says more\n"


def altered(run: Any, *statements: str) -> None:
    """A ledger with one decision, of which something was changed."""
    init(run)
    decide(run, DAY)
    with raw("ledger.db") as sql:
        for statement in statements:
            sql(statement)


@pytest.mark.parametrize(
    "command",
    [
        ("decide", HOMELESS, "1", "--reason", "x", "--by", "anna"),
        ("log", "configure", "--role", "eva=leader", "--reason", "new", "--by", "lars"),
        ("log", "erase", "--case", "sil-2025-0733", "--basis", "over", "--yes", "--by", "lars"),
    ],
)
def test_whoever_records_on_an_altered_ledger_is_warned(command: tuple[str, ...], folder: Path, run: Any) -> None:
    altered(run, REASON_OF_1)
    ran = run(*command)
    assert ran.code == 0
    assert ran.err.count(ALTERED) == ran.err.count("warning: entry") == 1


def test_of_a_case_every_entry_is_looked_at_and_of_others_the_newest(folder: Path, run: Any, monkeypatch) -> None:
    altered(run, REASON_OF_1)
    monkeypatch.setattr("visit.commands.ledgers.LOOKED_AT", 1)
    decide(run, HOMELESS, "1", "--by", "anna")
    assert ALTERED not in run("log", "configure", "--role", "eva=leader", "--reason", "new", "--by", "lars").err
    assert run("decide", DAY, "1", "--reason", "other words", "--by", "anna").err.count(ALTERED) == 1


# --- packs and heads of another size ---


def test_a_pack_is_compared_with_a_head_of_another_size_or_said_not_to_be(folder: Path, run: Any) -> None:
    init(run, "--key", "one.key")
    run("log", "checkpoint", "--key", "one.key", "-o", "kept.txt")
    decide(run, DAY)
    run("pack", "1", "--no-documents", "-o", "without.json")
    ran = run("verify", "without.json", "--checkpoint", "kept.txt")
    assert ran.code == 3
    assert "NOT compared with the head that you kept" in ran.out
    assert run("pack", "1", "--no-documents", "--checkpoint", "kept.txt", "-o", "with.json").code == 0
    ran = run("verify", "with.json", "--checkpoint", "kept.txt")
    assert ran.code == 0
    assert "Compared with the head that you kept" in ran.out
    head = " ".join((folder / "kept.txt").read_text().splitlines()[1:3])
    assert verify_pack.main(["with.json", "--head", head]) == 0
    assert verify_pack.main(["without.json", "--head", head]) == 3
    (folder / "other.txt").write_text(f"1 {'A' * 43}=\n")
    assert "does not continue the head of 1 entries" in run("pack", "1", "--checkpoint", "other.txt").err
    ran = run("verify", "with.json", "--checkpoint", "other.txt")
    assert ran.code == 1
    assert "its head and the kept one of 1 entries do not continue one another" in ran.out


def test_an_erasure_that_a_pack_only_claims_is_shown_as_unproved(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    run(*ERASE)
    run("pack", "1", "--no-documents", "-o", "claim.json")
    run("pack", "1", "2", "--no-documents", "-o", "proof.json")
    unproved = "That these were erased is only said, no erasure in the pack names them: 1"
    assert unproved in run("verify", "claim.json").out
    assert unproved not in run("verify", "proof.json").out


# --- what a follow-up and a trial of an answer tell ---

MEASURED = """format: 1
follow_up: hol-2026-0071
measured: 2026-11-30
support_need: 3
functioning: {{finances: 2}}
goals: [{{theme: finances, level: 2, reached: true, text: pays by himself}}]
outcome: {outcome}
own_words: "It is going well"
notes: "A meeting was held"
"""


def test_an_entry_tells_everything_that_was_measured(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    file = folder / "measured.yaml"
    file.write_text(MEASURED.format(outcome="end") + "ended: 2026-11-29\n", "utf-8")
    follow = ("follow-up", "1", "--measured", str(file), "--by", "anna", "--lang", "da")
    tried = " ".join(run(*follow, "--dry-run").out.split())
    assert "dette er en prøve: målt 30. november 2026, hjælpen ophører" in tried
    assert "fra samme dag" not in tried
    run(*follow)
    again = " ".join(run(*follow, "--dry-run").out.split())
    assert "En opfølgning fra samme dag er allerede registreret som post 2; begge bliver stående" in again
    told = run("log", "show", "2", "--lang", "da").out
    for line in (
        "- Målt 30. november 2026", "- Støttebehovsniveauet: 3", "- Varetage økonomi: niveau 2",
        "- Målet “Varetage økonomi”: niveau 2; nået; pays by himself", "- Den sidste dag med hjælpen: 29. november 2026",
        "- Borgerens egne ord: It is going well", "- Bemærkninger: A meeting was held",
    ):  # fmt: skip
        assert f"{line}\n" in told
    assert (
        "Målt 30. november 2026; Støttebehovsniveauet: 3; "
        in run("log", "show", "2", "--lang", "da", "--format", "journal").out
    )


def test_a_trial_tells_the_approvals_as_they_would_be(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    approve = ("approve", "1", "--by", "lars", "--lang", "en")
    refuse = ("refuse", "1", "--who", "approver", "--code", "other", "--reason", "x", "--by", "lars", "--lang", "en")
    tried = run(*approve, "--dry-run").out
    assert "It waits for no approval" in tried
    assert "Still waits for" not in tried
    assert "- Refused:" in run(*refuse, "--dry-run").out
    run(*refuse)
    assert "It waits for no approval" in run(*approve, "--dry-run").out


def test_the_code_of_a_refusal_is_looked_at_before_its_reason_is_asked_for(folder: Path, run: Any) -> None:
    init(run)
    decide(run, HOMELESS)
    refuse = ("refuse", "1", "--who", "offer", "--by", "anna", "--lang", "en")
    assert 'is called "full"' in run(*refuse, "--code", "full").err
    assert "a refusal needs a reason" in run(*refuse, "--code", "no_place").err


@pytest.mark.parametrize("command", ["new", "record"])
def test_the_help_of_a_follow_up_explains_its_keys(command: str, run: Any) -> None:
    told = run("follow-up", command, "--help", "--lang", "en").out
    for key in FollowUpDocument.model_fields.keys() - {"format", "follow_up"}:
        assert re.search(rf"^  {key}  ", told, re.MULTILINE), key
    assert "  new_visitation  " in told
