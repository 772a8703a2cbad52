"""The JSON by which assistants outside are asked, and what they may answer."""

import json
from collections.abc import Mapping
from typing import Any, cast

from evalsuite.domain.conversation import Message, Usage
from evalsuite.errors import ModelError
from evalsuite.models.chat import assistant_message, chat_message, chat_tools, text_of
from evalsuite.models.failures import failed, quoted, visible
from evalsuite.protocols import Conversation, Reply

REQUEST_NAMES = ("case_id", "attempt", "cohort", "language", "messages", "context", "tools")
"""The fields of a request."""


def request_of(conversation: Conversation, *, sees_context: bool) -> dict[str, Any]:
    """The request as JSON values; messages and tools as chat-completions has them."""
    return {
        "case_id": conversation.case_id,
        "attempt": conversation.attempt,
        "cohort": conversation.cohort,
        "language": conversation.language,
        "messages": [_sent(message) for message in conversation.messages],
        "context": conversation.context if sees_context else {},
        "tools": chat_tools(conversation.tools),
    }


def encoded(request: object) -> bytes:
    """The request as ASCII JSON, which any text survives."""
    return json.dumps(request, default=str).encode("ascii")


def decoded(data: bytes, *, where: str) -> object:
    """The JSON value of a reply. Raises `ModelError` (bad_reply) with what was found instead."""
    try:
        return cast("object", json.loads(data))
    except (ValueError, RecursionError):
        text = data[:400].decode("utf-8", "replace").strip()
        found = f"starts {quoted(text, 120)}" if text else "is empty"
        raise _bad(where, f"is not JSON but {found}") from None


def reply_of(value: object, *, where: str) -> Reply:
    """The reply that `{messages: […] | text, usage?, model?, prompt_version?}` describes.

    Raises `ModelError` (bad_reply) with what was found where it has another shape.
    """
    if not isinstance(value, Mapping):
        raise _bad(where, f"is no JSON object with text or messages, but {_found(value)}")
    given, text = value.get("messages"), value.get("text")
    if given is not None:
        messages = _messages(given, where)
    elif isinstance(text, str):
        messages = (Message(role="assistant", text=text),)
    else:
        raise _bad(where, f"has neither messages nor text, but {_found(value)}")
    last = messages[-1]
    if last.role != "assistant" or last.tool_calls or not (last.text and last.text.strip()):
        raise _bad(where, f"does not end in an assistant message with text, but {_found(chat_message(last))}")
    return Reply(
        messages=messages,
        usage=_usage(value.get("usage"), where),
        model=_text(value, "model", where),
        prompt_version=_text(value, "prompt_version", where),
        finish_reason=_text(value, "finish_reason", where),
    )


def _sent(message: Message) -> dict[str, Any]:
    sent = chat_message(message)
    if message.is_error:
        sent["is_error"] = True
    return sent


def _messages(given: object, where: str) -> tuple[Message, ...]:
    if not isinstance(given, list | tuple) or not given:
        raise _bad(where, f"has messages that are no list of at least one: {_found(given)}")
    return tuple(_message(message, index, where) for index, message in enumerate(given))


def _message(given: object, index: int, where: str) -> Message:
    if isinstance(given, Message):
        return given
    if not isinstance(given, Mapping):
        raise _bad(where, f"has no object at messages[{index}], but {_found(given)}")
    role = given.get("role")
    if role == "assistant":
        return assistant_message(given, where=where, position=index)
    if role != "tool":
        raise _bad(where, f"has the role {quoted(str(role), 40)} at messages[{index}]; give assistant and tool only")
    content = given.get("content")
    text = json.dumps(content, ensure_ascii=False) if isinstance(content, Mapping) else text_of(content, where)
    call_id = given.get("tool_call_id")
    return Message(
        role="tool",
        text=text,
        tool_call_id=call_id if isinstance(call_id, str) else None,
        name=_text(given, "name", where),
        is_error=given.get("is_error") is True,
    )


def _usage(given: object, where: str) -> Usage:
    if given is None:
        return Usage()
    if not isinstance(given, Mapping):
        raise _bad(where, f"has usage that is no object: {_found(given)}")
    cost = given.get("cost_usd")
    return Usage(
        input_tokens=_count(given, ("input_tokens", "prompt_tokens"), where),
        output_tokens=_count(given, ("output_tokens", "completion_tokens"), where),
        calls=_count(given, ("calls",), where),
        cost_usd=float(cost) if isinstance(cost, int | float) and not isinstance(cost, bool) else None,
    )


def _count(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> int:
    value = next((given[name] for name in names if given.get(name) is not None), 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _bad(where, f"has usage with {names[0]} that is no count: {_found(value)}")
    return value


def _text(given: Mapping[str, Any], name: str, where: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise _bad(where, f"has a {name} that is no text: {_found(value)}")
    return value


def _found(value: object) -> str:
    try:
        return visible(json.dumps(value, default=str), 120)
    except (TypeError, ValueError, RecursionError):
        return visible(type(value).__name__)


def _bad(where: str, what: str) -> ModelError:
    return failed("bad_reply", f"the reply of {where} {what}")
