"""Approximate intervals of a paired difference, Tango's and Newcombe's, for whole cases that are independent.

`gained`, `lost`, `n` and `difference` are those of `evalsuite.stats.paired`.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.rates import wilson

Numbers = NDArray[np.float64]


def tango_statistic(gained: ArrayLike, lost: ArrayLike, n: float, difference: float | Numbers) -> Numbers:
    """Tango's score statistic (1998) for a true difference of `difference`: standard normal if that is the truth.

    Above 1.645 the difference is larger, one-sided at 5 %, though in small samples it goes up to a point over; ±inf
    where the data rule the difference out. Takes many tables, or many differences, at once.
    """
    gained, lost = np.asarray(gained, dtype=np.float64), np.asarray(lost, dtype=np.float64)
    above = gained - lost - n * difference
    b = -gained - lost + (2 * n - gained + lost) * difference
    c = -lost * difference * (1 - difference)
    q = (np.sqrt(np.maximum(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * q + difference * (1 - difference))
    certain = np.where(np.abs(above) <= 1e-9 * n, 0.0, np.copysign(np.inf, above))
    # At ±1, and where rounding leaves dust of it, there is no variance.
    return np.where(variance > 1e-12 * n, above / np.sqrt(np.maximum(variance, 1e-300)), certain)


def tango_interval(gained: float, lost: float, n: float, *, level: float = LEVEL) -> Interval:
    """All differences that Tango's score test does not reject, each bound one-sided at `level`.

    Never empty and never of no width: b = c = 0 gives ±z²/(n + z²). Raises `ValueError` where there is no case.
    """
    if n <= 0:
        raise ValueError("a difference over no cases is not known")
    z, seen = NormalDist().inv_cdf(1 - level), (gained - lost) / n

    def crossing(reach: float, left: float, right: float) -> float:
        """Where the statistic, which falls as the difference rises, comes to `reach`."""
        while right - left > 1e-10:
            grid = np.linspace(left, right, 129)
            above = int((tango_statistic(gained, lost, n, grid[1:-1]) > reach).sum())
            left, right = float(grid[above]), float(grid[above + 1])
        return (left + right) / 2

    return Interval(low=crossing(z, -1.0, seen), high=crossing(-z, seen, 1.0))


def newcombe_interval(both: int, gained: int, lost: int, neither: int, *, level: float = LEVEL) -> Interval:
    """Newcombe's method 10 (1998), each bound one-sided at `level`. Raises `ValueError` where there is no case."""
    low, high = newcombe_bounds(both, gained, lost, neither, level=level)
    return Interval(low=float(low[0]), high=float(high[0]))


def newcombe_bounds(
    both: ArrayLike, gained: ArrayLike, lost: ArrayLike, neither: ArrayLike, *, level: float = LEVEL
) -> tuple[Numbers, Numbers]:
    """Low and high of `newcombe_interval` for many tables of one number of cases at once.

    From Wilson's limits of each side and their correlation φ = (both·neither - gained·lost) / √(product of the
    margins), its numerator less n/2 where that is positive, but not below 0; 0 where a margin is empty.
    """
    both, gained, lost, neither = (np.atleast_1d(np.asarray(c, np.float64)) for c in (both, gained, lost, neither))
    n = int((both + gained + lost + neither).flat[0])
    passed, where = np.unique(np.stack([both + lost, both + gained]), return_inverse=True)
    limits = [wilson(int(count), n, level=level) for count in passed]
    low, high = (np.array(side)[where].reshape(2, -1) for side in zip(*((i.low, i.high) for i in limits), strict=True))
    first, second = (both + lost) / n, (both + gained) / n
    product = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    together = both * neither - gained * lost
    corrected = np.where(together > 0, np.maximum(together - n / 2, 0.0), together)
    phi = np.where(product > 0, corrected / np.sqrt(np.maximum(product, 1.0)), 0.0)

    def reach(one: Numbers, other: Numbers) -> Numbers:
        return np.sqrt(np.maximum(0.0, one * one - 2 * phi * one * other + other * other))

    moved = second - first
    return moved - reach(second - low[1], high[0] - first), moved + reach(high[1] - second, first - low[0])
