"""How many cases it takes to decide."""

from math import ceil, inf, isclose, log
from statistics import NormalDist

from evalsuite.domain.decision import LEVEL
from evalsuite.stats.rates import clopper_pearson

POWER = 0.8
"""Chance to decide with the number of cases that is given."""


def cases_for_difference(
    difference: float, discordant: float, margin: float, *, level: float = LEVEL, power: float = POWER
) -> float:
    """Independent pairs after which a true difference is told from -margin, one-sided at `level`; inf where they
    are the same.

    (z(1-level) + z(power))²·(discordant - difference²) / (difference + margin)², `discordant` being the share of
    pairs that differ, but never fewer than show it with no pair differing. Up to 7 points of power optimistic
    below 200 pairs.
    """
    if isclose(difference, -margin, abs_tol=1e-9):
        return inf
    z, beta = NormalDist().inv_cdf(1 - level), NormalDist().inv_cdf(power)
    spread = max(0.0, discordant - difference * difference)
    least = z * z * (1 - margin) / margin if margin > 0 else 0.0
    return ceil(max(least, (z + beta) ** 2 * spread / (difference + margin) ** 2) + 1e-9)


def cases_for_rate(events: int, most: float, *, level: float = LEVEL) -> int:
    """The fewest independent cases among which this many events still show a share below `most`, one-sided at `level`.

    With no event it is log(level) / log(1 - most): 99 for 3 %.
    """
    low = high = max(events + 1, ceil(log(level) / log(1 - most)))
    while clopper_pearson(events, high, level=level).high >= most:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if clopper_pearson(events, middle, level=level).high < most:
            high = middle
        else:
            low = middle + 1
    return high
