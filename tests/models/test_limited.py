import asyncio

import pytest

from evalsuite.domain.conversation import Message, Usage
from evalsuite.errors import ModelError
from evalsuite.models.limited import Bucket, Budget, Limited
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Completion, Request

HELLO = Request(messages=(Message(role="user", text="x" * 400),))


class Time:
    """A clock that only sleeping moves, as far as the longest sleep."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


def costing(cost_usd, *, tokens=100):
    usage = Usage(input_tokens=tokens, output_tokens=0, calls=1, cost_usd=cost_usd)
    return ScriptedModel(lambda _: Completion(message=Message(role="assistant", text="hi"), usage=usage))


def run(model, times):
    async def go():
        for _ in range(times):
            await model.complete(HELLO)

    asyncio.run(go())


def test_requests_a_minute_hold_after_the_first_burst():
    time = Time()

    run(Limited(costing(0.0), requests=Bucket(60, clock=time, sleep=time.sleep)), 60 + 6)

    assert time.now == pytest.approx(60, abs=1)


def test_tokens_a_minute_hold():
    time = Time()

    run(Limited(costing(0.0, tokens=1000), tokens=Bucket(60_000, clock=time, sleep=time.sleep)), 66)

    assert time.now == pytest.approx(60, abs=2)


def test_those_who_wait_together_wait_one_after_the_other():
    time = Time()
    bucket = Bucket(60, clock=time, sleep=time.sleep)

    async def go():
        await asyncio.gather(*(bucket.take(1) for _ in range(16)))

    asyncio.run(go())

    assert time.now == pytest.approx(10, abs=0.5)


def test_a_cancelled_wait_gives_its_turn_back():
    async def go():
        bucket = Bucket(60, clock=asyncio.get_running_loop().time)
        bucket.draw(6)
        waiting = asyncio.create_task(bucket.take(1000))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wait_for(bucket.take(1), 3)

    asyncio.run(go())


def test_nothing_is_asked_once_the_budget_is_spent():
    model = costing(0.4)

    with pytest.raises(ModelError, match=r"have cost \$1\.20, the limit is \$1\.00") as found:
        run(Limited(model, budget=Budget(1.0)), 10)
    assert found.value.failure.kind == "spend_limit"
    assert len(model.asked) == 3


def test_a_budget_is_shared():
    budget = Budget(1.0)
    run(Limited(costing(1.0), budget=budget), 1)

    with pytest.raises(ModelError):
        run(Limited(costing(0.0), budget=budget), 1)


def test_a_budget_refuses_calls_of_unknown_cost():
    with pytest.raises(ModelError, match="prices"):
        run(Limited(costing(None), budget=Budget(1.0)), 1)
