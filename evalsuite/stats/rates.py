"""A share of cases with its uncertainty."""

from collections.abc import Hashable, Sequence

from evalsuite.domain.decision import LEVEL, Interval
from evalsuite.stats.clusters import effective_number


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


def _refuse_none(n: float) -> None:
    if n <= 0:
        raise ValueError("a share of no cases is not known")
