"""What people said of verdicts on a report's page, taken into the workspace's labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.codec.fields import in_order
from evalsuite.codec.reviews import Marked, ReviewFile, label_lines, read_labels, read_reviews, words_of
from evalsuite.errors import Complaint, InputError, UsageError, did_you_mean
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.review import Review
    from evalsuite.domain.run import Trial
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace

Key = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    added: int
    known: int
    """Reviews that were there already."""
    agreeing: int
    """Of all in the file, those that say the grader was right."""
    path: Path
    """The labels."""


def import_reviews(workspace: Workspace, file: Path, *, run: str | None = None) -> Imported:
    """A downloaded file's reviews held against their run, and added to `graders/labels/reviews.jsonl`.

    What is there already is left alone, so that importing twice changes nothing. Raises `InputError` with every
    mistake of the file, in which case nothing is added, and `UsageError` where the file or the run is not there.
    """
    if not workspace.found:
        raise UsageError("reviews are kept in a workspace, and this folder is none. Make one: evalsuite init")
    try:
        data = file.read_bytes()
    except OSError:
        raise UsageError(f"no file {workspace.shown(file)}. Download it from a report's page") from None
    told = read_reviews(workspace.shown(file), data)
    reviews = _held_against(told, workspace.runs().find(run or told.run))
    path = workspace.root / "graders" / "labels" / "reviews.jsonl"
    before = _labels(workspace, path)
    new = [review for review in reviews if before.get(review.about) != review]
    _append(path, label_lines(new))
    return Imported(
        added=len(new),
        known=len(reviews) - len(new),
        agreeing=sum(review.right for review in reviews),
        path=path,
    )


def _held_against(told: ReviewFile, folder: RunFolder) -> list[Review]:
    name = folder.manifest().id
    wanted = {_key(marked.review) for marked in told.reviews}
    trials = {key: trial for _, trial in folder.trials() if (key := (visible(trial.case_id), trial.attempt)) in wanted}
    complaints = list(told.complaints)
    cases = [visible(name) for name in folder.cases()]
    reviews = []
    for marked in told.reviews:
        wrong = _wrong(marked.review, trials, cases, name)
        if wrong:
            complaints.append(Complaint(text=f"{_subject(marked.review)}: {wrong}", mark=marked.mark))
        else:
            trial = trials[_key(marked.review)]
            reviews.append(replace(marked.review, run=name, case_id=trial.case_id))
    complaints += _twice(told.reviews)
    if complaints:
        raise InputError(in_order(complaints))
    return reviews


def _wrong(review: Review, trials: dict[Key, Trial], cases: Sequence[str], run: str) -> str:
    """Why a review cannot be about this run, in words with the mend; empty where it can."""
    case_id, attempt = _key(review)
    trial = trials.get((case_id, attempt))
    if trial is None and case_id not in cases:
        return f"run {run} has no such case.{did_you_mean(case_id, cases)}"
    if trial is None:
        return f"run {run} has no attempt {attempt} of it. Take the review out, or name its run with --run"
    if words_of(trial) != review.words:
        return f"run {run} says other words than were marked. Write its page anew (evalsuite report) and mark it there"
    judgement = trial.judgement
    if review.grader not in judgement.verdicts:
        return f"no verdict of {review.grader!r}.{did_you_mean(review.grader, list(judgement.verdicts))}"
    return ""


def _twice(reviews: Sequence[Marked]) -> Iterator[Complaint]:
    first: dict[tuple[str, str, int, str, str], Marked] = {}
    for marked in reviews:
        before = first.setdefault(marked.review.about, marked)
        if before is not marked:
            text = f"{_subject(marked.review)}: marked on line {before.mark.line} already. Keep one of the two"
            yield Complaint(text=text, mark=marked.mark)


def _labels(workspace: Workspace, path: Path) -> dict[tuple[str, str, int, str, str], Review]:
    """The reviews that hold, by what they are about."""
    if not path.exists():
        return {}
    return {review.about: review for review in read_labels(workspace.shown(path), path.read_bytes())}


def _append(path: Path, lines: bytes) -> None:
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0, 2)
        if file.tell():
            file.seek(-1, 2)
            lines = lines if file.read(1) == b"\n" else b"\n" + lines  # an editor may have left the last line open
        file.write(lines)


def _key(review: Review) -> Key:
    return visible(review.case_id), review.attempt


def _subject(review: Review) -> str:
    attempt = f", attempt {review.attempt}" if review.attempt > 1 else ""
    return f"case {review.case_id!r}{attempt}, {review.grader}"
