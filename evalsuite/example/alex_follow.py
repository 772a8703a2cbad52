"""What a message that says no wish of its own means, by the matter that was last spoken of."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from evalsuite.example.alex_clauses import clauses_of, demands
from evalsuite.example.alex_compose import composed
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_precedence import ON_ORDERS, SMALL_TALK
from evalsuite.example.alex_reading import OWNED, topics_of
from evalsuite.example.alex_words import SHORT, Said

Matter = Literal["order", "product", "rule", "team", ""]
TERSE = 2
"""Words of a message that can't tell anything."""
WAITING = 2
"""Messages whose words still count when the order they are about is named."""


def real(names: Sequence[str]) -> list[str]:
    """Intents without the small talk among them."""
    return [name for name in names if name not in (*SMALL_TALK, "bye")]


def followed(said: Said, earlier: tuple[Said, ...], *, done: str) -> Said | None:
    """The message with the wish that it has as more on the last matter; None where it has one of its own.

    `done` names the tool that did something for the customer last, which a question may be about.
    """
    last = next((one for one in reversed(earlier) if matter_of(one)), None)
    wanted = set(real(said.intents))
    if last is None or said.orders or wanted - _VAGUE or (said.topics and wanted - {"policy"}):
        return None
    of_money = done in _PAYING or not _MONEY.search(said.plain)
    if done == "escalate_to_human" and wanted <= _TOLD and not asks(said) and not (said.yes or said.no or said.intents):
        return replace(said, intents=("noted", "outcome"), topics=())
    if done and of_money and not said.topics and _AFTERWARDS.search(said.plain) and wanted <= _OF_OUTCOMES:
        return replace(said, intents=("outcome",))
    known = any(one.orders for one in earlier)
    if known and wanted == {"policy"} and said.topics == ("shipping",) and _IT_COMES.search(said.plain):
        return replace(said, intents=("status",), topics=())
    matter = matter_of(last)
    if matter == "product":
        return _on_product(said, last, wanted)
    if matter == "rule":
        return _on_rule(said, last, wanted)
    return _on_order(said, last, wanted, done=done, known=known) if matter == "order" else None


def matter_of(said: Said) -> Matter:
    """What kind of thing a message was about, its intents being settled; empty for small talk."""
    intents = set(said.intents)
    if intents & {*ON_ORDERS, "lost_number"}:
        return "order"
    if intents & {"product", "range"} and said.products:
        return "product"
    if said.topics:
        return "rule"
    return "team" if set(real(said.intents)) - {"declined", "noted", "outcome", "settled"} else ""


def asks(said: Said) -> bool:
    """Whether a message is put as a question."""
    return "?" in said.text or demands(said.plain) or any(map(_QUESTION.match, clauses_of(said.plain)))


def rule_near(said: Said) -> tuple[str, ...]:
    """The policy that a question is about by its words alone."""
    return tuple(topics_of(said.plain, [], rule=True)[:1])


def _on_product(said: Said, last: Said, wanted: set[str]) -> Said | None:
    """A question about the product, unless it is about something of the customer's."""
    if wanted & {"policy", "product"} or OWNED.search(said.plain) or not (asks(said) or said.facets or _brief(said)):
        return None
    if said.upset or said.no or (said.yes and not said.facets):
        return None
    if _BUYS.search(said.plain) and not asks(said):
        return replace(said, intents=("purchase",))
    return replace(said, intents=("product",), products=said.products or last.products, curious=bool(said.products))


def _on_rule(said: Said, last: Said, wanted: set[str]) -> Said | None:
    near = rule_near(said)
    if wanted - {"details", "status", "modify"} or said.topics or (_MINE.search(said.plain) and not near):
        return None
    if _BEGINS.search(said.plain) and last.topics[-1] in WISH_OF_TOPIC:
        return replace(said, intents=(WISH_OF_TOPIC[last.topics[-1]],))
    if not (asks(said) or _brief(said)):
        return None
    return replace(said, intents=("policy",), topics=near or last.topics[-1:])


def _on_order(said: Said, last: Said, wanted: set[str], *, done: str, known: bool) -> Said | None:
    """What is told of the matter, a product being what it is about; or a question that a rule answers."""
    again, asking = tuple(name for name in last.intents if name in ON_ORDERS), asks(said)
    news = tuple(name for name in again if name not in ("status", "details") or not known)
    more = ("noted", "outcome") if done else ("noted", *news)
    made = composed(said.plain, ordered=True) if asking and not (said.facets or said.insists) else ""
    if wanted == {"product"} and not (asking and said.facets):
        return replace(said, intents=((made,) if made else again) if asking else more)
    mine = WISH_OF_TOPIC.get(said.topics[0]) if len(said.topics) == 1 and wanted == {"policy"} else None
    if mine and _OF_THAT.search(said.plain):
        return replace(said, intents=(mine,), topics=())
    if wanted or said.yes or said.no:
        return None
    if asking and said.facets == ("contents",):
        return replace(said, intents=("details",))
    topics = rule_near(said) if asking and not said.products else ()
    if topics:
        return replace(said, intents=("policy",), topics=topics)
    if made:
        return replace(said, intents=(made,))
    told = not asking and not said.intents and not said.upset and len(said.plain.split()) > TERSE
    return replace(said, intents=more) if told else None


def _brief(said: Said) -> bool:
    """Whether a message only adds a word or two to a question."""
    return len(said.plain.split()) < SHORT and not (said.yes or said.no or said.upset or said.intents)


_MINE = phrases(r"(my|our) ([\w-]+ )?(<product>|<order>)")
_OF_THAT = re.compile(r"\b(?:can|could|may) (?:i|we)\b[^.?!]*\b(?:it|them|those|these|this|that|one)\b")
"""Asks whether the very thing that is spoken of can be dealt with so, and not how that goes in general."""
_IT_COMES = re.compile(r"\b(?:when|will|has|did|is)(?: will| does| is| did)? (?:it|they|this|that)\b")
_BUYS = re.compile(r"\b(?:add|take|buy|order|have|get) (?:it|one|two|three|four|five|\d+|that|them|both|these)\b")
WISH_OF_TOPIC = {"refunds": "refund", "returns": "return", "cancellations": "cancel"}
_BEGINS = re.compile(r"\b(?:start|begin|do (?:it|that|this|so)|go about|go ahead|proceed|arrange|get going)\b")
_VAGUE = frozenset({"product", "status", "details", "modify", "need", "policy", "billing", "refund", "return_progress",
                    "reference", "callback", "purchase", "lost_number"})  # fmt: skip
"""Intents that single words of a follow-up may seem to have."""
_TOLD = frozenset({"product", "status", "details"})
"""What a mere remark to a team that has the matter may seem to want."""
_OF_OUTCOMES = frozenset({"details", "status", "billing", "refund", "return_progress", "reference"})
_PAYING = frozenset({"issue_refund", "cancel_order", "start_return"})
_MONEY = re.compile(r"\b(?:money|refund\w*|credited|paid)\b")
_AFTERWARDS = re.compile(
    r"\b(?:when|how (?:long|soon|fast|much|many)|where|who|what (?:now|next|happens)|by when"
    r"|(?:do|did|will|would|must|should) (?:i|we|they|you|someone|somebody|it|that)"
    r"|is (?:it|that|this) (?:done|sorted|ok))\b"
)
"""Asks how it goes on with what was done."""
_QUESTION = re.compile(
    r"\W*(?:(?:ok|okay|and|but|so|also|well|hi|hey|hello|then|thanks|great|nice|quick \w+),? )*"
    r"(?:what|who|where|when|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|should|must|may|has|have|if)\b"
)
