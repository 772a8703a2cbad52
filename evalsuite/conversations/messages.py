"""OpenAI chat messages, as all kinds of systems log them, to nouns."""

import json
from collections.abc import Mapping
from typing import Any

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.domain.conversation import Message, Tool, ToolCall
from evalsuite.errors import did_you_mean

_MEANT = {
    "ai": "assistant",
    "agent": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "human": "user",
    "customer": "user",
    "client": "user",
}
_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_KNOWN = frozenset(("role", "content", "tool_calls", "function_call", "tool_call_id", "name", "is_error", "refusal"))
_TEXT_PARTS = {"text": "text", "input_text": "text", "output_text": "text", "refusal": "refusal"}
_MEDIA = ("image_url", "image", "input_image", "audio", "input_audio", "file", "input_file", "video_url")


class ShapeError(ValueError):
    """A record that is not a recorded conversation, with why."""


def read_messages(values: Any) -> tuple[Message, ...]:
    """One message for each of the input's, so that indices stay the same. Raises `ShapeError`.

    Parts of a message's content: those of text (and of a refusal) are joined with line breaks; the kinds of all
    others ("image_url") are kept in `extra["parts"]`, their data is not. Content of a tool message that is neither
    text nor parts becomes its JSON. A legacy `function_call` is a tool call, and the `function` message after it the
    tool's answer; calls and answers without an id are matched in order. Nulls count as absent.
    """
    if not isinstance(values, list):
        raise ShapeError(f"'messages' wants a list of messages; found {_kind(values)}.")
    messages: list[Message] = []
    pending: list[ToolCall] = []
    for index, value in enumerate(values):
        message = _message(value, index, pending)
        if message.role == "assistant" and message.tool_calls:
            pending = list(message.tool_calls)
        elif message.role == "tool":
            pending = [call for call in pending if call.id != message.tool_call_id]
        messages.append(message)
    return tuple(messages)


def read_tools(value: Any) -> tuple[Tool, ...] | None:
    """Tools offered, given as names or as OpenAI's definitions; None where they are not given. Raises `ShapeError`."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise ShapeError(f"'tools' wants a list of names or definitions; found {_kind(value)}.")
    return tuple(_tool(each, index) for index, each in enumerate(value))


def content_text(value: Any, where: str, *, tool: bool = False) -> tuple[str | None, tuple[str, ...]]:
    """A content's text, None where it has none, and the kinds of its parts that are not text."""
    if value is None or isinstance(value, str):
        return value, ()
    if isinstance(value, list) and (_are_parts_of_tool(value) if tool else all(map(_is_part, value))):
        return _parts_text(value, where)
    if tool:
        return json.dumps(value, ensure_ascii=False), ()
    raise ShapeError(f"{where}: 'content' wants a text, a list of parts or null; found {_kind(value)}.")


def _message(value: Any, index: int, pending: list[ToolCall]) -> Message:
    where = f"message {index}"
    if not isinstance(value, dict):
        raise ShapeError(f"{where} wants an object; found {_kind(value)}.")
    role = value.get("role")
    if role not in _ROLES:
        raise ShapeError(f"{where} has {_role_complaint(role)}")
    answer = role in ("tool", "function")
    text, kinds = content_text(value.get("content"), where, tool=answer)
    if text is None and isinstance(value.get("refusal"), str):
        text = value["refusal"]
    name = _text(value.get("name"), where, "name")
    call_id = _text(value.get("tool_call_id"), where, "tool_call_id")
    if answer and call_id is None:
        call_id = _awaited(pending, name)
    is_error = value.get("is_error")
    if is_error is not None and not isinstance(is_error, bool):
        raise ShapeError(f"{where}: 'is_error' wants true or false; found {_kind(is_error)}.")
    extra = {key: item for key, item in value.items() if key not in _KNOWN or (key == "refusal" and item is not None)}
    return Message(
        role="tool" if answer else role,
        text=text,
        tool_calls=_calls(value, index, where),
        tool_call_id=call_id,
        name=name,
        is_error=bool(is_error),
        extra={**extra, "parts": list(kinds)} if kinds else extra,
    )


def _role_complaint(role: Any) -> str:
    if role is None:
        return f"no role. Give it one of {', '.join(_ROLES)}."
    if not isinstance(role, str):
        return f"a role that is {_kind(role)}. Give it one of {', '.join(_ROLES)}."
    meant = _MEANT.get(role.lower())
    hint = f" Write {meant!r}." if meant else did_you_mean(role, _ROLES)
    return f"the unknown role {role[:40]!r}.{hint}"


def _is_part(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and isinstance(value.get("type"), str))


def _are_parts_of_tool(values: list[Any]) -> bool:
    """A tool may well answer with a list of its own, whose entries have a `type` of their own."""
    return bool(values) and all(
        isinstance(each, dict) and each.get("type") in (*_TEXT_PARTS, *_MEDIA) for each in values
    )


def _parts_text(parts: list[Any], where: str) -> tuple[str | None, tuple[str, ...]]:
    texts: list[str] = []
    kinds: list[str] = []
    for part in parts:
        kind = "text" if isinstance(part, str) else part["type"]
        text = part if isinstance(part, str) else part.get(_TEXT_PARTS.get(kind, ""))
        if isinstance(text, str):
            texts.append(text)
        elif "tool" in kind or "function" in kind:
            # Left out, the call would look as if it had never been made.
            raise ShapeError(f"{where}: a {kind!r} part is not of OpenAI's chat format. Put calls under 'tool_calls'.")
        else:
            kinds.append(kind)
    # Joined with nothing between them, the last word of one part and the first of the next would be one word.
    return ("\n".join(texts) if texts else None), tuple(kinds)


def _awaited(pending: list[ToolCall], name: str | None) -> str | None:
    return next((call.id for call in pending if name is None or call.name == name), None)


def _calls(value: Mapping[str, Any], index: int, where: str) -> tuple[ToolCall, ...]:
    calls = value.get("tool_calls")
    if calls is not None and not isinstance(calls, list):
        raise ShapeError(f"{where}: 'tool_calls' wants a list; found {_kind(calls)}.")
    listed = list(calls or ())
    if value.get("function_call") is not None:
        listed.append({"function": value["function_call"]})
    return tuple(_call(call, f"call_{index}_{number}", where) for number, call in enumerate(listed))


def _call(value: Any, generated: str, where: str) -> ToolCall:
    if not isinstance(value, dict):
        raise ShapeError(f"{where}: a tool call wants an object; found {_kind(value)}.")
    function = value.get("function", value)
    if isinstance(value.get("custom"), dict):
        custom = value["custom"]
        function = {"name": custom.get("name"), "arguments": {"input": custom.get("input")}}
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(name, str) or not name:
        raise ShapeError(f"{where}: a tool call has no name. Give it `function.name`.")
    arguments, error, raw = _arguments(function.get("arguments"))
    call_id = _text(value.get("id"), where, "id of a tool call")
    return ToolCall(
        id=call_id if call_id is not None else generated,
        name=name,
        arguments=arguments,
        arguments_error=error,
        raw_arguments=raw,
    )


def _arguments(value: Any) -> tuple[dict[str, Any], str | None, str | None]:
    """The decoded arguments; or else why they cannot be read, and the arguments as they were written."""
    if value is None or value == "":
        return {}, None, None
    if isinstance(value, dict):
        return value, None, None
    if not isinstance(value, str):
        return {}, f"The arguments are {_kind(value)} and not an object.", json.dumps(value)
    try:
        decoded = read_json(value)
    except JsonError as error:
        return {}, f"The arguments are not JSON: {error}.", value
    if not isinstance(decoded, dict):
        return {}, f"The arguments are {_kind(decoded)} and not an object.", value
    return decoded, None, None


def _tool(value: Any, index: int) -> Tool:
    if isinstance(value, str):
        return Tool(name=value)
    body = value.get("function", value) if isinstance(value, dict) else None
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        raise ShapeError(f"tools[{index}] wants a name or a definition with one; found {_kind(value)}.")
    parameters = body.get("parameters", body.get("input_schema"))
    return Tool(
        name=body["name"],
        description=body["description"] if isinstance(body.get("description"), str) else "",
        parameters=parameters if isinstance(parameters, dict) else {},
    )


def _text(value: Any, where: str, what: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ShapeError(f"{where}: {what!r} wants a text; found {_kind(value)}.")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds[type(value)]
