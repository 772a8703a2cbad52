import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from evalsuite.stats.clusters import FEWEST, effective_number, lack
from evalsuite.stats.exact import exact_interval
from evalsuite.stats.paired import mcnemar_mid_p, paired_interval, whole_units

levels = st.floats(0.005, 0.4)
thirds = st.sampled_from([-1.0, -2 / 3, -1 / 3, 0.0, 1 / 3, 2 / 3, 1.0])
repeated = st.lists(thirds, min_size=FEWEST, max_size=60)


def bounds(moved, units=None, **more):
    interval = paired_interval(moved, range(len(moved)) if units is None else units, **more)
    return interval.low, interval.high


def test_mcnemar_is_the_known_value():
    assert mcnemar_mid_p(2, 12) == pytest.approx(0.00739, abs=5e-6)


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_exact_test_less_half_of_what_was_seen(gained, lost):
    n, k = gained + lost, min(gained, lost)
    if gained == lost:
        assert mcnemar_mid_p(gained, lost) == 1
        return

    assert mcnemar_mid_p(gained, lost) == pytest.approx(binomtest(k, n).pvalue - math.comb(n, k) / 2**n, abs=1e-12)
    assert mcnemar_mid_p(gained, lost) == mcnemar_mid_p(lost, gained)


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_agrees_with_statsmodels(gained, lost):
    from statsmodels.stats.contingency_tables import mcnemar

    exact = mcnemar([[0, gained], [lost, 0]], exact=True).pvalue
    seen = math.comb(gained + lost, gained) / 2 ** (gained + lost)

    assert mcnemar_mid_p(gained, lost) == pytest.approx(1 if gained == lost else exact - seen, abs=1e-9)


def test_differences_of_whole_cases_are_decided_exactly():
    moved = [1.0] * 12 + [-1.0] * 2 + [0.0] * 36

    assert paired_interval(moved, range(50)) == exact_interval(12, 2, 50)


def test_units_that_go_together_are_whole():
    assert whole_units([1.0, 1.0, 0.0, 0.0, -1.0, -1.0], [1, 1, 2, 2, 3, 3]) == (1, 1, 3)
    assert whole_units([1.0, 0.0, 0.0, 0.0], [1, 1, 2, 2]) is None
    assert whole_units([1.0, 0.0, 0.0], [1, 2, 2]) is None


@given(repeated, levels, levels)
@settings(max_examples=30, deadline=None)
def test_intervals_of_repeats_nest_with_the_level(moved, one, other):
    wide, narrow = bounds(moved, level=min(one, other)), bounds(moved, level=max(one, other))

    assert wide[0] <= narrow[0] + 1e-5
    assert narrow[1] <= wide[1] + 1e-5


@given(repeated)
@settings(max_examples=30, deadline=None)
def test_swapping_the_sides_flips_the_sign_with_repeats_too(moved):
    low, high = bounds(moved)

    assert bounds([-one for one in moved]) == pytest.approx((-high, -low), abs=1e-6)


@given(repeated, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_cases_changes_nothing(moved, chance):
    order = list(range(len(moved)))
    chance.shuffle(order)

    assert bounds([moved[i] for i in order], order) == pytest.approx(bounds(moved), abs=1e-6)


@given(repeated)
@settings(max_examples=30, deadline=None)
def test_other_names_for_units_change_nothing(moved):
    assert bounds(moved, [f"case {i}" for i in range(len(moved))]) == bounds(moved)


@given(repeated, st.data())
@settings(max_examples=30, deadline=None)
def test_one_more_gain_never_lowers_a_bound(moved, data):
    spot = data.draw(st.integers(0, len(moved) - 1))
    better = [*moved[:spot], min(1.0, moved[spot] + 1 / 3), *moved[spot + 1 :]]
    before, after = bounds(moved), bounds(better)

    if (whole_units(moved, range(len(moved))) is None) == (whole_units(better, range(len(moved))) is None):
        assert before[0] <= after[0] + 1e-5
        assert before[1] <= after[1] + 1e-5


@given(repeated, st.integers(2, 5))
@settings(max_examples=20, deadline=None)
def test_siblings_that_go_together_tell_no_more_than_one_of_them(moved, siblings):
    units = [unit for unit in range(len(moved)) for _ in range(siblings)]

    assert bounds([one for one in moved for _ in range(siblings)], units) == pytest.approx(bounds(moved), abs=1e-6)


def test_over_many_cases_it_comes_to_students_interval():
    from scipy.stats import ttest_1samp

    moved = [(i * 7 % 13 - 6) / 12 for i in range(13 * 400)]
    expected = ttest_1samp(moved, 0.01).confidence_interval(confidence_level=0.9)

    assert bounds(moved) == pytest.approx((expected.low, expected.high), abs=2e-4)


@pytest.mark.parametrize(
    ("moved", "units", "why"),
    [
        ([], [], "no_cases"),
        ([0.5], [1], "too_few_units"),
        ([0.5] * 90, [1] * 90, "too_few_units"),
        ([0.5] * (FEWEST - 1), range(FEWEST - 1), "too_few_units"),
        ([1.0] * 300 + [0.0] * 30, [0] * 300 + list(range(1, 31)), "too_few_units"),
        ([math.nan, *[0.0] * 60], range(61), "not_a_number"),
        ([math.inf, *[0.0] * 60], range(61), "not_a_number"),
    ],
    ids=["no case", "one case", "one cluster", "too few", "one giant cluster", "a NaN", "an infinity"],
)
def test_where_there_is_too_little_it_gives_no_interval(moved, units, why):
    assert paired_interval(moved, units) is None
    assert lack(moved, units) == why


def test_values_without_their_units_are_refused():
    with pytest.raises(ValueError, match="3 values want as many units, got 2"):
        lack([0.0] * 3, [1, 2])


@pytest.mark.parametrize(("sizes", "number"), [([1] * 40, 40), ([3] * 40, 40), ([50, *[1] * 50], 100**2 / 2550)])
def test_the_effective_number_counts_even_clusters_and_little_else(sizes, number):
    units = [unit for unit, size in enumerate(sizes) for _ in range(size)]

    assert effective_number(units) == pytest.approx(number)
