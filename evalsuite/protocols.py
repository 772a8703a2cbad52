"""The sockets: what a model, an assistant, a grader and a store must be able to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from evalsuite.domain.case import Case
    from evalsuite.domain.catalogue import Catalogue
    from evalsuite.domain.conversation import Message, Tool, ToolCall, Transcript, Usage
    from evalsuite.domain.persona import Persona
    from evalsuite.domain.policy import Policies
    from evalsuite.domain.reading import Claim, Commitment, Evidence, FactKind, Mention, TextView
    from evalsuite.domain.rubric import RubricFinder
    from evalsuite.domain.run import Judgement
    from evalsuite.domain.ticket import Batch

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a model is asked."""

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    response_schema: Mapping[str, Any] | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Sampling parameters, passed on as they are: temperature, seed, …"""
    attempt: int = 1
    """Keeps repeats of a case apart in caches and recordings."""
    case_id: str = ""
    """Whose conversation it is: a recording gives each case its own replies where several cases ask the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a model answered."""

    message: Message
    usage: Usage
    model: str | None = None
    finish_reason: str | None = None
    seconds: float = 0.0
    remembered: bool = False
    """Whether it was given before and kept, so that no model was called for it."""


class Model(Protocol):
    """One model call. Raises `ModelError` where there is no usable answer."""

    async def complete(self, request: Request) -> Completion: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A model that judges."""

    name: str
    identity: str
    """What tells its model from others, in caches, recordings and fingerprints."""
    model_name: str = ""
    """What its endpoint calls the model."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    model: Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who judges what no rule can, and by which rubrics."""

    judges: tuple[Judge, ...] = ()
    """Several are a panel; none, and every such grader abstains."""
    samples: int = 3
    """The most answers of each judge to one question."""
    rubric: RubricFinder


class Simulator(Protocol):
    """A stateful stand-in for the systems behind the tools, one instance a trial."""

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The tool's result, as JSON values.

        Raises `ToolFailure` where the tool fails, and `LookupError` where there is no such tool.
        """
        ...


class Toolbox(Protocol):
    """What stands behind the tools in a case: fixtures, or a simulator."""

    async def call(self, call: ToolCall) -> Message:
        """The tool's answer: role tool, `is_error` where it failed. Never raises for a failing tool.

        Where nothing answers the call, an error result with `extra={"unanswered": True}`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What an assistant is given to reply to."""

    case_id: str
    attempt: int
    messages: tuple[Message, ...]
    """So far; the last one is the customer's. Holds no system text."""
    cohort: str | None = None
    language: str = "en"
    context: Mapping[str, Any] = field(default_factory=dict)
    tools: tuple[Tool, ...] = ()
    """Offered where the assistant's own definition names none."""
    toolbox: Toolbox
    deadline: float
    """On the event loop's clock, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One exchange: everything the assistant did until it handed back to the customer."""

    messages: tuple[Message, ...]
    """Its own messages, tool calls and their results, in order."""
    usage: Usage
    model: str | None = None
    prompt_version: str | None = None
    finish_reason: str | None = None


class Assistant(Protocol):
    """One exchange, tools included. Raises `ModelError` where there is no usable reply."""

    async def reply(self, conversation: Conversation) -> Reply: ...


class TicketSource(Protocol):
    """A help desk."""

    def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        """Tickets that have changed since a checkpoint (an empty one: all of them), each batch with the next one.

        A ticket may come again, and none is passed over. Raises `ModelError` where the help desk gives no answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """How text is read; handed to every `GradingContext`, so that this floor reads nothing itself."""

    view: Callable[[str], TextView]
    claims: Callable[[TextView, str], tuple[Claim, ...]]
    """Of a view, in a language."""
    mentions: Callable[[TextView, Evidence], tuple[Mention, ...]]
    """Ids named in a view; what counts as an id is learnt from the evidence."""
    evidence: Callable[[GradingContext], Evidence]
    commitments: Callable[[TextView, str], tuple[Commitment, ...]]
    """Of a view, in a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMetric:
    """A function of the workspace that makes a metric."""

    make: Callable[..., Any]
    content: str
    """Fingerprint of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the workspace tells graders: read once, the same for every case."""

    catalogue: Catalogue | None = None
    """`graders/tools.yaml`; None where there is none, and effects must be inferred."""
    id_patterns: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions of ids by kind, from `graders/ids.yaml`."""
    personas: Mapping[str, Persona] | None = None
    """`graders/personas.yaml`, by cohort; None where there is none, and the built-in ones hold."""
    facts: frozenset[FactKind] = frozenset()
    """Kinds of facts that count as errors where they are ungrounded, from `graders/ids.yaml`."""
    policies: Policies | None = None
    """`graders/policies.yaml`; None where there is none."""
    canaries: tuple[str, ...] = ()
    """Words planted in the assistant's prompt and in notes for staff, that no customer may ever see."""
    prompt: str | None = None
    """The assistant's prompt before context is rendered into it."""
    sees_context: bool = True
    tools: tuple[Tool, ...] | None = None
    """Tools the assistant is offered, where its definition names them."""
    judging: Judging | None = None
    """None where no workspace says anything of it: bundled rubrics, and nobody to judge by them."""
    metrics: Mapping[str, OwnMetric] = field(default_factory=dict)
    """Metrics that the workspace's own code makes for deepeval, by name."""
    quiet: Callable[[Judgement], Judgement] | None = None
    """Takes the environment's secrets out of what graders say; None where none are known."""


class GradingContext:
    """A case and its transcript, with each reading computed once for all graders."""

    def __init__(
        self,
        *,
        case: Case,
        transcript: Transcript,
        readers: Readers,
        knowledge: Knowledge,
        replies: Sequence[int] | None = None,
    ) -> None:
        self.case = case
        self.transcript = transcript
        self.knowledge = knowledge
        self.messages = transcript.messages
        self.replies: tuple[int, ...] = tuple(own_replies(transcript) if replies is None else replies)
        """Indices of the assistant messages with text that are to be judged."""
        self.span: tuple[int, int] = (0, len(transcript.messages))
        """The messages this grading is about, as a half-open range; calls outside it do not count."""
        self._readers = readers
        self._cache: dict[tuple[Any, ...], Any] = {}

    def narrowed(self, start: int, end: int) -> GradingContext:
        """The same conversation, judged only on messages `start` up to but not including `end`; readings are shared."""
        other = object.__new__(GradingContext)
        other.__dict__.update(self.__dict__)
        other.replies = tuple(index for index in self.replies if start <= index < end)
        other.span = (start, end)
        return other

    def calls(self) -> Iterator[tuple[int, ToolCall]]:
        """The assistant's tool calls in the range, each with its message's index."""
        for index in range(*self.span):
            message = self.messages[index]
            if message.role == "assistant" and index not in self.transcript.scripted:
                for call in message.tool_calls:
                    yield index, call

    def result(self, index: int, call: ToolCall) -> Message | None:
        """The tool's answer to a call made in message `index`; None where there is none."""
        for message in self.messages[index + 1 :]:
            if message.role == "tool" and message.tool_call_id == call.id:
                return message
            if message.role == "user":
                break
        return None

    def view(self, index: int) -> TextView:
        return self.once(("view", index), lambda: self._readers.view(self.messages[index].text or ""))

    def claims(self, index: int) -> tuple[Claim, ...]:
        return self.once(("claims", index), lambda: self._readers.claims(self.view(index), self.case.language))

    def commitments(self, index: int) -> tuple[Commitment, ...]:
        read = self._readers.commitments
        return self.once(("commitments", index), lambda: read(self.view(index), self.case.language))

    def mentions(self, index: int) -> tuple[Mention, ...]:
        return self.once(("mentions", index), lambda: self._readers.mentions(self.view(index), self.evidence))

    @property
    def evidence(self) -> Evidence:
        return self.once(("evidence",), lambda: self._readers.evidence(self))

    def once(self, key: tuple[Any, ...], read: Callable[[], T]) -> T:
        """What `read` gives, kept under `key` for every grader of this conversation; begin keys with your own name."""
        if key not in self._cache:
            self._cache[key] = read()
        return cast("T", self._cache[key])


def own_replies(transcript: Transcript) -> Iterator[int]:
    """Indices of the assistant messages that have text and that the case did not script."""
    for index, message in enumerate(transcript.messages):
        if message.role == "assistant" and message.text and message.text.strip() and index not in transcript.scripted:
            yield index
