from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.correction import ppi_difference, ppi_rate, rogan_gladen

LABELS = [float(i % 7 > 0) for i in range(140)]
JUDGED = [float((i % 7 > 0 and i % 11 > 0) or i % 35 == 0) for i in range(140)]
REST = [float(i % 6 > 0) for i in range(700)]


def test_it_agrees_with_ppi_python():
    # benchmarks/ppi_golden.py printed these; ours weighs the judge by other folds, and its interval is not symmetric.
    corrected = ppi_rate(LABELS, JUDGED, REST)
    width = corrected.interval.high - corrected.interval.low

    assert corrected.value == pytest.approx(0.87021, abs=2e-3)
    assert corrected.error == pytest.approx((0.90994 - 0.83048) / 2 / 1.64485, rel=0.02)
    assert width == pytest.approx(0.90994 - 0.83048, rel=0.07)


def test_a_judge_that_is_always_right_is_worth_nearly_as_many_labels():
    truth = (np.random.default_rng(2).random(1000) < 0.8).astype(float).tolist()
    corrected = ppi_rate(truth[:200], truth[:200], truth[200:])

    assert corrected.value == pytest.approx(sum(truth) / 1000, abs=5e-3)
    assert corrected.error == pytest.approx((0.16 / 1000) ** 0.5, rel=0.05)


def test_a_judge_that_says_one_thing_is_not_listened_to():
    corrected = ppi_rate(LABELS, [1.0] * 140, [1.0] * 700)

    assert corrected.weight == 0
    assert corrected.value == pytest.approx(sum(LABELS) / 140)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=100, max_size=160), st.integers(0, 300))
@settings(max_examples=20, deadline=None)
def test_it_is_never_wider_than_the_labels_alone(rated, passes):
    labels, judged = ([float(one) for one in column] for column in zip(*rated, strict=True))
    rest = [1.0] * passes + [0.0] * (300 - passes)

    corrected, alone = ppi_rate(labels, judged, rest), ppi_rate(labels, judged, [])

    assert corrected.error <= 1.05 * alone.error + 1e-9


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=120, max_size=120))
@settings(max_examples=10, deadline=None)
def test_swapping_the_sides_flips_the_sign(moved):
    labels, judged = moved[:100], [0.0, *moved[:99]]
    rest = moved[20:]
    one = ppi_difference(labels, judged, rest)
    other = ppi_difference(*([-x for x in column] for column in (labels, judged, rest)))

    assert other.value == pytest.approx(-one.value)
    assert (other.interval.low, other.interval.high) == pytest.approx((-one.interval.high, -one.interval.low))


def test_labels_that_never_vary_are_no_certainty():
    corrected = ppi_rate([1.0] * 120, [1.0] * 120, [1.0] * 500)

    assert corrected.interval.low < 1
    assert corrected.interval.high == 1


@pytest.mark.parametrize(
    ("labels", "why"), [([], "too_few_labels"), ([1.0] * 99, "too_few_labels"), ([nan] * 120, "not_a_number")]
)
def test_too_little_is_told_as_such_and_no_number(labels, why):
    corrected = ppi_rate(labels, labels, [1.0] * 10)

    assert (corrected.value, corrected.interval, corrected.why) == (None, None, why)


def test_each_label_wants_its_verdict():
    with pytest.raises(ValueError, match="got 2 labels and 1 verdicts"):
        ppi_rate([1.0, 0.0], [1.0], [])


def test_rogan_and_gladen_turn_a_judges_rate_back():
    corrected = rogan_gladen(400, 500, true_passes=(90, 100), true_fails=(85, 100))

    assert corrected.value == pytest.approx((0.8 + 0.85 - 1) / 0.75)
    assert corrected.interval.low == pytest.approx(0.77, abs=0.03)
    assert corrected.interval.high == pytest.approx(0.96, abs=0.03)


def test_more_labels_make_it_surer():
    few = rogan_gladen(400, 500, true_passes=(45, 50), true_fails=(43, 50))
    many = rogan_gladen(400, 500, true_passes=(450, 500), true_fails=(430, 500))

    assert many.error < few.error


@pytest.mark.parametrize(
    ("true_passes", "true_fails", "why"),
    [
        ((60, 100), (45, 100), "judge_no_better_than_chance"),
        ((40, 100), (40, 100), "judge_no_better_than_chance"),
        ((20, 20), (20, 20), "too_few_labels"),
        ((200, 200), (1, 1), "too_few_labels"),
    ],
)
def test_a_judge_that_cannot_be_turned_back_gives_no_rate(true_passes, true_fails, why):
    corrected = rogan_gladen(300, 500, true_passes=true_passes, true_fails=true_fails)

    assert (corrected.value, corrected.why) == (None, why)


def test_a_rate_never_leaves_its_scale():
    assert rogan_gladen(500, 500, true_passes=(95, 100), true_fails=(90, 100)).value == 1
