"""Everything that can be wrong with what visit is given, through the real command line: a message, a code, and no more.

`tests/golden/bad_input/` holds the exact messages. None is a traceback, and none repeats a CPR number.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from running import ROOT, Ran, inside, same_as_golden

CPR, BARE = "010190-1234", "0101901234"
HEAD = "case: a-1\nassessed: 2026-11-02\nmunicipality: Ikast-Brande\n"
OFFERS = (ROOT / "tests" / "commands" / "offers.yaml").read_text(encoding="utf-8")
GUIDE = (ROOT / "tests" / "commands" / "small.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Bad:
    """What is given: a file and the command, where `{file}` stands for it."""

    file: str | bytes | Callable[[Path], None] = HEAD
    command: str = "match {file}"
    code: int = 2


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)


def _bombs(levels: int = 9) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return HEAD + "\n".join(lines) + "\n"


def with_line(line: str) -> str:
    """Return a case with one more line."""
    return f"{HEAD}{line}\n"


FAULTS = {
    "move-to-nowhere": Bad(with_line("consent: {moves: [{consent: given}]}")),
    "duplicate-key": Bad(HEAD + "support_need: 2\nsupport_need: 3\n"),
    "unknown-key": Bad(with_line("suport_need: 3")),
    "unknown-key-within": Bad(with_line("needs: {area: [support]}")),
    "unknown-key-far-off": Bad(with_line("zzz: 3")),
    "text-for-a-number": Bad(with_line("support_need: three")),
    "number-in-quotes": Bad(with_line('support_need: "3"')),
    "number-for-a-text": Bad(with_line("notes: 3")),
    "list-for-a-group": Bad(with_line("citizen: [1, 2]")),
    "group-for-a-list": Bad(with_line("network: {who: mother}")),
    "list-for-the-document": Bad("- a\n- b\n"),
    "text-for-the-document": Bad("just a text\n"),
    "no-for-a-boolean": Bad(with_line("flags: {acute: no}")),
    "NO-for-a-boolean": Bad(with_line("flags: {acute: NO}")),
    "yes-for-a-boolean": Bad(with_line("needs: {round_the_clock: yes}")),
    "off-for-a-boolean": Bad(with_line("flags: {pilot: off}")),
    "octal-postcode": Bad(with_line("citizen: {home: {place: 0800}}")),
    "number-for-a-place": Bad(with_line("citizen: {home: {place: 743}}")),
    "postcode-of-another-town": Bad(with_line("citizen: {home: {place: 8000 Brande}}")),
    "postcode-without-a-point": Bad(with_line("citizen: {home: {place: 8592}}")),
    "unknown-postcode": Bad(with_line('citizen: {home: {place: "0001"}}')),
    "unknown-place": Bad(with_line("citizen: {home: {place: Ikastt}}")),
    "sexagesimal": Bad(with_line("support_need: 1:30")),
    "sexagesimal-hours": Bad(with_line("needs: {hours_per_week: {support: 12:30}}")),
    "tab": Bad(HEAD + "citizen:\n\tage: 19\n"),
    "latin-1": Bad((HEAD + "notes: blåbær\n").encode("latin-1")),
    "utf-16": Bad((HEAD).encode("utf-16")),
    "binary": Bad(b"\x7fELF\x02\x01\x00\x00\x00\x00case: a"),
    "hidden-character": Bad(with_line("notes: a\u2028b")),
    "empty": Bad(""),
    "only-comments": Bad("# nothing\n"),
    "hundred-megabytes": Bad(_sparse),
    "deep": Bad("[" * 10_000 + "]" * 10_000),
    "deep-maps": Bad(with_line("notes: " + "{a: " * 10_000 + "1" + "}" * 10_000)),
    "alias-bomb": Bad(_bombs()),
    "tag": Bad(with_line("notes: !!python/object/apply:os.system [ls]")),
    "two-documents": Bad(HEAD + "---\n" + HEAD),
    "not-closed": Bad(with_line("citizen: {age: 19")),
    "unknown-area": Bad(with_line("needs: {areas: [suport]}")),
    "unknown-need": Bad(with_line("needs: {must: [training_home_skill]}")),
    "unknown-target-group": Bad(with_line("target_groups: {primary: autisme}")),
    "unknown-municipality": Bad(HEAD.replace("Ikast-Brande", "Ikast Brande")),
    "unknown-provision": Bad(with_line("applied: [{provision: SEL-999}]")),
    "unknown-theme": Bad(with_line("functioning: {cooking: 3}")),
    "impossible-date": Bad(HEAD.replace("2026-11-02", "2026-02-30")),
    "danish-date": Bad(HEAD.replace("2026-11-02", "02-11-2026")),
    "date-with-time": Bad(HEAD.replace("2026-11-02", "2026-11-02T10:00:00")),
    "future-assessment": Bad(HEAD.replace("2026-11-02", "2199-01-01")),
    "born-after-assessment": Bad(with_line("citizen: {born: 2027-01-01}")),
    "born-and-age": Bad(with_line("citizen: {born: 2000, age: 26}")),
    "negative-hours": Bad(with_line("needs: {hours_per_week: {support: -5}}")),
    "too-many-hours": Bad(with_line("needs: {hours_per_week: {support: 900}}")),
    "level-out-of-range": Bad(with_line("functioning: {cook: 5}")),
    "infinity": Bad(with_line("needs: {hours_per_week: {support: .inf}}")),
    "missing-everything": Bad("citizen: {age: 19}\n"),
    "several-at-once": Bad("case: A B\nassessed: tomorrow\nmunicipality: Nix\nsupport_need: 9\nsuport: 1\nflags: {acute: no}\n"),
    "cpr-in-the-id": Bad(HEAD.replace("a-1", CPR)),
    "cpr-in-a-text": Bad(with_line(f"notes: borger {CPR} har ringet")),
    "cpr-without-hyphen": Bad(with_line(f"notes: borger {BARE} har ringet")),
    "cpr-with-spaces": Bad(with_line("notes: borger 010190 1234")),
    "cpr-as-a-number": Bad(with_line(f"support_need: {BARE}")),
    "cpr-as-a-key": Bad(with_line(f"functioning: {{{CPR}: 2}}")),
    "cpr-in-a-comment": Bad(with_line(f"# {CPR}")),
    "cpr-in-a-code": Bad(with_line(f"permanence: x{CPR}")),
    "cpr-in-escapes": Bad(with_line('notes: "\\x30101901234"')),
    "cpr-in-set": Bad(command=f"match {{file}} --set case.notes={CPR}"),
    "cpr-in-set-bare": Bad(command=f"match {{file}} --set case.notes={BARE}"),
    "cpr-in-set-name": Bad(command=f"match {{file}} --set case.{CPR}=3"),
    "cpr-alone-in-set": Bad(command=f"match {{file}} --set {CPR}"),
    "cpr-as-as-of": Bad(command=f"match {{file}} --as-of {BARE}"),
    "cpr-as-guideline": Bad(command=f"match {{file}} --guideline {CPR}"),
    "cpr-as-a-file": Bad(command=f"match {CPR}.yaml"),
    "cpr-as-an-option": Bad(command=f"match {{file}} --{CPR}"),
    "cpr-as-a-command": Bad(command=CPR),
    "cpr-as-top": Bad(command=f"match {{file}} --top {BARE}"),
    "cpr-as-subject": Bad(command=f"why {{file}} {CPR}"),
    "cpr-as-offer": Bad(command=f"catalogue show {CPR}"),
    "cpr-as-statement": Bad(GUIDE, command=f"guideline show {{file}} {CPR}"),
    "missing-file": Bad(command="match nix.yaml"),
    "folder": Bad(command="why . 1"),
    "case-for-a-catalogue": Bad(command="match {file} --catalogue {file}"),
    "catalogue-for-a-case": Bad(OFFERS, command="match {file}"),
    "guideline-for-a-case": Bad(GUIDE, command="match {file}"),
    "case-for-a-guideline": Bad(command="guideline show {file}"),
    "unknown-guideline": Bad(command="match {file} --guideline ikat"),
    "unknown-guideline-near": Bad(command="match {file} --guideline haderslv"),
    "unknown-catalogue": Bad(command="match {file} --catalogue nix.yaml"),
    "unknown-option-of-command": Bad(command="match {file} --tpo 3"),
    "unknown-command": Bad(command="mathc {file}"),
    "unknown-format": Bad(command="match {file} --format pdf"),
    "unknown-language": Bad(command="match {file} --lang de"),
    "top-zero": Bad(command="match {file} --top 0"),
    "no-arguments": Bad(command="match"),
    "too-many-arguments": Bad(command="why {file} 1 2"),
    "unknown-rank": Bad(with_line("needs: {areas: [support]}"), command="why {file} 99"),
    "rank-zero": Bad(with_line("needs: {areas: [support]}"), command="why {file} 0"),
    "unknown-subject": Bad(with_line("needs: {areas: [support]}"), command="why {file} hol-lyksbu/SEL-107-1"),
    "set-without-value": Bad(command="match {file} --set case.support_need"),
    "set-nothing": Bad(command="match {file} --set ="),
    "set-unknown-key": Bad(command="match {file} --set case.suport_need=3"),
    "set-unknown-group": Bad(command="match {file} --set case.citizn.age=3"),
    "set-wrong-type": Bad(command="match {file} --set case.support_need=high"),
    "set-out-of-range": Bad(with_line("support_need: 2"), command="match {file} --set case.support_need=9"),
    "set-not-yaml": Bad(command="match {file} --set case.needs.areas=[support"),
    "set-below-a-text": Bad(with_line("notes: a"), command="match {file} --set case.notes.more=3"),
    "set-several": Bad(command="match {file} --set nonsense --set =3 --set case.support_need=[1"),
    "as-of-nonsense": Bad(command="match {file} --as-of tomorrow"),
    "as-of-impossible": Bad(command="match {file} --as-of 2026-02-30"),
    "as-of-danish": Bad(command="match {file} --as-of 02-11-2026"),
    "as-of-week": Bad(command="match {file} --as-of 2026-W45-1"),
    "as-of-before-the-guideline": Bad(command="match {file} --as-of 1999-01-01"),
    "everything-at-once": Bad(with_line("support_need: 9"), command="match {file} --as-of nix --catalogue nix.yaml"),
    "stdin-twice": Bad(command="match - --catalogue -"),
    "unknown-offer": Bad(command="catalogue show ib-oerbaeklun"),
    "list-unknown-municipality": Bad(command="catalogue list --municipality Ikast-Brannde"),
    "list-unknown-provision": Bad(command="catalogue list --provision SEL-1077"),
    "list-unknown-place": Bad(command="catalogue list --near Nixby"),
    "show-unknown-statement": Bad(GUIDE, command="guideline show {file} near-enouhg"),
    "show-unknown-guideline": Bad(command="guideline show nix"),
    "unknown-schema": Bad(command="schema offers"),
    "check-missing-file": Bad(command="case check {file} nix.yaml"),
    "check-folder": Bad(command="case check ."),
    "check-faulty": Bad(with_line("support_need: 9\nsuport: 1"), command="case check {file} {file}", code=1),
    "check-future": Bad(HEAD.replace("2026-11-02", "2199-01-01"), command="case check {file}", code=1),
    "check-cpr": Bad(with_line(f"notes: {CPR}"), command="case check {file}", code=1),
    "check-empty": Bad("", command="case check {file}", code=1),
    "check-catalogue": Bad(
        OFFERS.replace("case.age > 67", "case.agee > 67").replace("lat: 56.138", "lat: 5"), "catalogue check {file}", 1
    ),
    "check-catalogue-terms": Bad(OFFERS.replace("case.age > 67", "case.agee > 67"), "catalogue check {file}", 1),
    "check-catalogue-case": Bad(command="catalogue check {file}", code=1),
    "check-guideline-shape": Bad(
        GUIDE.replace("strength: must", "strength: maybe").replace("by: leader", "by: king"), "guideline check {file}", 1
    ),
    "check-guideline-conditions": Bad(
        GUIDE.replace("travel.network_km <= near_km", "travel.network_kn <= near_km").replace("when: heavy", "when: heavyy")
        .replace("option.staff == tied_day_and_night", "option.staff =="),
        "guideline check {file}", 1,
    ),
    "check-guideline-parent": Bad(GUIDE.replace("source:", "extends: nix\nsource:", 1), "guideline check {file}", 1),
    "check-guideline-unknown": Bad(command="guideline check nix"),
    "check-guideline-case": Bad(command="guideline check {file}", code=1),
}  # fmt: skip


def run(
    bad: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str = "en"
) -> Ran:
    """Give visit what is bad, from the folder it lies in."""
    path = tmp_path / "given.yaml"
    if callable(bad.file):
        bad.file(path)
    else:
        path.write_bytes(bad.file if isinstance(bad.file, bytes) else bad.file.encode("utf-8"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return inside(monkeypatch, capsys, "--lang", lang, *bad.command.format(file=path.name).split())


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_bad_is_told(name: str, tmp_path, monkeypatch, capsys, request) -> None:
    ran = run(FAULTS[name], tmp_path, monkeypatch, capsys)
    said = ran.out + ran.err
    assert "Traceback" not in said
    assert "defect" not in said
    assert CPR not in said
    assert BARE.lstrip("0") not in said
    assert "010190 1234" not in said
    same_as_golden(request, f"bad_input/{name}.txt", ran.written())
    assert ran.code == FAULTS[name].code
    # What cannot be answered says nothing on standard output but what good files beside it are told.
    assert ran.code == 1 or "error:" not in ran.out


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_told_in_danish_too(name: str, tmp_path, monkeypatch, capsys) -> None:
    ran = run(FAULTS[name], tmp_path, monkeypatch, capsys, "da")
    said = ran.out + ran.err
    assert CPR not in said
    assert BARE not in said
    if name not in ("unknown-language",):
        assert " error: " not in said
        assert "help: " not in said


def test_a_byte_order_mark_is_accepted(tmp_path, monkeypatch, capsys) -> None:
    ran = run(Bad(b"\xef\xbb\xbf" + HEAD.encode(), "case check {file}"), tmp_path, monkeypatch, capsys)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may read everything reads this too")
def test_a_file_that_may_not_be_read(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "case.yaml").write_text(HEAD)
    (tmp_path / "closed").chmod(0)
    try:
        ran = run(Bad(command="match closed/case.yaml"), tmp_path, monkeypatch, capsys)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert ran.code == 2
    assert ran.err.startswith("closed/case.yaml: error: the file cannot be read: permission denied")


def test_a_file_the_system_does_not_give_out(tmp_path, monkeypatch, capsys) -> None:
    """What `open` says to somebody who may not read, whoever runs the test."""
    opened = Path.open

    def refuse(path: Path, *arguments, **named):
        if path.name == "given.yaml" and "w" not in str(arguments):
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)

    (tmp_path / "given.yaml").write_text(HEAD)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.chdir(tmp_path)
    for command in ("match", "case check"):
        ran = inside(monkeypatch, capsys, *command.split(), "given.yaml", "--lang", "en")
        assert ran.code == 2
        assert ran.err.startswith("given.yaml: error: the file cannot be read: permission denied")
