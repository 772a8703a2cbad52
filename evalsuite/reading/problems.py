"""What went wrong by a customer's own words: problems reported, how much they weigh, and what only might go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from evalsuite.domain.reading import Block, TextView
from evalsuite.reading.blocks import block_at
from evalsuite.reading.cues import Cue, Found, cues, language_read, told_by, within
from evalsuite.reading.language import pack


class Report:
    """What a customer's message reports, each part read when it is asked for.

    What they only ask about, deny, or lay at their own door is no problem.
    """

    def __init__(self, view: TextView, language: str) -> None:
        self._view = view
        self._language = language_read(view.text, language)

    @cached_property
    def problem(self) -> bool:
        return self._real("problem") or self.grave or self.fault or self._real("upset")

    @cached_property
    def possible(self) -> bool:
        """Something is told beyond a request, an answer or a greeting, and it may be trouble; so may anything in a
        language that is not read."""
        if self._language is None:
            return True
        own = self._found.get("own_fault")
        return any(
            _tells(self._view.text, block, self._language)
            for block in self._view.blocks
            if not any(within(own, block.start, block.end))
        )

    @cached_property
    def upset(self) -> bool:
        """It is told with anger or distress."""
        return self._real("upset") or (_SHOUT.search(self._view.text) is not None and self.problem)

    @cached_property
    def grave(self) -> bool:
        """Death, injury, crime or danger is spoken of."""
        return self._real("grave")

    @cached_property
    def fault(self) -> bool:
        """Something went wrong that only the company can have done."""
        return self._real("fault")

    @cached_property
    def solved(self) -> bool:
        """It says that something works again."""
        return "fine" in self._found or "resolved" in self._found

    @cached_property
    def _found(self) -> Found:
        return cues(self._view.text, self._language)

    def _real(self, group: str) -> bool:
        return any(real(self._view, cue, self._found) for cue in self._found.get(group))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What several messages report together."""

    reports: tuple[Report, ...] = ()

    @property
    def problem(self) -> bool:
        return any(one.problem for one in self.reports)

    @property
    def possible(self) -> bool:
        return any(one.possible for one in self.reports)

    @property
    def upset(self) -> bool:
        return any(one.upset for one in self.reports)

    @property
    def grave(self) -> bool:
        return any(one.grave for one in self.reports)

    @property
    def fault(self) -> bool:
        return any(one.fault for one in self.reports)

    @property
    def solved(self) -> bool:
        return any(one.solved for one in self.reports)


def real(view: TextView, cue: Cue, found: Found) -> bool:
    """Whether a cue of trouble tells of some: it is not denied, not laid at one's own door, not only imagined."""
    block = block_at(view, cue.start)
    if block is None or found.pattern("negates").search(view.text, max(block.start, cue.start - 30), cue.start):
        return False
    if cue.group == "grave" and _DENIED.search(view.text, block.start, cue.start):
        return False
    if any(one.start < cue.end and cue.start < one.end for name in ("fine", "own_fault") for one in found.get(name)):
        return False
    asks = view.text[block.end - 1] == "?"
    return not any(asks or one.start < cue.start for one in within(found.get("hypothetical"), block.start, block.end))


def _tells(text: str, block: Block, language: str) -> bool:
    """Whether a sentence states how things are, and does more than ask for something."""
    if text[block.end - 1] == "?":
        return told_by("why", language).match(text, block.start, block.end) is not None
    if told_by("adverse", language).search(text, block.start, block.end):
        return True
    plain = told_by("plain", language).match(text, block.start, block.end)
    first = _FIRST.match(text, block.start, block.end)
    return not plain and first is not None and first[1].lower() not in pack(language).bases


_FIRST = re.compile(r"\W*(\w+)(?:\W+\w+){3}")
_DENIED = re.compile(r"\b(?:no|not|none|never|nothing)\b|n't\b", re.IGNORECASE)
_SHOUT = re.compile(r"[!?]{2,}|\b[A-Z]{4,}\s+[A-Z]{2,}\b")
