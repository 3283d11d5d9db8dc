"""Write `docs/api.md`: `python tools/make_api.py`.

Every name of `import visit` with its signature and docstring. The introduction, whose examples are run, is the docstring of `visit`
itself. Run it after a change of a public signature or docstring; a test holds the page and the code equal.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any

import visit

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# The Python interface

Made by `python tools/make_api.py` from the docstrings of the package; change those, not this page."""
SECTIONS = ("Args:", "Attributes:", "Raises:", "Returns:", "Yields:")


def page() -> str:
    """Return the page: what functions there are, then classes."""
    names = sorted(
        (name for name in visit.__all__ if name != "__version__"), key=lambda name: (name[0].isupper(), name)
    )
    return (
        "\n\n".join((HEAD, inspect.cleandoc(visit.__doc__ or ""), *(part for name in names for part in entry(name))))
        + "\n"
    )


def entry(name: str) -> Iterator[str]:
    """Yield the heading, signature and docstring of a public name, then what a class has."""
    thing = getattr(visit, name)
    yield f"## `{name}`"
    if not inspect.isclass(thing):
        yield from told(name, thing)
        return
    if fields := [f"{key}: {value}" for key, value in inspect.get_annotations(thing).items()]:
        yield code("\n".join(fields))
    yield documented(thing)
    for member, value in vars(thing).items():
        if not member.startswith("_") and value.__doc__ and (inspect.isroutine(value) or isinstance(value, property)):
            yield from told(f"{name}.{member}", value)


def told(name: str, value: Any) -> Iterator[str]:
    """Yield the signature and the docstring of a function, method or property."""
    if isinstance(value, property | cached_property):
        read = value.func if isinstance(value, cached_property) else value.fget
        yield code(f"{name}: {inspect.get_annotations(read)['return']}" if read else name)
    else:
        yield code(signature(name, value))
    yield documented(value)


def signature(name: str, value: Any) -> str:
    """Return how a function is called, as its source says it."""
    (function,) = ast.parse(dedent(inspect.getsource(value))).body
    assert isinstance(function, ast.FunctionDef)
    returned = ast.unparse(function.returns) if function.returns else "None"
    return f"{name}({ast.unparse(function.args)}) -> {returned}"


def documented(value: Any) -> str:
    """Return a docstring as Markdown: what stands under `Args:` and its like as a list."""
    lines = []
    for line in inspect.cleandoc(value.__doc__ or "").splitlines():
        lines.append(f"{line}\n" if line in SECTIONS else f"- {line.strip()}" if line.startswith("    ") else line)
    return "\n".join(lines)


def code(text: str) -> str:
    """Return a text as a block of Python."""
    return f"```python\n{text}\n```"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
