from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.approximate import tango_interval, tango_statistic
from evalsuite.stats.exact import SET_ASIDE, approximate_frontier, chance, exact_interval, exact_p, frontier

tables = st.integers(1, 40).flatmap(
    lambda n: st.integers(0, n).flatmap(lambda b: st.tuples(st.just(b), st.integers(0, n - b), st.just(n)))
)


def test_the_chance_beyond_a_frontier_is_the_sum_over_its_tables():
    n, difference, lost_share = 12, -0.1, 0.25
    least = frontier(n, difference)
    gained_share = lost_share + difference

    summed = sum(
        factorial(n)
        / factorial(b)
        / factorial(c)
        / factorial(n - b - c)
        * gained_share**b
        * lost_share**c
        * (1 - gained_share - lost_share) ** (n - b - c)
        for c in range(n + 1)
        for b in range(int(least[c]), n - c + 1)
    )

    assert chance(least, n, difference, lost_share)[0] == pytest.approx(summed, rel=1e-9)


def test_with_no_pair_differing_it_is_the_chance_that_none_was_lost():
    assert exact_p(0, 0, 120, -0.03) == pytest.approx(0.97**120 + SET_ASIDE, abs=2e-4)


@pytest.mark.parametrize(("n", "difference"), [(30, -0.03), (30, -0.1), (60, -0.05), (60, 0.0), (100, -0.1)])
def test_at_no_share_of_differing_pairs_is_it_wrong_more_often_than_it_says(n, difference):
    shares = np.linspace(max(0.0, -difference), (1 - difference) / 2, 400)[:-1]

    assert chance(frontier(n, difference), n, difference, shares).max() <= 0.05


def test_tangos_test_is_wrong_more_often_than_it_says_where_the_exact_one_is_not():
    shares = np.linspace(0.03, 0.3, 200)

    assert chance(approximate_frontier(30, -0.03), 30, -0.03, shares).max() > 0.055
    assert chance(frontier(30, -0.03), 30, -0.03, shares).max() <= 0.05


def test_the_frontier_is_what_the_test_decides():
    least = frontier(25, -0.1)

    for lost in range(26):
        for gained in range(26 - lost):
            assert (exact_p(gained, lost, 25, -0.1) <= 0.05) == (gained >= least[lost])


@given(tables)
@settings(max_examples=25, deadline=None)
def test_the_bound_is_where_the_test_turns(table):
    gained, lost, n = table
    low = exact_interval(*table).low

    assert low == -1 or exact_p(gained, lost, n, low - 1e-4) <= 0.05
    assert exact_p(gained, lost, n, low + 1e-4) > 0.05


@given(tables)
@settings(max_examples=25, deadline=None)
def test_it_is_wider_than_tangos_by_little(table):
    exact, tango = exact_interval(*table), tango_interval(*table)

    assert exact.high - exact.low <= tango.high - tango.low + 2.5 / table[2] + 0.01


def test_over_many_cases_it_comes_to_tangos_interval():
    exact, tango = exact_interval(60, 50, 1000), tango_interval(60, 50, 1000)

    assert (exact.low, exact.high) == pytest.approx((tango.low, tango.high), abs=5e-4)


@given(tables)
@settings(max_examples=25, deadline=None)
def test_swapping_the_sides_flips_the_sign(table):
    gained, lost, n = table
    one, other = exact_interval(gained, lost, n), exact_interval(lost, gained, n)

    assert (one.low, one.high) == (-other.high, -other.low)


@given(tables.filter(lambda table: table[0] + table[1] < table[2]))
@settings(max_examples=25, deadline=None)
def test_one_more_gain_never_makes_the_test_less_sure(table):
    gained, lost, n = table

    assert exact_p(gained + 1, lost, n, -0.1) <= exact_p(gained, lost, n, -0.1) + SET_ASIDE


@pytest.mark.parametrize("level", [0.2, 0.1, 0.05, 0.025, 0.01])
def test_its_interval_misses_at_most_as_often_as_it_says(level):
    difference, share, n = -0.05, 0.2, 40
    gained, lost = (share + difference) / 2, (share - difference) / 2

    above = chance(frontier(n, difference, level=level), n, difference, lost)[0]
    below = chance(frontier(n, -difference, level=level), n, -difference, gained)[0]

    assert max(above, below) <= level


def test_a_difference_over_no_cases_is_refused():
    with pytest.raises(ValueError, match="no cases"):
        exact_interval(0, 0, 0)


def test_its_ranking_is_tangos():
    assert exact_p(12, 2, 50, 0.05) < exact_p(11, 2, 50, 0.05)
    assert tango_statistic(12, 2, 50, 0.05) > tango_statistic(11, 2, 50, 0.05)
