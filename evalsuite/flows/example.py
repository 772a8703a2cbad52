"""The example shop's workspace, and its assistants played through its cases."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import evalsuite
from evalsuite.domain.decision import Weighed
from evalsuite.errors import UsageError
from evalsuite.flows.comparing import open_side, weigh
from evalsuite.flows.reporting import Told, held_against, tell
from evalsuite.flows.running import Selection, begin, carry_out
from evalsuite.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One assistant's run, told."""

    name: str
    told: Told
    page: str
    """The page's path as the person would type it."""
    weighed: Weighed | None = None
    """What the gate decides on it, where it was held against another one."""


def example_root() -> Path:
    """The folder that holds the example's cases and graders. Raises `UsageError` where it was not installed."""
    package = Path(evalsuite.__file__).parent
    for root in (package / "example" / "workspace", package.parent):
        if (root / "graders" / "assistants" / "alex-base.yaml").is_file():
            return root
    raise UsageError("the example workspace is not beside the package; install evalsuite again")


def example_tickets() -> Path:
    """An export of the example shop's help desk, all invented."""
    return Path(evalsuite.__file__).parent / "example" / "tickets.json"


def example_workspace(reports: Path) -> Workspace:
    """The example, its runs kept under `reports` so that a read-only installation serves too."""
    workspace = open_workspace(example_root(), environment=os.environ)
    return replace(workspace, here=Path.cwd(), reports=reports.resolve())


async def play(workspace: Workspace, name: str, *, against: str | None) -> Act:
    """Run an assistant through all cases and write its page `NAME.html`, held against another one's latest run."""
    prepared = begin(workspace, Selection(), assistant=name, now=datetime.now(UTC))
    with prepared.folder as folder:
        await carry_out(workspace, prepared, saw=lambda _: None)
    baseline = _latest(workspace, against) if against else ""
    weighed = weigh(workspace, baseline, str(folder.path)) if baseline else None
    before = held_against(open_side(workspace, baseline) if baseline else None)
    reports = workspace.reports or workspace.root / "reports"
    told = tell(folder, page=True, to=reports / f"{name}.html", weighed=weighed, before=before)
    return Act(name=name, told=told, page=workspace.shown(reports / f"{name}.html"), weighed=weighed)


def _latest(workspace: Workspace, assistant: str) -> str:
    """The newest run of an assistant, by its folder."""
    folders = [one for one in workspace.runs().folders() if one.manifest().assistant.name == assistant]
    return str(folders[-1].path)
