"""A comparison that is kept: the same bytes as a new one, of the same sides and citizens alone, and of nobody who is real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import ROOT, beside, inside

from visit.commands import compare_kept, private_files
from visit.lab.comparing import BlockComparing

OLD = str(ROOT / "tests/commands/small.yaml")
COMMAND = ("compare", OLD, "draft.yaml", "-c", str(ROOT / "tests/commands/offers.yaml"), "--lang", "en")
DRAWN = (*COMMAND, "--all-municipalities", "-p", "drawn.jsonl")
TOLD = "compared before, on "


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three drawn citizens, and the same with low and with high assumptions."""
    folder = tmp_path_factory.mktemp("drawn")
    for bound in ("drawn", "low", "high"):
        more = () if bound == "drawn" else ("--assumption", f"all={bound}")
        make = ("population", "make", "--profile", "ikast-brande", "-n", "3", "--seed", "5", *more)
        assert beside(*make, "-o", str(folder / f"{bound}.jsonl")).code == 0
    return folder


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: Path) -> list[int]:
    """Stand in a folder with a draft and drawn citizens; return how many are compared, block by block."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(compare_kept, "KEPT_FROM", 1)
    shutil.copy(ROOT / "tests/commands/small-next.yaml", "draft.yaml")
    for one in drawn.iterdir():
        shutil.copy(one, one.name)
    counts: list[int] = []
    compared = BlockComparing.block

    def counting(self, members, progress):
        counts.append(len(members))
        return compared(self, members, progress)

    monkeypatch.setattr(BlockComparing, "block", counting)
    return counts


def kept() -> list[Path]:
    return sorted(private_files.folder().glob(f"*{compare_kept.ENDING}"))


@pytest.mark.parametrize(
    "more",
    [(), ("-f", "json"), ("-f", "html")],
)
def test_what_is_kept_gives_the_bytes_of_a_new_comparison(more, asked, monkeypatch, capsys) -> None:
    first = inside(monkeypatch, capsys, *DRAWN, *more)
    assert TOLD not in first.err
    again = inside(monkeypatch, capsys, *DRAWN, *more)
    assert (again.code, again.out) == (first.code, first.out)
    assert TOLD in again.err
    assert asked == [3]


def test_another_way_to_tell_it_takes_what_is_kept(asked, monkeypatch, capsys) -> None:
    inside(monkeypatch, capsys, *DRAWN)
    for more in (("--full",), ("--fail-if", "moved > 3"), ("-o", "a.csv"), ("--processes", "1")):
        assert TOLD in inside(monkeypatch, capsys, *DRAWN, *more).err
    assert asked == [3]


@pytest.mark.parametrize("what", ["draft", "offers", "citizens", "day", "limit", "anew"])
def test_what_is_of_anything_else_is_not_taken(what, asked, monkeypatch, capsys, tmp_path) -> None:
    offers = tmp_path / "offers.yaml"
    shutil.copy(ROOT / "tests/commands/offers.yaml", offers)
    command = (*DRAWN[:4], str(offers), *DRAWN[5:])
    inside(monkeypatch, capsys, *command)
    more: tuple[str, ...] = ()
    match what:
        case "draft":
            Path("draft.yaml").write_text(
                Path("draft.yaml").read_text("utf-8").replace("version: ", "version: 9"), "utf-8"
            )
        case "offers":
            offers.write_text(offers.read_text("utf-8").replace("places: ", "places: 1"), "utf-8")
        case "citizens":
            lines = Path("drawn.jsonl").read_text("utf-8").splitlines(keepends=True)
            Path("drawn.jsonl").write_text("".join(lines[:-1]), "utf-8")
        case "day":
            more = ("--as-of", "2026-12-24")
        case "limit":
            more = ("--most-answers", "0")
        case "anew":
            more = ("--anew",)
    ran = inside(monkeypatch, capsys, *command, *more)
    assert TOLD not in ran.err
    assert len(asked) == 2


@pytest.mark.parametrize("named", [("-p", "people.jsonl"), ("people.jsonl",), ("drawn.jsonl",), ("-p", "-")])
def test_of_whom_nobody_drew_nothing_is_kept(named, monkeypatch, capsys) -> None:
    said, *citizens = Path("drawn.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("people.jsonl").write_text("".join(citizens), "utf-8")
    inside(monkeypatch, capsys, *COMMAND, "--all-municipalities", *named, stdin="".join((said, *citizens)).encode())
    assert not kept()


def test_where_a_row_cannot_be_read_nothing_is_kept(monkeypatch, capsys) -> None:
    with Path("drawn.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    for _time in range(2):
        assert "drawn.jsonl:5:1" in inside(monkeypatch, capsys, *DRAWN).err
    assert not kept()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def other(file: Path) -> None:
    file.write_bytes(compare_kept.zlib.compress(compare_kept.pickle.dumps(["something"])))


def shared(file: Path) -> None:
    file.chmod(0o620)


@pytest.mark.parametrize("damage", [cut, emptied, other, shared])
def test_what_is_damaged_or_may_be_somebody_elses_is_passed_over(damage, asked, monkeypatch, capsys) -> None:
    first = inside(monkeypatch, capsys, *DRAWN)
    damage(kept()[0])
    again = inside(monkeypatch, capsys, *DRAWN)
    assert (again.code, again.out) == (first.code, first.out)
    assert (TOLD in again.err, len(asked)) == (False, 2)
    assert TOLD in inside(monkeypatch, capsys, *DRAWN).err, "it is kept again"


def test_the_last_few_are_kept_where_nobody_else_can_read(monkeypatch, capsys) -> None:
    monkeypatch.setattr(compare_kept, "MOST_KEPT", 2)
    for day in ("2026-12-01", "2026-12-02", "2026-12-03"):
        inside(monkeypatch, capsys, *DRAWN, "--as-of", day)
    assert len(kept()) == 2
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in kept())


def test_with_low_and_high_assumptions_each_file_counts(asked, monkeypatch, capsys) -> None:
    command = (*DRAWN, "--low", "low.jsonl", "--high", "high.jsonl", "--most-answers", "0")
    first = inside(monkeypatch, capsys, *command)
    again = inside(monkeypatch, capsys, *command)
    assert (again.out, len(asked)) == (first.out, 3)
    assert TOLD in again.err
