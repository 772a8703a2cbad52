"""What is read out of a text or known from a conversation: views, mentions, claims, values, effects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from evalsuite.domain.vocabulary import ClaimClass, CommitmentKind, ToolKind

BlockKind = Literal["sentence", "item", "row", "heading", "code"]
Manner = Literal["stated", "example", "asked", "negated", "assumed"]
FactKind = Literal["amount", "date", "name", "link", "status"]
ClaimForm = Literal["first_person", "passive", "state", "fragment", "speech"]


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
    longer: Mapping[int, int] = field(default_factory=dict)
    """Where in `raw` the source of `text[i]` ends, for those that stand for more than one raw character."""
    blocks: tuple[Block, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw text's span of a span of the view; code points."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = end - 1
        return self.offsets[start], self.longer.get(last) or self.offsets[last] + 1


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
    at: int = 0
    """Where it begins in the view's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value named in a reply that is no id: an amount, a day, a person, a link, a record's status."""

    kind: FactKind
    text: str
    """As written in the view."""
    start: int
    end: int
    """Into the raw text."""
    forms: tuple[str, ...]
    """How it may be written where it was read, casefolded."""
    cents: int | None = None
    """An amount in hundredths of its currency."""
    about: str = ""
    """The id, normalised, that a status is told of."""
    at: int = 0
    """Where it begins in the view's text."""


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
    form: ClaimForm = "first_person"
    """`state` is told of a thing ("is now cancelled") and may have been read; `speech` names whom we spoke with."""
    light: bool = False
    """True where the verb says little by itself ("processed", "made"), and the thing it is done to decides."""
    fresh: bool = True
    """True where it is told as new ("now", "successfully", "I have"), and not as how things stand."""
    loose: bool = False
    """True where it is told by an idiom, a note or a verb outside the tables: a call not there proves little."""
    tense: Literal["done", "doing", "promised", "offered"] = "done"
    target: str | None = None
    amount: str | None = None
    """Number with two decimals, then the currency's code where one is named."""
    count: int | None = None
    """How many things it says were done: 2 for "both"; 0 for "all" without a number."""
    things: int | None = None
    """How many of any other kind: 2 for "both tablets"."""
    words: tuple[str, ...] = ()
    """The clause in lower-case words."""
    ids: tuple[str, ...] = ()
    """Tokens with digits, or in capitals, named in the clause and in its list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something of value, or a binding outcome, that a reply promises, offers or reports as done on our behalf."""

    kind: CommitmentKind
    amount: str | None = None
    """As written: number and currency code, or percentage; None where none is named."""
    conditional: bool = False
    """True where a condition is named ("once we have your bank details")."""
    quote: str
    """Raw text."""
    start: int
    end: int
    """Into the raw text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value known from the conversation, with where from."""

    text: str
    source: Literal["system", "context", "document", "user", "result"]
    message: int | None = None
    """Index of the message it stands in; None where it was known from the start."""
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
    kind: ToolKind | None = None
    effects: frozenset[ClaimClass] = frozenset()
    """What a success makes true by itself."""
    follows: frozenset[ClaimClass] = frozenset()
    """What a success commonly brings about beside it: a cancellation, a refund."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    ok: bool | None = True
    """False where the call failed; None where its outcome is not known."""
    failure: str = ""
    """What the tool answered where it failed."""
    result: str = ""
    """The answer's text where it succeeded."""
    inferred_from: str = ""
    """What the effects were told by where nobody declared them: "its name"; empty where they are declared."""
    claims: Mapping[str, str] = field(default_factory=dict)
    """Where a fact of the effect stands, by the catalogue: see `evalsuite.reading.results`."""
    success: str = ""
    """The catalogue's condition on a call that did its work; empty where the absence of an error is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known at each message of a conversation. A value counts at message t where its own lies before t."""

    known: Mapping[str, Value] = field(default_factory=dict)
    """The first firm place of each value, by normalised text: system text, context, document, successful result."""
    said: Mapping[str, Value] = field(default_factory=dict)
    """The first place where the customer named it."""
    refused: Mapping[str, Value] = field(default_factory=dict)
    """Values that a tool said do not exist, by normalised text."""
    confirmed: Mapping[str, int] = field(default_factory=dict)
    """The customer's values that a call with them came back for: the index of the answer."""
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Shapes of ids learnt from results, each with where it was learnt."""
    code_lengths: frozenset[int] = frozenset()
    """Lengths of codes in capitals that may hold no digit at all."""
    patterns: tuple[tuple[str, Callable[[str], bool]], ...] = ()
    """Declared ids: each kind, and what tells whether a text is one."""
    ledger: tuple[Effect, ...] = ()
    """Every tool call of the assistant, in order."""
    tools: Mapping[str, Effect] = field(default_factory=dict)
    """The tools there are, each as a call of it would count; empty where nobody has said and none was called."""
    tools_known: bool = False
    """True where the tools offered are declared, not only those seen called."""
