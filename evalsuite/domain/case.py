"""One scenario to hold an assistant to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.customer import Customer
from evalsuite.domain.vocabulary import CaseSeverity, Difficulty, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class GraderSpec:
    """A grader named in a case or in the settings, with what it is given."""

    name: str
    label: str | None = None
    """The label its verdict stands under; None for the name, numbered where it repeats."""
    argument: Any = None
    """What stands behind the name where that is no mapping: the grader's first parameter."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    bare: bool = False
    """True where the name stands alone, so that `argument` means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """What a tool answers in a case."""

    given: Mapping[str, Any] = field(default_factory=dict)
    """Arguments a call must have for this fixture to answer it; others may stand beside them."""
    exact: bool = False
    """True where a call may have no other arguments than `given`."""
    result: Any = None
    results: tuple[Any, ...] = ()
    """Answers used up in order, one a call; the last one stays."""
    error: str | None = None
    """A declared failure, given instead of a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedMessage:
    role: Literal["user", "assistant"]
    """`assistant`: a reply that the case gives instead of asking for one."""
    text: str
    expect: tuple[GraderSpec, ...] = ()
    """About the reply to this message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How often, and when, the failure of a ticket case was seen."""

    count: int = 1
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    title: str = ""
    tags: tuple[str, ...] = ()
    cohort: str | None = None
    difficulty: Difficulty = "routine"
    severity: CaseSeverity = "normal"
    owner: str | None = None
    origin: Origin = "golden"
    source: str | None = None
    """A keyed hash of where the case came from; never a ticket's id."""
    cluster: str | None = None
    """Cases of one cluster are one statistical unit; None for the case's own id."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """What the assistant is told of the customer and the day."""
    messages: tuple[ScriptedMessage, ...] = ()
    customer: Customer | None = None
    """Whoever writes the customer's messages as the conversation goes on, where `messages` does not."""
    tools: Mapping[str, tuple[Fixture, ...]] = field(default_factory=dict)
    expect: tuple[GraderSpec, ...] = ()
    """About the whole conversation."""
    graders: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Switches and parameters of standing graders for this case; `{"off": reason}` turns one off."""
    language: str = "en"
    review_by: str | None = None
    train_ok: bool = True
    failure: tuple[str, ...] = ()
    seen: Seen | None = None
    bad_reply: str | None = None
    """What the assistant said in the ticket."""
    blamed: str | None = None
    """The words of `bad_reply` that were complained of; None for all of it."""
    bad_calls: tuple[ToolCall, ...] = ()
    """What it had called before it said so; the case's fixtures answer."""
    good_reply: str | None = None
    """A reply that would have been right."""
    good_calls: tuple[ToolCall, ...] = ()
    id_patterns: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions of ids that hold for this case alone, by kind."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of a recorded conversation that can be filtered on."""

    @property
    def unit(self) -> str:
        """The statistical unit this case belongs to."""
        return self.cluster or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a file; line and column count from 1."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


Step = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedCase:
    """A case with where it stands."""

    case: Case
    mark: Mark
    marks: Mapping[tuple[Step, ...], Mark] = field(default_factory=dict)
    """Places of the case's parts, by path: `("expect", 0, "says")`."""

    def at(self, *path: Step) -> Mark:
        """The place of a part, or of the nearest part around it."""
        while path:
            if path in self.marks:
                return self.marks[path]
            path = path[:-1]
        return self.mark
