"""A run graded again by today's graders, and no assistant called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.codec.fingerprint import script_fingerprint
from evalsuite.codec.records import plain, unplain
from evalsuite.flows.replies import FILE, tape
from evalsuite.flows.running import Selection, rebound
from evalsuite.judging import judge

if TYPE_CHECKING:
    from evalsuite.domain.run import CaseEntry, Run
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """How a regrading went."""

    trials: int = 0
    """Trials looked at."""
    changed: int = 0
    """Trials with at least one grader that had to speak again."""
    moved: int = 0
    """Trials whose outcome is another one now."""
    passed_over: tuple[str, ...] = ()
    """Cases whose script is another one today, so that their edited expectations do not apply."""


async def regrade(
    workspace: Workspace, folder: RunFolder, *, edited_cases: bool = False, standing: bool = False
) -> Regraded:
    """Append verdicts of every grader that is not the one that spoke before; others are left as they are.

    With `edited_cases`, expectations come from today's YAML where a case's script is unchanged; with `standing`,
    the standing graders are today's settings' instead of the run's own.
    """
    run = folder.manifest()
    if standing:
        settings = {**run.settings, "graders": [plain(spec) for spec in workspace.settings.graders]}
        run = replace(run, settings=settings)
    knowledge = workspace.knowledge(run.assistant)
    record = (folder.path / FILE).is_file()  # else there is no replay of the run that could want them
    knowledge = replace(knowledge, judging=tape(workspace, folder, record=record).judging(knowledge.judging))
    stored = folder.cases()
    stored, passed_over = _edited(workspace, run, stored) if edited_cases else (stored, [])
    bound = {one.case.id: one for one in rebound(workspace, knowledge, run, stored.values())}
    trials = changed = moved = 0
    for _, trial in folder.trials():
        if trial.error is not None or trial.case_id not in bound:
            continue
        trials += 1
        before = trial.judgement
        judgement = await judge(bound[trial.case_id], trial.transcript, knowledge, before=before)
        if judgement.graders == before.graders and judgement.required == before.required:
            continue
        folder.append_verdicts(trial.case_id, trial.attempt, judgement)
        changed += 1
        kept = {
            label: one
            for label, one in before.verdicts.items()
            if judgement.graders.get(label) == before.graders.get(label)
        }
        merged = replace(judgement, verdicts={**kept, **judgement.verdicts})
        moved += replace(trial, judgement=merged).outcome != trial.outcome
    return Regraded(trials=trials, changed=changed, moved=moved, passed_over=tuple(passed_over))


def _edited(workspace: Workspace, run: Run, stored: dict[str, CaseEntry]) -> tuple[dict[str, CaseEntry], list[str]]:
    """The stored cases with today's expectations, and those whose script has changed."""
    selection = unplain(Selection, run.settings.get("selection", {}))
    today = {located.case.id: located.case for located in workspace.cases(selection.paths)}
    edited, passed_over = dict(stored), []
    for name, one in stored.items():
        case = today.get(name)
        if case is None or script_fingerprint(case) != one.script:
            passed_over.append(name)
        else:
            edited[name] = replace(one, case=plain(case))
    return edited, passed_over
