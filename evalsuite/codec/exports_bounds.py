"""A ticket cut down to what a person could have written, so that no ticket holds up the others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from evalsuite.codec.exports_values import LONGEST_TEXT, cut
from evalsuite.domain.ticket import Ticket, TicketMessage

MOST_MESSAGES = 1000
MOST_TEXT = 400_000
"""Characters of all messages together, with what was given to tools."""
LONGEST_LINE = 1000
LONGEST_ID = 200
MOST_TAGS = 200


def bounded(ticket: Ticket) -> Ticket:
    """The ticket, of which beginning and end stay where it is too long; a note in it says what is left out. Of fields
    that are longer than a message may be, only the ticket as it came keeps anything."""
    messages = tuple(_text_cut(one) for one in ticket.messages)
    half, most = MOST_MESSAGES // 2, MOST_TEXT // 2
    first = _fitting(messages, half, most)
    last = _fitting(messages[first:][::-1], half, most)
    left = len(messages) - first - last
    if left:
        note = TicketMessage(role="system", kind="event", public=False, text=f"[{left:,} messages left out]")
        messages = (*messages[:first], note, *messages[len(messages) - last :])
    return replace(
        ticket,
        subject=cut(ticket.subject, LONGEST_LINE),
        tags=tuple(tag for tag in ticket.tags[:MOST_TAGS] if len(tag) <= LONGEST_LINE),
        custom=_small(ticket.custom),
        context=_small(ticket.context),
        messages=messages,
    )


def _fitting(messages: Sequence[TicketMessage], most: int, characters: int) -> int:
    """How many of these messages fit, from the first of them on."""
    sizes = (len(one.text) + sum(_size(call.arguments) for call in one.tool_calls) for one in messages[:most])
    return sum(total <= characters for total in accumulate(sizes))


def _text_cut(message: TicketMessage) -> TicketMessage:
    return message if len(message.text) <= LONGEST_TEXT else replace(message, text=cut(message.text))


def _small(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields that are no longer than a text may be."""
    return fields if _size(fields) <= LONGEST_TEXT else {}


def _size(fields: Mapping[str, Any]) -> int:
    return len(json.dumps(dict(fields), default=str))
