"""`evalsuite tickets draft`, `reproduce`, `promote` and `coverage`: from tickets to cases that are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import complain, here, say

if TYPE_CHECKING:
    from evalsuite.flows.ticket_drafts import Drafted

AS_JSON = typer.Option(False, "--json", help="Print what was done as JSON.")


def draft(
    tickets: list[str] | None = typer.Argument(None, metavar="[ID…]", help="Tickets: zendesk:4711, or 4711; else all."),
    *,
    failure: list[str] | None = typer.Option(None, "--failure", help="What went wrong, where the words do not tell."),
    blamed: str = typer.Option("", "--blamed", metavar="WORDS", help="The assistant's words that are complained of."),
    limit: int = typer.Option(20, "--limit", min=1, help="At most this many drafts."),
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
    workspace = here()
    wish = Wish(failure=failure_modes(failure or ()), blamed=blamed)
    today = datetime.now(UTC).date()
    made: list[Drafted] = []
    skipped: list[Drafted] = []
    with workspace.tickets() as store:
        if control:
            found = control_tickets(workspace, store, control, today=today)
        else:
            found = draft_tickets(workspace, store, tickets or (), wish=wish, today=today)
        for one in found:
            (skipped if one.skipped else made).append(one)
            if len(made) >= (control or limit):
                break
    _tell_drafts(made, skipped, named=bool(tickets), as_json=as_json)


def reproduce(
    cases: list[str] | None = typer.Argument(None, metavar="[CASE…]", help="Drafts by name; else all."),
    *,
    path: list[str] | None = typer.Option(None, "--path", help="Cases of this file or folder instead of the drafts."),
    assistant: str | None = typer.Option(None, "--assistant", "-a", help="A definition in graders/assistants."),
    trials: int = typer.Option(3, "--trials", min=0, help="Attempts of the assistant for each case; 0 for none."),
    good_reply: str = typer.Option("", "--good-reply", metavar="TEXT", help="Write this right reply into the draft."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    as_json: bool = AS_JSON,
) -> None:
    """Prove drafts: the ticket's reply must fail, a right one must pass, and today's assistant is tried."""
    import json
    from datetime import UTC, datetime

    from evalsuite.codec.records import plain
    from evalsuite.errors import UsageError
    from evalsuite.flows.ticket_promotion import add_good_reply, drafts
    from evalsuite.flows.ticket_proofs import reproduce as prove
    from evalsuite.report.proofs import proof_lines
    from evalsuite.report.visible import visible

    workspace = here(trials=trials or None, run_code=workspace_code)
    if good_reply:
        if len(cases or ()) != 1 or path:
            raise UsageError("--good-reply is for one draft: name it")
        add_good_reply(workspace, (cases or [""])[0], good_reply)
    chosen = [] if path else drafts(workspace, cases or ())
    names = [located.case.id for located in chosen] or cases or []
    paths = path or list(dict.fromkeys(located.mark.path for located in chosen))
    now = datetime.now(UTC)
    proved, stopped = prove(workspace, paths, ids=names, assistant=assistant, now=now, attempts=trials > 0)
    missing = [one for one in proved if not one.proof.stands]
    code, reason = (4, "errors") if stopped else (1, "not_proved") if missing else (0, "proved")
    if as_json:
        told = [{**plain(one.proof), "stands": one.proof.stands, "path": one.bound.path} for one in proved]
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "cases": told}))
    else:
        for one in proved:
            for line in proof_lines(one.proof, draft="/drafts/" in f"/{one.bound.path}"):
                typer.echo(visible(line))
    if stopped:
        complain(f"stopped: {stopped.text}", reason=stopped.kind, code=4)
    raise typer.Exit(code)


def promote(
    cases: list[str] | None = typer.Argument(
        None, metavar="[CASE…]", help="Drafts that you approve; else those approved in a review."
    ),
    *,
    write_back: bool = typer.Option(False, "--write-back", help="Tell the help desk too: a tag or note on the ticket."),
    as_json: bool = AS_JSON,
) -> None:
    """Approve drafts: move them to cases/tickets, where they are run. All of them are moved, or none."""
    import asyncio
    import json
    from dataclasses import asdict

    from evalsuite.flows.ticket_promotion import promote as move
    from evalsuite.flows.ticket_write_back import tell_help_desks
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    workspace = here()
    with workspace.tickets() as store:
        done = move(workspace, store, cases or ())
    told = asyncio.run(tell_help_desks(workspace, done)) if write_back else []
    code, reason = (4, "not_written_back") if any(one.failed for one in told) else (0, "promoted")
    if as_json:
        lists = {"cases": [asdict(one) for one in done], "written_back": [asdict(one) for one in told]}
        typer.echo(json.dumps({"exit_code": code, "reason": reason, **lists}))
        raise typer.Exit(code)
    for one in done:
        typer.echo(f"{one.case_id}: {one.path}")
        if one.needed:
            typer.echo(f"  still in it: {counted(one.needed, 'remark')} with `needed:`")
    for ticket in told:
        say(visible(f"{ticket.ticket}: {ticket.done or ticket.failed}"))
    folder = done[0].path.rpartition("/")[0].rpartition("/")[0]
    typer.echo(f'\nIn one commit: git add {folder} && git commit -m "Add {counted(len(done), "case")} from tickets"')
    raise typer.Exit(code)


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
    from evalsuite.flows.ticket_cases import coverage_of
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
        for why, count in Counter(one.skipped for one in skipped).most_common(10):
            say(visible(f"{counted(count, 'ticket')}: {why}"))
    typer.echo(f"\n{counted(len(made), 'draft')}" + (". Next: evalsuite tickets reproduce" if made else ""))
    if code:
        raise typer.Exit(code)
