"""Trials made: converse, keep the transcript, grade, keep the verdicts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from evalsuite.domain.conversation import Message, Tool, Transcript, Usage
from evalsuite.domain.run import Failure, Judgement, Trial
from evalsuite.errors import ModelError
from evalsuite.judging import judge
from evalsuite.protocols import Conversation
from evalsuite.suite import BoundCase

if TYPE_CHECKING:
    from evalsuite.customers import SimulatedCustomer
    from evalsuite.domain.case import Case
    from evalsuite.protocols import Assistant, Knowledge, Toolbox


NOBODY_PLAYS = (
    "no model plays the customer of this case: name an assistant definition of kind openai as customer in the settings"
)


class Sink(Protocol):
    """Where trials are kept as they finish."""

    def append_transcript(self, trial: Trial) -> None: ...
    def append_verdicts(self, case_id: str, attempt: int, judgement: Judgement) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How trials are made."""

    assistant: Assistant
    toolbox: Callable[[BoundCase, int], Toolbox]
    """A fresh one for each case and attempt."""
    knowledge: Knowledge
    customer: SimulatedCustomer | None = None
    """Who plays the customers of cases that script none; None where nobody does."""
    concurrency: int = 50
    """Conversations under way at once."""
    case_seconds: float = 300.0
    """The longest a whole conversation may take."""
    give_up_after: int = 5
    """The same fatal failure this many times in a row stops the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a run ended."""

    stopped: Failure | None = None
    """The failure that stopped it before all trials were made; None where all were."""
    left: int = 0
    """Trials that were not made."""


class Breaker:
    """Counts the same fatal failure met by one trial after another."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.tripped: Failure | None = None
        self._row: Counter[str] = Counter()

    def saw(self, failure: Failure | None) -> None:
        if failure is None or not failure.fatal:
            self._row.clear()
            return
        self._row[failure.kind] += 1
        if self._row[failure.kind] >= self.limit:
            self.tripped = failure


async def run_trials(
    todo: Iterable[tuple[BoundCase, int]],
    *,
    plan: Plan,
    sink: Sink,
    saw: Callable[[Trial], None],
) -> Finished:
    """Make a trial of each (case, attempt), at most `concurrency` at once, each kept as soon as it is finished.

    A failing assistant makes a trial with an error, never an exception; `saw` is told of every finished trial.
    """
    waiting = iter(todo)
    breaker = Breaker(plan.give_up_after)
    async with asyncio.TaskGroup() as group:
        for _ in range(plan.concurrency):
            group.create_task(_work(waiting, plan=plan, sink=sink, saw=saw, breaker=breaker))
    return Finished(stopped=breaker.tripped, left=sum(1 for _ in waiting) if breaker.tripped else 0)


async def _work(
    waiting: Iterator[tuple[BoundCase, int]],
    *,
    plan: Plan,
    sink: Sink,
    saw: Callable[[Trial], None],
    breaker: Breaker,
) -> None:
    for bound, attempt in waiting:
        trial = await converse(bound, attempt, plan=plan)
        sink.append_transcript(trial)
        if trial.error is None:
            trial = replace(trial, judgement=await judge(bound, trial.transcript, plan.knowledge))
            sink.append_verdicts(trial.case_id, trial.attempt, trial.judgement)
        breaker.saw(trial.error)
        saw(trial)
        if breaker.tripped:
            return


async def converse(bound: BoundCase, attempt: int, *, plan: Plan) -> Trial:
    """The conversation a case scripts, held with the assistant. What was said before a failure is kept."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    talk = _Talk()
    error: Failure | None = None
    try:
        async with asyncio.timeout(plan.case_seconds) as limit:
            await _script(bound, attempt, plan=plan, talk=talk, deadline=limit.when() or started + plan.case_seconds)
    except TimeoutError:
        error = Failure(
            kind="timeout",
            text=f"the conversation took longer than {plan.case_seconds:g} s (setting case_timeout_seconds)",
        )
    except ModelError as failed:
        error = failed.failure
        talk.messages += failed.messages
        talk.usage += failed.usage
    except Exception as crash:  # noqa: BLE001  - a crashing assistant costs its own trial, never the run
        error = Failure(kind="crashed", text=f"the assistant crashed: {type(crash).__name__}: {crash}"[:500])
    return Trial(
        case_id=bound.case.id,
        attempt=attempt,
        script=bound.script,
        error=error,
        transcript=talk.transcript(loop.time() - started),
    )


class _Talk:
    """A conversation under way."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.scripted: list[int] = []
        self.usage = Usage()
        self.customer = Usage()
        self.model: str | None = None
        self.prompt_version: str | None = None
        self.finish_reason: str | None = None

    def played(self, usage: Usage) -> None:
        """Take in what the customer's model took."""
        self.customer += usage

    def transcript(self, seconds: float) -> Transcript:
        return Transcript(
            messages=tuple(self.messages),
            scripted=tuple(self.scripted),
            usage=self.usage,
            customer=self.customer,
            seconds=round(seconds, 3),
            model=self.model,
            prompt_version=self.prompt_version,
            finish_reason=self.finish_reason,
        )


async def _script(bound: BoundCase, attempt: int, *, plan: Plan, talk: _Talk, deadline: float) -> None:
    case = bound.case
    reply = partial(
        _reply, case, attempt, plan=plan, talk=talk, toolbox=plan.toolbox(bound, attempt), deadline=deadline
    )
    if case.customer:
        if plan.customer is None:
            raise ModelError(Failure(kind="bad_request", text=NOBODY_PLAYS))
        while (text := await plan.customer.next(case, talk.messages, attempt, spent=talk.played)) is not None:
            talk.messages.append(Message(role="user", text=text))
            await reply()
    for index, line in enumerate(case.messages):
        if line.role == "assistant":
            talk.scripted.append(len(talk.messages))
        talk.messages.append(Message(role=line.role, text=line.text))
        following = case.messages[index + 1].role if index + 1 < len(case.messages) else None
        if line.role == "assistant" or following == "assistant":
            continue
        await reply()


async def _reply(case: Case, attempt: int, *, plan: Plan, talk: _Talk, toolbox: Toolbox, deadline: float) -> None:
    """The assistant's next reply, taken into the talk."""
    reply = await plan.assistant.reply(
        Conversation(
            case_id=case.id,
            attempt=attempt,
            messages=tuple(talk.messages),
            cohort=case.cohort,
            language=case.language,
            context=case.context,
            tools=plan.knowledge.tools or tuple(Tool(name=name) for name in case.tools),
            toolbox=toolbox,
            deadline=deadline,
        )
    )
    talk.messages += reply.messages
    talk.usage += reply.usage
    talk.model = reply.model or talk.model
    talk.prompt_version = reply.prompt_version or talk.prompt_version
    talk.finish_reason = reply.finish_reason or talk.finish_reason
