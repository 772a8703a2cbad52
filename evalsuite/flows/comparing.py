"""Two runs, baselines or tables of outcomes fetched and weighed against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.codec.live import read_live
from evalsuite.codec.outcomes import baseline_bytes, read_outcomes
from evalsuite.compare import compare
from evalsuite.domain.comparison import Comparison, Flip, Side, Traits
from evalsuite.domain.decision import GateRules, LiveFigure, LiveMeasure, Weighed
from evalsuite.domain.run import Result, result_of
from evalsuite.domain.verdict import Finding
from evalsuite.errors import EvalsuiteError, UsageError
from evalsuite.flows.judges_known import cards_of, judges_of
from evalsuite.gate import NO_FIGURES, decide
from evalsuite.hearing import Hearing
from evalsuite.report.judges import warnings

if TYPE_CHECKING:
    from evalsuite.domain.run import Trial
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace

BASELINE = "baseline"
"""Stands for the workspace's committed baseline wherever a run is named."""
SHOWN = 60
"""Characters of a name that a complaint repeats."""
QUOTE = 200
"""Characters kept of the words at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A side that can be read once, and the findings seen while it was."""

    side: Side
    folder: RunFolder | None = None
    """The run that the outcomes came from, where it is at hand."""
    findings: dict[str, Finding] = field(default_factory=dict)
    """The first error finding of each case; empty where only outcomes were read."""


def open_side(workspace: Workspace, name: str) -> Opened:
    """What a person names as one side: a run, `baseline`, a baseline file, a CSV or JSONL table of outcomes, or results
    of promptfoo (`results.json#PROVIDER` where they hold several).

    Raises `UsageError` where there is nothing of that name, `InputError` with every mistake of a file.
    """
    try:
        return _opened(workspace, name)
    except OSError as error:
        raise UsageError(f"{name[:SHOWN]!r} cannot be opened: {error.strerror}") from None


def compare_runs(
    workspace: Workspace, baseline: str, candidate: str, *, hear: Callable[[Result], Result] | None = None
) -> Comparison:
    """Two named sides compared, the words at fault put to each flip. Raises as `open_side`, or `NothingRanError`.

    `hear` says what a trial comes to where not every grader is to be relied on.
    """
    return _compared(open_side(workspace, baseline), open_side(workspace, candidate), hear)


def _compared(baseline: Opened, candidate: Opened, hear: Callable[[Result], Result] | None) -> Comparison:
    before, after = _heard(baseline, hear), _heard(candidate, hear)
    if before.folder and after.folder and before.folder.path == after.folder.path:
        raise UsageError(f"both sides are run {after.side.run}: held against itself, a run always holds. Name another")
    comparison = compare(*_told_apart(before.side, after.side))
    flips = (_quoted(flip, after if flip.kind == "regression" else before) for flip in comparison.flips)
    return replace(comparison, flips=tuple(flips))


def weigh(
    workspace: Workspace,
    baseline: str,
    candidate: str,
    *,
    rules: GateRules | None = None,
    live: Mapping[LiveMeasure, LiveFigure] = NO_FIGURES,
) -> Weighed:
    """Two named sides, and what the rules (the settings', where none are given) decide on the second; `live` are
    figures of reviews and of live traffic. Judges that are not calibrated are not heard."""
    hearing = Hearing(cards_of(workspace))
    sides = open_side(workspace, baseline), open_side(workspace, candidate)
    comparison = _compared(*sides, hearing.hear)
    decision = decide(comparison, rules or workspace.settings.gate, live, hearing.unheard)
    return Weighed(comparison=comparison, decision=decision, warnings=judge_warnings(workspace, *sides))


def judge_warnings(workspace: Workspace, *sides: Opened) -> tuple[str, ...]:
    """What has to be known of the judges of these sides, as far as their runs are at hand, a sentence each."""
    told = (warnings(judges_of(workspace, side.folder)) for side in sides if side.folder)
    return tuple(dict.fromkeys(chain.from_iterable(told)))


def live_figures(workspace: Workspace, name: str) -> Mapping[LiveMeasure, LiveFigure]:
    """Those of a file. Raises `UsageError` where there is none, `InputError` with every mistake of it."""
    path = workspace.here / name
    if not path.is_file():
        raise UsageError(f"no file {name} of live figures")
    return read_live(path.read_bytes(), path=workspace.shown(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two sides judged by the same graders, as far as could be done."""

    baseline: str
    candidate: str
    """What to compare now: a baseline's own run stands for it where that was graded anew."""
    note: str
    """What was done, or could not be, in a sentence."""


async def grade_alike(workspace: Workspace, baseline: str, candidate: str) -> Alike:
    """Both sides graded anew by today's graders, where the runs of both are at hand. No assistant is called;
    judges are, about what they have not said yet."""
    from evalsuite.flows.regrading import regrade  # noqa: PLC0415  - pays for all graders, and is seldom needed

    folders = [one.folder for one in (open_side(workspace, baseline), open_side(workspace, candidate)) if one.folder]
    if len(folders) < 2:
        note = "the two were judged by different graders, and cannot both be graded anew: only outcomes are at hand"
        return Alike(baseline=baseline, candidate=candidate, note=note)
    try:
        for folder in folders:
            with folder:
                await regrade(workspace, folder)
    except EvalsuiteError as error:
        note = f"the two were judged by different graders, and cannot be graded anew: {error}"
        return Alike(baseline=baseline, candidate=candidate, note=note)
    note = "the two were judged by different graders: both have been graded anew"
    return Alike(baseline=str(folders[0].path), candidate=str(folders[1].path), note=note)


def set_baseline(workspace: Workspace, name: str) -> Path:
    """A run's outcomes written as the workspace's baseline; where it is comes back."""
    data, path = baseline_bytes(open_side(workspace, name).side), baseline_path(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)  # whole or not at all
    return path


def baseline_path(workspace: Workspace) -> Path:
    return (workspace.reports or workspace.root / "reports") / "baseline.jsonl"


def _opened(workspace: Workspace, name: str) -> Opened:
    path = baseline_path(workspace) if name == BASELINE else workspace.here / name
    pick = ""
    if not path.exists() and "#" in name:
        shorter, _, pick = name.partition("#")
        path = workspace.here / shorter
    if path.is_file():
        side = read_outcomes(path.read_bytes(), path=workspace.shown(path), pick=pick)
        folder = _folder(workspace, side.run) if side.committed else None
        return Opened(side=_with_run(side, folder) if folder else side, folder=folder)
    if name == BASELINE:
        raise UsageError(f"no baseline yet: there is no {workspace.shown(path)}. Make one: evalsuite baseline set RUN")
    if path.suffix in {".jsonl", ".csv", ".json"}:
        raise UsageError(f"no file {workspace.shown(path)}")
    return _read(workspace.runs().find(name))


def _read(folder: RunFolder) -> Opened:
    run = folder.manifest()
    findings: dict[str, Finding] = {}
    side = Side(name=run.assistant.name, run=run.id, results=_results(folder, findings))
    return Opened(side=replace(side, traits=_traits(folder)), folder=folder, findings=findings)


def _traits(folder: RunFolder) -> dict[str, Traits]:
    return {
        entry.id: Traits(tags=entry.tags, cohort=entry.cohort, difficulty=entry.difficulty, origin=entry.origin)
        for entry in folder.cases().values()
    }


def _with_run(side: Side, folder: RunFolder) -> Side:
    """A baseline with what its file leaves out and its run still knows: what the cases are, and what they took."""
    taken = {(one.case_id, one.attempt): one for one in folder.results()}
    results = [
        replace(one, usage=whole.usage, seconds=whole.seconds, length=whole.length)
        if (whole := taken.get((one.case_id, one.attempt)))
        else one
        for one in side.results
    ]
    return replace(side, results=results, traits=_traits(folder))


def _folder(workspace: Workspace, run: str) -> RunFolder | None:
    return next((folder for folder in workspace.runs().folders() if folder.path.name == run), None)


def _results(folder: RunFolder, findings: dict[str, Finding]) -> Iterator[Result]:
    for entry, trial in folder.trials():
        finding = _first_error(trial)
        if finding is not None:
            findings.setdefault(trial.case_id, finding)
        yield result_of(trial, cluster=entry.cluster)


def _first_error(trial: Trial) -> Finding | None:
    return next(
        (
            finding
            for verdict in trial.judgement.verdicts.values()
            for finding in verdict.findings
            if finding.severity == "error"
        ),
        None,
    )


def _told_apart(before: Side, after: Side) -> tuple[Side, Side]:
    """Where both are of one assistant, each is named with its run."""
    if before.name != after.name or before.run == after.run:
        return before, after
    return replace(before, name=f"{before.name} ({before.run})"), replace(after, name=f"{after.name} ({after.run})")


def _quoted(flip: Flip, opened: Opened) -> Flip:
    finding = opened.findings.get(flip.case_id)
    return replace(flip, quote=finding.quote[:QUOTE], reason=finding.reason) if finding else flip


def _heard(opened: Opened, hear: Callable[[Result], Result] | None) -> Opened:
    if hear is None:
        return opened
    return replace(opened, side=replace(opened.side, results=map(hear, opened.side.results)))
