"""`evalsuite report`: a run's page written anew, or its summary as JSON."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import here, summary_json


def report(
    name: str = typer.Argument("latest", metavar="RUN", help="A run's id, a prefix of it, latest, or its folder."),
    *,
    baseline: str | None = typer.Option(
        None, "--baseline", "-b", help="Hold it against this run, or baseline; the decision stands on top of the page."
    ),
    output: Path | None = typer.Option(None, "--output", "-o", help="Where the page goes; the run's folder else."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Write a run's HTML page and print its summary; with --baseline, what the gate decides on it as well."""
    from evalsuite.codec.records import plain
    from evalsuite.flows.comparing import weigh
    from evalsuite.flows.reporting import tell
    from evalsuite.report.comparison import decision_text
    from evalsuite.report.text import summary_text

    workspace = here()
    folder = workspace.runs().find(name)
    weighed = weigh(workspace, baseline, str(folder.path)) if baseline else None
    told = tell(folder, page=True, to=output, weighed=weighed)
    if as_json:
        decided = {"decision": plain(weighed.decision)} if weighed else {}
        typer.echo(summary_json(told.summary, run=folder.path.name, page=str(told.page), **decided))
        return
    page = f"page: {workspace.shown(told.page)}" if told.page else ""
    above = (decision_text(weighed.comparison, weighed.decision),) if weighed else told.examples
    typer.echo("\n\n".join((*above, summary_text(told.summary), page)))
