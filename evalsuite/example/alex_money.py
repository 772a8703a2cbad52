"""What Alex does and says about money and goods going back: refunds, returns, cancellations."""

import re
from collections.abc import Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, days_late, days_since, first, plain, rows, spoken, status_lines
from evalsuite.example.alex_request import Result
from evalsuite.example.alex_talk import Talk
from evalsuite.example.policies import OVERDUE_DAYS, REFUND_DAYS, REFUND_LIMIT

Record = Mapping[str, Any]


def refund_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    earlier = refunded(talk, order, record)
    if earlier:
        draft.say(earlier)
        return
    sku = _sku(talk, record)
    if talk.confirmed and talk.asked.kind == "refund":
        why = talk.said.reason or ("late" if record.get("status") != "delivered" else "faulty")
        result = draft.call(talk, "issue_refund", order_id=order, reason=why, **({"sku": sku} if sku else {}))
        _tell_refund(draft, order, result)
        return
    status, late, age = str(record.get("status")), days_late(talk, record), days_since(talk, record)
    if status == "processing":
        draft.say(f"{order} has not left the warehouse, so I can cancel it and the money comes back.")
        draft.end(f"Shall I cancel {order} ({record.get('total')})?")
    elif status in ("in_transit", "delayed") and late is not None and late < OVERDUE_DAYS:
        draft.say(*status_lines(order, record), sign="refused")
        draft.say(f"It can be refunded once it is {OVERDUE_DAYS} days past its estimated delivery, not before.")
    elif status == "delivered" and age is not None and age > REFUND_DAYS:
        refuse_old(draft, talk, order, record, age)
    elif status == "delivered" and talk.said.reason == "unwanted":
        draft.say("An unwanted item is refunded once it has come back to us.")
        if talk.confirmed or talk.asked.kind in ("reason", "return"):
            return_order(draft, talk, order, record)
        else:
            draft.end(f"Shall I start a return for {order}?")
    elif status == "delivered" and not talk.said.reason and _NOT_HERE.search(talk.said.plain):
        draft.say(*status_lines(order, record), "As it is not with you, our shipping team has to trace it.")
        draft.offer("shipping", order)
    elif status == "delivered" and not talk.said.reason:
        draft.end(f"What is wrong with {order}: is it faulty, the wrong item, or no longer wanted?")
    else:
        offer_refund(draft, talk, order, record, why=" ".join(status_lines(order, record)))


def offer_refund(draft: Draft, talk: Talk, order: str, record: Record, *, why: str) -> None:
    earlier = refunded(talk, order, record)
    draft.say(earlier or why)
    if earlier:
        return
    amount, sku = str(record.get("total") or "the amount paid"), _sku(talk, record)
    for item in rows(record, "items") if sku else ():
        amount = str(item.get("price")) if item.get("sku") == sku else amount
    if (_number(amount) or 0) > REFUND_LIMIT:
        draft.say(f"The refund would be {amount}, which is above what I may refund; the billing team decides on it.")
        draft.offer("billing", order)
        return
    to = first(record, "payment_method") or "original payment method"
    draft.end(f"Shall I refund {amount} for {order} to your {to}?")


def refuse_old(draft: Draft, talk: Talk, order: str, record: Record, age: int) -> None:
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
        draft.offer("technical", order)
    elif talk.said.insists or talk.said.upset:
        draft.signs.add("pushed")
        draft.offer("billing", order)


def _tell_refund(draft: Draft, order: str, result: Result | None) -> None:
    if result is None:
        return
    if result.error:
        tell_failure(draft, f"I could not refund {order}", result.error, "billing")
        return
    value = result.value
    draft.say(f"I've refunded {value.get('amount') or 'the amount'} for {order}.", sign="done")
    if first(value, "refund_id", "id"):
        draft.say(f"The refund number is {first(value, 'refund_id', 'id')}.")
    if value.get("business_days"):
        draft.say(f"It reaches your {value.get('to') or 'account'} within {value['business_days']} business days.")


def tell_failure(draft: Draft, what: str, error: str, queue: str) -> None:
    draft.say(f"{what}: {plain(error)}", sign="trouble")
    draft.signs.add("refused")
    draft.offer(queue)


def return_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    status, age = str(record.get("status")), days_since(talk, record)
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
    if _WHETHER.search(talk.said.plain) and not talk.confirmed and started is None:
        draft.say(f"{order} was delivered {age} days ago, so it can still be sent back." if age is not None else "")
        draft.end(f"Shall I start a return for {order}?")
        return
    sku = _sku(talk, record)
    result = draft.call(talk, "start_return", order_id=order, **({"sku": sku} if sku else {}))
    if result is not None and result.error:
        tell_failure(draft, f"I could not start a return for {order}", result.error, "billing")
    elif result is not None:
        draft.say(f"I've started the return {result.value.get('return_id', '')} for {order}.", sign="done")
        draft.say("You get a free label by e-mail; the refund follows when the parcel reaches us.")


def cancel_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    before = talk.find("cancel_order", {"order_id": order}, fresh=False)
    if before is not None and not before.error and before.exchange < talk.exchange:
        draft.say(f"{order} has already been cancelled.")
        return
    if talk.confirmed and talk.asked.kind == "cancel":
        result = draft.call(talk, "cancel_order", order_id=order)
        if result is not None and result.error:
            tell_failure(draft, f"I could not cancel {order}", result.error, "accounts")
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
        )
        late = days_late(talk, record)
        if record.get("status") != "delivered" and late is not None and late >= OVERDUE_DAYS:
            offer_refund(draft, talk, order, record, why="As it is more than a week late, it can be refunded.")
        else:
            draft.say(f"You can send it back within {REFUND_DAYS} days of delivery.")


def _offer_cancel(draft: Draft, order: str, record: Record) -> None:
    if any(item.get("personalised") for item in rows(record, "items")):
        draft.say(f"{order} holds a personalised item, which can't be cancelled once ordered.", sign="refused")
        return
    draft.say(f"{order} has not left the warehouse, so it can be cancelled free of charge.")
    draft.end(f"Shall I cancel {order} ({record.get('total') or 'full refund'})?")


def refunded(talk: Talk, order: str, record: Record) -> str:
    """What to say of a refund made before; empty where there is none."""
    made = [result for result in talk.results if result.name == "issue_refund" and not result.error]
    booked = [result.value for result in made if result.arguments.get("order_id") == order]
    if booked and made[-1].exchange == talk.exchange:
        return ""
    if booked:
        return f"{order} has already been refunded as {first(booked[-1], 'refund_id', 'id')}."
    known = rows(record, "refunds")
    amount = f" of {known[-1]['amount']}" if known and known[-1].get("amount") else ""
    return f"There is already a refund{amount} on {order}: {first(known[-1], 'refund_id', 'id')}." if known else ""


def _sku(talk: Talk, record: Record) -> str:
    """The item of a larger order that is meant; empty where the whole order is."""
    items = {item.get("name"): str(item.get("sku")) for item in rows(record, "items")}
    named = [items[name] for name in talk.products if name in items]
    partly = any(_PARTLY.search(said.plain) for said in (*talk.earlier, talk.said))
    return named[0] if named and len(items) > 1 and (partly or len(named) == 1) else ""


_WHETHER = re.compile(
    r"\b(?:eligible|whether|know if|(?:can|could|may) (?:i|we) (?:still )?(?:return|send"
    r"|pop|give|bring|take|ship|mail|hand)|is it possible|would it be possible)\b"
)
"""Asks whether it could, and not that it be done."""
_NOT_HERE = re.compile(r"\bno (?:parcel|package|delivery)\b|\b(?:nothing|never|not) (?:arrived|came|received|here)\b")
_PARTLY = re.compile(r"\b(fine|keep(ing)?|only|just)\b", re.IGNORECASE)


def _number(amount: str) -> float | None:
    found = re.search(r"\d[\d,]*(\.\d+)?", amount)
    return float(found.group().replace(",", "")) if found else None
