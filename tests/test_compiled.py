"""No second truth: a compiled document answers as its sources do, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import compile_documents
import pytest
from running import ROOT, Ran, inside

from visit import compiled, places, shipped, vocabulary
from visit.commands import cache, private_files
from visit.commands.cache import cached_catalogue
from visit.commands.files import catalogue_of_file
from visit.rules.guideline import layering
from visit.version import __version__

CASE = str(ROOT / "examples" / "ib-stu-hos-foraeldre.yaml")
OFFERS = (ROOT / "tests" / "commands" / "offers.yaml").read_text("utf-8")
NAMES = {"vocabulary", "places", "catalogue", "guidelines"}


# --- what ships ---


def test_what_ships_is_compiled_from_the_files_that_ship() -> None:
    stale = [
        name
        for name, content in compile_documents.documents()
        if (compiled.FOLDER / f"{name}.json").read_bytes() != content
    ]
    assert stale == [], "run python tools/compile_documents.py"


def test_every_file_of_data_is_a_source_of_something() -> None:
    sources = {*vocabulary.sources(), *places.sources(), *layering.sources(), shipped.CATALOGUE}
    data = {path for kind in ("yaml", "json") for path in (ROOT / "visit").rglob(f"*.{kind}")}
    assert data - sources == {
        path
        for path in data
        if path.name.endswith(".cases.yaml")
        or path.parent == compiled.FOLDER
        or path.name in ("outline.json", "kinds.yaml")
        or path.parent == shipped.PROFILES
        or path == shipped.FACTS
        or path.parent.name == "imports"
    }


@dataclass(frozen=True)
class Installed:
    """A copy of the package, as it is installed somewhere."""

    folder: Path

    def file(self, name: str) -> Path:
        return self.folder / "visit" / name

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file."""
        text = self.file(name).read_text("utf-8")
        assert text.count(old) == 1, name
        self.file(name).write_text(text.replace(old, new), "utf-8")

    def answers(self, *commands: Sequence[str], language: str = "en") -> list[Ran]:
        """Run commands in one process that has this copy and no other."""
        ended = subprocess.run(
            [sys.executable, "-c", COMMANDS, json.dumps(commands)],
            cwd=self.folder, capture_output=True, text=True, check=True, timeout=300,
            env={"PYTHONPATH": str(self.folder), "PATH": "/usr/bin:/bin", "VISIT_LANG": language, "COLUMNS": "300",
                 "XDG_CACHE_HOME": str(self.folder / "cache"), "PYTHONUTF8": "1"},
        )  # fmt: skip
        found = [Ran(*one) for one in json.loads(ended.stdout)]
        assert 70 not in [one.code for one in found], found
        return found

    def answer(self, *command: str) -> Ran:
        """Run one command in a process of its own."""
        (only,) = self.answers(command)
        return only

    def current(self) -> set[str]:
        """Return which compiled documents are used."""
        ended = subprocess.run(
            [sys.executable, "-c", CURRENT], cwd=self.folder, capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(self.folder), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        return set(ended.stdout.split())


COMMANDS = """
import contextlib, io, json, sys
from visit.cli import main
found = []
for command in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(command)
    found.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(found))
"""
CURRENT = """
from visit import catalogue, compiled, places, shipped, vocabulary
from visit.rules.guideline import layering
made_from = {
    "vocabulary": vocabulary.sources(), "places": places.sources(), "guidelines": layering.sources(),
    "catalogue": (shipped.CATALOGUE, *catalogue.sources()),
}
for name, sources in made_from.items():
    if compiled.read_compiled(compiled.FOLDER / f"{name}.json", compiled.made_from(sources)) is not None:
        print(name)
"""


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    shutil.copytree(ROOT / "visit", tmp_path / "visit")  # with its byte code
    return Installed(tmp_path)


def test_a_copy_elsewhere_uses_what_is_compiled(installed: Installed) -> None:
    assert installed.current() == NAMES


def test_sources_answer_as_what_is_compiled(installed: Installed) -> None:
    commands = (
        ("match", CASE, "--format", "json"), ("match", CASE, "--full"), ("why", CASE, "1"), ("guideline", "list"),
        ("catalogue", "list", "--near", "Ikast"), ("guideline", "show", "ikast-brande"),
    )  # fmt: skip
    before = installed.answers(*commands)
    for name in NAMES:
        installed.file(f"compiled/{name}.json").unlink()
    assert installed.answers(*commands) == before


EDITED = "Kun i denne udgave"


@pytest.mark.parametrize(
    ("file", "old", "commands"),
    [
        (
            "guidelines/serviceloven.yaml", "væk. Fra {offer.name} til borgerens hjem",
            [("match", CASE, "--format", "json"), ("why", CASE, "aab-fristedet/SEL-85+ib-stu/STU"),
             ("guideline", "show", "serviceloven", "near-the-own-home")],
        ),
        (
            "catalogue.yaml", "Socialpædagogisk støtte (SEL 85), Ikast-Brande Kommune",
            [("match", CASE, "--full"), ("why", CASE, "1"), ("catalogue", "show", "ib-stoette-85"), ("catalogue", "list")],
        ),
        (
            "vocabulary/target_groups.yaml", "Autismespektrum",
            [("match", CASE, "--format", "json"), ("catalogue", "show", "ib-autismecenter-hagelskaervej"),
             ("catalogue", "list")],
        ),
    ],
    ids=["guideline", "catalogue", "vocabulary"],
)  # fmt: skip
def test_an_edited_text_is_in_every_answer(
    file: str, old: str, commands: list[tuple[str, ...]], installed: Installed
) -> None:
    installed.edit(file, old, EDITED)
    for command, ran in zip(commands, installed.answers(*commands, language="da"), strict=True):
        assert EDITED.casefold() in " ".join(ran.out.split()).casefold(), command


def test_an_edited_guideline_decides_replays_and_is_tested_as_it_is_now(installed: Installed) -> None:
    decide = ("decide", CASE, "1", "--reason", "as discussed", "--by", "anna", "--format", "json")
    init = ("log", "init", "--origin", "nordby.dk/visit", "--role", "anna=caseworker")
    assert [ran.code for ran in installed.answers(init, decide, ("replay", "1"))] == [0, 0, 0]
    installed.edit("guidelines/serviceloven.yaml", "own_home_reach_km: {value: 50,", "own_home_reach_km: {value: 51,")
    commands = (
        ("match", CASE, "--format", "json"), decide, ("replay", "1"), ("replay", "2"),
        ("guideline", "show", "serviceloven", "near-the-own-home"), ("test", "serviceloven", "--only", "own-home"),
    )  # fmt: skip
    match, decided, first, second, shown, tried = installed.answers(*commands)
    rows = [row for placement in json.loads(match.out)["placements"] for row in placement["departs_from"]]
    assert {row["reads"]["own_home_reach_km"] for row in rows if row["rule"] == "near-the-own-home"} == {51}
    assert (decided.code, first.code, second.code) == (0, 0, 0)
    assert "51" in shown.out
    assert tried.code == 1  # its own rows say on which side of 50 km it bites


def test_a_moved_town_is_farther_away(installed: Installed) -> None:
    near = installed.answer("catalogue", "list", "--near", "Bording")
    installed.edit("places/additions.yaml", '{name: Bording, lat: "56.17"', '{name: Bording, lat: "57.17"')
    assert installed.answer("catalogue", "list", "--near", "Bording").out != near.out
    assert installed.current() == {"vocabulary", "guidelines"}


def test_a_guideline_file_that_is_added_is_known(installed: Installed) -> None:
    text = (
        installed.file("guidelines/haderslev.yaml")
        .read_text("utf-8")
        .replace("guideline: haderslev", "guideline: nordby")
    )
    installed.file("guidelines/nordby.yaml").write_text(text, "utf-8")
    assert "nordby" in installed.answer("guideline", "list").out


def test_a_fault_in_an_edited_file_is_told_with_its_place(installed: Installed) -> None:
    installed.edit(
        "guidelines/serviceloven.yaml", "require: travel.home_km <= own_home", "require: travel.home_kn <= own_home"
    )
    lines = installed.file("guidelines/serviceloven.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "travel.home_kn" in text)
    ran = installed.answer("match", CASE)
    assert ran.code == 2
    assert f"serviceloven.yaml:{line}:" in ran.err
    assert "travel.home_km" in ran.err


def test_another_version_of_visit_compiles_for_itself(installed: Installed) -> None:
    installed.edit("version.py", __version__, f"{__version__}.1")
    assert installed.current() == set()


def test_an_edited_compiled_document_is_passed_over(installed: Installed) -> None:
    for name in NAMES:
        path = installed.file(f"compiled/{name}.json")
        before = path.read_bytes()
        path.write_bytes(
            before.replace(b'"da":"', b'"da":"x', 1) if name != "places" else before.replace(b"Ikast", b"Tsaki")
        )
        assert path.read_bytes() != before
    assert installed.current() == set()


def test_a_compiled_document_that_is_forged_has_another_digest(installed: Installed) -> None:
    """Whoever can write where visit lies can make its line of the digest fit; what a decision stores does not fit then."""
    path = installed.file("compiled/guidelines.json")
    made, _digest, body, *_end = path.read_bytes().split(b"\n")
    true = json.loads(installed.answer("match", CASE, "--format", "json").out)["guideline"]["digest"]
    forged = body.replace(b'"da":"', b'"da":"Nej. ')
    path.write_bytes(b"\n".join((made, f'"{sha256(forged).hexdigest()}"'.encode(), forged, b"")))
    assert "guidelines" in installed.current()
    match, show = installed.answers(("match", CASE, "--format", "json"), ("guideline", "show", "silkeborg"))
    assert json.loads(match.out)["guideline"]["digest"] != true
    assert "is the name of another content" in show.err


# --- damage ---


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def unreadable(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever may read everything reads this too")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "not JSON": lambda path: path.write_bytes(b"\xff\xfe\x00 no"),
    "another shape": lambda path: path.write_text("[3]\n"),
    "no lines": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b" ")),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "only its first line": lambda path: path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n"),
    "deep": lambda path: path.write_bytes(path.read_bytes().split(b"\n")[0] + b'\n"0"\n' + b"[" * 100_000),
    "a folder": folder,
    "a pipe": pipe,
    "unreadable": unreadable,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_document_is_passed_over(damage: str, tmp_path: Path) -> None:
    path, made = tmp_path / "a.json", compiled.made_from(())
    path.write_bytes(compiled.compiled_text(made, {"a": [1, "æ"]}))
    assert compiled.read_compiled(path, made) is not None
    DAMAGE[damage](path)
    assert compiled.read_compiled(path, made) is None


def test_commands_answer_from_the_sources_where_what_ships_is_damaged(installed: Installed) -> None:
    before = installed.answer("match", CASE, "--format", "json")
    for name, damage in zip(sorted(NAMES), ("not JSON", "a folder", "a pipe", "cut short"), strict=True):
        DAMAGE[damage](installed.file(f"compiled/{name}.json"))
    assert installed.answer("match", CASE, "--format", "json") == before


# --- a user's own catalogue ---


@pytest.fixture
def offers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    path = tmp_path / "offers.yaml"
    path.write_text(OFFERS, "utf-8")
    return path


def compiled_file() -> Path:
    """Return the one file of the cache."""
    (only,) = private_files.folder().glob("*")
    return only


def never(*_given: object) -> None:
    pytest.fail("the file was read again")


def test_the_second_load_reads_the_compiled_form(offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_catalogue(offers)
    monkeypatch.setattr(cache, "catalogue_of_file", never)
    second = cached_catalogue(offers)
    assert (second.record, second.digest) == (first.record, first.digest)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_cache_is_private(offers: Path) -> None:
    cached_catalogue(offers)
    assert private_files.folder().stat().st_mode & 0o777 == 0o700
    assert compiled_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_cache_that_others_can_write_is_not_read(offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached_catalogue(offers)
    private_files.folder().chmod(0o770)
    read: list[object] = []
    monkeypatch.setattr(cache, "catalogue_of_file", lambda path: read.append(path) or catalogue_of_file(path))
    cached_catalogue(offers)
    assert read == [offers]
    assert private_files.folder().stat().st_mode & 0o777 == 0o700


def test_a_changed_file_is_read_again_and_replaces_what_was_kept(offers: Path) -> None:
    before = cached_catalogue(offers)
    offers.write_text(OFFERS.replace("catalogue: ", "catalogue: other-", 1), "utf-8")
    assert cached_catalogue(offers).id == f"other-{before.id}"
    assert compiled_file().is_file()  # one file, however often it changes


def test_a_file_that_changes_while_it_is_read_is_not_kept(offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(path: Path) -> object:
        found = catalogue_of_file(path)
        offers.write_text(OFFERS + "# later\n", "utf-8")
        return found

    monkeypatch.setattr(cache, "catalogue_of_file", changed)
    cached_catalogue(offers)
    assert not private_files.folder().exists()


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_cache_is_passed_over(
    damage: str, offers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("catalogue", "list", "-c", str(offers))
    where = str(private_files.folder().parent)
    good = inside(monkeypatch, capsys, *command, XDG_CACHE_HOME=where)
    DAMAGE[damage](compiled_file())
    assert inside(monkeypatch, capsys, *command, XDG_CACHE_HOME=where) == good


@pytest.mark.parametrize("where", ["/dev/null", "/proc/none", "relative", "", "\udcff/x"])
def test_an_odd_place_for_the_cache_is_no_fault(where: str, offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(offers.parent)
    monkeypatch.setenv("HOME", str(offers.parent / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", where)
    assert cached_catalogue(offers).digest == catalogue_of_file(offers)[0].digest
    assert not Path("relative").exists()


def test_where_there_is_no_home_nothing_is_kept(offers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert cached_catalogue(offers).digest == catalogue_of_file(offers)[0].digest


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_a_pipe_is_read_once(offers: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(OFFERS.encode())
    try:
        assert cached_catalogue(f"/dev/fd/{reading}").digest == catalogue_of_file(offers)[0].digest
    finally:
        os.close(reading)
    assert not private_files.folder().exists()
