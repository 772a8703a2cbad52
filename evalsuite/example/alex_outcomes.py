"""What Alex says when asked how it goes on with what was done before."""

from collections.abc import Mapping

from evalsuite.example.alex_draft import Draft, first, spoken
from evalsuite.example.alex_request import Result
from evalsuite.example.alex_talk import Talk, done_in


def tell_outcome(draft: Draft, talk: Talk) -> None:
    """Say what the last thing done leads to, and when."""
    made = [one for one in done_in(talk.results) if one.exchange < talk.exchange]
    draft.say(*_lines(made[-1]) if made else ["Nothing has been done so far."])


def _lines(made: Result) -> list[str]:
    value, order = made.value, str(made.arguments.get("order_id", ""))
    if made.name == "schedule_support_callback":
        number = f" on {value['phone']}" if value.get("phone") else ""
        day = spoken(value.get("date") or made.arguments.get("date"))
        return [f"We call you on {day}, {value.get('window') or made.arguments.get('window')}{number}."]
    if made.name == "escalate_to_human":
        hours = value.get("reply_within_hours")
        ticket = f" as {value['ticket_id']}" if value.get("ticket_id") else ""
        team = value.get("queue") or made.arguments.get("queue")
        return [f"Our {team} team has it{ticket}.", f"They reply within {hours} hours." if hours else ""]
    if made.name == "change_delivery_address":
        return [f"{order} goes to {value.get('shipping_address') or made.arguments.get('address')}."]
    if made.name == "start_return":
        return [
            f"The label for the return {value.get('return_id', '')} is free and comes by e-mail.",
            "The refund follows when the parcel reaches us, within 5 business days.",
        ]
    told = value.get("refund")
    refund = told if isinstance(told, Mapping) else value
    number, amount = first(refund, "refund_id", "id"), refund.get("amount") or "the money"
    to, days = refund.get("to") or "account", refund.get("business_days") or 5
    return [f"{amount} for {order} goes to your {to} within {days} business days{f', as {number}' if number else ''}."]
