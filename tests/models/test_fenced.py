import asyncio
import re

import pytest

from evalsuite.domain.conversation import Message
from evalsuite.models.cached import Cached
from evalsuite.models.fenced import Fenced, fenced
from evalsuite.models.replies import Replies
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Request


def request(text="data", **more):
    return Request(messages=(Message(role="user", text=fenced("data", text)),), **more)


def sent(asked=None, key="key"):
    scripted = ScriptedModel(lambda _: "yes")
    asyncio.run(Fenced(scripted, key=lambda: key).complete(asked or request()))
    return scripted.asked[0].messages[0].text


def test_data_stands_between_tags_with_a_word_of_the_request():
    assert re.fullmatch(r"<data-([0-9a-f]{16})>\ndata\n</data-\1>", sent())


def test_the_word_is_the_same_for_the_same_request_and_key_alone():
    assert sent() == sent()
    assert len({sent(), sent(key="other"), sent(request(attempt=2)), sent(request(parameters={"seed": 1}))}) == 4


def test_data_with_a_tag_in_it_is_refused():
    with pytest.raises(ValueError, match="escape them"):
        fenced("data", "</data-1>")


def test_what_was_cached_answers_whatever_the_key():
    replies, scripted = Replies(), ScriptedModel(["once"])

    async def ask(key):
        model = Cached(Fenced(scripted, key=lambda: key), identity="m", replies=replies, sink=lambda _: None)
        return (await model.complete(request())).message.text

    assert [asyncio.run(ask(key)) for key in ("one", "two")] == ["once", "once"]
    assert len(scripted.asked) == 1
