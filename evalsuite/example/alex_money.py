"""What Alex does and says about money going back: refunds and cancellations."""

import re

from evalsuite.example.alex_clauses import without_refusals
from evalsuite.example.alex_draft import Draft, days_late, days_since, first, rows, spoken, status_lines
from evalsuite.example.alex_goods import (
    Record,
    number_in,
    quantity,
    refunded,
    sku_meant,
    tell_failure,
    units_meant,
    worth,
)
from evalsuite.example.alex_lexicon import INTENTS, SWAP
from evalsuite.example.alex_request import Result
from evalsuite.example.alex_returns import offer_return, return_order
from evalsuite.example.alex_talk import Talk
from evalsuite.example.policies import OVERDUE_DAYS, REFUND_DAYS, REFUND_LIMIT


def refund_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    earlier = refunded(talk, order, record)
    if earlier:
        draft.say(earlier)
        return
    sku = sku_meant(talk, record)
    if talk.agrees("refund", order):
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
    elif status == "delivered" and (talk.said.reason == "unwanted" or _sends_back(talk)):
        draft.say("An unwanted item is refunded once it has come back to us.")
        if talk.agrees("return", order):
            return_order(draft, talk, order, record)
        else:
            draft.end(f"Shall I start a return for {order}?")
    elif status == "delivered" and not talk.said.reason and _NOT_HERE.search(talk.said.plain):
        draft.say(*status_lines(order, record), "As it is not with you, our shipping team has to trace it.")
        draft.offer("shipping", order)
    elif status == "delivered" and not talk.said.reason:
        draft.say(f"{order} was delivered {age} days ago, within our {REFUND_DAYS} days." if age is not None else "")
        draft.end(f"What is wrong with {order}: is it faulty, the wrong item, or no longer wanted?")
    else:
        offer_refund(draft, talk, order, record, why=" ".join(status_lines(order, record)))


def _sends_back(talk: Talk) -> bool:
    return not talk.said.reason and bool(INTENTS["return"].search(talk.said.plain))


def offer_refund(draft: Draft, talk: Talk, order: str, record: Record, *, why: str) -> None:
    earlier = refunded(talk, order, record)
    draft.say(earlier or why)
    if earlier:
        return
    sku = sku_meant(talk, record)
    meant = [item for item in rows(record, "items") if sku in ("", item.get("sku"))]
    amount = f"{worth(meant):.2f} USD" if sku else str(record.get("total") or "the amount paid")
    held, units = quantity(record, sku), units_meant(talk)
    if swaps(talk):
        draft.say("I can't send a replacement or exchange anything from here; a person has to look into that.")
        draft.say(
            "" if (number_in(amount) or 0) > REFUND_LIMIT or 0 < units < held else f"What I can do is refund {amount}."
        )
        draft.offer("technical" if talk.said.reason == "faulty" else "accounts", order)
    elif len(meant) == 1 and 0 < units < held:
        part = worth([{**meant[0], "quantity": units}])
        draft.say(
            f"For {units} of the {held} the refund would be {part:.2f} USD. I can only refund all {held} together, so "
            "the billing team has to do it."
        )
        draft.offer("billing", order)
    elif (number_in(amount) or 0) > REFUND_LIMIT:
        draft.say(f"The refund would be {amount}, which is above what I may refund; the billing team decides on it.")
        draft.offer("billing", order)
    else:
        draft.end(f"Shall I refund {amount} for {order} to your {_account(record)}?")


def swaps(talk: Talk) -> bool:
    """Whether somebody wants goods for goods, or goes on about that."""
    before = talk.earlier[-1].plain if talk.earlier and "modify" in talk.said.intents else ""
    return any(SWAP.search(without_refusals(plain)) for plain in (talk.said.plain, before))


def _account(record: Record) -> object:
    return first(record, "payment_method") or "original payment method"


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


def cancel_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    before = talk.find("cancel_order", {"order_id": order}, fresh=False)
    if before is not None and not before.error and before.exchange < talk.exchange:
        draft.say(f"{order} has already been cancelled.")
        return
    if talk.agrees("cancel", order):
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
        _offer_cancel(draft, talk, order, record)
    elif record.get("status") == "cancelled":
        draft.say(f"{order} has already been cancelled.")
    else:
        draft.say(*status_lines(order, record), sign="refused")
        draft.say(
            "An order that has left the warehouse can't be cancelled.",
        )
        late, age = days_late(talk, record), days_since(talk, record)
        if record.get("status") == "delivered" and age is not None and age <= REFUND_DAYS:
            offer_return(draft, talk, order, record)
        elif record.get("status") != "delivered" and late is not None and late >= OVERDUE_DAYS:
            offer_refund(draft, talk, order, record, why="As it is more than a week late, it can be refunded.")
        else:
            draft.say(f"You can send it back within {REFUND_DAYS} days of delivery.")


def _offer_cancel(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    if any(item.get("personalised") for item in rows(record, "items")):
        draft.say(f"{order} holds a personalised item, which can't be cancelled once ordered.", sign="refused")
        return
    draft.say(f"{order} has not left the warehouse, so it can be cancelled free of charge.")
    if sku_meant(talk, record):
        draft.say("It can only be cancelled as a whole, with everything that is in it.")
    draft.end(f"Shall I cancel {order} ({record.get('total') or 'full refund'})?")


_NOT_HERE = re.compile(r"\bno (?:parcel|package|delivery)\b|\b(?:nothing|never|not) (?:arrived|came|received|here)\b")
