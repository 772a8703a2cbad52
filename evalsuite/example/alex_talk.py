"""A request read as a conversation: what was said, asked and done so far, and what the message means in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from evalsuite.example.alex_asked import Asked, asked_in, offers_of
from evalsuite.example.alex_follow import real
from evalsuite.example.alex_memory import Settled, orders_meant, settled, wanted_before
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
from evalsuite.example.alex_words import Said, read

FEW = 4
"""Words of a message that says no more than which order it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One offline model: how it sounds, and how often it slips."""

    name: str
    warm: bool
    """Whether it greets and closes."""
    tactful: bool = False
    """Whether it fits its greetings to the customer and says sorry once, where the shop is at fault."""
    slips: Mapping[str, float] = field(default_factory=dict)
    """Share of the conversations that allow a slip in which it happens, by slip; 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    version: Version
    seed: str
    said: Said
    """The message to answer, its intents settled by what went before."""
    earlier: tuple[Said, ...]
    asked: tuple[Asked, ...]
    """The questions the last reply ended on."""
    agreed: tuple[Asked, ...]
    """The offers it says yes to."""
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

    def agrees(self, kind: str, order: str) -> bool:
        """Whether the message says yes to an offer made for this order."""
        return any(one.kind == kind and order in (one.orders or self.orders) for one in self.agreed)

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
    results = tuple(results_of(messages))
    earlier: tuple[Said, ...] = ()
    asked: tuple[Asked, ...] = ()
    standing: tuple[Asked, ...] = ()
    last = Said(text="")
    meaning = Settled(said=last)
    turns = [index for index, message in enumerate(messages) if message["role"] == "user"]
    for exchange, index in enumerate(turns, 1):
        if exchange > 1:
            earlier = (*earlier, replace(meaning.said, plain=last.plain))
            standing = () if meaning.agreed or "declined" in meaning.said.intents else offers_of(asked) or standing
        last, asked = read(text_of(messages[index])), asked_in(messages[: index + 1])
        done = [one.name for one in done_in(results) if one.exchange < exchange]
        meaning = settled(last, earlier, asked, standing, done=done[-1] if done else "")
    system = "\n".join(text_of(message) for message in messages if message["role"] in ("system", "developer"))
    return Talk(
        version=version,
        seed=str(body.get("seed", "")),
        said=meaning.said,
        earlier=earlier,
        asked=asked,
        agreed=meaning.agreed,
        orders=orders_meant(
            last, earlier, asked, _held(results), of_goods=not _OF_GOODS.isdisjoint(meaning.said.intents)
        ),
        products=next((one.products for one in (meaning.said, *reversed(earlier)) if one.products), ()),
        results=results,
        exchange=len(turns),
        tools=tools_of(body),
        now=now_of(system),
        name=name_of(system),
        manner=manner_of(system),
        guessed=not real(last.intents)
        and not wanted_before(earlier)
        and meaning.said.intents == ("status",)
        and len(last.plain.split()) > FEW,
    )


def done_in(results: tuple[Result, ...]) -> list[Result]:
    """The calls that did something for the customer."""
    return [one for one in results if one.name in _ACTS and not one.error]


_ACTS = frozenset({"issue_refund", "start_return", "cancel_order", "change_delivery_address",
                   "schedule_support_callback", "escalate_to_human"})  # fmt: skip


_OF_GOODS = frozenset({"status", "missing", "fault"})


def _held(results: tuple[Result, ...]) -> dict[str, frozenset[str]]:
    """The names of what is in the orders whose records were read."""
    records = {str(one.arguments.get("order_id")): one.value for one in results if one.name == "get_order_status"}
    found = {order: record.get("items") for order, record in records.items()}
    return {
        order: frozenset(str(item.get("name")) for item in items if isinstance(item, Mapping))
        for order, items in found.items()
        if isinstance(items, list)
    }
