from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.questions import non_inferior, rare, superior


def moved(gained, lost, n):
    return [1.0] * gained + [-1.0] * lost + [0.0] * (n - gained - lost)


def test_an_unchanged_assistant_is_no_worse_by_three_points_after_120_cases():
    bound = non_inferior(moved(0, 0, 120), range(120), 0.03)

    assert bound.answer == "yes"
    assert bound.interval.low > -0.03


def test_an_unchanged_assistant_is_not_told_to_be_better():
    assert superior(moved(0, 0, 120), range(120)).answer == "unknown"


def test_after_sixty_cases_three_points_are_too_fine():
    bound = non_inferior(moved(0, 0, 60), range(60), 0.03)

    assert (bound.answer, bound.why) == ("unknown", "too_wide")


def test_a_clear_loss_is_a_no():
    bound = non_inferior(moved(0, 20, 100), range(100), 0.05)

    assert bound.answer == "no"
    assert bound.interval.high <= -0.05


def test_a_gain_that_is_sure_but_small_is_told_as_such():
    bound = superior(moved(9, 0, 200), range(200), 0.06)

    assert (bound.answer, bound.why) == ("unknown", "too_small")


def test_a_gain_that_is_sure_and_large_is_a_yes():
    assert superior(moved(20, 2, 200), range(200), 0.06).answer == "yes"


def test_a_gain_that_cannot_be_as_large_as_asked_is_a_no():
    assert superior(moved(5, 4, 1000), range(1000), 0.05).answer == "no"


def test_no_failure_of_120_is_rarer_than_three_percent_and_not_than_two():
    assert rare([0.0] * 120, range(120), 0.03).answer == "yes"
    assert rare([0.0] * 120, range(120), 0.02).answer == "unknown"


def test_a_harm_that_is_common_is_a_no():
    assert rare([1.0] * 12 + [0.0] * 60, range(72), 0.03).answer == "no"


@pytest.mark.parametrize("ask", [lambda v, u: non_inferior(v, u, 0.05), superior, lambda v, u: rare(v, u, 0.05)])
@pytest.mark.parametrize(
    ("values", "units", "why"),
    [
        ([], [], "no_cases"),
        ([1.0], ["a"], "too_few_units"),
        ([0.0] * 200, ["one ticket"] * 200, "too_few_units"),
        ([0.0] * (FEWEST - 1), range(FEWEST - 1), "too_few_units"),
        ([nan] * 60, range(60), "not_a_number"),
    ],
    ids=["no case", "one case", "one cluster", "too few", "NaN"],
)
def test_where_there_is_too_little_the_answer_is_unknown_and_no_number(ask, values, units, why):
    bound = ask(values, units)

    assert (bound.answer, bound.why) == ("unknown", why)
    assert (bound.estimate, bound.interval, bound.p) == (None, None, None)


values = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.0, 0.0, 0.5, 1.0]), min_size=FEWEST, max_size=50)
whole = st.lists(st.sampled_from([-1.0, 0.0, 0.0, 0.0, 1.0]), min_size=FEWEST, max_size=50)


@given(values | whole, st.sampled_from([0.03, 0.05, 0.1, 0.3]))
@settings(max_examples=25, deadline=None)
def test_answer_bounds_and_p_agree(differences, margin):
    bound = non_inferior(differences, range(len(differences)), margin)

    assert (bound.answer == "yes") == (bound.p <= 0.05) == (bound.interval.low > -margin)
    assert (bound.answer == "no") == (bound.interval.high <= -margin)


@given(values | whole)
@settings(max_examples=25, deadline=None)
def test_no_candidate_is_both_better_and_worse(differences):
    there = superior(differences, range(len(differences)))
    back = superior([-one for one in differences], range(len(differences)))

    assert "yes" not in {there.answer, back.answer} or {there.answer, back.answer} == {"yes", "no"}


@given(values | whole, st.integers(2, 4))
@settings(max_examples=20, deadline=None)
def test_the_same_case_again_and_again_changes_no_answer(differences, times):
    units = [unit for unit in range(len(differences)) for _ in range(times)]
    again = [one for one in differences for _ in range(times)]

    assert non_inferior(again, units, 0.1).answer == non_inferior(differences, range(len(differences)), 0.1).answer
