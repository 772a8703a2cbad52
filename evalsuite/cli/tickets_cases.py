"""`evalsuite tickets draft` and `coverage`: which tickets become drafts, and which failures have a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import here, say

if TYPE_CHECKING:
    from evalsuite.flows.ticket_drafts import Drafted

AS_JSON = typer.Option(False, "--json", help="Print what was done as JSON.")


def draft(
    tickets: list[str] | None = typer.Argument(None, metavar="[ID…]", help="Tickets: zendesk:4711, or 4711; else all."),
    *,
    failure: list[str] | None = typer.Option(None, "--failure", help="What went wrong, where the words do not tell."),
    blamed: str = typer.Option("", "--blamed", metavar="WORDS", help="The assistant's words that are complained of."),
    again: bool = typer.Option(False, "--again", help="Draft it anew, in the place of the draft there is of it."),
    limit: int = typer.Option(20, "--limit", min=1, help="At most this many drafts, where no ticket is named."),
    control: int = typer.Option(0, "--control", min=0, metavar="N", help="Draft N conversations that went well."),
    as_json: bool = AS_JSON,
) -> None:
    """Draft cases of tickets about the assistant, without names and numbers of anybody, into cases/drafts."""
    from datetime import UTC, datetime

    from evalsuite.errors import UsageError
    from evalsuite.flows.ticket_drafting import Wish
    from evalsuite.flows.ticket_drafts import control_tickets, draft_tickets, failure_modes

    if control and (tickets or failure or blamed):
        raise UsageError("--control draws by chance: name no tickets with it")
    if again and not tickets:
        raise UsageError("--again is for tickets that you name")
    workspace = here()
    wish = Wish(failure=failure_modes(failure or ()), blamed=blamed)
    today = datetime.now(UTC).date()
    most = control or len(tickets or ()) or limit
    made: list[Drafted] = []
    skipped: list[Drafted] = []
    with workspace.tickets() as store:
        if control:
            found = control_tickets(workspace, store, control, today=today)
        else:
            found = draft_tickets(workspace, store, tickets or (), wish=wish, again=again, today=today)
        for one in found:
            (skipped if one.skipped else made).append(one)
            if len(made) >= most:
                break
    _tell_drafts(made, skipped, named=bool(tickets), as_json=as_json)
    if len(made) == limit and not (tickets or control):
        say(f"There may be more: the same again, or --limit {2 * limit}")


def coverage(
    *,
    themes: int | None = typer.Option(None, "--themes", min=1, help="How many themes; told by the tickets else."),
    limit: int = typer.Option(20, "--limit", min=1, help="Show this many kinds of failures."),
    as_json: bool = AS_JSON,
) -> None:
    """Say which failures of the tickets your cases are about, by theme, and where they are blind."""
    import json
    from dataclasses import asdict

    from evalsuite.errors import NothingRanError
    from evalsuite.flows.ticket_coverage import coverage_of
    from evalsuite.report.coverage import coverage_lines
    from evalsuite.report.visible import visible

    workspace = here()
    with workspace.tickets() as store:
        found = coverage_of(workspace, store, themes=themes)
    if not found.tickets:
        raise NothingRanError("there are no tickets yet. Take some in: evalsuite tickets import FILE")
    if as_json:
        told = {"tickets": found.tickets, "failing": found.failing, "covered": found.covered}
        rows = [asdict(row) for row in found.rows]
        typer.echo(json.dumps({"exit_code": 0, "reason": "told", **told, "rows": rows}))
        return
    for line in coverage_lines(found.rows, tickets=found.tickets, limit=limit):
        typer.echo(visible(line))


def _tell_drafts(made: list[Drafted], skipped: list[Drafted], *, named: bool, as_json: bool) -> None:
    import json
    from collections import Counter

    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    code, reason = (0, "drafted") if made else (5, "nothing_drafted")
    if as_json:
        drafts = [{"ticket": one.ticket, "case": one.case.id, "path": one.path} for one in made if one.case]
        left = [{"ticket": one.ticket, "why": one.skipped, "path": one.path} for one in skipped]
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "drafts": drafts, "skipped": left}))
        raise typer.Exit(code)
    for one in made:
        waits = f" ({counted(one.needed, 'remark')} for you in it)" if one.needed else ""
        typer.echo(visible(f"{one.ticket}: {one.path}{waits}"))
    if named or len(skipped) <= 3:
        for one in skipped:
            say(visible(f"{one.ticket}: {one.skipped}{one.path and f': {one.path}'}"))
    else:
        reasons = Counter(one.skipped for one in skipped).most_common()
        for why, count in reasons[:_REASONS]:
            say(visible(f"{counted(count, 'ticket')}: {why}"))
        if len(reasons) > _REASONS:
            say(f"… and {counted(len(reasons) - _REASONS, 'more reason')}; --json has them all")
    typer.echo(f"\n{counted(len(made), 'draft')}" + (". Next: evalsuite tickets reproduce" if made else ""))
    if code:
        raise typer.Exit(code)


_REASONS = 10
