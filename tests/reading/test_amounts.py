"""Amounts of money, read out of prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.amounts import amounts, forms_of, is_estimate, to_cents
from evalsuite.reading.text import view


def read(text):
    return [(fact.text, fact.cents) for fact in amounts(view(text))]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("It costs $48.", 4800),
        ("It costs **$1,234.56** now.", 123456),
        ("Es kostet 12,50 €.", 1250),
        ("48.00 USD were refunded.", 4800),
        ("EUR 7.5 is due.", 750),
        ("Son S/ 288.00 en total.", 28800),
        ("That is 20 dollars.", 2000),
    ],
)
def test_amounts_are_read_with_their_currency(text, cents):
    assert [found for _, found in read(text)] == [cents]


@pytest.mark.parametrize(
    "text", ["Step 2 of 10.", "It is 15% off.", "The $5k plan.", "Order 4821.50X", "It weighs 2.5 kg.", "$0 is due."]
)
def test_other_numbers_are_no_amounts(text):
    assert read(text) == []


def test_spans_point_into_the_raw_text():
    raw = "It is **$1,234.56** now."
    (fact,) = amounts(view(raw))

    assert raw[fact.start : fact.end] == "$1,234.56"


@pytest.mark.parametrize("text", ["It is about $50.", "Up to $50 is covered.", "If you spend $50, it is free."])
def test_estimates_limits_and_conditions_are_told_apart(text):
    read_text = view(text)
    (fact,) = amounts(read_text)

    assert is_estimate(read_text, fact)


def test_a_plain_amount_is_no_estimate():
    read_text = view("Your refund is $50.")
    (fact,) = amounts(read_text)

    assert not is_estimate(read_text, fact)


@given(st.integers(1, 10**9))
def test_every_form_of_an_amount_reads_as_that_amount(cents):
    assert {to_cents(form) for form in forms_of(cents)} == {cents}
