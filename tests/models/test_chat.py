import json

from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.conversation import Message, Tool, ToolCall
from evalsuite.models.chat import assistant_message, chat_message, request_body, tools_json
from evalsuite.models.keys import request_key
from evalsuite.protocols import Request

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
CALLS = st.builds(ToolCall, id=st.text(min_size=1), name=st.text(), arguments=st.dictionaries(st.text(), JSON))
MESSAGES = st.builds(
    Message,
    role=st.just("assistant"),
    text=st.none() | st.text(min_size=1),
    tool_calls=st.lists(CALLS, min_size=1, max_size=3, unique_by=lambda call: call.id).map(tuple),
)


@given(MESSAGES)
def test_an_assistant_message_comes_back_as_it_was_sent(message):
    sent = json.loads(json.dumps(chat_message(message)))

    assert assistant_message(sent, where="here", position=0) == message


@given(st.lists(MESSAGES, max_size=3), st.dictionaries(st.text(), JSON, max_size=2))
def test_a_request_is_always_ascii_json(messages, schema):
    tool = Tool(name="f\ud800", parameters=schema)

    body = request_body(Request(messages=tuple(messages), tools=(tool,)), model="m")

    assert json.loads(body.decode("ascii"))["tools"][0]["function"]["name"] == "f\ud800"


@given(MESSAGES, MESSAGES)
def test_two_requests_have_one_key_just_where_they_ask_the_same(one, other):
    same = chat_message(one) == chat_message(other)

    keys = {request_key(Request(messages=(message,)), "m") for message in (one, other)}

    assert (len(keys) == 1) == same


def test_tools_of_different_runs_are_not_mixed_up():
    texts = {tools_json((Tool(name=f"tool{number}"),)) for number in range(200)}

    assert len(texts) == 200
