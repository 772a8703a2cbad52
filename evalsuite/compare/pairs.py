"""Cases of both sides with their attempts, and what each attempt is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evalsuite.domain.comparison import Attempts, Side
from evalsuite.domain.run import Result
from evalsuite.errors import NothingRanError

FIXTURES = "fixtures"
"""Speaks only of trials with a call that nothing answered, so that its silence on one side is no other grading."""

Trials = Sequence[Result]
"""All attempts of one case on one side."""
Score = float | None
"""1 passed, 0 failed, between them where another tool says so; None could not be judged."""


@dataclass(frozen=True)
class Pair:
    """A case of both sides, with its attempts on each."""

    case_id: str
    before: Trials
    after: Trials

    @cached_property
    def unit(self) -> str:
        return unit_of(self.case_id, (*self.after, *self.before))

    @cached_property
    def labels(self) -> set[str]:
        """Graders that spoke, or crashed, on both sides, or would have, had the other side given a reply."""
        before, after = labels_of(self.before), labels_of(self.after)
        if _silent(self.before):
            return after
        return before if _silent(self.after) else before & after

    def same_graders(self, label: str) -> bool:
        """False where a side was judged by another grader, or another version of it; true where that is not known."""
        before, after = self._marks
        if not before or not after:
            return True
        return before == after if not label else before.get(label) == after.get(label)

    @property
    def regraded(self) -> set[str]:
        """Graders of both sides that are not the same ones."""
        before, after = self._marks
        return {label for label in before.keys() & after.keys() if before[label] != after[label]}

    @cached_property
    def _marks(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        return _marks(self.before), _marks(self.after)


def cases_of(side: Side) -> dict[str, list[Result]]:
    """A side's trials by case id. Raises `NothingRanError` where it has none."""
    cases: dict[str, list[Result]] = {}
    for result in side.results:
        cases.setdefault(result.case_id, []).append(result)
    if not cases:
        raise NothingRanError(f"{side.run} has no trial to compare")
    return cases


def same_script(before: Trials, after: Trials) -> bool:
    """Whether both sides answered the same; a side that does not say is taken at its case's id."""
    scripts = {one.script for one in (*before, *after)}
    return len(scripts) == 1 or "" in scripts


def unit_of(case_id: str, trials: Iterable[Result]) -> str:
    return next((one.cluster for one in trials if one.cluster), case_id)


def labels_of(trials: Trials) -> set[str]:
    return {label for one in trials for label in (*one.outcomes, *one.grader_errors)} - {FIXTURES}


def scores(trials: Trials, label: str) -> list[Score]:
    """One for each attempt that was to be judged; a grader that abstained was not to judge."""
    told: list[Score] = []
    for one in trials:
        if not label:
            told.append(one.scores.get("", {"pass": 1.0, "fail": 0.0}.get(one.outcome)))
        elif (outcome := one.outcomes.get(label)) in {"pass", "fail"}:
            told.append(one.scores.get(label, float(outcome == "pass")))
        elif one.outcome == "error" or label in one.grader_errors:
            told.append(None)
    return told


def passes(trials: Trials, label: str) -> list[bool]:
    """Whether each attempt that was judged passed."""
    outcomes = (one.outcomes.get(label) if label else one.outcome for one in trials)
    return [outcome == "pass" for outcome in outcomes if outcome in {"pass", "fail"}]


def attempts(trials: Trials, label: str = "") -> Attempts:
    judged = passes(trials, label)
    return Attempts(passed=sum(judged), judged=len(judged))


def mean(values: Sequence[Score], fill: float | None = None) -> float | None:
    """The mean of what is known, the rest left out or taken as `fill`; None where nothing is left."""
    known = [fill if value is None else value for value in values if value is not None or fill is not None]
    return sum(one for one in known if one is not None) / len(known) if known else None


def _silent(trials: Trials) -> bool:
    return all(one.outcome == "error" for one in trials)


def _marks(trials: Trials) -> dict[str, set[str]]:
    marks: dict[str, set[str]] = {}
    for one in trials:
        for label, mark in one.graders.items():
            if label != FIXTURES:
                marks.setdefault(label, set()).add(mark)
    return marks
