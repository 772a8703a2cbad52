"""A chat-completions request taken apart: its texts, answered tool calls, tools, day and customer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Manner = Literal["friendly", "formal", "brief"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A tool call that was answered."""

    name: str
    arguments: Mapping[str, Any]
    value: Mapping[str, Any]
    error: str = ""
    """Empty where the call succeeded."""
    exchange: int
    """The customer message it served, from 1."""


def results_of(messages: list[Mapping[str, Any]]) -> list[Result]:
    """The answered calls, in order."""
    found: list[Result] = []
    calls: dict[str, tuple[str, Mapping[str, Any]]] = {}
    exchange = 0
    for message in messages:
        exchange += message["role"] == "user"
        for call in message.get("tool_calls") or ():
            function = call.get("function") or {}
            arguments = _decoded(function.get("arguments"))
            calls[str(call.get("id"))] = (str(function.get("name")), arguments)
        answered = str(message.get("tool_call_id"))
        if message["role"] == "tool" and answered in calls:
            name, arguments = calls[answered]
            text = text_of(message)
            value = _decoded(text)
            error = _error(text, value)
            found.append(Result(name=name, arguments=arguments, value=value, error=error, exchange=exchange))
    return found


def _decoded(text: object) -> Mapping[str, Any]:
    try:
        value = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, Mapping) else {}


def _error(text: str, value: Mapping[str, Any]) -> str:
    """Why a call failed; empty where it succeeded. A plain text that does not say it was done counts as a failure."""
    told = value.get("error") or ("failed" if value.get("success", value.get("ok")) is False else "")
    said = str(told) if told else text.strip()
    if told or (not value and (_FAILED.search(said) or not _DONE.search(said))):
        return re.sub(r"^\W*error:\s*", "", said[:400], flags=re.IGNORECASE).strip("{}[] ") or "no answer"
    return ""


_DONE = re.compile(
    r"\b(ok|okay|done|success\w*|completed?|accepted|confirmed|created|booked|updated|issued|scheduled|refunded|started"
    r"|cancell?ed|changed|opened|passed)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(error|fail(ed|ure)?|cannot|can't|could not|unable|unknown|invalid|denied|refused|not found|no such"
    r"|does not exist|timed? ?out|unavailable|not available|not possible|down for|out of service)\b|^\W*no\b",
    re.IGNORECASE,
)


def messages_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise ValueError("'messages' must be a list with at least one message.")
    for index, message in enumerate(messages):
        if not isinstance(message, Mapping) or not isinstance(message.get("role"), str):
            raise ValueError(f"'messages[{index}]' must be an object with a role.")
        calls = message.get("tool_calls")
        if calls is not None and not (isinstance(calls, list) and all(isinstance(call, Mapping) for call in calls)):
            raise ValueError(f"'messages[{index}].tool_calls' must be a list of objects.")
    return messages


def text_of(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        return "\n".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def tools_of(body: Mapping[str, Any]) -> frozenset[str]:
    offered = body.get("tools")
    if not isinstance(offered, list) or body.get("tool_choice") == "none":
        return frozenset()
    functions = (tool.get("function") for tool in offered if isinstance(tool, Mapping))
    return frozenset(str(function.get("name")) for function in functions if isinstance(function, Mapping))


def now_of(system: str) -> date:
    found = re.search(r"\bnow\W{1,6}(\d{4}-\d\d-\d\d)", system) or re.search(r"\b(\d{4}-\d\d-\d\d)\b", system)
    try:
        return date.fromisoformat(found[1]) if found else date(2026, 3, 2)
    except ValueError:
        return date(2026, 3, 2)


def name_of(system: str) -> str:
    found = re.search(r"\bname\W{1,6}([A-Z][\w'-]*)", system)
    return found[1] if found else ""


def manner_of(system: str) -> Manner:
    """How the instructions want this customer spoken to."""
    if "formal" in system:
        return "formal"
    return "brief" if re.search(r"\bshort and exact|\bterse", system) else "friendly"
