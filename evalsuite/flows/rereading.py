"""Tickets of the private store read anew from what their help desks gave, by today's reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields

from evalsuite.codec.exports import left_out, read_again
from evalsuite.domain.ticket import Ticket
from evalsuite.errors import Complaint
from evalsuite.flows.importing import BATCH
from evalsuite.tickets.store import TicketStore
from evalsuite.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class Reread:
    """What reading tickets again has changed."""

    same: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """Tickets by the fields that are others now."""
    wrong: list[Complaint] = field(default_factory=list)
    """What can no longer be read as a ticket, and stays as it was."""


def reread(workspace: Workspace, names: Sequence[str] = ()) -> Reread:
    """Reads the named tickets anew, or all. What else is known of them stays, and so does what cannot be read now.

    Stopped at any moment, each ticket is as it was or as it is read now. Raises `UsageError` where a name fits none.
    """
    found = Reread()
    with workspace.tickets() as store:
        keys = [store.find(name) for name in names] or store.keys()
        for begin in range(0, len(keys), BATCH):
            with store.at_once():  # what a pull writes meanwhile is not written over
                for key in keys[begin : begin + BATCH]:
                    if key in store:
                        _read(store, key, found)
    return found


def _read(store: TicketStore, key: str, found: Reread) -> None:
    raw, before = store.raw(key), store.as_read(key)
    try:
        now = read_again(raw)
        why = left_out(raw.body, now)
    except ValueError as error:
        why = str(error)
    if why:
        found.wrong.append(Complaint(text=f"{key[:80]}: {why}. It stays as it was."))
        return
    others = [*_others(before, now)]
    store.put(raw, now)
    found.same += not others
    found.changed += bool(others)
    found.fields.update(others)


def _others(before: Ticket, now: Ticket) -> Iterator[str]:
    return (one.name for one in fields(Ticket) if getattr(before, one.name) != getattr(now, one.name))
