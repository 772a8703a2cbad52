"""A share of cases with its uncertainty."""

from collections.abc import Hashable, Sequence
from math import sqrt
from statistics import NormalDist

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import FEWEST, effective_number, lack, totals


def wilson(passed: int, n: int, *, level: float = LEVEL) -> Interval:
    """Wilson's score interval (1927) of a share of independent cases; each bound one-sided at `level`.

    Raises `ValueError` where there is no case.
    """
    from scipy.stats import binomtest  # noqa: PLC0415  - scipy is loaded when there is something to reckon

    _refuse_none(n)
    low, high = binomtest(passed, n).proportion_ci(confidence_level=1 - 2 * level, method="wilson")
    return Interval(low=float(low), high=float(high))


def clopper_pearson(events: float, n: float, *, level: float = LEVEL) -> Interval:
    """The exact interval of Clopper and Pearson (1934); each bound one-sided at `level`.

    Zero events of n give a high bound of 1 - level^(1/n), near 3/n. `n` may be an effective number, as Korn and
    Graubard (1998) use it, and so no whole number. Raises `ValueError` where there is no case.
    """
    from scipy.special import betaincinv  # noqa: PLC0415  - the quantile of the beta distribution

    _refuse_none(n)
    low = float(betaincinv(events, n - events + 1, level)) if events > 0 else 0.0
    high = float(betaincinv(events + 1, n - events, 1 - level)) if events < n else 1.0
    return Interval(low=low, high=high)


def clustered_rate(values: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL) -> Interval:
    """Of the mean of values from 0 to 1 where those of one unit are not independent: Clopper-Pearson with the
    effective number of units. Units are what varies, not values, so that siblings and repeats never narrow it.
    """
    n = effective_number(units)
    return clopper_pearson(n * sum(values) / max(1, len(values)), n, level=level)


def effective_wilson(
    values: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL, fewest: int = FEWEST
) -> Interval | None:
    """Wilson's interval of the mean of values from 0 to 1, with as many cases as the spread between units says; each
    bound one-sided at `level`. None with too few units, or a NaN.

    Design effect = G/(G-1)·Σ r²/n² over p(1-p)/n, r being a unit's sum of deviations; n over that, times (z/t)² with
    G - 1 degrees of freedom (Korn and Graubard 1998), and n at most. Where all values are the same, nothing is known of
    the spread, and units count as `effective_number` does.
    """
    from scipy.special import stdtrit  # noqa: PLC0415  - Student's quantile

    if lack(values, units, fewest=fewest):
        return None
    sums, n = totals(values, units), len(values)
    mean, groups = sum(values) / n, len(sums)
    between = groups / (groups - 1) * sum((total - mean * size) ** 2 for total, size in sums) / n**2
    z = NormalDist().inv_cdf(1 - level)
    number = mean * (1 - mean) / between if between > 1e-15 else effective_number(units)
    number = min(n, number) * (z / float(stdtrit(groups - 1, 1 - level))) ** 2
    middle = (mean + z * z / (2 * number)) / (1 + z * z / number)
    reach = z / (1 + z * z / number) * sqrt(mean * (1 - mean) / number + z * z / (4 * number * number))
    return Interval(low=max(0.0, middle - reach), high=min(1.0, middle + reach))


def mean_interval(values: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL) -> Interval | None:
    """Of the mean of values from 0 to 1 by the score test of `evalsuite.stats.score`, each bound one-sided at
    `level`; units are what varies. None with too few units, or a NaN."""
    from evalsuite.stats.score import Sample  # noqa: PLC0415  - numpy is loaded when there is a need

    return None if lack(values, units) else Sample(values, units, low=0.0, high=1.0).interval(level=level)


def _refuse_none(n: float) -> None:
    if n <= 0:
        raise ValueError("a share of no cases is not known")
