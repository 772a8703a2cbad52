"""How many cases or attempts a gate needs, from what runs have shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evalsuite.compare import compare
from evalsuite.domain.decision import Plan
from evalsuite.errors import NothingRanError, UsageError
from evalsuite.flows.comparing import compare_runs, open_side
from evalsuite.gate import MARGIN
from evalsuite.gate.planning import plan, planned

if TYPE_CHECKING:
    from evalsuite.domain.comparison import Comparison
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace

ASSUMED = 0.1
"""Share of cases taken to come out otherwise by themselves, where no two runs show it."""
LOOKED_AT = 10
"""The newest runs that are looked through for two of the same cases."""


def plan_gate(
    workspace: Workspace,
    *,
    runs: tuple[str, str] | None = None,
    margin: float | None = None,
    cases: int | None = None,
    repeats: int | None = None,
    discordant: float | None = None,
) -> Plan:
    """A plan for the margin (the settings', where none is given).

    How much cases differ by themselves comes from the two runs, where they are named; else from `discordant`, a share;
    else from the newest two runs of the same cases; or, where there are none, it is assumed and told as such.

    Raises `UsageError` where there is nothing to say for how many cases.
    """
    asked = margin or workspace.settings.gate.margin or MARGIN
    comparison = compare_runs(workspace, *runs) if runs else None if discordant is not None else _history(workspace)
    seen = planned(comparison, asked, repeats=repeats) if comparison else None
    if runs and seen is None:
        raise UsageError(
            f"{runs[0]} and {runs[1]} have no case in common that was judged: name two runs of the same cases"
        )
    number = cases or (seen.cases if seen else _cases(workspace))
    if not number:
        raise UsageError("there are no cases to plan with: name a number, --cases 120")
    if seen and comparison:
        told = f"as {comparison.baseline.name} and {comparison.candidate.name} differ" if not runs else seen.assumed
        return replace(planned(comparison, asked, cases=number, repeats=repeats) or seen, assumed=told)
    share = ASSUMED if discordant is None else discordant
    assumed = "assumed, for no two runs show it" if discordant is None else "as was said"
    return plan(margin=asked, cases=number, discordant=share, assumed=assumed, repeats=repeats or 1)


def _history(workspace: Workspace) -> Comparison | None:
    """The newest two runs that have judged cases in common."""
    newest = workspace.runs().folders()[-LOOKED_AT:][::-1]
    pairs = ((earlier, latest) for number, latest in enumerate(newest) for earlier in newest[number + 1 :])
    return next((seen for earlier, latest in pairs if (seen := _compared(workspace, earlier, latest))), None)


def _compared(workspace: Workspace, earlier: RunFolder, latest: RunFolder) -> Comparison | None:
    """None where fewer than half of their cases are the same, or none of those was judged."""
    before, after = earlier.cases().keys(), latest.cases().keys()
    if 2 * len(before & after) < len(before | after):
        return None
    try:
        seen = compare(*(open_side(workspace, str(folder.path)).side for folder in (earlier, latest)))
    except NothingRanError:
        return None
    return seen if seen.overall.cases else None


def _cases(workspace: Workspace) -> int:
    """Independent cases of the workspace."""
    return len({located.case.unit for located in workspace.cases()}) if workspace.case_files(()) else 0
