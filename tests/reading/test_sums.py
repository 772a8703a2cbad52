"""How amounts follow from others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.sums import sum_of, written, written_sum


@pytest.mark.parametrize(
    ("target", "values", "words"),
    [
        (4800, [6000, 1200], "60.00 - 12.00"),
        (7200, [6000, 1200], "60.00 + 12.00"),
        (3600, [1200], "3 x 12.00"),
        (168400, [43000, 41200], "2 x (430.00 + 412.00)"),
        (600, [100, 200, 300], "6 x 1.00"),
        (1110, [500, 510, 100], "5.00 + 5.10 + 1.00"),
        (1000, [4000], "40.00 / 4"),
        (1500, [10000], "15 % of 100.00"),
    ],
)
def test_an_amount_that_follows_is_shown_with_its_sum(target, values, words):
    assert sum_of(target, values) == words


def test_an_amount_that_follows_from_nothing_has_no_sum():
    assert sum_of(4799, [6000, 1200]) is None
    assert sum_of(100, []) is None


def test_shares_and_long_sums_are_sought_only_among_what_belongs_together():
    assert sum_of(6166, [1511, 2333, 2322]) == "15.11 + 23.33 + 23.22"
    assert sum_of(6166, [1511, 2333, 2322], together=False) is None


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12))
def test_the_sum_of_all_is_always_found(values):
    assert sum_of(sum(values), values) is not None


@pytest.mark.parametrize(
    ("text", "sum_", "made"),
    [
        ("$464 + $202 + $290 + $241 = @", "$464 + $202 + $290 + $241", 119700),
        ("Savings: ($2,801 - $219) × 2 = @", "($2,801 - $219) × 2", 516400),
        ("It will be @ ($214.30 + $388.45 - $172.60 - $388.51).", "$214.30 + $388.45 - $172.60 - $388.51", 4164),
        ("3 x $20 per seat = @", "3 x $20 per seat", 6000),
    ],
)
def test_sums_written_beside_an_amount_are_worked_out(text, sum_, made):
    start = text.index("@")
    found = written_sum(text.replace("@", "$1"), start, start + 2)

    assert found is not None
    assert found[1] == made
    assert found[0].rstrip(")") == sum_.rstrip(")")


@pytest.mark.parametrize("text", ["Total: @", "5 / 0 = @", "(((((3 = @", "the price = @", "3 + = @"])
def test_what_is_no_sum_is_none(text):
    start = text.index("@")

    assert written_sum(text.replace("@", "$1"), start, start + 2) is None


@given(st.text("0123456789+-*/()x=$ .,", max_size=300), st.text("0123456789+-*/()=$ ", max_size=100))
def test_hostile_sums_never_crash_it(before, behind):
    text = f"{before}$1{behind}"

    made = written_sum(text, len(before), len(before) + 2)

    assert made is None or isinstance(made[1], int)


@given(st.integers(0, 10**9))
def test_amounts_are_written_with_two_decimals(cents):
    assert round(float(written(cents)) * 100) == cents
