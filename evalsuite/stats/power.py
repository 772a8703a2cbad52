"""How many cases, or attempts at each, it takes to decide, and what those there are can tell."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf, isclose, log, sqrt
from statistics import NormalDist

from evalsuite.domain.comparison import LEVEL
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.rates import clopper_pearson

POWER = 0.8
"""Chance to decide with the number of cases that is given."""
EXACT_TO = 150
"""Above this many cases Tango's test decides nearly all that the exact one does, and is reckoned with instead."""
MOST_REPEATS = 50
RESOLUTION = 0.001
"""Of the smallest margin or gain that is found."""


def cases_for_difference(
    difference: float, discordant: float, margin: float, *, level: float = LEVEL, power: float = POWER
) -> float:
    """Independent pairs after which a true difference is told from -margin, one-sided at `level`; inf where they
    are the same.

    (z(1-level) + z(power))²·(discordant - difference²) / (difference + margin)², `discordant` being the share of
    pairs that differ, but never fewer than show it with no pair differing. Up to 7 points of power optimistic
    below 200 pairs.
    """
    spread = max(0.0, discordant - difference * difference)
    least = log(level) / log(1 - margin) if 0 < margin < 1 else 0.0
    return max(_cases(difference, spread, margin, level, power), ceil(least))


def cases_with_repeats(
    difference: float,
    between: float,
    within: float,
    repeats: int,
    margin: float,
    *,
    level: float = LEVEL,
    power: float = POWER,
) -> float:
    """As `cases_for_difference`, with that many attempts at each case on both sides.

    `between` and `within` are the variance of case differences, and of the difference of two attempts at one case:
    repeats make the second smaller and leave the first as it is.
    """
    least = log(level) / log(1 - margin) if 0 < margin < 1 else 0.0
    return max(_cases(difference, between + within / repeats, margin, level, power), ceil(least))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatsPlan:
    repeats: int
    """Attempts at each case, on both sides."""
    cases: float
    """Cases that then decide; inf where none do."""
    cost: float
    """Of all of it, in the unit of the prices."""


def repeats_plan(
    between: float,
    within: float,
    *,
    margin: float,
    difference: float = 0.0,
    case_cost: float = 1.0,
    trial_cost: float = 1.0,
    level: float = LEVEL,
    power: float = POWER,
) -> RepeatsPlan:
    """The cheapest way to decide, where a case costs `case_cost` to write and each attempt at it `trial_cost`.

    Near √((case_cost/trial_cost)·(within/between)) attempts at each case (Cochran 1977, §10.6), `between` and
    `within` as in `cases_with_repeats`.
    """

    def plan(repeats: int) -> RepeatsPlan:
        cases = cases_with_repeats(difference, between, within, repeats, margin, level=level, power=power)
        return RepeatsPlan(repeats=repeats, cases=cases, cost=cases * (case_cost + repeats * trial_cost))

    return min(map(plan, range(1, MOST_REPEATS + 1)), key=lambda one: (one.cost, one.repeats))


def power_for_difference(n: int, difference: float, discordant: float, margin: float, *, level: float = LEVEL) -> float:
    """The chance that `non_inferior` says yes of n independent whole cases, with the true difference and the share of
    pairs that differ; margin 0 for `superior`. Summed over all tables, not simulated.

    Raises `ValueError` where no shares make such a difference.
    """
    if n <= 0 or abs(difference) > discordant + 1e-12 or discordant > 1:
        raise ValueError(f"no {n} cases differ by {difference:g} where {discordant:g} of them differ at all")
    from evalsuite.stats.exact import approximate_frontier, chance, frontier  # noqa: PLC0415  - numpy is loaded late

    if n < FEWEST:
        return 0.0
    lost = max(0.0, (discordant - difference) / 2)
    if n > EXACT_TO:
        return float(chance(approximate_frontier(n, -margin, level=level), n, difference, lost)[0])
    most = ceil(n * lost + 8 * sqrt(n * lost)) + 8
    return float(chance(frontier(n, -margin, level=level, most_lost=most), n, difference, lost)[0])


def detectable_margin(n: int, discordant: float, *, level: float = LEVEL, power: float = POWER) -> float | None:
    """The smallest margin within which an unchanged assistant is shown to be with that chance, after n independent
    whole cases of which the share `discordant` comes out otherwise; None where no margin is."""
    return _smallest(lambda margin: power_for_difference(n, 0.0, discordant, margin, level=level) >= power)


def detectable_gain(n: int, discordant: float, *, level: float = LEVEL, power: float = POWER) -> float | None:
    """The smallest true gain that is shown to be one with that chance, after n independent whole cases; None where
    none is. The share `discordant` differs beside what the gain itself makes differ."""
    noise = min(discordant, 1.0)
    return _smallest(lambda gain: power_for_difference(n, gain, min(1.0, max(noise, gain)), 0.0, level=level) >= power)


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


def _cases(difference: float, spread: float, margin: float, level: float, power: float) -> float:
    if isclose(difference, -margin, abs_tol=1e-9):
        return inf
    z, beta = NormalDist().inv_cdf(1 - level), NormalDist().inv_cdf(power)
    return ceil((z + beta) ** 2 * spread / (difference + margin) ** 2 + 1e-9)


def _smallest(enough: Callable[[float], bool]) -> float | None:
    """To a tenth of a point, from 0 to 1."""
    if not enough(1 - RESOLUTION):
        return None
    low, high = 0, round(1 / RESOLUTION) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle * RESOLUTION) else (middle, high)
    return high * RESOLUTION
