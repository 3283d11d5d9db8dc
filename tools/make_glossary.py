"""Write `docs/glossary.md`: `python tools/make_glossary.py`.

One word per thing, in code, keys, help and output: its English key, its Danish term, its FFB code where there is one,
and where it comes from. Closed lists come from `visit/vocabulary/`, types of facts from `visit.rules.facts.registry`; only the
words that no list holds are written here. Run it after `python tools/compile_documents.py`; a test holds the
page and its sources equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from visit.rules.facts.registry import LANGUAGE
from visit.vocabulary import vocabulary_record

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
FFB = "KL, Fælles Faglige Begreber (FFB), code system OID 1.2.208.176.2.22, version 20240530"
OWN_KEYS = f"Source: {FFB}. Codes and Danish terms are official; keys and English terms are this project's."
OWN = "Source: this project."

Record: TypeAlias = Mapping[str, Any]

# word, Danish, meaning, source
WORDS = (
    ("case", "sag", "what is recorded about one citizen on one date", "this project"),
    ("citizen", "borger", "whom a case is about", "the acts"),
    ("target group", "målgruppe", "what a citizen's need comes from; at most one is primary", "FFB"),
    ("functioning", "funktionsevneniveau", "0–4 per sub-theme; what is not assessed is unknown, never 0", "FFB"),
    ("support_need", "støttebehovsniveau", "0–4 for the citizen as a whole", "FFB"),
    ("offer", "tilbud", "one unit at one place, run by one operator", "FFB; SEL 14 (Tilbudsportalen)"),
    ("internal", "internt tilbud", "an offer of the acting municipality's own", "this project"),
    ("external", "eksternt tilbud", "an offer that somebody else runs", "this project"),
    ("service", "ydelse", "what an offer gives under one provision; has its own places, price, hours", "FFB"),
    ("option", "mulighed", "one service of one offer: what placements are made of", "this project"),
    (
        "provision",
        "paragraf",
        "the legal basis, with the areas it covers and its step per area: SEL-85, ABL-105",
        "the acts",
    ),
    ("area", "indsatsområde", "what has to be covered for this citizen", "this project"),
    ("need", "behov", "something the citizen may need help with, met in one area or more", "the acts"),
    (
        "ladder, step",
        "trappe, trin",
        "the order of intrusiveness; a lower step intrudes less",
        "this project; rings: Esbjerg Kommune, Masterplan",
    ),
    (
        "specialisation",
        "specialiseringsniveau",
        "1 general, 2 specialised, 3 highly specialised; per target group",
        "this project",
    ),
    (
        "network",
        "netværk",
        "the people and places the citizen belongs to, each with a place and a frequency",
        "this project",
    ),
    (
        "guideline",
        "visitationsvejledning",
        "a document of facts, rules, preferences, approvals, notices and follow-up",
        "the municipalities",
    ),
    ("rule", "regel", "one statement of a guideline: must, presumption or hold", "this project"),
    ("fact", "oplysning", "a name that a condition may read; unknown where it is not recorded", "this project"),
    ("standing", "status", "suitable, by exception, awaiting, undecided or ruled out", "this project"),
    (
        "placement",
        "løsning",
        "one option, or several together, that meet every need of the citizen: what is proposed",
        "this project",
    ),
    (
        "ranking",
        "rangering",
        "the placements and the options of each area in order, with all that made it",
        "this project",
    ),
    ("decision", "afgørelse", "what a person decided, on which ranking, with which reason", "forvaltningsloven"),
    ("ledger", "protokol", "the append-only, tamper-evident record of decisions", "this project"),
    ("entry, leaf", "post, blad", "one thing recorded; the part of it that says nothing about anybody", "this project"),
    (
        "departure",
        "fravigelse",
        "that another than the first placement was chosen, or a presumption was not followed",
        "this project",
    ),
    (
        "approval, refusal",
        "godkendelse, afvisning",
        "what approvers, citizens and offers answer to a decision",
        "the municipalities",
    ),
    (
        "follow-up",
        "opfølgning",
        "what was measured after a decision, against its baseline, and what it leads to",
        "serviceloven",
    ),
    (
        "deadline",
        "frist",
        "by when something is to be done, counted from a day, and what it waits for",
        "the municipalities",
    ),
    (
        "grant",
        "bevilling",
        "for how long help is granted at a time; after that it is decided anew",
        "the municipalities",
    ),
    ("correction", "rettelse", "facts corrected afterwards; what was decided on stays", "this project"),
    (
        "head, checkpoint",
        "kontrolværdi",
        "size and root of the ledger; as a text that can be kept elsewhere",
        "RFC 9162; C2SP",
    ),
    ("commitment", "fastlåsning", "what fixes a value without telling it", "this project"),
    ("core", "kerne", "what decided, in ids and whole numbers: what replay compares", "this project"),
    ("replay", "genberegning", "the same question answered again from what is stored", "this project"),
    ("evidence pack", "bevispakke", "entries with proofs that can be checked alone", "this project"),
    ("erasure", "sletning", "values and salts destroyed; leaves and proofs stand", "databeskyttelsesforordningen"),
)
WORD_CODES = {
    "target group": "cda90d67-f65a-4a34-b8d8-168ee9ff0949",
    "functioning": "e89d317c-4657-4970-b614-ada2ed220595",
    "support_need": "7ac451dc-773b-4877-baaf-1e6b1d5c8e28",
    "offer": "f708aea3-66bd-46c6-af11-7bf28942fa47",
    "service": "af7624f8-affd-4a7e-8754-b1b1dd9d8def",
}
# strength, Danish, what it does
STRENGTHS = (
    ("must", "krav", "rules the option out when it fails"),
    ("presumption", "hovedregel (“skal som udgangspunkt”)", "leaves the option standing by exception when it fails"),
    ("hold", "forbehold", "leaves the option awaiting until somebody else has decided"),
)

PROVISIONS = """A step is a letter of its ladder and a number. Branch: whether the need must be temporary or permanent.
Certainty: how surely the wording was read."""
LADDERS = """A lower step intrudes less. The order is a planning order and never a ground for refusing help
(Ankestyrelsen 51-18; SEL 124(3) concerns force only). Rings are those of Esbjerg Kommune's Masterplan."""
LISTS = "Source: the acts and this project. The codes of an ordered list run from least to most."
FACTS = """What a condition may read; [guideline-format.md](guideline-format.md) says how. The terms stand in the middle
of a sentence; the question is asked where the fact is missing."""


def glossary() -> str:
    """Return the page."""
    record = vocabulary_record()
    parts = [
        "# Glossary",
        "Made by `python tools/make_glossary.py` from `visit/vocabulary/`; change those files, not this page.\n\n"
        "One word per thing, in code, keys, help and output.",
        section("Words", "", table(("word", "Danish", "meaning", "FFB code", "source"), map(word, WORDS))),
        section(
            "Target groups", f"{OWN_KEYS} Only groups marked *yes* can be put on a case.", tree(record["target_groups"])
        ),
        section("Functioning: themes and sub-themes", OWN_KEYS, themes(record["themes"])),
        section("Scales", OWN_KEYS, scales(record)),
        section("Areas", OWN, terms(record["areas"])),
        section(
            "Needs", "Source: the acts, and what cases ask for. A guideline may add its own.", needs(record["needs"])
        ),
        section("Premises", OWN, terms(record["premises"])),
        section("Provisions", PROVISIONS, provisions(record)),
        section("Ladders", LADDERS, ladders(record["ladders"])),
        section("Interventions (ydelser)", OWN_KEYS, tree(record["interventions"])),
        section("Offer types (tilbud)", OWN_KEYS, tree(record["offer_types"])),
        section("Standings", OWN, terms(record["codes"]["standing"]["values"])),
        section("Gates", OWN, terms(record["codes"]["gate"]["values"])),
        section(
            "Strengths", OWN, table(("key", "Danish", "what it does"), ((code(k), da, t) for k, da, t in STRENGTHS))
        ),
        section("Other closed lists", LISTS, closed_lists(record["codes"])),
        section("Facts", FACTS, fact_table(record["facts"])),
    ]
    return "\n\n".join(parts) + "\n"


def section(title: str, intro: str, body: str) -> str:
    """Return a heading, what is said of the whole, and its tables."""
    return "\n\n".join(part for part in (f"## {title}", intro, body) if part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str | None) -> str:
    """Return a code or key as it is shown; nothing for none."""
    return f"`{text}`" if text else ""


def word(row: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a word."""
    name, danish, meaning, source = row
    return name, danish, meaning, code(WORD_CODES.get(name)), source


def terms(rows: Iterable[Record]) -> str:
    """Return a table of a plain list."""
    return table(("key", "Danish", "English"), ((code(row["key"]), row["da"], row["en"]) for row in rows))


def tree(rows: Sequence[Record]) -> str:
    """Return a table of a hierarchy, each row under its parent and indented below it."""
    cells = (
        (
            "&emsp;" * depth + code(row["key"]),
            row["da"],
            row["en"],
            code(row["code"]),
            "yes" if row["assignable"] else "",
        )
        for row, depth in ordered(rows, None, 0)
    )
    return table(("key", "Danish", "English", "FFB code", "assignable"), cells)


def ordered(rows: Sequence[Record], parent: str | None, depth: int) -> Iterator[tuple[Record, int]]:
    """Yield each row below a parent with its depth, parents first."""
    for row in rows:
        if row["parent"] == parent:
            yield row, depth
            yield from ordered(rows, row["key"], depth + 1)


def themes(rows: Iterable[Record]) -> str:
    """Return a table of themes with their sub-themes below; only a sub-theme takes a level."""
    cells = [
        (indent + code(row["key"]), row["da"], row["en"], code(row["code"]))
        for theme in rows
        for indent, row in (("", theme), *(("&emsp;", subtheme) for subtheme in theme["subthemes"]))
    ]
    return table(("key", "Danish", "English", "FFB code"), cells)


def scales(record: Record) -> str:
    """Return a table per scale, and of the kinds of goal."""
    kinds = ((code(row["key"]), row["da"], row["en"], code(row["code"])) for row in record["goal_kinds"])
    return "\n\n".join(
        [*map(scale, record["scales"]), "Kinds of goal:", table(("key", "Danish", "English", "FFB code"), kinds)]
    )


def scale(row: Record) -> str:
    """Return a scale with its levels."""
    levels = ((str(level["level"]), level["da"], level["en"], code(level["code"])) for level in row["levels"])
    title = f"{code(row['key'])}: {row['da']}, {row['en']} ({code(row['code'])})"
    return f"{title}\n\n{table(('level', 'Danish', 'English', 'FFB code'), levels)}"


def needs(rows: Iterable[Record]) -> str:
    """Return a table of needs with the areas in which each can be met."""
    cells = ((code(row["key"]), row["da"], row["en"], ", ".join(row["areas"])) for row in rows)
    return table(("key", "Danish", "English", "areas"), cells)


def provisions(record: Record) -> str:
    """Return a table of provisions."""
    cells = (
        (
            code(row["id"]),
            row["da"],
            row["en"],
            ", ".join(f"{area} {step}" for area, step in row["areas"].items()),
            *(row[key] for key in ("branch", "visitation", "supervision", "certainty", "source")),
        )
        for row in record["provisions"]
    )
    heads = ("id", "Danish", "English", "areas", "branch", "visitation", "supervision", "certainty", "source")
    return table(heads, cells)


def ladders(rows: Iterable[Record]) -> str:
    """Return a table of every step of every ladder, least intrusive first."""
    cells = (
        (
            code(row["key"]),
            code(f"{row['letter']}{step['step']}"),
            step["da"],
            step["en"],
            step["esbjerg_ring"] or "",
        )
        for row in rows
        for step in row["steps"]
    )
    return table(("ladder", "step", "Danish", "English", "Esbjerg ring"), cells)


def closed_lists(lists: Mapping[str, Record]) -> str:
    """Return a table of the small lists; the codes of an ordered one run from least to most."""
    cells = (
        (
            code(key) + (" (ordered)" if row.get("ordered") else ""),
            f"{row['da']} / {row['en']}",
            code(value["key"]),
            value["da"],
            value["en"],
        )
        for key, row in lists.items()
        if key not in ("standing", "gate")
        for value in row["values"]
    )
    return table(("list", "what it is", "key", "Danish", "English"), cells)


def fact_table(rows: Iterable[Record]) -> str:
    """Return a table of facts; one row stands for all sub-themes, areas or provisions."""
    cells = (
        (code(row["key"]), typed(row["key"]), row["da"], row["en"], row.get("ask", {}).get("da", "")) for row in rows
    )
    return table(("fact", "type", "Danish", "English", "question"), cells).replace("{label}", "…")


def typed(key: str) -> str:
    """Return the type of a fact, or of the facts that a row stands for."""
    if "(" in key:
        return "yes or no"
    stem, several, _ = key.partition("<")
    return next(
        str(fact.type) for name, fact in LANGUAGE.by_name.items() if name == key or (several and name.startswith(stem))
    )


def main() -> None:
    """Write the page."""
    GLOSSARY.write_text(glossary(), encoding="utf-8")
    print(f"{GLOSSARY.name}: {GLOSSARY.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
