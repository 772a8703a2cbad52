"""What happened in a conversation, as events that policy rules are about, and what is known at each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evalsuite.domain.conversation import Message
from evalsuite.domain.policy import EventKind, FactSource, Policies
from evalsuite.domain.reading import Effect
from evalsuite.expressions.values import Money, Unknown, amount, same
from evalsuite.protocols import GradingContext, own_replies
from evalsuite.reading.personal import Personal, named_in, personal
from evalsuite.reading.results import declared_fact, decoded

Value = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    kind: EventKind
    message: int
    start: int | None = None
    end: int | None = None
    quote: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    effect: Effect | None = None
    judged: bool = True
    """False where it is history: it counts, and is not found fault with."""


class Happenings:
    """The events of one conversation, read when a rule first asks for their kind."""

    def __init__(self, context: GradingContext, policies: Policies) -> None:
        self.context, self.policies = context, policies
        self._events: dict[EventKind, tuple[Event, ...]] = {}
        own = set(own_replies(context.transcript))
        self._narrow = set(context.replies) if own != set(context.replies) else None

    def events(self, kinds: Sequence[EventKind]) -> list[Event]:
        """The events of these kinds, in the order they happened."""
        for kind in kinds:
            if kind not in self._events:
                self._events[kind] = tuple(_READ[kind](self))
        found = [event for kind in kinds for event in self._events[kind]]
        return found if len(kinds) == 1 else sorted(found, key=_order)

    def judged(self, index: int) -> bool:
        """Whether what was done or said in a message is the assistant's and is to be judged."""
        start, end = self.context.span
        if not start <= index < end or index in self.context.transcript.scripted:
            return False
        return self._narrow is None or index in self._narrow

    @cached_property
    def now(self) -> Value:
        given = self.context.case.context
        for key in ("now", "current_time", "today", "date"):
            if isinstance(given.get(key), str):
                return given[key]
        return Unknown("the context does not say what day it is (`context: {now: …}`)")

    def said(self, role: str, start: int, end: int) -> str:
        """What one side said in messages `start` up to but not including `end`."""
        texts = (message.text for message in self.context.messages[start:end] if message.role == role)
        return "\n\n".join(text for text in texts if text)

    def record(self, name: str, source: FactSource, event: Event) -> Value:
        """The newest record of a kind that was read before an event; of the event's own subject where it has one."""
        asked = event.fields.get("arguments")
        wanted = asked.get(source.same) if source.same and isinstance(asked, Mapping) else None
        found = [
            effect
            for effect in self.context.evidence.ledger
            if effect.tool == source.tool and effect.ok and effect.answered is not None
            and effect.answered < event.message
        ]  # fmt: skip
        if wanted is not None:
            found = [effect for effect in found if same(effect.arguments.get(source.same), wanted) is True]
        elif source.same and len({str(effect.arguments.get(source.same)) for effect in found}) > 1:
            text = (self.context.messages[event.message].text or "").casefold()
            named = [effect for effect in found if str(effect.arguments.get(source.same)).casefold() in text]
            if len({str(effect.arguments.get(source.same)) for effect in named}) == 1:
                return inside(decoded(named[-1].result), tuple(filter(None, source.path.split("."))), name)
            return Unknown(f"several records were looked up with {source.tool}, and it is not said which is meant")
        if found:
            return inside(decoded(found[-1].result), tuple(filter(None, source.path.split("."))), name)
        given = self.context.case.context.get(name)
        return given if given is not None else Unknown(f"{source.tool} was not called successfully before")

    # ---- kinds of events

    def calls(self) -> Iterator[Event]:
        for effect in self.context.evidence.ledger:
            yield Event(
                kind="call",
                message=effect.message,
                effect=effect,
                fields=self._call_fields(effect),
                judged=self.judged(effect.message),
            )

    def results(self) -> Iterator[Event]:
        for call in self.events(["call"]):
            effect = call.effect
            if effect is not None and effect.answered is not None:
                yield Event(
                    kind="result", message=effect.answered, effect=effect, fields=call.fields, judged=call.judged
                )

    def claims(self) -> Iterator[Event]:
        for index in own_replies(self.context.transcript):
            for claim in self.context.claims(index):
                if claim.tense in {"done", "doing"}:
                    fields = {"kind": claim.action, "verb": claim.verb, "amount": self.amount(claim.amount)}
                    yield self._spoken("claim", index, claim, {**fields, "target": _or(claim.target, "target")})

    def commitments(self) -> Iterator[Event]:
        for index in own_replies(self.context.transcript):
            for one in self.context.commitments(index):
                fields = {"kind": one.kind, "amount": self.amount(one.amount), "conditional": one.conditional}
                yield self._spoken("commitment", index, one, fields)

    def mentions(self) -> Iterator[Event]:
        patterns = self.context.evidence.patterns
        for index in own_replies(self.context.transcript):
            for mention in self.context.mentions(index):
                kind = next((name for name, is_one in patterns if is_one(mention.text)), None)
                fields = {"kind": _or(kind, "kind"), "text": mention.text}
                yield Event(
                    kind="mention", message=index, start=mention.start, end=mention.end, quote=mention.text,
                    fields=fields, judged=self.judged(index),
                )  # fmt: skip

    def turns(self) -> Iterator[Event]:
        for index, message in enumerate(self.context.messages):
            if message.role in {"user", "assistant"} and message.text and message.text.strip():
                text = message.text
                yield Event(
                    kind="turn", message=index, start=0, end=len(text), quote=text[:200],
                    fields={"role": message.role, "text": text, "words": len(text.split()),
                            "questions": text.count("?")},
                    judged=message.role == "user" or self.judged(index),
                )  # fmt: skip

    def disclosures(self) -> Iterator[Event]:
        """Personal data out of a record that the customer had not named."""
        known = self.personal()
        for index in own_replies(self.context.transcript) if known else ():
            text = (self.context.messages[index].text or "").casefold()
            before = self.said("user", 0, index).casefold()
            for value in known:
                place = named_in(text, value)
                if place >= 0 and named_in(before, value) < 0:
                    quote = (self.context.messages[index].text or "")[place : place + len(value.text)]
                    yield Event(
                        kind="disclosure", message=index, start=place, end=place + len(quote), quote=quote,
                        fields={"kind": value.kind, "text": value.text}, judged=self.judged(index),
                    )  # fmt: skip

    def personal(self) -> list[Personal]:
        """Personal data of the context and of all results, each value once."""
        found: dict[tuple[str, str], Personal] = {}
        sources = [dict(self.context.case.context)] if self.context.knowledge.sees_context else []
        for source in (*sources, *(decoded(effect.result) for effect in self.context.evidence.ledger if effect.ok)):
            for value in personal(source):
                found.setdefault((value.kind, value.text.casefold()), value)
        return list(found.values())

    def amount(self, written: str | None) -> Money | Unknown:
        return amount(written, self.policies.currency) if written else Unknown("no amount is named")

    def _spoken(self, kind: EventKind, index: int, one: Any, fields: Mapping[str, Value]) -> Event:
        return Event(
            kind=kind, message=index, start=one.start, end=one.end, quote=one.quote,
            fields={"text": one.quote, **fields}, judged=self.judged(index),
        )  # fmt: skip

    def _call_fields(self, effect: Effect) -> Mapping[str, Value]:
        kinds = sorted(effect.effects)
        missing = f"what came of {effect.tool} is not known"
        return {
            "tool": effect.tool,
            "arguments": effect.arguments,
            "kind": _first_kind(self.context, effect) or _or(None, "kind"),
            "kinds": kinds,
            "success": Unknown(missing) if effect.ok is None else effect.ok,
            "result": decoded(effect.result) if effect.ok else Unknown(missing),
            "amount": self._call_amount(effect),
        }

    def _call_amount(self, effect: Effect) -> Money | Unknown:
        declared = declared_fact(effect, "amount")
        if len(declared) == 1:
            return self.amount(str(declared[0]))
        given = effect.arguments.get("amount")
        currency = effect.arguments.get("currency")
        if given is None or isinstance(given, bool):
            return Unknown(f"{effect.tool} names no amount (`claims: {{amount: …}}` in graders/tools.yaml)")
        return amount(given, currency if isinstance(currency, str) else self.policies.currency)


class Moment:
    """One event as expressions ask about it."""

    def __init__(self, happenings: Happenings, event: Event, total: list[Any] | None = None) -> None:
        self.happenings, self.event, self.total = happenings, event, total
        self.zone, self.unit = happenings.policies.timezone, happenings.policies.currency

    def value(self, path: tuple[str, ...]) -> Value:
        """The value of a dotted name at this event; `Unknown`, with what is missing, where there is none."""
        found = self._named(path[0])
        return inside(found, path[1:], path[0]) if len(path) > 1 else found

    def _named(self, name: str) -> Value:
        event, case = self.event, self.happenings.context.case
        if name in event.fields:
            return event.fields[name]
        if name == "total" and self.total is not None:
            return self.total
        source = self.happenings.policies.facts.get(name)
        if source is not None:
            return self.happenings.record(name, source, event)
        if name == "now":
            return self.happenings.now
        if name in {"cohort", "language"}:
            return _or(getattr(case, name), name)
        if name == "context":
            return case.context
        if name == "customer":
            return _or(case.context.get("customer"), "context.customer")
        common = {"event": event.kind, "message": event.message, "text": event.quote}
        return common.get(name, Unknown(f"a {event.kind} has no {name}"))

    def calls_before(self, tool: str) -> list[tuple[bool | None, Mapping[str, Any]]]:
        ledger = self.happenings.context.evidence.ledger
        return [
            (effect.ok if effect.answered is None or effect.answered < self.event.message else None, effect.arguments)
            for effect in ledger
            if effect.tool == tool and effect.message < self.event.message
        ]

    def said(self, by: str, *, until: str = "here") -> str:
        messages = self.happenings.context.messages
        if until == "after":
            return self.happenings.said(by, self.event.message, len(messages))
        return self.happenings.said(by, 0, self.event.message + (self.event.kind != "call"))

    def agreed(self) -> bool | None:
        return agreed(self.happenings.context.messages[: self.event.message])


_YES = re.compile(
    r"\W*(?:(?:oh|ah|well|great|perfect|alright|thanks?|thank you|hi|hello)\W+)*"
    r"(?:yes|yep|yeah|yup|sure|ok(?:ay)?|correct|confirm(?:ed)?|absolutely|definitely|please do|go ahead|go for it"
    r"|proceed|do it|sounds good|that works|agreed|exactly|of course"
    r"|i (?:do )?(?:confirm|agree|accept)|that(?:'s| is| all)? (?:correct|right|fine|looks|sounds)"
    r"|s[ií]|claro|de acuerdo|adelante|confirmo)\b",
    re.IGNORECASE,
)  # fmt: skip
_AGREES = re.compile(
    r"\b(?:(?:please )?(?:proceed|go ahead)|i (?:confirm|agree|accept)|yes,? (?:please|i|go|that|proceed)|do that"
    r"|confirmed|that(?:'s| is) (?:correct|right|fine)|let'?s (?:do|go))\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:no|nope|nah|not yet|wait|stop|hold on|don'?t|do not|never ?mind|actually,? (?:no|don'?t|wait))\b",
    re.IGNORECASE,
)


def agreed(before: Sequence[Message]) -> bool | None:
    """Whether the customer's last words, before a call, say yes to what the assistant said before them.

    False where they say no, or the assistant had said nothing yet; None where they are neither yes nor no.
    """
    place = next((at for at in range(len(before) - 1, -1, -1) if before[at].role == "user"), None)
    if place is None or not any(message.role == "assistant" and message.text for message in before[:place]):
        return False
    text = (before[place].text or "")[:2000].replace("’", "'")
    if _NO.match(text) and not _AGREES.search(text):
        return False
    return True if _YES.match(text) or _AGREES.search(text) else None


def inside(value: Value, path: Sequence[str], name: str) -> Value:
    """The part of a record that a dotted path names; `Unknown`, saying what is missing, where it has none."""
    where = name
    for step in path:
        where = f"{where}.{step}"
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return Unknown(f"{where} is missing")
    return value


def _or(value: Value, name: str) -> Value:
    return Unknown(f"{name} is not known") if value is None else value


def _order(event: Event) -> tuple[int, bool, int]:
    return event.message, event.kind == "call", event.start or 0


def _first_kind(context: GradingContext, effect: Effect) -> str | None:
    """The effect that its declaration names first; of inferred ones the first by name."""
    catalogue = context.knowledge.catalogue
    declared = next((tool for tool in catalogue.tools if tool.name == effect.tool), None) if catalogue else None
    listed: Sequence[str] = declared.effects if declared and declared.effects else sorted(effect.effects)
    return listed[0] if listed else None


_READ = {
    "call": Happenings.calls,
    "result": Happenings.results,
    "claim": Happenings.claims,
    "commitment": Happenings.commitments,
    "disclosure": Happenings.disclosures,
    "mention": Happenings.mentions,
    "turn": Happenings.turns,
}
