"""Keep the Danish wording in step with the code.

    python tools/messages.py           takes messages from the code, writes the .po and .mo files
    python tools/messages.py --check   changes nothing; says what is missing and ends with 1

Two catalogues lie in `visit/locale/da/LC_MESSAGES/`. `visit` holds every template that stands in a
call of `_`, `text` or `plural` of `visit.locale` anywhere in `visit/`, help texts included, or in a
constant of the module that the function around such a call names, and every text in a call of `_` in a
template of `visit/pages/`. `messages` holds the texts of
the command line library that `visit/locale/usage.py` lists. A message that is gone from the code
stays in the .po as a comment (`#~`), so that its wording can be found again.

A message is translated when its `msgstr` is not empty; its names in braces must be the same in both
languages. Babel reads and writes both kinds of files; why its extraction is not used stands in
docs/decisions/18-messages.md.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages import catalog as babel
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "visit" / "locale" / "da" / "LC_MESSAGES"
LIBRARY = ROOT / "visit" / "locale" / "usage.py"

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


class Danish(Catalog):
    """A catalogue with a head that is the same in every run: no dates and no versions of tools."""

    mime_headers = property(
        lambda self: [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", "da"),
            ("Plural-Forms", self.plural_forms),
        ]
    )

    def __init__(self, domain: str) -> None:
        super().__init__(locale="da", domain=domain, header_comment=ABOUT[domain], fuzzy=False)

    def put(self, message: Message, words: Forms) -> None:
        """Add a message with its wording."""
        flags = ["python-brace-format"] if PLACEHOLDER.search(message.forms[0]) else []
        one = len(message.forms) == 1
        self.add(
            message.forms[0] if one else message.forms,
            words[0] if one else words,
            [(file, None) for file in message.files],  # type: ignore[misc]  # a file without a line
            flags=flags,
        )

    def forget(self, forms: Forms, words: Forms) -> None:
        """Keep the wording of a message that is gone as a comment."""
        one = len(forms) == 1
        self.obsolete[forms[0]] = babel.Message(forms[0] if one else forms, words[0] if one else words)


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
    for path in sorted((ROOT / "visit" / "pages" / "templates").glob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        for forms in _messages_of_template(path.read_text("utf-8"), name, faults):
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


def _messages_of_template(source: str, name: str, faults: list[str]) -> Iterator[Forms]:
    for line, _mark, texts in extract_from_ast(Environment(autoescape=True).parse(source), ("_",)):
        first = texts if isinstance(texts, str) else texts[0] if texts else None
        if first is None:
            faults.append(f"{name}:{line}: write the message in the call")
        else:
            yield (first,)


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
    current, gone = read(domain)
    known = gone | current
    catalogue = Danish(domain)
    for message in messages:
        catalogue.put(message, known.get(message.forms, ("",) * len(message.forms)))
    for forms, words in sorted(known.items()):
        if forms not in {message.forms for message in messages} and all(words):
            catalogue.forget(forms, words)
    _file(domain, "po").write_bytes(written(catalogue))
    _file(domain, "mo").write_bytes(compiled(catalogue))
    return list(_faults(domain, read(domain)[0]))


def checked(domain: str, messages: list[Message]) -> list[str]:
    """Return what is wrong with the files of a catalogue; which files a message stands in does not count."""
    current, _gone = read(domain)
    faults = list(_faults(domain, {message.forms: current.get(message.forms, ("",)) for message in messages}))
    catalogue = Danish(domain)
    for forms, words in current.items():
        catalogue.put(Message(forms, ()), words)
    mo = _file(domain, "mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
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


# --- the files ---


def read(domain: str) -> tuple[dict[Forms, Forms], dict[Forms, Forms]]:
    """Return the wordings in the .po file of a catalogue: those in use, and those of messages that are gone."""
    path = _file(domain, "po")
    catalogue = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale="da")
    current = {_forms(one.id): _forms(one.string) for one in catalogue if one.id}
    return current, {_forms(one.id): _forms(one.string) for one in catalogue.obsolete.values()}


def written(catalogue: Danish) -> bytes:
    """Return the .po file: messages in the order of their texts, each line of a text as one line."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100_000, sort_output=True, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Danish) -> bytes:
    """Return the .mo file: the same translations, the same bytes."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _forms(text: str | Iterable[str] | None) -> Forms:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _file(domain: str, kind: str) -> Path:
    return FOLDER / f"{domain}.{kind}"


if __name__ == "__main__":
    sys.exit(main())
