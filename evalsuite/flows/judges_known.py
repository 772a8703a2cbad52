"""What is known of the judges that speak in a run, or would speak today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evalsuite.codec.calibration import read_cards
from evalsuite.domain.calibration import JudgeCard, Standing, is_judged
from evalsuite.errors import EvalsuiteError
from evalsuite.hearing import standing
from evalsuite.report.judges import NO_JUDGES, Judges

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.case import GraderSpec
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace


def judges_of(workspace: Workspace, folder: RunFolder) -> Judges:
    """What is known of the judges that spoke in a run."""
    judged = folder.judged()
    if not judged.graders:
        return NO_JUDGES
    return Judges(
        standings=_standings(workspace, judged.graders),
        models=tuple(sorted(judged.models)),
        assistant=folder.manifest().assistant.model,
    )


def judges_ahead(workspace: Workspace, specs: Sequence[GraderSpec] | None, *, assistant: str | None) -> Judges:
    """What is known of the judges that these graders, or the settings' standing ones, will ask. Raises `InputError`."""
    placed = workspace.binder(workspace.knowledge(), standing=specs).standing_graders
    marks = [(one.label, one.bound.fingerprint) for one in placed if is_judged(one.bound.fingerprint)]
    if not marks or not workspace.settings.judge.judges:
        return NO_JUDGES
    models = tuple(sorted({one.model or one.name for one in workspace.judges}))
    return Judges(standings=_standings(workspace, marks), models=models, assistant=assistant)


def outdated(workspace: Workspace, cards: Iterable[JudgeCard]) -> tuple[str, ...]:
    """A sentence on each judge whose card is not of what its rubric, model and parameters are today; none on labels
    that no grader of the workspace has today, or where its cases cannot be read."""
    try:
        today = _today(workspace)
    except EvalsuiteError:
        return ()
    old = {card.grader for card in cards if card.fingerprint not in today.get(card.grader, {card.fingerprint})}
    return tuple(
        f"The rubric, the judge or a parameter of {label} is another one today, of which this says nothing: "
        "grade a run by it (evalsuite regrade RUN), and label its verdicts."
        for label in sorted(old)
    )


def cards_of(workspace: Workspace) -> list[JudgeCard]:
    """The cards kept so far, the oldest first. Raises `InputError`."""
    path = cards_path(workspace)
    return read_cards(workspace.shown(path), path.read_bytes()) if path.is_file() else []


def cards_path(workspace: Workspace) -> Path:
    return workspace.root / "graders" / "labels" / "calibration.jsonl"


def standing_of(card: JudgeCard) -> Standing:
    """What a card by itself says, its criterion's alone where it is about one."""
    return standing([card], grader=card.grader, fingerprint=card.fingerprint)


def _standings(workspace: Workspace, marks: Iterable[tuple[str, str]]) -> dict[str, Standing]:
    """By the label of their verdicts, the worst where several share one."""
    told: dict[str, Standing] = {}
    cards = cards_of(workspace)
    for label, mark in sorted(marks):
        one = standing(cards, grader=label, fingerprint=mark)
        if label not in told or told[label].heard:
            told[label] = one
    return told


def _today(workspace: Workspace) -> dict[str, set[str]]:
    """The fingerprints that graders which ask a model have by their labels, of assistants that see the context and of
    those that do not. Raises `EvalsuiteError`."""
    told: dict[str, set[str]] = {}
    located, knowledge = workspace.cases(), workspace.knowledge()
    for sees in (True, False):
        suite = workspace.binder(replace(knowledge, sees_context=sees)).suite(located)
        for placed in (*suite.standing, *(one for case in suite.cases for one in case.graders)):
            if is_judged(placed.bound.fingerprint):
                told.setdefault(placed.label, set()).add(placed.bound.fingerprint)
    return told
