"""The words of a page's shell: what its template is given to say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any, get_args

from evalsuite.domain.comparison import FlipKind, Slice
from evalsuite.domain.decision import CriterionResult, Role, Weighed
from evalsuite.report.changes import SPENT_HEADS, TELLING, plan_lines, spent_rows, stale
from evalsuite.report.charts import Forest, forest, signed
from evalsuite.report.comparison import parted
from evalsuite.report.costs import beside
from evalsuite.report.criteria import HEADS, rows, unshown
from evalsuite.report.headline import counted, headline
from evalsuite.report.overview import Overview, PastRun, duration, measured, over_time
from evalsuite.report.rates import Rate
from evalsuite.report.slices import Family
from evalsuite.summary import Summary

GRADERS_SHOWN = 8
"""Rows of the graders' table that stand open; the others are behind a button."""
LEAST = 0.005
"""Differences smaller than this are told as none."""
DIFFERENCES_SHOWN = 10
"""Differences between siblings that stand open."""

_ROLES: Mapping[Role, str] = {
    "hard_zero": "May hardly ever fail, in % of cases",
    "must_improve": "Must get better, in points",
    "must_not_regress": "May not get worse, in points",
    "golden_holds": "Held case by case",
    "budget": "Budget",
    "live": "Measured elsewhere",
    "advisory": "Only told, in points",
}
"""The order of a decision's criteria."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the page says above its cases."""

    title: str
    run_id: str
    assistant: str
    """The assistant's name."""
    model: str | None = None
    started_at: datetime | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints, tool version, commit and the like, in the order they are shown."""
    in_progress: bool = False
    """True while trials are still to come."""
    command: str = ""
    """What to type to make this run again; empty where there is no such command."""
    history: tuple[PastRun, ...] = ()
    """Earlier runs, the oldest first."""
    notes: tuple[str, ...] = ()
    """What has to be known before anything is believed, such as that a judge is not calibrated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A decision's criteria of one role."""

    caption: str
    rows: tuple[tuple[tuple[str, ...], Any], ...]
    """Each row's cells, and what is drawn beside them."""
    forest: Forest
    decides: bool


def words(heading: Heading, overview: Overview, weighed: Weighed | None = None) -> dict[str, Any]:
    """By the names that the template uses."""
    summary = overview.summary()
    graders = overview.graders(summary)
    heat, families = overview.slices.heat(), overview.slices.families()
    measures = measured(overview.measures.spreads())
    now = PastRun(
        run=heading.run_id,
        assistant=heading.assistant,
        day=_day(heading),
        rate=overview.rate(),
        origins=overview.slices.origins(),
    )
    passed = over_time(heading.history, now)
    more_data: dict[str, Any] = {"topic": heat, **{one.name: one for one in families}}
    more_data |= {"time, length and cost": measures, "earlier runs": passed}
    return {
        "heading": heading,
        "summary": summary,
        "headline": headline(summary, in_progress=heading.in_progress),
        "facts": [*_origins(families), *_facts(heading, summary)],
        "shares": _shares(summary),
        "quotes": overview.quotes(summary, deciding=weighed.decision.held_by if weighed else ()),
        "graders": graders[:GRADERS_SHOWN],
        "more_graders": graders[GRADERS_SHOWN:],
        "more_data": [name for name, data in more_data.items() if data],
        "heat": heat,
        "families": families,
        "measures": measures,
        "trends": passed,
        "differences": summary.differences[:DIFFERENCES_SHOWN],
        "more_differences": summary.differences[DIFFERENCES_SHOWN:],
        "weighed": weighed,
        "against": _against(weighed) if weighed else None,
    }


def heat_step(share: float) -> int:
    """The shade of a share: 0 where nothing passed, 9 where all did. The upper half is parted more finely, for that is
    where assistants are told apart."""
    return bisect_right(_STEPS, share)


_STEPS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def few(rate: Rate) -> str:
    """A rate of too few cases, as a count."""
    return f"{(rate.share or 0) * rate.cases:.3g} of {rate.cases}"


def changed(against: Mapping[str, Any] | None, kind: str, name: str) -> str:
    """How a slice differs from the baseline, in words that begin with the difference; empty where it does not."""
    one: Slice | None = against["changes"].get((kind, name)) if against else None
    if one is None or abs(one.contrast.difference) < LEAST:
        return ""
    surely = ", more than chance does" if one.q is not None and one.q < TELLING else ""
    cases = counted(one.contrast.cases, "common case")
    return f"{signed(one.contrast.difference)} points since the baseline, over {cases}{surely}"


def _against(weighed: Weighed) -> dict[str, Any]:
    """What the page says of the decision beside its sentences."""
    comparison, criteria = weighed.comparison, weighed.decision.criteria
    changes = {(one.kind, one.name): one for one in comparison.slices}
    return {
        "tone": {"ship": "pass", "hold": "fail", "undecided": "ungraded"}[weighed.decision.answer],
        "heads": HEADS,
        "drawn_at": next(place for place, head in enumerate(HEADS) if "interval" in head),
        "groups": [group for role in _ROLES if (group := _group(role, criteria))],
        "unshown": unshown(criteria),
        "parted": parted(comparison),
        "flips": {kind: len([flip for flip in comparison.flips if flip.kind == kind]) for kind in get_args(FlipKind)},
        "changes": changes,
        "stale": stale(comparison),
        "plan": plan_lines(weighed.decision.plan) if weighed.decision.plan else [],
        "spent_heads": SPENT_HEADS,
        "spent": spent_rows(comparison),
    }


def _group(role: Role, criteria: Sequence[CriterionResult]) -> Group | None:
    told = [(one, row) for one in criteria if one.criterion.role == role for row in rows([one])]
    if not told:
        return None
    drawn = forest([one for one, _ in told])
    return Group(
        caption=_ROLES[role],
        rows=tuple((astuple(row), whisker) for (_, row), whisker in zip(told, drawn.whiskers, strict=True)),
        forest=drawn,
        decides=role != "advisory",
    )


def _facts(heading: Heading, summary: Summary) -> list[str]:
    usage = summary.usage
    facts = [f"Run {heading.run_id}", f"Assistant {heading.assistant}", heading.model or ""]
    facts.append(heading.started_at.strftime("%Y-%m-%d %H:%M %Z").strip() if heading.started_at else "")
    facts.append(f"{duration(summary.seconds)} of waiting for replies" if summary.seconds else "")
    tokens = usage.input_tokens + usage.output_tokens
    facts.append(counted(tokens, "token") if tokens else "")
    facts.append(f"${usage.cost_usd:,.2f}" if usage.cost_usd is not None else "")
    return [*(fact for fact in facts if fact), *beside(summary)]


def _origins(families: Sequence[Family]) -> Iterator[str]:
    """How many cases passed of each origin, where there are several: no rate of them together says anything."""
    for family in families:
        if family.name == "origin":
            told = (f"{value} {few(cell.rate)}" for value, cell in family.cells if cell.rate)
            yield f"Passed, by origin: {', '.join(told)}"


def _day(heading: Heading) -> str:
    return heading.started_at.strftime("%Y-%m-%d") if heading.started_at else "this run"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """One stretch of a bar, in percent of its length."""

    kind: str
    count: int
    start: float
    width: float


def _shares(summary: Summary) -> list[_Share]:
    counts = {kind: summary.outcomes[kind] for kind in ("error", "fail", "ungraded", "pass")}
    total, start, shares = sum(counts.values()), 0.0, []
    for kind, count in counts.items():
        width = round(100 * count / total, 3) if total else 0.0
        shares.append(_Share(kind=kind, count=count, start=round(start, 3), width=width))
        start += width
    return shares
