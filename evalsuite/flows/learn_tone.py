"""Limits of tone learnt from replies that people stand behind, and put into the file of personas."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Scalar
from evalsuite.codec.personas import read_personas
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.conversations.lines import open_conversations
from evalsuite.conversations.recorded import BadLine, read_conversations
from evalsuite.domain.persona import BASE
from evalsuite.errors import InputError, UsageError
from evalsuite.judging import READERS
from evalsuite.protocols import own_replies
from evalsuite.reading import surface
from evalsuite.reading.apologies import apologies
from evalsuite.reading.cues import cues, language_read
from evalsuite.reading.measures import measured

if TYPE_CHECKING:
    from evalsuite.codec.nodes import Node
    from evalsuite.domain.conversation import Transcript
    from evalsuite.workspace import Workspace

FILE = "graders/personas.yaml"
ENOUGH = 30
"""Replies of a cohort below which a percentile says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A conversation whose replies are taken as they should be."""

    cohort: str
    language: str
    transcript: Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """One cohort's replies, counted."""

    cohort: str
    replies: int
    limits: Mapping[str, int] = field(default_factory=dict)
    """By name of the limit; empty where there are fewer than `ENOUGH` replies."""


def approved(workspace: Workspace, sources: Sequence[str]) -> Iterator[Approved]:
    """Conversations of JSONL files, and the trials of runs that passed.

    Raises `UsageError` where there is no such file or run, and `InputError` for a line that cannot be read.
    """
    for source in sources:
        path = workspace.here / source
        if path.is_file():
            yield from _of_file(workspace, source)
            continue
        if source.endswith((".jsonl", ".gz")):
            raise UsageError(f"no file {source}")
        for entry, trial in workspace.runs().find(source).trials():
            if trial.outcome == "pass":
                language = str(entry.case.get("language", "en"))
                yield Approved(cohort=entry.cohort or BASE, language=language, transcript=trial.transcript)


def norms(conversations: Iterable[Approved], *, percentile: float) -> list[Norms]:
    """For each cohort, the value that this share of its replies stays within, in percent; by cohort's name."""
    seen: dict[str, list[Mapping[str, float]]] = {}
    for one in conversations:
        seen.setdefault(one.cohort, []).extend(_measures(one))
    return [
        Norms(cohort=cohort, replies=len(rows), limits=_limits(rows, percentile) if len(rows) >= ENOUGH else {})
        for cohort, rows in sorted(seen.items())
    ]


def as_yaml(found: Sequence[Norms]) -> str:
    """The learnt limits as they would stand in a file of personas."""
    return "personas:\n" + "".join(f"  {_key(one.cohort)}:\n{_lines(one, {})}" for one in found if one.limits)


def written(shown_path: str, text: str, found: Sequence[Norms]) -> str:
    """A file of personas with the learnt limits in it, all else left as it was; an empty text gives a new file.

    Raises `InputError` where the file cannot be read, and `UsageError` where it is laid out in a way that lines
    cannot be put into.
    """
    if not text.strip():
        return as_yaml(found)
    read_personas(shown_path, text.encode())
    for one in found:
        if one.limits:
            text = _with_limits(shown_path, text, one)
    read_personas(shown_path, text.encode())
    return text


def _of_file(workspace: Workspace, source: str) -> Iterator[Approved]:
    path = workspace.here / source
    for recorded in read_conversations(open_conversations(path, shown_path=source), shown_path=source):
        if isinstance(recorded, BadLine):
            raise InputError([recorded.complaint])
        case = recorded.case
        yield Approved(cohort=case.cohort or BASE, language=case.language, transcript=recorded.transcript)


def _measures(one: Approved) -> Iterator[Mapping[str, float]]:
    for index in own_replies(one.transcript):
        view = READERS.view(one.transcript.messages[index].text or "")
        told = measured(view)
        sorry = apologies(view, cues(view.text, language_read(view.text, one.language)))
        yield {
            "apologies": sum(each.kind in {"apology", "admission"} for each in sorry),
            "exclamation_marks": len(surface.exclamations(view.text)),
            "emoji": len(surface.emoji(view.text)),
            "words": told.words,
            "paragraph_words": told.longest_paragraph[0],
            "sentence_words": told.sentence_words,
            "questions": told.questions,
        }


def _limits(rows: Sequence[Mapping[str, float]], percentile: float) -> dict[str, int]:
    rank = max(0, math.ceil(percentile / 100 * len(rows)) - 1)
    return {name: math.ceil(sorted(row[name] for row in rows)[rank]) for name in rows[0]}


def _lines(one: Norms, kept: Mapping[str, str]) -> str:
    limits = {**kept, **{name: str(value) for name, value in one.limits.items()}}
    told = "".join(f"      {name}: {value}\n" for name, value in limits.items())
    return f"    limits:  # learnt from {one.replies:,} replies\n{told}"


def _with_limits(shown_path: str, text: str, one: Norms) -> str:
    root = read_yaml(shown_path, text.encode()).root
    personas = root.entries["personas"] if isinstance(root, MappingNode) else None
    if personas is None or not isinstance(personas[1], MappingNode):
        raise UsageError(f"{shown_path}: no personas to put limits into")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if one.cohort not in personas[1].entries:
        return "".join([*lines, f"  {_key(one.cohort)}:\n", _lines(one, {})])
    key, persona = personas[1].entries[one.cohort]
    if not isinstance(persona, MappingNode) or persona.line == key.line or key.column != 3 or persona.column != 5:
        raise UsageError(
            f"{shown_path}:{key.line}: persona {one.cohort!r} stands on one line or is indented in another way. Write "
            "its keys on lines of their own, four blanks in, and try again"
        )
    limits = persona.entries.get("limits")
    if limits is None:
        lines.insert(key.line, _lines(one, {}))
    else:
        first, last = limits[0].line - 1, _end(lines, limits[0])
        lines[first:last] = [_lines(one, _kept(limits[1]))]
    return "".join(lines)


def _key(cohort: str) -> str:
    return cohort if re.fullmatch(r"[A-Za-z]\w*(?:-\w+)*", cohort) else json.dumps(cohort)


def _kept(node: Node) -> dict[str, str]:
    """The limits that stand there already, as they are written."""
    if not isinstance(node, MappingNode):
        return {}
    scalars = {name: value for name, (_, value) in node.entries.items() if isinstance(value, Scalar)}
    return {name: value.text or "null" for name, value in scalars.items()}


def _end(lines: Sequence[str], key: Scalar) -> int:
    """The number of lines up to the end of a key's value: up to the next line that is not indented further."""
    for number in range(key.line, len(lines)):
        bare = lines[number].strip()
        if bare and not bare.startswith("#") and len(lines[number]) - len(lines[number].lstrip()) < key.column:
            return number
    return len(lines)
