"""What an assistant may and may not do and say, as a workspace's policies declare it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalsuite.domain.vocabulary import Severity

EventKind = Literal["call", "result", "claim", "commitment", "disclosure", "mention", "turn"]
PersonalKind = Literal["name", "email", "phone", "address", "birth_date", "card", "bank_account", "national_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule over the events of a conversation."""

    id: str
    on: tuple[EventKind, ...]
    tools: tuple[str, ...] = ()
    """Calls and results of these tools alone; empty for all."""
    when: str = ""
    """Expression: which events it is about; empty for all."""
    forbid: str = ""
    """Expression: what may not be so."""
    require: str = ""
    """Expression: what must be so."""
    unless: str = ""
    """Expression: what lifts the rule."""
    total_of: str = ""
    """Field whose amounts are added up to `total`; empty for none."""
    per: Literal["event", "conversation"] = "event"
    """What `total` is added up over."""
    severity: Severity = "error"
    because: str = ""
    """The rule in the words of those who wrote it."""
    template: str = ""
    """The template it was made from; empty for one in expressions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """Where a record that rules speak of is read: `order` is what get_order answers about the same order_id."""

    tool: str
    same: str = ""
    """Argument that must be the event's own; empty where the only record there is counts."""
    path: str = ""
    """Dotted path to the record within the answer; empty for the whole answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakRules:
    internal: tuple[str, ...] = ()
    """Keys of results and context whose values are for staff alone, beside those that say so by their name."""
    public: tuple[str, ...] = ()
    """Texts of the prompt or of notes that may be quoted."""
    prompt: Literal["instructions", "all"] = "instructions"
    """Which of the prompt's sentences may not be quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DenyRule:
    """Advice that may never be given."""

    id: str
    says: tuple[str, ...]
    """Phrases and `/regular expressions/`."""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """`graders/policies.yaml`."""

    rules: tuple[Rule, ...] = ()
    currency: str = ""
    """Of amounts that name none; empty where such amounts cannot be judged."""
    timezone: str = ""
    """Of times that name none, as the IANA database calls it."""
    facts: Mapping[str, FactSource] = field(default_factory=dict)
    leaks: LeakRules = field(default_factory=LeakRules)
    deny: tuple[DenyRule, ...] = ()
