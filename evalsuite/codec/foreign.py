"""Tables of outcomes that other tools write: a row for each case, attempt and grader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan
from pathlib import PurePath
from typing import Any, cast, get_args

from evalsuite.domain.case import Mark
from evalsuite.domain.comparison import Side, Traits
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Result
from evalsuite.domain.vocabulary import Difficulty, Origin, Outcome, TrialOutcome
from evalsuite.errors import Complaint, InputError, did_you_mean

WORDS: Mapping[str, TrialOutcome] = {
    "pass": "pass", "passed": "pass", "true": "pass", "1": "pass", "1.0": "pass",
    "fail": "fail", "failed": "fail", "false": "fail", "0": "fail", "0.0": "fail",
    "ungraded": "ungraded", "abstain": "ungraded", "nan": "ungraded", "none": "ungraded", "error": "error",
}  # fmt: skip
"""How other tools write an outcome, in any case of letters."""
HALF = 0.5
"""A score from here on counts as passed where only a yes or no is asked for."""


def csv_side(text: str, path: str) -> Side:
    """The same of a CSV with a line of column names."""
    return table_side(_csv_rows(text, path), path)


def table_side(rows: Iterable[tuple[int, Any]], path: str) -> Side:
    """One side of numbered rows: case (or case_id), outcome or score from 0 to 1, and, where there are any, attempt,
    grader, cluster, tags, cohort, difficulty, origin, seconds and cost_usd.

    A row without a grader is about the trial as a whole; rows of one case without an attempt are its attempts, in
    order; a score that is empty or NaN was not judged.

    Raises `InputError` with every mistake of the table.
    """
    complaints: list[Complaint] = []
    trials: dict[tuple[str, int], _Trial] = {}
    for number, row in rows:
        try:
            _take(row, trials)
        except ValueError as error:
            complaints.append(Complaint(text=str(error), mark=Mark(path=path, line=number)))
    if complaints:
        raise InputError(complaints)
    return Side(
        name=PurePath(path).stem,
        run=path,
        results=[_result(case_id, attempt, trial) for (case_id, attempt), trial in trials.items()],
        traits={case_id: trial.traits for (case_id, _), trial in trials.items() if trial.traits != Traits()},
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """What one row says of a trial."""

    outcome: TrialOutcome
    score: float | None = None


@dataclass(slots=True)
class _Trial:
    """The rows of one trial."""

    words: dict[str, _Word] = field(default_factory=dict)
    """By grader; empty for the trial as a whole."""
    traits: Traits = field(default_factory=Traits)
    cluster: str = ""
    seconds: float = 0.0
    cost_usd: float | None = None


def _csv_rows(text: str, path: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(io.StringIO(text), restkey="")
    names = list(reader.fieldnames or ())
    absent = [wanted for wanted in (("case", "case_id"), ("outcome", "score")) if not {*wanted} & {*names}]
    if absent:
        mark = Mark(path=path, line=1)
        raise InputError(
            Complaint(text=f"no column {' or '.join(map(repr, wanted))}.{did_you_mean(wanted[0], names)}", mark=mark)
            for wanted in absent
        )
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        mark = Mark(path=path, line=reader.line_num)
        raise InputError([Complaint(text=f"no CSV from here on: {error}", mark=mark)]) from None


def _take(row: Any, trials: dict[tuple[str, int], _Trial]) -> None:
    """Add one row to its trial. Raises `ValueError`, in words."""
    if not isinstance(row, Mapping):
        raise ValueError('no JSON object like {"case_id": "late-parcel", "outcome": "pass"}')
    name = row.get("case_id", row.get("case"))
    if not isinstance(name, str | int) or isinstance(name, bool) or not str(name).strip():
        raise ValueError(f"case_id wants a text, got {name!r}")
    word, grader, case_id = _word(row, name), str(row.get("grader") or ""), str(name)
    attempt = _attempt(row.get("attempt"), case_id)
    if attempt is None:
        attempt = 1
        while (case_id, attempt) in trials and grader in trials[case_id, attempt].words:
            attempt += 1
    elif (case_id, attempt) in trials and grader in trials[case_id, attempt].words:
        raise ValueError(f"case {name!r}: attempt {attempt} stands here a second time")
    trial = trials.setdefault((case_id, attempt), _Trial())
    trial.words[grader] = word
    _describe(trial, row)


def _word(row: Mapping[str, Any], name: str | int) -> _Word:
    said = row.get("outcome")
    if said is not None and said != "":
        outcome = WORDS.get(str(said).strip().lower())
        if outcome is None:
            known = ("pass", "fail", "ungraded", "error")
            raise ValueError(f"case {name!r}: no outcome {said!r}.{did_you_mean(str(said), known)}")
        return _Word(outcome)
    if "score" not in row:
        raise ValueError(f"case {name!r}: neither an outcome nor a score")
    score = _number(row["score"], f"case {name!r}: score")
    if score is None:
        return _Word("ungraded")
    if not 0 <= score <= 1:
        raise ValueError(f"case {name!r}: score wants a number from 0 to 1, got {row['score']!r}")
    return _Word("pass" if score >= HALF else "fail", score if 0 < score < 1 else None)


def _number(said: Any, what: str) -> float | None:
    """None where nothing was measured."""
    try:
        number = float(said) if said is not None and str(said).strip() and not isinstance(said, bool) else None
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{what} wants a number, got {said!r}") from None
    return None if number is None or isnan(number) else number


def _attempt(said: Any, case_id: str) -> int | None:
    if said is None or said == "":
        return None
    try:
        number = int(said) if not isinstance(said, float) or said.is_integer() else 0
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise ValueError(f"case {case_id!r}: attempt wants a whole number of at least 1, got {said!r}")
    return number


def _describe(trial: _Trial, row: Mapping[str, Any]) -> None:
    """What a row says beside its outcome; what it leaves out stays as rows before it said."""
    seconds, cost = _number(row.get("seconds"), "seconds"), _number(row.get("cost_usd"), "cost_usd")
    trial.traits = Traits(
        tags=_tags(row.get("tags")) or trial.traits.tags,
        cohort=str(row.get("cohort") or "") or trial.traits.cohort,
        difficulty=_one_of(row, "difficulty", get_args(Difficulty)) or trial.traits.difficulty,
        origin=_one_of(row, "origin", get_args(Origin)) or trial.traits.origin,
    )
    trial.cluster = str(row.get("cluster") or "") or trial.cluster
    trial.seconds = trial.seconds if seconds is None else seconds
    trial.cost_usd = trial.cost_usd if cost is None else cost


def _tags(said: Any) -> tuple[str, ...]:
    """A list, or a text with spaces, commas or semicolons between tags."""
    if said is None or isinstance(said, str):
        return tuple(filter(None, re.split(r"[\s,;]+", said or "")))
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise ValueError(f"tags wants a list of texts, got {said!r}")
    return tuple(said)


def _one_of(row: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    said = str(row.get(name) or "").strip()
    if said and said not in known:
        raise ValueError(f"no {name} {said!r}.{did_you_mean(said, known)}")
    return said


def _result(case_id: str, attempt: int, trial: _Trial) -> Result:
    graders = {label: word for label, word in trial.words.items() if label}
    spoken = {
        label: "abstain" if word.outcome == "ungraded" else word.outcome
        for label, word in graders.items()
        if word.outcome != "error"
    }
    whole = trial.words.get("")
    by_graders = next((one for one in ("fail", "pass") if one in spoken.values()), "ungraded")
    return Result(
        case_id=case_id,
        attempt=attempt,
        outcome=whole.outcome if whole else cast("TrialOutcome", by_graders),
        outcomes=cast("dict[str, Outcome]", spoken),
        grader_errors={label: "" for label, word in graders.items() if word.outcome == "error"},
        scores={label: word.score for label, word in trial.words.items() if word.score is not None},
        usage=Usage(cost_usd=trial.cost_usd),
        seconds=trial.seconds,
        cluster=trial.cluster,
    )
