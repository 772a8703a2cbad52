"""Trials packed for a page: rows and bodies in compressed parts, each opened only when it is looked at."""

import base64
from collections.abc import Sequence
from typing import Any

from evalsuite.domain.run import CaseEntry, Result, Trial, result_of
from evalsuite.report.bodies import Lines, LongTexts, Put, body, compact, deflate, old_body
from evalsuite.report.rows import FIELDS, row_of

ROWS = 4000
"""Rows in a part, at most."""
AT_ONCE = 200
"""Rows that the page has at hand before anything else: more than any window shows."""
WORST_FIRST = ("error", "fail", "ungraded", "pass")


class Pack:
    """The trials of a page, taken in one by one; parts go out as soon as they are full."""

    def __init__(self, run: str, put: Put) -> None:
        self._run, self._put = run, put
        self._bodies, self._old, self._texts = Lines("", put), Lines("b", put), LongTexts(Lines("c", put))
        self._before = _Before()
        self._rows = _Rows()

    def before(self, one: Trial | Result) -> None:
        """Take in a trial of the baseline, or its outcome where no more is at hand; all of them before the first
        `add`."""
        place = self._old.add(old_body(one, self._texts)) if isinstance(one, Trial) else -1
        self._before.add(one.case_id, one.attempt, one.outcome, place)

    def add(self, entry: CaseEntry, trial: Trial, *, flip: str = "") -> Result:
        """Take in a trial; its result comes back."""
        result = result_of(trial)
        number = self._bodies.add(body(trial, entry, self._texts))
        row = row_of(entry, trial, result, flip=flip)
        self._rows.add(result.outcome, [*row, number, *self._before.of(trial.case_id, trial.attempt)])
        return result

    def close(self, *, files: bool) -> list[tuple[str, bytes]]:
        """The index and the parts with the first rows, which a page needs at once; all others are put. `files` says
        whether a page must look for them in files of their own."""
        self._bodies.close()
        self._old.close()
        self._texts.lines.close()
        parts = [(f"rows{number}", count, packed) for number, (count, packed) in enumerate(self._rows.close())]
        head = self._index([(name, count) for name, count, _ in parts], files=files)
        ready, shown = [("index", deflate(compact(head).encode()))], 0
        for name, count, packed in parts:
            if shown < AT_ONCE:
                ready.append((name, packed))
            else:
                self._put(name, packed)
            shown += count
        return ready

    def _index(self, parts: Sequence[tuple[str, int]], *, files: bool) -> dict[str, Any]:
        return {
            "run": self._run,
            "total": sum(count for _, count in parts),
            "fields": [*FIELDS, "number", "was", "share", "old"],
            "parts": parts,
            "bodies": self._bodies.starts,
            "before": self._old.starts,
            "texts": self._texts.lines.starts,
            "files": files,
        }


class _Rows:
    """Rows by columns, the worst first: values that repeat are written once, and what is alike stands together."""

    def __init__(self) -> None:
        self._full: dict[str, list[tuple[int, bytes]]] = {outcome: [] for outcome in WORST_FIRST}
        self._open: dict[str, list[list[Any]]] = {outcome: [] for outcome in WORST_FIRST}

    def add(self, outcome: str, row: list[Any]) -> None:
        rows = self._open[outcome]
        rows.append(row)
        if len(rows) >= ROWS:
            self._full[outcome].append(_packed(rows))
            rows.clear()

    def close(self) -> list[tuple[int, bytes]]:
        """All parts in their order, each with the number of its rows; few rows of several outcomes share one."""
        parts, mixed = list[tuple[int, bytes]](), list[list[Any]]()
        for outcome in WORST_FIRST:
            if self._full[outcome] or len(mixed) >= ROWS:
                parts += [_packed(mixed)] if mixed else []
                mixed = []
            parts += self._full[outcome]
            mixed += self._open[outcome]
        return [*parts, _packed(mixed)] if mixed else parts


class _Before:
    """What became of each case in the baseline."""

    def __init__(self) -> None:
        self._trials: dict[str, dict[int, tuple[str, int]]] = {}

    def add(self, case_id: str, attempt: int, outcome: str, place: int) -> None:
        self._trials.setdefault(case_id, {})[attempt] = outcome, place

    def of(self, case_id: str, attempt: int) -> tuple[str, float | None, int]:
        """Outcome of the same attempt, the share of all attempts that passed, and where the body is: that of the same
        attempt, else of the first."""
        attempts = self._trials.get(case_id)
        if not attempts:
            return "", None, -1
        passed = sum(outcome == "pass" for outcome, _ in attempts.values())
        same = attempts.get(attempt)
        return same[0] if same else "", round(passed / len(attempts), 3), (same or attempts[min(attempts)])[1]


def _packed(rows: Sequence[list[Any]]) -> tuple[int, bytes]:
    # ASCII escapes, for ids and titles may hold lone surrogates
    return len(rows), deflate(compact([_column(values) for values in zip(*rows, strict=True)]).encode())


def _column(values: Sequence[Any]) -> Any:
    """The values as they are, or, where many are alike, the different ones and the place of each among them."""
    different: dict[Any, int] = {}
    try:
        places = [
            different.setdefault(tuple(value) if isinstance(value, list) else value, len(different)) for value in values
        ]
    except TypeError:  # nested values have no hash
        return values
    return {"of": list(different), "at": places} if 2 * len(different) <= len(values) else values


def element(name: str, packed: bytes) -> str:
    """A part as an inert element that a browser neither runs nor shows."""
    return f'<script type="application/octet-stream" data-block="{name}">{_base64(packed)}</script>'


def file_text(name: str, packed: bytes) -> str:
    """A part as a script that hands it to the page: pages opened from a disk may load scripts, but not data."""
    return f'part("{name}","{_base64(packed)}");\n'


def _base64(packed: bytes) -> str:
    return base64.b64encode(packed).decode()
