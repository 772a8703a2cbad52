"""The questions that a reply ends on, told by their words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evalsuite.example.alex_request import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that the last reply ended on."""

    kind: str
    """refund, cancel, return, escalate, order_number, address, callback, reason or product."""
    orders: tuple[str, ...] = ()
    queue: str = ""


def asked_in(messages: list[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """The questions of the last reply before the customer's last message; what they ask for is told by their words."""
    last = max((index for index, message in enumerate(messages) if message["role"] == "user"), default=0)
    text = next((text_of(one) for one in reversed(messages[:last]) if one["role"] == "assistant" and text_of(one)), "")
    found = []
    for question in _SENTENCE_END.split(text[-3000:]):
        kind = next((kind for kind, pattern in _ASKS if pattern.search(question)), "")
        if kind and question.endswith("?"):
            queue = re.search(r"\b(billing|shipping|technical|accounts)\b", question)
            orders = tuple(dict.fromkeys(re.findall(r"ORD-\d{2,12}", question)))
            found.append(Asked(kind=kind, orders=orders, queue=queue.group() if queue else ""))
    return tuple(found)


def offers_of(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The questions that offer to do something."""
    return tuple(one for one in asked if one.kind in OFFERS)


OFFERS = ("refund", "cancel", "return", "escalate")
"""Kinds of questions that offer to do something."""
_OFFER = r"\b(?:shall|should|like|want|may) (?:i|me|us)\b.{0,30}\b"
_ASKS = (
    ("order_number", re.compile(r"order number|its number", re.IGNORECASE)),
    ("reason", re.compile(r"what is wrong with", re.IGNORECASE)),
    ("refund", re.compile(_OFFER + "refund", re.IGNORECASE)),
    ("cancel", re.compile(_OFFER + "cancel", re.IGNORECASE)),
    ("return", re.compile(_OFFER + "return", re.IGNORECASE)),
    ("escalate", re.compile(_OFFER + "(?:pass|hand|team)", re.IGNORECASE)),
    ("address", re.compile(r"\b(new|full|which) address", re.IGNORECASE)),
    ("callback", re.compile(r"morning or (the )?afternoon|which day", re.IGNORECASE)),
    ("product", re.compile(r"which product", re.IGNORECASE)),
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
