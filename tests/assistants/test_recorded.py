import pytest
from build import call, result, says, user
from hypothesis import given
from hypothesis import strategies as st
from talk import failure, reply

from evalsuite.assistants.recorded import RecordedAssistant
from evalsuite.domain.conversation import Transcript, Usage

FIRST = (call("track"), result("sent"), says("It was sent."))
TALK = Transcript(
    messages=(user("Where?"), *FIRST, user("Thanks"), says("Welcome.")), usage=Usage(calls=3), model="old"
)


def recorded(*transcripts):
    return lambda: RecordedAssistant({"late-parcel": transcripts})


def test_each_message_gets_the_reply_it_got():
    assert reply(recorded(TALK), "Where?").messages == FIRST
    assert reply(recorded(TALK), user("Where?"), *FIRST, user("Thanks")).messages == (says("Welcome."),)


def test_usage_is_counted_once_a_conversation():
    first, last = reply(recorded(TALK), "Where?"), reply(recorded(TALK), user("Where?"), *FIRST, user("Thanks"))

    assert first.usage + last.usage == TALK.usage
    assert last.model == "old"


def test_repeats_of_a_case_are_its_attempts():
    other = Transcript(messages=(user("Where?"), says("Gone.")))

    assert reply(recorded(TALK, other), "Where?", attempt=2).messages == (says("Gone."),)


def test_one_transcript_may_stand_alone():
    assert reply(lambda: RecordedAssistant({"late-parcel": TALK}), "Where?").messages == FIRST


@pytest.mark.parametrize(
    ("said", "more", "why"),
    [
        (("Where?",), {"case_id": "other"}, "does not hold this case"),
        (("Where?",), {"attempt": 2}, "holds 1 attempts, not 2"),
        (("What?",), {}, "has another customer message 1: 'Where?'"),
        ((user("Where?"), says("x"), user("Thanks"), says("y"), user("Bye")), {}, "ends before customer message 3"),
    ],
)
def test_what_is_not_recorded_is_an_error(said, more, why):
    found = failure(recorded(TALK), *said, **more)

    assert found.kind == "no_recording"
    assert why in found.text


def test_a_customer_who_got_no_reply_is_an_error():
    assert "no reply to customer message 1" in failure(recorded(Transcript(messages=(user("Where?"),))), "Where?").text


@given(st.lists(st.lists(st.text(min_size=1), max_size=3), min_size=1, max_size=4))
def test_replies_put_together_are_the_recording(turns):
    parts = [(user(f"message {turn}"), *(says(text) for text in ["first", *texts])) for turn, texts in enumerate(turns)]
    transcript = Transcript(messages=tuple(message for part in parts for message in part))
    said = ()
    for turn in range(len(turns)):
        said += (user(f"message {turn}"),)
        said += reply(recorded(transcript), *said).messages

    assert said == transcript.messages
