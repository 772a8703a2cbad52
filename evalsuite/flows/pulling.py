"""Tickets of help desks into the private store, each exactly once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from evalsuite.codec.exports import SHAPES, ticket_of
from evalsuite.domain.ticket import Batch, RawTicket, Ticket
from evalsuite.errors import Complaint, UsageError, did_you_mean
from evalsuite.flows.importing import Taken, sort_in
from evalsuite.models.retried import Patience
from evalsuite.tickets.sources.opening import open_source
from evalsuite.tickets.store import TicketStore
from evalsuite.workspace import Workspace


async def pull(
    workspace: Workspace,
    name: str,
    *,
    again: bool = False,
    saw: Callable[[Taken], None] = lambda _: None,
    patience: Patience,
) -> Taken:
    """Every ticket of a help desk that has changed since the last pull, in the store; all there are with `again`, and
    where the settings ask for others than they did then.

    Stopped at any moment, the next pull goes on behind the last batch that was kept. Raises `UsageError` where no
    such help desk is set up, `ModelError` where it cannot be reached.
    """
    known = workspace.settings.tickets.sources
    if name not in known:
        mend = did_you_mean(name, list(known)) if known else f" Write a table [tickets.sources.{name}] with its url."
        raise UsageError(f"no help desk {name!r} in the settings.{mend}")
    settings = known[name]
    wanted = {"url": settings.url, "since": settings.since, "tags": [*settings.tags], "channels": [*settings.channels]}
    source = open_source(settings, environment=workspace.environment, now=time.time, patience=patience)
    taken = Taken()
    with workspace.tickets() as store:
        begin = store.checkpoint(name)
        if again or begin.get("wanted", wanted) != wanted:
            begin = {}
        async with source:
            async for batch in source.batches(begin):
                told = replace(batch, checkpoint={**batch.checkpoint, "wanted": wanted})
                _keep(told, store, taken, source=name, shape=settings.kind)
                saw(taken)
    return taken


def _keep(batch: Batch, store: TicketStore, taken: Taken, *, source: str, shape: str) -> None:
    pairs: list[tuple[RawTicket, Ticket]] = []
    for raw in batch.tickets:
        try:
            pair = ticket_of(raw.body, shape=SHAPES[shape])
        except ValueError as error:
            taken.wrong.append(Complaint(text=f"{source}: ticket {raw.id[:60]!r}: {error}."))
            continue
        # Two accounts of one vendor may both have a ticket 7.
        named = replace(pair[0], source=source), replace(pair[1], source=source)
        sort_in(named, raw.body, pairs, taken)
    for name, why in batch.missed.items():
        text = f"{source}: ticket {name[:60]!r} is missing; --again asks for all once more. The help desk: {why}"
        taken.wrong.append(Complaint(text=text))
    gone = [f"{source}:{name}" for name in batch.gone]
    taken.kept += store.keep_batch(pairs, gone=gone, source=source, checkpoint=batch.checkpoint)
