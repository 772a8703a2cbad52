"""One case tried by itself, for those who bring their own loop over cases."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import UsageError
from evalsuite.judging import judge
from evalsuite.runner import Plan, converse
from evalsuite.suite import BoundCase
from evalsuite.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.run import Trial


def assistant(name: str | None = None) -> AssistantDefinition:
    """An assistant of the workspace around the current folder, its default where none is named.

    Raises `UsageError` or `InputError` with the mend.
    """
    return _workspace(Path.cwd()).assistant(name)


def try_case(wanted: object, located: LocatedCase, folder: Path) -> Trial:
    """The case held with an assistant of the workspace around a folder, and graded.

    `wanted` is a definition, or the name of one. Raises `UsageError` or `InputError` with the mend.
    """
    from evalsuite.assistants.opening import card  # noqa: PLC0415  - pays for what it needs

    workspace = _workspace(folder)
    definition = workspace.assistant(wanted) if isinstance(wanted, str) else wanted
    if not isinstance(definition, AssistantDefinition):
        raise UsageError(f"the assistant fixture gives {definition!r}; return evalsuite.assistant('NAME') from it")
    knowledge = workspace.knowledge(card(definition))
    [bound] = workspace.binder(knowledge).suite([located]).cases

    async def once() -> Trial:
        async with await workspace.open(definition, wrap=lambda model: model, concurrency=1) as opened:
            plan = Plan(
                assistant=opened.assistant,
                toolbox=workspace.toolbox(),
                knowledge=knowledge,
                case_seconds=workspace.settings.case_timeout_seconds,
            )
            return await _trial(bound, plan)

    with asyncio.Runner() as runner:
        return runner.run(once())


async def _trial(bound: BoundCase, plan: Plan) -> Trial:
    trial = await converse(bound, 1, plan=plan)
    if trial.error is not None:
        return trial
    return replace(trial, judgement=await judge(bound, trial.transcript, plan.knowledge))


@lru_cache(maxsize=4)
def _workspace(folder: Path) -> Workspace:
    return open_workspace(folder, environment=os.environ)
