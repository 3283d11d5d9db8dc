"""A sheet shows text as text: nothing in it steers a terminal, and nothing looks like a line of visit's own."""

from __future__ import annotations

import re

import pytest
from running import GOLDEN, same_as_golden

from visit.render import plain, terminal
from visit.render.blocks import Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.lines import in_lines, is_place
from visit.render.narrowing import parted

STEERING = "ok\x1b[2K\x1b[1A\u202eabc\rnew"
BROKEN = "Kløverhuset\n# 1. Sikkert hjem\n- | 0 km |"


def sheet(text: str) -> Sheet:
    """A sheet with the text in every part of it."""
    return (
        Heading(text),
        Paragraph(text),
        Paragraph(text, strong=True),
        Items((text, (text, (text, text)))),
        Table((Column("name", wraps=True), Column("km", number=True)), ((text, "3"), ("b", text))),
    )


def on_a_terminal(shown: Sheet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: str) -> str:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    terminal.print_on_terminal(shown)
    return capsys.readouterr().out


@pytest.mark.parametrize("width", ["20", "80"])
def test_nothing_steers_a_terminal(width: str, monkeypatch, capsys) -> None:
    for shown in (
        plain.plain(sheet(STEERING)),
        plain.markdown(sheet(STEERING)),
        on_a_terminal(sheet(STEERING), monkeypatch, capsys, width),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert shown.replace("\\\\", "\\").replace("\\[", "[").count("x1b[2K") >= (1 if width == "20" else 7)


def test_a_line_break_breaks_no_plain_sheet() -> None:
    lines = plain.plain(sheet(BROKEN)).splitlines()
    assert not [line for line in lines if re.match(r"#|- \||\d", line)]
    assert "Kløverhuset # 1. Sikkert hjem - | 0 km |" in lines
    assert lines.count("- Kløverhuset") == 2
    assert lines.count("  # 1. Sikkert hjem") == 2


def test_a_line_break_breaks_no_markdown() -> None:
    shown = plain.markdown(sheet(BROKEN))
    rows = [line for line in shown.splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    for line in shown.splitlines():
        inside = line.strip().removeprefix("- ").removeprefix("## ").removeprefix("**")
        assert not re.match(r"[-+#]|\d+[.)]", inside) or line.startswith("|"), line


def test_a_line_break_breaks_no_terminal(monkeypatch, capsys) -> None:
    lines = on_a_terminal(sheet(BROKEN), monkeypatch, capsys, "80").splitlines()
    assert not [line for line in lines if re.match(r"#|-|\d", line)]


def test_no_cpr_number_is_shown(monkeypatch, capsys) -> None:
    for shown in (
        plain.plain(sheet("født 010190-1234")),
        plain.markdown(sheet("født 01.01.90\n1234")),
        on_a_terminal(sheet("født 010190-1234"), monkeypatch, capsys, "80"),
    ):
        assert "1234" not in shown
        assert shown.count("født …") == 9


@pytest.mark.parametrize("text", ["-1 km", "1. sal", "2) stue", "= x", "~ 3 km"])
def test_a_paragraph_of_markdown_starts_no_list(text: str) -> None:
    assert re.match(r"\d*\\", plain.markdown((Paragraph(text),)))
    assert plain.plain((Paragraph(text),)) == f"{text}\n"


def test_nothing_is_struck_out_in_markdown() -> None:
    shown = plain.markdown(sheet("~~refused~~ ~2 km~"))
    assert not re.search(r"(?<!\\)~", shown)
    assert shown.count(r"\~\~refused\~\~ \~2 km\~") == 9


# --- how each shape looks ---

LOOK: Sheet = (
    Paragraph("sil-2025-0733 · silkeborg 2018.1 + serviceloven 2026.1 · 1 December 2025", strong=True),
    Items(("Needed areas: activity and support (stated in the case)", "Needs: 4 hours a week of support")),
    Table(
        (Column("#", number=True), Column("placement", wraps=True), Column("step"), Column("km", number=True)),
        (
            ("1", "Socialpædagogisk støtte (SEL 85), Silkeborg Kommune", "H4", "–"),
            ("", "Aktivitets- og samværstilbud [*Garland*]", "H3", "14.6"),
            ("2", "Autismecenter Midtjylland – Hagelskærvej (tidligere Skovbjergparken)", "H3", "?"),
        ),
    ),
    Paragraph("km: straight line to the network; ? not known; – does not apply"),
    Heading("By exception"),
    Items((("2 departs from:", ("The offer is normally for your target group", "level_2 | unknown")), "and 3 more")),
    Heading("Nothing else"),
    Table((Column("offer"), Column("places", number=True)), ()),
)


@pytest.mark.parametrize("shape", ["plain", "markdown", "rich-20", "rich-60", "rich-120"])
def test_each_shape_looks_as_it_is_on_record(shape: str, request, monkeypatch, capsys) -> None:
    name, _, width = shape.partition("-")
    shown = on_a_terminal(LOOK, monkeypatch, capsys, width) if width else getattr(plain, name)(LOOK)
    same_as_golden(request, f"blocks/{shape}.txt", shown)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_plain_text_of_a_width_has_no_wider_line_and_cuts_nothing(width: int) -> None:
    text = "not stated whether help on a lower step can meet the need: what is to be asked, and of whom"
    told = plain.plain(sheet(text), width=width)
    assert max(map(len, told.splitlines())) <= width
    assert told.split().count("whom") == plain.plain(sheet(text)).split().count("whom")


def test_a_table_in_a_width_keeps_an_act_with_its_section_and_says_all_of_it() -> None:
    rows = (("1", "Garland (SEL § 104) + Socialpædagogisk støtte, SEL § 85, stk. 2, Silkeborg Kommune", "ja"),)
    table = Table((Column("nr.", number=True), Column("valgt", wraps=True), Column("set")), rows)
    for width in range(30, 100):
        lines = plain.plain((table,), width=width).rstrip("\n").split("\n")
        assert max(map(len, lines)) <= width
        assert not [one for one in lines if re.search(r"(SEL|§|stk\.) *(ja)?$", one)]
        words = " ".join(lines).replace(" ja", "").split()
        assert " ".join(words).endswith(rows[0][1])
    narrow = plain.plain((table,), width=12)
    assert "set: ja" in narrow


def test_running_text_in_a_width_keeps_an_act_with_its_section() -> None:
    text = "Socialpædagogisk støtte efter SEL § 85, stk. 2, og botilbud efter SEL § 107, stk. 1"
    for width in range(20, 90):
        told = plain.plain((Paragraph(text), Items((text,))), width=width)
        assert not re.search(r"(SEL|§|stk\.)$", told, re.MULTILINE)


PLACE = "guidelines/a-file-with-a-long-name-of-a-municipality.yaml:41:13"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_place_in_a_file_is_never_broken(width: int, monkeypatch, capsys) -> None:
    told = f"see {PLACE}: error: unknown name, and more of the same that does not fit"
    assert plain.plain(sheet(told), width=width).count(PLACE) == 9
    assert on_a_terminal(sheet(told), monkeypatch, capsys, str(width)).count(PLACE) == 9
    assert sum(PLACE in one for one in in_lines(told, width, hang=4)) == 1


@pytest.mark.parametrize("word", ["1:10", "a:b", "2026-11-02:", "https://visit.example/a-page"])
def test_what_is_no_place_may_be_broken(word: str) -> None:
    assert not is_place(word)


def test_a_column_without_words_takes_no_room_and_no_answer_down() -> None:
    table = Table((Column("", wraps=True), Column("what it says", wraps=True)), (("", "so many words that none fit"),))
    assert "so many words" in plain.plain((table,), width=18)


def test_no_screen_on_record_is_a_defect() -> None:
    """A golden file that is written anew and not read keeps whatever came out."""
    broken = [one.name for one in sorted(GOLDEN.rglob("*.txt")) if one.read_text("utf-8").endswith("--- exit 70\n")]
    assert broken == []


def test_a_command_stands_in_markdown_as_it_is_typed() -> None:
    command = "visit compare a b --fail-if 'support_need.3.moved > 5%' -p `x`"
    shown = plain.markdown((Paragraph(f"Run again: {command}", command=command),))
    assert shown == f"Run again:\n\n```sh\n{command}\n```\n"
    assert plain.plain((Paragraph(f"Run again: {command}", command=command),)) == f"Run again: {command}\n"


@pytest.mark.parametrize(
    ("word", "width", "parts"),
    [
        ("virkelighedsopfattelse", 19, ["virkeligheds-", "opfattelse"]),
        ("Personlighedsforstyrrelse", 23, ["Personligheds-", "forstyrrelse"]),
        ("neurodevelopmental", 16, ["neurodevelop-", "mental"]),
        ("[youth-short-counselling]", 19, ["[youth-short-", "counselling]"]),
        ("complexity_low_support_need", 16, ["complexity_low_", "support_need"]),
        ("12345678901234567890", 16, ["1234567890123456", "7890"]),
        ("short", 16, ["short"]),
        ("strengths", 4, ["stre", "ngth", "s"]),
    ],
)
def test_a_long_word_is_broken_where_a_reader_would(word: str, width: int, parts: list[str]) -> None:
    assert parted(word, width) == parts
    assert all(len(one) <= width for one in parts)
