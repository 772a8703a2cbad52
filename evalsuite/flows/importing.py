"""Tickets of files into the private store, each exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from evalsuite.codec.exports import Shape, left_out
from evalsuite.codec.exports_map import ColumnMap, read_map
from evalsuite.domain.ticket import RawTicket, Ticket
from evalsuite.errors import Complaint, InputError, UsageError
from evalsuite.tickets.files import Entry, entry_ticket, named_shape, read_export
from evalsuite.tickets.inventory import Inventory, inventory
from evalsuite.workspace import Workspace

BATCH = 200
"""Tickets that are written at once: what a killed import may have to read again."""


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of the tickets so far."""

    kept: Counter[str] = field(default_factory=Counter)
    """`new`, `changed`, `same`, `forgotten`, `erased`."""
    left_out: Counter[str] = field(default_factory=Counter)
    """By reason."""
    wrong: list[Complaint] = field(default_factory=list)
    """What could not be read."""

    def __iadd__(self, other: Taken) -> Self:
        self.kept += other.kept
        self.left_out += other.left_out
        self.wrong += other.wrong
        return self

    @property
    def seen(self) -> int:
        """Tickets that came, whatever became of them."""
        kept = sum(self.kept[one] for one in ("new", "changed", "same", "forgotten"))
        return kept + sum(self.left_out.values()) + len(self.wrong)


def import_files(
    workspace: Workspace,
    paths: Iterable[Path],
    *,
    form: str | None = None,
    columns: Path | None = None,
) -> Taken:
    """Every ticket of the files, in the store; those that are there already are left as they are.

    Raises `UsageError` or `InputError` where a file, a form or a map cannot be read; what was read before is kept.
    """
    shape, mapped = named_shape(form), read_columns(workspace, columns)
    taken = Taken()
    with workspace.tickets() as store:
        for path in paths:
            batch: list[tuple[RawTicket, Ticket]] = []
            try:
                for entry in read_export(path, shown_path=workspace.shown(path)):
                    _take(entry, batch, taken, shape=shape, columns=mapped)
                    if len(batch) >= BATCH:
                        taken.kept += store.keep_batch(batch)
                        batch.clear()
            except InputError as error:
                if not (batch or taken.seen):
                    raise
                taken.wrong += error.complaints
            taken.kept += store.keep_batch(batch)
    return taken


def read_columns(workspace: Workspace, path: Path | None) -> ColumnMap | None:
    """Raises `UsageError` where there is no such file, `InputError` with every mistake in it."""
    if path is None:
        return None
    if not path.is_file():
        raise UsageError(f"no file {workspace.shown(path)}")
    return read_map(workspace.shown(path), path.read_bytes())


def examined(workspace: Workspace, path: Path, *, form: str | None = None, columns: Path | None = None) -> Inventory:
    """What an export holds, as an import would read it. Raises like `import_files`."""
    shape, mapped = named_shape(form), read_columns(workspace, columns)
    entries = read_export(path, shown_path=workspace.shown(path))
    return inventory(entries, identity=workspace.settings.tickets.bot_identity, shape=shape, columns=mapped)


def _take(
    entry: Entry,
    batch: list[tuple[RawTicket, Ticket]],
    taken: Taken,
    *,
    shape: Shape | None,
    columns: ColumnMap | None,
) -> None:
    try:
        body, pair = entry_ticket(entry, shape=shape, columns=columns)
    except ValueError as error:
        taken.wrong.append(Complaint(text=str(error), mark=entry.mark))
        return
    sort_in(pair, body, batch, taken)


def sort_in(
    pair: tuple[RawTicket, Ticket], body: Mapping[str, Any], batch: list[tuple[RawTicket, Ticket]], taken: Taken
) -> None:
    """Add a ticket to those to be kept, or count why it is none."""
    reason = left_out(body, pair[1])
    if reason:
        taken.left_out[reason] += 1
    else:
        batch.append(pair)
