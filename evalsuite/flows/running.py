"""A run from selection to run folder: begun, continued, and finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import evalsuite
from evalsuite.assistants.opening import card as made_of
from evalsuite.codec.fingerprint import expectations_fingerprint, script_fingerprint
from evalsuite.codec.records import plain, unplain
from evalsuite.domain.case import Case, GraderSpec, LocatedCase, Mark
from evalsuite.domain.run import AssistantCard, CaseEntry, Run, Trial
from evalsuite.errors import NothingRanError, UsageError
from evalsuite.flows.replies import Tape
from evalsuite.flows.shares import shared_out
from evalsuite.judging import judge
from evalsuite.runner import Finished, Plan, run_trials
from evalsuite.store import RunFolder
from evalsuite.suite import BoundCase, Suite

if TYPE_CHECKING:
    from datetime import datetime

    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.protocols import Knowledge
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which cases a run is about."""

    paths: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    shard: str = ""
    """`2/4` for the second of four shares of these cases; empty for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that can start: everything checked, nothing paid for."""

    definition: AssistantDefinition
    card: AssistantCard
    knowledge: Knowledge
    folder: RunFolder
    customer: AssistantDefinition | None = None
    """Who plays the customers of these cases; None where all of them are scripted."""
    start: tuple[Run, tuple[CaseEntry, ...]] | None = None
    """What to write first, where the folder is not there yet."""
    todo: tuple[tuple[BoundCase, int], ...]
    """Trials to make."""
    ungraded: tuple[tuple[BoundCase, int], ...] = ()
    """Trials that have a transcript and no verdicts."""
    resumed: int = 0
    """Trials that were finished before."""
    notes: tuple[str, ...] = field(default_factory=tuple)


def begin(workspace: Workspace, selection: Selection, *, assistant: str | None, now: datetime) -> Prepared:
    """A new run of the selected cases. Raises `EvalsuiteError` with every mistake, before anything is paid for."""
    definition, card, knowledge = _assistant(workspace, assistant)
    suite = workspace.binder(knowledge).suite(selected(workspace, selection))
    customer = _customer(workspace, suite)
    trials = workspace.settings.trials
    run = Run(
        id=workspace.runs().new(_name(now, card, selection)).name,
        assistant=card,
        started_at=now,
        tool_version=evalsuite.__version__,
        trials=trials,
        graders={placed.label: placed.bound.fingerprint for placed in suite.standing},
        settings={
            "selection": plain(selection),
            "graders": [plain(spec) for spec in workspace.settings.graders],
            **({"customer": made_of(customer).fingerprint} if customer else {}),
        },
    )
    return Prepared(
        definition=definition,
        card=card,
        knowledge=knowledge,
        notes=workspace.judge_notes(card.model),
        folder=RunFolder(workspace.runs().root / run.id),
        customer=customer,
        start=(run, tuple(entry(bound) for bound in suite.cases)),
        todo=tuple((bound, attempt) for bound in suite.cases for attempt in range(1, trials + 1)),
    )


def _name(now: datetime, card: AssistantCard, selection: Selection) -> str:
    """Runs sort by time; shards begun in one second on several machines are told apart."""
    shard = f"-{selection.shard.replace('/', 'of')}" if selection.shard else ""
    return f"{now:%Y%m%d-%H%M%S}-{card.name}{shard}"


def selected(workspace: Workspace, selection: Selection) -> list[LocatedCase]:
    """The cases that a selection names, in the order of their files. Raises as `Workspace.cases`, or `UsageError`.

    Shares are as even as clusters let them be, and depend on nothing but the cases.
    """
    cases = workspace.cases(selection.paths, ids=selection.ids, tags=selection.tags)
    if not selection.shard:
        return cases
    number, of = shard_of(selection.shard)
    shares = shared_out([located.case.unit for located in cases], of)
    mine = [located for located, share in zip(cases, shares, strict=True) if share == number - 1]
    if not mine:
        raise NothingRanError(f"shard {selection.shard} has no case: there are fewer clusters of cases than shards")
    return mine


def shard_of(text: str) -> tuple[int, int]:
    """`2/4` as (2, 4). Raises `UsageError`."""
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise UsageError(f"--shard {text}: write it as 2/4, the second of four")
    return int(number), int(of)


def resume(workspace: Workspace, name: str) -> Prepared:
    """A run continued: what is missing and what ended in error is made, what is done stays.

    Raises `UsageError`, naming what differs, where the assistant or a case's script is not what it was.
    """
    folder = workspace.runs().find(name)
    run = folder.manifest()
    definition, card, knowledge = _assistant(workspace, run.assistant.name)
    if card.fingerprint != run.assistant.fingerprint:
        raise UsageError(
            f"assistant {card.name!r} has changed since run {run.id} began ({_changes(run.assistant, card)}); "
            "begin a new run, or put the definition back"
        )
    stored = folder.cases()
    notes = _check_scripts(workspace, run, stored)
    suite = Suite(cases=rebound(workspace, knowledge, run, stored.values()), standing=())
    customer = _customer(workspace, suite)
    if customer and made_of(customer).fingerprint != run.settings.get("customer"):
        raise UsageError(
            f"{customer.name!r}, who plays the customers, has changed since run {run.id} began; begin a new run, or "
            "put the definition back"
        )
    progress = folder.progress()
    keys = [(bound, attempt) for bound in suite.cases for attempt in range(1, run.trials + 1)]
    return Prepared(
        definition=definition,
        card=card,
        knowledge=knowledge,
        folder=folder,
        customer=customer,
        todo=tuple(
            (bound, attempt)
            for bound, attempt in keys
            if (bound.case.id, attempt) not in progress.done | progress.ungraded
        ),
        ungraded=tuple((bound, attempt) for bound, attempt in keys if (bound.case.id, attempt) in progress.ungraded),
        resumed=len(progress.done),
        notes=notes,
    )


async def carry_out(
    workspace: Workspace,
    prepared: Prepared,
    *,
    saw: Callable[[Trial], None],
    tape: Tape | None = None,
) -> Finished:
    """Make the trials that are left. Raises `ModelError` where the preflight call fails, and `UsageError` where a model
    has no price to hold to the tape's budget.

    The replies of all models, judges' and customers' too, go to the tape, or come from it: then no endpoint is called,
    so that none is tried and no key is needed. Without a tape nothing is kept.
    """
    from evalsuite.assistants.opening import preflight  # noqa: PLC0415  - pays for the SDK

    settings, tape = workspace.settings, tape or Tape()
    offline = tape.replay is not None
    wrap = tape.around(prepared.definition)
    knowledge = replace(prepared.knowledge, judging=tape.judging(prepared.knowledge.judging))
    await _grade_leftovers(prepared, knowledge)
    if not prepared.todo:
        return Finished()
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(
            await workspace.open(prepared.definition, wrap=wrap, concurrency=settings.concurrency, offline=offline)
        )
        played = prepared.customer and workspace.played(
            prepared.customer, knowledge, wrap=tape.around(prepared.customer), offline=offline
        )
        customer = await stack.enter_async_context(played) if played else None
        if settings.preflight and not offline:
            await preflight(opened)
        if prepared.start:  # only now, so that a run that could not begin leaves no folder behind
            prepared.folder.start(*prepared.start)
        plan = Plan(
            assistant=opened.assistant,
            toolbox=workspace.toolbox(),
            knowledge=knowledge,
            customer=customer,
            concurrency=settings.concurrency,
            case_seconds=settings.case_timeout_seconds,
            give_up_after=settings.give_up_after,
        )
        return await run_trials(prepared.todo, plan=plan, sink=prepared.folder, saw=saw)


def entry(bound: BoundCase) -> CaseEntry:
    """One case as a run keeps it."""
    case = bound.case
    return CaseEntry(
        id=case.id,
        title=case.title,
        path=bound.path,
        line=bound.line,
        tags=case.tags,
        cohort=case.cohort,
        difficulty=case.difficulty,
        origin=case.origin,
        cluster=case.unit,
        script=bound.script,
        expectations=bound.expectations,
        case=plain(case),
    )


def rebound(workspace: Workspace, knowledge: Knowledge, run: Run, stored: Iterable[CaseEntry]) -> tuple[BoundCase, ...]:
    """A run's own cases bound to today's graders, standing ones as the run had them. Raises `InputError`."""
    standing = tuple(unplain(GraderSpec, spec) for spec in run.settings.get("graders", ()))
    located = (
        LocatedCase(case=unplain(Case, one.case), mark=Mark(path=one.path or "cases.jsonl", line=one.line or 1))
        for one in stored
    )
    return workspace.binder(knowledge, standing=standing).suite(located).cases


def _customer(workspace: Workspace, suite: Suite) -> AssistantDefinition | None:
    """Who plays the customers of these cases. Raises `UsageError` where somebody must and nobody can."""
    return workspace.customer() if any(bound.case.customer for bound in suite.cases) else None


def _assistant(workspace: Workspace, name: str | None) -> tuple[AssistantDefinition, AssistantCard, Knowledge]:
    definition = workspace.assistant(name)
    known = replace(made_of(definition), canaries=workspace.canaries(definition))
    return definition, known, workspace.knowledge(known)


async def _grade_leftovers(prepared: Prepared, knowledge: Knowledge) -> None:
    """Trials whose transcript was kept and whose verdicts were not: graded, never run again."""
    if not prepared.ungraded:
        return
    waiting = {(bound.case.id, attempt): bound for bound, attempt in prepared.ungraded}
    for trial in prepared.folder.transcripts():
        bound = waiting.get((trial.case_id, trial.attempt))
        if bound is not None:
            judgement = await judge(bound, trial.transcript, knowledge)
            prepared.folder.append_verdicts(trial.case_id, trial.attempt, judgement)


def _check_scripts(workspace: Workspace, run: Run, stored: dict[str, CaseEntry]) -> tuple[str, ...]:
    """Notes on cases whose expectations have changed. Raises `UsageError` where a script has."""
    selection = unplain(Selection, run.settings.get("selection", {}))
    try:
        today = {located.case.id: located.case for located in selected(workspace, selection)}
    except NothingRanError:
        return ("the run's case files are gone; going on with the cases it kept",)
    changed = [one.id for one in stored.values() if one.id in today and script_fingerprint(today[one.id]) != one.script]
    if changed:
        raise UsageError(
            f"the script of {_few(changed)} has changed since run {run.id} began; begin a new run, or put it back"
        )
    other = [
        one.id
        for one in stored.values()
        if one.id in today and expectations_fingerprint(today[one.id]) != one.expectations
    ]
    if not other:
        return ()
    return (f"expectations of {_few(other)} have changed; then: evalsuite regrade {run.id} --edited-cases",)


def _changes(before: AssistantCard, now: AssistantCard) -> str:
    names = ("kind", "model", "version", "prompt", "tools")
    return ", ".join(name for name in names if getattr(before, name) != getattr(now, name)) or "its parameters"


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"
