"""`evalsuite read`: what the graders read in a text."""

from enum import StrEnum

import typer

from evalsuite.cli.terminal import here, say


class Form(StrEnum):
    text = "text"
    jsonl = "jsonl"


def read(
    file: str | None = typer.Argument(
        None, metavar="[FILE.jsonl]", help='Lines of {"id", "text"}; standard input where no file is named.'
    ),
    *,
    text: str | None = typer.Option(None, "--text", "-t", help="Read this text instead."),
    language: str = typer.Option("en", "--language", help="Language of texts that do not say."),
    why: bool | None = typer.Option(
        None, "--why/--no-why", help="Tell of verbs that are no claims; on a terminal always."
    ),
    form: Form | None = typer.Option(None, "--format", help="text on a terminal, jsonl elsewhere."),
) -> None:
    """Show what the graders read in a text: claims, commitments, ids, amounts and dates, and why a verb is no claim."""
    import sys
    from collections.abc import Iterator

    from evalsuite.conversations.lines import open_conversations, read_lines
    from evalsuite.conversations.recorded import BadLine
    from evalsuite.errors import NothingRanError, UsageError
    from evalsuite.flows import reading_aloud
    from evalsuite.report.headline import counted
    from evalsuite.report.lines import refused_line

    workspace = here(run_code=False)
    form = form or (Form.text if sys.stdout.isatty() else Form.jsonl)
    explain = why if why is not None else form is Form.text
    found: Iterator[reading_aloud.Text | BadLine]
    if text is not None:
        found = iter([reading_aloud.Text(id="text", text=text)])
    elif file is not None:
        shown = workspace.shown(workspace.here / file)
        found = reading_aloud.texts(open_conversations(workspace.here / file, shown_path=shown), shown_path=shown)
    elif sys.stdin.isatty():
        raise UsageError('Name a file of lines like {"id": "a", "text": "…"}, or give --text "I have refunded you."')
    else:
        shown = "standard input"
        found = reading_aloud.texts(read_lines(sys.stdin.buffer, shown_path=shown), shown_path=shown)
    read_so_far = refused = 0
    for one in found:
        if isinstance(one, BadLine):
            refused += 1
            say(str(one.complaint))
            if form is Form.jsonl:
                typer.echo(refused_line(f"line-{one.line}", str(one.complaint)))
            continue
        read_so_far += 1
        heard = reading_aloud.listen(one, id_patterns=workspace.id_patterns, language=language, why=explain)
        if form is Form.jsonl:
            typer.echo(reading_aloud.heard_line(heard, why=explain))
        else:
            typer.echo(reading_aloud.heard_text(heard) + "\n")
    if refused:
        say(f"{counted(refused, 'line')} could not be read")
        raise typer.Exit(4)
    if not read_so_far:
        raise NothingRanError("There was no text to read.")
