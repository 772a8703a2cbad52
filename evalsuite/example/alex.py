"""Alex, the example assistant's offline model: a chat-completions request in, a completion out, the same every time."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from evalsuite.example.alex_chat import answer_service
from evalsuite.example.alex_draft import Draft
from evalsuite.example.alex_follow import real
from evalsuite.example.alex_orders import answer_order
from evalsuite.example.alex_precedence import ON_ORDERS
from evalsuite.example.alex_services import hand_over, queue_of
from evalsuite.example.alex_talk import Talk, Version, talk
from evalsuite.example.alex_voice import worded

CREATED = 1772409600  # 2026-03-02: a clock would make two runs differ
MOST_RESULTS = 40  # of one exchange; more means that somebody answers calls with other calls


def complete(body: Mapping[str, Any], version: Version) -> dict[str, Any]:
    """The `chat.completion` object that answers a request. Raises `ValueError` where the request is malformed."""
    read = talk(body, version)
    draft = _draft(read)
    if draft.calls and sum(result.exchange == read.exchange for result in read.results) < MOST_RESULTS:
        message: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": _calls(draft, read)}
    else:
        message = {"role": "assistant", "content": worded(draft, read)}
    asked, said = _words(body), _tokens(json.dumps(message.get("tool_calls") or message["content"]))
    return {
        "id": f"chatcmpl-{_digest(version.name, read.seed, json.dumps(message), str(asked))}",
        "object": "chat.completion",
        "created": CREATED,
        "model": version.name,
        "choices": [
            {
                "index": 0,
                "message": message | {"refusal": None},
                "logprobs": None,
                "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
            }
        ],
        "usage": {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said},
    }


def _draft(read: Talk) -> Draft:
    """The answer to what the message agrees to and to everything it asks for."""
    draft = Draft()
    for offer in read.agreed:
        if offer.kind == "escalate":
            hand_over(draft, read, queue=offer.queue)
        else:
            answer_order(draft, read, offer.kind, offer.orders or read.orders)
    intents = real(read.said.intents) or ([] if read.agreed else list(read.said.intents) or [""])
    if len(intents) > 1 and read.slips("skips_second"):
        intents = intents[:-1]
    for intent in intents:
        if intent in ON_ORDERS:
            answer_order(draft, read, intent, read.orders)
        else:
            answer_service(draft, read, intent)
    if read.said.left and not draft.calls:
        draft.say("The rest of your message I can't answer from here.")
        draft.offer(queue_of(read))
    return draft


def _calls(draft: Draft, read: Talk) -> list[dict[str, Any]]:
    calls = []
    for index, (name, arguments) in enumerate(draft.calls):
        words = json.dumps(arguments)
        identity = _digest(name, words, str(read.exchange), str(len(read.results) + index))
        calls.append({"id": f"call_{identity}", "type": "function", "function": {"name": name, "arguments": words}})
    return calls


def _digest(*words: str) -> str:
    return hashlib.blake2b("\x1f".join(words).encode(), digest_size=9).hexdigest()


def _words(body: Mapping[str, Any]) -> int:
    """Tokens of a request, near enough: four for every three words."""
    parts = [message.get("content") for message in body["messages"]]
    texts = [part if isinstance(part, str) else json.dumps(part) for part in parts if part]
    return sum(_tokens(text) for text in texts) + (_tokens(json.dumps(body["tools"])) if body.get("tools") else 0)


def _tokens(text: str) -> int:
    return -(-len(text.split()) * 4 // 3)
