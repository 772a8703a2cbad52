"""Rates that a judge gave, corrected by what people said of some of the same items.

Prediction-powered inference: what the judge says of all items, made right by how far it was from people's labels
(Angelopoulos, Duchi and Zrnic 2023, "PPI++"). The labelled items must be a random draw from those judged: labelling
only what looks suspicious breaks it, and no formula can see that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite, sqrt
from statistics import NormalDist, fmean
from typing import Literal

from evalsuite.domain.comparison import LEVEL, Interval

FEWEST_LABELS = 100
"""With fewer labels no corrected rate is told."""
FOLDS = 20
"""How far the judge is listened to is told from the other folds' labels: from its own, it would bend the rate."""

Why = Literal["", "too_few_labels", "not_a_number", "judge_no_better_than_chance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A rate, or a difference of rates, as people would have judged it."""

    value: float | None
    """None where it cannot be told, and `why` says so."""
    error: float | None = None
    """Standard error, the labels' own chance included."""
    interval: Interval | None = None
    """Each bound one-sided at the level asked for, and cut off where no rate can lie."""
    weight: float | None = None
    """How far the judge was listened to: 0 not at all, 1 as if it were never wrong on average."""
    why: Why = ""


def ppi_rate(
    labels: Sequence[float], judged: Sequence[float], rest: Sequence[float], *, level: float = LEVEL
) -> Corrected:
    """The rate over all items, from people's `labels` and the judge's verdicts on the same items (`judged`) and on the
    `rest`, that nobody labelled; 1 passed, 0 failed.

    λ·mean(rest) + mean(label - λ·judged), λ = Cov(label, judged)/((1 + n/N)·Var(judged)), n labelled and N not, from
    the labels of other folds (Zrnic and Candès 2024); error² is Var(label - λ·judged)/n + λ²·Var(judged)/N. The
    interval adds up the squares of the score interval's reach over the labelled and of the rest's (Zou and Donner
    2008), for near 0 and 1 a symmetric one covers too little.
    """
    return _powered(labels, judged, rest, low=0.0, high=1.0, level=level)


def ppi_difference(
    labels: Sequence[float], judged: Sequence[float], rest: Sequence[float], *, level: float = LEVEL
) -> Corrected:
    """The paired difference over all cases, as `ppi_rate` of differences: candidate minus baseline, -1 to 1."""
    return _powered(labels, judged, rest, low=-1.0, high=1.0, level=level)


def rogan_gladen(
    passed: int, judged: int, *, true_passes: tuple[int, int], true_fails: tuple[int, int], level: float = LEVEL
) -> Corrected:
    """The rate behind `passed` of `judged`, where labels come from elsewhere: of people's passes the judge passed
    `true_passes` (how many, of how many), of their fails it failed `true_fails` (Rogan and Gladen 1978).

    (p + TNR - 1)/J with J = TPR + TNR - 1; variance [p(1-p)/N + (1-rate)²·TNR(1-TNR)/m₀ + rate²·TPR(1-TPR)/m₁]/J²,
    shares of which are taken with half a case added on both sides. No value where J is not above 0 at the level.
    """
    (hits, m1), (rejects, m0) = true_passes, true_fails
    if judged <= 0 or m1 + m0 < FEWEST_LABELS or min(m1, m0) < 2:
        return Corrected(value=None, why="too_few_labels")
    share, tpr, tnr = passed / judged, hits / m1, rejects / m0
    z, better = NormalDist().inv_cdf(1 - level), tpr + tnr - 1
    noise = _smoothed(hits, m1), _smoothed(rejects, m0)
    if better - z * sqrt(sum(noise)) <= 0:
        return Corrected(value=None, why="judge_no_better_than_chance")
    rate = min(1.0, max(0.0, (share + tnr - 1) / better))
    error = sqrt(_smoothed(passed, judged) + (1 - rate) ** 2 * noise[1] + rate**2 * noise[0]) / better
    interval = Interval(low=max(0.0, rate - z * error), high=min(1.0, rate + z * error))
    return Corrected(value=rate, error=error, interval=interval)


def _powered(
    labels: Sequence[float], judged: Sequence[float], rest: Sequence[float], *, low: float, high: float, level: float
) -> Corrected:
    from evalsuite.stats.score import Sample  # noqa: PLC0415  - numpy is loaded when there is a need

    if len(labels) != len(judged):
        raise ValueError(f"each label wants its verdict, got {len(labels)} labels and {len(judged)} verdicts")
    if not all(map(isfinite, (*labels, *judged, *rest))):
        return Corrected(value=None, why="not_a_number")
    n = len(labels)
    if n < FEWEST_LABELS:
        return Corrected(value=None, why="too_few_labels")
    spread = _variance([*judged, *rest])
    scale = 1 / ((1 + n / len(rest)) * spread) if rest and spread else 0.0
    weights = [min(1.0, max(0.0, scale * _together(labels, judged, fold))) for fold in range(FOLDS)]
    off = [label - weights[i % FOLDS] * said for i, (label, said) in enumerate(zip(labels, judged, strict=True))]
    weight = fmean(weights[i % FOLDS] for i in range(n))
    value = fmean(off) + (weight * fmean(rest) if rest else 0.0)
    beyond = weight**2 * spread / len(rest) if rest else 0.0
    heavy = max(weights)
    reach = Sample(off, range(n), low=low - heavy * high, high=high - heavy * low).interval(level=level)
    more = NormalDist().inv_cdf(1 - level) * sqrt(beyond)
    bounds = value - hypot(fmean(off) - reach.low, more), value + hypot(reach.high - fmean(off), more)
    return Corrected(
        value=min(high, max(low, value)),
        error=sqrt(_variance(off) / n + beyond),
        interval=Interval(low=max(low, bounds[0]), high=min(high, bounds[1])),
        weight=weight,
    )


def _together(labels: Sequence[float], judged: Sequence[float], fold: int) -> float:
    """The covariance of labels and verdicts outside a fold."""
    others = [pair for i, pair in enumerate(zip(labels, judged, strict=True)) if i % FOLDS != fold]
    label, said = fmean(a for a, _ in others), fmean(b for _, b in others)
    return sum((a - label) * (b - said) for a, b in others) / (len(others) - 1)


def _variance(values: Sequence[float]) -> float:
    mean = fmean(values)
    return sum((one - mean) ** 2 for one in values) / max(1, len(values) - 1)


def _smoothed(count: int, n: int) -> float:
    """The variance of a share, with half a case added on both sides so that 0 of n is not held to be certain."""
    share = (count + 0.5) / (n + 1)
    return share * (1 - share) / n
