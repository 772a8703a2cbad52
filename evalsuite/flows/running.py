"""A run from selection to run folder: begun, continued, and finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import evalsuite
from evalsuite.codec.fingerprint import expectations_fingerprint, script_fingerprint
from evalsuite.codec.records import plain, unplain
from evalsuite.domain.case import Case, GraderSpec, LocatedCase, Mark
from evalsuite.domain.run import AssistantCard, CaseEntry, Run, Trial
from evalsuite.errors import NothingRanError, UsageError
from evalsuite.judging import judge
from evalsuite.runner import Finished, Plan, run_trials
from evalsuite.store import RunFolder
from evalsuite.suite import BoundCase, Suite

if TYPE_CHECKING:
    from datetime import datetime

    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.protocols import Knowledge, Model
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which cases a run is about."""

    paths: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that can start: everything checked, nothing paid for."""

    definition: AssistantDefinition
    card: AssistantCard
    knowledge: Knowledge
    folder: RunFolder
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
    cases = workspace.cases(selection.paths, ids=selection.ids, tags=selection.tags)
    suite = workspace.binder(knowledge).suite(cases)
    trials = workspace.settings.trials
    run = Run(
        id=workspace.runs().new(f"{now:%Y%m%d-%H%M%S}-{card.name}").name,
        assistant=card,
        started_at=now,
        tool_version=evalsuite.__version__,
        trials=trials,
        graders={placed.label: placed.bound.fingerprint for placed in suite.standing},
        settings={"selection": plain(selection), "graders": [plain(spec) for spec in workspace.settings.graders]},
    )
    return Prepared(
        definition=definition,
        card=card,
        knowledge=knowledge,
        folder=RunFolder(workspace.runs().root / run.id),
        start=(run, tuple(entry(bound) for bound in suite.cases)),
        todo=tuple((bound, attempt) for bound in suite.cases for attempt in range(1, trials + 1)),
    )


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
    progress = folder.progress()
    keys = [(bound, attempt) for bound in suite.cases for attempt in range(1, run.trials + 1)]
    return Prepared(
        definition=definition,
        card=card,
        knowledge=knowledge,
        folder=folder,
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
    wrap: Callable[[Model], Model],
    saw: Callable[[Trial], None],
    offline: bool = False,
) -> Finished:
    """Make the trials that are left. Raises `ModelError` where the preflight call fails.

    `offline` says that no endpoint is called, so that none is tried and no key is needed.
    """
    from evalsuite.assistants.opening import preflight  # noqa: PLC0415  - pays for the SDK

    settings = workspace.settings
    await _grade_leftovers(prepared)
    if not prepared.todo:
        return Finished()
    async with await workspace.open(
        prepared.definition, wrap=wrap, concurrency=settings.concurrency, offline=offline
    ) as opened:
        if settings.preflight and not offline:
            await preflight(opened)
        if prepared.start:  # only now, so that a run that could not begin leaves no folder behind
            prepared.folder.start(*prepared.start)
        plan = Plan(
            assistant=opened.assistant,
            toolbox=workspace.toolbox(),
            knowledge=prepared.knowledge,
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


def _assistant(workspace: Workspace, name: str | None) -> tuple[AssistantDefinition, AssistantCard, Knowledge]:
    from evalsuite.assistants.opening import card  # noqa: PLC0415

    definition = workspace.assistant(name)
    known = card(definition)
    return definition, known, workspace.knowledge(known)


async def _grade_leftovers(prepared: Prepared) -> None:
    """Trials whose transcript was kept and whose verdicts were not: graded, never run again."""
    if not prepared.ungraded:
        return
    waiting = {(bound.case.id, attempt): bound for bound, attempt in prepared.ungraded}
    for trial in prepared.folder.transcripts():
        bound = waiting.get((trial.case_id, trial.attempt))
        if bound is not None:
            judgement = await judge(bound, trial.transcript, prepared.knowledge)
            prepared.folder.append_verdicts(trial.case_id, trial.attempt, judgement)


def _check_scripts(workspace: Workspace, run: Run, stored: dict[str, CaseEntry]) -> tuple[str, ...]:
    """Notes on cases whose expectations have changed. Raises `UsageError` where a script has."""
    selection = unplain(Selection, run.settings.get("selection", {}))
    try:
        today = {
            located.case.id: located.case
            for located in workspace.cases(selection.paths, ids=selection.ids, tags=selection.tags)
        }
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
