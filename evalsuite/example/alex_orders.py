"""What Alex does and says about an order: its state, address and contents, and what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, days_late, days_since, plain, record_of, rows, status_lines
from evalsuite.example.alex_money import cancel_order, offer_refund, refund_order, refunded, refuse_old, return_order
from evalsuite.example.alex_slots import with_zip
from evalsuite.example.alex_talk import Talk
from evalsuite.example.policies import OVERDUE_DAYS, REFUND_DAYS

Record = Mapping[str, Any]


def answer_order(draft: Draft, talk: Talk, intent: str) -> None:
    """Add what an intent asks about each order it is about; ask for the number where none is known."""
    if not talk.orders or (not talk.said.orders and not talk.confirmed and talk.slips("asks_again")):
        _ask_number(draft, talk, intent)
        return
    for order in talk.orders:
        if intent not in talk.said.wishes.get(order, (intent,)):
            continue
        record = record_of(draft, talk, order, fresh=intent in ("status", "missing"))
        if record is not None:
            _ANSWERS[intent](draft, talk, order, record)


def _ask_number(draft: Draft, talk: Talk, intent: str) -> None:
    if "lost_number" in talk.said.intents:
        return  # asking for what somebody says they have not got helps nobody
    draft.say(_LEADS[intent])
    address = " and the new address with its ZIP code" if intent == "address" and not talk.said.address else ""
    draft.end(f"Could you tell me the order number{address}? It starts with ORD.")


_LEADS = {
    "status": "I can look that up.",
    "refund": "I can check whether it can be refunded.",
    "return": "I can check whether it can be returned.",
    "cancel": "I can check whether it can still be cancelled.",
    "address": "The address can be changed as long as the order has not left the warehouse.",
    "fault": "That should not happen. I can check what is possible.",
    "missing": "I can check that.",
    "details": "I can look that up.",
    "modify": "An order can't be changed, but I can check what is possible.",
}


_ON_ITS_WAY = re.compile(
    r"\b(?:when|dispatch\w*|anything new|in time|still|yet|schedule|arriv\w*|position|state|news|ready)\b"
)
_CERTAIN = re.compile(r"\b(?:guarantee\w*|promise\w*|for sure|definitely|certain\w*)\b|100 ?%")


def _status(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.say(*status_lines(order, record))
    if _CERTAIN.search(talk.said.plain) and status_lines(order, record):
        draft.say("The date is an estimate and not certain.")
    status, late = str(record.get("status")), days_late(talk, record)
    if status in ("in_transit", "delayed") and "tracking_id" in record and not record["tracking_id"]:
        draft.say("The carrier has not registered a tracking number yet.", sign="untracked")
    if status == "delayed":
        draft.signs |= {"trouble", "ours"}
        if late is not None and late < OVERDUE_DAYS:
            draft.say(f"If it has not come {OVERDUE_DAYS} days after that date, it can be refunded.")
        elif late is not None:
            offer_refund(draft, talk, order, record, why="As it is more than a week late, it can be refunded.")
    if talk.guessed and _ON_ITS_WAY.search(talk.said.plain):
        draft.end("Is this what you wanted to know, or is it something else?")
    elif talk.guessed:
        draft.say("I'm not sure I have understood what you need.")
        draft.end("Is it about what is in it, its address, a cancellation, a return or a refund?")


def _address(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    address = _new_address(talk)
    if record.get("status") not in ("processing", "packed", "pending", None):
        draft.say(*status_lines(order, record), sign="refused")
        draft.say("The address can only be changed before the order leaves the warehouse.")
    elif not address:
        draft.end(f"What is the new address for {order}, with house number and ZIP code?")
    else:
        result = draft.call(talk, "change_delivery_address", order_id=order, address=address)
        if result is not None and result.error:
            draft.say(f"I could not change the address of {order}: {plain(result.error)}", sign="trouble")
            draft.end("What is the full address, with house number and ZIP code?")
        elif result is not None:
            to = result.value.get("shipping_address") or address
            draft.say(f"I've changed the delivery address of {order} to {to}.", sign="done")


def _new_address(talk: Talk) -> str:
    """The address as it stands after later corrections; empty where one was taken back and no other is given."""
    if talk.said.address:
        return talk.said.address
    before = next((one.address for one in reversed(talk.earlier) if one.address), "")
    return with_zip(before, talk.said.zips) if talk.said.zips or not talk.said.corrects else ""


def _fault(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.signs |= {"trouble", "ours"}
    age = days_since(talk, record)
    if record.get("status") == "delivered" and age is not None and age > REFUND_DAYS:
        refuse_old(draft, talk, order, record, age)
    elif record.get("status") == "delivered":
        offer_refund(
            draft, talk, order, record, why=f"That should not happen, and {order} is within its refund window."
        )
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
    if "refund" in talk.said.plain or "money" in talk.said.plain:
        earlier = refunded(talk, order, record)
        draft.say(earlier or f"No refund has been made for {order} so far.")
        if earlier:
            draft.say("A refund reaches the account it goes to within 5 business days.")
        else:
            draft.offer("billing", order)
        return
    items = rows(record, "items")
    named = ", ".join(f"{item.get('quantity', 1)} × {item.get('name')}" for item in items)
    draft.say(f"{order} holds {named}." if named else "")
    draft.say(f"The total is {record['total']}." if record.get("total") else "")
    draft.say(f"It is paid by {record['payment_method']}." if record.get("payment_method") else "")
    draft.say(f"It goes to {record['shipping_address']}." if record.get("shipping_address") else "")
    if not named:
        draft.say(*status_lines(order, record))


def _modify(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.say("I can't change or exchange what is in an order.", sign="refused")
    if record.get("status") == "processing":
        draft.say(f"{order} has not left the warehouse, so you can cancel it and order again.")
    elif record.get("status") == "delivered" and talk.said.reason in ("faulty", "wrong_item"):
        _fault(draft, talk, order, record)
    elif record.get("status") == "delivered":
        draft.say(f"You can send it back within {REFUND_DAYS} days of delivery and order again.")
    if talk.said.insists or talk.said.upset:
        draft.offer("accounts", order)


_ANSWERS: dict[str, Callable[[Draft, Talk, str, Record], None]] = {
    "status": _status,
    "refund": refund_order,
    "return": return_order,
    "cancel": cancel_order,
    "address": _address,
    "fault": _fault,
    "missing": _missing,
    "details": _details,
    "modify": _modify,
}
