"""The runs that an assistant had before this one, each with the share of cases that passed, also of each origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalsuite.domain.run import result_of
from evalsuite.report.overview import PastRun
from evalsuite.report.rates import Cases, Passes
from evalsuite.store import Runs

if TYPE_CHECKING:
    from evalsuite.store import RunFolder

MOST = 12
"""Runs that are looked back at."""
BYTES = 100_000_000
"""Of transcripts that are read for it, the newest first: a page shall not wait for old runs."""


def past_runs(folder: RunFolder) -> tuple[PastRun, ...]:
    """Runs of the same assistant in the same place that began before this one, the oldest first; at most `MOST`."""
    run = folder.manifest()
    told: list[PastRun] = []
    left = BYTES
    for other in reversed(Runs(folder.path.parent).folders()):
        manifest = other.manifest()
        if manifest.assistant.name != run.assistant.name or manifest.started_at >= run.started_at:
            continue
        transcripts = other.path / "transcripts.jsonl"
        left -= transcripts.stat().st_size if transcripts.exists() else 0
        if left < 0 or len(told) >= MOST:
            break
        told.append(_past(other, manifest.id, manifest.assistant.name, f"{manifest.started_at:%Y-%m-%d}"))
    return tuple(reversed(told))


def _past(folder: RunFolder, run: str, assistant: str, day: str) -> PastRun:
    cases, passes = Cases(), Passes()
    origins: dict[str, Passes] = {}
    for entry, trial in folder.trials():
        case, outcome = cases.number(entry.id, entry.cluster), result_of(trial).outcome
        passes.add(case, outcome)
        if entry.origin:
            origins.setdefault(entry.origin, Passes()).add(case, outcome)
    apart = {origin: one.rate(cases) for origin, one in origins.items()}
    return PastRun(run=run, assistant=assistant, day=day, rate=passes.rate(cases), origins=apart)
