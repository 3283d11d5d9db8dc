"""The condition language as text and as a tree: tokens, grammar, printing.

Knows how a condition is written, not what its names mean (`binding`) or what it gives (`deciding`). Nothing here is ever handed
to `eval`; size and depth are limited, and every node remembers its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, NoReturn

from visit.locale import text as _
from visit.rules.language.periods import unit_meant
from visit.rules.language.spelling import BETWEEN, OPENING, SIGNS, UNITS, meant_by, number_at, sign_at

LONGEST = 2_000
"""Characters in one condition."""
DEEPEST = 40
"""Parentheses and calls inside each other."""

FUNCTIONS = frozenset(
    {"min", "max", "count", "sum", "any", "all", "known", "assessed", "entitled", "tried", "met_by"}
    | {"years_between", "months_between", "days_between"}
)
SET_OPERATORS = frozenset({"within", "not within", "overlaps", "not overlaps"})
"""What is asked of two sets."""
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "includes", "not includes"}) | SET_OPERATORS
KEYWORDS = frozenset({"and", "or", "not", "in", "includes", "within", "overlaps", "true", "false"})
"""Words that are no names."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))
      | (?P<text>'[^'\\\n]*')
      | (?P<name>[^\W\d]\w*(?:[-.]\w+)*)
      | (?P<sign><=|>=|==|!=|\.\[|[-+*<>()\[\],])""",
    re.VERBOSE,
)


class ExpressionError(Exception):
    """A condition that cannot be read or typed; `column` counts from 0 within it."""

    def __init__(self, message: str, column: int, help: str | None = None) -> None:
        super().__init__(message)
        self.message, self.column, self.help = message, column, help


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, date, text or truth value as written; a number may have a unit of time behind it: `6 months`."""

    value: bool | int | Decimal | str | date
    column: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a parameter, or a code beside a coded fact."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`[a, b]`, on the right of `in`."""

    items: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class KeySelection:
    """`levels.[a, b]`: those of some keys alone."""

    of: Name
    keys: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, `-`, `*`."""

    operator: str
    left: Node
    right: Node
    column: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; a chain is an `and` of these."""

    operator: str
    left: Node
    right: Node
    column: int


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    operand: Node
    column: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more parts."""

    operator: str
    parts: tuple[Node, ...]
    column: int


Node = Literal | Name | Listing | KeySelection | Call | Arithmetic | Comparison | Not | Logic


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


@lru_cache(maxsize=4096)
def parse_condition(source: str) -> Node:
    """Parse one condition, each text once: a guideline is built again for many days, and what is parsed of it is frozen.

    Raises:
        ExpressionError: The text is not a condition; its column says where.
    """
    if len(source) > LONGEST:
        raise ExpressionError(_("a condition may have at most {n} characters", n=LONGEST), 0)
    return _Parser(_tokens(source), source).whole()


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    column = 0
    while column < len(source):
        match = _TOKEN.match(source, column)
        if match is None:
            raise ExpressionError(_unreadable(source[column]), column, _written(source, column))
        kind = match.lastgroup or "sign"
        if kind != "space":
            tokens.append(_Token(kind, match.group(), column))
        column = match.end()
    return tokens


def _unreadable(character: str) -> str:
    return _("the condition cannot be read from {character} on", character=repr(character))


def _written(source: str, column: int) -> str | None:
    """Return what to write where nothing can be read."""
    if source[column] == "§":
        return _("write the code of the provision, for example `{code}`", code="SEL-85")
    meant = number_at(source, column) or sign_at(source, column)
    return _("write `{word}`", word=meant) if meant else None


class _Parser:
    """Recursive descent over the tokens; one method per level of precedence, loosest first."""

    def __init__(self, tokens: list[_Token], source: str) -> None:
        self.tokens, self.source, self.end = tokens, source, len(source)
        self.texts: list[str | None] = [*(token.text for token in tokens), None, None]
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.disjunction()
        if self.at < len(self.tokens):
            self.unexpected(self.at)
        return node

    def disjunction(self) -> Node:
        return self.logic("or", self.conjunction)

    def conjunction(self) -> Node:
        return self.logic("and", self.negation)

    def logic(self, operator: str, part: Callable[[], Node]) -> Node:
        start = self.at
        first = part()
        if self.texts[self.at] != operator:
            return first
        parts = [first]
        while self.take(operator):
            parts.append(part())
        return Logic(operator, tuple(parts), self.tokens[start].column)

    def negation(self) -> Node:
        column = self.column()
        if not self.take("not"):
            return self.comparison()
        self.deeper(column)
        operand = self.negation()
        self.depth -= 1
        return Not(operand, column)

    def comparison(self) -> Node:
        left = self.sum()
        links: list[Node] = []
        column = self.column()
        while operator := self.operator():
            right = self.sum()
            links.append(Comparison(operator, left, right, column))
            left, column = right, self.column()
        if not links:
            return left
        return links[0] if len(links) == 1 else Logic("and", tuple(links), links[0].column)

    def operator(self) -> str | None:
        word = self.peek()
        if word == "not" and self.peek(1) in ("in", "includes", "within", "overlaps"):
            self.at += 2
            return f"not {self.tokens[self.at - 1].text}"
        if word in COMPARISONS:
            self.at += 1
            return word
        return None

    def sum(self) -> Node:
        return self.arithmetic(("+", "-"), self.product)

    def product(self) -> Node:
        return self.arithmetic(("*",), self.atom)

    def arithmetic(self, operators: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        left = operand()
        terms = 0
        while (word := self.peek()) in operators:
            column = self.column()
            self.deeper(column)
            self.at += 1
            left = Arithmetic(str(word), left, operand(), column)
            terms += 1
        self.depth -= terms
        return left

    def atom(self) -> Node:
        if self.at >= len(self.tokens):
            self.fail(_("the condition ends too early"), self.end)
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            number = Decimal(token.text) if "." in token.text else int(token.text)
            return Literal(number, token.column, self.unit())
        if token.kind == "date":
            return Literal(self.date(token), token.column)
        if token.kind == "text":
            return Literal(token.text[1:-1], token.column)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            self.deeper(token.column)
            node = self.disjunction()
            self.expect(")")
            self.depth -= 1
            return node
        if token.text == "[":
            return Listing(self.items("]"), token.column)
        return self.unexpected(self.at - 1)

    def unit(self) -> str | None:
        """Return the unit of time behind a number, where there is one; two words in a row are nothing else."""
        found = unit_meant(self.peek() or "")
        self.at += found is not None
        return found

    def named(self, token: _Token) -> Node:
        if token.text in ("true", "false"):
            return Literal(token.text == "true", token.column)
        if token.text in KEYWORDS:
            self.fail(_("unexpected `{text}`", text=token.text), token.column)
        if token.text in FUNCTIONS and self.peek() == "(":
            self.at += 1
            return Call(token.text, self.items(")"), token.column)
        name = Name(token.text, token.column)
        return KeySelection(name, self.items("]"), token.column) if self.take(".[") else name

    def items(self, closing: str) -> tuple[Node, ...]:
        self.deeper(self.column())
        items: list[Node] = []
        while self.peek() != closing:
            items.append(self.disjunction())
            if not self.take(","):
                break
        self.expect(closing)
        self.depth -= 1
        return tuple(items)

    def date(self, token: _Token) -> date:
        try:
            return date.fromisoformat(token.text)
        except ValueError:
            self.fail(_("`{text}` is not a date that exists", text=token.text), token.column)

    def deeper(self, column: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(_("the condition is nested more than {n} deep", n=DEEPEST), column)

    def peek(self, ahead: int = 0) -> str | None:
        return self.texts[self.at + ahead]

    def column(self) -> int:
        return self.tokens[self.at].column if self.at < len(self.tokens) else self.end

    def take(self, text: str) -> bool:
        if self.texts[self.at] != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.take(text):
            found = self.peek()
            message = _("`{wanted}` expected", wanted=text)
            help = _("add `{sign}` where the bracket ends", sign=text) if found is None else None
            if found is not None:
                message = _("`{wanted}` expected, not `{found}`", wanted=text, found=found)
            self.fail(message, self.column(), self.meant(self.at) or help)

    def unexpected(self, at: int) -> NoReturn:
        token = self.tokens[at]
        self.fail(_("unexpected `{text}`", text=token.text), token.column, self.meant(at))

    def meant(self, at: int) -> str | None:
        """Return what to write where a token cannot stand: for a word here or before it, a decimal comma, a sign in two parts."""
        before, here = (
            self.texts[at - 1] or "",
            self.texts[at] or "",
        )  # None stands behind the last, and so before the first
        if here == "," and (number := number_at(self.source, self.tokens[at].column)):
            return _("write a dot before decimals: `{example}`", example=number)
        if said := self._in_other_words(before, here, self.texts[at + 1] or "" if here else ""):
            return said
        word = SIGNS.get(before + here) or meant_by(here) or meant_by(before)
        return _("write `{word}`", word=word) if word else None

    @staticmethod
    def _in_other_words(before: str, here: str, after: str) -> str | None:
        """Return what to do about words that people write around a condition, and that it has no place for."""
        if before.casefold() in OPENING:
            return _("leave `{word}` out", word=before)
        if here in UNITS and before[-1:].isdigit():
            return _("leave `{word}` out: a number has the unit of what it is compared with", word=here)
        if here.casefold() in BETWEEN and before:
            return _("write both ends, for example `{example}`", example=f"18 <= {before} <= 30")
        if before.isupper() and here[:1].isdigit():
            return _("write `{word}`", word=f"{before}-{here}")
        if before in FUNCTIONS and here[:1].isalpha():
            return _("write `{word}`", word=f"{before}({here})")
        if meant_by(here) == "==" and meant_by(after) in COMPARISONS:
            return _("write `{word}`", word=meant_by(after))
        return None

    def fail(self, message: str, column: int, help: str | None = None) -> NoReturn:
        raise ExpressionError(message, column, help)


def inside(node: Node) -> tuple[Node, ...]:
    """Return the nodes that a node is made of."""
    match node:
        case Literal() | Name():
            return ()
        case Listing(items=parts) | Call(arguments=parts) | Logic(parts=parts):
            return parts
        case KeySelection(of=of, keys=keys):
            return (of, *keys)
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Not(operand=operand):
            return (operand,)


def with_inside(node: Node, parts: Sequence[Node]) -> Node:
    """Return a node made of other nodes, as many as `inside` gives and in the same order."""
    match node:
        case Literal() | Name():
            return node
        case Listing():
            return replace(node, items=tuple(parts))
        case Call():
            return replace(node, arguments=tuple(parts))
        case Logic():
            return replace(node, parts=tuple(parts))
        case KeySelection():
            of, *keys = parts
            assert isinstance(of, Name)
            return replace(node, of=of, keys=tuple(keys))
        case Comparison() | Arithmetic():
            left, right = parts
            return replace(node, left=left, right=right)
        case Not():
            (operand,) = parts
            return replace(node, operand=operand)


def names_in(node: Node, without: str = "") -> frozenset[str]:
    """Return the names that stand in a node; those within a call of one function may be left out."""
    if isinstance(node, Name):
        return frozenset((node.name,))
    if isinstance(node, Call) and node.function == without:
        return frozenset()
    return frozenset().union(*(names_in(part, without) for part in inside(node)))


_BINDING = {"or": 1, "and": 2, "not": 3, "comparison": 4, "+": 5, "-": 5, "*": 6}


def unparse(node: Node) -> str:
    """Write a tree as a condition that parses to the same tree."""
    match node:
        case Literal(value=bool() as value):
            return "true" if value else "false"
        case Literal(value=str() as value):
            return f"'{value}'"
        case Literal(value=value, unit=unit):
            written = format(value, "f") if isinstance(value, Decimal) else str(value)
            return f"{written} {unit}" if unit else written
        case Name(name=name):
            return name
        case Listing(items=items):
            return f"[{', '.join(map(unparse, items))}]"
        case KeySelection(of=of, keys=keys):
            return f"{of.name}.[{', '.join(map(unparse, keys))}]"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(unparse, arguments))})"
        case Not(operand=operand):
            return f"not {_inside(operand, _BINDING['not'])}"
        case Logic(operator=operator, parts=parts):
            binding = _BINDING[operator]
            return f" {operator} ".join(_inside(part, binding + 1) for part in parts)
        case Comparison(operator=operator, left=left, right=right):
            return f"{_inside(left, 5)} {operator} {_inside(right, 5)}"
        case Arithmetic(operator=operator, left=left, right=right):
            binding = _BINDING[operator]
            return f"{_inside(left, binding)} {operator} {_inside(right, binding + 1)}"


def _inside(node: Node, binding: int) -> str:
    text = unparse(node)
    return f"({text})" if _binding(node) < binding else text


def _binding(node: Node) -> int:
    match node:
        case Logic(operator=operator) | Arithmetic(operator=operator):
            return _BINDING[operator]
        case Not():
            return _BINDING["not"]
        case Comparison():
            return _BINDING["comparison"]
        case _:
            return 9
