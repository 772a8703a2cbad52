"""What a pytest session leaves behind: a run folder for each assistant, its page, and what the gate decides on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import evalsuite
from evalsuite.codec.records import dump, load, plain
from evalsuite.domain.run import AssistantCard, CaseEntry, Run, Trial
from evalsuite.errors import EvalsuiteError
from evalsuite.flows.pytest_excuses import as_typed
from evalsuite.flows.running import Selection, entry
from evalsuite.flows.single import workspace_of
from evalsuite.report.visible import visible
from evalsuite.store import RunFolder

if TYPE_CHECKING:
    from datetime import datetime

    from evalsuite.domain.decision import Weighed
    from evalsuite.flows.ahead import Made
    from evalsuite.workspace import Workspace


def record(made: Made) -> dict[str, str]:
    """A trial as plain text, so that it can travel from a worker of pytest-xdist."""
    card = made.card or AssistantCard(name=made.name, kind="python", fingerprint="")
    return {
        "root": made.root,
        "card": dump(card).decode(),
        "entry": dump(entry(made.bound)).decode(),
        "trial": dump(made.trial).decode(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    entry: CaseEntry
    trial: Trial

    @property
    def order(self) -> tuple[str, int, str, int]:
        return self.entry.path, self.entry.line, self.entry.id, self.trial.attempt


class Keep:
    """A pytest plugin that gathers trials and writes them down when the session ends, in the order of the files."""

    def __init__(self, config: pytest.Config, *, now: datetime) -> None:
        self._config = config
        self._now = now
        self._trials: dict[tuple[str, str], list[_Kept]] = {}
        self._lines: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for one in getattr(report, "evalsuite", ()):
            kept = _Kept(entry=load(CaseEntry, one["entry"]), trial=load(Trial, one["trial"]))
            self._trials.setdefault((one["root"], one["card"]), []).append(kept)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the runs; a gate that does not say ship makes a green session red."""
        try:
            # Found before any run is written: "latest" is the run before this one.
            before = {root: self._before(root) for root, _ in self._trials}
            finished = [
                self._finish(before[root], root, card, trials) for (root, card), trials in sorted(self._trials.items())
            ]
            shipped = all(finished)
        except EvalsuiteError as error:
            self._lines.append(f"ERROR: {visible(str(error))}")
            shipped = False
        if self._config.option.evalsuite_baseline and not self._trials:
            self._lines.append("nothing was held against the baseline: no case ran (reason: nothing_ran)")
            shipped = False
        if exitstatus == pytest.ExitCode.OK and not shipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._lines:
            terminalreporter.section("evalsuite")
            for line in self._lines:
                terminalreporter.write_line(line)

    def _before(self, root: str) -> str:
        """What the baseline's name stands for now; empty where none was named."""
        from evalsuite.flows.comparing import open_side  # noqa: PLC0415  - pays for the statistics

        named: str = self._config.option.evalsuite_baseline or ""
        opened = open_side(as_typed(workspace_of(Path(root))), named) if named else None
        return str(opened.folder.path) if opened and opened.folder and not opened.side.committed else named

    def _finish(self, baseline: str, root: str, card: str, trials: list[_Kept]) -> bool:
        """Whether nothing speaks against this assistant."""
        from evalsuite.flows.comparing import open_side  # noqa: PLC0415
        from evalsuite.flows.judges_known import judges_of  # noqa: PLC0415
        from evalsuite.flows.reporting import held_against, tell  # noqa: PLC0415  - pays for the page

        workspace = workspace_of(Path(root))
        folder = _written(workspace, load(AssistantCard, card), sorted(trials, key=lambda one: one.order), self._now)
        weighed = _weighed(workspace, baseline, folder) if baseline else None
        before = open_side(as_typed(workspace), baseline) if baseline else None
        judges = judges_of(workspace, folder)
        told = tell(folder, page=True, weighed=weighed, before=held_against(before), judges=judges)
        if not weighed:
            self._lines += told.notes
        else:
            from evalsuite.report.comparison import decision_text  # noqa: PLC0415

            self._lines += [decision_text(weighed), f"reason: {weighed.decision.reason}"]
        self._lines += [
            f"run: {folder.path.name}",
            f"page: {as_typed(workspace).shown(told.page)}" if told.page else "",
        ]
        return weighed is None or weighed.decision.answer == "ship"


def _written(workspace: Workspace, card: AssistantCard, trials: list[_Kept], now: datetime) -> RunFolder:
    standing = workspace.binder(workspace.knowledge(card)).standing_graders
    path = workspace.runs().new(f"{now:%Y%m%d-%H%M%S}-{card.name}")
    run = Run(
        id=path.name,
        assistant=card,
        started_at=now,
        tool_version=evalsuite.__version__,
        trials=max(one.trial.attempt for one in trials),
        graders={placed.label: placed.bound.fingerprint for placed in standing},
        settings={
            "selection": plain(Selection(ids=tuple(dict.fromkeys(one.entry.id for one in trials)))),
            "graders": [plain(spec) for spec in workspace.settings.graders],
        },
    )
    with RunFolder(path) as folder:
        folder.start(run, {one.entry.id: one.entry for one in trials}.values())
        for one in trials:
            folder.append_transcript(one.trial)
            if one.trial.error is None:
                folder.append_verdicts(one.trial.case_id, one.trial.attempt, one.trial.judgement)
    return folder


def _weighed(workspace: Workspace, baseline: str, folder: RunFolder) -> Weighed:
    from evalsuite.flows.comparing import weigh  # noqa: PLC0415  - pays for the statistics

    return weigh(as_typed(workspace), baseline, str(folder.path))
