"""`evalsuite review import`: what people said of verdicts on a report's page, taken in."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import here

review = typer.Typer(help="What people say of verdicts.", no_args_is_help=True)


@review.command("import")
def import_(
    file: Path = typer.Argument(..., metavar="FILE", help="What a page's Download button gave."),
    *,
    run: str | None = typer.Option(None, "--run", help="The run it is about; the one that the file names else."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Hold marked verdicts against their run, and add them to graders/labels/reviews.jsonl, to be committed.

    Importing a file twice changes nothing. Where anything in it does not fit the run, all of that is told and nothing
    is added.
    """
    import json

    from evalsuite.flows.reviewing import import_reviews
    from evalsuite.report.headline import counted

    workspace = here()
    done = import_reviews(workspace, file, run=run)
    if as_json:
        told = {"added": done.added, "known": done.known, "agreeing": done.agreeing, "labels": str(done.path)}
        typer.echo(json.dumps({"exit_code": 0, "reason": "imported", **told}))
        return
    total = done.added + done.known
    known = f", {done.known} known before" if done.known else ""
    typer.echo(f"{counted(total, 'review')}: {done.agreeing} say the grader was right, {total - done.agreeing} wrong")
    typer.echo(f"{workspace.shown(done.path)}: {done.added} added{known}")
