"""Conditions as text: what is read, what is refused and where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visit.rules.language.expression import (
    DEEPEST,
    LONGEST,
    Arithmetic,
    Call,
    Comparison,
    ExpressionError,
    Listing,
    Literal,
    Logic,
    Name,
    Not,
    inside,
    parse_condition,
    unparse,
    with_inside,
)

a, b, c = (lambda at: Name("a", at)), (lambda at: Name("b", at)), (lambda at: Name("c", at))

READ: dict[str, Any] = {
    "a": a(0),
    "  a  ": a(2),
    "case.needs.must": Name("case.needs.must", 0),
    "SEL-107-1": Name("SEL-107-1", 0),
    "12": Literal(12, 0),
    "7.50": Literal(Decimal("7.50"), 0),
    "true": Literal(True, 0),
    "2025-07-01": Literal(date(2025, 7, 1), 0),
    "'a, b'": Literal("a, b", 0),
    "''": Literal("", 0),
    "a or b and not c": Logic("or", (a(0), Logic("and", (b(5), Not(c(15), 11)), 5)), 0),
    "(a or b) and c": Logic("and", (Logic("or", (a(1), b(6)), 1), c(13)), 0),
    "a and b and c": Logic("and", (a(0), b(6), c(12)), 0),
    "not a == b": Not(Comparison("==", a(4), b(9), 6), 0),
    "a - b - c": Arithmetic("-", Arithmetic("-", a(0), b(4), 2), c(8), 6),
    "a + b * c": Arithmetic("+", a(0), Arithmetic("*", b(4), c(8), 6), 2),
    "a <= b < c": Logic("and", (Comparison("<=", a(0), b(5), 2), Comparison("<", b(5), c(9), 7)), 2),
    "a in [b, c]": Comparison("in", a(0), Listing((b(6), c(9)), 5), 2),
    "a not in []": Comparison("not in", a(0), Listing((), 9), 2),
    "a not includes b": Comparison("not includes", a(0), b(15), 2),
    "count(a)": Call("count", (a(6),), 0),
    "count": Name("count", 0),
    "min(a, b,)": Call("min", (a(4), b(7)), 0),
    "a < 1 week": Comparison("<", a(0), Literal(1, 4, "weeks"), 2),
}


@pytest.mark.parametrize("source", READ)
def test_a_condition_is_read(source: str) -> None:
    assert parse_condition(source) == READ[source]


@pytest.mark.parametrize(
    "source",
    [
        "a or b and not c", "(a or b) and c", "a - (b - c)", "(a + b) * c", "a in [b, 'x', 2.5]", "not (a and b)",
        "(a or b) or c", "a not includes b", "max(a, 1) - 1 >= 2025-07-01", "not not a", "(a == b) == c",
        "a < 6 months", "a <= 2 * 1.5 weeks", "a in [1 days, 2 years]",
    ],
)  # fmt: skip
def test_a_condition_is_written_as_it_was(source: str) -> None:
    assert unparse(parse_condition(source)) == source


@pytest.mark.parametrize("source", [*READ, "case.functioning.[a, b] >= 2"])
def test_a_node_is_made_again_of_what_is_inside_it_and_of_others(source: str) -> None:
    node = parse_condition(source)
    assert with_inside(node, inside(node)) == node
    others = tuple(Name(f"other-{place}", 0) for place, _one in enumerate(inside(node)))
    assert inside(with_inside(node, others)) == others


REFUSED = [
    ("", "the condition ends too early", 0, None),
    ("a +", "the condition ends too early", 3, None),
    ("a and", "the condition ends too early", 5, None),
    ("count(", "the condition ends too early", 6, None),
    ("a = b", "the condition cannot be read from '=' on", 2, "write `==`"),
    ("a & b", "the condition cannot be read from '&' on", 2, "write `and`"),
    ("a | b", "the condition cannot be read from '|' on", 2, "write `or`"),
    ("!a", "the condition cannot be read from '!' on", 0, "write `not`"),
    ("a / b", "the condition cannot be read from '/' on", 2, "write `*`"),
    ('a == "x"', "the condition cannot be read from '\"' on", 5, "write `'…'`"),
    ("a; b", "the condition cannot be read from ';' on", 1, None),
    ("1.5.2", "the condition cannot be read from '1' on", 0, None),
    ("a == 5b", "the condition cannot be read from '5' on", 5, None),
    ("'open", 'the condition cannot be read from "\'" on', 0, None),
    ("a..b", "the condition cannot be read from '.' on", 1, None),
    ("a b", "unexpected `b`", 2, None),
    ("a)", "unexpected `)`", 1, None),
    ("and", "unexpected `and`", 0, None),
    ("a == not", "unexpected `not`", 5, None),
    ("in [a]", "unexpected `in`", 0, None),
    ("a not b", "unexpected `not`", 2, None),
    ("min(,)", "unexpected `,`", 4, None),
    ("(a", "`)` expected", 2, "add `)` where the bracket ends"),
    ("[a", "`]` expected", 2, "add `]` where the bracket ends"),
    ("count(a b)", "`)` expected, not `b`", 8, None),
    ("a in [b c]", "`]` expected, not `c`", 8, None),
    ("2025-02-30 > a", "`2025-02-30` is not a date that exists", 0, None),
    ("a" * (LONGEST + 1), "a condition may have at most 2000 characters", 0, None),
    ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "the condition is nested more than 40 deep", 40, None),
    ("not " * (DEEPEST + 1) + "a", "the condition is nested more than 40 deep", 160, None),
    ("min(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "the condition is nested more than 40 deep", 164, None),
]


@pytest.mark.parametrize(
    ("source", "message", "column", "help"), REFUSED, ids=[row[0][:20] or "empty" for row in REFUSED]
)
def test_what_is_no_condition_is_refused_with_its_column(
    source: str, message: str, column: int, help: str | None
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_condition(source)
    assert (caught.value.message, caught.value.column, caught.value.help) == (message, column, help)


def test_what_is_just_short_enough_and_flat_enough_is_read() -> None:
    parse_condition("a" * LONGEST)
    parse_condition("(" * DEEPEST + "a" + ")" * DEEPEST)


def test_a_long_sum_is_refused_like_a_deep_one() -> None:
    with pytest.raises(ExpressionError, match="nested more than 40 deep"):
        parse_condition("+".join(["1"] * 900))
