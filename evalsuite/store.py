"""Runs on disk: a folder each, of append-only JSON lines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Self, TypeVar

from evalsuite.codec.records import dump, load
from evalsuite.domain.calibration import JUDGED, is_judged
from evalsuite.domain.case import Mark
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import CaseEntry, Failure, Judgement, Result, Run, Trial, result_of
from evalsuite.domain.verdict import Verdict
from evalsuite.errors import Complaint, EvalsuiteError, InputError, UsageError, did_you_mean

FORMAT = 1
_JUDGED = f'"{JUDGED}'.encode()
T = TypeVar("T")
Key = tuple[str, int]
"""Case id and attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What tells lines apart without reading the rest of them."""

    case_id: str
    attempt: int = 1
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _VerdictLine:
    case_id: str
    attempt: int = 1
    judgement: Judgement = field(default_factory=Judgement)


class RunFolder:
    """One run: what is appended is flushed at once, so that a killed process loses only what it had in hand."""

    def __init__(self, path: Path, *, shown: str | None = None) -> None:
        self.path = path
        self.shown = shown or str(path)
        self._open: dict[str, IO[bytes]] = {}

    # -- writing

    def start(self, run: Run, cases: Iterable[CaseEntry]) -> None:
        """Begin a new run. Raises `UsageError` where the folder holds one already."""
        if (self.path / "run.json").exists():
            raise UsageError(f"{self.shown} holds a run already; continue it with --resume {self.path.name}")
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "cases.jsonl").open("wb") as file:
            file.writelines(dump(entry) + b"\n" for entry in cases)
        written = self.path / "run.json.part"
        written.write_bytes(dump(run) + b"\n")
        written.replace(self.path / "run.json")  # last, so that a folder with a manifest has its cases

    def append_transcript(self, trial: Trial) -> None:
        """Keep a trial's transcript; its judgement is left to `append_verdicts`."""
        self.append("transcripts.jsonl", dump(replace(trial, judgement=Judgement())))

    def append_verdicts(self, case_id: str, attempt: int, judgement: Judgement) -> None:
        self.append("verdicts.jsonl", dump(_VerdictLine(case_id=case_id, attempt=attempt, judgement=judgement)))

    def append(self, name: str, line: bytes) -> None:
        """Append one line to a file of the run, and flush it."""
        if name not in self._open:
            drop_torn_line(self.path / name)
            self._open[name] = (self.path / name).open("ab")
        file = self._open[name]
        file.write(line + b"\n")
        file.flush()

    def close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading

    def manifest(self) -> Run:
        """Raises `EvalsuiteError` where the folder holds no run, or one of a newer format."""
        try:
            run = load(Run, (self.path / "run.json").read_bytes())
        except FileNotFoundError:
            raise UsageError(f"{self.shown} holds no run: it has no run.json") from None
        except ValueError as error:
            raise EvalsuiteError(f"{self.shown}/run.json cannot be read: {_short(error)}") from None
        if run.format > FORMAT:
            raise EvalsuiteError(
                f"{self.shown} was written by a newer evalsuite ({run.tool_version}); upgrade to read it"
            )
        return run

    def cases(self) -> dict[str, CaseEntry]:
        """The run's cases by id, in the order they were selected."""
        return {entry.id: entry for _, entry in self._lines("cases.jsonl", CaseEntry)}

    def transcripts(self) -> Iterator[Trial]:
        """Every finished or failed trial, the last line of each (case, attempt), without its judgement."""
        last = self._last_transcripts()
        for offset, trial in self._lines("transcripts.jsonl", Trial):
            if last[trial.case_id, trial.attempt] == offset:
                yield trial

    def trials(self) -> Iterator[tuple[CaseEntry, Trial]]:
        """Every trial with its judgement and its case, in the order they were finished."""
        cases = self.cases()
        index = self._verdict_index()
        with _reader(self.path / "verdicts.jsonl") as file:
            for trial in self.transcripts():
                lines = [self._verdict_at(file, offset) for offset in index.get((trial.case_id, trial.attempt), ())]
                entry = cases.get(trial.case_id) or CaseEntry(id=trial.case_id)
                yield entry, replace(trial, judgement=_current(lines))

    def results(self) -> Iterator[Result]:
        for entry, trial in self.trials():
            yield result_of(trial, cluster=entry.cluster)

    def judged(self) -> Judged:
        """Who passed or failed a trial by asking a model, by the last word of each."""
        last: dict[Key, Mapping[str, str]] = {}
        spoke: set[tuple[Key, str, str, frozenset[str]]] = set()
        with _reader(self.path / "verdicts.jsonl") as file:
            for line in file:
                if _JUDGED in line and line.endswith(b"\n"):
                    told = load(_VerdictLine, line)
                    key, judgement = (told.case_id, told.attempt), told.judgement
                    last[key] = judgement.graders
                    for label, verdict in judgement.verdicts.items():
                        if verdict.outcome != "abstain":
                            spoke.add((key, label, judgement.graders.get(label, ""), frozenset(judgement.judging)))
        held = [one for one in spoke if is_judged(one[2]) and last[one[0]].get(one[1]) == one[2]]
        return Judged(
            graders=frozenset((label, mark) for _, label, mark, _ in held),
            models=frozenset(model for *_, models in held for model in models),
        )

    def progress(self) -> Progress:
        """What is done, what has only a transcript, and what ended in error."""
        judged = self._verdict_index()
        errors: dict[Key, bool] = {}
        for _, head in self._lines("transcripts.jsonl", _Head):
            errors[head.case_id, head.attempt] = head.error is not None
        return Progress(
            done=frozenset(key for key, errored in errors.items() if not errored and key in judged),
            ungraded=frozenset(key for key, errored in errors.items() if not errored and key not in judged),
            errored=frozenset(key for key, errored in errors.items() if errored),
        )

    def _last_transcripts(self) -> dict[Key, int]:
        return {(head.case_id, head.attempt): offset for offset, head in self._lines("transcripts.jsonl", _Head)}

    def _verdict_index(self) -> dict[Key, list[int]]:
        index: dict[Key, list[int]] = {}
        for offset, head in self._lines("verdicts.jsonl", _Head):
            index.setdefault((head.case_id, head.attempt), []).append(offset)
        return index

    def _verdict_at(self, file: IO[bytes], offset: int) -> Judgement:
        file.seek(offset)
        return load(_VerdictLine, file.readline()).judgement

    def _lines(self, name: str, kind: type[T]) -> Iterator[tuple[int, T]]:
        """Each whole line with its byte offset; a torn last line is passed over."""
        with _reader(self.path / name) as file:
            offset = 0
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield offset, load(kind, line)
                except ValueError as error:
                    text = f"this line cannot be read ({_short(error)}). Delete it: --resume runs its trial again"
                    raise InputError(
                        [Complaint(text=text, mark=Mark(path=f"{self.shown}/{name}", line=number))]
                    ) from None
                offset += len(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come, by (case id, attempt)."""

    done: frozenset[Key]
    ungraded: frozenset[Key]
    """With a transcript and no verdicts: to be graded, not run again."""
    errored: frozenset[Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Who judged a run that no rule is."""

    graders: frozenset[tuple[str, str]] = frozenset()
    """Labels of verdicts, each with the fingerprint of the grader that gave it."""
    models: frozenset[str] = frozenset()
    """Names of the models they asked."""


class Runs:
    """All runs of a workspace, each a folder under `reports/runs`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folders(self) -> list[RunFolder]:
        """Those with a manifest, oldest first."""
        return [RunFolder(path.parent) for path in sorted(self.root.glob("*/run.json"), key=_age)]

    def find(self, name: str) -> RunFolder:
        """A run by id, by an unambiguous prefix, by `latest`, or by its folder's path. Raises `UsageError`."""
        path = Path(name)
        if (path / "run.json").is_file():
            return RunFolder(path)
        folders = self.folders()
        if not folders:
            raise UsageError(f"no run {name!r}: there are no runs in {self.root} yet; make one with evalsuite run")
        if name == "latest":
            return folders[-1]
        named = [folder for folder in folders if folder.path.name == name] or [
            folder for folder in folders if folder.path.name.startswith(name)
        ]
        if not named:
            raise UsageError(f"no run {name!r}.{did_you_mean(name, [folder.path.name for folder in folders])}")
        if len(named) > 1:
            raise UsageError(f"{name!r} may be {' or '.join(folder.path.name for folder in named)}; write more of it")
        return named[0]

    def new(self, name: str) -> Path:
        """A folder that is not there yet, named so that runs sort by time."""
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "run"
        path, count = self.root / safe, 1
        while path.exists():
            count += 1
            path = self.root / f"{safe}-{count}"
        return path


def drop_torn_line(path: Path) -> None:
    """Cut a file back to its last line break: what stands behind it was written by a process that was killed."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        position = end
        while position > 0:
            start = max(0, position - 65536)
            file.seek(start)
            found = file.read(position - start).rfind(b"\n")
            if found >= 0:
                position = start + found + 1
                break
            position = start
        if position < end:
            file.truncate(position)


def _age(manifest: Path) -> tuple[str, int]:
    """When a run was begun; files may have been copied since, so that their own times only break ties."""
    try:
        started = load(Run, manifest.read_bytes()).started_at.isoformat()
    except ValueError:
        started = ""
    return started, manifest.stat().st_mtime_ns


def _current(lines: list[Judgement]) -> Judgement:
    """The judgement that holds: the graders of the newest line, each with its last word under that fingerprint; what
    all of them together took."""
    if len(lines) <= 1:
        return lines[0] if lines else Judgement()
    newest = lines[-1]
    spent: dict[str, Usage] = {}
    verdicts: dict[str, Verdict] = {}
    crashes: dict[str, str] = {}
    for line in lines:
        for model, usage in line.judging.items():
            spent[model] = spent.get(model, Usage()) + usage
        for label, mark in newest.graders.items():
            if line.graders.get(label) == mark:
                if label in line.verdicts:
                    verdicts[label] = line.verdicts[label]
                    crashes.pop(label, None)
                if label in line.grader_errors:
                    crashes[label] = line.grader_errors[label]
                    verdicts.pop(label, None)
    return replace(newest, verdicts=verdicts, grader_errors=crashes, judging=spent)


class _Nothing:
    """A file that is not there yet reads as empty."""

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def _reader(path: Path) -> Any:
    return path.open("rb") if path.exists() else _Nothing()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
