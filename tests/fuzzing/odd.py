"""Odd values, and structure-aware damage to trees, texts, conditions, notes and bytes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st

from visit.reading.source import parse
from visit.rules.facts.registry import LANGUAGE
from visit.vocabulary import vocabulary

Tree = Any
Place = tuple[str | int, ...]

# --- odd values ---


CPR = ("070761-4285", "0707614285", "07.07.61-4285", "０７０７６１-４２８５", "670761-4285", "0707\u200b614285")
"""Spellings of one made-up number, so that any echo of it can be told from other digits."""
STEERING = ("a\x1b[2Kb", "a\u202eb", "a\x00b", "a\x07", "\r- Reason: no", "a\x9bb", "\u2028", "\ufeff")
_ODD_WORDS = """
x NO yes 1:30 0800 1e400 2026-02-30 9999-12-31 0001-01-01 2026-11-02 2026-11-02T10:00:00 06-11-2026 Ikast Brande Nixby Ikast-Brande
engen engen/SEL-107-1 aaen SEL-85 SEL-107-1 SEL-108 ABL-105 SEL-109 home support activity must presumption hold leader mother given
refused ends keep {travel.network_km} { {} %s {0.__class__} &a *a !!python/object:os.system << ' " \\ | - # ~~a~~
"""
_SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 4, 5, 67, 10**18, -(10**30), 0.5, 1.25, 1e300, "", " ", "o" * 3000),
    *("7430 Ikast", "14 days", "1000000 years", "3 months"),
    *_ODD_WORDS.split(),
    *(
        [],
        {},
        [[]],
        [None],
        {"da": "a"},
        {"": ""},
        [[[[[[[[]]]]]]]],
        {"a": {"b": {"c": {}}}},
        {"lat": 1, "lon": 1},
        [18, None],
    ),
    *({"from": "2027-01-01"},),
    *CPR,
    *STEERING,
)
_TOKENS = "and or not in == != < <= > >= + - * / ( ) [ ] , known => og eller is 0 1 3 4.5 2,5 true none 18 2026-01-01"
_OPERATORS = (
    *_TOKENS.split(),
    *("heavy", "near_km", "unread", "reduced", "moderate", '"x"', "30 km", "2 years"),
)


@cache
def _names() -> tuple[str, ...]:
    """What a condition can name, and the codes it can compare with."""
    codes = {code for kind in ("needs", "provisions", "areas") for code in getattr(vocabulary(), kind, ())}
    return (*sorted(LANGUAGE.by_name), *sorted(map(str, codes)))


# --- damage ---


def places(tree: Tree, above: Place = ()) -> Iterator[Place]:
    """Yield where every value of a tree stands."""
    yield above
    inside = tree.items() if isinstance(tree, Mapping) else enumerate(tree) if isinstance(tree, list | tuple) else ()
    for key, value in inside:
        yield from places(value, (*above, key))


def at(tree: Tree, place: Place) -> Tree:
    for part in place:
        tree = tree[part]
    return tree


def put(tree: Tree, place: Place, value: Tree) -> Tree:
    """Return a tree with one value exchanged."""
    if not place:
        return value
    copy = dict(tree) if isinstance(tree, Mapping) else list(tree)
    copy[place[0]] = put(tree[place[0]], place[1:], value)
    return copy


@st.composite
def damaged_tree(draw: st.DrawFn, tree: Tree) -> Tree:
    """A tree with one to three values exchanged, left out, added, doubled or moved."""
    for _ in range(draw(st.integers(1, 3))):
        every = list(places(tree))
        # Deep places are many: without this the top of a document would hardly be touched.
        top = [one for one in every if len(one) <= 2]
        place = draw(st.one_of(st.sampled_from(top), st.sampled_from(every)))
        found = at(tree, place)
        kind = draw(st.sampled_from(("odd", "other", "out", "add", "double", "condition", "wrap")))
        if kind == "condition" or (isinstance(found, str) and " " in found and kind == "odd"):
            conditions = [one for one in every if _is_condition(at(tree, one))]
            place = draw(st.sampled_from(conditions)) if conditions else place
            new = draw(condition(str(at(tree, place))))
        elif kind == "odd":
            new = draw(st.sampled_from(_SCALARS))
        elif kind == "other":
            new = at(tree, draw(st.sampled_from(every)))
        elif kind == "wrap":
            new = [found]
        else:
            new = draw(_resized(found, kind))
        tree = put(tree, place, new)
    return tree


def _is_condition(value: Tree) -> bool:
    return isinstance(value, str) and re.search(r"[<>=]=?|\b(?:and|or|not|in|case\.|option\.)", value) is not None


@st.composite
def _resized(draw: st.DrawFn, old: Tree, kind: str) -> Tree:
    """A mapping or list with something left out, added or doubled; anything else becomes an odd value."""
    if isinstance(old, Mapping):
        keys = list(old)
        if kind == "out" and keys:
            gone = draw(st.sampled_from(keys))
            return {key: value for key, value in old.items() if key != gone}
        named = draw(st.sampled_from((*keys, "x", "", "citizen", "needs", "from", "until", "id", *_SCALARS[-14:])))
        return {**old, str(named): draw(st.sampled_from(_SCALARS))}
    if isinstance(old, list | tuple):
        if kind == "out" and old:
            gone = draw(st.integers(0, len(old) - 1))
            return [value for index, value in enumerate(old) if index != gone]
        return [*old, draw(st.sampled_from((*_SCALARS, *old)))] if kind == "add" or not old else [*old, *old]
    return draw(st.sampled_from(_SCALARS))


@st.composite
def condition(draw: st.DrawFn, written: str) -> str:
    """A condition with one or two of its tokens replaced, left out or added."""
    tokens = re.findall(r"[\w.]+(?:\('[^']*'\)|\([^()]*\))?|\S", written) or ["case.age"]
    for _ in range(draw(st.integers(1, 2))):
        index = draw(st.integers(0, len(tokens) - 1))
        token = draw(st.one_of(st.sampled_from(_names()), st.sampled_from(_OPERATORS), st.sampled_from(tokens)))
        how = draw(st.integers(0, 3))
        tokens[index : index + (how != 1)] = [] if how == 0 and len(tokens) > 1 else [token]
    text = " ".join(tokens)
    return draw(
        st.sampled_from(
            (text, text, text, f"{'(' * 300}{text}{')' * 300}", "not " * 500 + text, f"{text} and " * 200 + text)
        )
    )


@st.composite
def damaged_text(draw: st.DrawFn, text: str) -> str:
    """A text with one to three lines doubled, left out or moved, or something odd written into it."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        index = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("double", "out", "move", "indent", "insert", "replace", "cut")))
        odd = str(draw(st.sampled_from(_SCALARS)))
        where = draw(st.integers(0, len(lines[index])))
        match kind:
            case "double":
                lines.insert(index, lines[index])
            case "out" if len(lines) > 1:
                del lines[index]
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(index))
            case "indent":
                lines[index] = draw(st.sampled_from((" ", "  ", "\t", "      "))) + lines[index]
            case "insert":
                lines[index] = f"{lines[index][:where]}{odd}{lines[index][where:]}"
            case "replace":
                lines[index] = re.sub(r"[^\s:]+$", "", lines[index]) + odd
            case "cut":
                lines[index] = lines[index][:where]
        text = "\n".join(lines)
    return text


@st.composite
def damaged_bytes(draw: st.DrawFn, good: bytes) -> bytes:
    """Bytes with some of them exchanged, cut off, doubled, or in another encoding."""
    kind = draw(st.sampled_from(("flip", "cut", "fill", "utf-16", "latin-1", "bom", "crlf", "double", "nothing")))
    where = draw(st.integers(0, max(0, len(good) - 1)))
    match kind:
        case "flip":
            return good[:where] + bytes([draw(st.integers(0, 255))]) + good[where + 1 :]
        case "cut":
            return good[:where]
        case "fill":
            return good[:where] + draw(st.binary(max_size=40)) + good[where + draw(st.integers(0, 40)) :]
        case "utf-16" | "latin-1":
            return good.decode("utf-8", "replace").encode(kind, "replace")
        case "bom":
            return b"\xef\xbb\xbf" + good
        case "crlf":
            return good.replace(b"\n", b"\r\n")
        case "double":
            return good + good
    return b""


@st.composite
def damaged(draw: st.DrawFn, name: str, good: str) -> bytes:
    """A file of the kind that its name says, damaged in its tree, its text or its bytes."""
    how = draw(st.sampled_from(("tree", "tree", "tree", "text", "text", "bytes")))
    if how == "tree" and name.endswith((".yaml", ".json")):
        tree = draw(damaged_tree(_tree(name, good)))
        as_yaml = draw(st.booleans()) and name.endswith(".yaml")
        written = (
            yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
            if as_yaml
            else json.dumps(tree, ensure_ascii=draw(st.booleans()))
        )
        return written.encode("utf-8", "surrogatepass")
    if how == "tree" and name.endswith((".txt", ".key")):
        return draw(_damaged_note(good)).encode()
    text = draw(damaged_text(good)) if how != "bytes" else good
    raw_text = text.encode("utf-8", "surrogatepass")
    return draw(damaged_bytes(raw_text)) if how == "bytes" else raw_text


@cache
def _tree(name: str, good: str) -> Tree:
    return json.loads(good) if name.endswith(".json") else _plain(parse(good, name).value)


def _plain(value: Tree) -> Tree:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@st.composite
def _damaged_note(draw: st.DrawFn, good: str) -> str:
    """A checkpoint or key with the bytes behind its base64 changed, and written properly again."""

    def change(found: re.Match[str]) -> str:
        try:
            inside = base64.b64decode(found.group(), validate=True)
        except ValueError:
            return found.group()
        return base64.b64encode(draw(damaged_bytes(inside))).decode()

    words = re.split(r"([A-Za-z0-9+/]{40,}={0,2})", good)
    index = draw(st.integers(0, len(words) - 1))
    words[index] = (
        re.sub(r"[A-Za-z0-9+/]{40,}={0,2}", change, words[index]) if index % 2 else draw(damaged_text(words[index]))
    )
    return "".join(words)
