import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.stats.approximate import newcombe_bounds, newcombe_interval, tango_interval, tango_statistic

tables = st.integers(1, 200).flatmap(
    lambda n: st.integers(0, n).flatmap(lambda b: st.tuples(st.just(b), st.integers(0, n - b), st.just(n)))
)
levels = st.floats(0.005, 0.4)


def test_tango_is_the_published_interval():
    interval = tango_interval(12, 2, 50, level=0.025)  # Tango 1998: airway hyper-responsiveness

    assert (interval.low, interval.high) == pytest.approx((0.0611, 0.3447), abs=5e-5)


def test_newcombe_is_the_published_interval():
    interval = newcombe_interval(36, 12, 2, 0, level=0.025)  # Newcombe 1998, method 10, the same children

    assert (interval.low, interval.high) == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_no_case_that_differs_still_leaves_room_on_both_sides():
    z = 1.6448536269514722

    interval = tango_interval(0, 0, 120)

    assert (interval.low, interval.high) == pytest.approx((-z * z / (120 + z * z), z * z / (120 + z * z)))


def test_where_all_cases_differ_one_way_the_interval_ends_at_one():
    up, down = tango_interval(5, 0, 5), tango_interval(0, 5, 5)

    assert up.high == pytest.approx(1)
    assert 0 < up.low < 1
    assert (down.low, down.high) == pytest.approx((-up.high, -up.low))


@pytest.mark.parametrize("difference", [-1.0, 1.0])
def test_the_statistic_at_the_ends_is_never_undefined(difference):
    assert tango_statistic(3, 2, 10, difference) == math.copysign(math.inf, -difference)
    assert tango_statistic(10, 0, 10, 1.0) == 0
    assert tango_statistic(0, 10, 10, -1.0) == 0


def test_many_tables_are_told_as_one_by_one():
    together = tango_statistic(np.array([3, 5]), np.array([2, 0]), 20, -0.05)

    assert together.tolist() == [float(tango_statistic(b, c, 20, -0.05)) for b, c in ((3, 2), (5, 0))]


def test_newcombes_bounds_of_many_tables_are_those_of_each():
    tables_ = [(36, 12, 2, 0), (0, 0, 0, 50), (10, 20, 20, 0), (50, 0, 0, 0), (20, 3, 9, 18)]

    lows, highs = newcombe_bounds(*np.array(tables_).T)
    each = [newcombe_interval(*table) for table in tables_]

    assert [(one.low, one.high) for one in each] == list(zip(lows, highs, strict=True))


@given(tables, levels)
def test_the_interval_is_where_the_statistic_reaches_the_quantile(table, level):
    from statistics import NormalDist

    z, interval = NormalDist().inv_cdf(1 - level), tango_interval(*table, level=level)

    if interval.low > -1 + 1e-6:
        assert tango_statistic(*table, interval.low) == pytest.approx(z, abs=1e-3)
    if interval.high < 1 - 1e-6:
        assert tango_statistic(*table, interval.high) == pytest.approx(-z, abs=1e-3)


@given(tables)
def test_swapping_the_sides_flips_the_sign(table):
    gained, lost, n = table
    one, other = tango_interval(gained, lost, n), tango_interval(lost, gained, n)
    both = n - gained - lost
    second, first = newcombe_interval(both, gained, lost, 0), newcombe_interval(both, lost, gained, 0)

    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)
    assert (second.low, second.high) == pytest.approx((-first.high, -first.low), abs=1e-9)


@given(tables.filter(lambda table: table[0] + table[1] < table[2]))
def test_one_more_gain_never_lowers_a_bound(table):
    gained, lost, n = table
    before, after = tango_interval(gained, lost, n), tango_interval(gained + 1, lost, n)

    assert before.low <= after.low + 1e-9
    assert before.high <= after.high + 1e-9


def test_a_difference_over_no_cases_is_refused():
    with pytest.raises(ValueError, match="no cases"):
        tango_interval(0, 0, 0)
    with pytest.raises(ValueError, match="no cases"):
        newcombe_interval(0, 0, 0, 0)
