"""Paired differences on any scale, such as seconds, costs, lengths and marks from 1 to 5."""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import FEWEST, lack, totals
from evalsuite.stats.paired import paired_interval

RESAMPLES = 10_000
AT_ONCE = 2_000_000
"""Numbers drawn at a time: what bounds the memory that resampling takes."""

Numbers = NDArray[np.float64]


def bootstrap_interval(
    differences: Sequence[float],
    units: Sequence[Hashable],
    *,
    generator: np.random.Generator,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    fewest: int = FEWEST,
) -> Interval | None:
    """Of the mean difference, by the studentised bootstrap (Efron and Tibshirani 1993); bounds one-sided at `level`.

    Whole units are resampled; t* = (mean* - mean) / error*, with the error of a ratio of totals over units, and the
    bounds are mean - error·quantile(t*). Not for passes and fails, where a rare loss may not have been seen at all:
    those are `paired_interval`'s. None with too few units, a NaN, or where all units are the same.
    """
    if lack(differences, units, fewest=fewest):
        return None
    sums, sizes = (np.array(column, dtype=np.float64) for column in zip(*totals(differences, units), strict=True))
    mean, error = _ratio(sums[None], sizes[None])
    if not error[0] > 1e-12 * np.abs(sums).max():
        return None
    drawn = [_ratio(sums[chosen], sizes[chosen]) for chosen in _resampled(len(sums), resamples, generator)]
    means, errors = (np.concatenate(column) for column in zip(*drawn, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        students = np.where(means == mean, 0.0, (means - mean) / errors)
    low, high = np.quantile(students, [level, 1 - level], method="closest_observation")
    return Interval(low=float(mean[0] - error[0] * high), high=float(mean[0] - error[0] * low))


def sign_flip_p(
    differences: Sequence[float],
    units: Sequence[Hashable],
    *,
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
) -> float | None:
    """Two-sided p-value of "no difference", by flipping the signs of whole units (Fisher 1935); exact where there
    are fewer ways to flip them than `resamples`.

    It asks about 0 alone: against a margin, shifted differences of passes and fails are not symmetric, and the test
    would be wrong. None with no case or a NaN.
    """
    from scipy.stats import permutation_test  # noqa: PLC0415  - takes longer to load than all else here

    if lack(differences, units, fewest=2):
        return None
    sums = np.array([total for total, _ in totals(differences, units)])
    if not sums.any():
        return 1.0
    batch = max(1, AT_ONCE // len(sums))
    tested = permutation_test(
        (sums,), np.sum, permutation_type="samples", vectorized=True, n_resamples=resamples, batch=batch, rng=generator
    )
    return float(tested.pvalue)


def win_interval(differences: Sequence[float], units: Sequence[Hashable], *, level: float = LEVEL) -> Interval | None:
    """Of the chance that a case is better less the chance that it is worse, -1 to 1; bounds one-sided at `level`.

    For marks whose steps are not of one size: only the sign of each difference counts. As `paired_interval`.
    """
    if lack(differences, units):
        return None
    return paired_interval([float((one > 0) - (one < 0)) for one in differences], units, level=level)


def _resampled(count: int, resamples: int, generator: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Rows of `count` positions drawn with replacement, `resamples` of them in all."""
    block = max(1, AT_ONCE // count)
    for done in range(0, resamples, block):
        yield generator.integers(count, size=(min(block, resamples - done), count))


def _ratio(sums: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Mean of each row's values, and its standard error: √(G/(G-1) · Σ (sum - mean·size)²) / Σ size."""
    number, count = sizes.sum(axis=1), sums.shape[1]
    mean = sums.sum(axis=1) / number
    residuals = sums - mean[:, None] * sizes
    return mean, np.sqrt(count / (count - 1) * np.einsum("ij,ij->i", residuals, residuals)) / number
