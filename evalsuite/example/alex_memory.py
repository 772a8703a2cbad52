"""What a message means after what went before: which question it answers, which earlier wish it goes on with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from evalsuite.example.alex_asked import OFFERS, Asked, offers_of
from evalsuite.example.alex_follow import WAITING, WISH_OF_TOPIC, followed, matter_of, real, rule_near
from evalsuite.example.alex_lexicon import SOFT
from evalsuite.example.alex_precedence import ON_ORDERS
from evalsuite.example.alex_words import SHORT, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    said: Said
    """The message, its intents as the conversation makes them; what is agreed to is not among them."""
    agreed: tuple[Asked, ...] = ()
    """The offers it says yes to."""


def settled(
    said: Said, earlier: tuple[Said, ...], asked: tuple[Asked, ...], standing: tuple[Asked, ...], *, done: str
) -> Settled:
    """The message as an answer to what was asked, or else as a new wish, or as more on an earlier one.

    `standing` are the last offers made before the last reply; `done` names the last tool that did something.
    """
    why = said.reason or next((one.reason for one in reversed(earlier) if one.reason), "")
    said = replace(said, reason=why)
    offers = offers_of(asked)
    if not asked and standing and _TAKES_UP.match(said.plain) and not set(real(said.intents)) - _taken(standing):
        return Settled(said=replace(said, intents=()), agreed=standing)
    return (
        (_to_offers(said, earlier, offers) if offers else None)
        or _corrected(said, earlier)
        or _to_questions(said, earlier, asked)
        or _gone_on(said, earlier, done=done)
        or Settled(said=said)
    )


def _taken(offers: tuple[Asked, ...]) -> set[str]:
    return {name for one in offers for name in (one.kind, *_REPEATS[one.kind])}


_ALSO = re.compile(r"\b(?:and|also|too|as well)\b")
_TAKES_UP = re.compile(
    r"\W*(?:(?:ok|okay|fine|alright|all right|yes|then|please|so|and|just|good|great),? )*(?:let us |please )?"
    r"(?:do|start|begin|go ahead|proceed|make|arrange|open|pass|refund|cancel|return)\b"
    r"(?! (?:i|we|you|they|not|the \w+ (?:have|come))\b)"
)
_REPEATS: Mapping[str, frozenset[str]] = {
    "escalate": frozenset({"human", "missing", "billing", "reference", "status", "complain"}),
    "cancel": frozenset({"return", "refund", "cancel", "settled"}),
    "refund": frozenset({"refund", "status", "fault", "return", "settled"}),
    "return": frozenset({"return", "status", "fault", "settled", "return_progress"}),
    "callback": frozenset({"callback", "human", "status", "rebook", "account"}),
    "address": frozenset({"address", "status", "delivery_wish", "modify", "account"}),
    "order_number": frozenset({"status", "lost_number", "details"}),
}
"""Intents of an answer that only say again what was asked."""


def _to_offers(said: Said, earlier: tuple[Said, ...], offers: tuple[Asked, ...]) -> Settled | None:
    wanted, kinds = real(said.intents), [one.kind for one in offers]
    if _anew(said, offers) and not (said.yes and not said.corrects and said.orders):
        return None
    again = [name for name in wanted if name in kinds]
    other = {"refund", "cancel", "return"} & set(wanted) - set(kinds)
    takes = said.yes or (bool(_TAKES_UP.match(said.plain)) and not (other or set(wanted) - _taken(offers)))
    meant = tuple(one for one in offers if one.kind in again) or offers
    beside = [name for name in wanted if all(name not in _REPEATS[one.kind] for one in meant)]
    if kinds == ["escalate"] and {"refund", "cancel", "return"} & set(beside) and not _ALSO.search(said.plain):
        return None
    if beside and SOFT.match(said.plain.split()[0].strip(",.!")) and set(beside) & {*ON_ORDERS, "human"}:
        return None  # "fine, refund it" agrees to no other offer
    if said.yes and len(said.plain.split()) <= SHORT:
        beside = []
    if not said.no and (takes or (again and not _ASKS_BACK.search(said.plain))):
        if _anew(said, offers):
            beside = beside or ["status"]
        return Settled(said=replace(said, intents=tuple(beside)), agreed=meant)
    if "?" in said.text and not wanted:
        return _asked_back(said, earlier, kinds, wanted)
    if said.no and again and _STILL.search(said.plain):
        return Settled(said=replace(said, intents=tuple(again)))  # a no to something else: offered again
    if said.no and set(wanted) <= {*kinds, "settled", "cancel"}:
        return Settled(said=replace(said, intents=("declined",)))
    if said.no:
        return Settled(said=replace(said, intents=("declined", *(name for name in wanted if name not in kinds))))
    if "?" in said.text or _ASKS_BACK.search(said.plain):
        return _asked_back(said, earlier, kinds, wanted)
    return None


def _anew(said: Said, offers: tuple[Asked, ...]) -> bool:
    """Whether a message is about another order than the one something was offered for."""
    offered = {order for one in offers for order in one.orders}
    return bool(set(said.orders) - offered) or said.other or said.place is not None


def _asked_back(said: Said, earlier: tuple[Said, ...], kinds: list[str], wanted: list[str]) -> Settled | None:
    money = [kind for kind in kinds if kind in ("refund", "cancel")]
    topics = () if said.orders or set(wanted) - {"status", "details", "policy"} else said.topics or rule_near(said)
    if money and not topics and _HOW_LONG.search(said.plain):
        topics = ("refunds",)
    if topics:
        again = [kind for kind in kinds if kind != "escalate"]
        return Settled(said=replace(said, intents=("policy", *again), topics=topics))
    if wanted or (said.facets and said.products):
        return None
    if kinds == ["escalate"] and earlier and matter_of(earlier[-1]) in ("rule", "product"):
        return None
    before = tuple(real(earlier[-1].intents)) if earlier and "escalate" in kinds else tuple(kinds)
    if before == ("noted",):
        return None
    before = tuple(name for name in before if name != "noted")
    return Settled(said=replace(said, intents=tuple(before or wanted_before(earlier))))


def _corrected(said: Said, earlier: tuple[Said, ...]) -> Settled | None:
    moved = said.orders or said.other or said.place is not None
    if not (moved and earlier and (said.corrects or said.other or said.no)):
        return None
    if set(real(said.intents)) - {"status", "settled"}:
        return None
    return Settled(said=replace(said, intents=tuple(wanted_before(earlier)) or ("status",), wishes={}))


def _to_questions(said: Said, earlier: tuple[Said, ...], asked: tuple[Asked, ...]) -> Settled | None:
    """The wishes whose missing part the message gives, and the others it has."""
    wanted, taken = real(said.intents), list[str]()
    for kind in [one.kind for one in asked if one.kind not in OFFERS]:
        resumed = _resumed(kind, said, earlier, wanted)
        if resumed:
            repeats = _REPEATS.get(kind, frozenset()) - ({"status"} if kind == "callback" and said.orders else set())
            wanted = [name for name in wanted if name not in repeats and name not in resumed]
            taken += [name for name in resumed if name not in taken]
    if not taken:
        return None
    facets = said.facets or (earlier[-1].facets if taken == ["product"] and earlier else ())
    if taken == ["product"] and earlier:
        said = replace(said, plain=f"{earlier[-1].plain} {said.plain}", curious=not facets)
    elif any(one.kind == "order_number" for one in asked):
        said = replace(said, plain=" ".join([*(one.plain for one in earlier[-WAITING:]), said.plain]))
    topics = () if set(taken) & {"callback", "product"} else said.topics
    wanted = wanted if topics else [name for name in wanted if name != "policy"]
    return Settled(said=replace(said, intents=tuple(dict.fromkeys([*taken, *wanted])), topics=topics, facets=facets))


def _resumed(kind: str, said: Said, earlier: tuple[Said, ...], wanted: list[str]) -> list[str]:
    """The wishes that a message goes on with by answering a question of this kind."""
    if kind == "callback":
        return [] if said.no or not (said.dated or said.window or said.phone) else ["callback"]
    if kind == "address":
        return ["address"] if said.address or said.zips else []
    if kind == "reason":
        return ["refund"] if not set(wanted) - {"fault", "return", "status", "refund"} else []
    if kind == "product":
        return ["product"] if said.products and not set(wanted) - {"product"} else []
    if not said.orders and {"thanks", "bye"} & set(said.intents):
        return []
    if said.orders or (not wanted and not said.no and not said.products):
        return (
            (wanted_before(earlier) or (["status"] if said.products else []))
            if set(wanted) <= {"status", "lost_number", "product"} or said.orders
            else []
        )
    return []


def _gone_on(said: Said, earlier: tuple[Said, ...], *, done: str) -> Settled | None:
    """The wishes of a message that names none, by what was last spoken of."""
    wanted, last = real(said.intents), earlier[-1] if earlier else None
    if last is None:
        return None if wanted or not said.orders else Settled(said=replace(said, intents=("status",)))
    if "address" in last.intents and said.zips and set(wanted) <= {"status", "settled", "account"}:
        return Settled(said=replace(said, intents=("address",)))
    if "callback" in last.intents and (said.phone or said.window or said.dated) and set(wanted) <= {"account", "human"}:
        return Settled(said=replace(said, intents=("callback",), topics=()))
    if "bot" in last.intents and _ONE.search(said.plain):
        return Settled(said=replace(said, intents=("human",)))
    more = followed(said, earlier, done=done)
    if more or wanted:
        return Settled(said=more) if more else None
    again = tuple(wanted_before(earlier))
    if said.orders and matter_of(earlier[-1]) == "rule" and not again and "shipping" not in earlier[-1].topics:
        return Settled(said=said)  # what the rule was asked for
    if said.orders or said.other or said.place is not None:
        return Settled(said=replace(said, intents=again or ("status",)))
    if said.facets and any(one.products for one in earlier):
        return Settled(said=replace(said, intents=("product",)))
    if again and (said.insists or said.upset) and "thanks" not in said.intents:
        return Settled(said=replace(said, intents=again))
    return None


_HOW_LONG = re.compile(r"\b(?:how long|how soon|how fast|how many days|when|what day)\b")
_ASKS_BACK = re.compile(r"^\W*(?:and |but |ok |so |wait )*(?:how|what|when|which|why|where|who|does|is|will|would)\b")
_STILL = re.compile(r"\b(?:obviously|of course|still|i) (?:i )?(?:want|need|insist on|expect)\b|\bmoney\b")
_ONE = re.compile(r"\b(?:like|want|need|get me|give me|prefer)\b.{0,12}\bone\b")


def wanted_before(earlier: tuple[Said, ...]) -> list[str]:
    """What was last wanted of orders, with everything that has waited for an order's number since one was named."""
    found: list[str] = []
    for one in reversed(earlier):
        here = [name for name in one.intents if name in ON_ORDERS]
        here += [WISH_OF_TOPIC[topic] for topic in one.topics if topic in WISH_OF_TOPIC and not found and not here]
        if one.orders and found:
            break
        found = [*(name for name in here if name not in found), *found]
        if one.orders and found:
            break
    return found


def orders_meant(
    said: Said,
    earlier: tuple[Said, ...],
    asked: tuple[Asked, ...],
    held: Mapping[str, frozenset[str]],
    *,
    of_goods: bool,
) -> tuple[str, ...]:
    """The orders a message is about, as far as they are known; `held` tells what is in those that were read.

    `of_goods` where what is named must be in the order: its state is asked about, or something is wrong with it.
    """
    offered = tuple(order for one in asked for order in one.orders)
    if said.orders:
        # "not ORD-1, ORD-2": the one that was asked about is the wrong one
        left = tuple(order for order in said.orders if order not in offered)
        return left if (said.corrects or said.yes) and left else said.orders
    together = next((one.orders for one in reversed(earlier) if len(one.orders) > 1), ())
    if said.place is not None and len(together) > max(said.place, 0):
        return (together[said.place],)
    known = [order for one in reversed(earlier) for order in one.orders]
    if said.other:
        current = offered or tuple(known[:1])
        return next(((order,) for order in known if order not in current), ())
    last = next((one.orders for one in reversed(earlier) if one.orders), ())
    holding = [order for order in dict.fromkeys(known) if held.get(order, frozenset()) & set(said.products)]
    if said.products and not said.yes and last and all(order in held for order in last):
        return tuple(order for order in last if order in holding) or tuple(holding[:1]) or (() if of_goods else last)
    return last
