"""Conditions of every form that a fact can stand in, made of what the language declares: each fact, each operator, each function.

`drawn.py` has conditions that people write. These are the rest: what is declared tomorrow is in them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from drawn import AREAS, NEEDS, PREMISES

from visit.rules.facts.registry import LANGUAGE
from visit.rules.language.types import Type
from visit.vocabulary import vocabulary

Kinds: TypeAlias = tuple[tuple[str, ...], ...]
"""Conditions, those on one kind of value together: most facts are numbers, and most operators are of others."""
NEVER_READ = ("option.standing", "offer.groups")
"""Of invariants alone; and of a guideline with groups, which says them itself."""
DATES = ("2008-06-01", "2026-11-01", "2026-11-20", "2026-11-22")
WRITTEN = {
    "area": AREAS,
    "need": NEEDS,
    "premises": PREMISES,
    "target_group": ("mental-impairment", "anxiety", "autism-spectrum"),
    "provision": ("SEL-85", "SEL-107", "SEL-104"),
    "branch": ("temporary", "permanent"),
    "theme": ("cook", "clean", "wash"),
}
"""The codes that drawn documents record; of any other list the first ones are written."""
SIZES = {
    "years": ("17", "22", "40"), "km": ("5", "20"), "DKK": ("300", "1000.5"), "days": ("3", "21", "40"), "hours": ("2", "6.5"),
    "months": ("3", "12"), "percent": ("100", "115"), "minutes": ("15", "45"), "step": ("2", "5"),
}  # fmt: skip
NUMBERS = ("{n}",)
IN_OTHER_UNITS = {"days": "2 weeks", "months": "1 year"}


def conditions_on(names: Iterable[str]) -> Kinds:
    """Every form of a condition on each of the facts, alone and beside others of its type; those of one kind together."""
    given = [name for name in names if name not in NEVER_READ]
    types = {name: LANGUAGE.by_name[name].type for name in given}
    found: dict[str, list[str]] = {}
    for name in given:
        alike = [other for other in given if other != name and types[other] == types[name]]
        found.setdefault(types[name].kind, []).extend(forms(name, types[name], alike))
    return tuple(tuple(dict.fromkeys(each)) for each in found.values())


def forms(name: str, type: Type, alike: list[str]) -> Iterator[str]:
    """The forms of one fact. `alike` are the other facts of its type: of many the two that follow it in the list."""
    beside = list(islice((one for one in alike if one > name), 2)) or alike[:2]
    yield f"known({name})"
    match type.kind:
        case "truth":
            yield from (name, f"{name} == false", f"not {name} or {name}")
            yield from (f"{name} != {other}" for other in beside)
            if len(beside) > 1:
                yield f"count({name}, {beside[0]}, not {beside[1]}) {{op}} {{n}}"
        case "number":
            yield from of_number(name, SIZES.get(type.unit or "", NUMBERS), beside)
            if type.unit in IN_OTHER_UNITS:
                yield f"{name} {{op}} {IN_OTHER_UNITS[type.unit]}"
        case "date":
            yield from of_date(name, beside)
        case "text":
            yield from (f"{name} == 'o1'", f"{name} in ['o2', 'Ikast', 'Esbjerg']", f"{name} not in ['o1', 'Herning']")
            yield from (f"{name} {{same}} {other}" for other in beside)
        case "code":
            yield from of_code(
                name, codes_of(type), ordered=vocabulary().codes[type.codes or ""].ordered, beside=beside
            )
        case "codes":
            yield from of_set(name, codes_of(type), beside)
        case "texts":
            yield from of_set(name, ("'o1'", "'o2'", "'Ikast'"), beside)
        case "levels":
            yield from of_levels(name, type, beside)


def of_number(name: str, sizes: Iterable[str], beside: list[str]) -> Iterator[str]:
    for size in sizes:
        yield from (
            f"{name} {{op}} {size}",
            f"{name} in [{size}, 1]",
            f"0 <= {name} < {size}",
            f"{name} not in [{{n}}, {size}]",
        )
        yield from (
            f"min({name}, {size}) {{op}} {{n}}",
            f"{name} * 2 - {size} {{op}} {{n}}",
            f"{{n}} + {name} {{op}} {size}",
        )
    for other in beside:
        yield from (f"{name} {{op}} {other}", f"max({name}, {other}) {{op}} {{n}}", f"{name} + {{n}} {{op}} {other}")


def of_date(name: str, beside: list[str]) -> Iterator[str]:
    for day in DATES:
        yield from (f"{name} {{op}} {day}", f"{name} - {{n}} weeks {{op}} {day}", f"{name} in [{day}, 2020-01-01]")
        yield from (f"years_between({day}, {name}) {{op}} {{n}}", f"days_between({name}, {day}) {{op}} {{n}} weeks")
    for other in beside:
        yield from (
            f"{name} {{op}} {other}",
            f"months_between({name}, {other}) {{op}} {{n}}",
            f"{name} + 1 year {{op}} {other}",
        )


def of_code(name: str, codes: tuple[str, ...], *, ordered: bool, beside: list[str]) -> Iterator[str]:
    for code in codes:
        yield from (f"{name} == {code}", f"{code} != {name}")
        yield from (f"{name} {{op}} {code}",) if ordered else ()
    yield from (f"{name} in [{', '.join(codes)}]", f"{name} not in [{codes[0]}, {codes[-1]}]")
    yield from (f"{name} {{same}} {other}" for other in beside)


def of_set(name: str, members: tuple[str, ...], beside: list[str]) -> Iterator[str]:
    listed = f"[{', '.join(members[:2])}]"
    for one in members:
        yield from (
            f"{name} includes {one}",
            f"{name} not includes {one}",
            f"any({name} == {one})",
            f"all({name} != {one})",
        )
    yield from (f"{name} {word} {listed}" for word in ("within", "not within", "overlaps", "not overlaps"))
    yield from (
        f"count({name}) {{op}} {{n}}",
        f"count({name} in {listed}) {{op}} {{n}}",
        f"all({name} not in {listed})",
    )
    yield from (f"count(assessed({name})) {{op}} {{n}}", f"any(assessed({name}) == {members[0]})")
    yield from (
        f"{name} {word} {other}" for other in beside for word in ("within", "overlaps", "not within", "not overlaps")
    )


def of_levels(name: str, type: Type, beside: list[str]) -> Iterator[str]:
    keys = codes_of(type)
    for held in (name, f"assessed({name})", f"{name}.[{keys[0]}, {keys[-1]}]", f"assessed({name}.[{', '.join(keys)}])"):
        yield from (f"{word}({held} {{op}} {{n}})" for word in ("any", "all"))
        yield from (
            f"count({held} {{op}} {{n}}) {{op2}} 1",
            f"any({held} in [1, {{n}}])",
            f"all({held} not in [{{n}}])",
        )
        yield from (f"{word}({held}) {{op}} {{n}}" for word in ("sum", "min", "max", "count"))
    for other in beside:
        yield from (f"{word}({name} {{op}} {other})" for word in ("any", "all"))
        yield from (f"all(assessed({name}) {{op}} {other})", f"count({name} {{op}} {other}) {{op2}} {{n}}")


def across() -> Iterator[str]:
    """Facts of an option beside those of the citizen that have their type: the first, the last and one between them."""
    for fact in LANGUAGE.of_option:
        alike = [one.name for one in LANGUAGE.of_case if one.type == fact.type and fact.name not in NEVER_READ]
        for other in dict.fromkeys((alike[0], alike[len(alike) // 2], alike[-1]) if alike else ()):
            match fact.type.kind:
                case "number" | "date":
                    yield from (f"{fact.name} {{op}} {other}", f"min({fact.name}, {other}) {{op}} {other} - {{n}}")
                case "truth" | "text" | "code":
                    yield f"{fact.name} {{same}} {other}"
                case "codes" | "texts":
                    words = ("within", "overlaps", "not within", "not overlaps")
                    yield from (
                        f"{one} {word} {two}" for word in words for one, two in ((fact.name, other), (other, fact.name))
                    )
                case "levels":
                    yield from (f"{word}(assessed({other}) {{op}} {fact.name})" for word in ("any", "all"))
                    yield f"count({fact.name} {{op}} {other}) {{op2}} {{n}}"


def codes_of(type: Type) -> tuple[str, ...]:
    """A few codes of a list: those that are recorded."""
    codes = type.codes or ""
    return WRITTEN.get(codes) or tuple(islice(vocabulary().codes[codes].terms, 3))


CASE = conditions_on(fact.name for fact in LANGUAGE.of_case)
OPTION = (*conditions_on(fact.name for fact in LANGUAGE.of_option), tuple(across()))
PLACED = conditions_on(fact.name for fact in LANGUAGE.of_placement)
COMPARED = conditions_on(LANGUAGE.comparative)
