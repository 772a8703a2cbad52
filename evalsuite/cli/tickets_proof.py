"""`evalsuite tickets reproduce` and `promote`: drafts proved, and those that a person approves run from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import Progress, complain, here, say

if TYPE_CHECKING:
    from evalsuite.flows.ticket_proofs import Proved
    from evalsuite.workspace import Workspace

AS_JSON = typer.Option(False, "--json", help="Print what was done as JSON.")
WITHOUT = "(A draft can be proved without the assistant too: --trials 0, with a --good-reply.)"


def reproduce(
    cases: list[str] | None = typer.Argument(
        None, metavar="[CASE…]", help="Drafts by the beginnings of their names; else all."
    ),
    *,
    path: list[str] | None = typer.Option(None, "--path", help="Cases of this file or folder instead of the drafts."),
    assistant: str | None = typer.Option(None, "--assistant", "-a", help="A definition in graders/assistants."),
    trials: int = typer.Option(3, "--trials", min=0, help="Attempts of the assistant for each case; 0 for none."),
    good_reply: str = typer.Option("", "--good-reply", metavar="TEXT", help="Write this right reply into the draft."),
    says: list[str] | None = typer.Option(None, "--says", metavar="WORDS", help="Words that every right reply says."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    as_json: bool = AS_JSON,
) -> None:
    """Prove drafts: the ticket's reply must fail, a right one must pass, and today's assistant is tried."""
    import json
    from datetime import UTC, datetime

    from evalsuite.codec.records import plain
    from evalsuite.errors import ModelError, UsageError
    from evalsuite.flows.ticket_cases import drafts
    from evalsuite.flows.ticket_editing import add_to_draft
    from evalsuite.flows.ticket_proofs import reproduce as prove

    workspace = here(trials=trials or None, run_code=workspace_code)
    if good_reply or says:
        if len(cases or ()) != 1 or path:
            raise UsageError("--good-reply and --says are for one draft: name it")
        with workspace.tickets() as store:
            add_to_draft(workspace, store, (cases or [""])[0], good_reply=good_reply, says=says or ())
    chosen = [] if path else drafts(workspace, cases or ())
    names = [located.case.id for located in chosen] or cases or []
    paths = path or list(dict.fromkeys(located.mark.path for located in chosen))
    workspace.case_files(paths)
    now = datetime.now(UTC)
    try:
        with Progress(len(chosen) * trials, line=lambda _: None) as bar:
            proved, stopped = prove(
                workspace, paths, ids=names, assistant=assistant, now=now, attempts=trials > 0, saw=bar.saw
            )
    except UsageError as error:
        raise UsageError(f"{error} {WITHOUT}" if trials else str(error)) from None
    except ModelError as error:
        raise typer.Exit(complain(f"{error} {WITHOUT}", reason=error.failure.kind, code=4)) from None
    missing = [one for one in proved if not one.proof.stands]
    code, reason = (4, "errors") if stopped else (1, "not_proved") if missing else (0, "proved")
    if as_json:
        told = [{**plain(one.proof), "stands": one.proof.stands, "path": one.bound.path} for one in proved]
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "cases": told}))
    else:
        _tell(workspace, proved, fully=bool(cases))
    if stopped:
        complain(f"stopped: {stopped.text} {WITHOUT}", reason=stopped.kind, code=4)
    raise typer.Exit(code)


def _tell(workspace: Workspace, proved: list[Proved], *, fully: bool) -> None:
    """What was proved of each, with its conversation where it was named."""
    from evalsuite.report.proofs import case_lines, proof_lines
    from evalsuite.report.visible import under
    from evalsuite.tickets.draft import needed_in

    for one in proved:
        draft = "/drafts/" in f"/{one.bound.path}"
        lines = [*proof_lines(one.proof, draft=draft)]
        if fully:
            text = (workspace.here / one.bound.path).read_text(encoding="utf-8")
            lines[1:1] = case_lines(one.bound.case, needed=needed_in(text))
        for line in lines:
            typer.echo(under(line, "      "))
    if len(proved) > 1:
        typer.echo(f"{sum(one.proof.stands for one in proved)} of {len(proved)} are proved")


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

    from evalsuite.flows.ticket_cases import case_folder
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
        typer.echo(visible(f"{one.case_id}: {one.path}"))
        for remark in one.needed:
            typer.echo(visible(f"  still for somebody to say: {remark}"))
    for ticket in told:
        say(visible(f"{ticket.ticket}: {ticket.done or ticket.failed}"))
    folder = workspace.shown(case_folder(workspace, "tickets"))
    added = f"Add {counted(len(done), 'case')} from tickets"
    typer.echo(f'\nIn one commit: git add {folder.rpartition("/")[0] or "."} && git commit -m "{added}"')
    typer.echo(f"Run with the others from now on, or alone: evalsuite run {folder}")
    raise typer.Exit(code)
