"""Means of differences that come in clusters, where the clusters are what is independent."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import sqrt

from evalsuite.domain.decision import LEVEL, Interval

FEWEST = 10
"""With fewer clusters their spread is not known well enough to give an interval."""
UNSEEN = 1.5
"""Clusters added at each end of the scale for what was not seen: the least for which, with repeats of 60 to 500 cases,
a true difference is wrongly told from a bound hardly more often than `level`."""


def clustered_difference(differences: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL) -> Interval:
    """An interval of the mean of differences from -1 to 1, each bound one-sided at `level`; units are what varies.

    Student's with G - 1 degrees of freedom and the variance G/(G-1) Σ r²/n² (Miller 2024, arXiv 2411.00640), r being
    a unit's sum of deviations, after `UNSEEN` units of -1 and of 1 were added, in the manner of Agresti and Min
    (2005). Without them, few units that differ would make it far too narrow, and none would leave it no width at all.
    Raises `ValueError` with fewer than `FEWEST` units.
    """
    from scipy.special import stdtrit  # noqa: PLC0415  - Student's quantile; scipy is loaded when there is a need

    count = len(set(units))
    if count < FEWEST:
        raise ValueError(f"{count} independent units are too few for an interval; {FEWEST} are the least")
    size = len(units) / effective_number(units)
    n = len(differences) + 2 * UNSEEN * size
    mean = sum(differences) / n
    residuals = dict.fromkeys(units, 0.0)
    for difference, unit in zip(differences, units, strict=True):
        residuals[unit] += difference - mean
    squares = sum(one * one for one in residuals.values())
    squares += UNSEEN * size * size * ((1 - mean) ** 2 + (1 + mean) ** 2)
    groups = count + 2 * UNSEEN
    reach = float(stdtrit(count - 1, 1 - level)) * sqrt(groups / (groups - 1) * squares) / n
    return Interval(low=max(-1.0, mean - reach), high=min(1.0, mean + reach))


def effective_number(units: Sequence[Hashable]) -> float:
    """How many units of equal size tell as much: n²/Σ size² (Kish 1965), the number of units where all are equal."""
    sizes = Counter(units).values()
    return len(units) ** 2 / sum(size * size for size in sizes) if sizes else 0.0
