"""The tools, queues and people that exist, as a workspace declares them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evalsuite.domain.conversation import Tool
from evalsuite.domain.vocabulary import ClaimClass, ToolKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueTool:
    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of the arguments."""
    kind: ToolKind | None = None
    """None where nobody has said."""
    effects: tuple[ClaimClass, ...] = ()
    """What a successful call makes true."""
    side_effects: tuple[str, ...] = ()
    """What the systems behind it do by themselves: "confirmation e-mail"."""
    claims: Mapping[str, str] = field(default_factory=dict)
    """Where a fact of the effect stands: `{"amount": "result.refund.amount", "id": "arguments.order_id"}`."""
    success: str = ""
    """A condition that a call which did its work meets: `result.status == 'cancelled'`; empty where the absence of
    an error is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    tools: tuple[CatalogueTool, ...] = ()
    queues: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    simulator: str | None = None
    """Name of the `@simulator` that answers calls no fixture answers."""


def offered(catalogue: Catalogue) -> tuple[Tool, ...]:
    """The catalogue's tools as a model is offered them."""
    return tuple(
        Tool(name=tool.name, description=tool.description, parameters=tool.parameters) for tool in catalogue.tools
    )
