"""A voice that changes within a conversation: grown loud, grown familiar, or another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalsuite.graders.tone_heard import Heard, Note
from evalsuite.reading import surface

ENOUGH = 3
"""Replies it takes to know a voice."""
_HINTS = ("name is", "his is", "nombre es", "e atiende")
_NAMED = re.compile(
    r"\b(?:[Mm]y name is|[Tt]his is|[Mm]i nombre es|[Ll]e atiende)\s+([A-Z][a-z]{2,15})"
    r"(?=[.,!]| (?:from|with|at|and|here|de|y)\b)"
)


def drift_notes(reply: Heard) -> Iterator[Note]:
    """What of this reply does not fit the voice of those before it."""
    if len(reply.earlier) >= ENOUGH:
        loud = _loud(reply)
        if loud is not None and not any(_loud(one, least=1) for one in reply.earlier):
            yield Note(code="drift", span=loud, reason="Louder than every reply before it.")
        slang = reply.found.get("slang")
        if slang and not any("slang" in one.found or "casual" in one.found for one in reply.earlier):
            yield Note(code="drift", span=(slang[0].start, slang[0].end), reason="Slang after a plain conversation.")
    name = _name(reply)
    if name is not None:
        known = next((found[0] for one in reply.earlier if (found := _name(one))), name[0])
        if name[0] != known:
            yield Note(code="drift", span=name[1], reason=f"Calls itself {name[0]!r}, and was {known!r} before.")


def _loud(reply: Heard, least: int = 3) -> tuple[int, int] | None:
    """The first of at least so many marks and emoji."""
    if "!" not in reply.view.text and reply.view.text.isascii():
        return None
    found = [*surface.exclamations(reply.view.text), *surface.emoji(reply.view.text, bullets=False)]
    return min(found) if len(found) >= least else None


def _name(reply: Heard) -> tuple[str, tuple[int, int]] | None:
    text = reply.view.text
    match = _NAMED.search(text) if any(hint in text for hint in _HINTS) else None
    return (match[1], match.span(1)) if match else None
