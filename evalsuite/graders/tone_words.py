"""Words that a reply must not say, must say, or had better not: a persona's phrases, slips, filler, blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalsuite.domain.persona import Persona
from evalsuite.graders.tone_heard import Heard, Note
from evalsuite.patterns import Pattern, pattern
from evalsuite.reading import surface

_CUES = (
    ("condescending", "condescending", "Lectures or blames the customer."),
    ("slip_ai", "persona_slip", "Speaks of itself as a model, and so falls out of its part."),
    ("signoff", "sign_off", "Signs off as a letter does; a chat goes on."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """A persona's phrases, ready to look for."""

    banned: tuple[Pattern, ...]
    required: tuple[Pattern, ...]
    topics: tuple[Pattern, ...]
    escalation: tuple[Pattern, ...]
    citation: tuple[Pattern, ...]


def phrases_of(persona: Persona) -> Phrases:
    """Raises `ValueError`, in words, where one cannot be compiled."""
    return Phrases(
        banned=tuple(map(pattern, persona.banned)),
        required=tuple(map(pattern, persona.required)),
        topics=tuple(map(pattern, persona.forbidden_topics)),
        escalation=tuple(map(pattern, persona.escalation)),
        citation=tuple(map(pattern, persona.citation)),
    )


def word_notes(reply: Heard, phrases: Phrases) -> Iterator[Note]:
    """What one reply says that it should not, and leaves out that belongs to it."""
    text = reply.view.text
    for group, code, reason in _CUES:
        for cue in reply.found.get(group)[:1]:
            yield Note(code=code, span=(cue.start, cue.end), reason=reason)
    for span in surface.placeholders(text)[:1]:
        yield Note(code="placeholder", span=span, reason="A place for a value was left unfilled.")
    for cue in reply.found.get("filler")[:1]:
        yield Note(code="filler", span=(cue.start, cue.end), reason="Says nothing that the customer needs.")
    for code, patterns, reason in (
        ("banned_phrase", phrases.banned, "Says {!r}, which this customer is not told."),
        ("forbidden_topic", phrases.topics, "Speaks of {!r}, which is not discussed with this customer."),
    ):
        for one in patterns:
            place = one.first(text)
            if place is not None:
                yield Note(code=code, span=place, reason=reason.format(one.source))
    if phrases.escalation and reply.hands_over and not _any(phrases.escalation, text):
        yield _left_out("unnamed_escalation", "Hands over without naming who takes it on", phrases.escalation)
    ruled = "refusal" in reply.found and "rule" in reply.found
    if phrases.citation and ruled and not _any(phrases.citation, text):
        cue = reply.found.get("rule")[0]
        note = _left_out("no_citation", "States a rule without saying where it stands", phrases.citation)
        yield Note(code=note.code, span=(cue.start, cue.end), reason=note.reason)


def conversation_notes(replies: Sequence[Heard], phrases: Phrases) -> Iterator[Note]:
    """What no reply of the conversation says, and one has to."""
    for one in phrases.required:
        if not any(one.first(reply.view.text) for reply in replies):
            yield Note(
                code="missing_phrase", span=None, reason=f"No reply says {one.source!r}, which this customer is told."
            )


def _left_out(code: str, reason: str, wanted: Sequence[Pattern]) -> Note:
    return Note(code=code, span=None, reason=f"{reason}; name {' or '.join(repr(one.source) for one in wanted)}.")


def _any(patterns: Sequence[Pattern], text: str) -> bool:
    return any(one.first(text) is not None for one in patterns)
