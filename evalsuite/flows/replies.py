"""Model replies kept beside a run, and given again instead of calling a model."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.assistants.opening import identity
from evalsuite.errors import UsageError
from evalsuite.models.limited import Budget, Limited
from evalsuite.models.recorded import Recording, Replayed, UnrecordedError
from evalsuite.models.replies import RecordedReply, Replies, encode_reply, read_replies

if TYPE_CHECKING:
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.protocols import Judge, Judging, Model, Request
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace

FILE = "replies.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """Where the replies of a run's models go to, or come from."""

    folder: RunFolder | None = None
    """The run that keeps them; None where nothing is kept."""
    replay: Replies | None = None
    """Given again, and no model is called; None where models are called."""
    budget: Budget | None = None
    """What all of them may cost together."""

    def around(self, definition: AssistantDefinition) -> Callable[[Model], Model]:
        """How the model of a definition is wrapped: replayed, or held to the budget and recorded. Raises `UsageError`
        where it has no price to hold to a budget."""
        known_as, replay, budget = identity(definition), self.replay, self.budget
        if replay is not None:
            return lambda _: Replayed(replay, identity=known_as)
        if budget and definition.prices is None:
            raise UsageError(
                f"assistant {definition.name!r} has no prices, so no cost can be kept to: add to its definition "
                "`prices: {input: …, output: …}`, in US dollars for a million tokens"
            )
        return lambda model: self._recording(Limited(model, budget=budget) if budget else model, known_as)

    def judging(self, judging: Judging | None) -> Judging | None:
        """The same judges, replayed or recorded; they hold to the budget by themselves. What they remember is recorded
        too, so that a replay knows all of it."""
        return replace(judging, judges=tuple(map(self._judge, judging.judges))) if judging else None

    def _judge(self, judge: Judge) -> Judge:
        if self.replay is None:
            return replace(judge, model=self._recording(judge.model, judge.identity))

        def refused(_: Request, why: str) -> UnrecordedError:
            return UnrecordedError(
                f"judge {judge.name!r} is not asked in a replay, and {why or 'its answer to this was not recorded'}: "
                "run it again without --replay, or let the judge be asked for this run alone, evalsuite regrade RUN"
            )

        return replace(judge, model=Replayed(self.replay, identity=judge.identity, refused=refused))

    def _recording(self, model: Model, known_as: str) -> Model:
        folder = self.folder
        if folder is None:
            return model

        def sink(reply: RecordedReply) -> None:
            folder.append(FILE, encode_reply(reply))

        return Recording(model, identity=known_as, sink=sink)


def tape(workspace: Workspace, folder: RunFolder, *, replay: str | None = None, record: bool = True) -> Tape:
    """The tape of a run. `replay` names a run or a recorded file to take replies from. Raises as `find_replies`."""
    return Tape(
        folder=folder if record and not replay else None,
        replay=find_replies(workspace, replay) if replay else None,
        budget=workspace.budget,
    )


def find_replies(workspace: Workspace, name: str) -> Replies:
    """The replies of a recorded file, or of a run. Raises `UsageError` or `InputError`."""
    path = workspace.here / name
    if not path.is_file():
        path = workspace.runs().find(name).path / FILE
    if not path.is_file():
        why = "it was made with --no-record, or is a replay itself"
        raise UsageError(f"run {name!r} kept no replies: {why}. Name another one")
    opened = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rb") as lines:
        return read_replies(lines, path=workspace.shown(path))
