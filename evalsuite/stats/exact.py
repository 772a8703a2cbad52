"""The exact unconditional test of a paired difference, for whole cases that are independent.

`gained`, `lost`, `n` and `difference` are those of `evalsuite.stats.paired`. The hypothesis tested is that the true
difference is no larger than `difference`, one-sided. Tables are ranked by Tango's statistic, and the chance of one
that ranks as high is the largest over the shares of differing pairs that the data leave possible (Hsueh, Liu and Chen
2001; Berger and Boos 1994), so that the test is wrong at most as often as it says at every sample size.
"""

from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrc, betaincinv, gammaln, xlog1py, xlogy

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.approximate import tango_statistic

SET_ASIDE = 0.0005
"""Chance, added to each p, that the share of differing pairs lies outside the range that is searched."""
STEPS = 48
"""Shares tried in that range; the chance changes slowly between them."""

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


def exact_p(gained: int, lost: int, n: int, difference: float) -> float:
    """One-sided p-value of "the true difference is larger than `difference`"; never below `SET_ASIDE`."""
    reach = float(tango_statistic(gained, lost, n, difference))
    shares = _lost_shares(gained + lost, n, difference)
    return min(1.0, float(chance(_as_high(reach, n, difference), n, difference, shares).max()) + SET_ASIDE)


@lru_cache(maxsize=4096)
def exact_interval(gained: int, lost: int, n: int, *, level: float = LEVEL) -> Interval:
    """All differences that the exact test does not reject, each bound one-sided at `level`.

    At least as wide as it must be for its level, and by the discreteness of counts a little wider than Tango's. With
    no pair differing it is close to ±(1 - level^(1/n)), near 3/n. Raises `ValueError` where there is no case.
    """
    if n <= 0:
        raise ValueError("a difference over no cases is not known")
    return Interval(low=_low(gained, lost, n, level), high=-_low(lost, gained, n, level))


def frontier(n: int, difference: float, *, level: float = LEVEL, most_lost: int | None = None) -> Counts:
    """For each number lost from 0 to n, the fewest gained at which the test at `level` says "larger"; above n - lost
    where no number is enough, or more than `most_lost` are lost. What the test decides, for all tables at once."""
    least = np.arange(n + 1, 0, -1, dtype=np.int64)
    gained = 0
    for lost in range(min(n, n if most_lost is None else most_lost) + 1):
        while gained <= n - lost and exact_p(gained, lost, n, difference) > level:
            gained += 1
        if gained > n - lost:
            break
        least[lost] = gained
    return least


def approximate_frontier(n: int, difference: float, *, level: float = LEVEL) -> Counts:
    """What Tango's test decides, as `frontier` tells it: many times as fast, and a point or so over its level."""
    return _as_high(NormalDist().inv_cdf(1 - level), n, difference)


def chance(least: Counts, n: int, difference: float, lost_shares: ArrayLike) -> Numbers:
    """The chance of a table at or beyond a frontier, for each true share of cases lost, where the true share gained
    is larger by `difference`.

    Σ over lost of Bin(lost; n, share)·P(Bin(n - lost, (share + difference)/(1 - share)) ≥ least).
    """
    shares = np.atleast_1d(np.asarray(lost_shares, dtype=np.float64))[:, None]
    reach = 8 * sqrt(n * 0.25 if shares.max() > 0.5 else n * shares.max() * (1 - shares.max())) + 16
    first, last = max(0, int(n * shares.min() - reach)), min(n, int(n * shares.max() + reach))
    lost = np.arange(first, last + 1)
    wanted = least[first : last + 1]
    lost, wanted = lost[wanted <= n - lost], wanted[wanted <= n - lost]
    ways = gammaln(n + 1) - gammaln(lost + 1) - gammaln(n - lost + 1)
    losing = np.exp(ways + xlogy(lost, shares) + xlog1py(n - lost, -shares))
    with np.errstate(invalid="ignore", divide="ignore"):
        winning = np.where(shares < 1, np.clip((shares + difference) / (1 - shares), 0.0, 1.0), 0.0)
    enough = np.where(wanted <= 0, 1.0, bdtrc(np.maximum(wanted - 1, 0), n - lost, winning))
    return np.asarray((losing * enough).sum(axis=1), dtype=np.float64)


def _as_high(reach: float, n: int, difference: float) -> Counts:
    """The frontier of tables whose statistic is at least `reach`: it rises with what is gained."""
    lost = np.arange(n + 1)
    low, high = np.zeros(n + 1, dtype=np.int64), n - lost + 1
    while (low < high).any():
        middle = (low + high) // 2
        holds = tango_statistic(middle, lost, n, difference) >= reach - 1e-9
        low, high = np.where(holds | (low >= high), low, middle + 1), np.where(holds, middle, high)
    return np.asarray(high, dtype=np.int64)


def _lost_shares(differing: int, n: int, difference: float) -> Numbers:
    """Shares lost that go with the difference and with what the data leave of the share of differing pairs."""
    low = float(betaincinv(differing, n - differing + 1, SET_ASIDE / 2)) if differing else 0.0
    high = float(betaincinv(differing + 1, n - differing, 1 - SET_ASIDE / 2)) if differing < n else 1.0
    least, most = max(0.0, -difference), (1 - difference) / 2
    first, last = ((share - difference) / 2 for share in (low, high))
    return np.linspace(min(max(first, least), most), max(min(last, most), least), STEPS)


def _low(gained: int, lost: int, n: int, level: float) -> float:
    """The largest difference that the data show to be exceeded, to a hundred-thousandth."""
    left, right = -1.0, (gained - lost) / n
    while right - left > 1e-6:
        middle = (left + right) / 2
        left, right = (middle, right) if exact_p(gained, lost, n, middle) <= level else (left, middle)
    return left
