import asyncio
import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from server import Answer, Server, call, calls, completion, error, text

from evalsuite.domain.assistant import AssistantDefinition, Prices
from evalsuite.domain.conversation import Message, Tool, ToolCall
from evalsuite.errors import ModelError, UsageError
from evalsuite.models.openai import NO_KEY, OpenAIModel, endpoint
from evalsuite.protocols import Request

KEY = "sk-planted-0123456789abcdef"
HELLO = Request(messages=(Message(role="user", text="Where is my parcel?"),))


def ask(url, *requests, concurrency=50, **given):
    """What a model at that address answers, one request after the other; a failure stands in its place."""

    async def run():
        model = OpenAIModel(**{"model": "m", "base_url": url, "key": KEY, "concurrency": concurrency, **given})
        try:
            return [await _settled(model.complete(request)) for request in requests or (HELLO,)]
        finally:
            await model.aclose()

    return asyncio.run(run())


async def _settled(answer):
    try:
        return await answer
    except ModelError as failed:
        return failed


def failure(script, **given):
    with Server(script) as server:
        [found] = ask(server.url, **given)
    assert isinstance(found, ModelError)
    assert KEY not in str(found)
    assert KEY[:12] not in str(found)
    return found


def answer(script, request=HELLO, **given):
    with Server(script) as server:
        [found] = ask(server.url, request, **given)
    if isinstance(found, ModelError):
        raise found
    return found


def sent(request, **given):
    with Server(text("ok")) as server:
        ask(server.url, request, **given)
        return server.asked[0]


# -- what is sent


def test_key_and_model_are_sent():
    asked = sent(HELLO)

    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.path == "/v1/chat/completions"
    assert asked.json() == {"model": "m", "messages": [{"role": "user", "content": "Where is my parcel?"}]}


def test_parameters_stand_beside_the_messages():
    asked = sent(Request(messages=HELLO.messages, parameters={"temperature": 0, "seed": 7})).json()

    assert (asked["temperature"], asked["seed"]) == (0, 7)


def test_tools_are_sent_as_functions():
    tool = Tool(name="refund", description="Give money back", parameters={"type": "object", "properties": {}})

    asked = sent(Request(messages=HELLO.messages, tools=(tool, Tool(name="bare"))))

    function = {"name": "refund", "description": "Give money back", "parameters": tool.parameters}
    assert asked.json()["tools"][0] == {"type": "function", "function": function}
    assert asked.json()["tools"][1]["function"] == {"name": "bare", "parameters": tool.parameters}


def test_tool_calls_and_their_results_are_sent_back():
    messages = (
        *HELLO.messages,
        Message(role="assistant", tool_calls=(ToolCall(id="c1", name="track", arguments={"id": 7}),)),
        Message(role="tool", text="gone", tool_call_id="c1", name="track", is_error=True),
    )

    asked = sent(Request(messages=messages)).json()["messages"]

    function = {"name": "track", "arguments": '{"id":7}'}
    assert asked[1] == {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c1", "type": "function", "function": function}],
    }
    assert asked[2] == {"role": "tool", "content": "gone", "tool_call_id": "c1"}


def test_arguments_that_were_no_json_are_sent_back_as_written():
    broken = ToolCall(id="c1", name="track", arguments_error="not JSON", raw_arguments="{id: 7")

    asked = sent(Request(messages=(*HELLO.messages, Message(role="assistant", tool_calls=(broken,)))))

    assert asked.json()["messages"][1]["tool_calls"][0]["function"]["arguments"] == "{id: 7"


def test_a_schema_asks_for_json():
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "additionalProperties": False}

    wanted = sent(Request(messages=HELLO.messages, response_schema=schema)).json()["response_format"]

    assert wanted == {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def test_hostile_text_reaches_the_endpoint_unchanged():
    hostile = 'a\x00b\ud800c<script>\u202e"é𝒳'

    asked = sent(Request(messages=(Message(role="user", text=hostile),)))

    assert asked.json()["messages"][0]["content"] == hostile


# -- what is read


def test_text_usage_and_cost_are_read():
    found = answer(text("On its way.", tokens=(1000, 200)), prices=Prices(input=2.0, output=10.0))

    assert found.message == Message(role="assistant", text="On its way.")
    assert (found.usage.input_tokens, found.usage.output_tokens, found.usage.calls) == (1000, 200, 1)
    assert found.usage.cost_usd == pytest.approx(0.004)
    assert (found.model, found.finish_reason) == ("scripted-1", "stop")
    assert 0 < found.seconds < 10


def test_cost_is_unknown_without_prices_or_without_counts():
    bare = text("hi").body | {"usage": None}

    assert answer(text("hi")).usage.cost_usd is None
    assert answer(Answer(bare), prices=Prices(input=1.0)).usage.cost_usd is None


def test_tool_calls_are_read():
    found = answer(calls(("a", "track", {"id": "ORD-1"}), ("b", "refund", {})))

    assert found.message.tool_calls == (
        ToolCall(id="a", name="track", arguments={"id": "ORD-1"}),
        ToolCall(id="b", name="refund"),
    )
    assert found.finish_reason == "tool_calls"


@pytest.mark.parametrize("raw", ["{id: 7", '["ORD-1"]', '{"amount": NaN}', "[" * 100_000])
def test_arguments_that_are_no_json_object_are_kept_with_what_is_wrong(raw):
    [found] = answer(call("track", raw)).message.tool_calls

    assert found.arguments == {}
    assert found.raw_arguments == raw
    assert "JSON" in found.arguments_error


def test_legacy_function_calls_are_read():
    found = answer(completion({"role": "assistant", "function_call": {"name": "track", "arguments": '{"id": 1}'}}))

    assert found.message.tool_calls == (ToolCall(id="call_1_0", name="track", arguments={"id": 1}),)


def test_parts_are_joined():
    parts = [{"type": "text", "text": "On its "}, {"type": "image"}, {"type": "text", "text": "way."}]

    assert answer(completion({"role": "assistant", "content": parts})).message.text == "On its way."


def test_a_refusal_is_the_text_where_there_is_no_other():
    assert (
        answer(completion({"role": "assistant", "content": None, "refusal": "I cannot."})).message.text == "I cannot."
    )


def test_calls_with_one_id_are_told_apart():
    found = answer(calls(("same", "track", {}), ("same", "refund", {}))).message.tool_calls

    assert len({each.id for each in found}) == 2


def test_a_compressed_reply_is_read():
    body = gzip.compress(json.dumps(text("hi").body).encode())

    assert answer(Answer(body, headers={"content-encoding": "gzip"})).message.text == "hi"


# -- failures


def test_refused_key_names_the_variable_to_set():
    found = failure(error(401, f"Incorrect API key provided: {KEY}"), key_name="SHOP_KEY")

    assert found.failure.kind == "unauthorized"
    assert "set a valid key in SHOP_KEY" in str(found)


@pytest.mark.parametrize(
    "reply",
    [
        error(404, "The model `m` does not exist", code="model_not_found"),
        error(404, "model 'm' not found, try pulling it first"),
        error(403, "no access", code="model_not_found"),
        error(400, "The model `m` does not exist"),
    ],
    ids=["openai", "ollama", "no access", "as a bad request"],
)
def test_an_unknown_model_is_named(reply):
    found = failure(reply)

    assert found.failure.kind == "unknown_model"
    assert "'m'" in str(found)


def test_a_wrong_address_is_told_from_an_unknown_model():
    found = failure(Answer("<html>Not Found</html>", status=404))

    assert found.failure.kind == "bad_request"
    assert "is the address in the definition complete?" in str(found)
    assert "<html>" not in str(found)


def test_a_refused_request_quotes_the_endpoint_without_control_characters():
    found = failure(error(400, f"bad\x1b[31m temperature {KEY}" + "x" * 5000))

    assert found.failure.kind == "bad_request"
    assert "bad\\x1b[31m temperature [secret]" in str(found)
    assert len(str(found)) < 500


def test_a_spent_account_is_no_rate_limit():
    assert failure(error(429, "quota", code="insufficient_quota")).failure.kind == "unauthorized"


def test_a_rate_limit_tells_the_seconds_to_wait():
    found = failure(error(429, retry_after="7"))

    assert (found.failure.kind, found.retry_after) == ("rate_limited", 7.0)


def test_a_rate_limit_may_name_a_date():
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    date = format_datetime(now + timedelta(seconds=90), usegmt=True)

    assert failure(error(429, retry_after=date), now=now.timestamp).retry_after == 90


@pytest.mark.parametrize("header", [{}, {"retry_after": "soon"}, {"retry_after": "nan"}], ids=["none", "word", "nan"])
def test_a_rate_limit_need_not_say_when(header):
    found = failure(error(429, **header))

    assert (found.failure.kind, found.retry_after) == ("rate_limited", None)


@pytest.mark.parametrize("status", [500, 502, 503, 529])
def test_server_errors_are_told(status):
    assert failure(error(status)).failure.kind == "server_error"


def test_an_endpoint_that_is_down_is_asked_after():
    with Server(text("hi")) as server:
        url = server.url

    [found] = ask(url)

    assert found.failure.kind == "unreachable"
    assert f"no server at {url}/chat/completions: is it running?" in str(found)


@pytest.mark.parametrize("fault", ["hang", "hang_after", "trickle"])
def test_an_endpoint_that_never_finishes_is_left(fault):
    reply = Answer(text("x" * 2000).body, fault=fault)

    found = failure(reply, timeout_seconds=0.3)

    assert found.failure.kind == "timeout"
    assert "within 0.3 s" in str(found)


@pytest.mark.parametrize("fault", ["drop", "cut"])
def test_a_dropped_connection_is_told(fault):
    found = failure(Answer(text("hello").body, fault=fault))

    assert found.failure.kind == "unreachable"
    assert "closed the connection" in str(found)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>\x1b hello", "is not JSON but starts '<html>\\x1b hello'"),
        ("data: {}", "is not JSON"),
        ("[1]", "is no JSON object"),
        ("{}", "has no choices"),
        ({"choices": []}, "has no choices"),
        ({"choices": [{"text": "legacy"}]}, "without a message"),
        ({"choices": ["x"]}, "without a message"),
        ({"choices": [{"message": {"content": 7}}]}, "neither text nor parts"),
        ({"choices": [{"message": {"content": None}, "finish_reason": "length"}]}, "(finish_reason 'length')"),
        ({"choices": [{"message": {"content": " "}}]}, "neither text nor tool calls"),
        ({"choices": [{"message": {"tool_calls": []}}]}, "neither text nor tool calls"),
        ({"choices": [{"message": {"tool_calls": {"a": 1}}}]}, "no list"),
        ({"choices": [{"message": {"tool_calls": [{"function": {}}]}}]}, "without a function name"),
        ({"choices": [{"message": {"tool_calls": [7]}}]}, "without a function name"),
        ({"choices": [{"message": {"tool_calls": [{"function": {"name": "f", "arguments": 7}}]}}]}, "neither text nor"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_reply_of_another_shape_is_told_with_what_was_found(body, said):
    found = failure(Answer(body))

    assert found.failure.kind == "bad_reply"
    assert said in str(found)


def test_a_gateway_may_say_rate_limited_inside_a_reply():
    assert failure(Answer({"error": {"code": 429, "message": "slow down"}})).failure.kind == "rate_limited"


def test_a_reply_that_echoes_the_key_does_not_show_it():
    assert "[secret]" in failure(Answer(f"not json, {KEY}")).failure.text
    assert answer(text(f"your key is {KEY}")).message.text == "your key is [secret]"


def test_a_reply_above_the_limit_is_refused():
    found = failure(text("x" * 5_000_000))

    assert found.failure.kind == "too_large"
    assert "larger than 4 MB" in str(found)


def test_a_small_reply_that_unfolds_beyond_the_limit_is_refused():
    bomb = gzip.compress(b" " * 50_000_000)

    assert failure(Answer(bomb, headers={"content-encoding": "gzip"})).failure.kind == "too_large"


def test_a_redirect_is_not_followed_with_the_key():
    with Server(text("hi")) as other:
        found = failure(Answer(b"", status=307, headers={"location": f"{other.url}/chat/completions"}))

        assert found.failure.kind == "bad_request"
        assert other.url in str(found)
        assert not other.asked


def test_it_asks_once():
    with Server(error(500)) as server:
        ask(server.url)

        assert len(server.asked) == 1


# -- connections and cancellation


def test_connections_stay_within_the_limit_and_are_used_again():
    async def run(url):
        model = OpenAIModel(model="m", base_url=url, key=KEY, concurrency=3)
        try:
            await asyncio.gather(*(model.complete(HELLO) for _ in range(20)))
        finally:
            await model.aclose()

    with Server(lambda _: Answer(text("hi").body, delay=0.01)) as server:
        asyncio.run(run(server.url))

        assert len(server.asked) == 20
        assert server.connections <= 4


def test_a_cancelled_call_leaves_no_task_behind():
    async def run(url):
        model = OpenAIModel(model="m", base_url=url, key=KEY)
        before = asyncio.all_tasks()
        task = asyncio.create_task(model.complete(HELLO))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        left = asyncio.all_tasks() - before
        await model.aclose()
        return left

    with Server(Answer(fault="hang")) as server:
        assert asyncio.run(run(server.url)) == set()


def test_a_given_transport_carries_the_calls():
    def handle(request):
        assert request.headers["authorization"] == f"Bearer {NO_KEY}"
        return httpx2.Response(200, json=text("from nowhere").body)

    [found] = ask("offline://shop", key=NO_KEY, transport=httpx2.MockTransport(handle))

    assert found.message.text == "from nowhere"


def test_a_failing_transport_is_a_failure_like_any_other():
    def handle(request):
        raise httpx2.ReadError("gone", request=request)

    [found] = ask("offline://shop", transport=httpx2.MockTransport(handle))

    assert found.failure.kind == "unreachable"


# -- address and key


def definition(**given):
    return AssistantDefinition(name="alex", kind="openai", model="m", **given)


def test_the_key_comes_from_the_variable_the_definition_names():
    found = endpoint(definition(base_url="https://shop.example/v1", api_key_env="SHOP_KEY"), {"SHOP_KEY": f"{KEY}\n"})

    assert found == ("https://shop.example/v1", KEY)


def test_a_missing_key_is_asked_for_by_name():
    with pytest.raises(UsageError, match=r"set OPENAI_API_KEY: assistant 'alex' calls https://api\.openai\.com/v1"):
        endpoint(definition(), {})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/v1", "http://localhost:11434/v1", "offline://shop"])
def test_this_machine_needs_no_key(url):
    assert endpoint(definition(base_url=url), {}) == (url, NO_KEY)


def test_a_key_with_a_line_break_inside_is_refused_without_showing_it():
    with pytest.raises(UsageError, match="the key in OPENAI_API_KEY holds spaces") as found:
        endpoint(definition(), {"OPENAI_API_KEY": f"{KEY}\nOTHER=1"})

    assert KEY not in str(found.value)


def test_credentials_in_the_address_are_refused_without_showing_them():
    with pytest.raises(UsageError, match="put no credentials in base_url") as found:
        endpoint(definition(base_url=f"https://me:{KEY}@shop.example/v1"), {"OPENAI_API_KEY": KEY})

    assert KEY not in str(found.value)


def test_calls_go_through_the_proxy_the_environment_names():
    program = (
        "import asyncio\n"
        "from evalsuite.domain.conversation import Message\n"
        "from evalsuite.models.openai import OpenAIModel\n"
        "from evalsuite.protocols import Request\n"
        "async def run():\n"
        "    model = OpenAIModel(model='m', base_url='http://shop.example/v1', key='x')\n"
        "    print((await model.complete(Request(messages=(Message(role='user', text='Hi'),)))).message.text)\n"
        "    await model.aclose()\n"
        "asyncio.run(run())\n"
    )
    with Server(text("through the proxy")) as server:
        environment = {**os.environ, "http_proxy": f"http://127.0.0.1:{server.port}", "no_proxy": ""}
        said = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment
        )

    assert said.stdout.strip() == "through the proxy", said.stderr
    assert server.asked[0].path == "http://shop.example/v1/chat/completions"
