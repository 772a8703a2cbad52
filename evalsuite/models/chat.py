"""Nouns to chat-completions JSON and back, by hand, since this runs for every model call."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from evalsuite.domain.assistant import Prices
from evalsuite.domain.conversation import Message, Tool, ToolCall, Usage
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed, quoted, visible
from evalsuite.protocols import Completion, Request

_dumps = json.JSONEncoder(separators=(",", ":"), default=str).encode  # escapes lone surrogates, which UTF-8 lacks


def request_body(request: Request, *, model: str) -> bytes:
    """The body of a chat-completions request, ASCII JSON."""
    body: dict[str, Any] = {
        **request.parameters,
        "model": model,
        "messages": [chat_message(message) for message in request.messages],
    }
    if request.response_schema is not None:
        body["response_format"] = _response_format(request.response_schema)
    text = _dumps(body)
    if request.tools:
        text = f'{text[:-1]},"tools":{tools_json(request.tools)}}}'
    return text.encode("ascii")


def chat_message(message: Message) -> dict[str, Any]:
    """A message as chat-completions JSON has it."""
    sent: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.role == "tool":
        sent["tool_call_id"] = message.tool_call_id or ""
        sent["content"] = message.text or ""
        return sent
    if message.tool_calls:
        sent["tool_calls"] = [_chat_call(call) for call in message.tool_calls]
    elif message.text is None:
        sent["content"] = ""
    if message.name:
        sent["name"] = message.name
    return sent


def chat_tools(tools: Sequence[Tool]) -> list[dict[str, Any]]:
    """Tools as chat-completions JSON has them."""
    return [{"type": "function", "function": _function(tool)} for tool in tools]


def tools_json(tools: tuple[Tool, ...]) -> str:
    """The same as JSON text; encoded once, since every call of a run offers the same tuple."""
    known = _tools_text.get(id(tools))
    if known is None or known[0] is not tools:
        if len(_tools_text) >= 64:
            _tools_text.clear()
        known = _tools_text[id(tools)] = (tools, _dumps(chat_tools(tools)))
    return known[1]


def completion_of(data: bytes, *, where: str, position: int, prices: Prices | None, seconds: float) -> Completion:
    """The completion that a reply's body holds.

    `position` is the index its message will have; ids that the endpoint left out are made from it.
    Raises `ModelError` (bad_reply) that says what was found instead.
    """
    body = _json_object(data, where)
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices:
        raise _without_choices(body, where)
    choice = choices[0]
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise _bad(where, f"has a choice without a message: {_found(choice)}")
    finish = choice.get("finish_reason")
    message = assistant_message(choice["message"], where=where, position=position)
    if not message.tool_calls and not (message.text and message.text.strip()):
        raise _bad(where, f"holds neither text nor tool calls (finish_reason {quoted(str(finish), 40)})")
    model = body.get("model")
    return Completion(
        message=message,
        usage=_usage(body.get("usage"), prices),
        model=model if isinstance(model, str) else None,
        finish_reason=finish if isinstance(finish, str) else None,
        seconds=seconds,
    )


def assistant_message(given: Mapping[str, Any], *, where: str, position: int) -> Message:
    """An assistant message out of chat JSON, legacy `function_call` and lists of parts included."""
    text = text_of(given.get("content"), where)
    if text is None and isinstance(given.get("refusal"), str):
        text = given["refusal"]
    calls = given.get("tool_calls")
    if calls is None and given.get("function_call") is not None:
        calls = [{"function": given["function_call"]}]
    if calls is not None and not isinstance(calls, list):
        raise _bad(where, f"has tool_calls that are no list: {_found(calls)}")
    if not calls:
        return Message(role="assistant", text=text)
    read = [_call(call, where=where, fallback=f"call_{position}_{index}") for index, call in enumerate(calls)]
    return Message(role="assistant", text=text or None, tool_calls=tuple(_told_apart(read)))


def text_of(content: object, where: str) -> str | None:
    """A message's text: the string, or the text parts joined. Raises `ModelError` (bad_reply) for anything else."""
    if content is None or isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise _bad(where, f"has content that is neither text nor parts: {_found(content)}")
    texts = [_part(part) for part in content]
    return "".join(text for text in texts if text) or None


def _without_choices(body: dict[str, Any], where: str) -> ModelError:
    """Some gateways answer 200 and put what went wrong behind them into the body."""
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if code == 429:
        return failed("rate_limited", f"{where} is rate limited: {_found(body)}")
    if isinstance(code, int) and code >= 500:
        return failed("server_error", f"{where} had an error: {_found(body)}")
    return _bad(where, f"has no choices, but {_found(body)}")


def _part(part: object) -> str | None:
    if isinstance(part, str):
        return part
    if not isinstance(part, dict):
        return None
    text = part.get("text", part.get("refusal"))
    return text if isinstance(text, str) else None


def _call(given: object, *, where: str, fallback: str) -> ToolCall:
    function = given.get("function") if isinstance(given, dict) else None
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(given, dict) or not isinstance(function, dict) or not isinstance(name, str):
        raise _bad(where, f"has a tool call without a function name: {_found(given)}")
    given_id = given.get("id")
    call_id = given_id if isinstance(given_id, str) and given_id else fallback
    raw = function.get("arguments")
    if isinstance(raw, dict):
        return ToolCall(id=call_id, name=name, arguments=raw)
    if raw is None or raw == "":
        return ToolCall(id=call_id, name=name)
    if not isinstance(raw, str):
        raise _bad(where, f"has arguments of {visible(name, 60)} that are neither text nor an object: {_found(raw)}")
    arguments, error = _arguments(raw)
    return ToolCall(
        id=call_id, name=name, arguments=arguments, arguments_error=error, raw_arguments=raw if error else None
    )


def _arguments(raw: str) -> tuple[dict[str, Any], str | None]:
    try:
        value = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return {}, f"the arguments are not JSON: {visible(str(error), 120)}"
    if not isinstance(value, dict):
        return {}, f"the arguments are not a JSON object, but {_found(value)}"
    return value, None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _told_apart(calls: list[ToolCall]) -> list[ToolCall]:
    """Calls of one message with ids of their own: without, their results could not be told apart."""
    if len({call.id for call in calls}) == len(calls):
        return calls
    return [
        ToolCall(
            id=f"{call.id}#{index}",
            name=call.name,
            arguments=call.arguments,
            arguments_error=call.arguments_error,
            raw_arguments=call.raw_arguments,
        )
        for index, call in enumerate(calls)
    ]


def _chat_call(call: ToolCall) -> dict[str, Any]:
    written = call.raw_arguments if call.raw_arguments is not None else _dumps(call.arguments)
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": written}}


def _function(tool: Tool) -> dict[str, Any]:
    function: dict[str, Any] = {"name": tool.name}
    if tool.description:
        function["description"] = tool.description
    function["parameters"] = tool.parameters or {"type": "object", "properties": {}}
    return function


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    strict = schema.get("additionalProperties") is False  # endpoints refuse strictness for any other schema
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": strict}}


def _usage(given: object, prices: Prices | None) -> Usage:
    if not isinstance(given, dict):
        return Usage(calls=1)
    tokens_in, tokens_out = given.get("prompt_tokens"), given.get("completion_tokens")
    tokens_in = tokens_in if isinstance(tokens_in, int) else 0
    tokens_out = tokens_out if isinstance(tokens_out, int) else 0
    cost = (tokens_in * prices.input + tokens_out * prices.output) / 1e6 if prices else None
    return Usage(input_tokens=tokens_in, output_tokens=tokens_out, calls=1, cost_usd=cost)


def _json_object(data: bytes, where: str) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        start = quoted(data[:400].decode("utf-8", "replace"), 120)
        raise _bad(where, f"is not JSON but starts {start}: is the address in the definition complete?") from None
    if not isinstance(body, dict):
        raise _bad(where, f"is no JSON object, but {_found(body)}")
    return body


def _found(value: object) -> str:
    return visible(_dumps(value), 120)


def _bad(where: str, what: str) -> ModelError:
    return failed("bad_reply", f"the reply of {where} {what}")


_tools_text: dict[int, tuple[tuple[Tool, ...], str]] = {}
