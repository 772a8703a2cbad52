"""Which tickets tell of the same failure, how often, and which failures the suite covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from evalsuite.domain.case import Case
from evalsuite.domain.labels import Labels
from evalsuite.domain.ticket import Ticket
from evalsuite.similarity import groups
from evalsuite.tickets.themes import learn_themes

UNNAMED = "not named"
"""Of a ticket about the assistant whose failure nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketGroup:
    """Tickets that tell nearly the same."""

    representative: str
    """The key of the one to make a case of: rated with a comment, or else the longest."""
    keys: tuple[str, ...]
    """All of them, the representative too."""
    first: datetime | None = None
    last: datetime | None = None
    cases: tuple[str, ...] = ()
    """Ids of cases that tell the same already: these tickets are further occurrences of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One kind of failure in production, and what the suite has of it."""

    theme: str
    failure: str
    tickets: int
    groups: int
    same: int
    """Tickets that a case tells word for word."""
    cases: tuple[str, ...]
    """Ids of the cases of this theme and failure; empty where the suite is blind to it."""
    examples: tuple[str, ...]
    """Keys of up to three tickets to begin with, those of the largest groups."""


def ticket_text(ticket: Ticket) -> str:
    """What a ticket is compared by: its subject and what the customer says in it."""
    return "\n".join([ticket.subject, *(one.text for one in ticket.messages if one.role == "customer")]).strip()


def case_text(case: Case) -> str:
    """What a case is compared by: what its customer says."""
    return "\n".join([case.title, *(one.text for one in case.messages if one.role == "user")]).strip()


def group_tickets(tickets: Sequence[Ticket], cases: Sequence[Case] = ()) -> list[TicketGroup]:
    """The tickets in groups of near copies, the largest first, each with the cases that tell the same.

    Raises `UsageError` where a needed package is not installed.
    """
    bodies = ["\n".join(one.text for one in ticket.messages if one.role == "customer") for ticket in tickets]
    asked = ["\n".join(one.text for one in case.messages if one.role == "user") for case in cases]
    found = []
    for members in groups([*bodies, *asked]):
        own = [tickets[index] for index in members if index < len(tickets)]
        if own:
            times = sorted(one.created_at for one in own if one.created_at)
            best = max(
                own, key=lambda one: (bool(one.csat and one.csat.comment), sum(len(each.text) for each in one.messages))
            )
            found.append(
                TicketGroup(
                    representative=best.key,
                    keys=tuple(one.key for one in own),
                    first=times[0] if times else None,
                    last=times[-1] if times else None,
                    cases=tuple(cases[index - len(tickets)].id for index in members if index >= len(tickets)),
                )
            )
    return sorted(found, key=lambda one: -len(one.keys))


def coverage(
    tickets: Sequence[Ticket], labels: Mapping[str, Labels], cases: Sequence[Case], *, count: int | None = None
) -> list[Covered]:
    """Every kind of failure in tickets about the assistant, by theme and failure mode, the most frequent first.

    `labels` are the tickets', by key; a ticket without any is left out, like one that is not about the assistant's
    failing. `count` is how many themes there are; None for as many as the tickets suggest.
    """
    failing = [
        one
        for one in tickets
        if (found := labels.get(one.key)) and found.about_assistant and (found.failure or found.bad_reply)
    ]
    themes = learn_themes([ticket_text(one) for one in failing], count=count)
    theme_of = dict(zip((one.key for one in failing), themes.of([ticket_text(one) for one in failing]), strict=True))
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case, theme in zip(cases, themes.of([case_text(case) for case in cases]), strict=True):
        for mode in case.failure or (UNNAMED,):
            held[theme, mode].append(case.id)
    rows: dict[tuple[str, str], list[TicketGroup]] = defaultdict(list)
    for group in group_tickets(failing, cases):
        for mode in labels[group.representative].failure or (UNNAMED,):
            rows[theme_of[group.representative], mode].append(group)
    covered = (_row(theme, mode, of, held[theme, mode]) for (theme, mode), of in rows.items())
    return sorted(covered, key=lambda one: (-one.tickets, one.theme, one.failure))


def _row(theme: str, mode: str, of: Iterable[TicketGroup], held: Sequence[str]) -> Covered:
    listed = list(of)
    same = {case for group in listed for case in group.cases}
    return Covered(
        theme=theme,
        failure=mode,
        tickets=sum(len(group.keys) for group in listed),
        groups=len(listed),
        same=sum(len(group.keys) for group in listed if group.cases),
        cases=tuple(dict.fromkeys((*sorted(same), *held))),
        examples=tuple(group.representative for group in listed[:3]),
    )
