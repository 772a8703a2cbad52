import asyncio

import pytest

from evalsuite.domain.conversation import Message
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.lazily import Lazily
from evalsuite.models.scripted import ScriptedModel
from evalsuite.protocols import Request

HELLO = Request(messages=(Message(role="user", text="Hello"),))


class Counted(ScriptedModel):
    """Counts its openings, its closings, and how many calls are under way at once."""

    opened = closed = most = under_way = 0

    def __init__(self):
        super().__init__(lambda _: "Hi")

    def open(self):
        self.opened += 1
        return self

    async def complete(self, request):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        return await super().complete(request)

    async def aclose(self):
        self.closed += 1


def test_nothing_is_opened_before_something_is_asked():
    model = Counted()

    Lazily(model.open, at_once=1)

    assert model.opened == 0


def test_it_is_opened_once_and_closed_with_the_loop():
    model = Counted()
    lazily = Lazily(model.open, at_once=2)

    async def ask():
        await asyncio.gather(*(lazily.complete(HELLO) for _ in range(5)))

    asyncio.run(ask())

    assert (model.opened, model.closed, model.most) == (1, 1, 2)


def test_another_loop_opens_it_anew():
    model = Counted()
    lazily = Lazily(model.open, at_once=1)

    for _ in range(2):
        asyncio.run(lazily.complete(HELLO))

    assert (model.opened, model.closed) == (2, 2)


def test_what_cannot_be_opened_is_a_failure_with_its_mend():
    def refuse():
        raise UsageError("set OPENAI_API_KEY")

    with pytest.raises(ModelError, match="set OPENAI_API_KEY") as error:
        asyncio.run(Lazily(refuse, at_once=1).complete(HELLO))

    assert error.value.failure.kind == "unauthorized"
