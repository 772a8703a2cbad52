"""The mean of bounded values over independent units, by a score test that takes unseen extremes into account.

Tango's test asks how likely the data are under the likeliest distribution whose mean is the one in question, on the
values -1, 0 and 1. This is the same for any values: the likeliest distribution on those seen, and on both ends of the
scale (empirical likelihood, Owen 2001). A loss that no unit happened to show is thus reckoned with, so that a sample
without a spread still has an interval. Units, not values, are what varies.
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import effective_number, totals

HALVINGS = 32
GRID = 33
"""Means tried at once in the search for a bound."""

Numbers = NDArray[np.float64]


class Sample:
    """Means of units, each weighing by its number of values: what a bound of the mean is reckoned from.

    Units count as the number of units of one size that tell as much (`effective_number`), so that large ones neither
    seem more certain than they are nor go unreckoned with. Values lie from `low` to `high`.
    """

    def __init__(self, values: Sequence[float], units: Sequence[Hashable], *, low: float, high: float) -> None:
        sums = np.array(totals(values, units), dtype=np.float64)
        self.means, where = np.unique(sums[:, 0] / sums[:, 1], return_inverse=True)
        self.number = effective_number(units)
        self.weights = np.bincount(where, weights=sums[:, 1]) * self.number / len(values)
        self.low, self.high = low, high

    def statistic(self, means: Numbers) -> Numbers:
        """For each true mean in question; near to standard normal where it is the truth."""
        return score(self.means - means[:, None], self.weights, self.low - means, self.high - means)

    def p(self, mean: float) -> float:
        """One-sided, of "the true mean is larger", by Student's distribution with units - 1 degrees of freedom."""
        return float(stdtr(self.number - 1, -self.statistic(np.array([mean]))[0]))

    def interval(self, *, level: float = LEVEL) -> Interval:
        """All means that are not rejected, each bound one-sided at `level`."""
        reach = float(stdtrit(self.number - 1, 1 - level))
        seen = float(self.weights @ self.means / self.weights.sum())
        return Interval(low=self._crossing(reach, self.low, seen), high=self._crossing(-reach, seen, self.high))

    def _crossing(self, reach: float, left: float, right: float) -> float:
        """Where the statistic, which falls as the mean in question rises, comes to `reach`."""
        while right - left > 1e-9:
            means = np.linspace(left, right, GRID)
            above = int((self.statistic(means[1:-1]) > reach).sum())
            left, right = float(means[above]), float(means[above + 1])
        return (left + right) / 2


def score(residuals: Numbers, counts: Numbers, low: Numbers | float, high: Numbers | float) -> Numbers:
    """Σ residuals / √(units · variance), along the last axis, for units' residuals whose true mean is 0.

    `counts` says how many units have each residual, or weigh as much; `low` < 0 < `high` are the ends of the scale,
    each for all rows or one a row. The variance is that of the likeliest distribution with mean 0 on what was seen and
    the ends: weights count/(units·(1 + λ·residual)), and where λ reaches the end of its range, the rest of the weight
    at the end of the scale. 0 where the residuals add up to 0.
    """
    residuals, counts = np.broadcast_arrays(residuals, counts)
    number, total = counts.sum(axis=-1), (counts * residuals).sum(axis=-1)
    up = total >= 0
    turned = np.where(counts > 0, np.where(up[..., None], residuals, -residuals), 0.0)
    end = np.maximum(np.where(up, -np.asarray(low), np.asarray(high)), -turned.min(axis=-1))
    tilt = _tilt(turned, counts, end)
    weights = counts / (number[..., None] * (1 + tilt[..., None] * turned))
    rest = np.maximum(0.0, 1 - weights.sum(axis=-1))
    variance = (weights * turned**2).sum(axis=-1) + rest * end**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total == 0, 0.0, total / np.sqrt(number * variance))


def _tilt(residuals: Numbers, counts: Numbers, end: Numbers) -> Numbers:
    """λ from 0 to 1/end at which Σ count·residual/(1 + λ·residual) is 0; 1/end where it stays above."""
    low = np.zeros_like(end)
    high = (1 - 1e-12) / np.maximum(end, 1e-300)
    for halving in range(HALVINGS):
        middle = high if not halving else (low + high) / 2
        above = (counts * residuals / (1 + middle[..., None] * residuals)).sum(axis=-1) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2
