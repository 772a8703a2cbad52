"""Candidates whose truth is known, and what several rules make of them: many thousands at once.

A candidate is a distribution over what one case moves by; runs of it are drawn as counts. Ours are decided with the
functions of `evalsuite.stats`, the exact test by its frontier and each table once, so that 20,000 runs take a moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt

import numpy as np
from scipy.special import stdtrit
from scipy.stats import beta, binom

from evalsuite.stats.approximate import newcombe_bounds
from evalsuite.stats.clusters import FEWEST, effective_number
from evalsuite.stats.exact import approximate_frontier, chance, frontier
from evalsuite.stats.paired import mcnemar_mid_p
from evalsuite.stats.score import score

SHIP, HOLD, UNDECIDED = 1, -1, 0
FLAKY_SHARE, FLAKY_RATE = 0.2, 0.7
NODES = 60


@dataclass(frozen=True)
class Candidate:
    """How cases move, and how they hang together."""

    kind: str
    """`trades`: cases turn for good; `flaky`: so, and a fifth of cases waver on both sides; `drift`: every case passes
    a little less often."""
    n: int
    k: int
    base: float
    discordant: float
    difference: float
    siblings: tuple[int, ...] = (1,)
    """Sizes of the units, repeated until there are n cases."""
    together: float = 0.0
    """Chance that all cases of a unit move as one."""

    @property
    def sizes(self) -> tuple[int, ...]:
        sizes, left = [], self.n
        while left > 0:
            size = min(left, self.siblings[len(sizes) % len(self.siblings)])
            sizes.append(size)
            left -= size
        return tuple(sizes)


@dataclass(frozen=True)
class Runs:
    """Runs of one candidate: how many units of each sum and size each of them has."""

    counts: np.ndarray
    """One row a run, one column a pair of sum and size."""
    sums: np.ndarray
    """Of a unit's case differences."""
    sizes: np.ndarray
    units: int
    effective: float
    """The number of units of one size that tell as much."""
    both: np.ndarray | None
    """How many cases pass on both sides in each run; None with repeats and siblings."""

    @property
    def means(self) -> np.ndarray:
        return self.counts @ self.sums / (self.counts[0] @ self.sizes)


def possible(one: Candidate) -> bool:
    classes = latent(one)
    return all(weight >= -1e-12 for weight, _, _ in classes) and all(0 <= after <= 1 for _, _, after in classes)


def latent(one: Candidate) -> list[tuple[float, float, float]]:
    """Kinds of cases: the share of each, and its pass rate before and after."""
    lost, gained = (one.discordant - one.difference) / 2, (one.discordant + one.difference) / 2
    if one.kind == "drift":
        rates = beta.ppf((np.arange(NODES) + 0.5) / NODES, 2 * one.base, 2 * (1 - one.base))
        factor = 1 + one.difference / rates.mean()
        return [(1 / NODES, float(rate), float(rate * factor)) for rate in rates]
    wavering = FLAKY_SHARE if one.kind == "flaky" else 0.0
    passing, failing = (1 - wavering) * one.base - lost, (1 - wavering) * (1 - one.base) - gained
    classes = [(lost, 1.0, 0.0), (gained, 0.0, 1.0), (passing, 1.0, 1.0), (failing, 0.0, 0.0)]
    return [*classes, (wavering, FLAKY_RATE, FLAKY_RATE)] if wavering else classes


def moves(one: Candidate) -> np.ndarray:
    """The chance of each difference of a case, -k to k attempts."""
    tries = np.arange(one.k + 1)
    told = np.zeros(2 * one.k + 1)
    for weight, before, after in latent(one):
        told += weight * np.convolve(binom.pmf(tries, one.k, after), binom.pmf(tries, one.k, before)[::-1])
    return np.clip(told, 0, None) / told.clip(0).sum()


def draw(one: Candidate, runs: int, generator: np.random.Generator) -> Runs:
    alone = moves(one)
    sizes = one.sizes
    counts, sums, of = [], [], []
    for size in sorted(set(sizes)):
        chances = unit_moves(alone, size, one.together)
        steps = np.arange(len(chances)) - len(chances) // 2
        counts.append(generator.multinomial(sizes.count(size), chances, size=runs))
        sums.append(steps / one.k)
        of.append(np.full(len(chances), size))
    units = [unit for unit, size in enumerate(sizes) for _ in range(size)]
    alike = generator.binomial(counts[0][:, 1], passing_alike(one)) if one.k == 1 and one.siblings == (1,) else None
    return Runs(
        counts=np.concatenate(counts, axis=1),
        sums=np.concatenate(sums),
        sizes=np.concatenate(of),
        units=len(sizes),
        effective=effective_number(units),
        both=alike,
    )


def passing_alike(one: Candidate) -> float:
    """The share of passes among the cases that come out the same on both sides, each tried once."""
    passes = sum(weight * before * after for weight, before, after in latent(one))
    fails = sum(weight * (1 - before) * (1 - after) for weight, before, after in latent(one))
    return min(1.0, max(0.0, passes / (passes + fails)))


def unit_moves(alone: np.ndarray, size: int, together: float) -> np.ndarray:
    """The chance of each sum of a unit's differences."""
    apart = np.array([1.0])
    for _ in range(size):
        apart = np.convolve(apart, alone)
    as_one = np.zeros_like(apart)
    as_one[::size] = alone
    mixed = np.clip(together * as_one + (1 - together) * apart, 0, None)
    return mixed / mixed.sum()


def sides(runs: Runs, limit: float, *levels: float, fewest: int = FEWEST) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each level, which runs show the difference to be above the limit, and which below: what `questions` says."""
    if runs.effective < fewest - 1e-9:
        never = np.zeros(len(runs.counts), dtype=bool)
        return [(never, never) for _ in levels]
    tables, back = np.unique(runs.counts, axis=0, return_inverse=True)
    weights = tables * runs.sizes * (runs.effective / (runs.counts[0] @ runs.sizes))
    statistic = score((runs.sums / runs.sizes - limit)[None], weights, -1 - limit, 1 - limit)
    whole = whole_tables(runs, tables)
    gained = tables[:, runs.sums > 0].sum(axis=1)[whole]
    lost = tables[:, runs.sums < 0].sum(axis=1)[whole]
    told = []
    for level in levels:
        reach = stdtrit(runs.effective - 1, 1 - level)
        above, below = statistic >= reach, statistic <= -reach
        if whole.any():
            above[whole] = gained >= least_gained(runs.units, limit, level, int(lost.max()))[lost]
            below[whole] = lost >= least_gained(runs.units, -limit, level, int(gained.max()))[gained]
        told.append((above[back.ravel()], below[back.ravel()]))
    return told


def whole_tables(runs: Runs, tables: np.ndarray) -> np.ndarray:
    """Which of them have units that passed or failed as a whole only."""
    if len(set(runs.sizes.tolist())) > 1:
        return np.zeros(len(tables), dtype=bool)
    partly = ~np.isin(np.abs(runs.sums), [0, runs.sizes[0]])
    return tables[:, partly].sum(axis=1) == 0


_FRONTIERS: dict[tuple[int, float, float], tuple[int, np.ndarray]] = {}


def least_gained(n: int, limit: float, level: float, most_lost: int) -> np.ndarray:
    """The frontier as far as it is needed."""
    known, least = _FRONTIERS.get((n, limit, level), (-1, np.zeros(0)))
    if known < most_lost:
        known = min(n, ceil(1.2 * most_lost) + 10)
        least = frontier(n, limit, level=level, most_lost=known)
        _FRONTIERS[n, limit, level] = known, least
    return least


# -- rules


def ours(runs: Runs, margin: float) -> np.ndarray:
    ((ship, hold),) = sides(runs, -margin, 0.05)
    return np.where(ship, SHIP, np.where(hold, HOLD, UNDECIDED))


def threshold(runs: Runs, margin: float) -> np.ndarray:
    """A pass rate is asked for, the baseline's less the margin, and the candidate's is what it happens to be."""
    return np.where(runs.means >= -margin - 1e-12, SHIP, HOLD)


def block_if_significant(runs: Runs, margin: float) -> np.ndarray:  # noqa: ARG001  - rules take the same
    """Hold only where the candidate is worse and McNemar's test is significant, each case by its majority."""
    gained = (runs.counts[:, runs.sums > 0]).sum(axis=1)
    lost = (runs.counts[:, runs.sums < 0]).sum(axis=1)
    p = np.array([_mcnemar(int(b), int(c)) for b, c in zip(gained, lost, strict=True)])
    return np.where((lost > gained) & (p < 0.05), HOLD, SHIP)


_mcnemar = cache(mcnemar_mid_p)


def tango(runs: Runs, margin: float) -> np.ndarray:
    """The score test as it is, with no exactness and the normal distribution: Tango's where cases are whole."""
    tables, back = np.unique(runs.counts, axis=0, return_inverse=True)
    z = score((runs.sums / runs.sizes + margin)[None], tables, margin - 1, margin + 1)[back.ravel()]
    return np.where(z > 1.6448536, SHIP, np.where(z < -1.6448536, HOLD, UNDECIDED))


def newcombe(runs: Runs, margin: float) -> np.ndarray | None:
    """Newcombe's method 10; None where cases were repeated."""
    if runs.both is None:
        return None
    lost, alike, gained = runs.counts.T
    low, high = newcombe_bounds(runs.both, gained, lost, alike - runs.both, level=0.05)
    return np.where(low > -margin, SHIP, np.where(high < -margin, HOLD, UNDECIDED))


def exact_anywhere(runs: Runs, margin: float) -> np.ndarray | None:
    """The exact unconditional test over all shares of differing cases, whatever was seen; None with repeats."""
    if runs.both is None:
        return None
    lost, _, gained = runs.counts.T
    ship, hold = (
        gained >= _least_anywhere(runs.units, -margin)[lost],
        lost >= _least_anywhere(runs.units, margin)[gained],
    )
    return np.where(ship, SHIP, np.where(hold, HOLD, UNDECIDED))


@cache
def _least_anywhere(n: int, difference: float) -> np.ndarray:
    """Tango's frontier at the highest level at which it is wrong at most at 5 %."""
    shares = np.linspace(max(0.0, -difference), (1 - difference) / 2, 100)
    low, high = 0.001, 0.06
    while high - low > 1e-5:
        middle = (low + high) / 2
        wrong = chance(approximate_frontier(n, difference, level=middle), n, difference, shares).max()
        low, high = (middle, high) if wrong <= 0.05 else (low, middle)
    return approximate_frontier(n, difference, level=low)


def t_interval(runs: Runs, margin: float) -> np.ndarray:
    """Student's two-sided 95 % interval over cases' mean differences, whatever ticket they come from."""
    low, high = student(runs, 0.025)
    return np.where(low > -margin, SHIP, np.where(high < -margin, HOLD, UNDECIDED))


def t_interval_90(runs: Runs, margin: float) -> np.ndarray:
    low, high = student(runs, 0.05)
    return np.where(low > -margin, SHIP, np.where(high < -margin, HOLD, UNDECIDED))


def student(runs: Runs, level: float) -> tuple[np.ndarray, np.ndarray]:
    n, mean = runs.units, runs.means
    each = runs.sums / runs.sizes
    squares = runs.counts @ each**2 - n * (runs.counts @ each / n) ** 2
    reach = stdtrit(n - 1, 1 - level) * np.sqrt(np.clip(squares, 0, None) / (n - 1) / n)
    return mean - reach, mean + reach


RULES: Mapping[str, Callable] = {
    "this gate": ours,
    "exact, all shares": exact_anywhere,
    "Newcombe": newcombe,
    "Tango's score test": tango,
    "threshold": threshold,
    "block if significant": block_if_significant,
    "t interval, 95 %": t_interval,
    "t interval, 90 %": t_interval_90,
}


def allowance(runs: int, level: float = 0.05) -> float:
    """What chance alone adds to a share simulated that many times: three standard errors."""
    return 3 * sqrt(level * (1 - level) / runs)
