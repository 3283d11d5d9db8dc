"""Plain values as YAML for people: short groups on one line, long ones line by line, in the order they are in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import yaml

from visit.reading.source import Document, PlainValue, parse

WIDTH = 120
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _CatalogueDumper(yaml.CSafeDumper):
    """Writes numbers and days as they are, and no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _decimal(writer: yaml.CSafeDumper, number: Decimal) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")


def _text(writer: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    kind = "timestamp" if _DAY.fullmatch(text) else "str"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_CatalogueDumper.add_representer(Decimal, _decimal)
_CatalogueDumper.add_representer(str, _text)


def catalogue_text(value: Mapping[str, PlainValue]) -> str:
    """Return a document as the text of its file."""
    return yaml.dump(
        dict(value), Dumper=_CatalogueDumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None
    )


def read_again(value: Mapping[str, PlainValue]) -> Document:
    """Return plain values as a document, as they would be read from their file."""
    return parse(catalogue_text(value), "catalogue.yaml")
