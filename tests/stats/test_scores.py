from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from evalsuite.stats.scores import bootstrap_interval, sign_flip_p, win_interval


def seeded():
    return np.random.default_rng(4)


def seconds(n, mean=0.0):
    return (seeded().normal(size=n) + mean).tolist()


def test_over_normal_differences_it_comes_to_students_interval():
    values = seconds(400)
    expected = ttest_1samp(values, 0).confidence_interval(confidence_level=0.9)

    bounds = bootstrap_interval(values, range(400), generator=seeded(), resamples=4000)

    assert (bounds.low, bounds.high) == pytest.approx((expected.low, expected.high), abs=0.01)


def test_repeats_that_agree_leave_the_interval_as_it_is():
    values = seconds(60)
    once = bootstrap_interval(values, range(60), generator=seeded())
    again = bootstrap_interval(np.repeat(values, 3).tolist(), np.repeat(range(60), 3).tolist(), generator=seeded())

    assert (again.low, again.high) == pytest.approx((once.low, once.high))


@given(st.floats(0.001, 1000))
@settings(max_examples=10, deadline=None)
def test_another_unit_of_measure_scales_the_interval(factor):
    values = seconds(30)
    one = bootstrap_interval(values, range(30), generator=seeded(), resamples=200)
    other = bootstrap_interval([factor * value for value in values], range(30), generator=seeded(), resamples=200)

    assert (other.low, other.high) == pytest.approx((factor * one.low, factor * one.high))


def test_swapping_the_sides_swaps_the_bounds():
    values = seconds(40, 0.3)
    one = bootstrap_interval(values, range(40), generator=seeded(), resamples=4001)
    other = bootstrap_interval([-value for value in values], range(40), generator=seeded(), resamples=4001)

    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=0.005)


@pytest.mark.parametrize(
    ("values", "units"),
    [([], []), ([1.0], [1]), ([1.0, 2.0] * 20, [1] * 40), ([nan] * 40, range(40)), ([0.25] * 40, range(40))],
    ids=["nothing", "one case", "one cluster", "NaN", "no spread"],
)
def test_where_nothing_can_be_resampled_there_is_no_interval(values, units):
    assert bootstrap_interval(values, units, generator=seeded()) is None


def test_flipping_signs_is_exact_where_there_are_few():
    assert sign_flip_p([1.0, 2.0, 3.0, 4.0], range(4), generator=seeded()) == pytest.approx(2 / 16)


def test_flipping_signs_flips_whole_units():
    apart = sign_flip_p([1.0] * 8, range(8), generator=seeded())
    together = sign_flip_p([1.0] * 8, [0, 0, 1, 1, 2, 2, 3, 3], generator=seeded())

    assert (apart, together) == pytest.approx((2 / 2**8, 2 / 2**4))


def test_no_difference_at_all_is_no_evidence_of_one():
    assert sign_flip_p([0.0] * 40, range(40), generator=seeded()) == 1
    assert sign_flip_p([], [], generator=seeded()) is None
    assert sign_flip_p([nan, 1.0], range(2), generator=seeded()) is None


def test_the_sign_flip_is_wrong_as_often_as_it_says():
    generator = seeded()
    wrong = [
        sign_flip_p(generator.normal(size=20).tolist(), range(20), generator=generator, resamples=200) <= 0.1
        for _ in range(300)
    ]

    assert np.mean(wrong) == pytest.approx(0.1, abs=3 * (0.1 * 0.9 / 300) ** 0.5)


def test_wins_count_whatever_they_are_won_by():
    small, large = [0.1] * 20 + [-0.1] * 5 + [0.0] * 15, [3.0] * 20 + [-9.0] * 5 + [0.0] * 15

    assert win_interval(small, range(40)) == win_interval(large, range(40))
    assert win_interval(small, range(40)).low > 0


def test_resampling_ten_thousand_cases_takes_little_memory_however_often():
    import tracemalloc

    values = seconds(10_000)
    tracemalloc.start()
    bounds = bootstrap_interval(values, range(10_000), generator=seeded(), resamples=1_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert bounds.low < bounds.high
    assert peak < 120e6  # what is drawn for all of them at once would be 80 MB, several times over
