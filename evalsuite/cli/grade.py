"""`evalsuite grade`: recorded conversations graded, one verdict line each."""

from enum import StrEnum
from pathlib import Path

import typer

from evalsuite.cli.terminal import exit_code, here, say, summary_json


class Form(StrEnum):
    text = "text"
    jsonl = "jsonl"
    html = "html"


def grade(
    conversations: list[str] = typer.Argument(..., help="JSONL files of conversations, plain or .gz."),
    *,
    graders: list[str] | None = typer.Option(
        None, "--graders", "-g", help="Graders, commas between; the settings' standing ones where none is named."
    ),
    last: bool = typer.Option(False, "--last", help="Judge only the last reply; all before it is evidence."),
    where: list[str] | None = typer.Option(None, "--where", metavar="FIELD=VALUE", help="Only such conversations."),
    case_id: str | None = typer.Option(
        None, "--case-id", metavar="FIELD[,FIELD]", help="Fields that make the case id; repeats become attempts."
    ),
    run: str | None = typer.Option(None, "--run", metavar="NAME", help="Keep it as a run of this name."),
    form: Form | None = typer.Option(None, "--format", help="text on a terminal, jsonl elsewhere."),
    html: Path | None = typer.Option(None, "--html", metavar="FILE", help="Write the page there as well."),
    max_cost: float | None = typer.Option(None, "--max-cost", metavar="USD", help="Stop asking judges at this cost."),
    workspace_code: bool = typer.Option(True, "--workspace-code/--no-workspace-code", help="Load graders/*.py."),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON instead."),
) -> None:
    """Grade recorded conversations; no assistant is called."""
    import gc
    import sys
    from datetime import UTC, datetime

    from evalsuite.flows import grading
    from evalsuite.flows.grade_output import tell_graded
    from evalsuite.report.headline import counted
    from evalsuite.report.judges import NO_JUDGES, warnings
    from evalsuite.report.judges import told as told_of_judges
    from evalsuite.report.text import summary_text
    from evalsuite.store import RunFolder

    workspace = here(run_code=workspace_code, max_cost_usd=max_cost)
    names = [name.strip() for one in graders or () for name in one.split(",") if name.strip()]
    standing = grading.grader_specs(workspace, names)
    choice = grading.Choice(
        where=grading.fields(where or ()),
        id_fields=tuple(name.strip() for name in (case_id or "").split(",") if name.strip()),
        last=last,
    )
    judges = NO_JUDGES
    if workspace.settings.judge.judges:
        from evalsuite.flows.judges_known import judges_ahead  # pays for the statistics

        judges = judges_ahead(workspace, standing, assistant=choice.where.get("model"))
    graded = grading.grade_files(
        workspace, [workspace.here / path for path in conversations], choice=choice, standing=standing
    )
    if run:
        manifest = grading.recorded_run(
            workspace, run, files=conversations, choice=choice, now=datetime.now(UTC), standing=standing
        )
        graded = grading.keep(RunFolder(workspace.runs().root / run), manifest, graded)
    gc.freeze()  # what is loaded stays: no need to go through it again and again
    form = form or (Form.text if sys.stdout.isatty() or as_json else Form.jsonl)
    told = tell_graded(
        graded,
        out=None if as_json else sys.stdout,
        form=form.value,
        page=html,
        title=", ".join(Path(path).name for path in conversations),
        complain=say,
        notes=warnings(judges),
    )
    code, reason = exit_code(told.summary, workspace.settings)
    if told.refused:
        say(f"{counted(told.refused, 'line')} could not be read")
        code, reason = (code, reason) if code == 1 else (4, "errors")
    if as_json:
        more = {"refused": told.refused, **told_of_judges(judges), "exit_code": code, "reason": reason}
        typer.echo(summary_json(told.summary, **more))
    elif form is not Form.html:
        write = typer.echo if form is Form.text else say
        write("\n\n".join((*told.examples, summary_text(told.summary), *warnings(judges))))
    raise typer.Exit(code)
