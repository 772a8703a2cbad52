import pytest
from build import call, context, says, user
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.graders.quotes import located

RAW = "I’ve **cancelled** order\nORD-1 – it’s done."


def found(quote, raw=RAW):
    there = context(user("Hello"), says(raw))
    place = located(there, 1, quote)
    return raw[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("order\nORD-1", "order\nORD-1"),
        ("I've cancelled order ORD-1", "I’ve **cancelled** order\nORD-1"),
        ('"it\'s done."', "it’s done."),
        ("…order ORD-1 - it's…", "order\nORD-1 – it’s"),
        ("  cancelled  ", "cancelled"),
    ],
)
def test_a_quote_is_found_whatever_a_reader_does_not_see(quote, words):
    assert found(quote) == words


@pytest.mark.parametrize(
    "quote",
    ["I have cancelled", "cancelled ORD-1", "Cancelled order", "cancelled … done", "", "…", "I", "-", "ORD-2"],
)
def test_a_word_changed_or_left_out_is_not_found(quote):
    assert found(quote) is None


def test_a_quote_of_another_message_is_not_found():
    assert located(context(user("Hello there"), says(RAW)), 1, "Hello there") is None


def test_a_whole_message_may_be_short():
    assert found("No", raw="No") == "No"


def test_a_tool_call_can_be_quoted():
    there = context(call("get_order", order_id="ORD-1"))

    assert located(there, 0, '"order_id": "ORD-1"') == (0, 0)
    assert located(there, 0, '"order_id": "ORD-2"') is None


@given(st.text(min_size=3, max_size=60), st.data())
def test_what_is_copied_out_of_a_message_is_found_or_says_too_little(raw, data):
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    quote = raw[start:end].strip(" \t\r\n\"'“”‘’….")

    place = located(context(says(raw)), 0, quote)

    assert place is not None or sum(map(str.isalnum, quote)) < 3
