from itertools import combinations
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.stats.repeats import flake, judged_variance_parts, pass_all, pass_at, pass_curve, variance_parts

tallies = st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(tallies, st.integers(1, 8))
def test_both_are_the_mean_over_all_ways_to_pick_k_attempts(tally, k):
    passed, n = tally
    if k > n:
        assert pass_at(k, passed, n) is None
        assert pass_all(k, passed, n) is None
        return
    picks = list(combinations([True] * passed + [False] * (n - passed), k))

    assert pass_at(k, passed, n) == pytest.approx(np.mean([any(pick) for pick in picks]))
    assert pass_all(k, passed, n) == pytest.approx(np.mean([all(pick) for pick in picks]))


def test_they_are_the_published_values():
    assert pass_at(2, 3, 10) == pytest.approx(1 - 21 / 45)  # Chen et al. 2021, equation 1
    assert pass_all(4, 5, 8) == pytest.approx(5 / 70)  # Yao et al. 2024, pass^k


@given(tallies)
def test_one_more_pass_never_lowers_either(tally):
    passed, n = tally
    for k in range(1, n + 1):
        if passed < n:
            assert pass_at(k, passed, n) <= pass_at(k, passed + 1, n)
            assert pass_all(k, passed, n) <= pass_all(k, passed + 1, n)


@pytest.mark.parametrize("k", [0, -1])
def test_no_attempt_is_no_chance(k):
    assert pass_at(k, 1, 2) is None
    assert pass_all(k, 1, 2) is None


def test_the_curve_rises_for_once_and_falls_for_always():
    curve = pass_curve([(3, 5)] * 20 + [(5, 5)] * 20, range(40))

    assert [point.k for point in curve] == [1, 2, 3, 4, 5]
    assert curve[0].at == curve[0].all == pytest.approx(0.8)
    assert curve[4].at == 1
    assert curve[4].all == 0.5
    assert all(point.all_interval.low < point.all < point.all_interval.high for point in curve[1:])


def test_a_case_with_fewer_attempts_leaves_the_curve_where_it_ends():
    curve = pass_curve([(1, 1)] * 10 + [(2, 3)] * 20, range(30))

    assert [point.cases for point in curve] == [30, 20, 20]
    assert pass_curve([], []) == ()
    assert pass_curve([(2, 2)], ["a"])[0].at_interval is None


@pytest.mark.parametrize(
    ("passed", "n", "kind"),
    [
        (0, 0, "unknown"),
        (1, 1, "unknown"),
        (2, 2, "unknown"),
        (3, 3, "stable pass"),
        (0, 3, "stable fail"),
        (1, 2, "unknown"),
        (3, 6, "flaky"),
        (19, 20, "stable pass"),
        (70, 100, "flaky"),
    ],
)
def test_a_case_is_called_flaky_or_stable_where_that_is_likely(passed, n, kind):
    assert flake(passed, n) == kind


@given(st.integers(0, 30), st.integers(0, 30))
def test_passes_and_fails_are_treated_alike(passed, failed):
    turned = {"stable pass": "stable fail", "stable fail": "stable pass"}
    kind = flake(passed, passed + failed)

    assert flake(failed, passed + failed) == turned.get(kind, kind)


def test_variance_is_found_where_it_was_put():
    generator = np.random.default_rng(8)
    cases = generator.normal(0, 2.0, size=(3000, 1, 1))
    attempts = generator.normal(0, 1.0, size=(3000, 4, 1))
    scores = cases + attempts + generator.normal(0, 0.5, size=(3000, 4, 2))

    parts = judged_variance_parts(scores.tolist())

    assert parts.between == pytest.approx(4, rel=0.1)
    assert parts.within == pytest.approx(1, rel=0.1)
    assert parts.judge == pytest.approx(0.25, rel=0.1)
    assert parts.of_mean(100, 4, 2) == pytest.approx(scores.mean(axis=(1, 2)).var() / 100, rel=0.1)


def test_cases_that_never_waver_vary_between_alone():
    parts = variance_parts([[1.0] * 3] * 10 + [[0.0] * 3] * 10)

    assert parts.within == 0
    assert parts.between == pytest.approx(10 / 38)
    assert parts.judge is None


@pytest.mark.parametrize("scores", [[], [[1.0, 0.0]], [[1.0], [0.0]], [[1.0, nan], [0.0, 1.0]], [[], []]])
def test_where_nothing_was_repeated_no_variance_is_told(scores):
    assert variance_parts(scores) is None
