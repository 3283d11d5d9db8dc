"""What a workbook's cells bear beside their values: comments, and a line through what they say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_TARGET = re.compile(rb'\bTarget="([^"]*)"')
_OF_COMMENTS = re.compile(rb'\bType="[^"]*/(?:comments|threadedComment)"')
_COMMENT = re.compile(rb'<(?:\w+:)?(?:comment|threadedComment)\b[^>]*\bref="([A-Z]{1,3}[0-9]{1,7})"')
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(rb'<(?:\w+:)?strike\b(?!\s+val="(?:0|false)")')
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FONT_ID = re.compile(rb'\bfontId="([0-9]{1,6})"')


def commented_cells(sheet: str, part: Callable[[str], bytes]) -> Iterator[str]:
    """Yield the cells of a sheet that have a comment, by the parts that its own part links to.

    Args:
        sheet: Where the sheet lies in the package, `xl/worksheets/sheet1.xml`.
        part: Gives a part of the package; nothing where it is not there or cannot be read.
    """
    folder, name = posixpath.split(sheet)
    for link in _LINK.findall(part(f"{folder}/_rels/{name}.rels")):
        target = _TARGET.search(link)
        if target is not None and _OF_COMMENTS.search(link):
            path = posixpath.normpath(posixpath.join("/", folder, target[1].decode(errors="replace"))).lstrip("/")
            yield from (found.decode() for found in _COMMENT.findall(part(path)))


def struck_formats(styles: bytes) -> frozenset[str]:
    """Return the numbers of the cell formats whose font has a line through it, as a cell's `s` names them."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if fonts is None or formats is None:
        return frozenset()
    struck = {number for number, font in enumerate(_FONT.findall(fonts[0])) if _STRUCK.search(font)}
    used = [_FONT_ID.search(one) for one in _FORMAT.findall(formats[0])]
    return frozenset(str(number) for number, one in enumerate(used) if one is not None and int(one[1]) in struck)
