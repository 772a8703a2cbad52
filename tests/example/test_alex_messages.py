"""What the offline model makes of several hundred first messages in many registers: see messages.txt."""

from pathlib import Path

import pytest

from evalsuite.example.alex_lexicon import INTENTS
from evalsuite.example.alex_precedence import SMALL_TALK
from evalsuite.example.alex_voice import VERSIONS
from evalsuite.example.alex_words import read
from evalsuite.example.policies import POLICIES

LINES = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8").splitlines()
MESSAGES = [line.split(": ", 1)[::-1] for line in LINES if line and not line.startswith("#")]
LOST = ("not sure I understand", "not sure what to make", "I still don't see")


def understood(text):
    """What a first message asks for, in the words of messages.txt."""
    said = read(text)
    wishes = [name for name in said.intents if name not in (*SMALL_TALK, "bye")] or list(said.intents[:1])
    other = "status" if said.orders else "complaint" if said.upset else "unclear"
    return {*(wishes or [other]), *(f"policy:{topic}" for topic in said.topics)} - {"policy"}


def readings(wanted):
    """The readings that are right, each a set of wishes."""
    for reading in wanted.split("/"):
        wishes = set()
        for wish in reading.split("+"):
            name, _, topics = wish.partition(":")
            wishes |= {f"policy:{topic}" for topic in topics.split(",")} if topics else {name}
        yield wishes


@pytest.mark.parametrize(("text", "wanted"), MESSAGES, ids=[text for text, _ in MESSAGES])
def test_a_message_is_read_as_what_it_asks_for(text, wanted):
    assert understood(text) in list(readings(wanted))


def test_the_messages_are_many_and_about_everything():
    wishes = {wish for _, wanted in MESSAGES for reading in readings(wanted) for wish in reading}

    assert len(MESSAGES) >= 250
    assert set(POLICIES) <= {wish.removeprefix("policy:") for wish in wishes}
    assert set(INTENTS) <= wishes


@pytest.mark.parametrize("model", VERSIONS)
def test_every_version_replies_and_is_lost_only_where_nothing_is_said(model, converse):
    for text, wanted in MESSAGES:
        reply = converse([text], model=model).replies[0]

        assert len(reply.split()) >= 2, text
        assert "unclear" in wanted or not any(words in reply for words in LOST), text


def test_what_is_not_understood_gets_a_question_back(converse):
    for text, wanted in MESSAGES:
        if wanted == "unclear":
            assert converse([text]).replies[0].rstrip().endswith("?"), text
