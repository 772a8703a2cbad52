"""The command line: each command is a straight list of steps."""

from __future__ import annotations

import sys

import typer

from evalsuite.cli import (
    compare,
    demo,
    grade,
    graders,
    init,
    judge,
    plan,
    read,
    report,
    review,
    run,
    tickets,
    workspace,
)
from evalsuite.cli.terminal import complain

app = typer.Typer(
    name="evalsuite",
    help="Evaluate customer-support assistants before a prompt or a fine-tune ships.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich would double the time it takes to show
)
app.command("demo")(demo.demo)
app.command("init")(init.init)
app.command("run")(run.run)
app.command("grade")(grade.grade)
app.command("read")(read.read)
app.command("regrade")(run.regrade)
app.command("merge")(run.merge)
app.command("report")(report.report)
app.command("compare")(compare.compare)
app.command("gate")(compare.gate)
app.command("plan")(plan.plan)
app.add_typer(compare.baseline, name="baseline")
app.add_typer(graders.graders, name="graders")
app.add_typer(judge.judge, name="judge")
app.add_typer(review.review, name="review")
app.add_typer(tickets.tickets, name="tickets")
app.command("doctor")(workspace.doctor)
app.command("schema")(workspace.schema)


@app.callback(invoke_without_command=True)
def options(
    *, version: bool = typer.Option(False, "--version", help="Show the version and leave.", is_eager=True)
) -> None:
    if version:
        from evalsuite import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Entry point: a person's mistake is told in a sentence, never as a traceback."""
    from evalsuite.errors import EvalsuiteError, ModelError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        app()
    except EvalsuiteError as error:
        sys.exit(complain(str(error), reason=error.reason, code=error.exit_code))
    except ModelError as error:
        code = 2 if error.failure.kind in {"unauthorized", "unknown_model", "bad_request"} else 4
        sys.exit(complain(str(error), reason=error.failure.kind, code=code))
    except BrokenPipeError:  # the reader of a pipe has left: `evalsuite grade … | head`
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
