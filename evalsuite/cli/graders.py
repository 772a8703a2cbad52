"""`evalsuite graders`: what there is to grade by, and the gaps in what graders are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import here, say

if TYPE_CHECKING:
    from evalsuite.flows.linting import Gap
    from evalsuite.flows.tools_seen import Seen
    from evalsuite.workspace import Workspace

graders = typer.Typer(help="What there is to grade by, and the gaps in what graders are told.", no_args_is_help=True)

CONVERSATIONS = "JSONL files of conversations, plain or .gz."
RUN = "Conversations of this run; may be repeated."


@graders.command("list")
def list_(
    *,
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    as_json: bool = typer.Option(False, "--json", help="Print them as JSON."),
) -> None:
    """Show every grader: its parameters, the codes of its findings, and what it is for."""
    from evalsuite.codec.records import plain
    from evalsuite.flows.grader_list import listed, signature
    from evalsuite.report.visible import visible

    found = listed(here(run_code=workspace_code).registry)
    if as_json:
        typer.echo(
            json.dumps([{"codes": {}, "parameters": [], "path": "", **plain(one)} for one in found], default=str)
        )
        return
    for one in found:
        typer.echo(visible(f"{signature(one)}{'  (' + one.path + ')' if one.path else ''}"))
        if one.about:
            typer.echo(visible(f"    {one.about}"))
        if one.codes:
            typer.echo(
                visible("    codes: " + ", ".join(_code(code, severity) for code, severity in one.codes.items()))
            )


@graders.command("lint")
def lint(
    conversations: list[str] | None = typer.Argument(None, help=CONVERSATIONS),
    *,
    run: list[str] | None = typer.Option(None, "--run", metavar="RUN", help=f"{RUN} The latest where none is named."),
    as_json: bool = typer.Option(False, "--json", help="Print the gaps as JSON."),
) -> None:
    """Find gaps in tools.yaml and ids.yaml, each with the line that mends it. Exit code 1 where there is an error."""
    from evalsuite.flows.linting import lint as find_gaps
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    workspace = here(run_code=False)
    seen = _seen(workspace, conversations or [], run or ([] if conversations else _latest(workspace)))
    gaps = find_gaps(workspace, seen)
    errors = sum(gap.severity == "error" for gap in gaps)
    code, reason = (1, "gaps") if errors else (0, "no_gaps")
    if as_json:
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "conversations": seen.conversations,
                               "gaps": [_gap(gap) for gap in gaps]}))  # fmt: skip
        raise typer.Exit(code)
    for gap in gaps:
        place = f"{gap.mark}: " if gap.mark else ""
        typer.echo(visible(f"{place}{'' if gap.severity == 'error' else 'note: '}{gap.text}"))
        for line in gap.mend.splitlines():
            typer.echo(visible(f"    {line}"))
    told = f"{counted(errors, 'gap')}, {counted(len(gaps) - errors, 'note')}"
    typer.echo(f"{told}; {counted(seen.conversations, 'recorded conversation')} looked at.")
    raise typer.Exit(code)


@graders.command("suggest-effects")
def suggest_effects(
    conversations: list[str] | None = typer.Argument(None, help=CONVERSATIONS),
    *,
    run: list[str] | None = typer.Option(None, "--run", metavar="RUN", help=RUN),
) -> None:
    """Propose graders/tools.yaml from recorded conversations, for a person to confirm."""
    from evalsuite.errors import NothingRanError, UsageError
    from evalsuite.flows.suggesting import catalogue_yaml

    if not conversations and not run:
        raise UsageError(
            "Name files of recorded conversations, or a run: evalsuite graders suggest-effects --run latest"
        )
    seen = _seen(here(run_code=False), conversations or [], run or [])
    if not seen.conversations:
        raise NothingRanError("There was no conversation to learn tools from.")
    typer.echo(catalogue_yaml(seen), nl=False)


@graders.command("learn-tone")
def learn_tone(
    sources: list[str] = typer.Argument(
        ..., metavar="RUN|FILE.jsonl…", help="Runs, of which trials that passed count, or files of conversations."
    ),
    *,
    percentile: float = typer.Option(99, "--percentile", min=50, max=100, help="Share of the replies within a limit."),
    write: bool = typer.Option(False, "--write", help="Put the limits into graders/personas.yaml."),
    as_json: bool = typer.Option(False, "--json", help="Print the limits as JSON."),
) -> None:
    """Learn each cohort's limits of tone from replies people stand behind; shown first, written with --write."""
    from evalsuite.codec.records import plain
    from evalsuite.errors import NothingRanError
    from evalsuite.flows import learn_tone as learning
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    workspace = here(run_code=False)
    found = learning.norms(learning.approved(workspace, sources), percentile=percentile)
    if not any(one.limits for one in found):
        told = ", ".join(f"{one.cohort} {one.replies}" for one in found) or "none at all"
        raise NothingRanError(
            f"too few replies to learn from ({told}): a cohort wants {learning.ENOUGH}. Name more runs or files."
        )
    path = workspace.root / learning.FILE
    shown = workspace.shown(path)
    if write:
        text = path.read_text("utf-8") if path.is_file() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(learning.written(shown, text, found), "utf-8")
    if as_json:
        typer.echo(json.dumps({"written": shown if write else None, "cohorts": [plain(one) for one in found]}))
        return
    typer.echo(visible(learning.as_yaml(found)), nl=False)
    for one in found:
        if not one.limits:
            say(visible(f"{one.cohort}: {counted(one.replies, 'reply', 'replies')}; {learning.ENOUGH} are wanted"))
    say(f"written to {shown}" if write else f"nothing is written yet: add --write to put this into {shown}")


@graders.command("lint-runbook")
def lint_runbook(
    runbook: str = typer.Argument(metavar="FILE.md", help="A runbook, its steps as items of lists."),
    *,
    tools: str | None = typer.Option(None, "--tools", metavar="FILE", help="A catalogue other than the workspace's."),
    as_json: bool = typer.Option(False, "--json", help="Print the steps as JSON."),
) -> None:
    """Hold a runbook for people against the tools the assistant has. Exit code 1 where a step is not covered."""
    from collections import Counter

    from evalsuite.flows.linting_runbooks import lint_runbook as hold
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    workspace = here(run_code=False)
    linted = hold(workspace, workspace.here / runbook, tools=workspace.here / tools if tools else None)
    labels = Counter(one.reading.label for one in linted)
    code, reason = (0, "covered") if set(labels) == {"covered"} else (1, "gaps")
    if as_json:
        told = [
            {"line": one.step.line, "text": one.step.text, "label": one.reading.label, "why": one.reading.why,
             "add": one.reading.add, "tools": list(one.reading.tools)}
            for one in linted
        ]  # fmt: skip
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "counts": dict(labels), "steps": told}))
        raise typer.Exit(code)
    for one in linted:
        typer.echo(visible(f"{one.path}:{one.step.line}  {one.reading.label:22}  {one.step.text}"))
        if one.reading.label != "covered":
            typer.echo(visible(f"    {one.reading.why}"))
            typer.echo(visible(f"    {one.reading.add}"))
    told_counts = ", ".join(f"{count} {label}" for label, count in labels.most_common())
    typer.echo(f"{counted(len(linted), 'step')}: {told_counts}.")
    raise typer.Exit(code)


def _seen(workspace: Workspace, conversations: list[str], runs: list[str]) -> Seen:
    from evalsuite.flows.tools_seen import observe, recorded

    return observe(recorded(workspace, conversations, runs))


def _latest(workspace: Workspace) -> list[str]:
    folders = workspace.runs().folders()
    return [str(folders[-1].path)] if folders else []


def _code(code: str, severity: str) -> str:
    return code if severity == "error" else f"{code} ({severity})"


def _gap(gap: Gap) -> dict[str, object]:
    place = {"path": gap.mark.path, "line": gap.mark.line, "column": gap.mark.column} if gap.mark else None
    return {"severity": gap.severity, "text": gap.text, "mend": gap.mend, "place": place}
