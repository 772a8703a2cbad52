"""Outcomes without their conversations, as files: the baseline, and what other tools write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from evalsuite.codec.foreign import csv_side, table_side
from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.codec.promptfoo import promptfoo_rows, promptfoo_side
from evalsuite.codec.records import dump, load
from evalsuite.domain.case import Mark
from evalsuite.domain.comparison import Side
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Result
from evalsuite.errors import Complaint, InputError

FORMAT = 1


def baseline_bytes(side: Side) -> bytes:
    """A side as a baseline file: a line on the run, then a row a trial, sorted by case and attempt.

    The same outcomes give the same bytes. Neither conversations nor the texts of errors go into it.
    """
    rows = sorted((_row(result) for result in side.results), key=lambda row: (row.case_id, row.attempt))
    head = dump(_Head(format=FORMAT, run=side.run, assistant=side.name))
    return b"".join(line + b"\n" for line in (head, *map(dump, rows)))


def read_outcomes(data: bytes, *, path: str, pick: str = "") -> Side:
    """A baseline file; a table of another tool, as CSV or JSON lines; or promptfoo's results, as JSON or JSON lines.

    Of promptfoo's results `pick` names the provider, and the prompt, where there are several. A table has the columns
    case (or case_id) and outcome or score; see `evalsuite.codec.foreign`. Raises `InputError` with every mistake of
    the file.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Complaint(text=f"{path} is not UTF-8 (byte {error.start})")]) from None
    suffix = PurePath(path).suffix.lower()
    if suffix == ".csv":
        return csv_side(text, path)
    if suffix == ".json":
        return promptfoo_side(promptfoo_rows(text, path), path, pick)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    head = _head(lines[0][1], path) if lines else None
    if head:
        return _baseline(head, lines[1:], path)
    rows = list(_json_rows(lines))
    if rows and isinstance(rows[0][1], dict) and "testCase" in rows[0][1]:
        return promptfoo_side(rows, path, pick)
    return table_side(rows, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    format: int
    run: str
    assistant: str


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
        length=0,
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
    return Side(name=head.assistant, run=head.run, results=results, committed=True)


def _json_rows(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    for number, line in lines:
        try:
            yield number, read_json(line)
        except JsonError:
            yield number, None
