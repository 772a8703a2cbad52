"""What today's cases can tell, and how many cases or attempts it takes to tell more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, isfinite

from evalsuite.domain.comparison import Comparison, Contrast
from evalsuite.domain.decision import Plan
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.power import (
    POWER,
    cases_for_difference,
    cases_with_repeats,
    detectable_margin,
    power_for_difference,
)
from evalsuite.stats.repeats import variance_parts

MOST_REPEATS = 20
"""Attempts of a case beyond which a plan would be no advice."""
STEP = 1.05
"""Numbers of cases are tried in steps of 5 %, finer than a plan can be trusted."""


def wanted_cases(difference: float, discordant: float, margin: float) -> int | None:
    """Independent cases that tell a true difference from -margin in 4 of 5 tries; None where no number does.

    The formula's, and for one that is to ship more of them where the test that decides has less power than it thinks.
    """
    wanted = cases_for_difference(difference, discordant, margin)
    if not isfinite(wanted):
        return None
    number = max(ceil(wanted), FEWEST)
    while difference > -margin and power_for_difference(number, difference, discordant, margin) < POWER:
        number = ceil(number * STEP)
    return number


def plan(*, margin: float, cases: int, discordant: float, assumed: str, repeats: int = 1) -> Plan:
    """For independent cases of which the share `discordant` comes out otherwise while nothing has changed."""
    return Plan(
        cases=cases,
        repeats=repeats,
        margin=margin,
        detects=detectable_margin(cases, discordant) if cases > 0 else None,
        wanted_cases=wanted_cases(0.0, discordant, margin),
        discordant=discordant,
        assumed=assumed,
    )


def planned(
    comparison: Comparison, margin: float, *, cases: int | None = None, repeats: int | None = None
) -> Plan | None:
    """From what these two runs show, for their own number of cases and attempts where none are given; None where they
    have no case in common that was judged.

    What attempts do can be told only from runs that repeat their cases; from others more of them count for nothing.
    Where cases are of several origins it is a plan for the one with the fewest of those that a rate can be told of.
    """
    origin, overall = _planned_for(comparison)
    if not overall.cases or overall.moved is None:
        return None
    spread = _spread(comparison, origin, sum(one * one for one in overall.moved.values) / overall.cases)
    tries = repeats or spread.repeats
    made = plan(
        margin=margin,
        cases=cases or overall.units,
        discordant=spread.after(tries),
        assumed=f"as these two runs differ{f' in {origin} cases' if origin else ''}",
        repeats=tries,
    )
    return replace(made, wanted_repeats=_wanted_repeats(made, spread))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spread:
    """How much cases differ by themselves: the mean square of their differences, in its parts."""

    repeats: int
    between: float
    within: float
    """Of a single attempt on each side; 0 where that is not known, and all of it counts as between."""

    def after(self, repeats: int) -> float:
        return self.between + self.within / repeats


def _planned_for(comparison: Comparison) -> tuple[str, Contrast]:
    """The origin, empty where there is but one, and its pass rate."""
    parts = [(name, one.overall) for name, one in comparison.origins.items()]
    told = [part for part in parts if part[1].units >= FEWEST]
    if told:
        return min(told, key=lambda part: part[1].units)
    return max(parts, key=lambda part: part[1].units, default=("", comparison.overall))


def _spread(comparison: Comparison, origin: str, square: float) -> _Spread:
    cases = (one for one in comparison.cases if not origin or one.origin == origin)
    paired = [(one.before, one.after) for one in cases if one.before.judged and one.after and one.after.judged]
    repeats = max((before.judged for before, _ in paired), default=1)
    parts = [
        variance_parts([[1.0] * one.passed + [0.0] * (one.judged - one.passed) for one in side])
        for side in (zip(*paired, strict=True) if paired else ())
    ]
    within = sum(part.within for part in parts if part) if all(parts) else 0.0
    return _Spread(repeats=repeats, between=max(0.0, square - within / repeats), within=within)


def _wanted_repeats(made: Plan, spread: _Spread) -> int | None:
    """The fewest attempts with which these cases would do."""
    if not spread.within:
        return None
    tries = range(2, MOST_REPEATS + 1)
    return next(
        (k for k in tries if cases_with_repeats(0.0, spread.between, spread.within, k, made.margin) <= made.cases), None
    )
