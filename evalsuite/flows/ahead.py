"""Trials made by a thread with a loop of its own, ahead of whoever asks for them one by one."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.domain.conversation import Transcript
from evalsuite.domain.run import Failure, Trial
from evalsuite.errors import UsageError
from evalsuite.flows.replies import Tape
from evalsuite.flows.single import workspace_of
from evalsuite.judging import judge
from evalsuite.runner import Breaker, Plan, converse

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable
    from concurrent.futures import Future
    from pathlib import Path

    from evalsuite.customers import SimulatedCustomer
    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.run import AssistantCard
    from evalsuite.protocols import Assistant
    from evalsuite.suite import Binder, BoundCase
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One attempt at a case with an assistant."""

    wanted: object
    """A definition, the name of one, a function that takes a `Conversation` and gives what an assistant of kind
    python may give, or an object with such a function named `reply`; either may be async."""
    located: LocatedCase
    folder: Path
    """Where its file lies; the workspace is the one around it."""
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A trial with what it was made of."""

    trial: Trial
    bound: BoundCase
    card: AssistantCard | None
    """None where a function or an object of the caller's replied."""
    name: str
    """The assistant's."""
    root: str
    """The workspace's folder."""


class Ahead:
    """Makes trials in the order they are announced, as many at once as the settings allow.

    Close it when done: what is still under way is cancelled. `parts` is how many processes share the allowance.
    """

    def __init__(self, *, parts: int = 1) -> None:
        self._parts = parts
        self._made: dict[tuple[int, str, str, int], Future[Made]] = {}
        self._desks: dict[tuple[str, str], asyncio.Task[_Desk]] = {}
        self._customers: dict[str, asyncio.Task[SimulatedCustomer]] = {}
        self._limits: dict[str, asyncio.Semaphore] = {}
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._stack = AsyncExitStack()
        self._thread = threading.Thread(target=self._live, name="evalsuite-trials", daemon=True)
        self._thread.start()

    def announce(self, asks: Iterable[Ask]) -> None:
        """Begin with these; each is made once, however often it is announced or asked for."""
        for ask in asks:
            if _key(ask) not in self._made:
                self._made[_key(ask)] = self._run(self._make(ask))

    def trial(self, ask: Ask) -> Made:
        """The trial, waited for. Raises `UsageError` or `InputError` with the mend where none can be made."""
        self.announce([ask])
        try:
            return self._made.pop(_key(ask)).result()
        except CancelledError:
            raise UsageError("the trial was given up, since the session ended") from None

    def close(self) -> None:
        """Cancel what is under way and let go of every assistant."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()

    def _run(self, work: Coroutine[None, None, Made]) -> Future[Made]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._until_closed())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _until_closed(self) -> None:
        await self._closing.wait()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._stack.aclose()

    async def _make(self, ask: Ask) -> Made:
        workspace = workspace_of(ask.folder)
        limit = self._limits.setdefault(
            str(workspace.root), asyncio.Semaphore(max(1, workspace.settings.concurrency // self._parts))
        )
        async with limit:
            desk = await self._desk(workspace, ask.wanted)
            [bound] = desk.binder.suite([ask.located]).cases
            if bound.case.customer:
                desk = replace(desk, plan=replace(desk.plan, customer=await self._customer(workspace, desk.plan)))
            trial = await desk.trial(bound, ask.attempt)
            return Made(trial=trial, bound=bound, card=desk.card, name=desk.name, root=str(workspace.root))

    async def _desk(self, workspace: Workspace, wanted: object) -> _Desk:
        definition = workspace.assistant(wanted) if isinstance(wanted, str) else wanted
        known = _card(definition)
        key = (str(workspace.root), f"{known.name} {known.fingerprint}" if known else f"object {id(wanted)}")
        if key not in self._desks:
            self._desks[key] = asyncio.create_task(self._open(workspace, definition, known))
        return await asyncio.shield(self._desks[key])  # one trial given up takes the assistant from no other

    async def _customer(self, workspace: Workspace, plan: Plan) -> SimulatedCustomer:
        async def opened() -> SimulatedCustomer:
            definition = workspace.customer()
            wrap = Tape(budget=workspace.budget).around(definition)
            played = workspace.played(definition, plan.knowledge, wrap=wrap)
            return await self._stack.enter_async_context(played)

        key = str(workspace.root)
        if key not in self._customers:
            self._customers[key] = asyncio.create_task(opened())
        return await asyncio.shield(self._customers[key])

    async def _open(self, workspace: Workspace, definition: object, known: AssistantCard | None) -> _Desk:
        if isinstance(definition, AssistantDefinition):
            wrap = Tape(budget=workspace.budget).around(definition)
            opened = await workspace.open(definition, wrap=wrap, concurrency=workspace.settings.concurrency)
            await self._stack.enter_async_context(opened)
            assistant = opened.assistant
        else:
            assistant = _own(definition)
        plan = Plan(
            assistant=assistant,
            toolbox=workspace.toolbox(),
            knowledge=workspace.knowledge(known),
            case_seconds=workspace.settings.case_timeout_seconds,
            give_up_after=workspace.settings.give_up_after,
        )
        return _Desk(
            plan=plan,
            binder=workspace.binder(plan.knowledge),
            card=known,
            breaker=Breaker(plan.give_up_after),
            wanted=definition,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """An assistant ready to reply."""

    plan: Plan
    binder: Binder
    card: AssistantCard | None
    breaker: Breaker
    wanted: object
    """Kept, so that its identity is no other's."""

    @property
    def name(self) -> str:
        if self.card:
            return self.card.name
        return str(getattr(self.wanted, "__name__", type(self.wanted).__name__))

    async def trial(self, bound: BoundCase, attempt: int) -> Trial:
        if self.breaker.tripped:
            return _not_tried(bound, attempt, self.breaker.tripped, self.plan.give_up_after)
        trial = await converse(bound, attempt, plan=self.plan)
        self.breaker.saw(trial.error)
        if trial.error is not None:
            return trial
        return replace(trial, judgement=await judge(bound, trial.transcript, self.plan.knowledge))


def _not_tried(bound: BoundCase, attempt: int, failure: Failure, times: int) -> Trial:
    text = f"not tried, after the same failure {times} times in a row: {failure.text}"
    error = replace(failure, text=text)
    nothing = Transcript(messages=())
    return Trial(case_id=bound.case.id, attempt=attempt, script=bound.script, error=error, transcript=nothing)


def _card(definition: object) -> AssistantCard | None:
    from evalsuite.assistants.opening import card  # noqa: PLC0415

    return card(definition) if isinstance(definition, AssistantDefinition) else None


def _own(wanted: object) -> Assistant:
    from evalsuite.assistants.python import PythonAssistant  # noqa: PLC0415

    function = getattr(wanted, "reply", wanted)
    if not callable(function) or isinstance(wanted, type):
        raise UsageError(
            f"the assistant fixture gives {type(wanted).__name__}, which cannot reply; return "
            "evalsuite.assistant('NAME') from it, a function that takes a Conversation, or an object with `reply`"
        )
    name = getattr(function, "__qualname__", type(wanted).__qualname__)
    return PythonAssistant(AssistantDefinition(name=name, kind="python", function=name), function)


def _key(ask: Ask) -> tuple[int, str, str, int]:
    return id(ask.wanted), ask.located.mark.path, ask.located.case.id, ask.attempt
