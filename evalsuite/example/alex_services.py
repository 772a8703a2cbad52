"""What Alex does and says about callbacks, people, and what only other teams can do."""

from collections.abc import Callable

from evalsuite.example.alex_draft import Draft, plain
from evalsuite.example.alex_slots import day_named, off_hours
from evalsuite.example.alex_talk import Talk

SATURDAY = 5


def callback(draft: Draft, talk: Talk) -> None:
    booked = talk.find("schedule_support_callback", {}, fresh=False)
    if booked and not booked.error and booked.exchange < talk.exchange:
        draft.say(f"Your callback is booked already{_numbered(booked.value.get('callback_id'))}.")
        elsewhere("rebook")(draft, talk)
        return
    said = [talk.said, *reversed(talk.earlier[-3:])]
    day = next((found for one in said if (found := day_named(one.plain, talk.now))), None)
    window = next((one.window for one in said if one.window), "")
    if off_hours(talk.said.plain) or (not window and day is not None and day.weekday() >= SATURDAY):
        draft.say("Callbacks are on weekdays, 9 to 12 or 13 to 17; we can't call at other times.", sign="refused")
        draft.end("Which day suits you, morning or afternoon?")
        return
    if day is None or not window:
        lacks = "Which day suits you" if day is None else f"Is {day:%A} in the"
        draft.say("Callbacks are on weekdays, 9 to 12 or 13 to 17." if day is None else "")
        draft.end(f"{lacks}, morning or afternoon?" if day is None else f"{lacks} morning or afternoon better for you?")
        return
    arguments = {"date": day.isoformat(), "window": window}
    phone = next((one.phone for one in said if one.phone), "")
    result = draft.call(talk, "schedule_support_callback", **arguments, **({"phone": phone} if phone else {}))
    if result is not None and result.error:
        draft.say(f"I could not book the callback: {plain(result.error)}", sign="trouble")
        draft.signs.add("refused")
        if "maintenance" not in result.error and "not available" not in result.error:
            draft.end("Which day suits you instead, morning or afternoon?")
    elif result is not None:
        value = result.value
        number = f" on {value['phone']}" if value.get("phone") else ""
        when = f"{day:%A}, {day.day} {day:%B} {day.year}, {value.get('window') or window}"
        draft.say(f"I've booked your callback for {when}{number}.", sign="done")
        draft.say(f"The callback number is {value['callback_id']}." if value.get("callback_id") else "")


_QUEUES = {
    "billing": ("refund", "credit", "billing", "details"),
    "shipping": ("status", "missing", "address", "delivery_wish", "courier"),
    "technical": ("fault", "product", "manual", "safety"),
    "accounts": ("cancel", "return", "account", "policy", "legal", "fraud"),
}
_NAMED = {
    "billing": "billing finance invoice receivable",
    "shipping": "shipping delivery courier logistics warehouse carrier transport",
    "technical": "technical tech engineer",
    "accounts": "accounts account sales",
}


def queue_of(talk: Talk) -> str:
    """The team that a conversation is for."""
    agreed = next((one.queue for one in talk.agreed if one.queue), "")
    if agreed:
        return agreed
    words = set(talk.said.plain.replace(".", " ").replace(",", " ").split())
    named = next((queue for queue, names in _NAMED.items() if words & set(names.split())), "")
    if named:
        return named
    for said in [talk.said, *reversed(talk.earlier)]:
        for queue, intents in _QUEUES.items():
            if set(intents) & set(said.intents):
                return queue
    return "accounts"


def hand_over(draft: Draft, talk: Talk, *, queue: str = "", urgent: bool = False) -> None:
    """Pass the conversation on, or tell that it has been."""
    queue = queue or queue_of(talk)
    about = " / ".join(one.text[:160] for one in [*talk.earlier[-2:], talk.said])
    about += f" ({', '.join(talk.orders)})" if talk.orders else ""
    made = [one for one in talk.results if one.name == "escalate_to_human"]
    earlier = next((one for one in made if not one.error and one.value.get("queue", queue) == queue), None)
    if earlier and earlier.exchange < talk.exchange:
        draft.say(f"This is with our {queue} team already{_numbered(earlier.value.get('ticket_id'))}.")
        return
    done = next((one for one in made if one.exchange == talk.exchange), None)
    priority = {"priority": "high"} if urgent else {}
    result = done or draft.call(talk, "escalate_to_human", queue=queue, summary=" ".join(about.split()), **priority)
    if result is None:
        return
    if result.error:
        draft.say(f"I could not pass this on: {plain(result.error)}", sign="trouble")
        return
    value = result.value
    draft.say(
        f"I've passed this to our {value.get('queue') or queue} team{_numbered(value.get('ticket_id'))}.", sign="done"
    )
    if value.get("reply_within_hours"):
        draft.say(f"They reply within {value['reply_within_hours']} hours.")


def _numbered(ticket: object) -> str:
    return f" as {ticket}" if ticket else ""


def legal(draft: Draft, talk: Talk) -> None:
    draft.say("I can't comment on legal questions; a colleague will.")
    hand_over(draft, talk, urgent=True)


def safety(draft: Draft, talk: Talk) -> None:
    draft.say("Please unplug it, do not use or charge it any more, and keep it away from anything that burns.")
    hand_over(draft, talk, queue="technical", urgent=True)


def fraud(draft: Draft, talk: Talk) -> None:
    draft.say("I can't see sign-ins or payments from here. Please change your password now, and tell your bank.")
    hand_over(draft, talk, queue="accounts", urgent=True)


def phishing(draft: Draft, talk: Talk) -> None:
    draft.say("Please don't click or answer anything in it, and give nobody your password or card details.")
    result = draft.call(talk, "look_up_policy", topic="accounts")
    text = str(result.value.get("text", "")) if result is not None else ""
    draft.say(next((f"{one.strip('.')}." for one in text.split(". ") if "never ask" in one), ""))
    draft.say("If you have already given something away, change your password and tell your bank.")
    draft.offer("accounts")


ELSEWHERE = {
    "courier": (
        "Our shipping team takes up with the carrier how a delivery went.",
        "shipping",
    ),
    "complain": ("I can pass your complaint on, and a person answers it.", ""),
    "trade": ("I find nothing of that kind in what we sell or offer; our accounts team can say more.", "accounts"),
    "outage": ("I can't see from here whether a service is down; our technical team can.", "technical"),
    "document": ("I can't send documents or e-mails again from here; our accounts team can.", "accounts"),
    "refund_route": (
        "A refund goes back to the payment method of the order, nowhere else; our billing team can say more.",
        "billing",
    ),
    "billing": ("I can't see payments or invoices from here; our billing team can.", "billing"),
    "credit": ("I can't give credits, vouchers or discounts; our billing team decides about compensation.", "billing"),
    "account": ("I can't see or change account or sign-in details from here; our accounts team can.", "accounts"),
    "rebook": ("I can't see, move or cancel a callback from here; our accounts team can.", "accounts"),
    "delivery_wish": (
        "I can't give the driver instructions or choose an hour of delivery; our shipping team can ask the carrier.",
        "shipping",
    ),
    "manual": ("I have no set-up instructions or manuals at hand; our technical team does.", "technical"),
    "reference": ("I can't see what a team has written or decided; a ticket is answered by the team itself.", ""),
    "lost_number": (
        (
            "I can only open an order by its number, which starts with ORD. It is in the confirmation e-mail and under "
            "Orders in your account. If it is in neither, our accounts team can find the order."
        ),
        "accounts",
    ),
    "return_progress": (
        "The label with the address comes by e-mail. I can't see or change a return under way; our accounts team can.",
        "accounts",
    ),
    "undo": ("I can't bring back what was cancelled; our accounts team can say what is possible.", "accounts"),
    "purchase": (
        (
            "I can't place orders from here. You order on our website, with an account or as a guest; if something "
            "goes wrong there, our accounts team can help."
        ),
        "accounts",
    ),
}
"""What Alex says of things it cannot do, and the team it offers."""


def elsewhere(intent: str) -> Callable[[Draft, Talk], None]:
    """The answer to a wish that only another team can meet."""
    sentence, queue = ELSEWHERE[intent]

    def answer(draft: Draft, talk: Talk) -> None:
        draft.say(sentence, sign="trouble" if intent == "billing" else "refused" if intent == "credit" else "")
        if intent == "credit" and (talk.said.insists or talk.said.upset):
            draft.signs.add("pushed")
        draft.offer(
            queue or queue_of(talk), f"this with {talk.orders[0]}" if intent == "billing" and talk.orders else "this"
        )

    return answer


def declined(draft: Draft, talk: Talk) -> None:
    draft.say("All right, I'll leave it as it is." if talk.orders else "All right.")
