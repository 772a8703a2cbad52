"""Statuses told of a record, read out of prose."""

import pytest

from evalsuite.domain.reading import Evidence
from evalsuite.reading.ids import mentions
from evalsuite.reading.statuses import family, statuses
from evalsuite.reading.text import view


def read(text):
    read_text = view(text)
    return [(fact.about, fact.text) for fact in statuses(read_text, mentions(read_text, Evidence()))]


def test_a_status_is_told_of_the_one_id_in_the_sentence():
    assert read("Order #W4410087 is currently pending.") == [("w4410087", "pending")]


@pytest.mark.parametrize(
    "text",
    [
        "Is order #W4410087 pending?",
        "Order #W4410087 was pending.",
        "If order #W4410087 is pending, we can cancel it.",
        "Orders #W4410087 and #W4410088: each is pending.",
        "The refund for order #W4410087 is pending.",
        "It is pending, #W4410087.",
    ],
    ids=["question", "past", "condition", "two ids", "another thing", "id behind"],
)
def test_other_sentences_tell_no_status(text):
    assert read(text) == []


def test_words_for_one_status_are_one():
    assert family("canceled") == family("Cancelled") == family("cancelado") == "cancelled"
    assert family("pending (item modified)") == "pending"
    assert family("sparkling") is None
