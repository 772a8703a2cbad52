"""What a tool's answer says went wrong, and what it says there is not."""

import json

import pytest

from evalsuite.domain.conversation import Message
from evalsuite.reading.answers import failed_by, failure, missing, values_of


def answer(text, id_=None, **more):
    return Message(role="tool", tool_call_id=id_, text=text, **more)


def said_missing(text):
    """What an answer says there is not: values, or all it was asked."""
    found = missing(text, failed_by(answer(text), values_of(text)), values_of(text))
    return "all" if found is None else set(found)


@pytest.mark.parametrize(
    "text",
    [
        '{"success": false, "reason": "conflict"}',
        '{"ok": false}',
        '{"error": "no such order"}',
        '{"status": "error", "code": 503}',
        '{"status_code": 404}',
        '{"status": 404, "title": "Unknown contract"}',
        "Error: not enough seats",
        "ERROR 404: no booking",
        "Request timed out after 30s",
        "Traceback (most recent call last)",
    ],
)
def test_failures_are_seen_without_a_flag(text):
    assert failure(answer(text))


@pytest.mark.parametrize(
    "text",
    [
        '{"success": true}',
        '{"error": null, "id": 1}',
        '{"status": "delivered"}',
        "Transfer successful",
        "",
        "[]",
        '{"errors": []}',
        '{"request": "rq-1", "status": 429, "seconds": 4}',
    ],
)
def test_successes_are_not_taken_for_failures(text):
    assert failure(answer(text)) is None


def test_the_flag_alone_is_a_failure():
    assert failure(answer("fine", is_error=True))


@pytest.mark.parametrize(
    "text",
    [
        '{"found": false}',
        '{"result": null, "message": "0 bookings match"}',
        '{"status": 404, "title": "Unknown contract"}',
        '{"data": [], "detail": "no such meter"}',
        "Parcel unknown. There are no events.",
        "Error: not found",
        '{"error": "not_found", "message": "no pet with chip 2760981045"}',
    ],
)
def test_an_answer_without_data_that_says_there_is_none_says_it_of_all_that_was_asked(text):
    assert said_missing(text) == "all"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"customer": "K-8", "loans": [], "note": "no loan LN-4410 on file"}', {"ln4410", "4410"}),
        ("No lease LS-771 found. Customer K-90 is active.", {"ls771", "771"}),
        ('{"customer": "K-8", "loans": []}', set()),
        ('{"meter": "M-12", "note": "the reading of May is not known"}', set()),
        ('{"result": null}', set()),
    ],
)
def test_an_answer_that_names_what_there_is_not_says_it_of_nothing_else(text, values):
    assert said_missing(text) == values


def test_a_long_answer_is_data_whatever_words_stand_in_it():
    assert said_missing(json.dumps({"note": "no loan LN-4410 on file", "rows": ["x" * 50] * 50})) == set()
