import pytest
from build import says, user
from hypothesis import given, settings
from hypothesis import strategies as st
from played import OPENS, case

from evalsuite.customers.checks import faults
from evalsuite.protocols import Knowledge

HEARD = (user(OPENS), says("Sorry! What is the order number? A new one ships on 9 March, or you get 10.00 USD."))


def told(text, messages=HEARD, **fields):
    return list(faults(case(**fields), messages, text, Knowledge()))


@pytest.mark.parametrize(
    "text",
    [
        "It is ORD-100217.",
        "I bought it on March 2 and paid 48 dollars.",
        "10 USD is not enough for me.",
        "9 March is fine.",
        "I have waited 3 weeks, and nobody is there 24/7!",
        "I do not know that number.",
    ],
)
def test_what_it_was_told_may_be_said(text):
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It is ORD-100299.", "ORD-100299"),
        ("I bought it on June 14.", "June 14"),
        ("I paid $65 for it.", "$65"),
        ("Write to kim@example.com.", "kim@example.com"),
        ("Call me on 555-010-4477.", "555-010-4477"),
        ("My name is Kim Larsen.", "Kim Larsen"),
        ("Look at https://lamps.example/broken/71", "https://lamps.example/broken/71"),
    ],
)
def test_what_it_was_never_told_is_invented(text, named):
    assert f"it named {named!r}, which it was never told" in told(text)


def test_a_name_it_was_given_is_its_own():
    assert not told("My name is Kim Larsen.", knows=("your name is Kim Larsen",))


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("the parcel number PRC-884213", "The parcel number is PRC-884213."),
        ("the promised gift", "I want the promised gift."),
    ],
)
def test_what_it_should_not_know_is_not_given_away(secret, text):
    assert f"it gave away what it should not know: {secret}" in told(text, does_not_know=(secret,))


@pytest.mark.parametrize("text", ["What is the promised gift?", "I don't know about the promised gift."])
def test_asking_for_what_it_does_not_know_gives_nothing_away(text):
    assert not told(text, does_not_know=("the promised gift",))


def test_what_the_assistant_told_may_be_repeated():
    messages = (*HEARD, says("Your parcel is PRC-884213."))

    assert not told("So it is PRC-884213.", messages, does_not_know=("the parcel number PRC-884213",))


@pytest.mark.parametrize("text", [OPENS, f"Hello! {OPENS} Please.", OPENS.upper()])
def test_a_conversation_begins_once(text):
    assert told(text) == ["it began the conversation a second time"]


def test_a_short_greeting_may_come_twice():
    assert not told("Hello", (user("Hello"), says("Hello! How can I help?")))


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_the_checks(text):
    assert all(isinstance(fault, str) for fault in faults(case(does_not_know=(text,)), HEARD, text, Knowledge()))
