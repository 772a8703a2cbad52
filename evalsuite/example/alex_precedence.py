"""Which reading gives way to which, where several seem to be in a text."""

from collections.abc import Mapping

from evalsuite.example.alex_lexicon import ORDER_INTENTS
from evalsuite.example.alex_phrases import sections

ON_ORDERS = tuple(ORDER_INTENTS)
"""Intents that need an order."""
SMALL_TALK = ("thanks", "bye", "greeting", "praise")
"""Intents that get no answer of their own beside others."""
LESS = frozenset(SMALL_TALK)


def _by_name(text: str) -> dict[str, frozenset[str]]:
    """From lines like `refund: return status`."""
    lines = (line.split(":") for line in text.splitlines() if ":" in line and line[0] != "#")
    return {name: frozenset(others.split()) for name, others in lines}


_TABLES = sections("precedence")
_WEAKER = _by_name(_TABLES["intents"])
TOPIC_SAYS: Mapping[str, frozenset[str]] = _by_name(_TABLES["topics"])
"""Intents that a question about a topic only seems to be."""
INTENT_SAYS: Mapping[str, frozenset[str]] = _by_name(_TABLES["beside"])
"""Topics that only seem to be asked about beside an intent."""


def weaker(name: str) -> frozenset[str]:
    """Intents that this one says already."""
    return _WEAKER.get(name, frozenset()) | (frozenset() if name in LESS else LESS)


def said_by(name: str) -> frozenset[str]:
    """What a clause of its own does not add to an intent."""
    return weaker(name) if name in _SWEEPING else weaker(name) - _ASKED


_ASKED = frozenset({"status", "details", "callback", "address", "product"})
"""What may be asked beside something that seems to say it."""
_SWEEPING = frozenset({"phishing", "fraud", "safety", "legal", "courier", "reference", "injection"})
"""What single words beside it are not to be taken for."""
ALONE = frozenset({*LESS, "need", "range", "offtopic", "settled", "bot", "purchase", "feedback", "human", "reference"})
"""What counts only where it is read in the message as a whole."""
OF_ORDERS = frozenset({"refunds", "returns", "cancellations", "shipping", "warranty"})
"""Topics that an answer about an order covers."""
ON_ORDER = {"refunds": "refund", "returns": "return", "cancellations": "cancel", "shipping": "status"}
"""What a question about a rule is about an order."""
DONE_TO_ORDERS = frozenset({"cancel"})
"""What is wanted of an order that is named, whatever rule is asked about beside it."""
NEEDS = frozenset(ON_ORDERS) | frozenset(_TABLES["no product"].split())
"""Intents beside which a product is what they are about, and not what is asked about."""
