"""What is read out of a text or known from a conversation: views, mentions, claims, values, effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from evalsuite.domain.vocabulary import ClaimClass

BlockKind = Literal["sentence", "item", "row", "heading", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a view that is read by itself."""

    kind: BlockKind
    start: int
    end: int
    """Into the view's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text made readable (markdown, entities, Unicode spaces, wrapping JSON taken away), with the way back."""

    raw: str
    text: str
    offsets: Sequence[int]
    """`offsets[i]` is the place in `raw` of `text[i]`; one more entry for the end."""
    blocks: tuple[Block, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw text's span of a span of the view; code points."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An id named in a reply."""

    text: str
    """As written in the view."""
    start: int
    end: int
    """Into the raw text."""
    why: str
    """What made it an id: "declared order", "a value under order_id", "shaped like ORD-100217"."""
    manner: Literal["stated", "example", "asked", "negated", "assumed"] = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something a reply says was done, or is being done now, by us."""

    action: ClaimClass
    verb: str
    quote: str
    """Raw text."""
    start: int
    end: int
    """Into the raw text."""
    tense: Literal["done", "doing"] = "done"
    target: str | None = None
    amount: str | None = None
    """Number with two decimals, then the currency's code where one is named."""
    count: int | None = None
    """How many things it says were done: 2 for "both"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value known from the conversation, with where from."""

    text: str
    source: Literal["system", "context", "document", "user", "result"]
    message: int | None = None
    tool: str | None = None
    pointer: str = ""
    """JSON pointer into a result or the context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A tool call and what came of it."""

    message: int
    """Index of the message that made the call."""
    answered: int | None
    """Index of the tool's answer; None where there is none."""
    tool: str
    effects: frozenset[ClaimClass] = frozenset()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    ok: bool | None = True
    """False where the call failed; None where its outcome is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known at each message of a conversation."""

    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """By normalised text; a value counts at message t where its own message lies before t."""
    ledger: tuple[Effect, ...] = ()
