import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evalsuite.stats.clusters import clustered_difference, effective_number
from evalsuite.stats.paired import mcnemar_mid_p, paired_interval, tango_interval, tango_statistic

tables = st.integers(1, 200).flatmap(
    lambda n: st.integers(0, n).flatmap(lambda b: st.tuples(st.just(b), st.integers(0, n - b), st.just(n)))
)
levels = st.floats(0.005, 0.4)
thirds = st.sampled_from([-1.0, -2 / 3, -1 / 3, 0.0, 1 / 3, 2 / 3, 1.0])
repeated = st.lists(thirds, min_size=10, max_size=60)


def test_mcnemar_is_the_known_value():
    assert mcnemar_mid_p(2, 12) == pytest.approx(0.00739, abs=5e-6)


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_exact_test_less_half_of_what_was_seen(gained, lost):
    n, k = gained + lost, min(gained, lost)
    if gained == lost:
        assert mcnemar_mid_p(gained, lost) == 1
        return

    assert mcnemar_mid_p(gained, lost) == pytest.approx(binomtest(k, n).pvalue - math.comb(n, k) / 2**n, abs=1e-12)


def test_tango_is_the_published_interval():
    interval = tango_interval(12, 2, 50, level=0.025)  # Tango 1998: airway hyper-responsiveness

    assert (interval.low, interval.high) == pytest.approx((0.0611, 0.3447), abs=5e-5)


def test_no_case_that_differs_still_leaves_room_on_both_sides():
    z = 1.6448536269514722

    interval = tango_interval(0, 0, 120)

    assert (interval.low, interval.high) == pytest.approx((-z * z / (120 + z * z), z * z / (120 + z * z)))


def test_where_all_cases_differ_one_way_the_interval_ends_at_one():
    up, down = tango_interval(5, 0, 5), tango_interval(0, 5, 5)

    assert up.high == pytest.approx(1)
    assert 0 < up.low < 1
    assert (down.low, down.high) == pytest.approx((-up.high, -up.low))


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (1, 0), (0, 1)])
def test_one_case_tells_nearly_nothing(gained, lost):
    interval = tango_interval(gained, lost, 1)

    assert interval.high - interval.low > 1


@pytest.mark.parametrize("difference", [-1.0, 1.0])
def test_the_statistic_at_the_ends_is_never_undefined(difference):
    assert tango_statistic(3, 2, 10, difference) == math.copysign(math.inf, -difference)
    assert tango_statistic(10, 0, 10, 1.0) == 0
    assert tango_statistic(0, 10, 10, -1.0) == 0


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

    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)
    assert mcnemar_mid_p(gained, lost) == mcnemar_mid_p(lost, gained)


@given(repeated)
def test_swapping_the_sides_flips_the_sign_with_repeats_too(moved):
    one, other = paired_interval(moved, range(len(moved))), paired_interval([-d for d in moved], range(len(moved)))

    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)


@given(tables, levels, levels)
def test_tango_nests_with_the_level(table, one, other):
    wide, narrow = tango_interval(*table, level=min(one, other)), tango_interval(*table, level=max(one, other))

    assert wide.low <= narrow.low + 1e-9
    assert narrow.high <= wide.high + 1e-9


@given(repeated, levels, levels)
def test_intervals_of_repeats_nest_with_the_level(moved, one, other):
    units = range(len(moved))
    wide = paired_interval(moved, units, level=min(one, other))
    narrow = paired_interval(moved, units, level=max(one, other))

    assert wide.low <= narrow.low + 1e-9
    assert narrow.high <= wide.high + 1e-9


@given(repeated, st.randoms(use_true_random=False))
def test_the_order_of_cases_changes_nothing(moved, chance):
    order = list(range(len(moved)))
    chance.shuffle(order)
    one, other = paired_interval(moved, range(len(moved))), paired_interval([moved[i] for i in order], order)

    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(tables.filter(lambda table: table[0] + table[1] < table[2]))
def test_one_more_gain_never_lowers_a_bound(table):
    gained, lost, n = table
    before, after = tango_interval(gained, lost, n), tango_interval(gained + 1, lost, n)

    assert before.low <= after.low + 1e-9
    assert before.high <= after.high + 1e-9


def test_differences_of_whole_cases_are_tangos():
    moved = [1.0] * 12 + [-1.0] * 2 + [0.0] * 36

    assert paired_interval(moved, range(50)) == tango_interval(12, 2, 50)


def test_repeats_that_never_differ_still_leave_room_on_both_sides():
    alone, with_siblings = tango_interval(0, 0, 60), paired_interval([0.0] * 120, [*range(60), *range(60)])

    assert with_siblings.high == -with_siblings.low
    assert 0.8 * alone.high < with_siblings.high < 1.2 * alone.high


def test_siblings_that_go_together_tell_no_more_than_one_of_them():
    moved = [(-1.0) ** (i % 3 == 0) * (i % 2) for i in range(60)]
    alone = clustered_difference(moved, range(60))
    doubled = clustered_difference(moved * 2, [*range(60), *range(60)])

    assert (doubled.low, doubled.high) == pytest.approx((alone.low, alone.high))


def test_over_many_cases_it_comes_to_students_interval():
    from scipy.stats import ttest_1samp

    moved = [(i * 7 % 13 - 6) / 12 for i in range(13 * 400)]
    expected = ttest_1samp(moved, 0.01).confidence_interval(confidence_level=0.9)

    interval = clustered_difference(moved, range(len(moved)))

    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=2e-4)


def test_fewer_than_ten_clusters_are_refused():
    with pytest.raises(ValueError, match="9 independent units are too few"):
        paired_interval([0.5] * 90, [i % 9 for i in range(90)])


@pytest.mark.parametrize(("sizes", "number"), [([1] * 40, 40), ([3] * 40, 40), ([50, *[1] * 50], 100**2 / 2550)])
def test_the_effective_number_counts_even_clusters_and_little_else(sizes, number):
    units = [unit for unit, size in enumerate(sizes) for _ in range(size)]

    assert effective_number(units) == pytest.approx(number)


def test_a_difference_over_no_cases_is_refused():
    with pytest.raises(ValueError, match="no cases"):
        tango_interval(0, 0, 0)
