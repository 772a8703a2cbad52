"""`evalsuite init`: a folder made a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from evalsuite.flows.init import Item


def init(
    folder: Path = typer.Argument(Path(), metavar="[DIR]", help="The folder; this one where none is named."),
    *,
    template: str = typer.Option(
        "openai", "--template", "-t", help="How your assistant is reached: openai, http, python or command."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Write what a workspace needs into a folder; nothing that is there is overwritten."""
    import json
    from dataclasses import asdict

    from evalsuite.flows import init as flow
    from evalsuite.report.visible import visible

    items = flow.init(folder.resolve(), template=template)
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in items]))
        return
    for item in items:
        typer.echo(visible(_line(item)))
        for line in item.lines:
            typer.echo(f"            {line}".rstrip())
    wrote = [item.path for item in items if item.state == "wrote"]
    if wrote:
        typer.echo("\nsupport tickets become cases: evalsuite tickets import FILE (or --example, to try it)")
        typer.echo(f"next: {_first(template, wrote)}{_inside(folder)}evalsuite run")
    elif any(item.state == "todo" for item in items):
        typer.echo("\nnothing to write; what is missing is for you to add")
    else:
        typer.echo("\nnothing to write: everything is there")


def _line(item: Item) -> str:
    return f"{item.state:<6} {item.path}{': ' + item.why if item.why else ''}"


def _first(template: str, wrote: list[str]) -> str:
    """What has to be filled in before a run can reach the assistant."""
    definition = next((path for path in wrote if path.startswith("graders/assistants/") and path.endswith("yaml")), "")
    if not definition or template not in _FILL_IN:
        return ""
    return f"say {_FILL_IN[template].format(definition)}, then "


def _inside(folder: Path) -> str:
    import shlex

    return "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "


_FILL_IN = {
    "openai": "your model in {} and set OPENAI_API_KEY",
    "http": "your assistant's address in {}",
}
