"""What Alex says where nothing has to be looked up, and which answer belongs to which intent that needs no order."""

from collections.abc import Callable

from evalsuite.example.alex_catalogue import answer_product, tell_range
from evalsuite.example.alex_draft import Draft
from evalsuite.example.alex_follow import asks
from evalsuite.example.alex_lexicon import THEMES
from evalsuite.example.alex_outcomes import tell_outcome
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_reading import OWNED
from evalsuite.example.alex_rules import TEAMS, policy
from evalsuite.example.alex_services import (
    ELSEWHERE,
    callback,
    declined,
    elsewhere,
    fraud,
    hand_over,
    legal,
    phishing,
    queue_of,
    safety,
)
from evalsuite.example.alex_talk import Talk

FEW, MANY = 5, 12
"""Words of a message that can say little, and of one that says more than a feeling."""


def answer_service(draft: Draft, talk: Talk, intent: str) -> None:
    """Add what an intent that needs no order asks; an unknown one gets the question what is meant."""
    _ANSWERS.get(intent, _unclear)(draft, talk)


def _line(sentence: str, question: str = "") -> Callable[[Draft, Talk], None]:
    def answer(draft: Draft, talk: Talk) -> None:
        del talk
        draft.say(sentence)
        draft.wonder(question)

    return answer


def _greeting(draft: Draft, talk: Talk) -> None:
    if talk.earlier:
        draft.say("I'm here.")
        draft.wonder("What else can I do for you?")
        return
    draft.say(f"Hello{f' {talk.name}' if talk.name else ''}, this is Alex from TechGadgets Pro.")
    draft.wonder("What can I help you with?")


def _complaint(draft: Draft, talk: Talk) -> None:
    draft.say("I understand that this has gone wrong for you.", sign="trouble")
    draft.end(
        "What happened, and with which order number?" if not talk.orders else f"What shall I do about {talk.orders[0]}?"
    )


def _noted(draft: Draft, talk: Talk) -> None:
    draft.say("Thank you for telling me.")
    if talk.said.intents == ("noted",):
        draft.offer(queue_of(talk), f"it with {talk.orders[0]}" if talk.orders else "it")


def _unclear(draft: Draft, talk: Talk) -> None:
    said, words = talk.said, len(talk.said.plain.split())
    if said.upset and words < MANY:
        _complaint(draft, talk)
    elif talk.earlier and (said.no or (said.yes and words < FEW)):
        draft.say("All right." if said.no else "Good.")
        draft.wonder("What else can I do for you?")
    elif words < (FEW - 1 if said.yes or said.no else 2) and not said.orders:
        draft.wonder("What can I help you with?")
    elif said.window or said.phone:
        callback(draft, talk)
    elif (
        said.facets
        and not (said.products or talk.orders)
        and _CHOOSES.search(said.plain)
        and not _ORDER_WORD.search(said.plain)
    ):
        tell_range(draft, talk)
    elif talk.earlier and talk.earlier[-1].topics:
        draft.say("I can't do more about that from here; a person can.")
        draft.offer(TEAMS.get(talk.earlier[-1].topics[-1], "accounts"))
    elif (_ORDER_WORD.search(said.plain) or (said.products and OWNED.search(said.plain))) and not (
        asks(said) and words > MANY // 2
    ):
        known = "" if asks(said) else ", and what I can do about it"
        draft.end(f"Could you tell me the order number{known}?")
    else:
        _near(draft, talk)


def _near(draft: Draft, talk: Talk) -> None:
    """Say what cannot be done, and offer the team that the words come nearest to."""
    said = talk.said
    near = next((theme for theme, words in THEMES.items() if words.search(said.plain)), "")
    if talk.earlier and not any(one.intents for one in talk.earlier[-1:]):
        draft.say("I still don't see what you need.")
        draft.offer(queue_of(talk))
    elif near in ELSEWHERE:
        elsewhere(near)(draft, talk)
    elif near:
        draft.say("I'm not sure I can do that from here, but our accounts team may.")
        draft.offer("accounts")
    elif talk.orders:
        draft.say("I'm not sure what I can do about that from here.")
        draft.offer(queue_of(talk), f"your message about {talk.orders[0]}")
    elif asks(said):
        draft.say("I have no answer to that. I can look up orders, products and our rules.")
        draft.offer(queue_of(talk), "your question")
    else:
        draft.say("I'm not sure I understand. I can help with TechGadgets Pro orders, products, returns and callbacks.")
        draft.end("What is it about, and if it is about an order, what is its number?")


_ORDER_WORD = phrases("<order>")
_CHOOSES = phrases(
    r"which|what|whats|any|anything|something|cheap*|best|do you|recommend|looking for|need|smallest|biggest"
)


def _need(draft: Draft, talk: Talk) -> None:
    draft.say("Of course.")
    about = ", and what is the order number" if _ORDER_WORD.search(talk.said.plain) else ""
    draft.end(f"What is it about{about}?")


_ANSWERS: dict[str, Callable[[Draft, Talk], None]] = {
    "product": answer_product,
    "range": tell_range,
    "policy": policy,
    "outcome": tell_outcome,
    "callback": callback,
    "human": hand_over,
    "escalate": hand_over,
    "legal": legal,
    "safety": safety,
    "fraud": fraud,
    "phishing": phishing,
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
    "noted": _noted,
    "settled": _line("All right, then I leave everything as it is."),
    "feedback": _line("Thank you, that is good to know. I can't promise what comes of it."),
    "praise": _line("Thank you for telling us, that is good to read."),
    "thanks": _line("You're welcome."),
    "bye": _line("All right. Goodbye."),
    "greeting": _greeting,
}
