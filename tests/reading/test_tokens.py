"""Tokens that may be ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.tokens import distance, normal, shape, tokens, with_segments


@pytest.mark.parametrize(
    ("one", "other"), [("#W-123", "w123"), ("4011 8822", "40118822"), ("gift_card_1", "GiftCard1")]
)
def test_case_and_separators_do_not_matter(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("token", "form"),
    [
        ("#W4410087", "#A9999999"),
        ("yusuf_rossi_9620", "a_a_9999"),
        ("HAT097", "AAA999"),
        ("1234", None),
        ("word", None),
    ],
)
def test_shapes_keep_digits_and_collapse_small_letters(token, form):
    assert shape(token) == form


def test_whole_segments_with_digits_are_values_too():
    assert [value for value, _ in with_segments("gift_card_7091239")] == ["giftcard7091239", "7091239"]


def test_words_are_no_tokens():
    assert list(tokens("Please see order W123 and IFOYYZ, sara_doe")) == ["W123", "IFOYYZ", "sara_doe"]


@pytest.mark.parametrize(
    ("one", "other", "apart"), [("abc", "abc", 0), ("hat218", "hat128", 1), ("w123", "w12", 1), ("abcd", "wxyz", 3)]
)
def test_distance_counts_edits_and_turned_neighbours(one, other, apart):
    assert distance(one, other, 2) == apart


@given(st.text("ab1", max_size=8), st.text("ab1", max_size=8))
def test_distance_does_not_depend_on_the_order(one, other):
    assert distance(one, other, 3) == distance(other, one, 3)
