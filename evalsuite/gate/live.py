"""What only reviews or live traffic can tell, and that nothing offline stands in for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import NormalDist

from evalsuite.domain.comparison import SHOWN, Interval
from evalsuite.domain.decision import Criterion, CriterionResult, GateRules, LiveFigure, LiveMeasure
from evalsuite.gate.seen import blank, undecided
from evalsuite.gate.words import percent, points
from evalsuite.stats.multiplicity import holm

FALLING: frozenset[LiveMeasure] = frozenset({"edit_rate", "policy_violations"})
"""Better where they are lower."""


def live(rules: GateRules, figures: Mapping[LiveMeasure, LiveFigure]) -> list[CriterionResult]:
    """Each measure of the rules. One without a figure is not measured: it has no say, unless it is required."""
    gains: list[LiveMeasure] = [one for one in rules.live if one in figures and one != "policy_violations"]
    chances = dict(zip(gains, holm([_chance(figures[one], one) for one in gains]), strict=True))
    return [
        _told(measure, least, figures[measure], chances) if measure in figures else _unmeasured(measure, least, rules)
        for measure, least in rules.live.items()
    ]


def name(measure: LiveMeasure) -> str:
    return measure.replace("_", " ")


def _unmeasured(measure: LiveMeasure, least: float, rules: GateRules) -> CriterionResult:
    required = measure in rules.require
    return replace(
        blank(Criterion(label=measure, role="live", allowed=least)),
        answer="undecided" if required else None,
        reason="not_measured",
        sentence=f"{name(measure)}: not measured, for no reviews and no live figures of both assistants were given",
        would_decide=f"give the {name(measure)} of both: evalsuite gate BASE CAND --live FILE" if required else "",
    )


def _told(
    measure: LiveMeasure, least: float, figure: LiveFigure, chances: Mapping[LiveMeasure, float]
) -> CriterionResult:
    seen = replace(
        blank(Criterion(label=measure, role="live", allowed=least)),
        baseline=figure.baseline,
        candidate=figure.candidate,
        interval=Interval(low=figure.low, high=figure.high),
        bound=figure.high if measure in FALLING else figure.low,
        n=figure.cases,
    )
    went = f"{name(measure)} went from {_said(figure.baseline, measure)} to {_said(figure.candidate, measure)}"
    went += f" ({figure.source})"
    if measure == "policy_violations":
        return _not_risen(seen, went, least, figure)
    gain, low, high = _gain(figure, measure)
    way = "fall" if measure in FALLING else "rise"
    wanted = f"it must {way} by {f'{least:g}' if measure == 'satisfaction' else points(least)}"
    if high < least:
        mend = f"improve the {name(measure)}"
        return replace(seen, answer="hold", reason="not_improved", sentence=f"{went}; {wanted}", would_decide=mend)
    if low > 0 and gain >= least and chances[measure] < SHOWN:
        return replace(seen, answer="ship", reason="improved", sentence=f"{went}, surely better; {wanted}")
    mend = f"more reviews or live conversations ({figure.cases:,} now)"
    return undecided(seen, "too_wide", f"{went}, which may be chance or too little; {wanted}", mend)


def _not_risen(seen: CriterionResult, went: str, tolerance: float, figure: LiveFigure) -> CriterionResult:
    allowed = f"they may rise by less than {points(tolerance)}"
    if figure.low > 0:
        mend = "mend what violates a policy"
        return replace(
            seen, answer="hold", reason="risen", sentence=f"{went}, surely more; {allowed}", would_decide=mend
        )
    if figure.high < tolerance:
        return replace(seen, answer="ship", reason="not_risen", sentence=f"{went}; {allowed}")
    mend = f"more reviews or live conversations ({figure.cases:,} now)"
    return undecided(seen, "too_wide", f"{went}, but may be {points(figure.high)} higher; {allowed}", mend)


def _gain(figure: LiveFigure, measure: LiveMeasure) -> tuple[float, float, float]:
    """How much better it got, with its bounds."""
    rise = figure.candidate - figure.baseline
    return (-rise, -figure.high, -figure.low) if measure in FALLING else (rise, figure.low, figure.high)


def _chance(figure: LiveFigure, measure: LiveMeasure) -> float:
    """The one-sided chance of such a gain where there is none, as the interval that was given implies it."""
    gain, low, high = _gain(figure, measure)
    error = (high - low) / (2 * NormalDist().inv_cdf(1 - SHOWN))
    return NormalDist().cdf(-gain / error) if error > 0 else float(gain <= 0)


def _said(value: float, measure: LiveMeasure) -> str:
    return f"{value:g}" if measure == "satisfaction" else percent(value)
