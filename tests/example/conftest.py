import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from evalsuite.errors import ToolFailure
from evalsuite.example.alex import complete
from evalsuite.example.alex_voice import VERSIONS
from evalsuite.example.shop import shop

TOOLS = (
    "get_order_status",
    "get_product_information",
    "look_up_policy",
    "issue_refund",
    "start_return",
    "cancel_order",
    "change_delivery_address",
    "schedule_support_callback",
    "escalate_to_human",
)
DANA = {"customer": {"id": "C-1001", "name": "Dana Whitfield"}, "now": "2026-03-02"}


@dataclass
class Chat:
    messages: list[dict[str, Any]]
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    def called(self, name: str) -> list[dict[str, Any]]:
        return [arguments for called, arguments in self.calls if called == name]


def body(
    messages: Sequence[Mapping[str, Any]], model: str = "alex-base", tools: Sequence[str] = TOOLS
) -> dict[str, Any]:
    offered = [{"type": "function", "function": {"name": name, "parameters": {"type": "object"}}} for name in tools]
    return {"model": model, "messages": list(messages), "tools": offered}


def talk_through(
    texts: Sequence[str],
    *,
    model: str = "alex-base",
    context: Mapping[str, Any] = DANA,
    tools: Sequence[str] = TOOLS,
    rounds: int = 8,
) -> Chat:
    """A whole conversation with the offline model, the shop behind its tools."""
    simulator = shop("case", 1, context)
    chat = Chat(messages=[{"role": "system", "content": f"You are Alex.\n{json.dumps(context)}"}])
    for text in texts:
        chat.messages.append({"role": "user", "content": text})
        for _ in range(rounds):
            message = complete(body(chat.messages, model, tools), VERSIONS[model])["choices"][0]["message"]
            chat.messages.append(message)
            if not message.get("tool_calls"):
                chat.replies.append(message["content"])
                break
            for call in message["tool_calls"]:
                arguments = json.loads(call["function"]["arguments"])
                chat.calls.append((call["function"]["name"], arguments))
                try:
                    answer = json.dumps(simulator.call(call["function"]["name"], arguments))
                except ToolFailure as failure:
                    answer = str(failure)
                chat.messages.append({"role": "tool", "tool_call_id": call["id"], "content": answer})
        else:
            pytest.fail(f"no reply after {rounds} rounds to {text!r}")
    return chat


@pytest.fixture
def converse() -> Callable[..., Chat]:
    return talk_through


@pytest.fixture
def request_body() -> Callable[..., dict[str, Any]]:
    return body
