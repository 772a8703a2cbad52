import asyncio
import random

import pytest
from server import Server, error, text

from evalsuite.domain.conversation import Message
from evalsuite.domain.run import Failure
from evalsuite.errors import ModelError
from evalsuite.models.openai import OpenAIModel
from evalsuite.models.retried import Patience, Retried
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Request

HELLO = Request(messages=(Message(role="user", text="Hello"),))


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds


def failing(kind, *, times, retry_after=None):
    return ScriptedModel([ModelError(Failure(kind=kind, text="broken"), retry_after=retry_after)] * times + ["done"])


def ask(model, time=None, **given):
    time = time or Time()
    patience = Patience(**{"chance": random.Random(1), "sleep": time.sleep, "clock": time, **given})
    return asyncio.run(Retried(model, patience).complete(HELLO)).message.text


@pytest.mark.parametrize("kind", ["unreachable", "timeout", "rate_limited", "server_error"])
def test_what_passes_is_tried_again(kind):
    assert ask(failing(kind, times=2)) == "done"


@pytest.mark.parametrize("kind", ["unauthorized", "unknown_model", "bad_request", "bad_reply", "too_large", "crashed"])
def test_what_stays_is_not_tried_again(kind):
    model = failing(kind, times=1)

    with pytest.raises(ModelError, match=r"^broken$"):
        ask(model)
    assert len(model.asked) == 1


def test_retries_are_bounded_and_counted_in_the_message():
    model = failing("server_error", times=9)

    with pytest.raises(ModelError, match=r"broken \(tried 4 times\)"):
        ask(model, retries=3)
    assert len(model.asked) == 4


def test_no_try_begins_after_patience_is_over():
    time = Time()

    with pytest.raises(ModelError):
        ask(failing("server_error", times=99, retry_after=10), time, retries=50, seconds=35)
    assert time.now <= 35
    assert len(time.pauses) == 3


def test_a_wait_longer_than_patience_ends_at_once():
    time = Time()

    with pytest.raises(ModelError, match="broken"):
        ask(failing("rate_limited", times=1, retry_after=3600), time)
    assert time.pauses == []


def test_the_endpoint_says_the_least_pause():
    time = Time()

    ask(failing("rate_limited", times=1, retry_after=7), time)

    assert 7 <= time.pauses[0] <= 7.5


def test_pauses_are_random_below_a_doubling_limit():
    drawn = []
    for seed in range(200):
        time = Time()
        ask(failing("server_error", times=4), time, chance=random.Random(seed), first_pause=1.0, longest_pause=4.0)
        drawn.append(time.pauses)

    for turn, limit in enumerate([1, 2, 4, 4]):
        pauses = [each[turn] for each in drawn]
        assert 0 <= min(pauses) < 0.1 * limit
        assert 0.9 * limit < max(pauses) <= limit


def test_faults_of_a_real_endpoint_cost_one_request_each():
    async def run(url, time):
        model = OpenAIModel(model="m", base_url=url, key="x")
        patience = Patience(chance=random.Random(1), sleep=time.sleep, clock=time)
        try:
            return await Retried(model, patience).complete(HELLO)
        finally:
            await model.aclose()

    time = Time()
    with Server([error(429, retry_after="2"), error(500), text("done")]) as server:
        found = asyncio.run(run(server.url, time))

        assert found.message.text == "done"
        assert len(server.asked) == 3
        assert time.pauses[0] >= 2
