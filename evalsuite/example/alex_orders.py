"""What Alex does and says about an order that is looked into: its state, its contents, what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from evalsuite.example.alex_address import change_address
from evalsuite.example.alex_draft import (
    Draft,
    days_late,
    days_since,
    record_of,
    rows,
    spoken,
    status_lines,
)
from evalsuite.example.alex_goods import refunded
from evalsuite.example.alex_lexicon import INTENTS
from evalsuite.example.alex_money import (
    cancel_order,
    offer_refund,
    refund_order,
    refuse_old,
    swaps,
)
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_returns import return_order
from evalsuite.example.alex_services import queue_of
from evalsuite.example.alex_talk import Talk
from evalsuite.example.policies import OVERDUE_DAYS, REFUND_DAYS

Record = Mapping[str, Any]


def answer_order(draft: Draft, talk: Talk, intent: str, orders: tuple[str, ...]) -> None:
    """Add what an intent asks about each of these orders; ask for the number where there is none."""
    if not orders or (not talk.said.orders and not talk.agreed and talk.slips("asks_again")):
        _ask_number(draft, talk, intent)
        return
    for order in orders:
        if intent not in talk.said.wishes.get(order, (intent,)) and not talk.agrees(intent, order):
            continue
        record = record_of(draft, talk, order, fresh=intent in ("status", "missing"))
        if record is not None:
            _ANSWERS[intent](draft, talk, order, record)


def _ask_number(draft: Draft, talk: Talk, intent: str) -> None:
    if "lost_number" in talk.said.intents:
        return  # asking for what somebody says they have not got helps nobody
    draft.say(_LEADS[intent])
    if any(one.kind == "order_number" for one in talk.asked):
        draft.say(
            "I can't do that without the number; it is in the confirmation e-mail and under Orders in your account."
        )
        draft.end("What is the order number, or shall I pass this to our accounts team?")
        return
    draft.end("Could you tell me the order number? It starts with ORD.")
    if intent == "address" and not talk.said.address:
        draft.end("And what is the new address, with house number and ZIP code?")


_LEADS = {
    "status": "I can look that up.",
    "refund": "I can check whether it can be refunded.",
    "return": "I can check whether it can be returned.",
    "cancel": "I can check whether it can still be cancelled.",
    "address": "The address can be changed as long as the order has not left the warehouse.",
    "fault": "I can check what is possible.",
    "missing": "I can check that.",
    "details": "I can look that up.",
    "modify": "I can check what is possible.",
}


_NO_REFUND = phrases(r"(not|no|without) ~ (refund*|money back)")
_CERTAIN = re.compile(r"\b(?:guarantee\w*|promise\w*|for sure|definitely|certain\w*)\b|100 ?%")


def _status(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.say(*status_lines(order, record))
    if _CERTAIN.search(talk.said.plain) and status_lines(order, record):
        draft.say("The date is an estimate and not certain.")
    status, late = str(record.get("status")), days_late(talk, record)
    if "cancel" in talk.said.plain and status != "cancelled":
        draft.say(f"{order} has not been cancelled.")
    if status in ("in_transit", "delayed") and "tracking_id" in record and not record["tracking_id"]:
        draft.say("The carrier has not registered a tracking number yet.", sign="untracked")
    if status == "delayed":
        draft.signs |= {"trouble", "ours"}
        if late is not None and late < OVERDUE_DAYS:
            draft.say(f"If it has not come {OVERDUE_DAYS} days after that date, it can be refunded.")
            if talk.said.upset or talk.said.insists:
                draft.offer("shipping", order)
        elif late is not None and _NO_REFUND.search(talk.said.plain):
            draft.say("Our shipping team can trace it.")
            draft.offer("shipping", order)
        elif late is not None:
            offer_refund(draft, talk, order, record, why="As it is more than a week late, it can be refunded.")
    if talk.guessed and not draft.asks:
        draft.say(_possible(talk, status, record))
        if INTENTS["need"].search(talk.said.plain):
            draft.end(f"What can I do about {order}?")
            return
        draft.say("Beyond that I'm not sure what I can do from here.")
        draft.offer(queue_of(talk), f"your message about {order}")


def _possible(talk: Talk, status: str, record: Record) -> str:
    """What can be done with an order as it stands."""
    age = days_since(talk, record)
    if status == "processing":
        return "It can still be cancelled or sent to another address."
    if status == "delivered" and age is not None and age <= REFUND_DAYS:
        return f"Within {REFUND_DAYS} days of delivery it can be sent back, or refunded where it is faulty or wrong."
    return ""


def _fault(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.signs |= {"trouble", "ours"}
    age = days_since(talk, record)
    if record.get("status") == "delivered" and age is not None and age > REFUND_DAYS:
        refuse_old(draft, talk, order, record, age)
    elif record.get("status") == "delivered":
        offer_refund(draft, talk, order, record, why=f"{order} is within its refund window.")
    else:
        draft.say(*status_lines(order, record), "What is wrong with an order can be settled once it has arrived.")


def _missing(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    if record.get("status") != "delivered":
        _status(draft, talk, order, record)
        return
    draft.say(*status_lines(order, record), "As it is not with you, our shipping team has to trace it.", sign="trouble")
    draft.signs.add("ours")
    draft.offer("shipping", order)


def _details(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    if _MONEY_BACK.search(talk.said.plain):
        _refund_so_far(draft, talk, order, record)
        return
    asked = [key for key, words in _FIELDS.items() if words.search(talk.said.plain)] or [*_FIELDS]
    items = rows(record, "items")
    named = ", ".join(f"{item.get('quantity', 1)} × {item.get('name')}" for item in items)
    lines = {
        "items": f"{order} holds {named}." if named else "",
        "total": f"The total of {order} is {record['total']}." if record.get("total") else "",
        "payment_method": f"It is paid by {record['payment_method']}." if record.get("payment_method") else "",
        "shipping_address": f"It goes to {record['shipping_address']}." if record.get("shipping_address") else "",
        "placed_on": f"{order} was placed on {spoken(record['placed_on'])}." if record.get("placed_on") else "",
    }
    draft.say(*(lines[key] for key in asked))
    if not named or _WHERE_IT_IS.search(talk.said.plain):
        draft.say(*status_lines(order, record))


def _refund_so_far(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    earlier = refunded(talk, order, record)
    if earlier:
        draft.say(earlier, "A refund reaches the account it goes to within 5 business days.")
    elif {"cancel", "refund", "return"} & {*talk.said.intents, *(one.kind for one in talk.agreed)}:
        draft.say("A refund reaches the account it goes to within 5 business days.")
    elif record.get("return_id"):
        draft.say(f"The return {record['return_id']} is open; the refund follows when the parcel reaches us.")
    else:
        draft.say(f"No refund has been made for {order} so far.")
        draft.offer("billing", order)


_MONEY_BACK = phrases(r"refund*|money|credited|credit ~ (posted|appear*|arrive*|show)|reimburs*")
_FIELDS = {
    "items": phrases(r"""
        what (is|was|did|were|are)|items?|contents?|holds?|inside|how many|which (products?|colours?|model)|summary
        details|everything in|quantity|(is|was|are|were) <product> in
    """),
    "total": phrases(r"pay|paid|how much|cost|total|amount|price|charged|summary|details"),
    "payment_method": phrases(r"pay|paid|payment|card|paypal|charged|invoiced?|method"),
    "shipping_address": phrases(r"address|where|(goes|going|go|sent|ship\w*|deliver\w*) to|zip|street|destination"),
    "placed_on": phrases(r"when did (i|we) ~ (order|place|buy)|order date|placed|purchase date|date of"),
}
"""What is asked about a record, by the field that answers it."""
_WHERE_IT_IS = phrases(r"status|where (is|was|did|has)|when (is|was|did|will)|delivered|arriv*")


_FASTER = phrases(r"sooner|faster|quicker|expedit*|rush*|hurry|speed*|overnight|express|priority")


def _modify(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    status = record.get("status")
    if _FASTER.search(talk.said.plain):
        draft.say(*status_lines(order, record), "I can't make a delivery faster.", sign="refused")
        return
    if status == "delivered" and (swaps(talk) or talk.said.reason in ("faulty", "wrong_item")):
        _swap(draft, talk, order, record)
        return
    late = days_late(talk, record)
    if status == "delayed" and swaps(talk) and late is not None and late >= OVERDUE_DAYS:
        offer_refund(draft, talk, order, record, why=" ".join(status_lines(order, record)))
        return
    draft.say("I can't change or exchange what is in an order.", sign="refused")
    if any(item.get("personalised") for item in rows(record, "items")):
        draft.say("As it holds something personalised, it can't be cancelled either.")
    elif status == "processing":
        draft.say(f"{order} has not left the warehouse, so you can cancel it and order again.")
        draft.end(f"Shall I cancel {order} ({record.get('total')})?" if talk.said.insists else "")
    elif status == "delivered":
        draft.say(f"You can send it back within {REFUND_DAYS} days of delivery and order again.")
    if talk.said.insists or talk.said.upset:
        draft.offer("accounts", order)


def _swap(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    """What is possible where delivered goods are to be exchanged: money for faulty ones, a return for others."""
    if talk.said.reason in ("faulty", "wrong_item"):
        _fault(draft, talk, order, record)
        return
    draft.say("I can't send a replacement or exchange anything from here.", sign="refused")
    return_order(draft, talk, order, record)


_ANSWERS: dict[str, Callable[[Draft, Talk, str, Record], None]] = {
    "status": _status,
    "refund": refund_order,
    "return": return_order,
    "cancel": cancel_order,
    "address": change_address,
    "fault": _fault,
    "missing": _missing,
    "details": _details,
    "modify": _modify,
}
