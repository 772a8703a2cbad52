"""Verdicts of judges drawn from a run for people to label."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.codec.calibration import label_lines, read_labels
from evalsuite.codec.reviews import words_of
from evalsuite.domain.calibration import Label
from evalsuite.errors import NothingRanError, UsageError, did_you_mean
from evalsuite.flows.judging import label_files, traits_of
from evalsuite.labelling import Item, draw

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.run import CaseEntry, Trial
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    path: Path
    drawn: int
    judged: int
    """Verdicts that were drawn from."""
    labelled: int
    """Of these, labelled before."""


def sample_run(
    workspace: Workspace, name: str, *, number: int, grader: str | None, seed: int, output: Path | None
) -> Sampled:
    """Verdicts of judges drawn from a run, the same share of every outcome, grader, cohort and origin; written to be
    filled in, without the judge's word, so that nobody is led by it.

    Raises `UsageError` where there is no such run or grader, or the file is there, and `NothingRanError` where no
    judge spoke or all is labelled.
    """
    folder = workspace.runs().find(name)
    run = folder.manifest().id
    labelled = _labelled(workspace, run)
    strata: dict[str, list[Item]] = {}
    found: dict[Item, Label] = {}
    known: set[Item] = set()
    spoke = folder.judged().graders
    _refuse_nothing(run, grader, {label for label, _ in spoke})
    for entry, trial in folder.trials():
        for label, verdict in trial.judgement.verdicts.items():
            if grader in {None, label} and (label, trial.judgement.graders.get(label)) in spoke:
                item, mark = (trial.case_id, trial.attempt, label), trial.judgement.graders[label]
                strata.setdefault(f"{label} {verdict.outcome} {entry.cohort} {entry.origin}", []).append(item)
                found[item] = _to_label(run, label, entry, trial)
                if labelled.get(item, set()) & {"", mark}:
                    known.add(item)
    drawn = draw(strata, frozenset(known), number, generator=random.Random(seed))
    if not drawn:
        raise NothingRanError(f"every verdict of a judge in run {run} is labelled or drawn already")
    path = output or _new_path(workspace, run)
    if path.exists():
        raise UsageError(
            f"{workspace.shown(path)} is there already, and may hold labels. Name another one with --output"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(label_lines(replace(found[one.item], rate=round(one.rate, 6)) for one in drawn))
    return Sampled(path=path, drawn=len(drawn), judged=len(found), labelled=len(known))


def _labelled(workspace: Workspace, run: str) -> dict[Item, set[str]]:
    """Verdicts of a run that are labelled, or drawn to be, with the fingerprints of the graders they were about."""
    marks: dict[Item, set[str]] = {}
    for path in label_files(workspace):
        for one in read_labels(workspace.shown(path), path.read_bytes()):
            if one.run == run:
                marks.setdefault((one.case_id, one.attempt, one.grader), set()).add(one.fingerprint)
    return marks


def _refuse_nothing(run: str, grader: str | None, seen: set[str]) -> None:
    if not seen:
        raise NothingRanError(f"no judge spoke in run {run}: only verdicts of graders that ask a model are labelled")
    if grader is not None and grader not in seen:
        raise UsageError(f"no judge spoke as {grader!r} in run {run}.{did_you_mean(grader, sorted(seen))}")


def _to_label(run: str, label: str, entry: CaseEntry, trial: Trial) -> Label:
    return Label(
        run=run,
        case_id=trial.case_id,
        attempt=trial.attempt,
        grader=label,
        fingerprint=trial.judgement.graders[label],
        words=words_of(trial),
        traits=traits_of(entry),
    )


def _new_path(workspace: Workspace, run: str) -> Path:
    folder, count = workspace.root / "graders" / "labels", 1
    while (path := folder / f"sample-{run}{f'-{count}' if count > 1 else ''}.jsonl").exists():
        count += 1
    return path
