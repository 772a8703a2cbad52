"""What went wrong with an assistant, as a ticket tells it."""

from dataclasses import dataclass
from typing import Literal

FailureMode = Literal[
    "wrong_tone",
    "wrong_tool_call",
    "wrong_policy",
    "hallucinated_capability",
    "hallucinated_id",
    "phantom_action",
    "leaked_context",
    "wrong_answer",
    "other",
]
ClueKind = Literal["tag", "grader", "model", "words"]
"""Surest first: the team's own tag, a grader's finding in the ticket's transcript, what a model says of the ticket,
words of the customer or staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What speaks for a label."""

    kind: ClueKind
    mode: str
    """A failure mode, or `about_assistant`, `praise`, `not_about`; `unheard` where a model was not, and why."""
    quote: str
    """The words of the ticket, or the tag."""
    message: int | None = None
    """Index into the ticket's messages; None for its tags, subject and rating."""
    start: int | None = None
    """Code points into that message's text; None where `message` is."""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadReply:
    """The assistant's words at fault."""

    quote: str
    message: int | None
    """Where they stand: the assistant's own message, or one that quotes it; None for the subject or the rating."""
    start: int
    end: int
    """Code points into that text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a ticket is about. A suggestion with its evidence, except where the team's own tags say it."""

    about_assistant: bool
    failure: tuple[FailureMode, ...] = ()
    """Empty for praise, and where nothing tells which it is."""
    bad_reply: BadReply | None = None
    evidence: tuple[Clue, ...] = ()
