import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.stats.agreement import kappa, kappa_interval

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
