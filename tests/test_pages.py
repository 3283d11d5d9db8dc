"""Pages: whole in themselves, the same bytes each time, safe with whatever a file holds, and usable by everybody who reads them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import date
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from browser import Browser, browsing
from ledgers import a_case, a_ledger, decide, erase, follow, ranked, sil
from running import ROOT
from test_compare import DRAWN, NEXT, OFFERS, SMALL, lines

from visit import cli
from visit.audit.outcomes import outcomes
from visit.audit.progress import progress
from visit.audit.replaying import replay
from visit.audit.yearly import sampled, yearly
from visit.commands.guideline_named import named_guideline
from visit.decisions.files import decided, of_case
from visit.decisions.selection import Selection
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify
from visit.locale import speaking
from visit.pages.audit_page import audit_page
from visit.pages.decision_page import entry_page
from visit.pages.guideline_page import guideline_page
from visit.pages.progress_page import outcomes_page, progress_page
from visit.pages.ranking_page import RankingPage
from visit.pages.writing import TEMPLATES
from visit.ranking.values import Ranking
from visit.reading.source import read
from visit.render.guideline_document import ReadableGuideline
from visit.render.guideline_sheet import GuidelineSheet
from visit.render.one_screen import OneScreen
from visit.render.progress_sheet import OutcomesSheet, ProgressSheet
from visit.render.yearly_sheet import YearlySheet

HOSTILE = "<script>alert(1)</script>&\"' \u202e\x1b[31m 010190-1234"
MOVING = ("had-soegt-om-botilbud", "ib-stu-hos-foraeldre")
ORIGIN = "nordby.dk/visit"
DEPARTS = 3
"""The decision of the small office that departs from the first placement."""


def of_ranking(ranking: Callable[[], Ranking]) -> Callable[[str], str]:
    return lambda language: RankingPage(ranking(), language).html()


def of_ledger(printed: Callable[[str, str], str]) -> Callable[[str], str]:
    """A page of a small office: a decision that departs, one that waits for approval, one that was followed up, one erased."""

    def page_of(language: str) -> str:
        with TemporaryDirectory() as folder:
            place = Path(folder) / "ledger.db"
            with a_ledger(place) as ledger:
                follow(ledger, decide(ledger, sil(1), day="2026-01-05"), "2026-04-05", functioning={"communities": 1})
                decide(
                    ledger,
                    sil(2),
                    choice=2,
                    departure="professional",
                    reason="<script>alert(1)</script>",
                    day="2026-02-05",
                )
                decide(ledger, a_case("hol-hjemloes-stoffer-og-sindslidelse"), day="2026-03-01")
                decide(ledger, sil(3), day="2026-04-01")
                erase(ledger, "sil-3", day="2026-05-01")
            return printed(str(place), language)

    return page_of


def yearly_page(place: str, language: str) -> str:
    with Ledger.open(place) as ledger:
        drawn = sampled(ledger, 2026, Selection(), size=25, seed=0)
        found = yearly(
            ledger, 2026, date(2026, 12, 1), Selection(), verified=verify(place), sample=drawn,
            replayed=tuple(replay(place, drawn.numbers)),
        )  # fmt: skip
    return audit_page(YearlySheet(found, "ledger.db", language))


def decision_page(place: str, language: str) -> str:
    with Ledger.open(place) as ledger:
        return entry_page(ledger, ledger.entry(DEPARTS, partial=True), decided(ledger, DEPARTS), language)


def page_of_progress(place: str, language: str) -> str:
    with Ledger.open(place) as ledger:
        return progress_page(ProgressSheet(progress(of_case(ledger, "sil-1")), language))


def page_of_outcomes(place: str, language: str) -> str:
    with Ledger.open(place) as ledger:
        return outcomes_page(OutcomesSheet(ORIGIN, outcomes(ledger, date(2026, 12, 1)), date(2026, 12, 1), language))


def page_of_a_guideline(language: str) -> str:
    named = named_guideline("tests/commands/small.yaml", date(2026, 12, 1))
    said = GuidelineSheet(named.guideline, named.layers, language)
    return guideline_page(ReadableGuideline(said, (2, 0), ids=True))


def page_of_a_comparison(language: str) -> str:
    """Drawn citizens, so that the flow, the offers and the citizens one by one are on the page."""
    with TemporaryDirectory() as folder, chdir(ROOT):
        citizens, written = Path(folder) / "citizens.jsonl", Path(folder) / "page.html"
        rows = (json.dumps(read(f"examples/{name}.yaml").value, default=int) for name in MOVING)
        citizens.write_text(lines(DRAWN, *rows), "utf-8")
        asked = ("compare", SMALL, NEXT, "-c", OFFERS, "--all-municipalities", "-p", str(citizens))
        assert cli.main([*asked, "--lang", language, "-o", str(written)]) == 0
        return written.read_text("utf-8")


PAGES: dict[str, Callable[[str], str]] = {
    "granted": of_ranking(lambda: ranked(a_case("ib-stu-hos-foraeldre"))),
    "several": of_ranking(lambda: ranked(a_case("hol-hjemloes-stoffer-og-sindslidelse"))),
    "free-choice": of_ranking(lambda: ranked(a_case("ib-frit-valg-til-randers"))),
    "undecided": of_ranking(lambda: ranked(a_case("had-naesten-tom"))),
    "none": of_ranking(lambda: ranked(a_case("ib-fylder-18"))),
    "audit": of_ledger(yearly_page),
    "decision": of_ledger(decision_page),
    "progress": of_ledger(page_of_progress),
    "outcomes": of_ledger(page_of_outcomes),
    "guideline": page_of_a_guideline,
    "compare": page_of_a_comparison,
}
"""Rankings of every kind: granted, of several parts, by the citizen's own choice, not yet, none; a ledger's, and guidelines'."""


def made(name: str, language: str) -> str:
    with speaking(language):  # type: ignore[arg-type]
        return PAGES[name](language)


@cache
def page(name: str, language: str) -> str:
    return made(name, language)


EVERY = [
    ("several", "da"), ("granted", "en"), ("free-choice", "da"), ("undecided", "en"), ("none", "en"), ("audit", "da"),
    ("decision", "en"), ("progress", "da"), ("outcomes", "en"),
    ("guideline", "da"), ("compare", "da"),
]  # fmt: skip


class Read(HTMLParser):
    """What a page is made of: its elements with their attributes, and the texts that stand in them."""

    VOID = frozenset({"meta", "input", "path", "rect", "circle", "br"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, *tags: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.elements if tag in tags)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_page_is_whole_in_itself(name: str, language: str) -> None:
    read = Read(page(name, language))
    assert {tag for tag, _attributes in read.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"}
    )
    for _tag, attributes in read.elements:
        assert not any(attribute.startswith("on") or attribute in ("style", "src") for attribute in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in page(name, language)
    assert "@import" not in page(name, language)
    policy = next(one["content"] for one in read.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy or ""
    )


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_page_can_be_read_without_seeing_it(name: str, language: str) -> None:
    read = Read(page(name, language))
    assert next(read.all("html"))["lang"] == language
    ids = Counter(attributes["id"] for _tag, attributes in read.elements if "id" in attributes)
    assert not [one for one, count in ids.items() if count > 1]
    for _tag, attributes in read.elements:
        for one in (attributes.get("aria-labelledby") or "").split():
            assert one in ids
    for picture in read.all("svg"):
        assert picture.get("aria-hidden") == "true" or (picture.get("role") == "img" and picture.get("aria-labelledby"))
    for region in read.all("section"):
        assert region.get("aria-labelledby")
    assert all(one.get("scope") in ("col", "row") for one in read.all("th"))
    pictures = sum("role" in one for one in read.all("svg"))
    assert sum("id" in one for one in read.all("title")) == pictures
    assert len(list(read.all("h1"))) == len(list(read.all("main"))) == 1
    levels = [int(tag[1]) for tag, _attributes in read.elements if re.fullmatch("h[1-6]", tag)]
    assert all(later <= level + 1 for level, later in pairwise(levels))


def test_a_page_says_what_the_screen_says() -> None:
    ranking = ranked(a_case("ib-frit-valg-til-randers"))
    assert ranking.first is not None
    with speaking("da"):
        screen = OneScreen(ranking, "da")
        wanted = [screen.words.told(), *(line.text.strip() for line in screen.placement(ranking.first))]
        wanted += [line.text.strip(" □") for line in screen.boxes.lines(ranking.first)]
    said = " ".join(" ".join(Read(page("free-choice", "da")).texts).split())
    wanted = [" ".join(one.split()) for one in wanted]
    assert [one for one in wanted if one not in said] == []
    assert "2 Bellisbo/Bellisparken · SEL § 108 " in said
    assert "68 km til bror med familie og 0 km til far" in said
    assert "Fra bolig til far (dagligt)" in said
    assert "[free-choice" not in said  # no id of a statement


def test_an_other_solution_is_named_without_what_the_line_over_it_says() -> None:
    ranking = ranked(a_case("ib-vil-ikke-flytte"))
    assert ranking.first is not None
    with speaking("da"):
        rows = RankingPage(ranking, "da").others(ranking.first).rows
    told = ["Som nr. 1, men med anden pleje og praktisk hjælp", "Som nr. 1, men med anden støtte"]
    assert [one.kind for one in rows][:2] == told
    assert not [one for one in rows if one.name.casefold().startswith("nr. 1 med")]


def test_of_the_offers_to_ask_the_page_has_the_names_where_the_screen_has_the_number() -> None:
    ranking = ranked(a_case("sil-kan-ikke-samtykke"))
    assert ranking.first is not None
    with speaking("da"):
        lines = [line.text.strip(" □") for line in OneScreen(ranking, "da").boxes.lines(ranking.first)]
        said = " ".join(" ".join(Read(of_ranking(lambda: ranking)("da")).texts).split())
    (counted,) = (one for one in lines if one.startswith("Er mindre omfattende hjælp nok?"))
    assert "Om mindre omfattende hjælp er nok, er ikke oplyst for " in said
    assert counted.partition("oplyst for ")[2].partition(":")[0] in said


def test_the_same_answer_is_the_same_bytes() -> None:
    assert made("free-choice", "da") == page("free-choice", "da")


def test_what_a_file_holds_stays_text_and_shows_no_number_of_a_citizen() -> None:
    case = a_case("ib-frit-valg-til-randers")
    document: Any = case.record["document"]
    document["network"][0]["who"] = HOSTILE
    hostile = type(case)(case.record)
    assert hostile.network is not None
    assert hostile.network[0].who == HOSTILE
    with speaking("en"):
        source = RankingPage(ranked(hostile, as_of="2026-05-12"), "en").html()
    read = Read(source)
    assert not list(read.all("script"))
    assert "010190-1234" not in source
    assert "\x1b" not in source
    assert "\u202e" not in source
    assert any("<script>alert(1)</script>" in one for one in read.texts)


# --- the style ---


def _colours(scheme: str) -> dict[str, str]:
    style = (TEMPLATES / "style.css").read_text("utf-8")
    blocks = re.findall(r":root\{([^}]*)\}", style)
    found = dict(re.findall(r"--(\w+):(#\w+)", blocks[("light", "dark", "print").index(scheme)]))
    return {name: one if len(one) == 7 else "#" + "".join(2 * c for c in one[1:]) for name, one in found.items()}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, percent: int) -> str:
    """Return two colours mixed, so much of the first."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{(percent * a + (100 - percent) * b) // 100:02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_what_it_stands_on(scheme: str) -> None:
    colours = _colours(scheme)
    for text in ("ink", "soft", "yes", "perhaps", "link"):
        for ground in ("paper", "desk"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for text in ("ink", "net"):
        for ground in ("land", "sea"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["ink"], colours["tint"]) >= 4.5
    assert contrast(colours["paper"], colours["yes"]) >= 4.5  # a number in a full mark
    assert (
        contrast(colours["ink"], mixed(colours["perhaps"], colours["paper"], 36)) >= 4.5
    )  # a number in the fullest cell


# --- in a browser ---

NAMES = """
[...document.querySelectorAll('input,a,summary,[tabindex="0"]')].filter(
 one => one.matches('summary') || !one.closest('details:not([open])')).map(one => one.outerHTML.slice(0, 80))
"""
FOCUSED = "document.activeElement.outerHTML.slice(0, 80)"
TOO_WIDE = """
[...document.querySelectorAll('body *')].filter(one => !one.closest('.wide,svg,.skip') &&
 one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => one.outerHTML.slice(0, 80))
"""
HIGHER_THAN_A_SHEET = """[...document.querySelectorAll("body *")].filter(one =>
    getComputedStyle(one).breakInside === "avoid" && one.getBoundingClientRect().height > 1000
).map(one => one.outerHTML.slice(0, 60))"""
FOLDED_AWAY = "[...document.querySelectorAll('.every > ul')].filter(one => !one.checkVisibility()).length"
BROKEN_ACROSS = (
    "[...document.querySelectorAll('h1, h2, h3, .pair, .signing')].map(one => getComputedStyle(one).breakInside)"
)
WRAPPED_AWAY = """
[...document.querySelectorAll('.wide')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 80))
"""
UNSEEN_LABELS = """
[...document.querySelectorAll('svg.map text.label')].filter(one => {
 const [box, map] = [one.getBBox(), one.closest('svg').viewBox.baseVal];
 return box.x < -2 || box.y < -2 || box.x + box.width > map.width + 2 || box.y + box.height > map.height + 2;
}).map(one => one.textContent)
"""
NAMED_ROLES = frozenset({"image", "img", "region", "checkbox", "link", "button", "DisclosureTriangle", "heading"})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as one:
        yield one


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, language in EVERY:
        found[name, language] = folder / f"{name}-{language}.html"
        found[name, language].write_text(page(name, language), "utf-8")
    return found


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_browser_shows_a_page_to_everybody(
    browser: Browser, written: dict[tuple[str, str], Path], name: str, language: str
) -> None:
    for scheme in ("dark", "light"):
        browser.look(scheme=scheme)
        browser.open(written[name, language])
        told = {one["method"] for one in browser.events if one["method"].split(".")[0] in ("Log", "Runtime")}
        assert told <= {"Runtime.executionContextCreated", "Runtime.executionContextsCleared"}  # nothing to complain of
        asked = [
            one["params"]["request"]["url"] for one in browser.events if one["method"] == "Network.requestWillBeSent"
        ]
        assert asked == [written[name, language].as_uri()]
    assert (
        browser.run("getComputedStyle(document.querySelector('section')).borderTopStyle") == "solid"
    )  # its style has effect
    for width in (1200, 390):
        browser.look(width=width)
        assert browser.run(UNSEEN_LABELS) == []
        assert browser.run(TOO_WIDE) == []
    assert_everything_has_a_name(browser)
    assert_the_keyboard_reaches_everything(browser)


def assert_everything_has_a_name(browser: Browser) -> None:
    seen = Counter[str]()
    for node in browser("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role is None:
            continue
        seen[role] += 1
        if role in NAMED_ROLES:
            assert node.get("name", {}).get("value", "").strip(), node
    assert seen["main"] == seen["banner"] == seen["contentinfo"] == 1


def assert_the_keyboard_reaches_everything(browser: Browser) -> None:
    wanted = browser.run(NAMES)
    browser.run("document.activeElement.blur()")
    reached = []
    for _one in wanted:
        browser.press("Tab")
        reached.append(browser.run(FOCUSED))
    assert reached == wanted


@pytest.mark.parametrize(
    ("name", "language", "most"),
    [("several", "da", 7), ("undecided", "en", 5), ("audit", "da", 4), ("compare", "da", 3)],
)
def test_a_page_is_printed_on_whole_sheets_of_a4(
    browser: Browser, written: dict[tuple[str, str], Path], name: str, language: str, most: int
) -> None:
    browser.look(medium="print", width=700)  # about as wide as what is printed on A4
    browser.open(written[name, language])
    assert browser.run(TOO_WIDE) == []
    assert browser.run(WRAPPED_AWAY) == []
    assert set(browser.run(BROKEN_ACROSS)) == {"avoid"}, "a heading of two lines, or two sections side by side"
    assert browser.run(HIGHER_THAN_A_SHEET) == [], "it leaves the sheet before it empty"
    assert browser.run(FOLDED_AWAY) == 0
    browser.look(medium="")
    printed = browser.printed()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert 1 <= len(sheets) <= most
    assert {(round(float(width)), round(float(height))) for width, height in sheets} == {(595, 842)}
    assert b"/StructTreeRoot" in printed


def test_every_option_stands_once_in_the_list_of_all_of_them() -> None:
    ranking = ranked(a_case("ib-frit-valg-til-randers"))
    page = RankingPage(ranking, "en")
    listed = [one for _title, rows in page.every_option() for one in rows]
    assert sum(one.n for one in listed) == len(ranking.options)
    assert all(one.n == sum(names.count("; ") + 1 for names in one.names) for one in listed)
    told = "\n".join(names for one in listed for names in one.names)
    assert all(part in told for option in ranking.options for part in page.options.shared_and_own(option))
    assert len(listed) < len(ranking.options) / 5, "what is said of several offers stands once"


@pytest.mark.parametrize(("a_year", "is_told"), [(3, True), (1, False), (0, False)])
def test_an_offer_with_places_is_told_as_full_as_it_is(a_year: int, is_told: bool, monkeypatch) -> None:
    monkeypatch.setattr("visit.population.made.DrawnFrom.new_cases_a_year", a_year)
    with TemporaryDirectory() as folder, chdir(ROOT):
        citizens = Path(folder) / "citizens.jsonl"
        row = {**read("examples/had-soegt-om-botilbud.yaml").value}  # type: ignore[dict-item]
        drawn = {**DRAWN, "municipality": row["municipality"], "n": 3}
        rows = (json.dumps({**row, "case": f"synthetic-000000{n}"}, default=int) for n in (1, 2, 3))
        citizens.write_text(lines(drawn, *rows), "utf-8")
        written = Path(folder) / "page.html"
        offers = Path(folder) / "offers.yaml"
        text = Path(OFFERS).read_text("utf-8")
        offers.write_text(re.sub(r"places: \d+", "places: 2", text), "utf-8")
        asked = ("compare", SMALL, NEXT, "-c", str(offers), "--all-municipalities", "-p", str(citizens), "--lang", "en")
        assert cli.main([*asked, "-o", str(written)]) == 0
        cells = re.findall(r'<td class="n heat(\d)">([^<]*)</td>', written.read_text("utf-8"))
    assert (("5", "▲ 3 for 2 places") in cells, ("0", "0 for 2 places") in cells) == (is_told, is_told)


def test_the_page_of_what_was_decided_while_undecided_says_so_and_says_it_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, a_case("hol-udadreagerende-hus7"))
        told = unescape(re.sub("<[^>]+>", " ", entry_page(ledger, ledger.entry(1), decided(ledger, 1), "en")))
    assert "None: it follows the ranking and every rule." not in told
    assert "None; but it was decided while what was chosen was undecided." in told
    [asked] = re.findall(r"Not known then – (.*?\?)", told)
    assert asked not in told.partition("Departures")[0]


def test_what_stands_in_backticks_is_code_on_a_page_and_stays_text() -> None:
    from visit.pages.writing import _coded

    assert _coded("the rest: `visit verify` <b>") == "the rest: <code>visit verify</code> &lt;b&gt;"
