"""Judges calibrated on the labels of a workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.calibration import calibrate, corrected
from evalsuite.codec.calibration import card_lines, read_labels
from evalsuite.codec.reviews import words_of
from evalsuite.domain.calibration import CorrectedRate, JudgeCard, Label, is_judged
from evalsuite.domain.vocabulary import Outcome
from evalsuite.errors import NothingRanError, UsageError
from evalsuite.flows.judges_known import cards_of, cards_path

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from evalsuite.domain.run import CaseEntry, Trial
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    cards: tuple[JudgeCard, ...]
    left_out: Mapping[str, int]
    """Labels that could not be used, by why."""
    path: Path
    """Where cards are kept."""
    kept: bool
    """Whether these were."""


def calibrate_files(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    run: str | None,
    now: datetime,
    keep: bool = True,
    same_question: bool = False,
) -> Calibrated:
    """Cards from the labels of these files, or of those in `graders/labels`; there the cards are kept.

    Labels of a grader that has changed since are left out; with `same_question` they are held against what it says
    now. Raises `UsageError` where a file or run is not there, `InputError` with every mistake of a file, and
    `NothingRanError` where not one label can be used.
    """
    wanted = list(files) or label_files(workspace)
    missing = [workspace.shown(path) for path in wanted if not path.is_file()]
    if missing:
        raise UsageError(f"no file {', '.join(missing)}")
    if not wanted:
        raise NothingRanError("there are no labels yet. Draw verdicts to be labelled: evalsuite judge sample RUN")
    labels = _merged(label for path in wanted for label in read_labels(workspace.shown(path), path.read_bytes()))
    looked_up = _LookedUp(workspace, run, same_question=same_question)
    told = [label for label in map(looked_up.label, labels) if label is not None]
    if not told:
        why = ", ".join(f"{count:,} {reason}" for reason, count in looked_up.left_out.items())
        raise NothingRanError(f"no label can be used: {why or 'the files are empty'}")
    before = cards_of(workspace)
    cards = tuple(
        replace(card, corrected=tuple(looked_up.corrected(card, told)))
        for card in calibrate(told, at=now, before=before)
    )
    path = cards_path(workspace)
    kept = keep and bool(workspace.found)
    if kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(card_lines(card for card in cards if card not in before))
    return Calibrated(cards=cards, left_out=dict(looked_up.left_out), path=path, kept=kept)


def label_files(workspace: Workspace) -> list[Path]:
    """Those that this tool keeps: reviews, and drawn verdicts."""
    folder = workspace.root / "graders" / "labels"
    return [*sorted(folder.glob("reviews.jsonl")), *sorted(folder.glob("sample-*.jsonl"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the graders said of a trial, its transcript left behind."""

    outcomes: Mapping[str, Outcome]
    criteria: Mapping[str, Mapping[str, Outcome]]
    """Of a rubric, by label and criterion."""
    graders: Mapping[str, str]
    words: str
    traits: Mapping[str, str]


def traits_of(entry: CaseEntry) -> dict[str, str]:
    """What a case's labels are sliced by."""
    told = {"cohort": entry.cohort, "origin": entry.origin, "difficulty": entry.difficulty}
    told["language"] = entry.case.get("language")
    return {name: value for name, value in told.items() if value}


class _LookedUp:
    """Labels with what the judge said; runs are read once each, and labels that cannot be used are counted."""

    def __init__(self, workspace: Workspace, run: str | None, *, same_question: bool) -> None:
        self._workspace, self._same = workspace, same_question
        self._named = workspace.runs().find(run) if run else None
        self._runs: dict[str, dict[tuple[str, int], _Said]] = {}
        self.left_out: Counter[str] = Counter()

    def label(self, label: Label) -> Label | None:
        """The label with its judge's word, or None."""
        said = self._of(label.run).get((label.case_id, label.attempt)) if label.run or self._named else None
        why = _unusable(label, said, same_question=self._same)
        if why:
            self.left_out[why] += 1
            return None
        if said is None:
            return label
        traits = {**said.traits, **label.traits}
        if label.judge is not None:
            return replace(label, traits=traits)
        criteria = said.criteria[label.grader]
        outcome = criteria[label.criterion] if label.criterion else said.outcomes[label.grader]
        return replace(label, judge=outcome, fingerprint=said.graders[label.grader], traits=traits)

    def corrected(self, card: JudgeCard, labels: Sequence[Label]) -> Iterator[CorrectedRate]:
        """The rates of the runs that a card's labels are about."""
        own = [
            one for one in labels if (one.grader, one.criterion, one.fingerprint) == (card.grader, "", card.fingerprint)
        ]
        for run in sorted({one.run for one in own if one.run}):
            verdicts = {
                key: said.outcomes[card.grader]
                for key, said in self._of(run).items()
                if card.grader in said.outcomes and said.graders[card.grader] == card.fingerprint
            }
            rate = corrected(run, own, verdicts)
            if rate:
                yield rate

    def _of(self, run: str) -> Mapping[tuple[str, int], _Said]:
        if run not in self._runs:
            folder = self._named
            if folder is None or (run and folder.path.name != run):
                folder = next((one for one in self._workspace.runs().folders() if one.path.name == run), None)
            trials = folder.trials() if folder else ()
            self._runs[run] = {(trial.case_id, trial.attempt): _said(entry, trial) for entry, trial in trials}
        return self._runs[run]


def _unusable(label: Label, said: _Said | None, *, same_question: bool) -> str:
    """Why a label tells nothing, to stand behind a number of labels; empty where it tells something."""
    if label.human is None:
        return "without a person's word"
    if label.judge is not None:
        return "of graders that ask no model" if label.fingerprint and not is_judged(label.fingerprint) else ""
    if said is None:
        return "of trials that no run at hand has"
    if label.words and label.words != said.words:
        return "of other words than their run has now"
    if label.grader not in said.outcomes:
        return "of graders that did not speak"
    if label.fingerprint not in {"", said.graders[label.grader]} and not same_question:
        return "of graders that have changed since (--same-question keeps them, where what is asked reads the same)"
    if label.criterion and label.criterion not in said.criteria[label.grader]:
        return "of criteria that were not judged"
    return "" if is_judged(said.graders[label.grader]) else "of graders that ask no model"


def _said(entry: CaseEntry, trial: Trial) -> _Said:
    judgement = trial.judgement
    judged = {label: one for label, one in judgement.verdicts.items() if label in judgement.graders}
    return _Said(
        outcomes={label: verdict.outcome for label, verdict in judged.items()},
        criteria={label: verdict.criteria for label, verdict in judged.items()},
        graders=judgement.graders,
        words=words_of(trial),
        traits=traits_of(entry),
    )


def _merged(labels: Iterable[Label]) -> list[Label]:
    """One label for each item and person, the last one; a review of a drawn verdict fills its blank line."""
    drawn: dict[tuple[str, str, int, str, str], Label] = {}
    said: dict[tuple[object, ...], Label] = {}
    for label in labels:
        if label.human is None:
            drawn[label.item] = label
        else:
            said[*label.item, label.reviewer] = label
    filled = {label.item for label in said.values()}
    told = [
        replace(label, drawn=True, rate=drawn[label.item].rate) if label.item in drawn else label
        for label in said.values()
    ]
    return [*told, *(label for item, label in drawn.items() if item not in filled)]
