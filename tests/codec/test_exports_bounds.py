import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.exports import SHAPES, ticket_of
from evalsuite.codec.exports_bounds import MOST_MESSAGES, MOST_TEXT, bounded
from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.ticket import Ticket, TicketMessage

LONG = "x" * 150_000


def ticket(*sizes, **fields):
    messages = tuple(TicketMessage(role="customer", text=f"{at} {'x' * size}") for at, size in enumerate(sizes))
    return Ticket(id="1", messages=messages, **fields)


def test_a_ticket_that_somebody_may_have_written_stays_as_it_is():
    one = ticket(10, 5_000, subject="Refund", tags=("late",), custom={"1": "x"}, context={"plan": "basic"})

    assert bounded(one) == one


def test_beginning_and_end_of_a_long_ticket_stay_with_a_note_between_them():
    short = bounded(ticket(*[90_000] * 9)).messages

    assert [one.text.split(" ")[0] for one in short] == ["0", "1", "[5", "7", "8"]
    assert (short[2].role, short[2].kind, short[2].text) == ("system", "event", "[5 messages left out]")


def test_what_was_given_to_tools_counts_as_well():
    call = ToolCall(id="c", name="find", arguments={"q": "x" * MOST_TEXT})
    calls = tuple(TicketMessage(role="bot", tool_calls=(call,)) for _ in range(3))

    assert [one.text for one in bounded(Ticket(id="1", messages=calls)).messages] == ["[3 messages left out]"]


def test_long_lines_and_fields_are_cut():
    one = bounded(ticket(1, subject=LONG, tags=(LONG, "late"), custom={"1": LONG}, context={"notes": [LONG]}))

    assert one.subject.endswith("[149000 more characters left out]")
    assert (one.tags, one.custom, one.context) == (("late",), {}, {})


@given(st.lists(st.integers(min_value=0, max_value=120_000), max_size=40))
def test_a_ticket_cut_down_is_not_cut_again(sizes):
    short = bounded(ticket(*sizes))

    assert bounded(short) == short
    assert len(short.messages) <= MOST_MESSAGES + 1


def test_an_id_that_is_none_is_refused():
    with pytest.raises(ValueError, match="its id has more than 200 characters"):
        ticket_of({"id": "x" * 201, "messages": [{"role": "user", "text": "Hi"}]}, shape=SHAPES["ticket"])
