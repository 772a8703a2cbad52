"""How an assistant speaks to one kind of customer: what its prompt is told, and what its replies are held to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from evalsuite.domain.vocabulary import Severity

Register = Literal["formal", "neutral", "friendly"]
BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most of each in one reply; None for no limit."""

    apologies: int | None = 1
    exclamation_marks: int | None = 1
    emoji: int | None = 1
    words: int | None = None
    paragraph_words: int | None = 90
    """In one paragraph without a break."""
    sentence_words: int | None = None
    """On average."""
    questions: int | None = None
    grade: int | None = None
    """School years of reading it takes, on average over two measures."""


LIMITS = tuple(one.name for one in fields(Limits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    name: str = BASE
    style: str = ""
    """How it sounds, in words: for the prompt alone."""
    guidelines: tuple[str, ...] = ()
    """What it does in a reply, a sentence each: for the prompt alone."""
    register: Register = "neutral"
    contractions: bool = True
    """False where it writes "do not" for "don't"."""
    half_sentences: bool = False
    """True where half sentences are welcome: "EU-2 only. Saturday, 02:00 UTC."."""
    limits: Limits = field(default_factory=Limits)
    banned: tuple[str, ...] = ()
    """Phrases, or regular expressions between slashes, that no reply says; so for the next four."""
    required: tuple[str, ...] = ()
    """Each is said in some reply of a conversation."""
    forbidden_topics: tuple[str, ...] = ()
    escalation: tuple[str, ...] = ()
    """Whoever hands over names one of these; empty where that is free."""
    citation: tuple[str, ...] = ()
    """Whoever refuses, or states a rule, names one of these; empty where that is free."""
    severity: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    """How much a finding weighs for this persona, by code."""


BUILT_IN: Mapping[str, Persona] = {
    BASE: Persona(),
    "enterprise": Persona(name="enterprise", register="formal", limits=Limits(exclamation_marks=0, emoji=0)),
    "self_serve": Persona(name="self_serve", register="friendly", limits=Limits(exclamation_marks=2, emoji=2)),
    "developer": Persona(name="developer", register="friendly", half_sentences=True),
}
"""What holds where a workspace has no personas of its own."""


def persona_for(personas: Mapping[str, Persona] | None, cohort: str | None) -> Persona:
    """The cohort's persona, or the base where it has none; of the built-in ones where `personas` is None."""
    known = BUILT_IN if personas is None else personas
    return known.get(cohort or BASE) or known.get(BASE) or BUILT_IN[BASE]


def described(persona: Persona) -> str:
    """The persona as lines of a prompt, each with a dash before it."""
    lines = [persona.style, _REGISTERS[persona.register], *_limits(persona.limits)]
    if not persona.contractions:
        lines.append("No contractions: write “do not” for “don't”.")
    if persona.half_sentences:
        lines.append("Half sentences are fine.")
    for told, phrases in (
        ("Never say: {}.", persona.banned),
        ("Say in every conversation: {}.", persona.required),
        ("Do not discuss: {}.", persona.forbidden_topics),
        ("When you hand over, name one of: {}.", persona.escalation),
        ("When you refuse or state a rule, name one of: {}.", persona.citation),
    ):
        plain = [phrase for phrase in phrases if not phrase.startswith("/")]
        if plain:
            lines.append(told.format("; ".join(plain)))
    return "\n".join(f"- {line}" for line in (*lines, *persona.guidelines) if line)


_REGISTERS: Mapping[Register, str] = {
    "formal": "Formal: no slang, no small talk.",
    "neutral": "Plain and polite, without slang.",
    "friendly": "Friendly and relaxed.",
}
_MOST = {
    "exclamation_marks": ("No exclamation marks.", "At most {} exclamation mark{s} in a reply."),
    "emoji": ("No emoji.", "At most {} emoji in a reply."),
    "words": ("", "At most {} words in a reply."),
    "paragraph_words": ("", "Break paragraphs longer than {} words, or make them a list."),
    "sentence_words": ("", "Sentences of at most {} words on average."),
    "questions": ("Ask nothing back.", "Ask at most {} question{s} in a reply."),
}


def _limits(limits: Limits) -> list[str]:
    told = ["Apologize only where something went wrong, and only once in a reply."] if limits.apologies == 1 else []
    if limits.apologies == 0:
        told = ["Do not apologize."]
    for name, (none, most) in _MOST.items():
        limit = getattr(limits, name)
        if limit is not None:
            told.append(none if limit == 0 else most.format(limit, s="" if limit == 1 else "s"))
    return told
