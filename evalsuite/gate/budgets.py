"""Whether the candidate takes no more time, money or words than it may."""

from __future__ import annotations

from dataclasses import replace

from evalsuite.domain.comparison import Interval, Quantity, Spent
from evalsuite.domain.decision import Budget, Criterion, CriterionResult, GateRules
from evalsuite.gate.regressions import NONE
from evalsuite.gate.seen import blank, too_few, undecided
from evalsuite.gate.words import TAKES, amount, percent


def affordable(quantity: Quantity, budget: Budget, spent: Spent | None, rules: GateRules) -> list[CriterionResult]:
    """One result for each limit of the budget. The mean is taken over cases; a rise is judged pair by pair."""
    results = []
    if budget.rise is not None:
        results.append(_rise(quantity, budget.rise, spent, rules))
    if budget.most is not None:
        results.append(_most(quantity, budget.most, spent, rules))
    return results


def _rise(quantity: Quantity, rise: float, spent: Spent | None, rules: GateRules) -> CriterionResult:
    seen = _seen(quantity, rise, spent)
    if spent is None or spent.before is None or spent.after is None or not spent.baseline:
        return _unmeasured(seen, quantity, "the baseline" if spent else "the candidate")
    # The mean of after - (1 + rise)·before is below 0 just where the mean has risen by less than that share.
    over = [now - (1 + rise) * was for was, now in zip(spent.before.values, spent.after.values, strict=True)]
    interval = _bounds(over, spent.after.units)
    if interval is None or len(set(spent.after.units)) < rules.min_clusters:
        return too_few(seen, TAKES[quantity], len(set(spent.after.units)), rules.min_clusters)
    at_worst = rise + interval.high / spent.baseline
    what = (
        f"{TAKES[quantity]} went from {amount(spent.baseline, quantity)} to {amount(spent.candidate, quantity)} a case"
    )
    return _answered(
        replace(seen, bound=at_worst), interval, what, f"up to {percent(at_worst)} more", f"{percent(rise)} more"
    )


def _most(quantity: Quantity, most: float, spent: Spent | None, rules: GateRules) -> CriterionResult:
    seen = _seen(quantity, most, spent, limit=True)
    if spent is None:
        return _unmeasured(seen, quantity, "the candidate")
    after = spent.after or NONE
    interval = _bounds([now - most for now in after.values], after.units)
    if interval is None or len(set(after.units)) < rules.min_clusters:
        return too_few(seen, TAKES[quantity], len(set(after.units)), rules.min_clusters)
    at_worst = most + interval.high
    what = f"{TAKES[quantity]} is {amount(spent.candidate, quantity)} a case"
    return _answered(
        replace(seen, bound=at_worst), interval, what, f"up to {amount(at_worst, quantity)}", amount(most, quantity)
    )


def _answered(seen: CriterionResult, over: Interval, what: str, at_worst: str, allowed: str) -> CriterionResult:
    """By the bounds of how far the mean is over what is allowed."""
    if over.low > 0:
        sentence = f"{what}; at most {allowed} is allowed"
        mend = f"bring {seen.criterion.label} down"
        return replace(seen, answer="hold", reason="over_budget", sentence=sentence, would_decide=mend)
    if over.high <= 0:
        sentence = f"{what}, {at_worst} at the most; {allowed} is allowed"
        return replace(seen, answer="ship", reason="in_budget", sentence=sentence)
    mend = f"more cases, or more attempts of each (--trials), tell {seen.criterion.label} more closely"
    return undecided(seen, "too_wide", f"{what}, but it may be {at_worst}; {allowed} is allowed", mend)


def _seen(quantity: Quantity, allowed: float, spent: Spent | None, *, limit: bool = False) -> CriterionResult:
    seen = blank(Criterion(label=quantity, role="budget", allowed=allowed, limit=limit))
    if spent is None:
        return seen
    return replace(seen, baseline=spent.baseline, candidate=spent.candidate, interval=spent.interval, n=spent.cases)


def _unmeasured(seen: CriterionResult, quantity: Quantity, side: str) -> CriterionResult:
    return undecided(
        seen,
        "not_measured",
        f"{TAKES[quantity]}: {side} does not say what it took",
        f"hold the candidate against a run that keeps {quantity}, or leave budget.{quantity} out of the settings"
        if side == "the candidate"
        else f"name the baseline's run, since a baseline file keeps no {quantity}; or set budget.{quantity}.most",
    )


def _bounds(values: list[float], units: tuple[str, ...]) -> Interval | None:
    import numpy as np  # noqa: PLC0415  - loaded where there is something to reckon

    from evalsuite.stats.scores import bootstrap_interval  # noqa: PLC0415

    # The same seed each time, so that the same runs get the same answer.
    return bootstrap_interval(values, units, generator=np.random.default_rng(0))
