"""A block as words, each with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.clauses import LONG, MAY, holds, words_of


def read(text):
    return words_of(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I've cancelled it.", ["i", "have", "cancelled", "it", "."]),
        ("It isn't paid", ["it", "is", "not", "paid"]),
        ("Customer ID'd, closed", ["customer", "id'd", ",", "closed"]),
        ("It may go", ["it", "may", "go"]),
        ("Due in May", ["due", "in", MAY]),
        ("may 5 is free", [MAY, "5", "is", "free"]),
        ("re-booked for ana@shop.test", ["re-booked", "for", "ana@shop.test"]),
        ("Über 12.50 € já", ["über", "12.50", "€", "já"]),
    ],
)
def test_words_are_small_and_contractions_undone(text, words):
    assert read(text).lower == words


def test_a_joined_word_has_the_place_of_both_its_parts():
    words = read("Client ID'd again")

    assert words.slice(1, 1) == "ID'd"
    assert words.slice(2, 2) == "again"


@given(st.text(st.sampled_from("ab İßK'’-_@.May5 dti\n"), max_size=60), st.integers(0, 9))
def test_each_word_has_its_place_in_order(text, start):
    words = words_of(text, min(start, len(text)), len(text))

    assert len(words.lower) == len(words.spans)
    assert all(begin < end for begin, end in words.spans)
    assert [place for span in words.spans for place in span] == sorted(place for span in words.spans for place in span)


def test_what_is_longer_than_any_sentence_is_cut():
    assert len(read("may " * 100_000).lower) == LONG


@pytest.mark.parametrize(
    "text", ["Your order is CANCELLED.", "(cancelled)", "can-celled", "¡Cancelled!", "x_cancelled5"]
)
def test_a_word_is_found_whatever_stands_around_it(text):
    assert holds(text, frozenset({"cancelled"}))


def test_a_part_of_a_word_is_not_found():
    assert not holds("uncancelled", frozenset({"cancelled"}))
