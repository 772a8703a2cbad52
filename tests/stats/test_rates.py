import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from evalsuite.stats.rates import clopper_pearson, clustered_rate, effective_wilson, mean_interval, wilson

counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.005, 0.4)


def test_no_event_in_120_still_means_up_to_two_and_a_half_percent():
    assert clopper_pearson(0, 120).high == pytest.approx(1 - 0.05 ** (1 / 120))
    assert f"{clopper_pearson(0, 120).high:.1%}" == "2.5%"
    assert clopper_pearson(0, 120).low == 0


def test_wilson_is_the_published_interval():
    interval = wilson(81, 263, level=0.025)  # Newcombe 1998, table I

    assert (interval.low, interval.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_clopper_pearson_is_the_published_interval():
    interval = clopper_pearson(15, 148, level=0.025)  # Newcombe 1998, table I

    assert (interval.low, interval.high) == pytest.approx((0.0578, 0.1617), abs=5e-5)


@given(counts, levels)
def test_clopper_pearson_is_what_scipy_gives_for_whole_numbers(count, level):
    events, n = count
    expected = binomtest(events, n).proportion_ci(confidence_level=1 - 2 * level, method="exact")

    interval = clopper_pearson(events, n, level=level)

    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(counts, levels, levels)
def test_intervals_nest_with_the_level(count, one, other):
    for interval in (wilson, clopper_pearson):
        wide, narrow = interval(*count, level=min(one, other)), interval(*count, level=max(one, other))

        assert wide.low <= narrow.low + 1e-12
        assert narrow.high <= wide.high + 1e-12


@given(counts.filter(lambda count: count[0] < count[1]))
def test_one_more_pass_never_lowers_a_bound(count):
    passed, n = count
    for interval in (wilson, clopper_pearson):
        fewer, more = interval(passed, n), interval(passed + 1, n)

        assert (fewer.low, fewer.high) <= (more.low, more.high)


@pytest.mark.parametrize("level", [0.2, 0.1, 0.05, 0.025, 0.01])
@pytest.mark.parametrize("rate", [0.5, 0.9, 0.98])
def test_clopper_pearson_misses_at_most_as_often_as_it_says(rate, level):
    chances = binom.pmf(range(101), 100, rate)

    above = sum(p for k, p in enumerate(chances) if clopper_pearson(k, 100, level=level).low > rate)
    below = sum(p for k, p in enumerate(chances) if clopper_pearson(k, 100, level=level).high < rate)

    assert max(above, below) <= level


def test_siblings_count_as_one_unit():
    alone = clustered_rate([0.0] * 60, range(60))
    doubled = clustered_rate([0.0] * 120, [*range(60), *range(60)])

    assert doubled.high == pytest.approx(alone.high)


def test_one_large_cluster_widens_what_many_cases_seem_to_tell():
    values, units = [1.0] * 50 + [0.0] * 50, [0] * 50 + list(range(1, 51))

    assert clustered_rate(values, units).high > 0.85 > clopper_pearson(50, 100).high


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_a_share_of_no_cases_is_refused(interval):
    with pytest.raises(ValueError, match="no cases"):
        interval(0, 0)


def repeated(passes, k):
    """Trials of cases with so many passes of k, and the case of each."""
    trials = [float(trial < passed) for passed in passes for trial in range(k)]
    return trials, [case for case in range(len(passes)) for _ in range(k)]


def test_with_cases_alone_the_effective_number_is_nearly_theirs():
    alone, effective = wilson(45, 60), effective_wilson([1.0] * 45 + [0.0] * 15, range(60))

    assert (effective.low, effective.high) == pytest.approx((alone.low, alone.high), abs=0.004)


@pytest.mark.parametrize("interval", [effective_wilson, mean_interval])
def test_repeats_that_agree_leave_the_interval_as_it_is(interval):
    once, again = repeated([1] * 40 + [0] * 20, 1), repeated([5] * 40 + [0] * 20, 5)

    one, other = interval(*once), interval(*again)

    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-6)


@pytest.mark.parametrize("interval", [effective_wilson, mean_interval])
def test_repeats_that_waver_narrow_it(interval):
    once, again = repeated([1] * 40 + [0] * 20, 1), repeated([4] * 30 + [3] * 20 + [2] * 10, 5)

    one, other = interval(*once), interval(*again)

    assert other.high - other.low < one.high - one.low


@pytest.mark.parametrize("interval", [effective_wilson, mean_interval])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_rates_that_never_vary_still_leave_room(interval, value):
    bounds = interval([value] * 90, [case // 3 for case in range(90)])

    assert bounds.high - bounds.low > 0.05


@pytest.mark.parametrize("interval", [effective_wilson, mean_interval])
def test_a_mean_over_too_little_is_not_told(interval):
    assert interval([], []) is None
    assert interval([1.0] * 30, [0] * 30) is None
    assert interval([float("nan")] * 30, range(30)) is None


@given(counts, levels)
def test_wilson_and_clopper_pearson_agree_with_statsmodels(count, level):
    from statsmodels.stats.proportion import proportion_confint

    for interval, method in ((wilson, "wilson"), (clopper_pearson, "beta")):
        bounds = interval(*count, level=level)
        expected = proportion_confint(*count, alpha=2 * level, method=method)

        assert (bounds.low, bounds.high) == pytest.approx(expected, abs=1e-9)
