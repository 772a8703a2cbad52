"""Model replies kept beside a run, and given again instead of calling a model."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.assistants.opening import identity
from evalsuite.errors import UsageError
from evalsuite.models.limited import Budget, Limited
from evalsuite.models.recorded import Recording, Replayed
from evalsuite.models.replies import RecordedReply, Replies, encode_reply, read_replies

if TYPE_CHECKING:
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.protocols import Model
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace

FILE = "replies.jsonl"


def replying(
    workspace: Workspace,
    folder: RunFolder,
    definition: AssistantDefinition,
    *,
    replay: str | None,
    record: bool,
    budget: Budget | None = None,
) -> Callable[[Model], Model]:
    """How a run's model is wrapped: replayed, or held to the budget and recorded. All models of a run share a budget.

    Raises `UsageError` where there is nothing to replay or no price to hold to a budget, and `InputError` where a
    recording cannot be read.
    """
    known_as = identity(definition)
    if replay:
        replies = find_replies(workspace, replay)
        return lambda _: Replayed(replies, identity=known_as)
    if budget and definition.prices is None:
        raise UsageError(
            f"assistant {definition.name!r} has no prices, so no cost can be kept to: add to its definition "
            "`prices: {input: …, output: …}`, in US dollars for a million tokens"
        )

    def wrap(model: Model) -> Model:
        held = Limited(model, budget=budget) if budget else model
        if not record:
            return held

        def sink(reply: RecordedReply) -> None:
            folder.append(FILE, encode_reply(reply))

        return Recording(held, identity=known_as, sink=sink)

    return wrap


def budget_of(workspace: Workspace) -> Budget | None:
    """What the models of one command may cost together, judges with them; None where the settings set no limit."""
    return workspace.budget


def find_replies(workspace: Workspace, name: str) -> Replies:
    """The replies of a recorded file, or of a run. Raises `UsageError` or `InputError`."""
    path = workspace.here / name
    if not path.is_file():
        path = workspace.runs().find(name).path / FILE
    if not path.is_file():
        raise UsageError(f"run {name!r} kept no replies (it was made with --no-record); make one without it")
    opened = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rb") as lines:
        return read_replies(lines, path=workspace.shown(path))
