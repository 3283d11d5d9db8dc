"""An office's settings: where they are looked for, what comes first, who may have written them, and what names them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from running import ROOT, Ran, inside

from visit.commands.office import FILE, NAMED, VARIABLES

CASE = (ROOT / "examples" / "sil-noget-at-staa-op-til.yaml").read_text("utf-8")


@pytest.fixture
def office(tmp_path: Path, monkeypatch, capsys):
    """Give a folder with a case two folders down, a home, and how a command runs there."""
    for name in (*VARIABLES.values(), NAMED):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "office" / "cases").mkdir(parents=True)
    (tmp_path / "home" / "visit").mkdir(parents=True)
    (tmp_path / "office" / "cases" / "case.yaml").write_text(CASE, "utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **environment: str) -> Ran:
        return inside(
            monkeypatch, capsys, *arguments, **{"XDG_CONFIG_HOME": str(tmp_path / "home"), **environment}
        )  # fmt: skip

    return run


def write(place: str, *lines: str) -> Path:
    """Write a settings file, of the office or of the home."""
    path = Path(place) / FILE
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path.absolute()


HOME = "home/visit"
FILED = "office/cases/case.yaml"


def shown(run, *arguments: str, **environment: str) -> dict[str, tuple[str | None, str]]:
    """Return each setting's value and the kind of place it is from."""
    ran = run("config", "show", *arguments, "--format", "json", **environment)
    assert (ran.code, ran.err) == (0, "")
    return {one["key"]: (one["value"], one["source"]) for one in json.loads(ran.out)["values"]}


def test_the_nearest_file_above_the_case_comes_before_the_users(office) -> None:
    write(HOME, 'guideline = "esbjerg"', 'by = "eva"')
    assert shown(office, FILED)["guideline"] == ("esbjerg", "user")
    write("office", 'guideline = "silkeborg"')
    found = shown(office, FILED)
    assert (found["guideline"], found["by"]) == (("silkeborg", "project"), ("eva", "user"))
    write("office/cases", 'guideline = "holstebro"')
    assert shown(office, FILED)["guideline"] == ("holstebro", "project")
    assert shown(office)["guideline"] == ("esbjerg", "user"), "nothing is above the working folder"


@pytest.mark.parametrize(
    ("key", "variable", "value"),
    [(key, name, {"language": "da"}.get(key, "x")) for key, name in VARIABLES.items()],
)
def test_the_environment_comes_before_the_files(key: str, variable: str, value: str, office) -> None:
    write("office", f'{key} = "en"')
    assert shown(office, FILED)[key][1] == "project"
    found = str(Path(value).absolute()) if key == "ledger" else value
    assert shown(office, FILED, **{variable: value})[key] == (found, "environment")
    assert shown(office, FILED, **{variable: ""})[key][1] == "project", "an empty variable sets nothing"


def test_without_any_each_setting_says_what_holds_then(office) -> None:
    found = shown(office, FILED)
    assert {source for _value, source in found.values()} == {"default"}
    assert found["ledger"] == (str(Path("ledger.db").absolute()), "default")
    assert shown(office, FILED, "--lang", "da")["language"] == ("da", "option")


def test_paths_are_from_the_files_folder_and_ids_are_not(office) -> None:
    write("office", 'guideline = "mine.yaml"', 'catalogue = "offers/ours.yaml"', 'ledger = "/srv/ledger.db"')
    found = shown(office, FILED)
    folder = Path("office").absolute()
    assert found["guideline"][0] == str(folder / "mine.yaml")
    assert found["catalogue"][0] == str(folder / "offers/ours.yaml")
    assert found["ledger"][0] == "/srv/ledger.db"
    write("office", 'ledger = "postgresql://visit@db/office"')
    assert shown(office, FILED)["ledger"][0] == "postgresql://visit@db/office"


def test_an_answer_names_the_file_that_decides(office) -> None:
    bare = office("match", FILED, "--format", "json")
    assert "settings" not in json.loads(bare.out)
    path = write("office", "# ours", 'guideline = "serviceloven"')
    document = json.loads(office("match", FILED, "--format", "json").out)
    assert document["settings"] == {"guideline": f"{path}:2:1"}
    assert document["guideline"]["id"] == "serviceloven"
    for command in (("match", FILED), ("match", FILED, "--full"), ("why", FILED, "1")):
        told = "".join(office(*command).out.split())  # a long path is broken over lines
        assert f"Settings:guidelinefrom{path}" in told, command
    option = office("match", FILED, "-g", "silkeborg", "--format", "json")
    assert option.out == bare.out, "an option leaves the file unused"
    named = json.loads(office("match", FILED, "--format", "json", VISIT_GUIDELINE="silkeborg").out)
    assert named["settings"] == {"guideline": "VISIT_GUIDELINE"}


def test_the_language_follows_the_case(office) -> None:
    write("office", 'language = "da"')
    assert "FØR AFGØRELSEN" in office("match", FILED).out
    assert "BEFORE YOU DECIDE" in office("match", FILED, "--lang", "en").out
    assert "BEFORE YOU DECIDE" in office("match", FILED, VISIT_LANG="en").out
    Path("case.yaml").write_text(CASE, "utf-8")
    assert "BEFORE YOU DECIDE" in office("match", "case.yaml").out
    write(HOME, 'language = "da"')
    assert "Brug: visit" in office("--help").out


def test_a_decision_goes_where_the_office_keeps_its_ledger_and_replay_reads_no_settings(office) -> None:
    path = write("office", 'ledger = "kept.db"', 'by = "eva"')
    assert office("log", "init", "--ledger", "office/kept.db", "--by", "eva").code == 0
    ran = office("decide", FILED, "1", "--reason", "x", "--format", "json")
    assert (ran.code, json.loads(ran.out)["settings"]) == (0, {"by": f"{path}:2:1", "ledger": f"{path}:1:1"})
    listed = json.loads(office("log", "list", "--ledger", "office/kept.db", "--format", "json").out)
    assert [one["by"] for one in listed["entries"]] == ["eva", "eva"]
    write(".", 'ledger = "office/kept.db"', 'guideline = "nothing"', "no setting at all")
    assert office("log", "list").code == 2
    missing = office("replay", "--all")
    assert (missing.code, missing.out) == (2, "")
    assert "there is no ledger" in missing.err
    assert "visit.toml (not for `replay`)" in missing.err
    again = office("replay", "--all", "--ledger", "office/kept.db", VISIT_CATALOGUE="no.yaml", VISIT_GUIDELINE="no")
    assert (again.code, again.err) == (0, "")
    assert "Settings" not in again.out


FAULTS = {
    'guidelin = "x"': ('1:1: error: unknown setting "guidelin"', 'did you mean "guideline"?'),
    '  lang = "da"': ('1:3: error: unknown setting "lang"', 'did you mean "language"?'),
    'colour = "red"': ('1:1: error: unknown setting "colour"', "guideline, catalogue, ledger, language, by"),
    "[visit]": ('1:1: error: unknown setting "visit"', "guideline, catalogue"),
    'a.b = "x"': ('1:1: error: unknown setting "a"', "guideline, catalogue"),
    "ledger = 3": ("1:10: error: ledger must be a text in quotes, on one line", ""),
    'ledger = ""': ("1:10: error: ledger must be a text in quotes, on one line", ""),
    'by = "a\\nb"': ("1:6: error: by must be a text in quotes, on one line", ""),
    'by = "a\\u202eb"': ("1:6: error: by must be a text in quotes, on one line", ""),
    "ledger = kept.db": ("1:10: error: this is not a setting", "write one on a line"),
    'by = """': ("error: this is not a setting", "write one on a line"),
    'language = "sv"': ('1:12: error: language must be da or en, not "sv"', ""),
    'catalogue = "-"': ("1:13: error: standard input cannot be a setting", "name a file"),
    'ledger = "postgres:/x"': ("1:10: error: the name of the ledger is neither a file's nor a URL", "postgresql://"),
    'by = "a"\nby = "b"': ("2:1: error: by is set in line 1 already", ""),
    '# ring 010190-1234\nby = "a"': ("1:8: error: this file must not contain a CPR number", ""),
    'by = "010190\\u002d1234"': ("1:6: error: this file must not contain a CPR number", ""),
    'by = "a\x07"': ("1:8: error: the hidden character U+0007 cannot be written here", "delete it"),
    "by = \0": ("error: this is a binary file, not text", ""),
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_is_told_with_line_and_column(text: str, office) -> None:
    message, help = FAULTS[text]
    path = Path("office") / FILE
    path.write_text(text, "utf-8")
    ran = office("match", FILED)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{path.absolute()}:")
    assert message in ran.err
    assert help in ran.err
    assert "1234" not in ran.err
    assert ran.err == office("config", "show", FILED).err


def test_every_fault_of_both_files_is_told(office) -> None:
    write("office", "a = 1", 'ledger = "x"', "b = 2")
    write(HOME, "c = 3")
    assert office("match", FILED).err.count("unknown setting") == 3


def test_a_large_file_and_bytes_that_are_no_text(office) -> None:
    (Path("office") / FILE).write_bytes(b"#" * 65_537)
    assert "a settings file is at most 65536 bytes" in office("match", FILED).err
    (Path("office") / FILE).write_bytes(b'by = "\xe6"')
    assert "1:7: error: the file is not UTF-8 from here on" in office("match", FILED).err


@pytest.mark.skipif(os.name != "posix", reason="files have other owners there")
def test_what_somebody_else_could_have_written_decides_nothing(office, monkeypatch) -> None:
    path = write("office", 'guideline = "serviceloven"')
    path.chmod(0o666)
    ran = office("match", FILED)
    assert (ran.code, ran.out) == (2, "")
    assert "anybody can write these settings" in ran.err
    path.chmod(0o644)
    owner = path.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1000)
    if owner == 0:
        assert office("match", FILED).code == 0, "root's files are the machine's own"
        os.chown(path, 1, -1)
    ran = office("match", FILED)
    assert (ran.code, ran.out) == (2, "")
    assert "these settings are another user's" in ran.err
    named = office("match", FILED, "--format", "json", **{NAMED: str(path)})
    assert json.loads(named.out)["guideline"]["id"] == "serviceloven", "whoever names it means it"


@pytest.mark.skipif(os.name != "posix", reason="links need a right there")
def test_no_link_no_pipe_and_no_folder_is_read(office) -> None:
    elsewhere = write(".", 'guideline = "serviceloven"').rename("elsewhere.toml").absolute()
    path = Path("office") / FILE
    path.symlink_to(elsewhere)
    assert "this is a link" in office("match", FILED).err
    path.unlink()
    path.symlink_to("nowhere")
    assert "this is a link" in office("match", FILED).err, "also one that leads nowhere"
    path.unlink()
    os.mkfifo(path)
    assert "this is not an ordinary file" in office("match", FILED).err
    path.unlink()
    path.mkdir()
    assert "is a directory" in office("match", FILED).err
    path.rmdir()
    (Path(HOME) / FILE).symlink_to(elsewhere)
    assert shown(office, FILED)["guideline"] == ("serviceloven", "user"), "a user's own may be linked to"


def test_the_variable_names_the_file_or_stops_the_search(office) -> None:
    write("office", "broken")
    assert office("match", FILED, **{NAMED: ""}).err == ""
    assert "cannot be read" in office("match", FILED, **{NAMED: "gone.toml"}).err
    assert "CPR" in office("match", FILED, **{NAMED: "010190-1234.toml"}).err


def test_what_is_asked_over_standard_input_looks_from_the_working_folder(office, monkeypatch, capsys) -> None:
    path = write(".", 'guideline = "serviceloven"')
    ran = inside(monkeypatch, capsys, "match", "-", "--format", "json", stdin=CASE.encode())
    assert json.loads(ran.out)["settings"] == {"guideline": f"{path}:1:1"}


def test_an_error_about_a_value_that_is_set_says_where(office) -> None:
    path = write("office", "# ours", 'catalogue = "gone.yaml"')
    gone = office("match", FILED)
    assert (gone.code, gone.out) == (2, "")
    assert gone.err.startswith(f"{path.parent / 'gone.yaml'}: error: there is no such file")
    assert gone.err.endswith(f"\n  Settings: catalogue from {path}:2:1\n")
    path = write("office", 'guideline = "silkebrog"', 'by = "eva"')
    assert office("match", FILED).err.endswith(f'did you mean "silkeborg"?\n  Settings: guideline from {path}:1:1\n')
    assert "Settings" not in office("match", FILED, "-g", "esbjreg").err, "what was typed is from no file"
    assert office("match", FILED, VISIT_GUIDELINE="none").err.endswith("  Settings: guideline from VISIT_GUIDELINE\n")
    assert "Settings" not in office("match", "none.yaml").err, "nor after another command"
    path = write(".", 'ledger = "kept/here.db"')
    assert f"  Settings: ledger from {path}:1:1\n" in office("log", "list").err
