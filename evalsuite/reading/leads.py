"""What the lines of a list stand under: a heading that says they are done, or one that says they are still to do."""

from typing import Literal

from evalsuite.domain.reading import TextView
from evalsuite.reading.clauses import words_of
from evalsuite.reading.language import Pack

Lead = Literal["done", "open", ""]
_LONGEST = 14
"""Words of a line that may head a list."""
_SHORT = 5
"""Words of one without a colon."""
_LISTS = frozenset({"item", "row"})


class Leads:
    """The leads of a view's blocks; places must be asked for in order."""

    def __init__(self, view: TextView, tables: Pack) -> None:
        self._view = view
        self._tables = tables
        self._head: int | None = None
        self._read = 0
        self._table: int | None = None

    def at(self, place: int) -> Lead:
        """What the line at a place stands under; "" where it is in no list, or its heading does not say."""
        blocks = self._view.blocks
        for number in range(self._read, place):
            if blocks[number].kind not in _LISTS:
                self._head = number
                self._table = number if blocks[number].kind == "heading" and self._is_row(number) else None
        self._read = max(self._read, place)
        if self._head is None or blocks[place].kind not in _LISTS:
            return ""
        return self._told(self._head)

    def columns(self, place: int) -> list[str]:
        """The heads of the columns of the table whose row stands at a place, in small letters; empty where there is
        none. To be asked for after `at`."""
        if self._table is None or self._view.blocks[place].kind != "row":
            return []
        block = self._view.blocks[self._table]
        return [cell.strip().lower() for cell in self._view.text[block.start : block.end].strip("| ").split("|")]

    def _is_row(self, place: int) -> bool:
        block = self._view.blocks[place]
        return "|" in self._view.text[block.start : block.end]

    def _told(self, place: int) -> Lead:
        block = self._view.blocks[place]
        words = words_of(self._view.text, block.start, block.end).lower
        if len(words) > _LONGEST or words[-1] in {".", "!", "?"}:
            return ""
        table = self._tables.words
        if self._is_row(place):
            telling = table["to_do"].isdisjoint(words) or not (table["status_keys"] | table["done_so_far"]).isdisjoint(
                words
            )
            return "" if telling else "open"
        if (
            words[-1] != ":"
            and block.kind != "heading"
            and (len(words) > _SHORT or not table["finite"].isdisjoint(words))
        ):
            return ""
        ours = not {"i", "we"}.isdisjoint(words) and not {"have", "did"}.isdisjoint(words)
        if table["negations"].isdisjoint(words) and (ours or not table["done_so_far"].isdisjoint(words[:2])):
            return "done"
        if (
            words[:2] == ["to", "do"]
            or not table["to_do"].isdisjoint(words)
            or not table["negations"].isdisjoint(words)
        ):
            return "open"
        return "" if table["done_so_far"].isdisjoint(words) else "done"
