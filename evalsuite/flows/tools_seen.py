"""What recorded conversations show of each tool: how it was called, and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evalsuite.conversations.lines import open_conversations
from evalsuite.conversations.recorded import BadLine, read_conversations
from evalsuite.domain.case import Case
from evalsuite.errors import InputError, UsageError
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.results import decoded

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.conversation import Transcript
    from evalsuite.domain.reading import Effect
    from evalsuite.workspace import Workspace

_SAMPLES = 50
"""Successful calls of a tool that are kept whole; the others only count."""
_KEYS = 200
"""Arguments of a tool, and places in its results, that are told apart."""
_DEPTH = 4


@dataclass
class SeenTool:
    """One tool, over all conversations."""

    name: str
    description: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """Of its arguments, as it was offered; empty where no conversation says."""
    calls: int = 0
    failed: int = 0
    given: Counter[str] = field(default_factory=Counter)
    """Calls that gave each argument."""
    types: dict[str, set[str]] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=dict)
    """The first texts given for each argument."""
    found: Counter[str] = field(default_factory=Counter)
    """Successful calls whose result has something at each path: `result.refund.amount`."""
    samples: list[Effect] = field(default_factory=list)
    """The first successful calls."""

    @property
    def succeeded(self) -> int:
        return self.calls - self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a set of conversations shows."""

    tools: Mapping[str, SeenTool]
    """By name, in order of names; offered ones that were never called too."""
    conversations: int
    texts: Sequence[str]
    """What was said, shown and answered in the first of them."""


def recorded(workspace: Workspace, files: Sequence[str], runs: Sequence[str]) -> Iterator[Transcript]:
    """The conversations of files and of kept runs. Raises `UsageError` where one is not there, and one `InputError`
    with every line that cannot be read."""
    paths = [workspace.here / name for name in files]
    missing = [workspace.shown(path) for path in paths if not path.is_file()]
    if missing:
        raise UsageError(f"no file {', '.join(missing)}")
    folders = [workspace.runs().find(name) for name in runs]
    for path in paths:
        yield from _of_file(path, workspace.shown(path))
    for folder in folders:
        for _, trial in folder.trials():
            yield trial.transcript


def observe(transcripts: Iterable[Transcript]) -> Seen:
    """Every tool of the conversations, in the order of names: the same for the same conversations, whatever order."""
    tools: dict[str, SeenTool] = {}
    texts: list[str] = []
    count = 0
    for transcript in transcripts:
        count += 1
        if count <= _SAMPLES * 10:
            texts += [message.text for message in transcript.messages if message.text]
        for offered in transcript.tools or ():
            tool = tools.setdefault(offered.name, SeenTool(offered.name))
            tool.description = tool.description or offered.description
            tool.schema = tool.schema or offered.parameters
        for effect in _ledger(transcript):
            _add(tools.setdefault(effect.tool, SeenTool(effect.tool)), effect)
    return Seen(tools=dict(sorted(tools.items())), conversations=count, texts=texts)


def _of_file(path: Path, shown: str) -> Iterator[Transcript]:
    bad = []
    for one in read_conversations(open_conversations(path, shown_path=shown), shown_path=shown):
        if isinstance(one, BadLine):
            bad.append(one.complaint)
        else:
            yield one.transcript
    if bad:
        raise InputError(bad)


def _ledger(transcript: Transcript) -> tuple[Effect, ...]:
    context = GradingContext(case=Case(id="seen"), transcript=transcript, readers=READERS, knowledge=Knowledge())
    return context.evidence.ledger


def _add(tool: SeenTool, effect: Effect) -> None:
    tool.calls += 1
    for key, value in effect.arguments.items():
        if key in tool.given or len(tool.given) < _KEYS:
            tool.given[key] += 1
            tool.types.setdefault(key, set()).add(_type(value))
            if isinstance(value, str) and len(value) <= 60:  # noqa: SIM102
                if len(tool.values.setdefault(key, set())) < _KEYS:
                    tool.values[key].add(value)
    if effect.ok is not True:
        tool.failed += effect.ok is False
        return
    if len(tool.samples) < _SAMPLES:
        tool.samples.append(effect)
    for path in sorted(set(_paths(decoded(effect.result), "result", _DEPTH))):
        if path in tool.found or len(tool.found) < _KEYS:
            tool.found[path] += 1


def _paths(value: Any, path: str, depth: int) -> Iterator[str]:
    """Where plain values stand in a result; a list counts as its items."""
    if isinstance(value, Mapping) and depth:
        for key, inner in list(value.items())[:_KEYS]:
            if str(key).isidentifier():
                yield from _paths(inner, f"{path}.{key}", depth - 1)
    elif isinstance(value, list):
        for inner in value[:3]:
            yield from _paths(inner, path, depth)
    elif value is not None and not isinstance(value, Mapping) and path != "result":
        yield path


def _type(value: Any) -> str:
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"
