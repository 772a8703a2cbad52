import asyncio
import json

import pytest
from talk import conversation

from evalsuite.assistants.exchange import decoded, encoded, reply_of, request_of
from evalsuite.domain.conversation import Message, ToolCall, Usage
from evalsuite.errors import ModelError

TRACKED = (
    Message(role="user", text="Where?"),
    Message(role="assistant", tool_calls=(ToolCall(id="c1", name="track", arguments={"id": 1}),)),
    Message(role="tool", text="no", tool_call_id="c1", is_error=True),
    Message(role="user", text="So?"),
)


def test_a_request_holds_all_that_was_said():
    async def run():
        return request_of(conversation(*TRACKED, cohort="vip", context={"now": "2026-03-02"}), sees_context=True)

    request = json.loads(encoded(asyncio.run(run())))

    assert sorted(request) == ["attempt", "case_id", "cohort", "context", "language", "messages", "tools"]
    assert request["context"] == {"now": "2026-03-02"}
    assert [each["role"] for each in request["messages"]] == ["user", "assistant", "tool", "user"]
    assert request["messages"][2]["is_error"] is True
    assert request["tools"][0]["function"]["name"] == "track"


def test_context_is_kept_from_an_assistant_that_does_not_see_it():
    async def run():
        return request_of(conversation(context={"secret": 1}), sees_context=False)["context"]

    assert asyncio.run(run()) == {}


def test_a_text_is_a_reply():
    found = reply_of({"text": "Hi"}, where="x")

    assert found.messages == (Message(role="assistant", text="Hi"),)
    assert found.usage == Usage()


def test_messages_with_tools_are_a_reply():
    call = {"id": "c1", "function": {"name": "track", "arguments": {"id": 1}}}
    found = reply_of(
        {
            "messages": [
                {"role": "assistant", "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "c1", "content": {"status": "sent"}, "is_error": False},
                {"role": "assistant", "content": [{"type": "text", "text": "Sent."}]},
            ],
            "usage": {"prompt_tokens": 5, "output_tokens": 2, "calls": 1, "cost_usd": 0.5},
            "model": "ours",
            "prompt_version": "7",
        },
        where="x",
    )

    assert found.messages == (
        Message(role="assistant", tool_calls=(ToolCall(id="c1", name="track", arguments={"id": 1}),)),
        Message(role="tool", text='{"status": "sent"}', tool_call_id="c1"),
        Message(role="assistant", text="Sent."),
    )
    assert found.usage == Usage(input_tokens=5, output_tokens=2, calls=1, cost_usd=0.5)
    assert (found.model, found.prompt_version) == ("ours", "7")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "is no JSON object with text or messages, but []"),
        (None, "is no JSON object"),
        ({"reply": "Hi"}, 'has neither messages nor text, but {"reply": "Hi"}'),
        ({"text": 7}, "has neither messages nor text"),
        ({"messages": []}, "no list of at least one"),
        ({"messages": "Hi"}, "no list of at least one"),
        ({"messages": ["Hi"]}, "has no object at messages[0]"),
        ({"messages": [{"role": "user", "content": "Hi"}]}, "has the role 'user' at messages[0]"),
        ({"messages": [{"role": "bot\x1b", "content": "Hi"}]}, "has the role 'bot\\x1b' at messages[0]"),
        ({"messages": [{"content": "Hi"}]}, "has the role 'None'"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "does not end in an assistant message with text"),
        ({"messages": [{"role": "assistant", "content": None}]}, "does not end in an assistant message with text"),
        ({"text": "  "}, "does not end in an assistant message with text"),
        ({"messages": [{"role": "assistant", "content": 7}]}, "content that is neither text nor parts"),
        ({"text": "Hi", "usage": 7}, "usage that is no object"),
        ({"text": "Hi", "usage": {"input_tokens": -1}}, "no count"),
        ({"text": "Hi", "usage": {"calls": "two"}}, "no count"),
        ({"text": "Hi", "model": 7}, "has a model that is no text"),
    ],
)
def test_another_shape_is_told_with_what_was_found(value, said):
    with pytest.raises(ModelError) as found:
        reply_of(value, where="x")

    assert found.value.failure.kind == "bad_reply"
    assert said in str(found.value)
    assert str(found.value).isprintable()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "is empty"), (b"Traceback\x1b", "starts 'Traceback\\x1b'"), (b"\xff\xfe{", "is not JSON")],
)
def test_what_is_no_json_is_told(data, said):
    with pytest.raises(ModelError) as found:
        decoded(data, where="x")

    assert said in str(found.value)
