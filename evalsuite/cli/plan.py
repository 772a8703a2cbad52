"""`evalsuite plan`: how many cases or attempts a gate needs."""

from __future__ import annotations

import json

import typer

from evalsuite.cli.compare import SIDE
from evalsuite.cli.terminal import here


def plan(
    before: str | None = typer.Argument(None, metavar="BASE", help=SIDE),
    after: str | None = typer.Argument(None, metavar="CAND", help="The same; both show how much cases waver."),
    *,
    margin: float | None = typer.Option(None, min=0.001, max=0.999, help="The drop to rule out, 0.05 for 5 points."),
    cases: int | None = typer.Option(None, min=1, help="Plan for so many cases; those of the runs, or all, else."),
    trials: int | None = typer.Option(None, min=1, help="Plan for so many attempts of each case."),
    differ: float | None = typer.Option(
        None, min=0.0, max=1.0, help="The share of cases that come out otherwise by themselves, 0.1 for 10 %."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the plan as JSON."),
) -> None:
    """Tell what your cases can show, and how many cases or attempts would show what you ask.

    How much cases differ by themselves is taken from the two runs named, or from --differ, or from the newest two runs
    of the same cases.
    """
    from evalsuite.codec.records import plain
    from evalsuite.errors import UsageError
    from evalsuite.flows.planning import plan_gate
    from evalsuite.report.changes import plan_lines
    from evalsuite.report.visible import visible

    if (before is None) != (after is None):
        raise UsageError("a plan wants two runs, or none: evalsuite plan BASE CAND")
    if before is not None and differ is not None:
        raise UsageError("name two runs, or say --differ: the runs show how much cases differ")
    runs = (before, after) if before is not None and after is not None else None
    made = plan_gate(here(), runs=runs, margin=margin, cases=cases, repeats=trials, discordant=differ)
    if as_json:
        typer.echo(json.dumps({"exit_code": 0, "reason": "planned", "plan": plain(made)}))
        return
    typer.echo(visible("\n".join(f"{line[0].upper()}{line[1:]}." for line in plan_lines(made))))
