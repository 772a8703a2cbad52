"""Trials packed for a page: a list of short rows, and bodies in compressed blocks that are opened one by one."""

import base64
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from evalsuite.domain.run import CaseEntry, Result, Trial

TRIALS = 64
"""Trials in a block, at most."""
SIZE = 256 * 1024
"""Bytes in a block before it is compressed, but for the last trial that went in."""
LEVEL = 6
"""Of zlib; higher ones cost twice the time and save two per cent."""
WHY = 200
"""Characters kept in a row of why a trial did not pass."""

FIELDS = (
    "id",
    "attempt",
    "title",
    "outcome",
    "failed",
    "abstained",
    "crashed",
    "codes",
    "notes",
    "why",
    "tags",
    "cohort",
    "difficulty",
    "origin",
    "model",
    "seconds",
    "path",
    "line",
    "flip",
)
"""What a row holds, in order. `codes` are "label:code" of error findings, `notes` of all others; `flip` is regression
or improvement where the page compares with another run."""


class Bodies:
    """Trials as lines of JSON in raw deflate blocks, written out as inert HTML elements."""

    def __init__(self, spool: IO[bytes]) -> None:
        self.starts: list[int] = []
        """For each block, the number of the trial it begins with."""
        self._spool = spool
        self._lines: list[bytes] = []
        self._size = 0
        self._trials = 0

    def add(self, line: bytes) -> None:
        self._lines.append(line)
        self._size += len(line)
        self._trials += 1
        if len(self._lines) >= TRIALS or self._size >= SIZE:
            self.flush()

    def flush(self) -> None:
        if self._lines:
            name = str(len(self.starts))
            self.starts.append(self._trials - len(self._lines))
            self._spool.write(element(name, deflate(b"\n".join(self._lines))).encode() + b"\n")
            self._lines.clear()
            self._size = 0

    def pieces(self) -> Iterator[str]:
        """All elements written, in pieces of bounded size."""
        self._spool.seek(0)
        while piece := self._spool.read(SIZE):
            yield piece.decode("ascii")


class Index:
    """One row a trial, compressed as they come."""

    def __init__(self) -> None:
        self._deflate = _compressor()
        self._chunks = [self._deflate.compress(json.dumps({"fields": FIELDS})[:-1].encode() + b',"rows":[')]
        self._comma = b""

    def add(self, row: list[Any]) -> None:
        # ASCII escapes, for ids and titles may hold lone surrogates
        self._chunks.append(self._deflate.compress(self._comma + _compact(row).encode()))
        self._comma = b",\n"

    def element(self, starts: list[int]) -> str:
        """The whole index as an inert HTML element. Closes it: no row can follow."""
        self._chunks.append(self._deflate.compress(f'],"blocks":{_compact(starts)}}}'.encode()))
        self._chunks.append(self._deflate.flush())
        return element("index", b"".join(self._chunks))


_compact = json.JSONEncoder(separators=(",", ":")).encode


def row_of(entry: CaseEntry, trial: Trial, result: Result, *, flip: str = "") -> list[Any]:
    """What the list shows of a trial, in the order of `FIELDS`."""
    spoken: dict[str, list[str]] = {"pass": [], "fail": [], "abstain": []}
    for label, outcome in result.outcomes.items():
        spoken[outcome].append(label)
    return [
        trial.case_id,
        trial.attempt,
        entry.title,
        result.outcome,
        spoken["fail"],
        spoken["abstain"],
        list(result.grader_errors),
        list(result.codes),
        _notes(trial),
        "" if result.outcome == "pass" else _why(trial)[:WHY],
        entry.tags,
        entry.cohort or "",
        entry.difficulty,
        entry.origin,
        trial.transcript.model or "",
        round(result.seconds, 2),
        entry.path,
        entry.line,
        flip,
    ]


def element(name: str, packed: bytes) -> str:
    """An inert element that a browser neither runs nor shows."""
    return f'<script type="application/octet-stream" data-block="{name}">{base64.b64encode(packed).decode()}</script>'


def deflate(data: bytes) -> bytes:
    """Raw deflate, as a browser's `DecompressionStream("deflate-raw")` reads it."""
    compressor = _compressor()
    return compressor.compress(data) + compressor.flush()


def _compressor() -> "zlib._Compress":
    return zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _notes(trial: Trial) -> list[str]:
    notes: dict[str, None] = {}
    for label, verdict in trial.judgement.verdicts.items():
        for finding in verdict.findings:
            if finding.severity != "error":
                notes[f"{label}:{finding.code}"] = None
    return list(notes)


def _why(trial: Trial) -> str:
    """One sentence on what kept a trial from passing; empty where nothing says."""
    if trial.error:
        return trial.error.text
    verdicts = trial.judgement.verdicts.values()
    for verdict in verdicts:
        for finding in verdict.findings:
            if finding.severity == "error":
                return finding.reason or finding.code.replace("_", " ")
    crashes = (f"{label} crashed: {reason}" for label, reason in trial.judgement.grader_errors.items())
    return next(crashes, None) or next((verdict.reason for verdict in verdicts if verdict.outcome == "abstain"), "")
