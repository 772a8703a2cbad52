"""A view's text cut into what is read by itself: sentences, list items, table rows, headings, code."""

import re
from bisect import bisect_right
from operator import attrgetter

from evalsuite.domain.reading import Block, BlockKind, TextView

_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(r"[ \t>]*(?:[-*•+▪◦‣✅☑✔✓❌][ \t]+|\(?(?:\d{1,3}|[a-zA-Z])[.)][ \t]+|\[[ xX]\][ \t]*)+")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
_RULE = re.compile(r"[ \t|:+=_-]+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"')\]]{0,2}(?=\s)")
_WORD_BEFORE = re.compile(r"[^\s(]{0,12}\Z")
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|dr|prof|no|nr|approx|vs|etc|e\.g|i\.e|inc|st|ave|blvd|rd|ca|ej|p\.ej|sr|sra|dra|ud|uds|"
    r"núm|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|dept|ref|acct|qty|min|max)\Z"
)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a view's text, in order; blank stretches and rules belong to none."""
    found: list[Block] = []
    coded = False
    for line in _LINE.finditer(text):
        start, end = line.span()
        if text.startswith("```", start):
            coded = not coded
        elif coded:
            found.append(Block(kind="code", start=start, end=end))
        else:
            _read_line(text, start, end, found)
    return tuple(found)


def block_at(view: TextView, place: int) -> Block | None:
    """The block of a view in which a place of its text stands; None where it stands between blocks."""
    index = bisect_right(view.blocks, place, key=attrgetter("start")) - 1
    return view.blocks[index] if index >= 0 and place < view.blocks[index].end else None


def _read_line(text: str, start: int, end: int, found: list[Block]) -> None:
    first = text[start]
    if (first in "|-=_+: \t") and _RULE.fullmatch(text, start, end):
        if "|" in text[start:end] and "-" in text[start:end] and found and found[-1].kind == "row":
            found[-1] = Block(kind="heading", start=found[-1].start, end=found[-1].end)
        return
    if first == "|" or text.find(" | ", start, end) >= 0:
        found.append(Block(kind="row", start=start, end=end))
        return
    if first in "# \t" and _HEADING.match(text, start, end):
        found.append(Block(kind="heading", start=start, end=end))
        return
    marker = None if first.isalpha() and not text.startswith((")", "."), start + 1) else _MARKER.match(text, start, end)
    kind: BlockKind = "item" if marker else "sentence"
    _sentences(text, marker.end() if marker else start, end, kind, found)


def _sentences(text: str, start: int, end: int, kind: BlockKind, found: list[Block]) -> None:
    begun = start
    for stop in _STOP.finditer(text, start, end):
        if stop.group() == "." and _abbreviated(text, begun, stop.start()):
            continue
        _append(text, begun, stop.end(), kind, found)
        begun = stop.end()
    _append(text, begun, end, kind, found)


def _append(text: str, start: int, end: int, kind: BlockKind, found: list[Block]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Block(kind=kind, start=start, end=end))


def _abbreviated(text: str, start: int, dot: int) -> bool:
    tail = text[max(start, dot - 14) : dot]
    word = _WORD_BEFORE.search(tail)
    before = word.group().lower() if word else ""
    return _ABBREVIATION.match(before) is not None or (len(before) == 1 and before.isalpha())
