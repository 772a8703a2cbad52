"""The same cases on two sides: how much more of them pass, and whether that can be chance.

Throughout, `gained` are the cases only the second side passes, `lost` those only the first does, `n` all of them;
the difference is (gained - lost) / n.
"""

from collections.abc import Hashable, Sequence

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import lack, totals


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


def paired_interval(
    differences: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL
) -> Interval | None:
    """Of the mean of case differences, each from -1 to 1; bounds one-sided at `level`; units are what varies.

    Units that passed or failed as a whole give the exact interval; means of repeats, and units of several cases that
    differ, the score interval of `evalsuite.stats.score`. None with fewer than `FEWEST` units, or a NaN.
    """
    if lack(differences, units):
        return None
    if whole := whole_units(differences, units):
        from evalsuite.stats.exact import exact_interval  # noqa: PLC0415  - numpy is loaded when there is a need

        return exact_interval(*whole, level=level)
    from evalsuite.stats.score import Sample  # noqa: PLC0415  - as above

    return Sample(differences, units, low=-1.0, high=1.0).interval(level=level)


def simple(differences: Sequence[float], units: Sequence[Hashable]) -> bool:
    """Whether each case is a unit of its own and passed or failed as a whole on both sides."""
    return len(set(units)) == len(units) and set(differences) <= {-1.0, 0.0, 1.0}


def whole_units(differences: Sequence[float], units: Sequence[Hashable]) -> tuple[int, int, int] | None:
    """Units gained, lost and all, where they are of one size and each passed or failed as a whole on both sides."""
    sums = totals(differences, units)
    sizes = {size for _, size in sums}
    if len(sizes) != 1 or not {abs(total) for total, _ in sums} <= {0.0, float(*sizes)}:
        return None
    return sum(total > 0 for total, _ in sums), sum(total < 0 for total, _ in sums), len(sums)
