"""`evalsuite tickets redact` and `classify`: texts and tickets of files, for use outside the pipeline too."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import here, say

if TYPE_CHECKING:
    from evalsuite.domain.ticket import Ticket
    from evalsuite.workspace import Workspace


class Ids(StrEnum):
    keep = "keep"
    shift = "shift"
    placeholder = "placeholder"


def redact(
    files: list[Path] = typer.Argument(
        None, metavar="FILE.jsonl…", help='Lines of {"id", "text", "known_people"}; standard input where none is named.'
    ),
    *,
    ids: Ids = typer.Option(Ids.keep, "--ids", help="Order numbers and their like: as they are, other digits, [ID_1]."),
    suggestions: bool = typer.Option(
        True, "--suggestions/--no-suggestions", help="Names and addresses that only words beside them or a list tell."
    ),
    check: bool = typer.Option(
        False,
        "--check",
        help="Change nothing; say where files or folders hold personal data, and exit with 1. For CI and pre-commit.",
    ),
) -> None:
    """Put stand-ins in the place of all that is personal in texts, or check that files hold nothing of the kind."""
    from evalsuite.conversations.recorded import BadLine
    from evalsuite.flows.ticket_texts import redacted_line, redaction_key, told_texts

    workspace = here(run_code=False)
    if check:
        _check(workspace, files)
        return
    key = redaction_key(workspace)
    read = refused = 0
    for shown, lines in _opened(workspace, files):
        for told in told_texts(lines, shown_path=shown):
            if isinstance(told, BadLine):
                refused += 1
                say(str(told.complaint))
                continue
            read += 1
            typer.echo(redacted_line(told, workspace=workspace, key=key, ids=ids.value, suggestions=suggestions))
    _leave(read, refused)


def classify(
    files: list[Path] = typer.Argument(
        None,
        metavar="FILE.jsonl…",
        help="A ticket a line, normalised or with comments; standard input where none is named.",
    ),
) -> None:
    """Tell of each ticket whether it is about the assistant, which failure it shows, and by which words."""
    from evalsuite.conversations.recorded import BadLine
    from evalsuite.flows.ticket_labels import Classifier, labels_line
    from evalsuite.flows.ticket_texts import tickets_of

    workspace = here(run_code=False)
    classifier = Classifier(workspace)
    read = refused = 0

    def sound() -> Iterator[Ticket]:
        nonlocal refused
        for shown, lines in _opened(workspace, files):
            for ticket in tickets_of(lines, workspace=workspace, shown_path=shown):
                if isinstance(ticket, BadLine):
                    refused += 1
                    say(str(ticket.complaint))
                else:
                    yield ticket

    for ticket, labels in classifier.each(sound()):
        read += 1
        typer.echo(labels_line(ticket, labels))
    for line in classifier.told():
        say(line)
    _leave(read, refused)


def _check(workspace: Workspace, files: list[Path] | None) -> None:
    from evalsuite.errors import NothingRanError
    from evalsuite.flows.ticket_texts import check_files
    from evalsuite.report.headline import counted

    checked = check_files(workspace, [workspace.here / path for path in files or ()])
    for complaint in checked.complaints:
        say(str(complaint))
    if not checked.files:
        raise NothingRanError(
            "There was no file to check. Name files or folders: evalsuite tickets redact --check cases"
        )
    if checked.complaints:
        say(f"{counted(len(checked.complaints), 'leak')} in {checked.refused} of {counted(checked.files, 'file')}")
        raise typer.Exit(1)
    say(f"Nothing personal in {counted(checked.files, 'file')}.")


def _opened(workspace: Workspace, files: list[Path] | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    import sys

    from evalsuite.conversations.lines import open_conversations, read_lines
    from evalsuite.errors import UsageError

    if not files:
        if sys.stdin.isatty():
            raise UsageError('Name a file of JSON lines like {"id": "a", "text": "Hello, this is Ada Byron."}')
        yield "standard input", read_lines(sys.stdin.buffer, shown_path="standard input")
    for path in files or ():
        shown = workspace.shown(workspace.here / path)
        yield shown, open_conversations(workspace.here / path, shown_path=shown)


def _leave(read: int, refused: int) -> None:
    from evalsuite.errors import NothingRanError
    from evalsuite.report.headline import counted

    if refused:
        say(f"{counted(refused, 'line')} could not be read")
        raise typer.Exit(4)
    if not read:
        raise NothingRanError("There was nothing to read.")
