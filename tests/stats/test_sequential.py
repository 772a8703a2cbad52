import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.stats.sequential import crossed, harm_evidence, non_inferiority_evidence, superiority_evidence

moves = st.lists(st.sampled_from([-1.0, 0.0, 1.0]), max_size=60)


def drawn(share, difference, runs=300, looks=200):
    chances = [(share - difference) / 2, 1 - share, (share + difference) / 2]
    return np.random.default_rng(9).choice([-1.0, 0.0, 1.0], size=(runs, looks), p=chances).tolist()


@pytest.mark.parametrize("share", [0.1, 1.0])
@pytest.mark.parametrize(
    ("test", "difference"),
    [
        (superiority_evidence, 0.0),
        (lambda row: non_inferiority_evidence(row, 0.05), -0.05),
        (lambda row: harm_evidence(row, 0.05), -0.05),
    ],
    ids=["better", "no worse", "worse"],
)
def test_looking_after_every_case_gives_a_false_alarm_one_time_in_twenty_at_most(test, difference, share):
    alarms = np.mean([crossed(test(row), 0.05) is not None for row in drawn(share, difference)])

    assert alarms <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5


def test_an_unchanged_assistant_is_found_to_be_no_worse():
    assert crossed(non_inferiority_evidence([0.0] * 200, 0.05), 0.05) < 120


def test_a_harm_is_found_long_before_the_end():
    assert crossed(harm_evidence([0.0, 0.0, -1.0] * 60, 0.05), 0.05) < 60


def test_gains_alone_are_evidence_that_one_can_reckon_by_hand():
    # 2 · ∫ p^6 over [½, 1] / ½^6
    assert superiority_evidence([1.0] * 6)[-1] == pytest.approx(2 * (1 - 0.5**7) / 7 * 2**6)


@given(moves)
def test_a_case_that_is_the_same_is_no_evidence(differences):
    without = [one for one in differences if one]

    assert (superiority_evidence([*differences, 0.0]) or [1])[-1] == (superiority_evidence(without) or [1.0])[-1]


@given(moves, st.floats(0.01, 0.5))
def test_wealth_is_never_lost_altogether(differences, margin):
    assert all(one > 0 for one in non_inferiority_evidence(differences, margin))
    assert all(one > 0 for one in harm_evidence(differences, margin))


def test_what_comes_later_changes_nothing_that_was_told():
    row = drawn(0.5, 0.1, runs=1)[0]

    assert non_inferiority_evidence(row, 0.05)[:50] == non_inferiority_evidence(row[:50], 0.05)
    assert superiority_evidence(row)[:50] == superiority_evidence(row[:50])


def test_evidence_beyond_counting_is_still_a_number():
    assert all(map(math.isfinite, superiority_evidence([1.0] * 3000)))


def test_nothing_seen_is_nothing_found():
    assert superiority_evidence([]) == []
    assert crossed([], 0.05) is None
    assert crossed([1.0, 19.0, 20.0, 3.0], 0.05) == 3


@pytest.mark.parametrize("value", [0.5, float("nan"), 2.0])
def test_other_differences_are_refused_where_whole_cases_are_wanted(value):
    with pytest.raises(ValueError, match="whole cases are -1, 0 or 1"):
        superiority_evidence([value])


@pytest.mark.parametrize("value", [float("nan"), 2.0, -1.5])
def test_differences_off_the_scale_are_refused(value):
    with pytest.raises(ValueError, match="differences lie from -1 to 1"):
        non_inferiority_evidence([value], 0.05)
