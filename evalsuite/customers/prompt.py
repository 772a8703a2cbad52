"""What the model that plays a customer is told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message
from evalsuite.domain.customer import Customer

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "say": {"type": "string", "description": "The customer's next message; empty when done."},
        "done": {"type": "boolean", "description": "True when the customer writes no more."},
    },
    "required": ["say", "done"],
    "additionalProperties": False,
}

RULES = """\
Rules:
- You are the customer, never the assistant. Write one message at a time, as this person would: plain and short.
- Name no number, code, date, amount or name that is neither listed above nor was said in the conversation. Asked for
  anything else, say that you do not know it.
- Tell what you know bit by bit, when it is asked for or needed. Never begin the conversation a second time.
- Set done to true, with say empty, once you have what you want, or once it is plain that you will not get it.
Answer with one JSON object: {"say": "…", "done": false}"""


def asked(case: Case, messages: Sequence[Message], fault: str = "") -> tuple[Message, ...]:
    """The part, then the conversation as the customer sees it: its own words as the model's, replies as the other's.

    Tool calls and their results are not shown. `fault` is why the last answer could not be used.
    """
    assert case.customer is not None  # noqa: S101  - for the type checker
    written = sum(message.role == "user" for message in messages)
    system = Message(role="system", text="\n".join(_part(case.customer, case.language, written)))
    seen = [*_seen(messages)] or [Message(role="user", text="(You write first.)")]
    if fault:
        seen.append(Message(role="user", text=f"(Your answer could not be used: {fault}. Give another one.)"))
    return (system, *seen)


def _part(customer: Customer, language: str, written: int) -> Iterator[str]:
    yield "You play a customer who writes to a shop's support."
    yield f"What you want: {customer.goal}"
    if customer.mood:
        yield f"Your mood: {customer.mood}"
    yield from _listed("What you know, and nothing beside it:", customer.knows)
    yield from _listed("What you do not know, and so cannot say:", customer.does_not_know)
    yield f"You write in this language: {language}"
    yield f"Messages left to you: {customer.patience - written}"
    yield RULES


def _listed(head: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield head
        yield from (f"- {line}" for line in lines)


def _seen(messages: Sequence[Message]) -> Iterator[Message]:
    for message in messages:
        if message.role == "user":
            yield Message(role="assistant", text=message.text)
        elif message.role == "assistant" and message.text:
            yield Message(role="user", text=message.text)
