"""`evalsuite demo`: the example shop's fine-tunes held against its prompted assistant, with a page each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import say

if TYPE_CHECKING:
    from evalsuite.flows.example import Act

BASE, CANDIDATES = "alex-base", ("alex-tuned", "alex-tuned-2")


def demo(
    folder: Path = typer.Argument(Path("evalsuite-demo"), help="Where runs and pages go."),
) -> None:
    """Run the whole loop on the example shop: no key, no network."""
    import asyncio

    from evalsuite.flows.example import example_workspace, play

    workspace = example_workspace(folder)
    typer.echo("TechGadgets Pro's assistant Alex is in use as alex-base. Two fine-tunes want to take its place.\n")
    for name in (BASE, *CANDIDATES):
        say(f"{name} …")
        _tell(asyncio.run(play(workspace, name, against=None if name == BASE else BASE)))
    page = workspace.shown(folder.resolve() / f"{CANDIDATES[0]}.html")
    typer.echo(f"Open {page} to see which words held {CANDIDATES[0]} back: press f for the first failure.")
    typer.echo("Its help desk's tickets become cases too: evalsuite tickets import --example, in a workspace.")
    typer.echo("Then try your own: evalsuite init --template python, or evalsuite grade YOUR-CONVERSATIONS.jsonl")


def _tell(act: Act) -> None:
    """What became of one assistant: the decision and its reasons, or else what its cases came to."""
    from evalsuite.report.headline import headline
    from evalsuite.report.visible import visible

    lines = [headline(act.told.summary).sentence]
    if act.weighed:
        decision = act.weighed.decision
        lines = [decision.sentence, *(f"  - {reason}" for reason in decision.reasons)]
        flips = [flip for flip in act.weighed.comparison.flips if flip.kind == "regression" and flip.quote]
        said = {flip.quote: flip.case_id for flip in flips if decision.held_by & set(flip.labels)}
        telling = sorted(said, key=len, reverse=True)[:3]
        if decision.answer == "hold" and telling:
            lines += ["  It said:", *(f"    “{quote}” ({said[quote]})" for quote in telling)]
    typer.echo(visible("\n".join([f"{act.name}: {lines[0]}", *lines[1:], f"  page: {act.page}\n"])))
