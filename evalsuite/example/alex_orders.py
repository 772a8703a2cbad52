"""What Alex does and says about orders: status, refunds, returns, cancellations, addresses, faults."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from evalsuite.example.alex_draft import Draft, first, plain, record_of, rows, spoken
from evalsuite.example.alex_talk import Result, Talk
from evalsuite.example.policies import OVERDUE_DAYS, REFUND_DAYS, REFUND_LIMIT

Record = Mapping[str, Any]


def answer_order(draft: Draft, talk: Talk, intent: str) -> None:
    """Add what an intent asks about each order it is about; ask for the number where none is known."""
    if not talk.orders or (not talk.said.orders and not talk.confirmed and talk.slips("asks_again")):
        draft.end("Could you tell me the order number? It starts with ORD.")
        if intent == "address" and not talk.said.address:
            draft.ask = "Could you tell me the order number and the new address with its ZIP code?"
        return
    for order in talk.orders:
        if intent not in talk.said.wishes.get(order, (intent,)):
            continue
        record = record_of(draft, talk, order, fresh=intent in ("status", "missing"))
        if record is not None:
            _ANSWERS[intent](draft, talk, order, record)


def _status(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.say(*status_lines(order, record))
    status, late = str(record.get("status")), _days_late(talk, record)
    if status in ("in_transit", "delayed") and "tracking_id" in record and not record["tracking_id"]:
        draft.say("The carrier has not registered a tracking number yet.", sign="untracked")
    if status == "delayed":
        draft.signs.add("trouble")
        if late is not None and late < OVERDUE_DAYS:
            draft.say(f"If it has not come {OVERDUE_DAYS} days after that date, it can be refunded.")
        elif late is not None:
            _offer_refund(draft, talk, order, record, why="As it is more than a week late, it can be refunded.")


def status_lines(order: str, record: Record) -> list[str]:
    """An order's state in sentences, from whatever its record holds."""
    due = first(record, "estimated_delivery", "eta", "delivery_date", "expected_delivery")
    carrier, tracking = first(record, "carrier"), first(record, "tracking_id", "tracking_number", "tracking")
    by = f" with {carrier}" if carrier else ""
    by += f", tracking number {tracking}" if tracking else ""
    status = str(first(record, "status", "state") or "not stated")
    if status in ("in_transit", "shipped", "out_for_delivery"):
        return [f"{order} is on its way{by}.", f"Delivery is estimated for {spoken(due)}." if due else ""]
    if status in ("delayed", "late"):
        return [f"{order} is late: it was due on {spoken(due)} and is still{by}." if due else f"{order} is late{by}."]
    if status in ("processing", "packed", "pending"):
        estimate = f" Delivery is estimated for {spoken(due)}." if due else ""
        return [f"{order} is being prepared and has not left the warehouse yet.{estimate}"]
    if status == "delivered":
        return [f"{order} was delivered on {spoken(record['delivered_on'])}." if record.get("delivered_on") else
                f"{order} was delivered."]  # fmt: skip
    return [f"The status of {order} is {status.replace('_', ' ')}."]


def _refund(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    earlier = _refunded(talk, order, record)
    if earlier:
        draft.say(earlier)
        return
    sku = _sku(talk, record)
    if talk.confirmed and talk.asked.kind == "refund":
        why = talk.said.reason or ("late" if record.get("status") != "delivered" else "faulty")
        result = draft.call(talk, "issue_refund", order_id=order, reason=why, **({"sku": sku} if sku else {}))
        _tell_refund(draft, order, result)
        return
    status, late, age = str(record.get("status")), _days_late(talk, record), _days_since(talk, record)
    if status == "processing":
        draft.say(f"{order} has not left the warehouse, so I can cancel it and the money comes back.")
        draft.end(f"Shall I cancel {order} ({record.get('total')})?")
    elif status in ("in_transit", "delayed") and late is not None and late < OVERDUE_DAYS:
        draft.say(*status_lines(order, record), sign="refused")
        draft.say(f"It can be refunded once it is {OVERDUE_DAYS} days past its estimated delivery, not before.")
    elif status == "delivered" and age is not None and age > REFUND_DAYS:
        _refuse_old(draft, talk, order, record, age)
    elif status == "delivered" and talk.said.reason == "unwanted":
        draft.say("An unwanted item is refunded once it has come back to us.")
        _return(draft, talk, order, record)
    elif status == "delivered" and not talk.said.reason:
        draft.end(f"What is wrong with {order}: is it faulty, the wrong item, or no longer wanted?")
    else:
        _offer_refund(draft, talk, order, record, why=" ".join(status_lines(order, record)))


def _offer_refund(draft: Draft, talk: Talk, order: str, record: Record, *, why: str) -> None:
    earlier = _refunded(talk, order, record)
    draft.say(earlier or why)
    if earlier:
        return
    amount, sku = str(record.get("total") or "the amount paid"), _sku(talk, record)
    for item in rows(record, "items") if sku else ():
        amount = str(item.get("price")) if item.get("sku") == sku else amount
    if (_number(amount) or 0) > REFUND_LIMIT:
        draft.say(f"The refund would be {amount}, which is above what I may refund; the billing team decides on it.")
        draft.end(f"Shall I pass {order} to our billing team?")
        return
    to = first(record, "payment_method") or "original payment method"
    draft.end(f"Shall I refund {amount} for {order} to your {to}?")


def _tell_refund(draft: Draft, order: str, result: Result | None) -> None:
    if result is None:
        return
    if result.error:
        _tell_failure(draft, f"I could not refund {order}", result.error, "billing")
        return
    value = result.value
    draft.say(f"I've refunded {value.get('amount') or 'the amount'} for {order}.", sign="done")
    if first(value, "refund_id", "id"):
        draft.say(f"The refund number is {first(value, 'refund_id', 'id')}.")
    if value.get("business_days"):
        draft.say(f"It reaches your {value.get('to') or 'account'} within {value['business_days']} business days.")


def _tell_failure(draft: Draft, what: str, error: str, queue: str) -> None:
    draft.say(f"{what}: {plain(error)}", sign="trouble")
    draft.signs.add("refused")
    draft.end(f"Shall I pass this to our {queue} team?")


def _refuse_old(draft: Draft, talk: Talk, order: str, record: Record, age: int) -> None:
    day = spoken(record["delivered_on"])
    if talk.said.insists and talk.earlier:
        draft.say("I understand, but I can't make an exception to that.")
    draft.say(
        f"{order} was delivered on {day}, {age} days ago, and our window is {REFUND_DAYS} days after delivery.",
        "So I can't refund it.",
        sign="refused",
    )
    if talk.said.reason == "faulty":
        draft.say("A fault may be covered by the warranty, which our technical team decides.")
        draft.end(f"Shall I pass {order} to our technical team?")
    elif talk.said.insists or talk.said.upset:
        draft.signs.add("pushed")
        draft.end(f"Shall I pass {order} to our billing team?")


def _return(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    status, age = str(record.get("status")), _days_since(talk, record)
    started = talk.find("start_return", {"order_id": order})
    if started is None and status == "delivered" and age is not None and age > REFUND_DAYS:
        draft.say(
            f"{order} was delivered {age} days ago; returns are possible up to {REFUND_DAYS} days after delivery.",
            sign="refused",
        )
        return
    if started is None and status == "processing":
        draft.say(f"{order} has not left the warehouse yet, so there is nothing to send back.")
        draft.end(f"Shall I cancel {order} ({record.get('total')})?")
        return
    if started is None and status in ("in_transit", "delayed"):
        draft.say(*status_lines(order, record), "You can send it back once it has arrived.")
        return
    sku = _sku(talk, record)
    result = draft.call(talk, "start_return", order_id=order, **({"sku": sku} if sku else {}))
    if result is not None and result.error:
        _tell_failure(draft, f"I could not start a return for {order}", result.error, "billing")
    elif result is not None:
        draft.say(f"I've started the return {result.value.get('return_id', '')} for {order}.", sign="done")
        draft.say("You get a free label by e-mail; the refund follows when the parcel reaches us.")


def _cancel(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    before = talk.find("cancel_order", {"order_id": order}, fresh=False)
    if before is not None and not before.error and before.exchange < talk.exchange:
        draft.say(f"{order} has already been cancelled.")
        return
    if talk.confirmed and talk.asked.kind == "cancel":
        result = draft.call(talk, "cancel_order", order_id=order)
        if result is not None and result.error:
            _tell_failure(draft, f"I could not cancel {order}", result.error, "accounts")
        elif result is not None:
            refund = result.value.get("refund")
            money = (
                f" and {refund.get('amount')} refunded as {refund.get('refund_id')}" if isinstance(refund, dict) else ""
            )
            draft.say(f"{order} has been cancelled{money}.", sign="done")
    elif record.get("status") in ("processing", "packed", "pending", None):
        _offer_cancel(draft, order, record)
    elif record.get("status") == "cancelled":
        draft.say(f"{order} has already been cancelled.")
    else:
        draft.say(*status_lines(order, record), sign="refused")
        draft.say(
            "An order that has left the warehouse can't be cancelled.",
            "You can send it back within 30 days of delivery.",
        )


def _offer_cancel(draft: Draft, order: str, record: Record) -> None:
    if any(item.get("personalised") for item in rows(record, "items")):
        draft.say(f"{order} holds a personalised item, which can't be cancelled once ordered.", sign="refused")
        return
    draft.say(f"{order} has not left the warehouse, so it can be cancelled free of charge.")
    draft.end(f"Shall I cancel {order} ({record.get('total') or 'full refund'})?")


def _address(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    address = talk.said.address or next((one.address for one in reversed(talk.earlier) if one.address), "")
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


def _fault(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    draft.signs.add("trouble")
    age = _days_since(talk, record)
    if record.get("status") == "delivered" and age is not None and age > REFUND_DAYS:
        _refuse_old(draft, talk, order, record, age)
    elif record.get("status") == "delivered":
        _offer_refund(
            draft, talk, order, record, why=f"That should not happen, and {order} is within its refund window."
        )
    else:
        draft.say(*status_lines(order, record))


def _missing(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    if record.get("status") != "delivered":
        _status(draft, talk, order, record)
        return
    draft.say(*status_lines(order, record), "As it is not with you, our shipping team has to trace it.", sign="trouble")
    draft.end(f"Shall I pass {order} to our shipping team?")


def _details(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    if "refund" in talk.said.text.lower():
        draft.say(_refunded(talk, order, record) or f"No refund has been made for {order} so far.")
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
    elif record.get("status") == "delivered":
        draft.say("You can send it back within 30 days of delivery and order again.")
    if talk.said.insists or talk.said.upset:
        draft.end(f"Shall I pass {order} to our accounts team?")


_ANSWERS: dict[str, Callable[[Draft, Talk, str, Record], None]] = {
    "status": _status,
    "refund": _refund,
    "return": _return,
    "cancel": _cancel,
    "address": _address,
    "fault": _fault,
    "missing": _missing,
    "details": _details,
    "modify": _modify,
}


def _refunded(talk: Talk, order: str, record: Record) -> str:
    """What to say of a refund made before; empty where there is none."""
    made = [result for result in talk.results if result.name == "issue_refund" and not result.error]
    booked = [result.value for result in made if result.arguments.get("order_id") == order]
    if booked and made[-1].exchange == talk.exchange:
        return ""
    known = booked or rows(record, "refunds")
    return f"{order} has already been refunded as {first(known[-1], 'refund_id', 'id')}." if known else ""


def _sku(talk: Talk, record: Record) -> str:
    """The item of a larger order that is meant; empty where the whole order is."""
    items = {item.get("name"): str(item.get("sku")) for item in rows(record, "items")}
    named = [items[name] for name in talk.products if name in items]
    partly = any(_PARTLY.search(said.text) for said in (*talk.earlier, talk.said))
    return named[0] if named and len(items) > 1 and (partly or len(named) == 1) else ""


_PARTLY = re.compile(r"\b(fine|keep(ing)?|only|just)\b", re.IGNORECASE)


def _days_late(talk: Talk, record: Record) -> int | None:
    return _days(talk, first(record, "estimated_delivery", "eta"))


def _days_since(talk: Talk, record: Record) -> int | None:
    return _days(talk, record.get("delivered_on"))


def _days(talk: Talk, value: object) -> int | None:
    try:
        return (talk.now - date.fromisoformat(str(value)[:10])).days
    except ValueError:
        return None


def _number(amount: str) -> float | None:
    found = re.search(r"\d[\d,]*(\.\d+)?", amount)
    return float(found.group().replace(",", "")) if found else None
