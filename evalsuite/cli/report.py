"""`evalsuite report`: a run's page written anew, or its summary as JSON."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import here, summary_json


def report(
    name: str = typer.Argument("latest", metavar="RUN", help="A run's id, a prefix of it, latest, or its folder."),
    *,
    output: Path | None = typer.Option(None, "--output", "-o", help="Where the page goes; the run's folder else."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Write a run's HTML page and print its summary."""
    from evalsuite.flows.reporting import tell
    from evalsuite.report.text import summary_text

    workspace = here()
    folder = workspace.runs().find(name)
    told = tell(folder, page=True, to=output)
    if as_json:
        typer.echo(summary_json(told.summary, run=folder.path.name, page=str(told.page)))
        return
    page = f"page: {workspace.shown(told.page)}" if told.page else ""
    typer.echo("\n\n".join((*told.examples, summary_text(told.summary), page)))
