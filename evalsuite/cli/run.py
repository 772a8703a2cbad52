"""`evalsuite run`, `regrade` and `merge`: cases through an assistant, a run graded again, shards put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import Progress, complain, exit_code, here, say, summary_json

if TYPE_CHECKING:
    from evalsuite.flows.running import Prepared
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace


def run(
    paths: list[str] | None = typer.Argument(None, help="Case files or folders; the settings' where none is named."),
    *,
    assistant: str | None = typer.Option(None, "--assistant", "-a", help="A definition in graders/assistants."),
    tag: list[str] | None = typer.Option(None, "--tag", "-t", help="Only cases with this tag."),
    case: list[str] | None = typer.Option(None, "--case", "-k", help="Only the case with this id."),
    trials: int | None = typer.Option(None, "--trials", help="Attempts per case."),
    concurrency: int | None = typer.Option(None, "--concurrency", "-c", help="Conversations under way at once."),
    shard: str | None = typer.Option(None, "--shard", metavar="I/N", help="Only this share of the cases, such as 2/4."),
    resume: str | None = typer.Option(None, "--resume", help="Go on with this run: an id, a prefix, or latest."),
    replay: str | None = typer.Option(None, "--replay", help="Take model replies from a run or a recorded file."),
    record: bool = typer.Option(True, "--record/--no-record", help="Keep model replies for --replay."),
    preflight: bool | None = typer.Option(None, "--preflight/--no-preflight", help="Try one small model call first."),
    max_cost: float | None = typer.Option(None, "--max-cost", metavar="USD", help="Stop model calls at this cost."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    html: bool = typer.Option(True, "--html/--no-html", help="Write the run's page."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Run cases through an assistant and grade the replies."""
    import asyncio
    import gc
    from datetime import UTC, datetime

    from evalsuite.flows import running
    from evalsuite.flows.replies import tape
    from evalsuite.report.headline import counted
    from evalsuite.report.text import trial_line
    from evalsuite.runner import Finished

    workspace = here(
        run_code=workspace_code, trials=trials, concurrency=concurrency, preflight=preflight, max_cost_usd=max_cost
    )
    if resume:
        prepared = running.resume(workspace, resume)
    else:
        selection = running.Selection(
            paths=tuple(paths or ()), ids=tuple(case or ()), tags=tuple(tag or ()), shard=shard or ""
        )
        prepared = running.begin(workspace, selection, assistant=assistant, now=datetime.now(UTC))
    gc.freeze()  # what is loaded stays: collecting it again and again makes long runs slower and slower
    _announce(prepared)
    titles = {bound.case.id: running.entry(bound) for bound, _ in prepared.todo}
    replies = tape(workspace, prepared.folder, replay=replay, record=record)
    stopped: int | None = None
    with (
        prepared.folder,
        Progress(len(prepared.todo), line=lambda trial: trial_line(titles[trial.case_id], trial)) as bar,
    ):
        try:
            finished = asyncio.run(running.carry_out(workspace, prepared, tape=replies, saw=bar.saw))
        except KeyboardInterrupt:
            finished, stopped = Finished(left=len(prepared.todo) - bar.done), 130
    if not (prepared.folder.path / "run.json").exists():
        raise typer.Exit(130)
    code = show(workspace, prepared.folder, html=html, as_json=as_json, left=finished.left)
    if finished.stopped:
        complain(
            f"stopped: the same failure {workspace.settings.give_up_after} times in a row: {finished.stopped.text}",
            reason=finished.stopped.kind,
            code=4,
        )
        stopped = 4
    if stopped is not None:
        say(f"{counted(finished.left, 'trial')} left; go on with: evalsuite run --resume {prepared.folder.path.name}")
    raise typer.Exit(stopped if stopped is not None else code)


def regrade(
    name: str = typer.Argument(..., metavar="RUN", help="A run's id, a prefix of it, latest, or its folder."),
    *,
    edited_cases: bool = typer.Option(False, "--edited-cases", help="Take expectations from today's YAML."),
    standing: bool = typer.Option(False, "--standing", help="Take standing graders from today's settings."),
    max_cost: float | None = typer.Option(None, "--max-cost", metavar="USD", help="Stop asking judges at this cost."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    html: bool = typer.Option(True, "--html/--no-html", help="Write the run's page anew."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Grade a run again with today's graders; no assistant is called."""
    import asyncio

    from evalsuite.flows import regrading

    workspace = here(run_code=workspace_code, max_cost_usd=max_cost)
    with workspace.runs().find(name) as folder:
        done = asyncio.run(regrading.regrade(workspace, folder, edited_cases=edited_cases, standing=standing))
        say(f"{done.changed} of {done.trials} trials graded anew; {done.moved} have another outcome now")
        if done.passed_over:
            say(f"left as they were, since their script has changed: {', '.join(done.passed_over[:5])}")
        code = show(workspace, folder, html=html, as_json=as_json)
    raise typer.Exit(code)


def merge(
    shards: list[str] = typer.Argument(..., metavar="RUNS...", help="The runs of all shards: ids or folders."),
    *,
    html: bool = typer.Option(True, "--html/--no-html", help="Write the run's page."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Put the runs of a matrix (evalsuite run --shard 1/4 … 4/4) together into one."""
    from evalsuite.flows.merging import merge as merged

    workspace = here()
    folder = merged(workspace, shards)
    say(f"run {folder.path.name}: {len(shards)} shards put together")
    raise typer.Exit(show(workspace, folder, html=html, as_json=as_json))


def show(workspace: Workspace, folder: RunFolder, *, html: bool, as_json: bool, left: int = 0) -> int:
    """Print what became of a run and write its page; the exit code comes back."""
    from evalsuite.flows.judges_known import judges_of
    from evalsuite.flows.reporting import tell
    from evalsuite.report.judges import told as told_of_judges
    from evalsuite.report.text import summary_text

    judges = judges_of(workspace, folder)
    told = tell(folder, page=html, left=left, judges=judges)
    code, reason = exit_code(told.summary, workspace.settings)
    if as_json:
        more = {"run": folder.path.name, "page": str(told.page) if told.page else None, **told_of_judges(judges)}
        typer.echo(summary_json(told.summary, **more, exit_code=code, reason=reason))
        return code
    typer.echo("\n\n".join(("", *told.examples, summary_text(told.summary), *told.notes)))
    if told.page:
        typer.echo(f"\npage: {workspace.shown(told.page)}")
    return code


def _announce(prepared: Prepared) -> None:
    from evalsuite.report.headline import counted

    for note in prepared.notes:
        say(f"note: {note}")
    done = f" ({prepared.resumed} done before)" if prepared.resumed else ""
    say(f"run {prepared.folder.path.name}: {counted(len(prepared.todo), 'trial')} with {prepared.card.name}{done}")
