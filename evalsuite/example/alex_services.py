"""What Alex does and says about everything but orders: products, policies, callbacks, people, small talk."""

from collections.abc import Callable, Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, plain, shown
from evalsuite.example.alex_talk import Talk
from evalsuite.example.alex_words import day_named


def answer_service(draft: Draft, talk: Talk, intent: str) -> None:
    """Add what an intent that needs no order asks; an unknown one gets the question what is meant."""
    _ANSWERS.get(intent, _unclear)(draft, talk)


def _product(draft: Draft, talk: Talk) -> None:
    if not talk.products:
        draft.end("Which product do you mean?")
        return
    several = len(talk.products) > 1 and not talk.slips("skips_second")
    for product in talk.products[:3] if several else talk.products[:1]:
        _describe(draft, talk, product)


def _describe(draft: Draft, talk: Talk, product: str) -> None:
    asked = talk.said.facets
    if not asked and not talk.said.curious:
        draft.end(f"What would you like to know about the {product}?")
        return
    result = draft.call(talk, "get_product_information", product=product)
    if result is None:
        return
    if result.error:
        draft.say(f"I can't find a product called {product} in our range.")
        return
    name = str(result.value.get("name") or product)
    if len(asked) > 1 and talk.slips("skips_second"):
        asked = asked[:1]
    for facet in asked:
        draft.say(_facet(name, facet, result.value))
    if not asked:
        draft.say(*_summary(name, result.value))


_FACETS = {
    "battery": "The battery of the {name} lasts {value}.",
    "water": "On water: the {name} {have} {value}.",
    "charging": "The {name} charge{s} by {value}.",
    "compatibility": "The {name} work{s} with {value}.",
    "ports": "The {name} {have} {value}.",
    "displays": "The {name} drive{s} {value}.",
    "power": "The {name} give{s} {value}.",
    "travel": "For travel: the {name} {have} {value}.",
    "coverage": "The {name} cover{s} {value}.",
    "standard": "The {name} speak{s} {value}.",
    "weight": "The {name} weigh{s} {value}.",
    "firmware": "The {name} run{s} firmware {value}.",
    "contents": "The {name} hold{s} {value}.",
    "warranty": "The {name} carr{ies} a warranty of {value} months against faults.",
    "price": "The {name} cost{s} {value}.",
    "stock": "The {name} {be} {value}.",
}


def _facet(name: str, facet: str, value: Mapping[str, Any]) -> str:
    facts = value.get("facts")
    known = {**(facts if isinstance(facts, Mapping) else {}), **value}
    key = "in_stock" if facet == "stock" else facet
    found = next((part for fact, part in known.items() if key in str(fact).lower()), None)
    if found is None:
        return f"I have no information on the {facet} of the {name}."
    if facet == "stock":
        found = (
            "in stock" if found else f"out of stock, back {known['restock']}" if "restock" in known else "out of stock"
        )
    return _conjugated(_FACETS.get(facet, "The {name}, {facet}: {value}."), name, facet=facet, value=shown(found))


def _conjugated(template: str, name: str, **words: str) -> str:
    several = name.lower().endswith("s")
    verbs = (
        {"have": "have", "be": "are", "ies": "y", "s": ""}
        if several
        else {"have": "has", "be": "is", "ies": "ies", "s": "s"}
    )
    return template.format(name=name, **verbs, **words)


def _summary(name: str, value: Mapping[str, Any]) -> list[str]:
    facts = value.get("facts")
    known = facts if isinstance(facts, Mapping) else {key: part for key, part in value.items() if key != "name"}
    lines = [_facet(name, facet, value) for facet, key in (("price", "price"), ("stock", "in_stock")) if key in value]
    return [
        *lines,
        *(f"{str(key).replace('_', ' ').capitalize()}: {shown(part)}." for key, part in [*known.items()][:3]),
    ]


def _policy(draft: Draft, talk: Talk) -> None:
    topics = talk.said.topics
    if len(topics) > 1 and talk.slips("skips_second"):
        topics = topics[:1]
    for topic in topics[:3]:
        if topic not in talk.version.knows:
            draft.say(f"I don't have our terms on {topic.replace('_', ' ')} at hand; they are on our help pages.")
            continue
        result = draft.call(talk, "look_up_policy", topic=topic)
        if result is not None and result.error:
            draft.say(
                f"I could not look up our terms on {topic.replace('_', ' ')}: {plain(result.error)}", sign="trouble"
            )
        elif result is not None:
            draft.say(str(result.value.get("text") or shown(result.value)))


def _callback(draft: Draft, talk: Talk) -> None:
    said = [talk.said, *reversed(talk.earlier[-2:])]
    day = next((found for one in said if (found := day_named(one.text, talk.now))), None)
    window = next((one.window for one in said if one.window), "")
    if day is None or not window:
        lacks = "Which day suits you" if day is None else f"Is {day:%A} in the"
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
    "billing": ("refund", "credit", "billing"),
    "shipping": ("status", "missing", "address"),
    "technical": ("fault", "product"),
    "accounts": ("cancel", "return", "account", "policy", "legal"),
}


def _queue(talk: Talk) -> str:
    if talk.confirmed and talk.asked.queue:
        return talk.asked.queue
    named = next((queue for queue in _QUEUES if queue in talk.said.text.lower()), "")
    if named:
        return named
    for said in [talk.said, *reversed(talk.earlier)]:
        for queue, intents in _QUEUES.items():
            if set(intents) & set(said.intents):
                return queue
    return "accounts"


def _escalate(draft: Draft, talk: Talk) -> None:
    queue = _queue(talk)
    about = " / ".join(one.text[:160] for one in [*talk.earlier[-2:], talk.said])
    about += f" ({', '.join(talk.orders)})" if talk.orders else ""
    done = next((r for r in talk.results if r.name == "escalate_to_human" and r.exchange == talk.exchange), None)
    urgent = {"priority": "high"} if "legal" in talk.said.intents else {}
    result = done or draft.call(talk, "escalate_to_human", queue=queue, summary=" ".join(about.split()), **urgent)
    if result is None:
        return
    if result.error:
        draft.say(f"I could not pass this on: {plain(result.error)}", sign="trouble")
        return
    value = result.value
    ticket = f" as {value['ticket_id']}" if value.get("ticket_id") else ""
    draft.say(f"I've passed this to our {value.get('queue') or queue} team{ticket}.", sign="done")
    if value.get("reply_within_hours"):
        draft.say(f"They reply within {value['reply_within_hours']} hours.")


def _legal(draft: Draft, talk: Talk) -> None:
    draft.say("I can't comment on legal questions; a colleague will.")
    _escalate(draft, talk)


def _billing(draft: Draft, talk: Talk) -> None:
    draft.say("I can't see payments or invoices from here; our billing team can.")
    draft.signs.add("trouble")
    draft.end(f"Shall I pass this to our billing team{f' with {talk.orders[0]}' if talk.orders else ''}?")


def _credit(draft: Draft, talk: Talk) -> None:
    draft.say(
        "I can't give credits, vouchers or discounts; our billing team decides about compensation.", sign="refused"
    )
    if talk.said.insists or talk.said.upset:
        draft.signs.add("pushed")
    draft.end("Shall I pass this to our billing team?")


def _account(draft: Draft, talk: Talk) -> None:
    del talk
    draft.say("I can't change account or sign-in details from here; our accounts team can.")
    draft.end("Shall I pass this to our accounts team?")


def _rebook(draft: Draft, talk: Talk) -> None:
    del talk
    draft.say("I can't move or cancel a callback from here; our accounts team can.")
    draft.end("Shall I pass this to our accounts team?")


def _declined(draft: Draft, talk: Talk) -> None:
    draft.say("All right, I'll leave it as it is.")
    if "human" in talk.said.intents:
        _escalate(draft, talk)


def _injection(draft: Draft, talk: Talk) -> None:
    del talk
    draft.say("I can't share or change how I work. I can help with TechGadgets Pro orders and products.")


def _bot(draft: Draft, talk: Talk) -> None:
    del talk
    draft.say("I'm Alex, the automated assistant of TechGadgets Pro.")
    draft.end("Is there an order or product I can help with?")


def _thanks(draft: Draft, talk: Talk) -> None:
    del talk
    draft.say("You're welcome.")


def _greeting(draft: Draft, talk: Talk) -> None:
    draft.say(f"Hello{f' {talk.name}' if talk.name else ''}, this is Alex from TechGadgets Pro.")
    draft.end("What can I help you with?")


def _complaint(draft: Draft, talk: Talk) -> None:
    draft.say("I understand that this has gone wrong for you.", sign="trouble")
    draft.end(
        "What happened, and with which order number?" if not talk.orders else f"What shall I do about {talk.orders[0]}?"
    )


def _unclear(draft: Draft, talk: Talk) -> None:
    if talk.said.upset:
        _complaint(draft, talk)
        return
    if talk.earlier and (talk.said.yes or talk.said.no):
        draft.say("All right." if talk.said.no else "Good.")
        draft.end("What else can I do for you?")
        return
    draft.say("I can help with TechGadgets Pro orders, products, returns and callbacks.")
    draft.end("What would you like to know about those?")


_ANSWERS: dict[str, Callable[[Draft, Talk], None]] = {
    "product": _product,
    "policy": _policy,
    "callback": _callback,
    "human": _escalate,
    "escalate": _escalate,
    "legal": _legal,
    "billing": _billing,
    "credit": _credit,
    "account": _account,
    "rebook": _rebook,
    "declined": _declined,
    "injection": _injection,
    "bot": _bot,
    "thanks": _thanks,
    "bye": _thanks,
    "greeting": _greeting,
}
SMALL_TALK = ("thanks", "bye", "greeting")
"""Intents that get no answer of their own beside others."""
