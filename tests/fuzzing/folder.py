"""The folder of an office, with a good file of every kind, and a command that is run in it."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from running import NOW, ROOT, TODAY, Ran

from visit import cli, locale

CASES = (
    "sil-noget-at-staa-op-til",
    "ib-stu-hos-foraeldre",
    "hol-hjemloes-stoffer-og-sindslidelse",
    "had-frit-valg-lidt-dyrere",
)
ORIGIN = "nordby.dk/visit"
OFFERS = """  - id: kjellerup
    name: "Støtte i Kjellerup"
    operator: {type: municipal, municipality: Silkeborg}
    mobile: true
    specialisation: {depression: 2, anxiety: 2}
    approved: {by: Socialtilsyn Midt, tilbudsportalen: true}
    covers: [mastering_everyday, budget_and_mail, social_contact]
    source: {ref: "Prøvekilde", as_of: 2026-01-01}
    services:
      - {provision: SEL-85, hours_per_week: 6, price_dkk_per_day: 300, free: 3, waiting_days: 14}
  - id: vaerkstedet
    name: "Værkstedet"
    operator: {type: private, name: "Værkstedet"}
    place: Kjellerup
    ages: [18, null]
    covers: [something_to_get_up_for, social_contact]
    source: {ref: "Prøvekilde", as_of: 2026-01-01}
    services:
      - {provision: SEL-104, places: 12, price_dkk_per_day: 450, free: 1}
      - {provision: SEL-103-1, places: 12}
"""
DEPARTURES = """departures:
  wish: {da: "borgerens ønske", en: "the citizen's wish"}
  other: {da: "andet", en: "another reason"}
"""
PLAN = """plan: sil-2025-0733
handleplan: {status: offered, on: 2026-11-20}
ends: 2028-11-30
phases:
  - {months: 3, hours_per_week: {support: 12}}
handover: {on: 2026-12-15, responsible: "the contact person"}
tariff: {settled_by: "negotiation", on: 2026-11-18, dkk_per_day: 1450}
dialogue:
  - {on: 2026-11-12, with: [citizen, relatives], citizen_agreed: true}
notes: "as agreed"
"""
FOLLOW_UP = """follow_up: sil-2025-0733
measured: 2026-11-20
functioning: {cook: 2, interact: 1}
support_need: 2
goals:
  - {theme: interact, level: 1, reached: true, text: "has found a friend"}
outcome: continue
own_words: "it helps"
"""


@dataclass(frozen=True)
class Given:
    """What a command is given beside its arguments: what stands on standard input, and what it says it is run as."""

    stdin: bytes = b""
    lang: str = "en"


@dataclass(frozen=True)
class Answer:
    """What came of a command: what it printed and how long it computed."""

    ran: Ran
    seconds: float


class Printed(io.StringIO):
    """What a command prints, in text or in bytes."""

    @property
    def buffer(self) -> Printed:
        """Where bytes go: the same text."""
        return self

    def write(self, text: str | bytes) -> int:  # type: ignore[override]
        """Take what is printed; the byte order mark before a csv is the file's own, and no character of it."""
        return super().write(text.decode("utf-8-sig", errors="replace") if isinstance(text, bytes) else text)


def answered(folder: Path, arguments: Sequence[str], given: Given = Given()) -> Answer:
    """Run a command in a folder, on a day that is always the same."""
    out, err = Printed(), io.StringIO()
    before, begun = locale.language(), process_time()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in ("VISIT_LEDGER", "VISIT_USER", "VISIT_DEBUG", "LC_ALL", "LANG", "LANGUAGE", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        home = folder.parent / "home"
        for name, value in {"HOME": str(home), "XDG_CACHE_HOME": str(home), "VISIT_LANG": given.lang}.items():
            patch.setenv(name, value)
        for name, value in {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}.items():
            patch.setenv(name, value)
        for module in ("inputs", "catalogue", "guideline", "answers"):
            patch.setattr(f"visit.commands.{module}.today", lambda: TODAY)
        for module in ("decide", "answers", "log", "log_erase"):
            patch.setattr(f"visit.commands.{module}.now", lambda: NOW)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.stdin), "utf-8"))
        patch.chdir(folder)
        try:
            code = cli.main(list(arguments))
        finally:
            locale.use(before)
    return Answer(Ran(code, out.getvalue(), err.getvalue()), process_time() - begun)


_MADE = """
log init --origin nordby.dk/visit --key visit.key --role anna=caseworker --role lars=leader --team anna=north
decide case1.yaml 1 --reason nearest --by anna -c offers.yaml -g small.yaml --plan plan.yaml
decide case2.yaml --none postponed --reason later --by anna -c offers.yaml -g small.yaml
decide case3.yaml --other room --reason nothing --by anna -c offers.yaml -g small.yaml
log checkpoint --key visit.key -o kept.txt
follow-up 1 --measured follow.yaml --by anna
refuse 1 --who offer --code no_place --reason full --by anna
correct 2 corrected.yaml --reason misread --by anna
log erase --case hol-2026-0071 --basis law --yes --by lars
log checkpoint --key visit.key -o newest.txt
pack 1 3 7 --redact by --checkpoint kept.txt -o pack.json
"""


def office(folder: Path) -> Path:
    """Make a folder with a good file of every kind."""
    folder.mkdir(parents=True)
    for number, name in enumerate(CASES, start=1):
        case = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
        in_force = re.sub("(?m)^assessed: .*", "assessed: 2026-11-02", case)
        (folder / f"case{number}.yaml").write_text(in_force, encoding="utf-8")
    for name, more in {"offers.yaml": OFFERS, "small.yaml": DEPARTURES, "small.cases.yaml": ""}.items():
        text = (ROOT / "tests" / "commands" / name).read_text(encoding="utf-8")
        (folder / name).write_text(text + more, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "follow.yaml").write_text(FOLLOW_UP, encoding="utf-8")
    (folder / "reason.txt").write_text("It is nearest her mother.\nShe knows the house.\n", encoding="utf-8")
    (folder / "corrected.yaml").write_text(
        re.sub("(?m)^support_need: .*", "support_need: 4", (folder / "case2.yaml").read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    for command in _MADE.strip().splitlines():
        ran = answered(folder, command.split()).ran
        assert ran.code == 0, (command, ran)
    return folder


def texts_of(folder: Path) -> dict[str, str]:
    """Return the files that are text, as they are when they are good."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in folder.iterdir()
        if not path.name.startswith("ledger.db")
    }


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@contextmanager
def copied(good: Path) -> Iterator[Path]:
    """Have a copy of a folder inside a `with` block."""
    place = good.parent / f"try-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(good, place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
