import asyncio
import json

import httpx2
import openai
import pytest

from evalsuite.example.transport import transport

URL = "offline://techgadgets/v1"


def client(**options):
    return openai.AsyncOpenAI(
        http_client=httpx2.AsyncClient(transport=transport()), base_url=URL, api_key="x", max_retries=0, **options
    )


def ask(text="Where is ORD-100217?", **more):
    tools = [{"type": "function", "function": {"name": "get_order_status", "parameters": {"type": "object"}}}]
    return {"model": "alex-base", "messages": [{"role": "user", "content": text}], "tools": tools, **more}


def run(work):
    async def inside():
        async with client() as sdk:
            return await work(sdk)

    return asyncio.run(inside())


def post(content, path="/chat/completions", method="POST"):
    async def inside():
        async with httpx2.AsyncClient(transport=transport()) as plain:
            return await plain.request(method, URL + path, content=content)

    return asyncio.run(inside())


def test_the_sdk_reads_a_tool_call():
    answer = run(lambda sdk: sdk.chat.completions.create(**ask()))
    call = answer.choices[0].message.tool_calls[0]

    assert answer.choices[0].finish_reason == "tool_calls"
    assert json.loads(call.function.arguments) == {"order_id": "ORD-100217"}
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_the_sdk_reads_a_reply():
    answer = run(lambda sdk: sdk.chat.completions.create(**ask("Hi")))

    assert answer.model == "alex-base"
    assert answer.choices[0].finish_reason == "stop"
    assert "Alex" in answer.choices[0].message.content


def test_the_models_are_listed():
    async def names(sdk):
        return [model.id async for model in sdk.models.list()]

    assert {"alex-base", "alex-tuned"} <= set(run(names))


def test_an_unknown_model_is_not_found():
    with pytest.raises(openai.NotFoundError, match=r"alex-x.*does not exist") as caught:
        run(lambda sdk: sdk.chat.completions.create(**ask(model="alex-x")))

    assert caught.value.code == "model_not_found"


MALFORMED = {
    "empty": b"",
    "torn": b"{",
    "list": b"[]",
    "bytes": b"\xff",
    "no model": b"{}",
    "no messages": b'{"model": "alex-base"}',
    "odd model": b'{"model": 1, "messages": []}',
    "deep": b"[" * 99_999,
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=list(MALFORMED))
def test_a_malformed_body_is_a_bad_request(content):
    answer = post(content)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_streaming_is_refused_in_words():
    with pytest.raises(openai.BadRequestError, match="stream"):
        run(lambda sdk: sdk.chat.completions.create(**ask(), stream=True))


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/x", "POST", 404), ("/models", "POST", 405), ("/chat/completions", "GET", 405)],
)
def test_other_addresses_and_methods_are_refused(path, method, status):
    assert post(b"{}", path, method).status_code == status


def test_lone_surrogates_come_through():
    body = json.dumps(ask('Do you sell \ud800 things? "<b>"'))

    assert post(body.encode()).status_code == 200


def test_many_calls_at_once_get_their_own_answers():
    async def inside(sdk):
        calls = (sdk.chat.completions.create(**ask(f"Where is ORD-{200_000 + number}?")) for number in range(60))
        return await asyncio.gather(*calls)

    answers = run(inside)
    orders = [json.loads(answer.choices[0].message.tool_calls[0].function.arguments)["order_id"] for answer in answers]

    assert orders == [f"ORD-{200_000 + number}" for number in range(60)]
