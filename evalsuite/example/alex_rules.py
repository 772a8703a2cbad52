"""What Alex says about the shop's rules: the sentences that answer a question, or that none does."""

import re

from evalsuite.example.alex_draft import Draft, plain, shown
from evalsuite.example.alex_follow import WISH_OF_TOPIC
from evalsuite.example.alex_grasp import leaves_open, telling_words
from evalsuite.example.alex_lexicon import TOPICS
from evalsuite.example.alex_reading import OWNED
from evalsuite.example.alex_talk import Talk

TEAMS = {
    **dict.fromkeys(("invoices", "payments", "refunds", "price_match", "discounts"), "billing"),
    **dict.fromkeys(("shipping", "lost_parcels"), "shipping"),
    **dict.fromkeys(("warranty", "developer_api"), "technical"),
}
"""Who knows more than a policy says; the accounts team where none is named."""


def policy(draft: Draft, talk: Talk) -> None:
    topics = talk.said.topics
    if len(topics) > 1 and talk.slips("skips_second"):
        topics = topics[:1]
    own = not talk.orders and bool(WISH_OF_TOPIC.keys() & set(topics)) and bool(OWNED.search(talk.said.plain))
    for topic in topics[:3]:
        result = draft.call(talk, "look_up_policy", topic=topic)
        if result is not None and result.error:
            words = topic.replace("_", " ")
            draft.say(f"I could not look up our terms on {words}: {plain(result.error)}", sign="trouble")
        elif result is not None:
            text = str(result.value.get("text") or shown(result.value))
            _tell(draft, talk, topic, text, alone=len(topics) == len(talk.said.intents) == 1, own=own)
    if "discounts" in topics and (talk.orders or talk.said.insists or _WANTS_OFFER.search(talk.said.plain)):
        draft.offer("billing")
    if own:
        draft.end("If it is about an order of yours, what is its number?")


def _tell(draft: Draft, talk: Talk, topic: str, text: str, *, alone: bool, own: bool) -> None:
    """Say what answers the question; once a rule was told, only that, or that it says no more."""
    told = any(topic in one.topics for one in talk.earlier)
    fitting, open_left = answering(talk.said.plain, text, topic, fewest=1 if told else 2)
    draft.say(*(fitting if told and fitting else () if told and open_left else (text,)))
    if alone and open_left:
        draft.say("Our rules say nothing more on that." if told else "Our rules say no more than this.")
        if not own:
            draft.offer(TEAMS.get(topic, "accounts"), "your question")


def answering(question: str, text: str, topic: str, *, fewest: int) -> tuple[list[str], bool]:
    """The sentences of a rule that fit a question, and whether it asks, in as many words, what none of them tells."""
    sentences = [one for one in _SENTENCE_END.split(text) if one]
    rest = telling_words(TOPICS[topic].sub(" ", question), shortest=3) - _GENERAL if topic in TOPICS else set[str]()
    asked = telling_words(question, shortest=3) - telling_words(topic.replace("_", " "), shortest=3) - _GENERAL
    kinds = [answer for ask, answer in _KINDS if ask.search(question)]
    shares = {
        one: len(asked & telling_words(one.lower(), shortest=3)) + 1.5 * any(kind.search(one.lower()) for kind in kinds)
        for one in sentences
    }
    most = max(shares.values(), default=0)
    fitting = [one for one in sentences if most and shares[one] == most]
    return fitting, len(asked & rest) >= fewest and (not fitting or leaves_open(question, text))


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_KINDS = (
    (re.compile(r"\b(?:how (?:long|soon|fast|quickly|many (?:days|weeks|hours|months))|when|deadline|window)\b"),
     re.compile(r"\b(?:\d+|one|two) (?:business )?(?:minute|hour|day|week|month|year)|\bwhen it is\b|\buntil\b")),
    (re.compile(r"\b(?:how much|costs?|pay|pays|fees?|charge[ds]?|prices?|free|extra)\b"),
     re.compile(r"\b(?:free|usd|percent)\b")),
    (re.compile(r"\bwho\b"), re.compile(r"\bteam\b")),
)  # fmt: skip
"""What a question asks for, and the shape of what answers it."""
_GENERAL = telling_words(
    "policy rules terms conditions process procedure return returns refund refunds shipping warranty cancel order "
    "orders product products item items problem question tell find allowed accept offer customer customers business "
    "quantity amount"
)
_WANTS_OFFER = re.compile(r"\bquot\w+|\ban offer\b")
