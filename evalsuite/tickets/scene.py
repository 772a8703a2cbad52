"""The part of a ticket that a case plays again: what was said and called up to one reply."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.domain.case import Fixture
from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.ticket import Ticket, TicketMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A tool call with what came of it."""

    call: ToolCall
    result: Any = None
    """As JSON values; None where nobody knows it."""
    known: bool = True
    """Whether the ticket shows the result."""
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the customer says, and all that comes before their next words."""

    customer: str
    calls: tuple[Called, ...] = ()
    assistant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    exchanges: tuple[Exchange, ...]
    """The last one ends with the reply that the case is about."""
    blamed: str = ""
    """The words of that reply that were complained of; empty for none."""

    @property
    def reply(self) -> str:
        return self.exchanges[-1].assistant

    @property
    def calls(self) -> tuple[Called, ...]:
        return tuple(called for exchange in self.exchanges for called in exchange.calls)


def scene_of(ticket: Ticket, message: int, *, blamed: str = "", without: Collection[int] = ()) -> Scene:
    """The conversation up to the assistant's turn that has message `message` in it, and with it.

    `without` are messages to leave out: what was said of the assistant, and not to it. Raises `ValueError`, in words,
    where the ticket does not hold what the customer had asked.
    """
    exchanges: list[Exchange] = []
    done = False
    for index, one in enumerate(ticket.messages):
        if done or index in without or not one.public or one.kind != "message" or not (one.text or one.tool_calls):
            continue
        if one.role == "customer":
            exchanges = _said(exchanges, one.text)
        elif exchanges and one.role in {"bot", "human_agent"}:
            calls = tuple(_called(call, ticket.messages[index + 1 :]) for call in one.tool_calls)
            last = exchanges[-1]
            text = "\n\n".join(filter(None, (last.assistant, one.text)))
            exchanges[-1] = replace(last, assistant=text, calls=last.calls + calls)
        done = index >= message
    if not exchanges or not exchanges[-1].assistant:
        raise ValueError("it does not hold what the customer had asked before the reply")
    return Scene(exchanges=tuple(exchanges), blamed=blamed)


def _said(exchanges: list[Exchange], text: str) -> list[Exchange]:
    """Words that follow each other are one message: a case waits for a reply to each."""
    if exchanges and not exchanges[-1].assistant and not exchanges[-1].calls:
        return [*exchanges[:-1], Exchange(customer=f"{exchanges[-1].customer}\n{text}")]
    return [*exchanges, Exchange(customer=text)]


def _called(call: ToolCall, following: Sequence[TicketMessage]) -> Called:
    for message in following:
        if message.role == "tool" and message.tool_call_id == call.id:
            return Called(call=call, result=_decoded(message.text), is_error=message.is_error)
    return Called(call=call, known=False)


def _decoded(text: str) -> Any:
    try:
        value = read_json(text)
    except JsonError:
        return text
    return value if isinstance(value, dict | list) else text


def disguised(scene: Scene, text: Callable[[str], str], values: Callable[[Any], Any]) -> Scene:
    """The scene with every text of it put through `text`, and every JSON value through `values`."""
    blamed = text(scene.blamed) if scene.blamed else ""
    exchanges = tuple(
        Exchange(
            customer=text(one.customer),
            assistant=text(one.assistant) if one.assistant else "",
            calls=tuple(_disguised(called, values) for called in one.calls),
        )
        for one in scene.exchanges
    )
    # Where a name stands across the edge of the quote, its disguise may not be found: then the whole reply is meant.
    return Scene(exchanges=exchanges, blamed=blamed if blamed in exchanges[-1].assistant else "")


def _disguised(called: Called, values: Callable[[Any], Any]) -> Called:
    call = replace(called.call, arguments=values(dict(called.call.arguments)), raw_arguments=None)
    return replace(called, call=call, result=values(called.result))


def shorter(scene: Scene) -> Iterator[Scene]:
    """Ever longer ends of a scene that a customer could have begun with, and last of all the scene itself."""
    exchanges = scene.exchanges
    needed = _needed(exchanges)
    if len(needed) < len(exchanges):
        yield replace(scene, exchanges=tuple(exchanges[index] for index in needed))
    for start in range(len(exchanges) - 1, 0, -1):
        if start <= needed[0]:
            yield replace(scene, exchanges=exchanges[start:])
    yield scene


def _needed(exchanges: Sequence[Exchange]) -> list[int]:
    """Indices of the exchanges without which the last one could not be understood."""
    last = len(exchanges) - 1
    kept = [last]
    wanted = _telling(exchanges[last].assistant)
    for index in range(last - 1, -1, -1):
        after = exchanges[kept[0]]
        answers = "?" in exchanges[index].assistant and len(after.customer.split()) < _STANDS_ALONE
        said = frozenset().union(*(_telling(exchanges[one].customer) for one in kept))
        if (kept[0] == index + 1 and answers) or (_telling(exchanges[index].customer) & wanted) - said:
            kept.insert(0, index)
    return kept


def _telling(text: str) -> frozenset[str]:
    """Numbers of things, and words long enough to be about something."""
    return frozenset(word for word in _WORD.findall(text.casefold()) if len(word) > 6 or any(map(str.isdigit, word)))


_WORD = re.compile(r"[\w-]+")
_STANDS_ALONE = 8
"""Words from which on a message can be understood by itself."""


def fixtures_of(calls: Sequence[Called]) -> dict[str, tuple[Fixture, ...]]:
    """What each tool answers, as far as the ticket shows it; a tool whose answer it does not show has none."""
    answers: dict[str, dict[str, list[Called]]] = {}
    for called in calls:
        by_arguments = answers.setdefault(called.call.name, {})
        key = json.dumps(called.call.arguments, sort_keys=True, default=str)
        if called.known:
            by_arguments.setdefault(key, []).append(called)
    return {
        # A fixture answers every call that has its arguments and others beside them: the ones that ask most go first.
        name: tuple(sorted(map(_fixture, groups.values()), key=lambda one: -len(one.given)))
        for name, groups in answers.items()
    }


def _fixture(group: Sequence[Called]) -> Fixture:
    given: Mapping[str, Any] = group[0].call.arguments
    results = [one.result for one in group if not one.is_error]
    if not results:
        return Fixture(given=given, error=str(group[0].result or "it failed"))
    if all(result == results[0] for result in results):
        return Fixture(given=given, result=results[0])
    return Fixture(given=given, results=tuple(results))
