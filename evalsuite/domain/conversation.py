"""What was said and done between a customer and an assistant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evalsuite.domain.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    id: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Decoded; empty where `arguments_error` is set."""
    arguments_error: str | None = None
    """Why the arguments could not be read, in one sentence."""
    raw_arguments: str | None = None
    """The arguments as the model wrote them, kept where they could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    role: Role
    text: str | None = None
    """The message's text, its text parts joined; None where it holds only tool calls."""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    name: str | None = None
    is_error: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Keys of a recorded message that evalsuite gives no meaning to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool as it is offered to a model."""

    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of the arguments; empty where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    """Model calls made."""
    cost_usd: float | None = None
    """None where no price is known."""

    def __add__(self, other: "Usage") -> "Usage":
        known = [cost for cost in (self.cost_usd, other.cost_usd) if cost is not None]
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            calls=self.calls + other.calls,
            cost_usd=sum(known) if known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    messages: tuple[Message, ...]
    """In order. Offsets in findings are code points into `messages[i].text`."""
    system: str | None = None
    """The system text, where a recorded conversation carries one apart from its messages."""
    documents: tuple[str, ...] = ()
    """Retrieved texts the assistant was shown."""
    tools: tuple[Tool, ...] | None = None
    """Tools offered; None where that is not known."""
    usage: Usage = field(default_factory=Usage)
    """The assistant's."""
    customer: Usage = field(default_factory=Usage)
    """What a model took that played the customer."""
    seconds: float = 0.0
    """Wall time the assistant took, over all its replies."""
    model: str | None = None
    prompt_version: str | None = None
    finish_reason: str | None = None
    scripted: tuple[int, ...] = ()
    """Indices of assistant messages that the case gave: history, not graded."""
