"""Days, read out of prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.reading.dates import dates, day_forms, is_proposed
from evalsuite.reading.text import view


def read(text):
    return [fact.text for fact in dates(view(text))]


@pytest.mark.parametrize(
    "text",
    [
        "It left on May 23.",
        "It left on May 23rd, 2024.",
        "It left on 23 May.",
        "It left on the 23rd of May.",
        "It left on 2024-05-23.",
        "Salió el 23 de mayo.",
    ],
)
def test_a_day_is_read_in_any_form(text):
    (fact,) = dates(view(text))

    assert "-05-23" in fact.forms
    assert "may 23" in fact.forms


@pytest.mark.parametrize(
    "text",
    ["You may 2 of them.", "Call 555-2024.", "May 45 is none.", "On 2024-13-01.", "Version 12.05.3", "Mark 5 items"],
)
def test_other_numbers_are_no_days(text):
    assert read(text) == []


def test_the_days_beside_it_count_as_the_day():
    (fact,) = dates(view("It arrives on March 1."))

    assert {"-02-29", "-03-02"} <= set(fact.forms)
    assert "-03-03" not in fact.forms


@pytest.mark.parametrize("text", ["Shall I book May 23?", "I can look at May 23.", "Let me search May 23."])
def test_days_that_are_asked_or_proposed_are_told_apart(text):
    read_text = view(text)
    (fact,) = dates(read_text)

    assert is_proposed(read_text, fact)


@given(st.dates())
def test_every_date_has_its_form_of_the_calendar(day):
    assert f"-{day:%m-%d}" in day_forms(day.month, day.day)
