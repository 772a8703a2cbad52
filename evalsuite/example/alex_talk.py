"""A request read as a conversation: what was said, asked and done so far, and what the message means in it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from evalsuite.example.alex_request import (
    Manner,
    Result,
    manner_of,
    messages_of,
    name_of,
    now_of,
    results_of,
    text_of,
    tools_of,
)
from evalsuite.example.alex_wishes import ON_ORDERS, SMALL_TALK
from evalsuite.example.alex_words import Said, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One offline model: what it knows, how it sounds, and how often it slips."""

    name: str
    warm: bool
    """Whether it greets and closes."""
    tactful: bool = False
    """Whether it fits its greetings to the customer and says sorry once, where the shop is at fault."""
    knows: frozenset[str]
    """Policy topics it thinks of looking up."""
    slips: Mapping[str, float] = field(default_factory=dict)
    """Share of the conversations that allow a slip in which it happens, by slip; 0 to 1."""


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
    manner: Manner
    guessed: bool
    """True where an order is named and nothing says what is wanted of it."""

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
    messages = messages_of(body)
    users = [read(text_of(message)) for message in messages if message["role"] == "user"]
    last = users[-1] if users else Said(text="")
    asked = _asked(messages)
    earlier = tuple(users[:-1])
    orders = _orders(last, earlier, asked)
    said, confirmed = _settled(last, earlier, asked)
    system = "\n".join(text_of(message) for message in messages if message["role"] in ("system", "developer"))
    return Talk(
        version=version,
        seed=str(body.get("seed", "")),
        said=said,
        earlier=earlier,
        asked=asked,
        confirmed=confirmed,
        orders=(asked.orders or orders) if confirmed else orders,
        products=next((one.products for one in reversed(users) if one.products), ()),
        results=tuple(results_of(messages)),
        exchange=len(users),
        tools=tools_of(body),
        now=now_of(system),
        name=name_of(system),
        manner=manner_of(system),
        guessed=not last.intents
        and said.intents == ("status",)
        and not _before(earlier)
        and len(last.plain.split()) > 4,
    )


_TO_CONFIRM = ("refund", "cancel", "return", "escalate")
_WISH_OF_TOPIC = {"refunds": "refund", "returns": "return", "cancellations": "cancel"}


def _settled(said: Said, earlier: tuple[Said, ...], asked: Asked) -> tuple[Said, bool]:
    """The message with its intents as the conversation makes them, and whether it says yes to what was asked."""
    wanted = [name for name in said.intents if name not in SMALL_TALK and name != "bye"]
    again, why = _before(earlier), said.reason or next((one.reason for one in reversed(earlier) if one.reason), "")
    moved = (said.orders and said.orders != asked.orders) or said.other or said.place is not None
    if asked.kind in _TO_CONFIRM and not moved:
        if not said.no and (said.yes or asked.kind in wanted):
            return replace(said, intents=tuple(dict.fromkeys([asked.kind, *_beside(wanted, asked)])), reason=why), True
        if not wanted and "?" in said.text:
            return replace(said, intents=tuple(again) or _repeated(earlier, asked), reason=why), False  # told once more
        if said.no and asked.kind in wanted and _STILL.search(said.plain):
            return replace(said, intents=(asked.kind,), reason=why), False  # a no to something else: offered again
        if said.no and wanted and set(wanted) - {asked.kind, "settled", "cancel"} <= {"status", "details"}:
            rest = [name for name in wanted if name in {"status", "details"}]
            return replace(said, intents=("declined", *rest), reason=why), False
        if said.no and set(wanted) <= {asked.kind, "human", "settled", "cancel"}:
            return replace(said, intents=("declined",)), False
    if (said.corrects or said.other or said.no) and moved and earlier and set(wanted) <= {"status", "settled"}:
        return replace(said, intents=tuple(again) or ("status",), reason=why, wishes={}), False
    if asked.kind == "callback" and not said.no and set(wanted) <= {"callback", "policy", "human", "status"}:
        return replace(said, intents=("callback",), topics=()), False
    if asked.kind == "address" and said.address and set(wanted) <= {"address", "status", "delivery_wish"}:
        return replace(said, intents=("address",)), False
    if asked.kind == "reason" and not set(wanted) - {"fault", "return", "status", "refund"}:
        return replace(
            said, intents=("refund",), reason=said.reason or ("" if said.yes or not wanted else "unwanted")
        ), False
    if asked.kind == "order_number" and said.orders and set(wanted) <= {"status", "lost_number"}:
        return replace(said, intents=tuple(again) or ("status",), reason=why), False
    known = again or any(one.orders for one in earlier)
    if asked.kind == "order_number" and known and not wanted and not said.no:
        return replace(said, intents=tuple(again) or ("status",), reason=why), False
    if earlier and "address" in earlier[-1].intents and said.zips and set(wanted) <= {"status", "settled"}:
        return replace(said, intents=("address",)), False
    if earlier and "bot" in earlier[-1].intents and _ONE.search(said.plain):
        return replace(said, intents=("human",)), False
    if not wanted and (said.orders or said.other or said.place is not None or (again and (said.insists or said.upset))):
        return replace(said, intents=tuple(again) or ("status",), reason=why), False
    if not wanted and said.facets and any(one.products for one in earlier):
        return replace(said, intents=("product",)), False
    return replace(said, reason=why), False


def _repeated(earlier: tuple[Said, ...], asked: Asked) -> tuple[str, ...]:
    """What to answer once more where a question comes back for an offer; handing over would not be answering."""
    before = tuple(name for name in earlier[-1].intents if name not in SMALL_TALK) if earlier else ()
    return before if asked.kind == "escalate" else (asked.kind,)


_STILL = re.compile(r"\b(?:obviously|of course|still|i) (?:i )?(?:want|need|insist on|expect)\b")
_ONE = re.compile(r"\b(?:like|want|need|get me|give me|prefer)\b.{0,12}\bone\b")


def _beside(wanted: list[str], asked: Asked) -> list[str]:
    """Other wishes in a message that says yes; those that only repeat what is agreed are left out."""
    repeats = {"escalate": {"human", "missing", "billing", "reference", "status"}, "cancel": {"return", "refund"}}
    return [name for name in wanted if name not in repeats.get(asked.kind, {"status", "fault", "return", "settled"})]


def _before(earlier: tuple[Said, ...]) -> list[str]:
    """What was last wanted of an order; a question about a rule stands for the wish behind it."""
    for one in reversed(earlier):
        found = [name for name in one.intents if name in ON_ORDERS]
        found += [_WISH_OF_TOPIC[topic] for topic in one.topics if topic in _WISH_OF_TOPIC]
        if found:
            return found
    return []


def _orders(said: Said, earlier: tuple[Said, ...], asked: Asked) -> tuple[str, ...]:
    if said.orders:
        # "not ORD-1, ORD-2": the one that was asked about is the wrong one
        left = tuple(order for order in said.orders if order not in asked.orders)
        return left if said.corrects and left else said.orders
    together = next((one.orders for one in reversed(earlier) if len(one.orders) > 1), ())
    if said.place is not None and len(together) > max(said.place, 0):
        return (together[said.place],)
    known = [order for one in reversed(earlier) for order in one.orders]
    if said.other:
        current = asked.orders or tuple(known[:1])
        return next(((order,) for order in known if order not in current), ())
    return next((one.orders for one in reversed(earlier) if one.orders), ())


_OFFER = r"\b(?:shall|should|like|want|may) (?:i|me|us)\b.{0,30}\b"
_ASKS = (
    ("order_number", re.compile(r"order number|its number", re.IGNORECASE)),
    ("reason", re.compile(r"what is wrong with", re.IGNORECASE)),
    ("refund", re.compile(_OFFER + "refund", re.IGNORECASE)),
    ("cancel", re.compile(_OFFER + "cancel", re.IGNORECASE)),
    ("return", re.compile(_OFFER + "return", re.IGNORECASE)),
    ("escalate", re.compile(_OFFER + "(?:pass|hand|team)", re.IGNORECASE)),
    ("address", re.compile(r"\b(new|full|which) address", re.IGNORECASE)),
    ("callback", re.compile(r"morning or (the )?afternoon|which day", re.IGNORECASE)),
    ("product", re.compile(r"which product", re.IGNORECASE)),
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _asked(messages: list[Mapping[str, Any]]) -> Asked:
    last = max((index for index, message in enumerate(messages) if message["role"] == "user"), default=0)
    text = next((text_of(one) for one in reversed(messages[:last]) if one["role"] == "assistant" and text_of(one)), "")
    questions = [sentence for sentence in _SENTENCE_END.split(text[-3000:]) if sentence.endswith("?")]
    for question in reversed(questions):
        for kind, pattern in _ASKS:
            if pattern.search(question):
                orders = tuple(dict.fromkeys(re.findall(r"ORD-\d{2,12}", question)))
                queue = re.search(r"\b(billing|shipping|technical|accounts)\b", question)
                return Asked(kind=kind, orders=orders, queue=queue.group() if queue else "")
    return Asked()
