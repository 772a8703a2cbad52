import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.exact import approximate_frontier, exact_interval, frontier
from evalsuite.stats.power import (
    EXACT_TO,
    cases_for_difference,
    cases_for_rate,
    cases_with_repeats,
    detectable_gain,
    detectable_margin,
    power_for_difference,
    repeats_plan,
)
from evalsuite.stats.rates import clopper_pearson


def test_ninety_nine_clean_cases_show_a_share_below_three_percent():
    assert cases_for_rate(0, 0.03) == 99


@given(st.integers(0, 10), st.floats(0.005, 0.5))
def test_it_is_the_fewest_cases_that_do(events, most):
    n = cases_for_rate(events, most)

    assert clopper_pearson(events, n).high < most
    assert n == events + 1 or clopper_pearson(events, n - 1).high >= most


def test_it_is_the_textbook_number_of_pairs():
    assert cases_for_difference(0.0, 0.06, 0.03) == math.ceil((1.6449 + 0.8416) ** 2 * 0.06 / 0.03**2)


def test_where_nothing_differs_it_is_the_number_that_shows_so():
    n = int(cases_for_difference(0.0, 0.0, 0.05))

    assert exact_interval(0, 0, n).low > -0.05 >= exact_interval(0, 0, n - 2).low


def test_a_difference_that_is_the_margin_is_never_decided():
    assert cases_for_difference(-0.05, 0.1, 0.05) == math.inf


@pytest.mark.parametrize(
    ("difference", "discordant", "margin"), [(0.0, 0.1, 0.05), (0.02, 0.1, 0.03), (0.0, 0.2, 0.05)]
)
def test_the_promised_chance_is_kept(difference, discordant, margin):
    n = int(cases_for_difference(difference, discordant, margin))
    gain, loss = (discordant + difference) / 2, (discordant - difference) / 2
    drawn = np.random.default_rng(11).multinomial(n, [gain, loss, 1 - gain - loss], size=4000)

    least = approximate_frontier(n, -margin)
    shipped = sum(b >= least[c] for b, c, _ in drawn) / len(drawn)

    assert shipped == pytest.approx(0.8, abs=0.04)


@pytest.mark.parametrize(("n", "difference", "discordant", "margin"), [(60, 0.0, 0.1, 0.1), (120, 0.02, 0.1, 0.05)])
def test_the_power_told_is_how_often_simulated_candidates_ship(n, difference, discordant, margin):
    least = frontier(n, -margin, most_lost=40)
    gain, loss = (discordant + difference) / 2, (discordant - difference) / 2
    drawn = np.random.default_rng(3).multinomial(n, [gain, loss, 1 - gain - loss], size=20_000)

    shipped = (drawn[:, 0] >= least[drawn[:, 1]]).mean()

    assert power_for_difference(n, difference, discordant, margin) == pytest.approx(shipped, abs=0.012)


def test_beyond_what_is_reckoned_exactly_the_power_goes_on_smoothly():
    below, beyond = (power_for_difference(n, 0.0, 0.1, 0.05) for n in (EXACT_TO, EXACT_TO + 1))

    assert beyond == pytest.approx(below, abs=0.06)


def test_too_few_cases_have_no_power():
    assert power_for_difference(14, 0.5, 0.5, 0.3) == 0


@given(st.floats(0.02, 0.5))
@settings(max_examples=10, deadline=None)
def test_the_margin_that_can_be_told_is_the_smallest(discordant):
    margin = detectable_margin(200, discordant)

    assert power_for_difference(200, 0.0, discordant, margin) >= 0.8
    assert power_for_difference(200, 0.0, discordant, margin - 0.001) < 0.8


def test_more_cases_tell_smaller_gains():
    assert detectable_gain(400, 0.1) < detectable_gain(160, 0.1) < 0.15


def test_a_difference_that_no_shares_make_is_refused():
    with pytest.raises(ValueError, match="no 50 cases differ"):
        power_for_difference(50, 0.2, 0.1, 0.05)


def test_repeats_help_as_far_as_cases_waver():
    steady = [cases_with_repeats(0.0, 0.05, 0.0, k, 0.05) for k in (1, 5)]
    wavering = [cases_with_repeats(0.0, 0.05, 0.2, k, 0.05) for k in (1, 5)]

    assert steady[0] == steady[1] == cases_for_difference(0.0, 0.05, 0.05)
    assert wavering[1] < wavering[0] / 2


@pytest.mark.parametrize(("case_cost", "within"), [(1.0, 0.2), (25.0, 0.2), (9.0, 0.01)])
def test_the_cheapest_plan_is_near_the_textbooks(case_cost, within):
    made = repeats_plan(0.05, within, margin=0.05, case_cost=case_cost)

    assert made.repeats == pytest.approx(math.sqrt(case_cost * within / 0.05), abs=1.01)
    assert made.cost == made.cases * (case_cost + made.repeats)
