"""The word tables by which a customer's words are read, by what they tell."""

import re
from collections.abc import Mapping

from evalsuite.example.alex_phrases import tables

_TURNS = tables("turns")
SWAP = _TURNS["swap"]
"""Wants goods for goods."""
_ORDERS = tables("orders")
ORDER_INTENTS: Mapping[str, re.Pattern[str]] = {
    **_ORDERS,
    "modify": re.compile(f"{_ORDERS['modify'].pattern}|{SWAP.pattern}"),
}
"""Each of these needs an order."""
INTENTS: Mapping[str, re.Pattern[str]] = {**ORDER_INTENTS, **tables("services")}
"""What a message asks for; several may hold at once."""
TOPICS: Mapping[str, re.Pattern[str]] = tables("rules")
"""Of the shop's policies."""
STANDING = frozenset(TOPICS) - {"warranty", "refunds", "returns", "cancellations", "shipping"}
"""Topics that are asked about wherever they are named; the others need a question about a rule."""
FACETS: Mapping[str, re.Pattern[str]] = tables("products")
"""What is asked about a product, named as in its facts."""
RULES = _TURNS["a rule"]
REASONS = {name: _TURNS[name] for name in ("wrong_item", "unwanted")}
"""Why something goes back, beside a fault."""
THEMES = {name.removeprefix("near "): words for name, words in _TURNS.items() if name.startswith("near ")}
"""What a message is near, where nothing in it says what is wanted."""
YES, NO, UPSET = _TURNS["yes"], _TURNS["no"], _TURNS["upset"]
INSISTS, CORRECTS, OTHER = _TURNS["insists"], _TURNS["corrects"], _TURNS["other"]
YES_FIRST = re.compile(
    r"\W*(?:(?:ok|okay|oh|well|um+|hmm+|alright|thanks|great|hi),?\s+)?(yes|yep|yeah|yea|yup|ya|yah|sure|ok|okay"
    r"|please do|go ahead|do it|go for it|go(?=\W*$)|correct|confirm(?:ed)?|that is (?:right|correct|fine)|absolutely"
    r"|of course|sounds good|fine|perfect|right|alright"
    r"|definitely|please|y|aye|indeed|certainly|affirmative|by all means|cool|good|k|kk)\b(?!\s+(?:not|but not"
    r"|now is not))"
)
SOFT = re.compile(r"(?:ok|okay|fine|perfect|right|alright|cool|good|k|kk|sure|great)$")
"""Words that mean yes only where nothing is asked after them."""
NO_FIRST = re.compile(
    r"\W*(?:(?:ok|oh|well|um+|hmm+|actually|sorry),?\s+)?(?:no|nope|nah|naw|do not|not now|leave it"
    r"|never ?mind|wait|hold on"
    r"|stop|n|negative|rather not)\b"
    r"(?! (?:problem|worries|rush|longer|one|idea))"
)
WANTS = re.compile(
    r"(?:do you (?:guys )?(?:sell|have|stock|carry)|tell me (?:(?:a bit|a little|something|more|everything|all) )?about"
    r"|information (?:on|about|for)|specs (?:of|for|on)|interested in|looking for) (?:the |a |an |your |any "
    r"|some )?+([a-z0-9][\w -]{2,40})"
)
"""A question about something to buy, and what."""
NO_GOODS = re.compile(
    r"student|discount|(tele)?phone(?! \w)|stores?\b|shops?\b|hotline|my |policy|coupon|promo|order"
    r"|live|chat|team|office|hours|weekend|sunday|update|gift|history|dark|time|idea|question|minute|moment"
    r"|some|any|people|staff|support|news|records?|access"
    r"|it\b|that\b|this\b|them\b"
)
"""What is asked for with the same words, and is nothing to buy."""
