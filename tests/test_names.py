"""A name has one meaning in the whole package: no two modules give the same name to a class or to a type."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from visit.shipped import ROOT


def named(module: ast.Module) -> Iterator[str]:
    """Yield what a module calls its classes and types; a leading underscore makes no other name."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
    for statement in module.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else ()
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.annotation).endswith("TypeAlias"):
            targets = (statement.target,)
        for target in targets:
            if isinstance(target, ast.Name) and not target.id.isupper() and target.id.lstrip("_")[:1].isupper():
                yield target.id.lstrip("_")


def test_no_name_of_a_class_or_type_stands_in_two_modules() -> None:
    where: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for name in named(ast.parse(path.read_text(encoding="utf-8"))):
            where.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    assert {name: sorted(places) for name, places in where.items() if len(places) > 1} == {}


ONE_MEANING = {
    "list_command": "the command `list` of a group",
    "show_command": "the command `show` of a group",
    "sources": "the files that a document is made from",
}
"""Names of functions that stand in several modules and mean the same in each."""


def test_no_name_of_a_public_function_stands_in_two_modules() -> None:
    where: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        if path.name.startswith("app") and path.parent.name == "commands":
            continue  # a command is called as what it carries out
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_"):
                where.setdefault(statement.name, set()).add(path.relative_to(ROOT).as_posix())
    several = {name: sorted(places) for name, places in where.items() if len(places) > 1}
    assert {name: places for name, places in several.items() if name not in ONE_MEANING} == {}
    assert several.keys() >= ONE_MEANING.keys()
