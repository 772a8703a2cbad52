"""Recorded conversations graded one by one, as they are read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import evalsuite
from evalsuite.codec.fingerprint import fingerprint
from evalsuite.codec.records import dump, plain
from evalsuite.conversations.lines import open_conversations
from evalsuite.conversations.recorded import BadLine, Recorded, case_id, matches, read_conversations
from evalsuite.domain.case import GraderSpec
from evalsuite.domain.run import AssistantCard, CaseEntry, Run, Trial
from evalsuite.errors import UsageError
from evalsuite.flows.running import entry
from evalsuite.judging import judge
from evalsuite.protocols import own_replies

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from evalsuite.store import RunFolder
    from evalsuite.suite import Binder
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which conversations are graded, and by what name."""

    where: Mapping[str, str]
    """Fields a conversation must have with these values."""
    id_fields: tuple[str, ...] = ()
    """Fields that make up the case id; empty for the conversation's own id."""
    last: bool = False
    """True where only the last reply with text is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    entry: CaseEntry
    trial: Trial
    identity: str
    """The conversation's own id."""


def grader_specs(workspace: Workspace, names: Sequence[str]) -> tuple[GraderSpec, ...] | None:
    """Graders named on the command line; None where none are, for the settings' standing ones. Raises `UsageError`."""
    if not names:
        return None
    for name in names:
        try:
            workspace.registry.definition(name)
        except ValueError as error:
            raise UsageError(str(error)) from None
    return tuple(GraderSpec(name=name, bare=True) for name in names)


def grade_files(
    workspace: Workspace, files: Sequence[Path], *, choice: Choice, standing: Sequence[GraderSpec] | None
) -> Iterator[Graded | BadLine]:
    """Every chosen conversation of the files, judged, in input order; a line that cannot be read comes as it is.

    Raises `UsageError` where a file is not there, before anything is graded.
    """
    missing = [workspace.shown(path) for path in files if not path.is_file()]
    if missing:
        raise UsageError(f"no file {', '.join(missing)}")
    binder = workspace.binder(workspace.knowledge(), standing=standing)
    _ = binder.standing_graders  # one that cannot be bound is told before the first line is read
    attempts: Counter[str] = Counter()
    with asyncio.Runner() as runner:
        for path in files:
            shown = workspace.shown(path)
            for recorded in _read(path, shown):
                if isinstance(recorded, BadLine):
                    yield recorded
                elif matches(recorded.case, choice.where):
                    name = case_id(choice.id_fields, recorded.case) if choice.id_fields else recorded.case.id
                    attempts[name] += 1
                    yield _grade(runner, binder, recorded, name=name, attempt=attempts[name], choice=choice, path=shown)


def fields(conditions: Sequence[str]) -> dict[str, str]:
    """`FIELD=VALUE` texts as a mapping. Raises `UsageError`."""
    pairs = {}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--where wants FIELD=VALUE, got {condition!r}")
        pairs[name.strip()] = value.strip()
    return pairs


def keep(folder: RunFolder, run: Run, graded: Iterable[Graded | BadLine]) -> Iterator[Graded | BadLine]:
    """The same, kept as a run while they pass; a line that cannot be read is none of its trials."""
    seen: set[str] = set()
    folder.start(run, ())
    with folder:
        for one in graded:
            if isinstance(one, Graded):
                if one.entry.id not in seen:
                    seen.add(one.entry.id)
                    folder.append("cases.jsonl", dump(one.entry))
                folder.append_transcript(one.trial)
                folder.append_verdicts(one.trial.case_id, one.trial.attempt, one.trial.judgement)
            yield one


def recorded_run(
    workspace: Workspace,
    name: str,
    *,
    files: Sequence[str],
    choice: Choice,
    now: datetime,
    standing: Sequence[GraderSpec] | None,
) -> Run:
    """The manifest of a run of recorded conversations."""
    specs = workspace.settings.graders if standing is None else standing
    described = ", ".join(f"{field}={value}" for field, value in choice.where.items())
    return Run(
        id=name,
        assistant=AssistantCard(
            name=choice.where.get("model", "recorded"),
            kind="recorded",
            fingerprint=fingerprint("recorded", sorted(files), described),
            model=choice.where.get("model"),
        ),
        started_at=now,
        tool_version=evalsuite.__version__,
        graders={},
        settings={"recorded": list(files), "where": described, "graders": [plain(spec) for spec in specs]},
    )


def _grade(
    runner: asyncio.Runner, binder: Binder, recorded: Recorded, *, name: str, attempt: int, choice: Choice, path: str
) -> Graded:
    bound = binder.case(replace(recorded.case, id=name))
    only = list(own_replies(recorded.transcript))[-1:] if choice.last else None
    judgement = runner.run(judge(bound, recorded.transcript, binder.knowledge, only=only))
    # No script: what a recorded customer says answers the assistant, and is not the same twice.
    trial = Trial(case_id=name, attempt=attempt, transcript=recorded.transcript, judgement=judgement)
    return Graded(
        entry=replace(entry(bound), path=path, line=recorded.line, script=""), trial=trial, identity=recorded.case.id
    )


def _read(path: Path, shown: str) -> Iterator[Recorded | BadLine]:
    return read_conversations(open_conversations(path, shown_path=shown), shown_path=shown)
