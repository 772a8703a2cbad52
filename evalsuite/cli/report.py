"""`evalsuite report`: a run told anew, for people as a page, for CI as a comment, a JUnit file or annotations."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from evalsuite.cli.terminal import here, say, summary_json
from evalsuite.errors import UsageError

if TYPE_CHECKING:
    from evalsuite.domain.decision import Weighed
    from evalsuite.flows.comparing import Opened
    from evalsuite.report.judges import Judges
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace


class Format(StrEnum):
    html = "html"
    markdown = "markdown"
    junit = "junit"
    json = "json"
    github = "github"


def report(
    name: str = typer.Argument("latest", metavar="RUN", help="A run's id, a prefix of it, latest, or its folder."),
    *,
    baseline: str | None = typer.Option(
        None, "--baseline", "-b", help="Hold it against this run, or baseline; the decision stands on top."
    ),
    form: Format = typer.Option(
        Format.html,
        "--format",
        "-f",
        help="A page; a comment for a pull request; a JUnit file; the summary; annotations for GitHub Actions.",
    ),
    split: bool | None = typer.Option(
        None,
        "--split/--one-file",
        help="The page as a folder whose parts are loaded when they are looked at; of itself from 50,000 trials on.",
    ),
    output: Path | None = typer.Option(
        None, "--output", "-o", help="Where it goes; else the page into the run's folder, all others are printed."
    ),
    link: str = typer.Option("", "--link", metavar="URL", help="Where the page will be found, for links in comments."),
    step_summary: bool = typer.Option(False, "--step-summary", help="Add the comment to GitHub's job summary too."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Write a run's page and print its summary, or tell CI of it; with --baseline, what the gate decides as well.

    In a JUnit file a case fails where any attempt failed, else is an error where any got no usable reply, else is
    skipped where any could not be judged.
    """
    workspace = here()
    folder = workspace.runs().find(name)
    weighed, before = _against(workspace, baseline, folder)
    if step_summary or form not in {Format.html, Format.json}:
        from evalsuite.flows.surfacing import add_step_summary, surface, surfaced

        run = surfaced(workspace, folder, weighed=weighed, page=link)
        if step_summary:
            add_step_summary(workspace, run)
        if form in {Format.markdown, Format.junit, Format.github}:
            _put(workspace, surface(run, form.value), output)
            return
    if form is Format.json:
        _put(workspace, _summary(workspace, folder, weighed), output)
        return
    _page(workspace, folder, weighed, before, output=output, split=split, as_json=as_json)


def _against(workspace: Workspace, baseline: str | None, folder: RunFolder) -> tuple[Weighed | None, Opened | None]:
    """What is decided on the run, and what it was held against; nothing without a baseline."""
    if not baseline:
        return None, None
    from evalsuite.flows.comparing import open_side, weigh

    return weigh(workspace, baseline, str(folder.path)), open_side(workspace, baseline)


def _put(workspace: Workspace, text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"nothing can be written to {output}: {error.strerror}. Name another place") from None
    say(f"wrote {workspace.shown(output.resolve())}")


def _summary(workspace: Workspace, folder: RunFolder, weighed: Weighed | None) -> str:
    from evalsuite.flows.judges_known import judges_of
    from evalsuite.flows.reporting import tell

    more = {"run": folder.path.name, **_beside(judges_of(workspace, folder), weighed)}
    return summary_json(tell(folder, page=False).summary, **more) + "\n"


def _beside(judges: Judges, weighed: Weighed | None) -> dict[str, Any]:
    """What JSON tells beside a summary."""
    from evalsuite.codec.records import plain
    from evalsuite.report.judges import told

    return {**told(judges), **({"decision": plain(weighed.decision)} if weighed else {})}


def _page(
    workspace: Workspace,
    folder: RunFolder,
    weighed: Weighed | None,
    before: Opened | None,
    *,
    output: Path | None,
    split: bool | None,
    as_json: bool,
) -> None:
    from evalsuite.flows.history import past_runs
    from evalsuite.flows.judges_known import judges_of
    from evalsuite.flows.reporting import held_against, tell
    from evalsuite.report.comparison import decision_text
    from evalsuite.report.text import summary_text

    against, history = held_against(before), past_runs(folder)
    judges = judges_of(workspace, folder)
    told = tell(
        folder, page=True, to=output, split=split, weighed=weighed, before=against, history=history, judges=judges
    )
    if as_json:
        typer.echo(summary_json(told.summary, run=folder.path.name, page=str(told.page), **_beside(judges, weighed)))
        return
    page = f"page: {workspace.shown(told.page)}" if told.page else ""
    above = (decision_text(weighed),) if weighed else told.examples
    notes = () if weighed else told.notes  # the decision's warnings are of both runs
    typer.echo("\n\n".join((*above, summary_text(told.summary), *notes, page)))
