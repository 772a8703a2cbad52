"""The answer in the making: tool calls still needed, sentences, and the question it ends on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evalsuite.example.alex_request import Result
from evalsuite.example.alex_talk import Talk

MOST_ASKS = 3
TEAM = " team?"


@dataclass(slots=True)
class Draft:
    """Filled by one answer after another; calls come before words."""

    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    """The questions to end on."""
    idle: str = ""
    """The question to end on where there is none of these."""
    signs: set[str] = field(default_factory=set)
    """What kind of moment it is: done, refused, trouble, ours (trouble of our making), pushed, untracked."""

    def say(self, *lines: str, sign: str = "") -> None:
        self.lines += [line for line in dict.fromkeys(lines) if line and line not in self.lines]
        self.signs |= {sign} if sign else set()

    def end(self, question: str) -> None:
        """Ask this at the end; a second team is not offered beside a first."""
        offers = question.endswith(TEAM) and any(ask.endswith(TEAM) for ask in self.asks)
        if question and question not in self.asks and not offers and len(self.asks) < MOST_ASKS:
            self.asks.append(question)

    def wonder(self, question: str) -> None:
        """Ask this at the end if there is nothing else to ask."""
        self.idle = self.idle or question

    def offer(self, queue: str, about: str = "this") -> None:
        """End on the question whether a team shall have it."""
        self.end(f"Shall I pass {about} to our {queue}{TEAM}")

    def call(self, talk: Talk, name: str, **arguments: str) -> Result | None:
        """The answer to a call made in this exchange; None where it has to be made first, which is noted."""
        found = talk.find(name, arguments)
        if found is not None:
            return found
        if name not in talk.tools:
            return Result(name=name, arguments=arguments, value={}, error="not available here", exchange=talk.exchange)
        if (name, arguments) not in self.calls:
            self.calls.append((name, arguments))
        return None


def record_of(draft: Draft, talk: Talk, order: str, *, fresh: bool) -> Mapping[str, Any] | None:
    """An order's record; None where it has to be read first or could not be, which is said."""
    known = talk.find("get_order_status", {"order_id": order}, fresh=False)
    if known is None or known.error or fresh or _changed_since(talk, order, known):
        known = draft.call(talk, "get_order_status", order_id=order)
    if known is None:
        return None
    if not known.error:
        return known.value
    if "no order" in known.error.lower() or "not found" in known.error.lower():
        draft.say(f"I can't find an order {order} on your account.", sign="trouble")
        draft.end("Could you check the order number?")
    else:
        draft.say(f"I could not read the record of {order}: {plain(known.error)}", sign="trouble")
        draft.signs.add("ours")
    return None


def _changed_since(talk: Talk, order: str, known: Result) -> bool:
    """Whether something was done to the order in an earlier exchange, after its record was read."""
    later = (one for one in talk.results if known.exchange <= one.exchange < talk.exchange and not one.error)
    return any(one.name != known.name and one.arguments.get("order_id") == order for one in later)


def plain(error: str) -> str:
    """A tool's error as one sentence."""
    text = " ".join(error.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def spoken(value: object) -> str:
    """A date of a record as people write it; other values as they are."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{day.day} {day:%B} {day.year}"


def shown(value: object) -> str:
    """A value of a record on one line."""
    if isinstance(value, str):
        return spoken(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value[:8])
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(part)}" for key, part in list(value.items())[:8])
    return json.dumps(value)


def first(record: Mapping[str, Any], *keys: str) -> Any:
    """The first of these fields that a record holds; None where it holds none."""
    return next((record[key] for key in keys if record.get(key) is not None), None)


def rows(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects of a list in a record; empty where it holds no such list."""
    found = record.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def status_lines(order: str, record: Mapping[str, Any]) -> list[str]:
    """An order's state in sentences, from whatever its record holds."""
    due = first(record, "estimated_delivery", "eta", "delivery_date", "expected_delivery")
    carrier, tracking = first(record, "carrier"), first(record, "tracking_id", "tracking_number", "tracking")
    by = f" with {carrier}" if carrier else ""
    by += f", tracking number {tracking}" if tracking else ""
    status = str(first(record, "status", "state") or "not stated")
    if status in ("in_transit", "shipped", "out_for_delivery"):
        return [f"{order} is on its way{by}.", f"Delivery is estimated for {spoken(due)}." if due else ""]
    if status in ("delayed", "late"):
        return [f"{order} is late: it was due on {spoken(due)} and is still{by}." if due else f"{order} is late{by}."]
    if status in ("processing", "packed", "pending"):
        estimate = f" Delivery is estimated for {spoken(due)}." if due else ""
        return [f"{order} is being prepared and has not left the warehouse yet.{estimate}"]
    if status == "delivered":
        return [f"{order} was delivered on {spoken(record['delivered_on'])}." if record.get("delivered_on") else
                f"{order} was delivered."]  # fmt: skip
    return [f"The status of {order} is {status.replace('_', ' ')}."]


def days_late(talk: Talk, record: Mapping[str, Any]) -> int | None:
    return _days(talk, first(record, "estimated_delivery", "eta"))


def days_since(talk: Talk, record: Mapping[str, Any]) -> int | None:
    return _days(talk, record.get("delivered_on"))


def _days(talk: Talk, value: object) -> int | None:
    try:
        return (talk.now - date.fromisoformat(str(value)[:10])).days
    except ValueError:
        return None
