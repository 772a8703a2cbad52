"""Outcomes without their conversations, as files: the baseline, and tables of other tools."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, cast

from evalsuite.codec.records import dump, load
from evalsuite.domain.case import Mark
from evalsuite.domain.conversation import Usage
from evalsuite.domain.decision import Side
from evalsuite.domain.run import Result
from evalsuite.domain.vocabulary import Outcome, TrialOutcome
from evalsuite.errors import Complaint, InputError, did_you_mean

FORMAT = 1
WORDS: Mapping[str, TrialOutcome] = {
    "pass": "pass", "passed": "pass", "true": "pass", "1": "pass",
    "fail": "fail", "failed": "fail", "false": "fail", "0": "fail",
    "ungraded": "ungraded", "abstain": "ungraded", "error": "error",
}  # fmt: skip
"""How other tools write an outcome, in any case of letters."""


def baseline_bytes(side: Side) -> bytes:
    """A side as a baseline file: a line on the run, then a row a trial, sorted by case and attempt.

    The same outcomes give the same bytes. Neither conversations nor the texts of errors go into it.
    """
    rows = sorted((_row(result) for result in side.results), key=lambda row: (row.case_id, row.attempt))
    head = dump(_Head(format=FORMAT, run=side.run, assistant=side.name))
    return b"".join(line + b"\n" for line in (head, *map(dump, rows)))


def read_outcomes(data: bytes, *, path: str) -> Side:
    """A baseline file, or a table of another tool: CSV, or JSON lines, with the columns case_id and outcome.

    Such a table may have attempt and grader as well; rows of one case without an attempt are its attempts, in order.
    Raises `InputError` with every mistake of the file.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Complaint(text=f"{path} is not UTF-8 (byte {error.start})")]) from None
    if PurePath(path).suffix.lower() == ".csv":
        return _foreign(_csv_rows(text, path), path)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    head = _head(lines[0][1], path) if lines else None
    return _baseline(head, lines[1:], path) if head else _foreign(_json_rows(lines), path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    format: int
    run: str
    assistant: str


@dataclass(slots=True)
class _Seen:
    """The rows of one trial in a foreign table."""

    whole: TrialOutcome | None = None
    graders: dict[str, TrialOutcome] = field(default_factory=dict)


def _row(result: Result) -> Result:
    # Texts of errors may quote a customer, and differ from run to run; time and cost would make every line differ.
    return replace(
        result,
        outcomes=dict(sorted(result.outcomes.items())),
        grader_errors=dict.fromkeys(sorted(result.grader_errors), ""),
        error=replace(result.error, text="") if result.error else None,
        codes=dict(sorted(result.codes.items())),
        graders=dict(sorted(result.graders.items())),
        usage=Usage(),
        seconds=0.0,
        cluster="" if result.cluster == result.case_id else result.cluster,
    )


def _head(line: str, path: str) -> _Head | None:
    """The first line of a baseline; None where it is none, and so a table."""
    try:
        head = load(_Head, line)
    except ValueError:
        return None
    if head.format > FORMAT:
        raise InputError([Complaint(text=f"{path} was written by a newer evalsuite; upgrade to read it")])
    return head


def _baseline(head: _Head, lines: Iterable[tuple[int, str]], path: str) -> Side:
    complaints, results, seen = [], [], set()
    for number, line in lines:
        mark = Mark(path=path, line=number)
        try:
            result = load(Result, line)
        except ValueError:
            complaints.append(Complaint(text="no row of a baseline. Write it anew: evalsuite baseline set", mark=mark))
            continue
        if (result.case_id, result.attempt) in seen:
            text = f"case {result.case_id!r}: attempt {result.attempt} stands here a second time"
            complaints.append(Complaint(text=text, mark=mark))
        seen.add((result.case_id, result.attempt))
        results.append(result)
    if complaints:
        raise InputError(complaints)
    return Side(name=head.assistant, run=head.run, results=results)


def _json_rows(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    for number, line in lines:
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None


def _csv_rows(text: str, path: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(io.StringIO(text), restkey="")
    names = list(reader.fieldnames or ())
    absent = [name for name in ("case_id", "outcome") if name not in names]
    if absent:
        mark = Mark(path=path, line=1)
        raise InputError(
            Complaint(text=f"no column {name!r}.{did_you_mean(name, names)}", mark=mark) for name in absent
        )
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        mark = Mark(path=path, line=reader.line_num)
        raise InputError([Complaint(text=f"no CSV from here on: {error}", mark=mark)]) from None


def _foreign(rows: Iterable[tuple[int, Any]], path: str) -> Side:
    complaints: list[Complaint] = []
    trials: dict[tuple[str, int], _Seen] = {}
    for number, row in rows:
        try:
            _take(row, trials)
        except ValueError as error:
            complaints.append(Complaint(text=str(error), mark=Mark(path=path, line=number)))
    if complaints:
        raise InputError(complaints)
    results = [_result(case_id, attempt, seen) for (case_id, attempt), seen in trials.items()]
    return Side(name=PurePath(path).stem, run=path, results=results)


def _take(row: Any, trials: dict[tuple[str, int], _Seen]) -> None:
    """Add one row to its trial. Raises `ValueError`, in words."""
    if not isinstance(row, Mapping):
        raise ValueError('no JSON object like {"case_id": "late-parcel", "outcome": "pass"}')
    name, said = row.get("case_id"), row.get("outcome")
    if not isinstance(name, str | int) or isinstance(name, bool) or not str(name).strip():
        raise ValueError(f"case_id wants a text, got {name!r}")
    outcome = WORDS.get(str(said).strip().lower())
    if outcome is None:
        known = ("pass", "fail", "ungraded", "error")
        raise ValueError(f"case {name!r}: no outcome {said!r}.{did_you_mean(str(said), known)}")
    grader, case_id = str(row.get("grader") or ""), str(name)
    attempt = _attempt(row.get("attempt"), case_id)
    if attempt is None:
        attempt = 1
        while _taken(trials.get((case_id, attempt)), grader):
            attempt += 1
    elif _taken(trials.get((case_id, attempt)), grader):
        raise ValueError(f"case {name!r}: attempt {attempt} stands here a second time")
    seen = trials.setdefault((case_id, attempt), _Seen())
    if grader:
        seen.graders[grader] = outcome
    else:
        seen.whole = outcome


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


def _taken(seen: _Seen | None, grader: str) -> bool:
    return seen is not None and (grader in seen.graders if grader else seen.whole is not None)


def _result(case_id: str, attempt: int, seen: _Seen) -> Result:
    spoken = {label: "abstain" if one == "ungraded" else one for label, one in seen.graders.items() if one != "error"}
    crashed = {label: "" for label, one in seen.graders.items() if one == "error"}
    by_graders = next((one for one in ("fail", "pass") if one in spoken.values()), "ungraded")
    return Result(
        case_id=case_id,
        attempt=attempt,
        outcome=seen.whole or cast("TrialOutcome", by_graders),
        outcomes=cast("dict[str, Outcome]", spoken),
        grader_errors=crashed,
    )
