"""What the gate promises, by seeded simulation: the small sister of `make bench-stats`, with the same candidates."""

import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from shell import ROOT

from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.questions import non_inferior

sys.path.append(str(ROOT / "benchmarks"))

import proofs
import simulated
from simulated import Candidate

RUNS = 4_000
CHANCE = simulated.allowance(RUNS)
TRUTHS = [(0.5, 0.2, 0.05), (0.85, 0.1, 0.05), (0.95, 0.06, 0.03), (0.7, 0.4, 0.1)]


def measured(candidates):
    return proofs.measured(iter(candidates), RUNS, 5)


@pytest.mark.parametrize(("n", "k"), [(30, 3), (60, 5), (80, 1), (100, 3)])
def test_a_candidate_worse_by_the_margin_ships_one_time_in_twenty_at_most(n, k):
    cells = measured(
        Candidate(kind, n, k, base, share, -margin)
        for kind, (base, share, margin) in product(("trades", "flaky", "drift"), TRUTHS)
    )

    assert len(cells) >= 10
    assert max(cell.shipped for cell in cells) <= 0.05 + CHANCE
    assert min(cell.covered for cell in cells) >= 0.94


@pytest.mark.parametrize("sizes", proofs.DESIGNS.values(), ids=proofs.DESIGNS)
def test_cases_that_move_together_ship_no_more_often(sizes):
    cells = measured(
        Candidate(kind, sum(sizes[unit % len(sizes)] for unit in range(40)), 1, base, share, -margin, sizes, together)
        for kind, (base, share, margin), together in product(("trades", "flaky"), TRUTHS[1::2], (0.0, 1.0))
    )

    assert max(cell.shipped for cell in cells) <= 0.05 + CHANCE
    assert all(cell.covered is None or cell.covered >= 0.935 for cell in cells)


def test_below_the_fewest_units_nothing_ships_and_no_interval_is_given():
    one = Candidate("trades", 5 * (FEWEST - 1), 1, 0.85, 0.1, -0.05, (5,), 0.5)
    (cell,) = measured([one])

    assert (cell.shipped, cell.covered, cell.power, cell.undecided) == (0, None, 0, 1)


def test_blocking_only_a_significant_drop_waves_most_bad_candidates_through():
    worse = simulated.draw(Candidate("trades", 100, 1, 0.85, 0.06, -0.03), RUNS, np.random.default_rng(5))
    waved = {name: (rule(worse, 0.03) == simulated.SHIP).mean() for name, rule in simulated.RULES.items()}

    assert waved["block if significant"] > 0.75
    assert max(waved["this gate"], waved["exact, all shares"]) <= 0.05 + CHANCE


@pytest.mark.parametrize(
    ("k", "sizes"), [(1, (1,)), (3, (1,)), (1, (4,)), (1, (1, 2, 1, 4))], ids=["whole", "repeats", "fours", "uneven"]
)
def test_the_simulation_decides_as_the_gate_does(k, sizes):
    one = Candidate("flaky", 60, k, 0.85, 0.2, -0.1, sizes, 0.5)
    runs = simulated.draw(one, 40, np.random.default_rng(3))
    told = simulated.ours(runs, 0.1)

    for row, said in zip(runs.counts, told, strict=True):
        moved, units = [], []
        for count, total, size in zip(row.tolist(), runs.sums.tolist(), runs.sizes.tolist(), strict=True):
            for _ in range(count):
                units += [len(units)] * size
                moved += [total / size] * size
        answer = non_inferior(moved, units, 0.1).answer

        assert {"yes": simulated.SHIP, "no": simulated.HOLD, "unknown": simulated.UNDECIDED}[answer] == said


def test_a_candidate_is_as_much_worse_as_it_is_said_to_be():
    for kind in ("trades", "flaky", "drift"):
        one = Candidate(kind, 200, 3, 0.85, 0.2, -0.05)
        for twin in (one, replace(one, difference=0.0)):
            runs = simulated.draw(twin, RUNS, np.random.default_rng(1))

            assert runs.means.mean() == pytest.approx(twin.difference, abs=0.002)
