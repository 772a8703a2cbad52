"""The help desks of promoted tickets told of it, where a person asks for that."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from evalsuite.errors import ModelError, UsageError
from evalsuite.tickets.sources.client import long_patience
from evalsuite.tickets.sources.opening import open_client
from evalsuite.tickets.write_back import write_back

if TYPE_CHECKING:
    from evalsuite.flows.ticket_promotion import Promoted
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBack:
    ticket: str
    done: str = ""
    failed: str = ""
    """Why nothing was done; empty where something was."""


async def tell_help_desks(workspace: Workspace, promoted: Sequence[Promoted]) -> list[WrittenBack]:
    """What became of each ticket; one that cannot be told does not stop the others."""
    return [await _tell(workspace, one) for one in promoted]


async def _tell(workspace: Workspace, promoted: Promoted) -> WrittenBack:
    kind, _, number = (promoted.ticket or "").partition(":")
    sources = workspace.settings.tickets.sources
    known = [sources[kind]] if kind in sources else [one for one in sources.values() if one.kind == kind]
    if promoted.ticket is None:
        return WrittenBack(ticket=promoted.case_id, failed="its ticket is not in the store")
    if len(known) != 1:
        why = "no help desk" if not known else "more than one help desk"
        return WrittenBack(ticket=promoted.ticket, failed=f"the settings have {why} of kind {kind!r}; mark it yourself")
    try:
        patience = long_patience(chance=Random(), clock=time.monotonic, sleep=asyncio.sleep)
        client = open_client(known[0], environment=workspace.environment, now=time.time, patience=patience)
        async with client:
            done = await write_back(client, known[0].kind, number, case_id=promoted.case_id)
    except (ModelError, UsageError) as error:
        return WrittenBack(ticket=promoted.ticket, failed=str(error))
    return WrittenBack(ticket=promoted.ticket, done=done)
