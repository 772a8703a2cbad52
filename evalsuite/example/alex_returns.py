"""What Alex does and says about goods going back."""

import re

from evalsuite.example.alex_draft import Draft, days_since, rows, status_lines
from evalsuite.example.alex_goods import Record, quantity, refunded, sku_meant, tell_failure, units_meant
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_talk import Talk
from evalsuite.example.policies import REFUND_DAYS


def return_order(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    earlier = refunded(talk, order, record)
    if earlier:
        draft.say(earlier, "Whether it has to come back the billing team can say.")
        draft.offer("billing", order)
        return
    status, age = str(record.get("status")), days_since(talk, record)
    started = talk.find("start_return", {"order_id": order})
    if started is None and status == "delivered" and age is not None and age > REFUND_DAYS:
        draft.say(
            f"{order} was delivered {age} days ago; returns are possible up to {REFUND_DAYS} days after delivery.",
            sign="refused",
        )
        return
    if started is None and status == "processing":
        draft.say(
            f"{order} has not left the warehouse yet. It can be sent back up to {REFUND_DAYS} days after delivery."
        )
        if _to_be_done(talk):
            draft.say("Until it leaves, it can be cancelled instead.")
            draft.end(f"Shall I cancel {order} ({record.get('total')})?")
        return
    if started is None and status in ("in_transit", "delayed"):
        draft.say(*status_lines(order, record), "You can send it back once it has arrived.")
        return
    if started is None and not talk.agrees("return", order) and not _to_be_done(talk):
        offer_return(draft, talk, order, record)
        return
    before = talk.find("start_return", {"order_id": order}, fresh=False)
    if before is not None and before.error and before.exchange < talk.exchange:
        tell_failure(draft, f"I could not start a return for {order}", before.error, "billing")
        return
    sku = sku_meant(talk, record)
    held, units = quantity(record, sku), units_meant(talk)
    if started is None and 0 < units < held:
        draft.say(f"I can only start a return for all {held} together; for {units} of them our accounts team can.")
        draft.offer("accounts", order)
        return
    result = draft.call(talk, "start_return", order_id=order, **({"sku": sku} if sku else {}))
    if result is not None and result.error:
        tell_failure(draft, f"I could not start a return for {order}", result.error, "billing")
    elif result is not None:
        draft.say(f"I've started the return {result.value.get('return_id', '')} for {order}.", sign="done")
        draft.say("You get a free label by e-mail; the refund follows when the parcel reaches us.")


def _to_be_done(talk: Talk) -> bool:
    """Whether they ask that a return be started, now or when they first spoke of it."""
    texts = [one.plain for one in (talk.said, *talk.earlier) if "return" in one.intents]
    clauses = [clause for text in texts for clause in re.split(r"[.!?;]", text)]
    return any(_TO_DO.search(clause) and not _SUPPOSED.search(clause) for clause in clauses)


def offer_return(draft: Draft, talk: Talk, order: str, record: Record) -> None:
    age, items = days_since(talk, record), rows(record, "items")
    if items and all(item.get("personalised") for item in items):
        draft.say(f"{order} is personalised, and can only be sent back if it is faulty.", sign="refused")
        return
    since = f"{order} was delivered {age} days ago and" if age is not None else order
    draft.say(f"{since} can be sent back up to {REFUND_DAYS} days after delivery.")
    draft.say("The label is free, and the refund follows when the parcel reaches us.")
    draft.end(f"Shall I start a return for {order}?")


_TO_DO = phrases(r"""
    (want|like|need|wish|wants|trying|prefer|decided|intend) (to )?(return|send|give|bring|ship)
    ^(please |hi |hello |hey )*(return|rma|send back|take back)|rma (for|on|ord-\d+)
    (please|pls|kindly) (help me )?(to )?(return|take|arrange|start|open)
    (start|open|create|initiate|arrange|organise|organize|set up|process|begin) ~ return|return ~ (please|for me)
    (send|e-?mail|get|need|want|give) (me |us )?(a |the |my )?(free )?(return )?label|(want|need|wish) ~ returned
    (wrong|not the right) ~ rma|get rid of|label,? (pls|please)|^(hi |hello |hey )?returning
""")
"""Asks that a return be started, and not whether or how it could be."""


_SUPPOSED = re.compile(r"\b(?:if i|if we|whether|how long|thinking|considering|might)\b")
