"""Tickets of the private store drafted as cases: those about the assistant, or a draw of those that went well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from evalsuite.domain.case import Case, Seen
from evalsuite.domain.labels import FailureMode
from evalsuite.errors import EvalsuiteError, UsageError, did_you_mean
from evalsuite.flows.ticket_cases import DRAFT, all_cases, case_folder, seen_again
from evalsuite.flows.ticket_drafting import Drafting, Made, Wish
from evalsuite.flows.ticket_labels import classify_ticket
from evalsuite.tickets.cover import TicketGroup, group_tickets
from evalsuite.tickets.draft import source_of

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.ticket import Ticket
    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace


TOLD = "is told by a case already"
DRAFTED = "is drafted already; to draft it anew, name it with --again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What became of one ticket."""

    ticket: str
    case: Case | None = None
    path: str = ""
    """Where the case stands, or the one that tells of it already."""
    needed: int = 0
    """Remarks that wait for a person."""
    skipped: str = ""
    """Why there is no draft of it; empty where there is one."""


def draft_tickets(
    workspace: Workspace,
    store: TicketStore,
    names: Sequence[str],
    *,
    wish: Wish | None = None,
    again: bool = False,
    today: date,
) -> Iterator[Drafted]:
    """What becomes of the named tickets, or of one of each group that tells the same, the largest groups first.

    They are drafted as they come; one that cannot be drafted says why. Where a case tells of it already, that case
    has been seen once more; `again` puts a new draft in the place of one that is no more than a draft. Raises
    `UsageError` where no ticket is there, or a wish is for many.
    """
    if wish and (wish.failure or wish.blamed) and len(names) != 1:
        raise UsageError("--failure and --blamed are about one ticket: name it")
    keys = [store.find(name) for name in names]
    tickets = list(store.tickets())
    if not tickets:
        raise UsageError("there are no tickets yet. Take some in: evalsuite tickets import FILE")
    located = all_cases(workspace)
    groups = group_tickets(tickets, [one.case for one in located])
    group_of = {key: group for group in groups for key in group.keys}
    known = _known(located)
    done: dict[str, str] = {}  # the drafts made here, by their group
    for key in keys or [group.representative for group in groups]:
        group = group_of[key]
        if group.representative in done:
            yield Drafted(ticket=key, skipped=DRAFTED, path=done[group.representative])
            continue
        told = next((known[name] for name in _names(workspace, group) if name in known), None)
        old = _draft_alone(workspace, told, located) if told else None
        if told is not None and not (again and old):
            seen_again(workspace, told, _seen(group))
            yield Drafted(ticket=key, skipped=DRAFTED if old else TOLD, path=told.mark.path)
            continue
        try:
            drafting = Drafting(workspace, store.ticket(key), today=today, seen=_seen(group), instead_of=old)
            made = drafting.failure(wish)
        except (ValueError, EvalsuiteError) as error:
            yield Drafted(ticket=key, skipped=str(error))
        else:
            done[group.representative] = made.path
            yield _kept(store, key, made)


def control_tickets(workspace: Workspace, store: TicketStore, count: int, *, today: date) -> Iterator[Drafted]:
    """Drafts of that many conversations which the assistant ended well, drawn by chance: the same ones each time."""
    known = _known(all_cases(workspace))
    drawn = 0
    for key in sorted(store.keys(), key=lambda key: source_of(workspace.key, key)):
        if drawn >= count:
            return
        ticket = store.ticket(key)
        if not went_well(ticket) or source_of(workspace.key, key) in known:
            continue
        if classify_ticket(ticket, workspace=workspace).about_assistant:
            continue
        try:
            made = Drafting(workspace, ticket, today=today, seen=None).control()
        except (ValueError, EvalsuiteError) as error:
            yield Drafted(ticket=key, skipped=str(error))
            continue
        drawn += 1
        yield _kept(store, key, made)


def failure_modes(names: Sequence[str]) -> tuple[FailureMode, ...]:
    """The failure modes a person names. Raises `UsageError`."""
    known: tuple[FailureMode, ...] = get_args(FailureMode)
    for name in names:
        if name not in known:
            raise UsageError(f"no failure {name!r}.{did_you_mean(name, known)}")
    return tuple(one for one in known if one in names)


def _known(located: Sequence[LocatedCase]) -> dict[str, LocatedCase]:
    """The cases by their ids, and by what they were made of."""
    return {name: one for one in located for name in (one.case.id, one.case.source) if name}


def _draft_alone(workspace: Workspace, told: LocatedCase, located: Sequence[LocatedCase]) -> Path | None:
    """The file of a draft that stands in it alone; None for any other case."""
    path = workspace.here / told.mark.path
    alone = sum(one.mark.path == told.mark.path for one in located) == 1
    return path if alone and path.is_relative_to(case_folder(workspace, "drafts")) else None


def _names(workspace: Workspace, group: TicketGroup) -> Iterator[str]:
    """By what a case of one of these tickets would be known."""
    yield from (source_of(workspace.key, key) for key in group.keys)
    yield from group.cases


def _kept(store: TicketStore, key: str, made: Made) -> Drafted:
    store.keep(key, "mapping", dict(made.mapping))
    store.keep(key, DRAFT, {"case_id": made.case.id, "path": made.path, "state": "drafted"})
    return Drafted(ticket=key, case=made.case, path=made.path, needed=made.needed)


def _seen(group: TicketGroup) -> Seen:
    days = [one.date().isoformat() if one else None for one in (group.first, group.last)]
    return Seen(count=len(group.keys), first=days[0], last=days[1])


def went_well(ticket: Ticket) -> bool:
    """Whether the assistant answered, nobody of the staff had to, and the customer did not say that it was bad."""
    if any(one.role == "human_agent" and one.public for one in ticket.messages):
        return False
    if not any(one.role == "bot" for one in ticket.messages) or ticket.reopens:
        return False
    good = ticket.csat.good if ticket.csat else None
    return good is True or (good is None and ticket.status.lower() in _RESOLVED)


_RESOLVED = frozenset({"solved", "closed", "resolved", "4", "5"})
