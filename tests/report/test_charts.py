"""Where the lines and marks of a drawing stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.comparison import Interval
from evalsuite.domain.decision import Criterion, CriterionResult
from evalsuite.report.charts import TREND_HIGH, WIDE, forest, signed, trend, whisker
from evalsuite.report.rates import Rate

SHARES = st.floats(0, 1)


def criterion(role="must_not_regress", *, allowed=0.05, before=0.9, after=0.8, low=-0.2, high=0.02) -> CriterionResult:
    return CriterionResult(
        criterion=Criterion(label="ids", role=role, allowed=allowed),
        answer=None,
        reason="",
        sentence="",
        baseline=before,
        candidate=after,
        interval=Interval(low=low, high=high),
        n=100,
    )


def rate(share, *, low=None, high=None, cases=100) -> Rate:
    interval = None if low is None else Interval(low=low, high=high)
    return Rate(share=share, cases=cases, unjudged=0, units=cases, interval=interval)


@given(SHARES, SHARES, SHARES, SHARES, st.floats(0.001, 0.5))
def test_everything_is_drawn_inside_and_in_its_order(before, after, one, other, allowed):
    low, high = sorted((one - 1, other))
    drawn = forest([criterion(before=before, after=after, low=low, high=high, allowed=allowed)]).whiskers[0]

    assert 0 <= drawn.low <= drawn.high <= WIDE
    assert 0 <= drawn.at <= WIDE
    assert (drawn.at < drawn.zero) <= (after < before)
    assert drawn.limit <= drawn.zero


@given(st.lists(st.tuples(SHARES, SHARES), min_size=2, max_size=6))
def test_rows_of_one_forest_share_a_scale(pairs):
    drawn = forest([criterion(before=before, after=after) for before, after in pairs])

    ordered = sorted(zip((after - before for before, after in pairs), (one.at for one in drawn.whiskers), strict=True))
    places = [place for _, place in ordered]
    assert places == sorted(places)


def test_what_is_not_allowed_lies_on_the_side_where_it_is():
    margin = forest([criterion()]).whiskers[0]
    share = forest([criterion("hard_zero", allowed=0.03, after=0.1, low=0.05, high=0.2)]).whiskers[0]

    assert margin.forbidden == (0.0, margin.limit)
    assert share.forbidden == (share.limit, pytest.approx(WIDE - share.limit))
    assert share.zero is None


def test_what_is_not_known_is_not_drawn():
    unknown = criterion(before=None, after=None)

    assert forest([unknown, criterion("budget")]).whiskers == (None, None)
    assert forest([unknown, criterion("budget")]).ticks == ()
    assert whisker(rate(None)) is None


def test_a_drawing_says_the_same_in_words():
    drawn = forest([criterion()]).whiskers[0]

    assert drawn.said == "−10 points, 95 % interval −20 to +2; more than −5 is asked for"
    assert whisker(rate(0.9, low=0.8, high=0.95)).said == "90 % of 100 judged, 95 % interval 80 % to 95 %"


@given(st.floats(-1, 1))
def test_a_difference_keeps_its_sign(difference):
    assert signed(difference)[0] == ("−" if f"{difference:+.3f}".startswith("-") else "+")


def test_a_single_run_makes_no_trend():
    assert trend([("today", rate(0.9), "")], here=0) is None
    assert trend([("before", rate(None), ""), ("today", rate(0.9), "")], here=1) is None


@given(st.lists(SHARES, min_size=2, max_size=20))
def test_a_trend_rises_with_what_passes(shares):
    drawn = trend([(str(i), rate(share), "") for i, share in enumerate(shares)], here=len(shares) - 1)

    assert all(0 <= point.y <= TREND_HIGH for point in drawn.points)
    for (one, low), (other, high) in zip(
        zip(shares, drawn.points, strict=True), zip(shares[1:], drawn.points[1:], strict=False), strict=False
    ):
        assert (high.y < low.y) <= (other > one)
    assert [point.here for point in drawn.points] == [False] * (len(shares) - 1) + [True]
