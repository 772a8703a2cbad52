"""The help desks of promoted tickets told of it, where a person asks for that."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from evalsuite.errors import ModelError, UsageError
from evalsuite.models.retried import Patience
from evalsuite.tickets.sources.opening import open_source
from evalsuite.tickets.write_back import write_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalsuite.domain.ticket_settings import SourceSettings
    from evalsuite.flows.ticket_promotion import Promoted
    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace

TELLING = "telling"
"""Under what kind the store keeps which case a ticket's help desk is told of: `waiting`, `told` or `refused`."""
AGAIN = "; when that is mended: evalsuite tickets write-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBack:
    ticket: str
    done: str = ""
    failed: str = ""
    """Why nothing was done; empty where something was."""


async def tell_help_desks(
    workspace: Workspace, promoted: Sequence[Promoted], *, patience: Patience | None = None
) -> list[WrittenBack]:
    """What became of each ticket; one that cannot be told does not stop the others, and waits for the next time."""
    with workspace.tickets() as store:
        there = {one.ticket: one.case_id for one in promoted if one.ticket is not None and one.ticket in store}
        with store.at_once():
            for key, case_id in there.items():
                store.keep(key, TELLING, {"case_id": case_id, "state": "waiting"})
        told = {one.ticket: one for one in await _tell(workspace, store, there, patience or _a_short_one())}
    nowhere = [WrittenBack(ticket=one.case_id, failed="its ticket is not in the store") for one in promoted]
    return [told.get(one.ticket or "", lost) for one, lost in zip(promoted, nowhere, strict=True)]


async def tell_those_waiting(workspace: Workspace, *, patience: Patience | None = None) -> list[WrittenBack]:
    """The same for tickets that could not be told before."""
    with workspace.tickets() as store:
        waiting = {key: kept["case_id"] for key, kept in store.all_kept(TELLING) if kept["state"] == "waiting"}
        return await _tell(workspace, store, waiting, patience or _a_short_one())


async def _tell(
    workspace: Workspace, store: TicketStore, cases: Mapping[str, str], patience: Patience
) -> list[WrittenBack]:
    """What became of tickets, by key with the case made of each."""
    known = workspace.settings.tickets.sources
    found: list[WrittenBack] = []
    desks: dict[str, dict[str, str]] = {}
    for key, case_id in cases.items():
        kind = key.partition(":")[0]
        names = [kind] if kind in known else [name for name, one in known.items() if one.kind == kind]
        if len(names) == 1:
            desks.setdefault(names[0], {})[key] = case_id
        else:
            why = "more than one help desk" if names else "no help desk"
            found.append(WrittenBack(ticket=key, failed=f"the settings have {why} of kind {kind!r}; mark it yourself"))
    for name, its in desks.items():
        found += await _tell_desk(workspace, store, known[name], its, patience)
    return found


async def _tell_desk(
    workspace: Workspace,
    store: TicketStore,
    settings: SourceSettings,
    cases: Mapping[str, str],
    patience: Patience,
) -> list[WrittenBack]:
    try:
        source = open_source(settings, environment=workspace.environment, now=time.time, patience=patience)
    except UsageError as error:
        return [WrittenBack(ticket=key, failed=f"{error}{AGAIN}") for key in cases]
    found: list[WrittenBack] = []
    async with source:
        for key, case_id in cases.items():
            try:
                done = await write_back(source, key.partition(":")[2], case_id=case_id)
            except (ModelError, UsageError) as error:
                if not isinstance(error, ModelError) or error.failure.kind != "bad_request":
                    # Whoever lets nobody in, or does not answer, does so for the next ticket too.
                    return found + [WrittenBack(ticket=one, failed=f"{error}{AGAIN}") for one in [*cases][len(found) :]]
                found.append(WrittenBack(ticket=key, failed=str(error)))
            else:
                found.append(WrittenBack(ticket=key, done=done))
            state = "told" if found[-1].done else "refused"
            store.keep(key, TELLING, {"case_id": case_id, "state": state})
    return found


def _a_short_one() -> Patience:
    """Two minutes: a person waits."""
    return Patience(retries=6, seconds=120.0, first_pause=1.0, chance=Random(), clock=time.monotonic)
