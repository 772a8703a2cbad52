"""What the statistics promise, each put to the test on simulated candidates: level, coverage, power, and peeking."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.special import stdtrit
from scipy.stats import binom, multinomial
from simulated import RULES, SHIP, UNDECIDED, Candidate, draw, possible, sides

from evalsuite.stats.approximate import newcombe_bounds, tango_statistic
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.correction import ppi_difference, ppi_rate
from evalsuite.stats.rates import clopper_pearson, clustered_rate, effective_wilson, wilson
from evalsuite.stats.score import score
from evalsuite.stats.scores import bootstrap_interval
from evalsuite.stats.sequential import crossed, harm_evidence, non_inferiority_evidence, superiority_evidence

SIZES = (30, 60, 100, 200, 500, 2000)
BASES = (0.5, 0.7, 0.85, 0.95, 0.98)
ATTEMPTS = (1, 3, 5)
NORMAL = 1.959964
MARGINS = {0.03: (0.03, 0.06, 0.12), 0.05: (0.05, 0.1, 0.2), 0.1: (0.1, 0.2, 0.4)}
"""With the shares of cases that turn for good."""
DESIGNS = {
    "pairs": (2,),
    "fives": (5,),
    "uneven, up to 8": (1, 2, 1, 4, 1, 8),
    "one of 30 in ten": (30, *(1,) * 9),
}
FEW = (3, 5, 8, 10, 12, 15, 20)
"""Units where `fewest` is put to the test."""


@dataclass(frozen=True)
class Level:
    """What became of one candidate, worse by just the margin, and of its twin that is no worse."""

    candidate: Candidate
    shipped: float
    covered: float | None
    """Of the interval whose bounds are each at 2.5 %; None where there are too few units to give one."""
    power: float
    undecided: float
    """Of the twin."""
    effective: float
    """The number of units of one size that tell as much as these."""


def levels(runs: int, seed: int, *, pool: Executor | None = None) -> list[Level]:
    """Of independent cases with one, three and five attempts."""
    return measured(independent(SIZES), runs, seed, pool=pool)


def clusters(runs: int, seed: int, numbers: tuple[int, ...], *, pool: Executor | None = None) -> list[Level]:
    return measured(clustered(DESIGNS.values(), numbers), runs, seed, pool=pool)


def few(runs: int, seed: int, *, pool: Executor | None = None) -> list[Level]:
    """What the answers would be worth with fewer units than are asked for."""
    designs = (DESIGNS["fives"], DESIGNS["uneven, up to 8"])
    return measured(clustered(designs, FEW), runs, seed + 2, pool=pool, fewest=0)


def worst_again(
    told: list[Level], runs: int, seed: int, *, most: int = 12, pool: Executor | None = None
) -> list[Level]:
    """The cells that shipped most often, drawn anew: the worst of many looks worse than it is."""
    worst = sorted(told, key=lambda one: -one.shipped)[:most]
    return measured((one.candidate for one in worst), runs, seed + 1, pool=pool)


def independent(sizes: tuple[int, ...]) -> Iterator[Candidate]:
    for n, k, (margin, shares), base in product(sizes, ATTEMPTS, MARGINS.items(), BASES):
        for kind in ("trades", "flaky", "drift"):
            for share in shares if kind != "drift" else shares[:1]:
                yield Candidate(kind, n, k, base, share, -margin)


def clustered(designs: Iterable[tuple[int, ...]], numbers: tuple[int, ...]) -> Iterator[Candidate]:
    for sizes, number, k, together in product(designs, numbers, (1, 3), (0.0, 0.5, 1.0)):
        n = sum(sizes[unit % len(sizes)] for unit in range(number))
        for kind, (base, share, margin) in product(
            ("trades", "flaky", "drift"), ((0.5, 0.4, 0.1), (0.85, 0.2, 0.1), (0.85, 0.1, 0.05), (0.7, 0.3, 0.2))
        ):
            yield Candidate(kind, n, k, base, share, -margin, sizes, together)


def measured(
    candidates: Iterable[Candidate], runs: int, seed: int, *, pool: Executor | None = None, fewest: int = FEWEST
) -> list[Level]:
    """Cells of one number of cases go together: they share the exact test's frontiers."""
    groups = defaultdict(list)
    for one in candidates:
        if possible(one) and possible(replace(one, difference=0.0)):
            groups[one.n, one.difference, one.siblings].append(one)
    tasks = [(cells, runs, [seed, group], fewest) for group, cells in enumerate(groups.values())]
    told = list((pool.map if pool else map)(_levels, tasks))
    return [level for part in told for level in part]


def _levels(task: tuple[list[Candidate], int, list[int], int]) -> list[Level]:
    cells, runs, seed, fewest = task
    generator = np.random.default_rng(seed)
    told = []
    for one in cells:
        drawn = draw(one, runs, generator)
        (ship, _), (above, below) = sides(drawn, one.difference, 0.05, 0.025, fewest=fewest)
        twin = draw(replace(one, difference=0.0), runs, generator)
        ((kept, held),) = sides(twin, one.difference, 0.05, fewest=fewest)
        covered = float(1 - (above | below).mean()) if drawn.effective >= fewest - 1e-9 else None
        told.append(
            Level(
                candidate=one,
                shipped=float(ship.mean()),
                covered=covered,
                power=float(kept.mean()),
                undecided=float(1 - (kept | held).mean()),
                effective=drawn.effective,
            )
        )
    return told


# -- intervals


@dataclass(frozen=True)
class Cell:
    method: str
    of: str
    covered: float


def coverage(runs: int, seed: int) -> list[Cell]:
    """Of the methods that stand by themselves: both bounds at 2.5 %."""
    generator = np.random.default_rng([seed, 1])
    return [
        *_rates(),
        *_paired_tables(),
        *_repeated_rates(runs, generator),
        *_bootstrap(runs, generator),
    ]


def _rates() -> Iterator[Cell]:
    """Summed over all outcomes, not simulated."""
    for n, rate in product(SIZES, BASES):
        chances = binom.pmf(np.arange(n + 1), n, rate)
        for name, interval in (("Wilson", wilson), ("Clopper-Pearson", clopper_pearson)):
            inside = 0.0
            for passed in np.flatnonzero(chances > 1e-9).tolist():
                bounds = interval(passed, n, level=0.025)
                inside += chances[passed] * (bounds.low <= rate <= bounds.high)
            yield Cell(name, f"n {n}, rate {rate:g}", inside)


def _paired_tables() -> Iterator[Cell]:
    """Of two sides' passes and fails, summed over all tables but those in tails of 1e-10, which count as missed."""
    for n, base, (difference, share) in product(
        (30, 60, 100, 200, 500), BASES, ((-0.05, 0.1), (0.0, 0.1), (-0.1, 0.2), (-0.03, 0.03))
    ):
        gained, lost = (share + difference) / 2, (share - difference) / 2
        if lost > base or gained > 1 - base:
            continue
        chances = [base - lost, gained, lost, 1 - base - gained]
        tables = _tables(n, chances)
        mass = multinomial.pmf(tables, n, chances)
        _, b, c, _ = tables.T
        low, high = newcombe_bounds(*tables.T, level=0.025)
        of = f"n {n}, base {base:g}, difference {difference:g}, {share:g} differ"
        yield Cell("Tango", of, float(mass @ (np.abs(tango_statistic(b, c, n, difference)) <= NORMAL)))
        yield Cell("Newcombe", of, float(mass @ ((low <= difference) & (difference <= high))))


def _tables(n: int, chances: list[float]) -> np.ndarray:
    """All counts of four kinds that come to n, each but the last within its binomial range."""
    ends = [(int(binom.ppf(1e-10, n, p)), int(binom.isf(1e-10, n, p))) for p in chances[:3]]
    first = np.stack(np.meshgrid(*(np.arange(low, high + 1) for low, high in ends), indexing="ij"), axis=-1)
    rest = n - first.sum(axis=-1)
    return np.concatenate([first, rest[..., None]], axis=-1)[rest >= 0]


def _repeated_rates(runs: int, generator: np.random.Generator) -> Iterator[Cell]:
    """Cases whose pass rates come from a beta distribution, each tried k times."""
    for n, k, base in product((30, 60, 150), (1, 3, 5), (0.5, 0.85)):
        of = f"n {n}, k {k}, rate {base:g}"
        yield from (Cell(method, of, inside) for method, inside in _repeated(n, k, base, runs, generator))


def _repeated(
    n: int, k: int, base: float, runs: int, generator: np.random.Generator, *, fewest: int = FEWEST
) -> list[tuple[str, float]]:
    shares = generator.binomial(k, generator.beta(2 * base, 2 * (1 - base), size=(runs, n))) / k
    units = [unit for unit in range(n) for _ in range(k)]
    inside = exact = 0
    for row in shares:
        passed = [float(trial < round(share * k)) for share in row for trial in range(k)]
        bounds = effective_wilson(passed, units, level=0.025, fewest=fewest)
        harm = clustered_rate(passed, units, level=0.025)
        inside += bounds is not None and bounds.low <= base <= bounds.high
        exact += harm.low <= base <= harm.high
    z = score(shares - base, np.ones_like(shares), -base, 1 - base)
    return [
        ("Wilson, effective n", inside / runs),
        ("Clopper-Pearson, effective n", exact / runs),
        ("score, rate", float((np.abs(z) <= stdtrit(n - 1, 0.975)).mean())),
    ]


def _bootstrap(runs: int, generator: np.random.Generator) -> Iterator[Cell]:
    """Seconds saved: normal, and skewed as waiting times are."""
    for n, size, skewed in product((15, 30, 100, 300), (1, 3), (False, True)):
        of = f"{n} units of {size}, {'skewed' if skewed else 'normal'}"
        yield Cell("studentised bootstrap", of, _saved(n, size, runs, generator, skewed=skewed))


def _saved(
    n: int, size: int, runs: int, generator: np.random.Generator, *, skewed: bool, fewest: int = FEWEST
) -> float:
    inside = 0
    units = [case // size for case in range(n * size)]
    for _ in range(runs):
        shared, noise = generator.normal(size=n), generator.normal(size=n * size)
        if skewed:
            shared, noise = generator.exponential(size=n) - 1, noise / 2
        values = (np.repeat(shared, size) + noise).tolist()
        bounds = bootstrap_interval(values, units, generator=generator, level=0.025, resamples=1000, fewest=fewest)
        inside += bounds is not None and bounds.low <= 0 <= bounds.high
    return inside / runs


def few_intervals(runs: int, seed: int) -> list[Cell]:
    """The worst coverage of intervals that stand by themselves, with fewer units than are asked for."""
    generator, told = np.random.default_rng([seed, 5]), []
    for n in FEW:
        rates = [_repeated(n, k, base, runs, generator, fewest=0)[0][1] for k, base in product((1, 3), (0.5, 0.85))]
        saved = [_saved(n, 3, runs, generator, skewed=skewed, fewest=0) for skewed in (False, True)]
        told += [Cell("Wilson, effective n", str(n), min(rates)), Cell("studentised bootstrap", str(n), min(saved))]
    return told


# -- rules side by side


@dataclass(frozen=True)
class Side:
    rule: str
    candidate: Candidate
    shipped: float
    power: float
    undecided: float
    """Of the twin that is no worse."""
    undecided_worse: float


def side_by_side(runs: int, seed: int, *, sizes: tuple[int, ...] = SIZES) -> list[Side]:
    """All rules over the same runs."""
    generator = np.random.default_rng([seed, 2])
    told = []
    for n, k, margin, times in product(sizes, (1, 3), MARGINS, (1, 2, 4, 7)):
        one = Candidate("flaky" if k > 1 else "trades", n, k, 0.85, times * margin, -margin)
        if not possible(one):
            continue
        worse, twin = draw(one, runs, generator), draw(replace(one, difference=0.0), runs, generator)
        for name, rule in RULES.items():
            bad, good = rule(worse, margin), rule(twin, margin)
            if bad is None or good is None:
                continue
            told.append(
                Side(
                    name,
                    one,
                    float((bad == SHIP).mean()),
                    float((good == SHIP).mean()),
                    float((good == UNDECIDED).mean()),
                    float((bad == UNDECIDED).mean()),
                )
            )
    return told


# -- looking after every case


@dataclass(frozen=True)
class Peeking:
    test: str
    of: str
    alarms: float
    """At any of the looks, the hypothesis being true."""
    power: float
    """Where the candidate is better by 5 points, or no worse at a margin of 5, or worse by twice that."""


def peeking(runs: int, seed: int, looks: int = 400) -> list[Peeking]:
    generator = np.random.default_rng([seed, 3])
    margin, told = 0.05, []

    def found(test: Callable, difference: float, share: float) -> float:
        chances = [(share - difference) / 2, 1 - share, (share + difference) / 2]
        drawn = generator.choice([-1.0, 0.0, 1.0], size=(runs, looks), p=chances)
        return sum(crossed(test(row), 0.05) is not None for row in drawn.tolist()) / runs

    for share in (0.1, 0.2, 0.5, 1.0):
        of = f"{share:g} differ"
        told.append(
            Peeking("better", of, found(superiority_evidence, 0.0, share), found(superiority_evidence, 0.05, share))
        )

        def kept(row: list[float]) -> list[float]:
            return non_inferiority_evidence(row, margin)

        def harmed(row: list[float]) -> list[float]:
            return harm_evidence(row, margin)

        told.append(Peeking("no worse", of, found(kept, -margin, share), found(kept, 0.0, share)))
        told.append(Peeking("worse", of, found(harmed, -margin, share), found(harmed, -min(share, 3 * margin), share)))
    return told


# -- judges


@dataclass(frozen=True)
class Judged:
    of: str
    bias: float
    """Points by which it is off on average."""
    fair: bool
    """Whether that is within a tenth of its standard error, or within three standard errors of the simulation."""
    covered: float
    narrower: float
    """Mean width over that of the labels alone."""
    naive: float
    """Points by which the judge alone is off."""


def judges(runs: int, seed: int) -> list[Judged]:
    generator = np.random.default_rng([seed, 4])
    told = []
    for rate, (tpr, tnr), labels in product((0.7, 0.88), ((0.95, 0.9), (0.95, 0.7), (0.6, 0.4)), (100, 200)):
        truth = generator.random((runs, 500)) < rate
        said = np.where(truth, generator.random(truth.shape) < tpr, generator.random(truth.shape) >= tnr)
        told.append(
            _judged(
                f"rate {rate:g}, TPR {tpr:g}, TNR {tnr:g}, {labels} labels",
                truth,
                said,
                labels=labels,
                rate=rate,
                correct=ppi_rate,
            )
        )
    for tpr, tnr in ((0.95, 0.9), (0.9, 0.6)):
        sides_ = [(generator.random((runs, 500)) < rate) for rate in (0.85, 0.8)]
        heard = [np.where(s, generator.random(s.shape) < tpr, generator.random(s.shape) >= tnr) for s in sides_]
        moved, told_moved = (a.astype(float) - b for a, b in ((sides_[1], sides_[0]), (heard[1], heard[0])))
        of = f"difference -0.05, TPR {tpr:g}, TNR {tnr:g}, 150 labels"
        told.append(_judged(of, moved, told_moved, labels=150, rate=-0.05, correct=ppi_difference))
    return told


def _judged(of: str, truth: np.ndarray, said: np.ndarray, *, labels: int, rate: float, correct: Callable) -> Judged:
    values, inside, width, alone = [], 0, 0.0, 0.0
    for true, heard in zip(truth.astype(float), said.astype(float), strict=True):
        one = correct(true[:labels].tolist(), heard[:labels].tolist(), heard[labels:].tolist(), level=0.025)
        plain = correct(true[:labels].tolist(), heard[:labels].tolist(), [], level=0.025)
        values.append(one.value)
        inside += one.interval.low <= rate <= one.interval.high
        width += one.interval.high - one.interval.low
        alone += plain.interval.high - plain.interval.low
    off = np.mean(values) - rate
    spread = float(np.std(values))
    return Judged(
        of=of,
        bias=100 * float(off),
        fair=bool(abs(off) <= max(0.1 * spread, 3 * spread / len(values) ** 0.5)),
        covered=inside / len(values),
        narrower=width / alone,
        naive=100 * float(said.mean() - rate),
    )
