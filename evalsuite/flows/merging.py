"""The shards of one run put together, whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.codec.records import plain, unplain
from evalsuite.errors import UsageError
from evalsuite.flows.replies import FILE as REPLIES
from evalsuite.flows.running import Selection, shard_of
from evalsuite.store import RunFolder

if TYPE_CHECKING:
    from evalsuite.domain.run import CaseEntry, Run, Trial
    from evalsuite.workspace import Workspace


def merge(workspace: Workspace, names: Sequence[str]) -> RunFolder:
    """A new run of everything that the shards hold, in the order of their cases; the shards stay as they are.

    Raises `UsageError` where a shard is missing, stands twice, or is of another run's making.
    """
    runs = workspace.runs()
    shards = sorted((_shard(runs.find(name)) for name in names), key=lambda shard: shard.number)
    _check(shards)
    entries = sorted((entry for shard in shards for entry in shard.folder.cases().values()), key=_place)
    trials = {(trial.case_id, trial.attempt): trial for shard in shards for _, trial in shard.folder.trials()}
    first = shards[0].run
    run = replace(
        first,
        id=runs.new(first.id.removesuffix(f"-1of{shards[0].of}")).name,
        started_at=max(shard.run.started_at for shard in shards),  # so that it is the latest of them all
        settings={**first.settings, "selection": plain(replace(shards[0].selection, shard=""))},
    )
    with RunFolder(runs.root / run.id) as folder:
        folder.start(run, entries)
        for trial in _in_order(entries, trials, run.trials):
            folder.append_transcript(trial)
            if trial.error is None:
                folder.append_verdicts(trial.case_id, trial.attempt, trial.judgement)
        for shard in shards:
            for line in shard.replies():
                folder.append(REPLIES, line)
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shard:
    folder: RunFolder
    run: Run
    selection: Selection
    number: int
    of: int

    def replies(self) -> Iterator[bytes]:
        path = self.folder.path / REPLIES
        if path.exists():
            with path.open("rb") as lines:
                yield from (line.rstrip(b"\n") for line in lines if line.endswith(b"\n"))


def _shard(folder: RunFolder) -> _Shard:
    run = folder.manifest()
    selection = unplain(Selection, run.settings.get("selection", {}))
    if not selection.shard:
        raise UsageError(f"run {run.id} is no shard: it was made without --shard")
    number, of = shard_of(selection.shard)
    return _Shard(folder=folder, run=run, selection=selection, number=number, of=of)


def _check(shards: Sequence[_Shard]) -> None:
    first = shards[0]
    for one in shards:
        if _kind(one) != _kind(first):
            what = next(name for name, value in _kind(one).items() if value != _kind(first)[name])
            raise UsageError(f"{one.run.id} and {first.run.id} are no shards of one run: they differ in {what}")
    numbers = [one.number for one in shards]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    missing = sorted(set(range(1, first.of + 1)) - set(numbers))
    if twice:
        raise UsageError(f"shard {twice[0]} of {first.of} stands twice; name each once")
    if missing:
        told = ", ".join(map(str, missing))
        raise UsageError(f"shard {told} of {first.of} is missing: what did not run cannot be green")


def _kind(shard: _Shard) -> dict[str, object]:
    """What shards of one run have in common."""
    return {
        "their number": shard.of,
        "the selection of cases": replace(shard.selection, shard=""),
        "the assistant": shard.run.assistant.fingerprint,
        "attempts": shard.run.trials,
        "the standing graders": dict(shard.run.graders),
    }


def _in_order(entries: Sequence[CaseEntry], trials: dict[tuple[str, int], Trial], attempts: int) -> Iterator[Trial]:
    for entry in entries:
        for attempt in range(1, attempts + 1):
            if (entry.id, attempt) in trials:
                yield trials[entry.id, attempt]


def _place(entry: CaseEntry) -> tuple[str, int, str]:
    return entry.path, entry.line, entry.id
