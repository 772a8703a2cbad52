"""`evalsuite demo`: the example shop's assistants through its cases, with a page each."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import say


def demo(
    folder: Path = typer.Argument(Path("evalsuite-demo"), help="Where the pages go."),
) -> None:
    """Run the example shop: no key, no network. Shows what a page looks like, and what it catches."""
    import asyncio
    from datetime import UTC, datetime

    from evalsuite.flows import running
    from evalsuite.flows.example import example_workspace
    from evalsuite.flows.reporting import tell
    from evalsuite.report.text import summary_text

    workspace = example_workspace(folder)
    for name in sorted(workspace.assistant_files()):
        prepared = running.begin(workspace, running.Selection(), assistant=name, now=datetime.now(UTC))
        say(f"{name}: {len(prepared.todo)} cases …")
        with prepared.folder:
            asyncio.run(running.carry_out(workspace, prepared, wrap=lambda model: model, saw=lambda _: None))
            told = tell(prepared.folder, page=True, to=folder / f"{name}.html")
        typer.echo("\n\n".join((f"== {name}", *told.examples[:2], summary_text(told.summary), f"page: {told.page}\n")))
    typer.echo(f"Open the pages in {folder} to read every conversation, with the words at fault marked.")
