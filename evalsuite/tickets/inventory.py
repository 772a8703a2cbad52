"""What an export holds, counted, before anything is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from evalsuite.codec.exports import Shape, left_out, shape_of, unknown_fields
from evalsuite.codec.exports_map import ColumnMap
from evalsuite.domain.ticket import BotIdentity, Ticket
from evalsuite.errors import Complaint
from evalsuite.tickets.files import Entry, entry_ticket
from evalsuite.tickets.identity import recognised


@dataclass(slots=True, kw_only=True)
class Inventory:
    tickets: int = 0
    """That would be imported."""
    shapes: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    """Messages by who wrote them."""
    channels: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    staff: Counter[str] = field(default_factory=Counter)
    """Public messages by each author of the staff: one of them may be the assistant."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Fields that are not read, by the number of tickets that have them."""
    left_out: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    """Tickets whose id was there before in the same file."""
    rated: int = 0
    with_bot: int = 0
    """Tickets with words of the assistant."""
    without_time: int = 0
    first: datetime | None = None
    last: datetime | None = None
    wrong: list[Complaint] = field(default_factory=list)


def inventory(
    entries: Iterable[Entry],
    *,
    identity: BotIdentity,
    shape: Shape | None = None,
    columns: ColumnMap | None = None,
) -> Inventory:
    """Counts over an export's entries; whatever shape each has where none is said."""
    found, seen = Inventory(), set[str]()
    for entry in entries:
        try:
            body, (_, ticket) = entry_ticket(entry, shape=shape, columns=columns)
        except ValueError as error:
            found.wrong.append(Complaint(text=str(error), mark=entry.mark))
            continue
        used = None if columns else shape or shape_of(body)
        found.unknown.update(unknown_fields(body, shape=used, columns=columns))
        found.shapes[used.name if used else "columns"] += 1
        found.repeated += ticket.key in seen
        seen.add(ticket.key)
        _count(found, recognised(ticket, identity), body)
    return found


def _count(found: Inventory, ticket: Ticket, body: Mapping[str, Any]) -> None:
    reason = left_out(body, ticket)
    if reason:
        found.left_out[reason] += 1
        return
    found.tickets += 1
    found.channels[ticket.channel or "(none)"] += 1
    found.tags.update(ticket.tags)
    found.rated += ticket.csat is not None
    names = {person.ref: _shown(person.names, person.ids) for person in ticket.people}
    for message in ticket.messages:
        found.roles[message.role] += 1
        if message.role == "human_agent" and message.public:
            found.staff[names.get(message.author, "")] += 1
    found.with_bot += any(message.role == "bot" for message in ticket.messages)
    when = ticket.created_at or ticket.updated_at
    found.without_time += when is None
    if when:
        found.first = min(found.first or when, when)
        found.last = max(found.last or when, when)


def _shown(names: tuple[str, ...], ids: tuple[str, ...]) -> str:
    return f"{next(iter(names), 'nobody named')} (id {ids[0]})" if ids else next(iter(names), "nobody named")
