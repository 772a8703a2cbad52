"""What a workspace says of its help desks: the settings' table `tickets`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalsuite.domain.ticket import BotIdentity

SourceKind = Literal["zendesk", "intercom", "freshdesk", "helpscout"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """A help desk to pull tickets from. Keys are in the environment, and in no file."""

    kind: SourceKind
    url: str = ""
    """`https://shop.zendesk.com`; empty where the vendor has one address for all."""
    user_env: str = ""
    """The environment variable with the e-mail (Zendesk) or the app's id (Help Scout); empty for the usual name."""
    token_env: str = ""
    """The one with the token, key or secret; empty for the usual name."""
    since: str = ""
    """The day from which tickets are wanted; empty for all there are."""
    tags: tuple[str, ...] = ()
    """Only tickets with one of these; `*` stands for any characters; empty for all."""
    channels: tuple[str, ...] = ()
    """Only tickets of these channels; empty for all."""
    client: Literal["", "zenpy"] = ""
    """`zenpy` sends Zendesk's requests through that library's session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSettings:
    bot_identity: BotIdentity = field(default_factory=BotIdentity)
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    """By the name a person pulls them by."""
    failure_tags: Mapping[str, str] = field(default_factory=dict)
    """The team's own tags, as failure modes."""
    owner: str = ""
    """Who looks after cases made of tickets."""
    classifier: str = ""
    """A model that reads tickets, redacted, where no tag and no grader tells: an assistant definition of kind openai.
    Empty, and no text is sent anywhere."""
