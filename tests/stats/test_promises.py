"""What the gate promises, by seeded simulation: a candidate that is worse by the margin ships at most 1 time in 20."""

from functools import cache

import numpy as np
import pytest

from evalsuite.stats.paired import paired_interval, tango_interval, tango_statistic

RUNS = 20_000
CHANCE = 3 * (0.05 * 0.95 / RUNS) ** 0.5
"""Three standard errors of a simulated 5 %."""


@pytest.mark.parametrize("n", [60, 100, 200])
@pytest.mark.parametrize(("margin", "discordant"), [(0.03, 0.06), (0.05, 0.06), (0.05, 0.1), (0.1, 0.3)])
def test_a_candidate_worse_by_the_margin_ships_one_time_in_twenty_at_most(n, margin, discordant):
    @cache
    def ships(gained, lost):
        return tango_statistic(gained, lost, n, -margin) > 1.6448536

    gain, loss = (discordant - margin) / 2, (discordant + margin) / 2
    drawn = np.random.default_rng(n).multinomial(n, [gain, loss, 1 - gain - loss], size=RUNS)

    tables, often = np.unique(drawn[:, :2], axis=0, return_counts=True)
    shipped = sum(count for (b, c), count in zip(tables.tolist(), often, strict=True) if ships(b, c)) / RUNS

    # The score test is asymptotic: in the most discrete cells it goes up to half a point over.
    assert shipped <= 0.05 + CHANCE + 0.005


def test_the_bound_and_the_test_are_one():
    n, margin = 60, 0.05
    for gained in range(6):
        for lost in range(12):
            by_bound = tango_interval(gained, lost, n).low > -margin
            assert by_bound == (tango_statistic(gained, lost, n, -margin) > 1.6448536269514722)


@pytest.mark.parametrize("flaky", [0.02, 0.2, 0.5])
@pytest.mark.parametrize(("n", "attempts", "margin"), [(60, 3, 0.05), (100, 5, 0.03)])
def test_with_repeats_it_ships_no_more_often(n, attempts, margin, flaky):
    chance, runs = np.random.default_rng(5), 600
    shipped = 0
    for _ in range(runs):
        wavers = chance.random(n) < flaky
        before = np.where(wavers, 0.7, chance.random(n) < 0.85)
        lost = (before == 1) & ~wavers & (chance.random(n) < margin / (0.85 * (1 - flaky)))
        after = np.where(lost, 0.0, before)
        moved = (chance.binomial(attempts, after) - chance.binomial(attempts, before)) / attempts
        shipped += paired_interval(moved.tolist(), range(n)).low > -margin

    assert shipped / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5


@pytest.mark.parametrize("siblings", [2, 4])
def test_with_siblings_that_fail_together_it_ships_no_more_often(siblings):
    chance, runs, clusters, margin = np.random.default_rng(6), 600, 60, 0.05
    units = np.repeat(np.arange(clusters), siblings)
    shipped = 0
    for _ in range(runs):
        moved = np.repeat(chance.choice([1.0, -1.0, 0.0], size=clusters, p=[0.025, 0.075, 0.9]), siblings)
        shipped += paired_interval(moved.tolist(), units.tolist()).low > -margin

    assert shipped / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5
