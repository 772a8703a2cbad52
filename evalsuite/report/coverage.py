"""Which failures of production the cases are about, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from evalsuite.tickets.cover import Covered


def coverage_lines(rows: Sequence[Covered], *, tickets: int, limit: int) -> Iterator[str]:
    """The share that is covered, a line for each kind of failure, and where to begin."""
    failing = sum(row.tickets for row in rows)
    covered = sum(row.tickets for row in rows if row.cases)
    yield f"{counted(tickets, 'ticket')}, {failing:,} of them about the assistant's failing"
    if not rows:
        return
    yield f"{covered:,} of these {failing:,} are of a kind that some case is about"
    yield ""
    yield f"{'tickets':>7}  {'cases':>5}  {'failure':<24} theme"
    for row in rows[:limit]:
        yield f"{row.tickets:>7,}  {len(row.cases) or '-':>5}  {row.failure:<24} {row.theme}"
    if len(rows) > limit:
        yield f"… and {counted(len(rows) - limit, 'kind')} more (--limit)"
    blind = next((row for row in rows if not row.cases), None)
    if blind is not None:
        yield ""
        yield f"Begin where no case is: evalsuite tickets draft {' '.join(blind.examples)}"
