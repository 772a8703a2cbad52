"""A support ticket, the same whatever help desk it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from evalsuite.domain.conversation import ToolCall

Speaker = Literal["customer", "bot", "human_agent", "system", "tool"]
MessageKind = Literal["message", "note", "event"]
"""`note`: staff among themselves; `event`: what a system put down, such as a change of status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What was attached; never the file itself."""

    name: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, or some bot, who has a part in a ticket: what redaction looks for first."""

    ref: str
    """`p1`, `p2`, …; messages name their author by it."""
    role: Speaker
    ids: tuple[str, ...] = ()
    """The help desk's own."""
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMessage:
    role: Speaker
    author: str = ""
    """A person's `ref`; empty where nobody is named."""
    text: str = ""
    """Plain text: markup read, quoted replies and signatures taken off. Offsets are code points into it."""
    at: datetime | None = None
    public: bool = True
    """Whether the customer could see it."""
    kind: MessageKind = "message"
    attachments: tuple[Attachment, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    """Where the ticket carries what the assistant did."""
    tool_call_id: str | None = None
    """Of role tool: the call this is the result of."""
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Csat:
    """What the customer said of the service."""

    score: str
    """As the help desk has it: `bad`, `good`, `1` to `5`."""
    good: bool | None = None
    """None where the score is in the middle, or is not known to be either."""
    comment: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AiPart:
    """What the help desk itself says of the assistant's part."""

    participated: bool = False
    resolution: str = ""
    """In the help desk's words: `escalated`, `assumed_resolution`, …"""
    sources: tuple[str, ...] = ()
    """Titles and addresses of what the assistant was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    id: str
    """The help desk's; hostile text like everything else here, so no path and no part of one."""
    source: str = "file"
    """`zendesk`, `intercom`, `freshdesk`, `helpscout` or `file`; of a help desk that the settings name otherwise, that
    name."""
    url: str = ""
    created_at: datetime | None = None
    """With its zone, like every time here."""
    updated_at: datetime | None = None
    channel: str = ""
    subject: str = ""
    status: str = ""
    language: str = ""
    """As the help desk says; empty where it does not."""
    tags: tuple[str, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)
    """The team's own fields, by name or number."""
    csat: Csat | None = None
    reopens: int | None = None
    """How often it was opened again; None where that is not known."""
    ai: AiPart | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    """What the assistant had been told of the customer, where the ticket carries it."""
    people: tuple[Person, ...] = ()
    messages: tuple[TicketMessage, ...] = ()
    """In order of time. The customer's first words are the first of them, wherever the help desk keeps those."""

    @property
    def key(self) -> str:
        """What a private store knows it by: unique over help desks."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTicket:
    """A ticket as a help desk gave it, with all that belongs to it."""

    id: str
    source: str
    body: Mapping[str, Any]
    """The help desk's own shape; what it says of the client (address, place) is left out already."""
    form: str = ""
    """How it is read: the name of a shape, or a column map as JSON; empty where that is not known."""

    @property
    def key(self) -> str:
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some tickets, and from where to go on when they are kept."""

    tickets: tuple[RawTicket, ...] = ()
    gone: tuple[str, ...] = ()
    """Ids of tickets that the help desk has erased."""
    missed: Mapping[str, str] = field(default_factory=dict)
    """Ids of tickets that the help desk does not give, with why."""
    checkpoint: Mapping[str, Any] = field(default_factory=dict)
    """As the source wants it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotIdentity:
    """How a team's assistant is told from its people, beyond what a help desk marks itself."""

    user_ids: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """In a ticket with one of these, whoever of the staff wrote to the customer first is the assistant; `*` stands for
    any characters."""
    channels: tuple[str, ...] = ()
    """The same for tickets of these channels."""
