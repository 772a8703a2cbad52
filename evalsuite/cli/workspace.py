"""`evalsuite doctor` and `schema`: what is here, what is missing, and how files are written."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import here


def doctor(
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the findings as JSON."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
) -> None:
    """Say what was found here, what is missing, and how to mend it. Nothing is called."""
    import json

    from evalsuite.flows.doctor import examine
    from evalsuite.report.visible import visible

    checks = examine(lambda: here(run_code=workspace_code))
    if as_json:
        typer.echo(json.dumps([{"state": one.state, "what": one.what, "mend": one.mend} for one in checks]))
    else:
        for one in checks:
            typer.echo(visible(f"{one.state:<8} {one.what}"))
            for line in one.mend.splitlines():
                typer.echo(visible(f"         {line}"))
    raise typer.Exit(2 if any(one.state == "broken" for one in checks) else 0)


def schema(
    *,
    output: Path | None = typer.Option(
        None, "--output", "-o", help="The file; .evalsuite/case.schema.json in a workspace, standard output else."
    ),
) -> None:
    """Write the JSON Schema of case files, for editors that complete YAML."""
    from evalsuite.flows.schema import schema_path, schema_text

    workspace = here()
    text = schema_text(workspace)
    path = output or (schema_path(workspace) if workspace.found else None)
    if path is None:
        typer.echo(text, nl=False)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {workspace.shown(path.resolve())}")
