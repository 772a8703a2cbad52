"""A run's page and what the terminal tells of it, in one pass over its trials."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from evalsuite.domain.run import CaseEntry, Trial, result_of
from evalsuite.errors import UsageError
from evalsuite.report.judges import NO_JUDGES, Judges, facts, warnings
from evalsuite.report.text import trial_text
from evalsuite.summary import Summary, Tally

if TYPE_CHECKING:
    from evalsuite.domain.decision import Weighed
    from evalsuite.domain.run import Result, Run
    from evalsuite.flows.comparing import Opened
    from evalsuite.report.overview import PastRun
    from evalsuite.report.words import Heading
    from evalsuite.store import RunFolder

WORST_FIRST = ("error", "fail", "ungraded")
MANY = 50_000
"""Trials from which on a page is a folder: browsers take long over a single file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    summary: Summary
    examples: tuple[str, ...]
    """The first trials that failed, errored or stayed ungraded, each as several lines."""
    page: Path | None = None
    notes: tuple[str, ...] = ()
    """Warnings on the judges."""


class Examples:
    """Keeps the first few trials that did not pass, as text, whatever number goes by."""

    def __init__(self, most: int = 5) -> None:
        self.most = most
        self._kept: dict[str, list[str]] = {kind: [] for kind in WORST_FIRST}

    def watch(self, trials: Iterable[tuple[CaseEntry, Trial]]) -> Iterator[tuple[CaseEntry, Trial]]:
        """The same trials, looked at as they pass."""
        for entry, trial in trials:
            kept = self._kept.get(trial.outcome)
            if kept is not None and len(kept) < self.most:
                kept.append(trial_text(entry, trial))
            yield entry, trial

    def texts(self) -> tuple[str, ...]:
        """Failures first, then errors and ungraded ones, each kind with its share of the room."""
        fails, errors, ungraded = self._kept["fail"], self._kept["error"], self._kept["ungraded"]
        return (*fails, *errors[: max(1, self.most - len(fails))], *ungraded[: max(1, self.most - len(fails))])


def tell(
    folder: RunFolder,
    *,
    page: bool,
    left: int | None = None,
    to: Path | None = None,
    split: bool | None = None,
    weighed: Weighed | None = None,
    before: Iterable[Trial | Result] = (),
    history: tuple[PastRun, ...] = (),
    judges: Judges = NO_JUDGES,
    many: int = MANY,
) -> Told:
    """Read a run's trials once: its summary, a few examples, and (with `page`) its page.

    The page goes to `to`, or else to `report.html` in the run's folder. It is a folder (`report/index.html`) with
    `split`, or where that is None and the run has `many` trials. `left` is the number of trials still to come, counted
    where it is not given. `weighed` is what was decided on the run, `before` what it was held against, `history` what
    went before it, `judges` how far the models that judged it can be relied on.
    """
    examples = Examples()
    trials = examples.watch(folder.trials())
    if not page:
        tally = Tally()
        for _, trial in trials:
            tally.add(result_of(trial))
        return Told(summary=tally.summary(), examples=examples.texts(), notes=warnings(judges))
    split = _has(folder, many) if split is None else split
    words = heading(folder.manifest(), left=left_of(folder) if left is None else left, judges=judges)
    words = replace(words, history=history)
    path = to or folder.path / ("report" if split else "report.html")
    save = save_folder if split else save_page
    summary = save(path, words, trials, weighed, before)
    if to is None:  # a page of the other kind would be one of an earlier state
        _remove(folder.path / ("report.html" if split else "report"))
    written = path / "index.html" if split else path
    return Told(summary=summary, examples=examples.texts(), page=written, notes=warnings(judges))


def held_against(opened: Opened | None) -> Iterator[Trial | Result]:
    """The trials of an opened side, or its outcomes where its run is not at hand; nothing where there is no side."""
    if opened is not None and opened.folder is not None:
        yield from (trial for _, trial in opened.folder.trials())
    elif opened is not None:
        yield from opened.side.results


def left_of(folder: RunFolder) -> int:
    """Trials that are still to come."""
    progress = folder.progress()
    done = len(progress.done) + len(progress.ungraded) + len(progress.errored)
    return max(0, len(folder.cases()) * folder.manifest().trials - done)


def save_page(
    path: Path,
    words: Heading,
    trials: Iterable[tuple[CaseEntry, Trial]],
    weighed: Weighed | None = None,
    before: Iterable[Trial | Result] = (),
) -> Summary:
    """Write a page beside its place, then put it there: a killed process leaves the page before.

    Raises `UsageError` where it cannot be written there.
    """
    from evalsuite.report.html import write_page  # noqa: PLC0415  - jinja2 only where a page is written

    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with _opened(part, path) as out:
            summary = write_page(out, heading=words, trials=trials, weighed=weighed, before=before)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return summary


def save_folder(
    path: Path,
    words: Heading,
    trials: Iterable[tuple[CaseEntry, Trial]],
    weighed: Weighed | None = None,
    before: Iterable[Trial | Result] = (),
) -> Summary:
    """The same, of a page in a folder. Raises `UsageError` where something else has the folder's name."""
    from evalsuite.report.html import write_folder  # noqa: PLC0415

    if path.exists() and not _is_page(path):
        raise UsageError(f"{path} is there, and is no page in a folder. Name a new folder with --output")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        summary = write_folder(part, heading=words, trials=trials, weighed=weighed, before=before)
        _remove(path)
        part.replace(path)
    finally:
        _remove(part)
    return summary


def _by_name(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is said of each name, in one text."""
    said: dict[str, str] = {}
    for name, text in told:
        said[name] = f"{said[name]} · {text}" if name in said else text
    return said


def _has(folder: RunFolder, many: int) -> bool:
    """Whether it has so many trials."""
    path = folder.path / "transcripts.jsonl"
    if not path.exists() or path.stat().st_size < many * 50:  # no line is as short as that
        return False
    with path.open("rb") as lines:
        return sum(1 for _ in lines) >= many


def _opened(part: Path, path: Path) -> BinaryIO:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file for the page, or make a folder of it with --split")
    try:
        return part.open("wb")
    except OSError as error:
        raise UsageError(f"no page can be written to {path}: {error.strerror}. Name another place") from None


def _is_page(path: Path) -> bool:
    """Whether a folder holds what we write and nothing else."""
    return path.is_dir() and {one.name for one in path.iterdir()} <= {"index.html", "data"}


def _remove(path: Path) -> None:
    if _is_page(path):
        shutil.rmtree(path)
    elif path.is_file():
        path.unlink()


def heading(run: Run, *, left: int = 0, judges: Judges = NO_JUDGES) -> Heading:
    """What is said of a run above its cases."""
    from evalsuite.report.words import Heading  # noqa: PLC0415

    provenance = {
        "evalsuite": run.tool_version,
        "assistant fingerprint": run.assistant.fingerprint,
        **{f"grader {label}": mark for label, mark in run.graders.items()},
        **_by_name(facts(judges)),
    }
    return Heading(
        title=f"{run.assistant.name}: evaluation",
        run_id=run.id,
        assistant=run.assistant.name,
        model=run.assistant.model,
        started_at=run.started_at,
        provenance=provenance,
        in_progress=left > 0,
        notes=warnings(judges),
        command=f"evalsuite run --assistant {run.assistant.name}",
    )
