"""Why a verb is no claim."""

import pytest

from evalsuite.reading.claims import claims
from evalsuite.reading.text import view
from evalsuite.reading.unseen import unseen


def whys(text, language="en"):
    seen = view(text)
    return {one.word: one.why for one in unseen(seen, claims(seen, language), language)}


def test_a_verb_of_a_claim_is_not_told():
    assert whys("I have refunded your order.") == {}


@pytest.mark.parametrize(
    ("text", "word", "why"),
    [
        ("I have not refunded your order.", "refunded", "Without 'not' it would be a claim."),
        ("I will refund your order.", "refund", "'refund' after 'will' tells of nothing that was done."),
        ("Has your order been cancelled?", "cancelled", "It stands in a question."),
        ("# Cancelled orders\n\nNone yet.", "Cancelled", "It stands in a heading, where no claims are read."),
        ("```\ncancelled = True\n```", "cancelled", "It stands in code, where no claims are read."),
    ],
)
def test_what_keeps_a_verb_from_being_a_claim_is_named(text, word, why):
    assert whys(text)[word] == why


def test_a_language_without_word_tables_tells_nothing():
    assert whys("Ik heb uw bestelling geannuleerd.", "nl") == {}


def test_places_point_into_the_raw_text():
    text = "**Note:** I have not **refunded** it."
    seen = view(text)

    [one] = unseen(seen, (), "en")
    assert text[one.start : one.end] == "refunded"


def test_a_very_long_text_is_explained_only_so_far():
    text = "I will refund it. " * 500

    assert len(unseen(view(text), (), "en")) == 200
