"""What an export of tickets holds, told to a person or a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from evalsuite.tickets.inventory import Inventory

SHOWN = 8
"""Of a long list, what comes first."""


def inventory_lines(found: Inventory) -> Iterator[str]:
    """A line for each thing that matters, what is missing with its mend."""
    forms = ", ".join(f"{name} ({count:,})" for name, count in found.shapes.most_common())
    yield f"{counted(found.tickets, 'ticket')} to import; read as {forms or 'nothing'}"
    if found.first and found.last:
        yield f"from {found.first:%Y-%m-%d} to {found.last:%Y-%m-%d}"
    for why, count in found.left_out.most_common():
        yield f"{count:,} left out: {why}"
    if found.repeated:
        yield f"{found.repeated:,} stand in it more than once; the last one holds"
    if found.tickets:
        yield f"messages: {_listed(found.roles)}"
        yield f"channels: {_listed(found.channels)}"
        yield f"tags: {_listed(found.tags)}" if found.tags else "tags: none"
        yield f"rated by the customer: {found.rated:,}"
        yield from _missing(found)
    if found.unknown:
        yield f"fields that are not read: {_listed(found.unknown, 40)}"
    for complaint in found.wrong[:SHOWN]:
        yield str(complaint)
    if len(found.wrong) > SHOWN:
        yield f"… and {len(found.wrong) - SHOWN:,} more could not be read"


def inventory_json(found: Inventory) -> dict[str, Any]:
    counts = ("shapes", "roles", "channels", "tags", "staff", "unknown", "left_out")
    numbers = ("tickets", "repeated", "rated", "with_bot", "without_time")
    return {
        "exit_code": 4 if found.wrong else 0 if found.tickets else 5,
        "reason": "unreadable" if found.wrong else "examined" if found.tickets else "nothing_ran",
        **{name: getattr(found, name) for name in numbers},
        **{name: dict(getattr(found, name).most_common()) for name in counts},
        "first": found.first and found.first.isoformat(),
        "last": found.last and found.last.isoformat(),
        "unreadable": [str(complaint) for complaint in found.wrong],
    }


def _missing(found: Inventory) -> Iterator[str]:
    if not found.with_bot:
        yield "no message is known to be your assistant's. Say who it is in the settings:"
        yield '    [tickets.bot_identity]  with names, user_ids, emails, tags or channels, like names = ["Alex"]'
        if found.staff:
            yield f"    who wrote to customers most: {_listed(found.staff)}"
    else:
        yield f"tickets with words of your assistant: {found.with_bot:,}"
    if found.without_time:
        yield f"without a time: {found.without_time:,}; when a failure was seen first and last is not known of these"
    if not found.roles["customer"]:
        yield "no message is known to be a customer's: is the form right? (--form, --map)"


def _listed(counts: Counter[str], limit: int = SHOWN) -> str:
    told = ", ".join(f"{name} ({count:,})" for name, count in counts.most_common(limit))
    return f"{told}, … {len(counts) - limit} more" if len(counts) > limit else told
