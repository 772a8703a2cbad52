"""Canaries: planted on the way to the model, and nowhere else."""

import asyncio
import json

from evalsuite.domain.conversation import Message, Usage
from evalsuite.models.keys import request_key
from evalsuite.models.recorded import Recording
from evalsuite.models.seeded import seeded
from evalsuite.protocols import Completion, Request


class Echo:
    def __init__(self):
        self.asked = []

    async def complete(self, request):
        self.asked.append(request)
        return Completion(message=Message(role="assistant", text="Hi."), usage=Usage())


def ask(*messages):
    model, kept = Echo(), []
    wrapped = seeded(lambda inner: Recording(inner, identity="m", sink=kept.append), prompt="ref-p", notes="ref-n")(
        model
    )
    request = Request(messages=messages)
    asyncio.run(wrapped.complete(request))
    return model.asked[0].messages, kept[0].key == request_key(request, "m")


def test_the_prompt_carries_its_word_and_the_recordings_key_does_not():
    [message], same_key = ask(Message(role="system", text="You are Robin."))

    assert message.text.startswith("You are Robin.")
    assert "ref-p" in message.text
    assert same_key


def test_notes_for_staff_carry_theirs_and_the_rest_of_a_record_does_not():
    answer = {"status": "shipped", "internal_note": "call first", "items": [{"staff_remarks": "fragile"}]}
    [message], _ = ask(Message(role="tool", tool_call_id="1", text=json.dumps(answer)))

    assert json.loads(message.text) == {
        "status": "shipped",
        "internal_note": "call first [ref-n]",
        "items": [{"staff_remarks": "fragile [ref-n]"}],
    }


def test_what_customer_and_assistant_said_is_left_alone():
    messages = (Message(role="user", text="internal_note"), Message(role="assistant", text="x"),
                Message(role="tool", text="internal_note: plain"), Message(role="tool", text='{"a": 1}'))  # fmt: skip

    assert ask(*messages)[0] == messages
