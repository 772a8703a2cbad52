import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.stats.paired import tango_interval, tango_statistic
from evalsuite.stats.power import cases_for_difference, cases_for_rate
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

    assert tango_interval(0, 0, n).low > -0.05 >= tango_interval(0, 0, n - 2).low


def test_a_difference_that_is_the_margin_is_never_decided():
    assert cases_for_difference(-0.05, 0.1, 0.05) == math.inf


@pytest.mark.parametrize(
    ("difference", "discordant", "margin"), [(0.0, 0.1, 0.05), (0.02, 0.1, 0.03), (0.0, 0.2, 0.05)]
)
def test_the_promised_chance_is_kept(difference, discordant, margin):
    n = int(cases_for_difference(difference, discordant, margin))
    gain, loss = (discordant + difference) / 2, (discordant - difference) / 2
    drawn = np.random.default_rng(11).multinomial(n, [gain, loss, 1 - gain - loss], size=4000)

    shipped = sum(tango_statistic(int(b), int(c), n, -margin) > 1.6449 for b, c, _ in drawn) / len(drawn)

    assert shipped == pytest.approx(0.8, abs=0.04)
