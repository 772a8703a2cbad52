"""A run's page and what the terminal tells of it, in one pass over its trials."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.domain.run import CaseEntry, Trial, result_of
from evalsuite.report.text import trial_text
from evalsuite.summary import Summary, Tally

if TYPE_CHECKING:
    from evalsuite.domain.decision import Weighed
    from evalsuite.domain.run import Run
    from evalsuite.report.html import Heading
    from evalsuite.store import RunFolder

WORST_FIRST = ("error", "fail", "ungraded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    summary: Summary
    examples: tuple[str, ...]
    """The first trials that failed, errored or stayed ungraded, each as several lines."""
    page: Path | None = None


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
    folder: RunFolder, *, page: bool, left: int = 0, to: Path | None = None, weighed: Weighed | None = None
) -> Told:
    """Read a run's trials once: its summary, a few examples, and (with `page`) its page.

    The page goes to `to`, or else to `report.html` in the run's folder; `weighed` is what was decided on the run.
    """
    examples = Examples()
    trials = examples.watch(folder.trials())
    if not page:
        tally = Tally()
        for _, trial in trials:
            tally.add(result_of(trial))
        return Told(summary=tally.summary(), examples=examples.texts())
    path = to or folder.path / "report.html"
    summary = save_page(path, heading(folder.manifest(), left=left), trials, weighed)
    return Told(summary=summary, examples=examples.texts(), page=path)


def save_page(
    path: Path, words: Heading, trials: Iterable[tuple[CaseEntry, Trial]], weighed: Weighed | None = None
) -> Summary:
    """Write a page beside its place, then put it there: a killed process leaves the page before."""
    from evalsuite.report.html import write_page  # noqa: PLC0415  - jinja2 only where a page is written

    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            summary = write_page(out, heading=words, trials=trials, weighed=weighed)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return summary


def heading(run: Run, *, left: int = 0) -> Heading:
    """What a run's page says above its cases."""
    from evalsuite.report.html import Heading  # noqa: PLC0415

    provenance = {
        "evalsuite": run.tool_version,
        "assistant fingerprint": run.assistant.fingerprint,
        **{f"grader {label}": mark for label, mark in run.graders.items()},
    }
    return Heading(
        title=f"{run.assistant.name}: evaluation",
        run_id=run.id,
        assistant=run.assistant.name,
        model=run.assistant.model,
        started_at=run.started_at,
        provenance=provenance,
        in_progress=left > 0,
        command=f"evalsuite run --assistant {run.assistant.name}",
    )
