"""Texts and tickets of files: read, redacted and checked."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evalsuite.codec.exports_bounds import bounded
from evalsuite.codec.records import plain
from evalsuite.codec.tickets import read_ticket
from evalsuite.conversations.messages import ShapeError
from evalsuite.conversations.recorded import BadLine, read_records
from evalsuite.errors import Complaint, InputError, UsageError
from evalsuite.privacy.gate import refuse_leaks
from evalsuite.privacy.pseudonyms import pseudonyms
from evalsuite.tickets.identity import recognised

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.privacy import IdMode
    from evalsuite.domain.ticket import Ticket
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text to be redacted, with the people its ticket knows."""

    id: str
    text: str
    people: tuple[str, ...] = ()


def told_texts(lines: Iterable[bytes], *, shown_path: str) -> Iterator[Told | BadLine]:
    """The texts of JSON lines `{"id", "text", "known_people"}`, in order; a line that holds none comes as it is."""
    return read_records(lines, shown_path=shown_path, make=_told)


def redacted_line(told: Told, *, workspace: Workspace, key: str, ids: IdMode, suggestions: bool) -> str:
    """One line of JSON: `id`, the redacted `text`, and `spans` with places in the text as it was given."""
    names = pseudonyms(
        [told.text],
        key=key,
        people=told.people,
        rules=workspace.privacy,
        id_patterns=workspace.id_patterns,
        ids=ids,
        suggestions=suggestions,
    )
    found = names.text(told.text)
    return json.dumps({"id": told.id, "text": found.text, "spans": [plain(span) for span in found.spans]})


def redaction_key(workspace: Workspace) -> str:
    """The workspace's, so that runs agree; outside of one a key of this run alone."""
    return workspace.key if workspace.found else secrets.token_hex(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the leak gate says of files."""

    files: int
    refused: int
    complaints: tuple[Complaint, ...]
    """The place of all that none of them may hold, and never the value."""


def check_files(workspace: Workspace, paths: Sequence[Path]) -> Checked:
    """What the files hold that may not be written; of a folder, all that are text. Raises `UsageError`."""
    deny = workspace.privacy.deny
    complaints: list[Complaint] = []
    files = refused = 0
    for path in (file for one in paths for file in _files(workspace, one)):
        try:
            text = path.read_bytes().decode("utf-8", errors="replace")
        except OSError as error:
            raise UsageError(f"{workspace.shown(path)} cannot be opened: {error.strerror or error}") from None
        if "\0" in text and path not in paths:
            continue
        files += 1
        try:
            refuse_leaks(text, path=workspace.shown(path), deny=deny)
        except InputError as error:
            refused += 1
            complaints += error.complaints
    return Checked(files=files, refused=refused, complaints=tuple(complaints))


def _files(workspace: Workspace, path: Path) -> Iterator[Path]:
    if not path.exists():
        raise UsageError(f"no file or folder {workspace.shown(path)}")
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in file.relative_to(path).parts)
        if file.is_file() and not hidden:
            yield file


def tickets_of(lines: Iterable[bytes], *, workspace: Workspace, shown_path: str) -> Iterator[Ticket | BadLine]:
    """The tickets of JSON lines, whose turns are the assistant's told as the settings say."""
    identity = workspace.settings.tickets.bot_identity

    def make(record: Any, line: int) -> Ticket:
        if not isinstance(record, dict):
            raise ShapeError(
                'the line wants an object like {"id": "4711", "messages": [{"role": "user", "text": "…"}]}.'
            )
        try:
            return recognised(bounded(read_ticket({"id": f"line-{line}", **record})), identity)
        except ValueError as error:
            raise ShapeError(str(error)) from None

    return read_records(lines, shown_path=shown_path, make=make)


def _told(record: Any, line: int) -> Told:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ShapeError('the line wants an object like {"id": "a", "text": "…", "known_people": ["Ada Byron"]}.')
    people = record.get("known_people") or []
    if not isinstance(people, list):
        raise ShapeError("'known_people' wants a list of names, e-mails and phone numbers.")
    return Told(
        id=str(record["id"]) if record.get("id") is not None else f"line-{line}",
        text=record["text"],
        people=tuple(text for one in people for text in _names(one)),
    )


def _names(person: Any) -> Iterator[str]:
    """A person's name; or names, e-mails and phones of an object that describes one."""
    if isinstance(person, str):
        yield person
    elif isinstance(person, dict):
        for value in person.values():
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
    else:
        raise ShapeError("'known_people' wants a list of names, e-mails and phone numbers.")
