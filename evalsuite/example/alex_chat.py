"""What Alex says where nothing has to be looked up, and which answer belongs to which intent that needs no order."""

import re
from collections.abc import Callable

from evalsuite.example.alex_catalogue import answer_product, tell_range
from evalsuite.example.alex_draft import Draft
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_services import (
    ELSEWHERE,
    callback,
    declined,
    elsewhere,
    fraud,
    hand_over,
    legal,
    policy,
    safety,
)
from evalsuite.example.alex_talk import Talk
from evalsuite.example.alex_topics import THEMES

FEW = 5


def answer_service(draft: Draft, talk: Talk, intent: str) -> None:
    """Add what an intent that needs no order asks; an unknown one gets the question what is meant."""
    _ANSWERS.get(intent, _unclear)(draft, talk)


def _line(sentence: str, question: str = "") -> Callable[[Draft, Talk], None]:
    def answer(draft: Draft, talk: Talk) -> None:
        del talk
        draft.say(sentence)
        if question:
            draft.end(question)

    return answer


def _greeting(draft: Draft, talk: Talk) -> None:
    if talk.earlier:
        draft.say("I'm here.")
        draft.end("What else can I do for you?")
        return
    draft.say(f"Hello{f' {talk.name}' if talk.name else ''}, this is Alex from TechGadgets Pro.")
    draft.end("What can I help you with?")


def _complaint(draft: Draft, talk: Talk) -> None:
    draft.say("I understand that this has gone wrong for you.", sign="trouble")
    draft.end(
        "What happened, and with which order number?" if not talk.orders else f"What shall I do about {talk.orders[0]}?"
    )


def _unclear(draft: Draft, talk: Talk) -> None:
    said = talk.said
    if said.upset:
        _complaint(draft, talk)
    elif talk.earlier and (said.no or (said.yes and len(said.plain.split()) < FEW)):
        draft.say("All right." if said.no else "Good.")
        draft.end("What else can I do for you?")
    elif len(said.plain.split()) < (4 if said.yes or said.no else 2):
        draft.end("What can I help you with?")
    elif _ORDER_WORD.search(said.plain):
        draft.end("Could you tell me the order number, and what I can do about it?")
    elif said.facets and not said.products:
        draft.end("Which product do you mean, and what would you like to know about it?")
    elif said.window or said.phone:
        callback(draft, talk)
    elif not any(one.intents for one in talk.earlier[-1:]) and talk.earlier:
        draft.say("I still don't see what you need.")
        draft.offer("accounts")
    elif talk.earlier and talk.earlier[-1].topics:
        draft.say("That is all our terms say about it, and I can't decide otherwise.")
        draft.offer("accounts")
    elif near := next((theme for theme, words in THEMES.items() if words.search(said.plain)), ""):
        draft.say("" if near in ELSEWHERE else "I'm not sure I can do that from here, but our accounts team may.")
        elsewhere(near)(draft, talk) if near in ELSEWHERE else draft.offer("accounts")
    elif "?" in said.text or _QUESTION.match(said.plain):
        draft.say("I don't know that. I can help with TechGadgets Pro orders, products, returns and callbacks.")
        draft.end("Is there anything of that kind I can do for you?")
    else:
        draft.say("I'm not sure I understand. I can help with TechGadgets Pro orders, products, returns and callbacks.")
        draft.end("What is it about, and if it is about an order, what is its number?")


_QUESTION = re.compile(
    r"\W*(?:what|who|where|when|why|how|which|is|are|do|does|did|can|could|will|would|should|has|have)\b"
)
_ORDER_WORD = phrases("<order>")


def _need(draft: Draft, talk: Talk) -> None:
    draft.say("Of course.")
    about = ", and what is the order number" if _ORDER_WORD.search(talk.said.plain) else ""
    draft.end(f"What is it about{about}?")


_ANSWERS: dict[str, Callable[[Draft, Talk], None]] = {
    "product": answer_product,
    "range": tell_range,
    "policy": policy,
    "callback": callback,
    "human": hand_over,
    "escalate": hand_over,
    "legal": legal,
    "safety": safety,
    "fraud": fraud,
    **{intent: elsewhere(intent) for intent in ELSEWHERE},
    "declined": declined,
    "injection": _line("I can't share or change how I work. I can help with TechGadgets Pro orders and products."),
    "need": _need,
    "bot": _line(
        "I'm Alex, the automated assistant of TechGadgets Pro. I can look up orders, products and our rules, make "
        "refunds, returns and cancellations, and book callbacks.",
        "What can I do for you?",
    ),
    "offtopic": _line(
        "I can only help with TechGadgets Pro: orders, products, returns and callbacks.",
        "Is there anything of that kind I can do for you?",
    ),
    "settled": _line("All right, then I leave everything as it is."),
    "praise": _line("Thank you for telling us, that is good to read."),
    "thanks": _line("You're welcome."),
    "bye": _line("You're welcome. Goodbye."),
    "greeting": _greeting,
}
