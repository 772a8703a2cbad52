"""The cases of a workspace as tickets see them: drafts too, and how often each was seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.yaml_out import yaml_lines
from evalsuite.domain.case import LocatedCase, Seen
from evalsuite.flows.ticket_texts import classify_ticket
from evalsuite.tickets.cover import Covered, coverage

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace

DRAFT = "draft"
"""Under what kind the store keeps which case a ticket became."""


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


def case_folder(workspace: Workspace, name: str) -> Path:
    """The folder `drafts` or `tickets` among the workspace's cases."""
    return workspace.root / next(iter(workspace.settings.cases), "cases") / name


def all_cases(workspace: Workspace, *, drafts: bool = True) -> list[LocatedCase]:
    """Every sound case, those of files with mistakes included."""
    files = workspace.case_files()
    folder = case_folder(workspace, "drafts")
    if drafts and folder.is_dir():
        files += [file for file in workspace.case_files([workspace.shown(folder)]) if file not in files]
    return [one for file in files for one in read_case_file(workspace.shown(file), file.read_bytes())[0]]


def seen_again(workspace: Workspace, located: LocatedCase, seen: Seen) -> bool:
    """Write how often a ticket case was seen into its file, where that is more than it says in one line of its own."""
    if located.case.seen is None or located.case.seen.count >= seen.count:
        return False
    path, line = workspace.here / located.mark.path, located.at("seen").line - 1
    lines = path.read_bytes().split(b"\n")
    if not _SEEN.fullmatch(lines[line]):
        return False
    told = {name: getattr(seen, name) for name in ("count", "first", "last") if getattr(seen, name) is not None}
    indent = len(lines[line]) - len(lines[line].lstrip())
    lines[line] = yaml_lines({"seen": told}, indent)[0].encode() + (b"\r" if lines[line].endswith(b"\r") else b"")
    path.write_bytes(b"\n".join(lines))
    return True


def coverage_of(workspace: Workspace, store: TicketStore, *, themes: int | None = None) -> Coverage:
    """Which failures of the store's tickets the cases that are run are about; drafts do not count."""
    tickets = list(store.tickets())
    labels = {ticket.key: classify_ticket(ticket, workspace=workspace) for ticket in tickets}
    cases = [one.case for one in all_cases(workspace, drafts=False)]
    return Coverage(rows=tuple(coverage(tickets, labels, cases, count=themes)), tickets=len(tickets))


_SEEN = re.compile(rb"\s*seen:\s*\{[^{}#]*\}\s*")
