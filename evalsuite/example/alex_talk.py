"""A chat-completions request read as a conversation: what was said, asked, looked up and done so far."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from evalsuite.example.alex_words import Said, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One offline model: what it knows, how it sounds, and how often it slips."""

    name: str
    warm: bool
    """Whether it greets and closes."""
    knows: frozenset[str]
    """Policy topics it thinks of looking up."""
    slips: Mapping[str, float] = field(default_factory=dict)
    """Share of the conversations that allow a slip in which it happens, by slip; 0 to 1."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question the last reply ended on."""

    kind: str = ""
    """refund, cancel, return, escalate, order_number, address, callback, reason, product; empty for none."""
    orders: tuple[str, ...] = ()
    queue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    version: Version
    seed: str
    said: Said
    """The message to answer, its intents settled by what went before."""
    earlier: tuple[Said, ...]
    asked: Asked
    confirmed: bool
    """True where the message says yes to what was asked."""
    orders: tuple[str, ...]
    """The orders it is about, as far as known."""
    products: tuple[str, ...]
    """Named in this message, or else last before it."""
    results: tuple[Result, ...]
    exchange: int
    tools: frozenset[str]
    now: date
    name: str
    """The customer's first name; empty where not known."""

    def find(self, tool: str, arguments: Mapping[str, str], *, fresh: bool = True) -> Result | None:
        """The last answered call with these arguments among others; `fresh` for this exchange alone."""
        for result in reversed(self.results):
            if result.name != tool or (fresh and result.exchange != self.exchange):
                continue
            if all(str(result.arguments.get(key)) == value for key, value in arguments.items()):
                return result
        return None

    def slips(self, slip: str) -> bool:
        """Whether this conversation brings the slip out: the same answer for the same conversation."""
        share = self.version.slips.get(slip, 0.0)
        return share > 0 and self.number(slip, 10_000) < share * 10_000

    def number(self, purpose: str, below: int) -> int:
        """A number from 0 that the conversation decides."""
        texts = [said.text for said in self.earlier] + [self.said.text]
        words = "\x1f".join([self.version.name, self.seed, purpose, *texts])
        digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % below


def talk(body: Mapping[str, Any], version: Version) -> Talk:
    """The conversation a request holds. Raises `ValueError` where its messages are of no known shape."""
    messages = _messages(body)
    users = [read(_text(message)) for message in messages if message["role"] == "user"]
    last = users[-1] if users else Said(text="")
    asked = _asked(messages)
    earlier = tuple(users[:-1])
    said, confirmed = _settled(last, earlier, asked)
    system = "\n".join(_text(message) for message in messages if message["role"] in ("system", "developer"))
    return Talk(
        version=version,
        seed=str(body.get("seed", "")),
        said=said,
        earlier=earlier,
        asked=asked,
        confirmed=confirmed,
        orders=_orders(last, earlier, asked if confirmed else Asked()),
        products=next((one.products for one in reversed(users) if one.products), ()),
        results=tuple(_results(messages)),
        exchange=len(users),
        tools=_tools(body),
        now=_now(system),
        name=_name(system),
    )


ON_ORDERS = ("status", "refund", "return", "cancel", "address", "fault", "missing", "details", "modify")
"""Intents that need an order."""


def _settled(said: Said, earlier: tuple[Said, ...], asked: Asked) -> tuple[Said, bool]:
    """The message with its intents as the conversation makes them, and whether it says yes to what was asked."""
    wanted = [name for name in said.intents if name not in ("thanks", "greeting", "bye")]
    before = next((one for one in reversed(earlier) if set(one.intents) & set(ON_ORDERS)), None)
    again = [name for name in before.intents if name in ON_ORDERS] if before else []
    if asked.kind in ("refund", "cancel", "return", "escalate") and not said.no and (said.yes or asked.kind in wanted):
        return replace(said, intents=tuple(dict.fromkeys([asked.kind, *wanted]))), True
    if asked.kind in ("refund", "cancel", "return", "escalate") and said.no and set(wanted) <= {asked.kind, "human"}:
        return replace(said, intents=("declined",)), False
    if asked.kind == "callback" and (said.window or said.text) and not set(wanted) - {"callback", "policy"}:
        return replace(said, intents=("callback",)), False
    if asked.kind == "address" and said.address:
        return replace(said, intents=("address",)), False
    if asked.kind == "reason" and not set(wanted) - {"fault", "return", "status"}:
        return replace(said, intents=("refund",), reason=said.reason or "unwanted"), False
    if not wanted and said.orders:
        return replace(said, intents=tuple(again) or ("status",), reason=said.reason or _reason(earlier)), False
    if not wanted and (said.insists or said.upset) and again:
        return replace(said, intents=tuple(again), reason=_reason(earlier)), False
    if not wanted and said.facets and any(one.products for one in earlier):
        return replace(said, intents=("product",)), False
    return replace(said, reason=said.reason or _reason(earlier)), False


def _reason(earlier: tuple[Said, ...]) -> str:
    return next((one.reason for one in reversed(earlier) if one.reason), "")


def _orders(said: Said, earlier: tuple[Said, ...], agreed: Asked) -> tuple[str, ...]:
    if agreed.orders or said.orders:
        return agreed.orders or said.orders
    return next((one.orders for one in reversed(earlier) if one.orders), ())


_ASKS = (
    ("order_number", re.compile(r"order number", re.IGNORECASE)),
    ("reason", re.compile(r"what is wrong with", re.IGNORECASE)),
    ("refund", re.compile(r"\b(shall|should|like|want|may) (i|me|us)\b.{0,20}\brefund", re.IGNORECASE)),
    ("cancel", re.compile(r"\b(shall|should|like|want|may) (i|me|us)\b.{0,20}\bcancel", re.IGNORECASE)),
    ("return", re.compile(r"\b(shall|should|like|want|may) (i|me|us)\b.{0,20}\breturn", re.IGNORECASE)),
    ("escalate", re.compile(r"\b(shall|should|like|want|may) (i|me|us)\b.{0,30}\b(pass|hand|team)", re.IGNORECASE)),
    ("address", re.compile(r"\b(new|full|which) address", re.IGNORECASE)),
    ("callback", re.compile(r"morning or (the )?afternoon|which day", re.IGNORECASE)),
    ("product", re.compile(r"which product", re.IGNORECASE)),
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _asked(messages: list[Mapping[str, Any]]) -> Asked:
    last = max((index for index, message in enumerate(messages) if message["role"] == "user"), default=0)
    text = next((_text(one) for one in reversed(messages[:last]) if one["role"] == "assistant" and _text(one)), "")
    questions = [sentence for sentence in _SENTENCE_END.split(text[-3000:]) if sentence.endswith("?")]
    for question in reversed(questions):
        for kind, pattern in _ASKS:
            if pattern.search(question):
                orders = tuple(dict.fromkeys(re.findall(r"ORD-\d{3,9}", question)))
                queue = re.search(r"\b(billing|shipping|technical|accounts)\b", question)
                return Asked(kind=kind, orders=orders, queue=queue.group() if queue else "")
    return Asked()


def _results(messages: list[Mapping[str, Any]]) -> list[Result]:
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
            text = _text(message)
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
    told = value.get("error") or ("failed" if value.get("success", value.get("ok")) is False else "")
    said = str(told) if told else text.strip()
    if told or (not value and (not said or _FAILED.search(said))):
        return re.sub(r"^\W*error:\s*", "", said[:400], flags=re.IGNORECASE) or "no answer"
    return ""


_FAILED = re.compile(
    r"\b(error|fail(ed|ure)?|cannot|can't|could not|unable|unknown|invalid|denied|refused|not found|no such"
    r"|does not exist|timed? ?out|unavailable|not available|not possible|down for|out of service)\b|^\W*no\b",
    re.IGNORECASE,
)


def _messages(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
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


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        return "\n".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _tools(body: Mapping[str, Any]) -> frozenset[str]:
    offered = body.get("tools")
    if not isinstance(offered, list) or body.get("tool_choice") == "none":
        return frozenset()
    functions = (tool.get("function") for tool in offered if isinstance(tool, Mapping))
    return frozenset(str(function.get("name")) for function in functions if isinstance(function, Mapping))


def _now(system: str) -> date:
    found = re.search(r"\bnow\W{1,6}(\d{4}-\d\d-\d\d)", system) or re.search(r"\b(\d{4}-\d\d-\d\d)\b", system)
    try:
        return date.fromisoformat(found[1]) if found else date(2026, 3, 2)
    except ValueError:
        return date(2026, 3, 2)


def _name(system: str) -> str:
    found = re.search(r"\bname\W{1,6}([A-Z][\w'-]*)", system)
    return found[1] if found else ""
