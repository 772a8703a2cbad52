"""Texts and tickets of files, redacted, checked and classified."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evalsuite.codec.records import plain
from evalsuite.codec.tickets import read_ticket
from evalsuite.conversations.messages import ShapeError
from evalsuite.conversations.recorded import BadLine, read_records
from evalsuite.domain.case import Case, GraderSpec
from evalsuite.domain.conversation import Message, Transcript
from evalsuite.domain.vocabulary import Role
from evalsuite.errors import Complaint, InputError
from evalsuite.judging import judge
from evalsuite.privacy.gate import refuse_leaks
from evalsuite.privacy.pseudonyms import pseudonyms
from evalsuite.tickets.classify import classify
from evalsuite.tickets.identity import recognised

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.labels import Labels
    from evalsuite.domain.privacy import IdMode
    from evalsuite.domain.ticket import Speaker, Ticket
    from evalsuite.domain.verdict import Verdict
    from evalsuite.workspace import Workspace

_GRADERS = ("ids", "claims", "leaks")
"""What can be told of a transcript alone, where it shows the tools' results."""
_ROLES: Mapping[Speaker, Role] = {"customer": "user", "bot": "assistant", "tool": "tool"}


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
        [told.text], key=key, people=told.people, id_patterns=workspace.id_patterns, ids=ids, suggestions=suggestions
    )
    found = names.text(told.text)
    return json.dumps({"id": told.id, "text": found.text, "spans": [plain(span) for span in found.spans]})


def redaction_key(workspace: Workspace) -> str:
    """The workspace's, so that runs agree; outside of one a key of this run alone."""
    return workspace.key if workspace.found else secrets.token_hex(16)


def check_files(workspace: Workspace, files: Sequence[Path]) -> int:
    """How many files were looked through; raises `InputError` with the place of all that none of them may hold."""
    complaints: list[Complaint] = []
    for path in files:
        shown = workspace.shown(path)
        try:
            refuse_leaks(path.read_text("utf-8", errors="replace"), path=shown)
        except OSError as error:
            complaints.append(Complaint(text=f"{shown} cannot be opened: {error.strerror or error}. Name a text file."))
        except InputError as error:
            complaints += error.complaints
    if complaints:
        raise InputError(complaints)
    return len(files)


def tickets_of(lines: Iterable[bytes], *, workspace: Workspace, shown_path: str) -> Iterator[Ticket | BadLine]:
    """The tickets of JSON lines, whose turns are the assistant's told as the settings say."""
    identity = workspace.settings.tickets.bot_identity

    def make(record: Any, line: int) -> Ticket:
        if not isinstance(record, dict):
            raise ShapeError(
                'the line wants an object like {"id": "4711", "messages": [{"role": "user", "text": "…"}]}.'
            )
        try:
            return recognised(read_ticket({"id": f"line-{line}", **record}), identity)
        except ValueError as error:
            raise ShapeError(str(error)) from None

    return read_records(lines, shown_path=shown_path, make=make)


def classify_ticket(ticket: Ticket, *, workspace: Workspace) -> Labels:
    """What a ticket is about: by the team's tags, our graders where its transcript shows the tools, and its words."""
    verdicts = asyncio.run(_verdicts(ticket, workspace)) if any(one.tool_calls for one in ticket.messages) else {}
    return classify(ticket, verdicts=verdicts, failure_tags=workspace.settings.tickets.failure_tags)


def labels_line(ticket: Ticket, labels: Labels) -> str:
    """One line of JSON: `id`, `about_assistant`, `failure`, `bad_reply_quote`, `evidence`."""
    return json.dumps(
        {
            "id": ticket.id,
            "about_assistant": labels.about_assistant,
            "failure": list(labels.failure),
            "bad_reply_quote": labels.bad_reply.quote if labels.bad_reply else None,
            "evidence": [plain(clue) for clue in labels.evidence],
        }
    )


async def _verdicts(ticket: Ticket, workspace: Workspace) -> Mapping[str, Verdict]:
    """What the graders say of the assistant's part, up to the first person who answers; places are the ticket's."""
    end = next((at for at, one in enumerate(ticket.messages) if one.role == "human_agent" and one.public), None)
    shown = [(at, one) for at, one in enumerate(ticket.messages[:end]) if one.role in _ROLES and one.public]
    messages = tuple(
        Message(
            role=_ROLES[one.role],
            text=one.text,
            tool_calls=one.tool_calls,
            tool_call_id=one.tool_call_id,
            is_error=one.is_error,
        )
        for _, one in shown
    )
    standing = tuple(GraderSpec(name=name, bare=True) for name in _GRADERS)
    binder = workspace.binder(workspace.knowledge(), standing=standing)
    case = Case(id=ticket.key, origin="ticket", context=ticket.context, language=ticket.language or "en")
    judgement = await judge(binder.case(case), Transcript(messages=messages), binder.knowledge)
    return {label: _placed(verdict, [at for at, _ in shown]) for label, verdict in judgement.verdicts.items()}


def _placed(verdict: Verdict, places: Sequence[int]) -> Verdict:
    findings = tuple(
        replace(one, message=None if one.message is None else places[one.message]) for one in verdict.findings
    )
    return replace(verdict, findings=findings)


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
