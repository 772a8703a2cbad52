import asyncio
import json

import pytest
from build import says, user
from played import DONE, OPENS, case, line, played

from evalsuite.domain.run import Failure
from evalsuite.errors import ModelError

ASKED = (user(OPENS), says("I am sorry to hear that. What is your order number?"))


def next_line(customer, messages=ASKED, *, attempt=1, **fields):
    return asyncio.run(customer.next(case(**fields), messages, attempt, spent=lambda _: None))


def failure(customer, messages=ASKED, **fields):
    with pytest.raises(ModelError) as caught:
        next_line(customer, messages, **fields)
    return caught.value.failure


def test_the_first_message_is_the_one_the_case_gives():
    customer, model = played()

    assert next_line(customer, ()) == OPENS
    assert not model.asked


def test_the_model_writes_the_first_message_where_the_case_gives_none():
    customer, model = played(line("My lamp is broken."))

    assert next_line(customer, (), opens=None) == "My lamp is broken."
    assert model.asked[0].messages[-1].text == "(You write first.)"


def test_it_says_what_the_model_says():
    assert next_line(played(line("It is ORD-100217."))[0]) == "It is ORD-100217."


def test_it_stops_when_the_model_is_done():
    assert next_line(played(DONE)[0]) is None


def test_it_stops_when_its_patience_is_used_up():
    customer, model = played()

    assert next_line(customer, ASKED, patience=1) is None
    assert not model.asked


def test_it_sees_what_was_said_and_not_what_was_called():
    customer, model = played(DONE)
    next_line(customer)
    roles = [message.role for message in model.asked[0].messages]

    assert roles == ["system", "assistant", "user"]
    assert OPENS in model.asked[0].messages[1].text


def test_the_part_names_what_it_knows_and_what_it_does_not():
    customer, model = played(DONE)
    next_line(customer, does_not_know=("the parcel number",), mood="tired")
    part = model.asked[0].messages[0].text

    assert all(words in part for words in ("ORD-100217", "the parcel number", "tired", "Messages left to you: 5"))


def test_each_attempt_asks_for_itself():
    customer, model = played(DONE)
    next_line(customer, attempt=3)

    assert (model.asked[0].attempt, model.asked[0].case_id) == (3, "lamp")


def test_a_message_that_breaks_the_part_is_asked_for_once_more_with_what_was_wrong():
    customer, model = played(line("It is ORD-100299."), line("It is ORD-100217."))

    assert next_line(customer) == "It is ORD-100217."
    assert "ORD-100299" in model.asked[1].messages[-1].text


def test_a_part_broken_twice_voids_the_attempt():
    told = failure(played(line("It is ORD-100299."), line("Or ORD-100298."))[0])

    assert told.kind == "bad_simulation"
    assert "'ORD-100298', which it was never told" in told.text
    assert not told.fatal


@pytest.mark.parametrize(
    "said",
    ["", "no json", "[]", "{}", json.dumps({"say": 3, "done": False}), line("  "), '{"say": "Hi"', "[" * 100_000],
    ids=["nothing", "prose", "list", "no fields", "no text", "blank", "cut off", "nested"],
)
def test_an_answer_that_cannot_be_read_is_no_message(said):
    assert failure(played(said, said)[0]).kind == "bad_simulation"


def test_it_cannot_be_done_before_it_began():
    assert "done before it began" in failure(played(DONE, DONE)[0], (), opens=None).text


def test_a_failing_model_is_told_as_such():
    refused = ModelError(Failure(kind="unauthorized", text="the key is refused"))
    told = failure(played(refused)[0])

    assert (told.kind, told.text) == ("unauthorized", "the simulated customer: the key is refused")
