"""One case tried by itself, for those who bring their own loop over cases."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import InputError, UsageError
from evalsuite.judging import judge
from evalsuite.runner import Plan, converse
from evalsuite.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.run import Trial
    from evalsuite.protocols import Assistant
    from evalsuite.suite import BoundCase


def assistant(name: str | None = None) -> AssistantDefinition:
    """An assistant of the workspace around the calling file, or else around the current folder; its default where
    none is named.

    Raises `UsageError` or `InputError` with the mend.
    """
    caller = sys._getframe(1).f_globals.get("__file__")  # noqa: SLF001  - pytest may be called from anywhere
    around = _workspace(Path(caller).resolve().parent) if caller else None
    return (around if around and around.found else _workspace(Path.cwd())).assistant(name)


def cases_of(path: Path, shown: str) -> list[LocatedCase]:
    """The cases of one file, their graders known to the workspace around it; complaints call the file `shown`.

    Raises `InputError` with every mistake, or `UsageError` where the workspace's own code cannot be loaded.
    """
    from evalsuite.codec.cases import read_case_file  # noqa: PLC0415  - pays for what it needs
    from evalsuite.codec.fields import in_order  # noqa: PLC0415

    workspace = _workspace(path.parent)
    located, complaints = read_case_file(shown, path.read_bytes(), known_tools=workspace.tool_names())
    try:
        # Which tools there are depends on the assistant, which is not known yet.
        replace(workspace.binder(workspace.knowledge()), tools=None).suite(located)
    except InputError as error:
        complaints += error.complaints
    if complaints:
        raise InputError(in_order(complaints))
    return located


def try_case(wanted: object, located: LocatedCase, folder: Path) -> Trial:
    """The case held with an assistant of the workspace around a folder, and graded.

    `wanted` is a definition, the name of one, a function that takes a `Conversation` and gives what an assistant of
    kind python may give, or an object with such a function named `reply`; either may be async.
    Raises `UsageError` or `InputError` with the mend.
    """
    from evalsuite.assistants.opening import card  # noqa: PLC0415

    workspace = _workspace(folder)
    definition = workspace.assistant(wanted) if isinstance(wanted, str) else wanted
    known = card(definition) if isinstance(definition, AssistantDefinition) else None
    knowledge = workspace.knowledge(known)
    [bound] = workspace.binder(knowledge).suite([located]).cases

    async def once() -> Trial:
        async with _opened(workspace, definition) as replying:
            plan = Plan(
                assistant=replying,
                toolbox=workspace.toolbox(),
                knowledge=knowledge,
                case_seconds=workspace.settings.case_timeout_seconds,
            )
            return await _trial(bound, plan)

    with asyncio.Runner() as runner:
        return runner.run(once())


@asynccontextmanager
async def _opened(workspace: Workspace, wanted: object) -> AsyncIterator[Assistant]:
    if isinstance(wanted, AssistantDefinition):
        async with await workspace.open(wanted, wrap=lambda model: model, concurrency=1) as opened:
            yield opened.assistant
        return
    from evalsuite.assistants.python import PythonAssistant  # noqa: PLC0415

    function = getattr(wanted, "reply", wanted)
    if not callable(function) or isinstance(wanted, type):
        raise UsageError(
            f"the assistant fixture gives {type(wanted).__name__}, which cannot reply; return "
            "evalsuite.assistant('NAME') from it, a function that takes a Conversation, or an object with `reply`"
        )
    name = getattr(function, "__qualname__", type(wanted).__qualname__)
    yield PythonAssistant(AssistantDefinition(name=name, kind="python", function=name), function)


async def _trial(bound: BoundCase, plan: Plan) -> Trial:
    trial = await converse(bound, 1, plan=plan)
    if trial.error is not None:
        return trial
    return replace(trial, judgement=await judge(bound, trial.transcript, plan.knowledge))


@lru_cache(maxsize=16)
def _workspace(folder: Path) -> Workspace:
    return open_workspace(folder, environment=os.environ)
