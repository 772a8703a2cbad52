import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from evalsuite.stats.multiplicity import benjamini_hochberg, holm

chances = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(chances)
@settings(max_examples=15, deadline=None)
def test_both_agree_with_statsmodels(p_values):
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1])


@given(chances)
def test_an_adjusted_value_is_never_smaller(p_values):
    for adjusted in (holm(p_values), benjamini_hochberg(p_values)):
        assert all(now >= was - 1e-12 for was, now in zip(p_values, adjusted, strict=True))


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_nothing_asked_is_nothing_answered(adjust):
    assert adjust([]) == ()
    assert adjust([0.03]) == (0.03,)


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
@pytest.mark.parametrize("value", [float("nan"), -0.1, 1.2])
def test_what_is_no_chance_is_refused(adjust, value):
    with pytest.raises(ValueError, match="p-values lie from 0 to 1"):
        adjust([0.1, value])
