"""Keep the Danish wording in step with the code.

    python tools/messages.py           takes messages from the code, writes the .po and .mo files
    python tools/messages.py --check   changes nothing; says what is missing and ends with 1

Two catalogues lie in `visit/locale/da/LC_MESSAGES/`. `visit` holds every template that stands in a
call of `_`, `text` or `plural` of `visit.locale` anywhere in `visit/`, help texts included, or in a
constant of the module that the function around such a call names. `messages` holds the texts of
the command line library that `visit/locale/usage.py` lists. A message that is gone from the code
stays in the .po as a comment (`#~`), so that its wording can be found again.

A message is translated when its `msgstr` is not empty; its names in braces must be the same in both
languages.
"""

from __future__ import annotations

import argparse
import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "visit" / "locale" / "da" / "LC_MESSAGES"
LIBRARY = ROOT / "visit" / "locale" / "usage.py"

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: da\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
ABOUT = {
    "visit": "# The Danish wording of visit; `python tools/messages.py` takes messages from the code.",
    "messages": "# The Danish wording of the command line library's texts; see visit/locale/usage.py.",
}
# Words that are looked up by a value of the vocabulary: the endings of provision ids (SEL-104-open).
BY_VALUE = {"visit/reasons/labels.py": ("open", "secured")}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")

# One for a message, two where it has a plural.
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A message of the code and the files it stands in."""

    forms: Forms
    files: tuple[str, ...]


@dataclass
class Catalogue:
    """A .po file as read: translations by message, those of gone messages apart."""

    current: dict[Forms, Forms] = field(default_factory=dict)
    gone: dict[Forms, Forms] = field(default_factory=dict)


def main() -> int:
    """Update or check both catalogues."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, end with 1 on a fault")
    check = parser.parse_args().check
    faults: list[str] = []
    for domain, messages in extracted(faults).items():
        if check:
            faults += checked(domain, messages)
        else:
            faults += updated(domain, messages)
    print("\n".join(faults) or "every message has its Danish wording")
    return 1 if faults else 0


# --- messages of the code ---


def extracted(faults: list[str]) -> dict[str, list[Message]]:
    """Return the messages of each catalogue, in the order of their texts."""
    found: dict[Forms, set[str]] = {}
    for path in sorted((ROOT / "visit").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for forms in _messages_of(ast.parse(path.read_text("utf-8")), name, faults):
            found.setdefault(forms, set()).add(name)
    library: dict[Forms, set[str]] = {(one,): {LIBRARY.relative_to(ROOT).as_posix()} for one in _library()}
    return {"visit": _sorted(found), "messages": _sorted(library)}


def _messages_of(tree: ast.Module, name: str, faults: list[str]) -> Iterator[Forms]:
    constants = _constants(tree)
    yield from ((word,) for word in BY_VALUE.get(name, ()))
    for call, count, named in _calls(tree, _marks(tree, name)):
        written = list(_forms_of(call.args[:count], count))
        tables = [constants[word] for word in sorted(named & constants.keys())]
        found = written or [forms for table in tables for forms in _forms_in(table, count)]
        yield from found
        if not found and name not in BY_VALUE:
            faults.append(f"{name}:{call.lineno}: write the message in the call, or in a constant")


def _calls(tree: ast.Module, marks: Mapping[str, int]) -> Iterator[tuple[ast.Call, int, set[str]]]:
    """Yield the calls that mark messages: how many texts each takes, the names of the function around it."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.Module):
            continue
        named = {node.id for node in _inside(scope) if isinstance(node, ast.Name)}
        for node in _inside(scope):
            if isinstance(node, ast.Call) and (count := marks.get(ast.unparse(node.func))):
                yield node, count, named


def _forms_of(arguments: list[ast.expr], count: int) -> Iterator[Forms]:
    """Yield what is written in a call: one message, or both of `a if x else b`."""
    if count == 1 and len(arguments) == 1 and isinstance(choice := arguments[0], ast.IfExp):
        yield from _forms_of([choice.body], 1)
        yield from _forms_of([choice.orelse], 1)
        return
    forms = tuple(word for argument in arguments if (word := _literal(argument)) is not None)
    if len(forms) == count:
        yield forms


def _marks(tree: ast.Module, name: str) -> dict[str, int]:
    """Return how a module calls what marks a message, with how many texts each takes."""
    takes = {"text": 1, "plural": 2}
    if name == "visit/locale/__init__.py":
        return takes
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                called = alias.asname or alias.name
                if node.module == "visit.locale" and alias.name in takes:
                    found[called] = takes[alias.name]
                elif node.module == "visit" and alias.name == "locale":
                    found |= {f"{called}.{mark}": count for mark, count in takes.items()}
    return found


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope, not those of functions defined in it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, ast.FunctionDef):
            yield from _inside(node)


def _forms_in(table: ast.expr, count: int) -> Iterator[Forms]:
    """Yield the messages of a table: its texts, but not its keys; for a plural its pairs of texts."""
    if isinstance(table, ast.Dict):
        for value in table.values:
            yield from _forms_in(value, count)
        return
    if count == 1 and (word := _literal(table)) is not None:
        yield (word,)
    if isinstance(table, ast.Tuple | ast.List):
        words = tuple(word for item in table.elts if (word := _literal(item)) is not None)
        if count > 1 and len(words) == len(table.elts) == count:
            yield words
            return
        for item in table.elts:
            yield from _forms_in(item, count)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _library() -> list[str]:
    tree = ast.parse(LIBRARY.read_text("utf-8"))
    lists = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("WORDS", "TEMPLATES")
    ]
    return [str(text) for texts in lists for text in texts]


def _sorted(found: Mapping[Forms, Iterable[str]]) -> list[Message]:
    return [Message(forms, tuple(sorted(found[forms]))) for forms in sorted(found)]


# --- update and check ---


def updated(domain: str, messages: list[Message]) -> list[str]:
    """Write the .po and .mo of a catalogue; return what is still missing."""
    before = read(domain)
    known = before.gone | before.current
    now = {m.forms: known.get(m.forms, ("",) * len(m.forms)) for m in messages}
    gone = {forms: words for forms, words in known.items() if forms not in now and all(words)}
    _file(domain, "po").write_text(written(domain, messages, Catalogue(now, gone)), "utf-8")
    _file(domain, "mo").write_bytes(compiled(now))
    return list(_faults(domain, now))


def checked(domain: str, messages: list[Message]) -> list[str]:
    """Return what is wrong with the files of a catalogue; which files a message stands in does not count."""
    catalogue = read(domain)
    faults = list(_faults(domain, {m.forms: catalogue.current.get(m.forms, ("",)) for m in messages}))
    mo = _file(domain, "mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue.current):
        faults.append(f"{mo.name}: not made from {domain}.po: run `python tools/messages.py`")
    return faults


def _faults(domain: str, translations: Mapping[Forms, Forms]) -> Iterator[str]:
    for forms, words in translations.items():
        if not all(words):
            yield f"{domain}.po: no Danish wording of {forms[0]!r}"
            continue
        for english, danish in zip(forms, words, strict=True):
            if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(danish)):
                yield f"{domain}.po: other names in braces than in {english!r}: {danish!r}"
            if _edges(english) != _edges(danish):
                yield f"{domain}.po: other spaces around it than {english!r}: {danish!r}"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _file(domain: str, kind: str) -> Path:
    return FOLDER / f"{domain}.{kind}"


# --- the .po file ---

_LINE = re.compile(r'(#~ )?(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?"(.*)"')


def read(domain: str) -> Catalogue:
    """Read the .po file of a catalogue."""
    path = _file(domain, "po")
    return parsed(path.read_text("utf-8") if path.exists() else "")


def parsed(source: str) -> Catalogue:
    """Return the text of a .po file, as `written` and usual editors write it, as a catalogue."""
    catalogue = Catalogue()
    for block in re.split(r"\n{2,}", source):
        entry: list[list[str]] = []
        is_gone = False
        for line in block.split("\n"):
            if (found := _LINE.fullmatch(line)) is None:
                continue
            is_gone = is_gone or found[1] is not None
            if found[2] is not None:
                entry.append([found[2], ""])
            entry[-1][1] += _unescaped(found[3])
        forms = tuple(text for key, text in entry if key.startswith("msgid"))
        words = tuple(text for key, text in entry if key.startswith("msgstr"))
        if any(forms):
            (catalogue.gone if is_gone else catalogue.current)[forms] = words
    return catalogue


def written(domain: str, messages: list[Message], catalogue: Catalogue) -> str:
    """Return a .po file: messages in the order of their texts, then those that are gone."""
    header = "".join(f'"{_escaped(line)}"\n' for line in HEADER.splitlines(keepends=True))
    blocks = [f'{ABOUT[domain]}\nmsgid ""\nmsgstr ""\n{header}']
    for message in messages:
        words = catalogue.current.get(message.forms, ("",) * len(message.forms))
        place = f"#: {' '.join(message.files)}\n"
        mark = "#, python-brace-format\n" if PLACEHOLDER.search(message.forms[0]) else ""
        blocks.append(place + mark + _entry(message.forms, words))
    for forms, words in sorted(catalogue.gone.items()):
        lines = _entry(forms, words).splitlines()
        blocks.append("".join(f"#~ {line}\n" for line in lines))
    return "\n".join(blocks)


def _entry(forms: Forms, words: Forms) -> str:
    lines = [f'msgid "{_escaped(forms[0])}"']
    if len(forms) == 1:
        lines.append(f'msgstr "{_escaped(words[0])}"')
    else:
        lines.append(f'msgid_plural "{_escaped(forms[1])}"')
        lines += [f'msgstr[{n}] "{_escaped(word)}"' for n, word in enumerate(words)]
    return "\n".join(lines) + "\n"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_UNESCAPES = {escaped: character for character, escaped in _ESCAPES.items()}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda found: _UNESCAPES[found[0]], text)


# --- the .mo file ---


def compiled(translations: Mapping[Forms, Forms]) -> bytes:
    """Return the .mo bytes: the same translations, the same bytes.

    Source: GNU gettext manual, "The Format of GNU MO Files"; without the optional hash table.
    """
    pairs = {"": HEADER} | {"\0".join(forms): "\0".join(words) for forms, words in translations.items() if all(words)}
    encoded = sorted((key.encode(), text.encode()) for key, text in pairs.items())
    count = len(encoded)
    keys_at = 28
    texts_at = keys_at + 8 * count
    tables: list[list[int]] = [[], []]
    body = b""
    start = texts_at + 8 * count
    for part in (0, 1):
        for pair in encoded:
            tables[part] += [len(pair[part]), start + len(body)]
            body += pair[part] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, keys_at, texts_at, 0, start)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + body


if __name__ == "__main__":
    sys.exit(main())
