"""Failures that a pytest session puts up with: quarantined cases, and what failed in the baseline too."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.quarantine import read_quarantine

if TYPE_CHECKING:
    from datetime import date

    from evalsuite.domain.quarantine import Quarantine, Quarantined
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuses:
    """Why a case may fail without failing the session."""

    today: date
    quarantine: Quarantine = field(default_factory=dict)
    failed_before: frozenset[str] = frozenset()
    """Cases that did not pass in every attempt of the baseline."""

    def excuse(self, case_id: str) -> str:
        """Why a failure of the case is put up with; empty where it is not."""
        entry = self._entry(case_id)
        if entry:
            return f"quarantined until {entry.until} (owner {entry.owner})"
        return "failed in the baseline too" if case_id in self.failed_before else ""

    def expired(self, case_id: str) -> str:
        """What to tell of a case whose quarantine has run out, whether it passes or not; empty where it has not."""
        entry = self._entry(case_id)
        if entry is None or not entry.expired(self.today):
            return ""
        return (
            f"QUARANTINE EXPIRED: put up with until {entry.until} (owner {entry.owner}). Mend the case and take it out "
            f"of the list, or say until when\n    {entry.place}\nreason: quarantine_expired"
        )

    def _entry(self, case_id: str) -> Quarantined | None:
        return self.quarantine.get(case_id) or self.quarantine.get(case_id.partition("[")[0])


def excuses(workspace: Workspace, *, baseline: str | None, today: date) -> Excuses:
    """What `graders/quarantine.yaml` and the baseline excuse. Raises `InputError` or `UsageError` with the mend."""
    return Excuses(
        today=today,
        quarantine=_quarantine(workspace),
        failed_before=_failed(workspace, baseline) if baseline else frozenset(),
    )


def as_typed(workspace: Workspace) -> Workspace:
    """The workspace as a person sees it from where pytest was called."""
    return replace(workspace, here=Path.cwd())


def _quarantine(workspace: Workspace) -> Quarantine:
    path = workspace.root / "graders" / "quarantine.yaml"
    if not path.is_file():
        return {}
    known = [located.case.id for file in workspace.case_files() for located in read_case_file("", file.read_bytes())[0]]
    return read_quarantine(as_typed(workspace).shown(path), path.read_bytes(), known_cases=known)


def _failed(workspace: Workspace, baseline: str) -> frozenset[str]:
    from evalsuite.flows.comparing import open_side  # noqa: PLC0415  - pays for the statistics

    side = open_side(as_typed(workspace), baseline).side
    return frozenset(result.case_id for result in side.results if result.outcome != "pass")
