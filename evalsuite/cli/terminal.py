"""What every command shares: the workspace it is typed in, complaints, progress, exit codes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from evalsuite.domain.run import Trial
    from evalsuite.settings import Settings
    from evalsuite.summary import Summary
    from evalsuite.workspace import Workspace


def here(*, run_code: bool = True, **options: Any) -> Workspace:
    """The workspace the command is typed in, with what its options say."""
    import os
    from pathlib import Path

    from evalsuite.workspace import open_workspace

    return open_workspace(Path.cwd(), environment=os.environ, options=options, run_code=run_code)


def say(text: str = "") -> None:
    """A line for the person, where it does not get into the way of output for a program."""
    sys.stderr.write(text + "\n")


def complain(text: str, *, reason: str, code: int) -> int:
    """Tell a mistake, as JSON too where `--json` was asked for; the exit code comes back."""
    from evalsuite.report.visible import visible

    sys.stdout.flush()
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"exit_code": code, "reason": reason, "error": text}) + "\n")
    lines = text.splitlines()
    shown = lines[:50] + ([f"… and {len(lines) - 50} more"] if len(lines) > 50 else [])
    say("\n".join(visible(line) for line in shown))
    return code


def exit_code(summary: Summary, settings: Settings) -> tuple[int, str]:
    """The exit code of a run, with its machine-readable reason."""
    seen, trials = summary.outcomes, summary.trials
    if not trials:
        return 5, "nothing_ran"
    if seen["fail"]:
        return 1, "failed"
    if seen["error"] > settings.allowed_errors * trials:
        return 4, "errors"
    if seen["ungraded"] > settings.allowed_ungraded * trials:
        return 3, "ungraded"
    if any(one.severity == "error" for one in summary.differences):
        return 1, "siblings_differ"
    return 0, "passed"


def summary_json(summary: Summary, **more: Any) -> str:
    """The summary as one line of JSON."""
    from evalsuite.codec.records import plain

    return json.dumps({**plain(summary), **more})


class Progress:
    """Shows trials as they finish: a bar on a terminal, lines elsewhere."""

    def __init__(
        self, total: int, *, line: Callable[[Trial], str | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total, self.line, self.clock = total, line, clock
        self.done = self.troubles = 0
        self._said = clock()
        self._bar: Any = None
        self._task: Any = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("running", total=self.total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def saw(self, trial: Trial) -> None:
        self.done += 1
        trouble = trial.outcome != "pass"
        self.troubles += trouble
        if self._bar:
            text = f"{self.troubles} did not pass" if self.troubles else "all passed so far"
            self._bar.update(self._task, advance=1, description=text)
            return
        told = self.line(trial) if trouble and self.troubles <= 20 else None
        if told:
            say(told)
        if self.clock() - self._said > 10:
            self._said = self.clock()
            say(f"{self.done}/{self.total} trials, {self.troubles} did not pass")
