"""Apologies and sympathy in a reply, told apart from a "sorry" that only softens a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evalsuite.domain.reading import Block, TextView
from evalsuite.reading.blocks import block_at
from evalsuite.reading.cues import Cue, Found, within

Kind = Literal["apology", "admission", "refusal", "condolence", "sympathy"]
_BESIDE = 60
"""Characters between a "sorry" and the refusal it softens, at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    kind: Kind
    """`sympathy`: regard for feelings without a "sorry"; `admission`: an apology that names our own slip; `refusal`: no
    apology, but what softens a no or a request to say it again."""
    start: int
    end: int
    """Into the view's text."""
    sentence: tuple[int, int]
    template: bool = False
    """True where it names nothing but an inconvenience, a confusion, a trouble of any kind."""
    overblown: bool = False


def apologies(view: TextView, found: Found) -> tuple[Apology, ...]:
    """Every apology and word of sympathy of a reply, in order; one a sentence where it only says it twice over."""
    return tuple(sorted((*_sorry(view, found), *_sympathy(view, found)), key=lambda one: one.start))


def _sorry(view: TextView, found: Found) -> Iterator[Apology]:
    exempt = found.get("no_apology")
    for cue in found.get("apology"):
        if any(one.start < cue.end and cue.start < one.end for one in exempt):
            continue
        block = block_at(view, cue.start)
        if block is None or block.kind == "code" or _quoted(view.text, cue):
            continue
        yield Apology(
            kind=_kind(view.text, cue, block, found),
            start=cue.start,
            end=cue.end,
            sentence=(block.start, block.end),
            template=_template(cue, block, found),
            overblown=any(within(found.get("overblown"), block.start, block.end)),
        )


def _sympathy(view: TextView, found: Found) -> Iterator[Apology]:
    last = -1
    for cue in found.get("empathy"):
        block = block_at(view, cue.start)
        if block is None or block.start == last or view.text[block.end - 1] == "?":
            continue
        if any(within(found.get("refusal"), cue.end, block.end)) or found.pattern("turns").search(
            view.text, cue.end, block.end
        ):
            continue
        last = block.start
        yield Apology(
            kind="sympathy",
            start=cue.start,
            end=cue.end,
            sentence=(block.start, block.end),
            template=True,
            overblown=any(within(found.get("overblown"), block.start, block.end)),
        )


def _kind(text: str, cue: Cue, block: Block, found: Found) -> Kind:
    if any(one.start < cue.end and cue.start < one.end for one in found.get("condolence")):
        return "condolence"
    if found.pattern("softens").match(text, _addressed(text, cue.end), block.end) or _denied(text, cue, block, found):
        return "refusal"
    if found.pattern("admits").match(text, cue.end, block.end):
        return "admission"
    end = block.end + _BESIDE if not text[_addressed(text, cue.end) : block.end].strip(" .,!") else block.end
    refused = next(within(found.get("refusal"), cue.end, min(end, cue.end + _BESIDE)), None)
    if refused and not found.pattern("object").match(text, cue.end, refused.start):
        return "refusal"
    return "apology"


def _denied(text: str, cue: Cue, block: Block, found: Found) -> bool:
    """Whether a no stands before it: "Not at the moment, sorry!"."""
    return found.pattern("denies_before").search(text, max(block.start, cue.start - 2 * _BESIDE), cue.start) is not None


def _addressed(text: str, place: int) -> int:
    """Where to read on behind a name: "I'm sorry, Emma, but"."""
    name = _NAME.match(text, place)
    return name.end() if name else place


def _template(cue: Cue, block: Block, found: Found) -> bool:
    return any(within(found.get("generic_object"), cue.start, block.end))


def _quoted(text: str, cue: Cue) -> bool:
    """Whether it stands in words that are quoted: what a page or another person said."""
    before = text[max(0, cue.start - 80) : cue.start]
    return before.count('"') % 2 == 1 and '"' in text[cue.end : cue.end + 120]


_NAME = re.compile(r",\s+(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?[A-ZÁÉÍÓÚÑ][\w'-]{1,20}(?=[,.!—–-])")
