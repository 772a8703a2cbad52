import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.agreement import judge_rates, kappa, kappa_interval, krippendorff
from evalsuite.stats.rates import wilson

pairs = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=60)


@given(pairs, st.sampled_from(["equal", "linear", "quadratic"]))
@settings(deadline=None)  # the first call imports statsmodels
def test_kappa_agrees_with_statsmodels(rated, weights):
    from statsmodels.stats.inter_rater import cohens_kappa

    first, second = zip(*rated, strict=True)
    kinds = sorted({*first, *second})
    table = np.zeros((len(kinds), len(kinds)))
    for one, other in rated:
        table[kinds.index(one), kinds.index(other)] += 1
    if len(kinds) == 1:
        assert kappa(first, second, weights=weights) is None
        return
    wt = None if weights == "equal" else weights
    expected = cohens_kappa(table, wt=wt, return_results=False)

    assert kappa(first, second, weights=weights) == pytest.approx(expected)


def test_raters_who_never_differ_on_more_than_one_thing_agree_fully():
    assert kappa([1, 2, 1, 2], [1, 2, 1, 2]) == 1


@pytest.mark.parametrize(("first", "second"), [([], []), ([1, 1], [1, 1])])
def test_where_nothing_could_have_differed_there_is_no_kappa(first, second):
    assert kappa(first, second) is None


def test_ratings_of_other_things_are_refused():
    with pytest.raises(ValueError, match="got 2 and 1 ratings"):
        kappa([1, 2], [1])


def test_a_judge_is_told_by_what_it_says_of_passes_and_of_fails():
    rates = judge_rates([True] * 40 + [False] * 20, [True] * 36 + [False] * 4 + [False] * 15 + [True] * 5)

    assert (rates.tpr, rates.tnr) == (0.9, 0.75)
    assert rates.tpr_interval == wilson(36, 40)
    assert rates.tnr_interval == wilson(15, 20)


def test_a_judge_who_saw_no_fail_has_no_rate_of_them():
    rates = judge_rates([True, True], [True, False])

    assert (rates.tnr, rates.tnr_interval, rates.fails) == (None, None, 0)
    assert judge_rates([], []) is None


def test_krippendorffs_alpha_is_the_published_value():
    # Krippendorff 2011, "Computing Krippendorff's alpha-reliability", C: four observers, twelve units
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    columns = zip(*(row.split() for row in rows), strict=True)
    ratings = [[None if one == "." else float(one) for one in item] for item in columns]

    assert krippendorff(ratings) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff(ratings, steps=True) == pytest.approx(0.849, abs=5e-4)


@pytest.mark.parametrize("ratings", [[], [[1.0]], [[1.0, None]], [[1.0, 1.0], [1.0, 1.0]]])
def test_where_nothing_was_rated_twice_or_differently_there_is_no_alpha(ratings):
    assert krippendorff(ratings) is None


@pytest.mark.parametrize(("tpr", "tnr", "passing"), [(0.95, 0.7, 0.88), (0.98, 0.95, 0.8), (0.9, 0.85, 0.5)])
def test_kappas_interval_covers(tpr, tnr, passing):
    chance, held, tries = np.random.default_rng(7), 0, 400
    agreed, by_chance = passing * tpr + (1 - passing) * tnr, passing * tpr + (1 - passing) * (1 - tnr)
    expected = passing * by_chance + (1 - passing) * (1 - by_chance)
    for _ in range(tries):
        human = chance.random(100) < passing
        judge = np.where(human, chance.random(100) < tpr, chance.random(100) >= tnr)
        told = kappa_interval(human.tolist(), judge.tolist(), range(100), level=0.025)
        held += told.low <= (agreed - expected) / (1 - expected) <= told.high

    assert held >= 0.92 * tries  # 94 % less two standard errors


def test_perfect_agreement_is_no_certainty():
    told = kappa_interval([True, False] * 10, [True, False] * 10, range(20))

    assert 0.3 < told.low < 0.9
    assert told.high > 0.95


def test_no_rating_has_no_interval():
    assert kappa_interval([], [], []) is None
