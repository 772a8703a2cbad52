"""A rule held to in each origin by itself, where cases are of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evalsuite.domain.comparison import Comparison
from evalsuite.domain.decision import Criterion, CriterionResult, GateRules
from evalsuite.gate.golden import holds
from evalsuite.gate.seen import blank, too_few
from evalsuite.stats.clusters import FEWEST


def enough(units: int, rules: GateRules) -> bool:
    """Whether so many independent cases can be held to a rate."""
    return units >= max(FEWEST, rules.min_clusters)


def of(criterion: Criterion, origin: str) -> Criterion:
    """The same of one origin; the criterion as it is where there is but one, whose name is empty."""
    if not origin:
        return criterion
    return replace(criterion, origin=origin) if criterion.label else replace(criterion, label=f"origin {origin}")


def apart(
    criterion: Criterion, comparison: Comparison, rules: GateRules, told: Mapping[str, CriterionResult]
) -> Iterator[CriterionResult]:
    """What was told of each origin that has enough independent cases; the others case by case, and undecided where
    none has enough."""
    harm = criterion.role == "hard_zero"
    spoken = [  # cases that only the candidate has can get worse in nothing but harm
        origin
        for origin, one in comparison.origins.items()
        if any(case.before.judged or harm for case in one.histories.get(criterion.label, ()))
    ]
    yield from told.values()
    yield from (holds(comparison, origin, criterion.label, ever=harm) for origin in spoken if origin not in told)
    if not told:
        parts = [comparison.origins[origin] for origin in spoken]
        seen = [
            (one.harms if harm else one.graders).get(criterion.label) if criterion.label else one.overall
            for one in parts
        ]
        most = max((one.units for one in seen if one), default=0)
        what = f"{'failures' if harm else 'the pass rate'} of {criterion.label or 'any origin'}"
        what += " in any origin" if criterion.label else ""
        yield too_few(blank(criterion), what, most, max(FEWEST, rules.min_clusters))
