"""`evalsuite compare`, `gate` and `baseline`: two runs side by side, and whether the second may ship."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import here, say

if TYPE_CHECKING:
    from evalsuite.domain.decision import Answer
    from evalsuite.workspace import Workspace

SIDE = (
    "A run's id, a prefix of it, latest, its folder, or baseline; a JSONL or CSV file of outcomes; or promptfoo's "
    "results, FILE.json#PROVIDER."
)
CODES: dict[Answer, int] = {"ship": 0, "hold": 1, "undecided": 3}

baseline = typer.Typer(help="The run that candidates are held against.", no_args_is_help=True)


class Form(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


FORM = typer.Option(Form.TEXT, "--format", "-f", help="How to print it.")
AS_JSON = typer.Option(False, "--json", help="The same as --format json.")
CODE = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py.")


def compare(
    before: str = typer.Argument(..., metavar="BASE", help=SIDE),
    after: str = typer.Argument(..., metavar="CAND", help="The same, of what may take its place."),
    *,
    workspace_code: bool = CODE,
    form: Form = FORM,
    as_json: bool = AS_JSON,
) -> None:
    """Show what changed between two runs, case by case."""
    from evalsuite.flows.comparing import compare_runs, judge_warnings, open_side
    from evalsuite.report.comparison import comparison_text, comparison_values, sentence
    from evalsuite.report.gate_markdown import comparison_markdown

    workspace = here(run_code=workspace_code)
    comparison = compare_runs(workspace, before, after)
    if comparison.by_other_graders:
        comparison = compare_runs(workspace, *_alike(workspace, before, after))
    notes = judge_warnings(workspace, open_side(workspace, before), open_side(workspace, after))
    if as_json or form is Form.JSON:
        told = {"exit_code": 0, "reason": "compared", "sentence": sentence(comparison), "warnings": list(notes)}
        typer.echo(json.dumps({**told, "comparison": comparison_values(comparison)}))
        return
    write = comparison_markdown if form is Form.MARKDOWN else comparison_text
    typer.echo(write(comparison, notes))


def gate(
    before: str = typer.Argument(..., metavar="BASE", help=SIDE),
    after: str = typer.Argument(..., metavar="CAND", help="The same, of what may take its place."),
    *,
    live: str | None = typer.Option(
        None, "--live", metavar="FILE", help="Figures of reviews or live traffic as JSON, of both assistants."
    ),
    workspace_code: bool = CODE,
    form: Form = FORM,
    as_json: bool = AS_JSON,
) -> None:
    """Decide whether a candidate may take the baseline's place: exit code 0 ship, 1 hold, 3 undecided.

    The rules stand in the settings' table gate: a preset ("fine-tune"); margin (how much lower the pass rate may be,
    0.05 where nothing is said), margins, hard_zero and must_improve (by grader), golden (true: none lost), budget
    (seconds, cost_usd, tokens, length), live and require (what only people can tell); max_errors and max_ungraded
    (0.05), max_unpaired (0.1), min_clusters.
    """
    from evalsuite.codec.records import plain
    from evalsuite.flows.comparing import live_figures, weigh
    from evalsuite.report.comparison import comparison_values, decision_text
    from evalsuite.report.gate_markdown import decision_markdown

    workspace = here(run_code=workspace_code)
    figures = live_figures(workspace, live) if live else {}
    weighed = weigh(workspace, before, after, live=figures)
    if weighed.comparison.by_other_graders:
        weighed = weigh(workspace, *_alike(workspace, before, after), live=figures)
    decision, comparison = weighed.decision, weighed.comparison
    code = CODES[decision.answer]
    if as_json or form is Form.JSON:
        told = {"exit_code": code, "reason": decision.reason, "answer": decision.answer, "sentence": decision.sentence}
        told |= {"warnings": list(weighed.warnings)}
        typer.echo(json.dumps({**told, "decision": plain(decision), "comparison": comparison_values(comparison)}))
    else:
        write = decision_markdown if form is Form.MARKDOWN else decision_text
        typer.echo(write(weighed))
    raise typer.Exit(code)


@baseline.command("set")
def set_baseline(
    name: str = typer.Argument("latest", metavar="RUN", help=SIDE),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print where it is as JSON."),
) -> None:
    """Write a run's outcomes to reports/baseline.jsonl, to be committed."""
    from evalsuite.flows import comparing

    workspace = here()
    path = comparing.set_baseline(workspace, name)
    if as_json:
        typer.echo(json.dumps({"exit_code": 0, "reason": "written", "baseline": str(path)}))
    else:
        typer.echo(f"wrote {workspace.shown(path)}")


def _alike(workspace: Workspace, before: str, after: str) -> tuple[str, str]:
    """What to compare instead, both sides judged by the same graders where that can be done."""
    import asyncio

    from evalsuite.flows.comparing import grade_alike

    alike = asyncio.run(grade_alike(workspace, before, after))
    say(alike.note)
    return alike.baseline, alike.candidate
