"""The cells of tables in a text, each with the head of its column: Markdown's, and lines with commas between."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_HEAD = regex.compile(r"[ *_]*\p{L}[\p{L}\d _.-]{0,24}[ *_\r\n]*")
_SIGNS = " *_\"'\r\n"


def cells(text: str) -> Iterator[tuple[str, int, int]]:
    """The head of the column in small letters, and where the cell stands, for every cell that holds something."""
    lines = text.splitlines(keepends=True)
    at, heads, mark = 0, [""], ""
    for number, line in enumerate(lines):
        found = _mark(line, lines[number + 1] if number + 1 < len(lines) else "")
        if found and not (mark and line.count(mark) == len(heads) - 1):
            mark, heads = found, [cell.strip(_SIGNS).casefold() for cell in line.split(found)]
        elif mark and line.count(mark) == len(heads) - 1:
            yield from _row(line.split(mark), heads, at)
        else:
            mark = ""
        at += len(line)


def _mark(line: str, following: str) -> str:
    """What stands between the cells, where a line is the head of a table."""
    for mark in "|,;\t":
        count = line.count(mark)
        if count > 1 and following.count(mark) == count:
            heads = [cell for cell in line.split(mark) if cell.strip()]
            if len(heads) > 1 and all(map(_HEAD.fullmatch, heads)):
                return mark
    return ""


def _row(row: list[str], heads: list[str], at: int) -> Iterator[tuple[str, int, int]]:
    for head, cell in zip(heads, row, strict=True):
        bare = cell.strip(_SIGNS)
        if bare:
            start = at + cell.index(bare)
            yield head, start, start + len(bare)
        at += len(cell) + 1
