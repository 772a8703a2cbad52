"""What of a reply is louder or more familiar than its customer and the occasion bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evalsuite.domain.persona import Persona, Register
from evalsuite.graders.tone_heard import Heard, Note
from evalsuite.reading import surface
from evalsuite.reading.cues import Cue
from evalsuite.reading.notes import notes

_PILED = re.compile(r"[!?]{3}")
_FAMILIAR: Mapping[Register, int] = {"formal": 1, "neutral": 2, "friendly": 4}
"""Points from which a reply is too familiar: slang counts two, a casual word one."""


def surface_notes(reply: Heard, persona: Persona, prescribed: str) -> Iterator[Note]:
    """Marks and emoji over the limit, capitals, shorthand, slang. `prescribed` is what the prompt asks to be said."""
    yield from _marks(reply, persona)
    yield from _shouting(reply, prescribed)
    yield from _shorthand(reply, persona)
    yield from _familiar(reply, persona)
    if not persona.contractions:
        for span in surface.contractions(reply.view.text)[:1]:
            yield Note(code="contraction", span=span, reason="This customer is written to without contractions.")


def _marks(reply: Heard, persona: Persona) -> Iterator[Note]:
    text = reply.view.text
    marks = surface.exclamations(text)
    limit = persona.limits.exclamation_marks
    drawn = surface.emoji(text, bullets=persona.limits.emoji == 0)
    if not (marks or drawn):
        return
    grave, cheered = reply.trouble.grave, _cheerful(reply)
    occasion = "on a grave occasion" if grave else "where the customer told of trouble" if cheered else ""
    for code, found, most, called in (
        ("exclamation", marks, limit, "exclamation mark"),
        ("emoji", drawn, persona.limits.emoji, "emoji"),
    ):
        allowed = 0 if occasion else most
        if allowed is not None and len(found) > allowed:
            told = f"{len(found)} {called}{'s' if len(found) > 1 and code != 'emoji' else ''}"
            why = f" {occasion}." if occasion else f"; {allowed} {'is' if allowed == 1 else 'are'} the most."
            yield Note(code=code, span=found[allowed], reason=told + why, limit=not grave)
            return
    most = max(limit or 0, persona.limits.emoji or 0)
    if limit is not None and persona.limits.emoji is not None and len(marks) + len(drawn) > most:
        together = sorted((*marks, *drawn))
        reason = f"{len(together)} exclamation marks and emoji together; {most} are the most."
        yield Note(code="exclamation", span=together[most], reason=reason, limit=True)


def _piled(text: str) -> bool:
    return ("!!" in text or "??" in text) and _PILED.search(text) is not None


def _cheerful(reply: Heard) -> bool:
    """Whether a reply to somebody in trouble sounds as if there were something to celebrate."""
    return "cheer" in reply.found and (reply.latest.fault or reply.latest.upset) and not reply.latest.solved


def _shouting(reply: Heard, prescribed: str) -> Iterator[Note]:
    text = reply.view.text
    for start, end in surface.shouting(text):
        if text[start:end] not in prescribed:
            yield Note(code="shouting", span=(start, end), reason="Whole words in capitals read as shouting.")
            return


def _shorthand(reply: Heard, persona: Persona) -> Iterator[Note]:
    found = notes(reply.view, reply.found, reply.language)
    if found.clear() or (found.verbless and not persona.half_sentences):
        yield Note(
            code="shorthand",
            span=found.first(),
            reason="Reads like a note to a colleague, and not like an answer to a customer.",
            mend="Write whole sentences, and words in full.",
        )


def _familiar(reply: Heard, persona: Persona) -> Iterator[Note]:
    slang, casual = list(reply.found.get("slang")), list(reply.found.get("casual"))
    drawn_out = [Cue("slang", *span) for span in surface.stretched(reply.view.text)]
    plain = len(casual) if persona.register == "formal" else bool(casual)
    points = 2 * (len(slang) + len(drawn_out)) + plain + _piled(reply.view.text)
    if not (slang or drawn_out or casual):
        return
    solemn = reply.trouble.grave or reply.latest.upset
    if points >= (1 if solemn and slang else _FAMILIAR[persona.register]):
        worst = min((*slang, *drawn_out) or casual, key=lambda cue: cue.start)
        where = "on such an occasion" if solemn else "for this customer"
        yield Note(code="too_casual", span=(worst.start, worst.end), reason=f"Too familiar {where}.")
