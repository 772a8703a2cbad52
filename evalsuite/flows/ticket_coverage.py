"""Which failures that customers tell of a workspace's cases are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalsuite.flows.ticket_cases import all_cases
from evalsuite.flows.ticket_labels import Classifier
from evalsuite.tickets.cover import Covered, coverage

if TYPE_CHECKING:
    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    rows: tuple[Covered, ...]
    """Kinds of failures, the most frequent first."""
    tickets: int
    """All in the store."""

    @property
    def failing(self) -> int:
        return sum(row.tickets for row in self.rows)

    @property
    def covered(self) -> int:
        """Tickets of a kind that some case is about."""
        return sum(row.tickets for row in self.rows if row.cases)


def coverage_of(workspace: Workspace, store: TicketStore, *, themes: int | None = None) -> Coverage:
    """Which failures of the store's tickets the cases that are run are about; drafts do not count."""
    tickets = list(store.tickets())
    labels = {ticket.key: one for ticket, one in Classifier(workspace).each(tickets)}
    cases = [one.case for one in all_cases(workspace, drafts=False)]
    return Coverage(rows=tuple(coverage(tickets, labels, cases, count=themes)), tickets=len(tickets))
