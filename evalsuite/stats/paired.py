"""The same cases on two sides: how much more of them pass, and whether that can be chance.

Throughout, `gained` are the cases only the second side passes, `lost` those only the first does, `n` all of them;
the difference is (gained - lost) / n.
"""

from collections.abc import Callable, Hashable, Sequence
from math import copysign, inf, sqrt
from statistics import NormalDist

from evalsuite.domain.decision import LEVEL, Interval
from evalsuite.stats.clusters import clustered_difference


def mcnemar_mid_p(gained: int, lost: int) -> float:
    """McNemar's exact test that both are equally likely, two-sided, with mid-p (Fagerland, Lydersen, Laake 2013).

    With N = gained + lost, X ~ Bin(N, ½) and k the smaller count: 2·(P(X < k) + ½·P(X = k)); 1 where they are equal.
    """
    from scipy.special import bdtr  # noqa: PLC0415  - the binomial distribution; scipy is loaded when there is a need

    if gained == lost:
        return 1.0
    n, k = gained + lost, min(gained, lost)
    below = float(bdtr(k - 1, n, 0.5)) if k else 0.0
    return min(1.0, below + float(bdtr(k, n, 0.5)))


def tango_statistic(gained: float, lost: float, n: float, difference: float) -> float:
    """Tango's score statistic (1998) for a true difference of `difference`: standard normal if that is the truth.

    Above 1.645 the difference is larger, one-sided at 5 %; ±inf where the data rule the difference out.
    """
    above = gained - lost - n * difference
    b = -gained - lost + (2 * n - gained + lost) * difference
    c = -lost * difference * (1 - difference)
    q = (sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * q + difference * (1 - difference))
    if variance <= 1e-12 * n:  # at ±1, and where rounding leaves dust of it
        return 0.0 if abs(above) <= 1e-9 * n else copysign(inf, above)
    return above / sqrt(variance)


def tango_interval(gained: float, lost: float, n: float, *, level: float = LEVEL) -> Interval:
    """All differences that Tango's score test does not reject, each bound one-sided at `level`; cases are independent.

    Never empty and never of no width: b = c = 0 gives ±z²/(n + z²). Raises `ValueError` where there is no case.
    """
    if n <= 0:
        raise ValueError("a difference over no cases is not known")
    z = NormalDist().inv_cdf(1 - level)
    seen = (gained - lost) / n
    return Interval(
        low=_crossing(lambda d: tango_statistic(gained, lost, n, d) > z, -1.0, seen),
        high=_crossing(lambda d: tango_statistic(gained, lost, n, d) >= -z, seen, 1.0),
    )


def paired_interval(differences: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL) -> Interval:
    """Of the mean of case differences, each from -1 to 1; bounds one-sided at `level`; units are what varies.

    Differences of -1, 0 and 1 over independent cases give Tango's interval; means of repeats, and cases that share a
    unit, give `clustered_difference`. Raises `ValueError` with no case, or with too few units for the latter.
    """
    if not simple(differences, units):
        return clustered_difference(differences, units, level=level)
    gained, lost = differences.count(1.0), differences.count(-1.0)
    return tango_interval(gained, lost, len(differences), level=level)


def simple(differences: Sequence[float], units: Sequence[Hashable]) -> bool:
    """Whether each case is a unit of its own and passed or failed as a whole on both sides."""
    return len(set(units)) == len(units) and set(differences) <= {-1.0, 0.0, 1.0}


def _crossing(holds: Callable[[float], bool], left: float, right: float) -> float:
    """Where a condition that holds on the left and not on the right, changes."""
    for _ in range(60):
        middle = (left + right) / 2
        if holds(middle):
            left = middle
        else:
            right = middle
    return (left + right) / 2
