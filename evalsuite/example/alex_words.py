"""What a customer's message asks for: intents, order numbers, topics, details, yes and no."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from evalsuite.example import alex_topics as topics_
from evalsuite.example import alex_turns as turns
from evalsuite.example.alex_lexicon import INTENTS
from evalsuite.example.alex_retracted import taken_back, without_retracted
from evalsuite.example.alex_slots import address_named, phone_named, shows_card, window_named, zips_named
from evalsuite.example.alex_tidy import orders_in, tidy
from evalsuite.example.alex_wishes import intents_of, matching, products_of, wishes_of, without_refusals

HEAD, TAIL = 2000, 1000  # a customer says what they want at either end of a pasted wall of text
MOST = 3  # wishes that one reply can do justice to


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One customer message, read."""

    text: str
    plain: str = ""
    """The text made plain: see `alex_tidy`."""
    intents: tuple[str, ...] = ()
    """In the order they come up; none where nothing is understood."""
    orders: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Policy topics asked about."""
    facets: tuple[str, ...] = ()
    """What is asked about a product."""
    reason: str = ""
    """faulty, wrong_item or unwanted, where they say so."""
    products: tuple[str, ...] = ()
    """Products named; in the customer's words where the shop does not know one."""
    curious: bool = False
    """Asks about a product in general."""
    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What each order is named for, where a message wants different things of several."""
    address: str = ""
    zips: tuple[str, ...] = ()
    """ZIP codes that stand there and are not denied."""
    phone: str = ""
    window: str = ""
    card: bool = False
    """Holds a payment card's number."""
    foreign: bool = False
    yes: bool = False
    no: bool = False
    upset: bool = False
    insists: bool = False
    corrects: bool = False
    """Takes back what was said before."""
    other: bool = False
    """Means another of the orders spoken of."""
    place: int | None = None
    """Which of the orders named together it means: 0 for the first, -1 for the last."""


def read(text: str) -> Said:
    """A message's intents and details; the same for the same text."""
    return _read(text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}")


@lru_cache(maxsize=2048)
def _read(text: str) -> Said:
    tidied = tidy(text)
    plain = tidied.text
    orders = taken_back(tuple(dict.fromkeys(f"ORD-{match[1]}" for match in orders_in(plain)))[:6], plain)
    address = address_named(text)
    intents, topics = intents_of(plain)
    if address and orders and set(intents) <= _NEAR_ADDRESS and _ELSEWHERE.search(plain) and not _CHECKS.search(plain):
        intents = ["address"]
    wishes = wishes_of(without_retracted(plain))
    wished = [name for names in wishes.values() for name in names]
    refuses = bool(turns.NO_FIRST.match(plain) or turns.NO.search(plain))
    return Said(
        text=text,
        plain=plain,
        intents=tuple(dict.fromkeys([*wished, *intents]))[: MOST + len(set(wished))],
        orders=orders,
        topics=tuple(topics),
        facets=matching(topics_.FACETS, plain),
        reason=next(
            iter(matching(topics_.REASONS, without_refusals(plain))), "faulty" if INTENTS["fault"].search(plain) else ""
        ),
        products=products_of(plain),
        curious=bool(topics_.WANTS.search(plain) or _COMPARES.search(plain)) or len(plain.split()) < 5,
        wishes=wishes,
        address=address,
        zips=zips_named(text),
        phone=phone_named(text),
        window=window_named(plain),
        card=shows_card(text),
        foreign=tidied.foreign,
        yes=not refuses and bool(turns.YES_FIRST.match(plain) or turns.YES.search(plain) or _AGREES.match(text)),
        no=refuses,
        upset=bool(turns.UPSET.search(plain) or _FACES.search(text) or _shouts(text)),
        insists=bool(turns.INSISTS.search(plain)),
        corrects=bool(turns.CORRECTS.search(plain)),
        other=bool(turns.OTHER.search(plain)),
        place=_place(plain),
    )


_COMPARES = re.compile(
    r"\b(compar\w+|difference|versus|vs|better|which one|specs?|specifications?|details|features?|know more|good)\b"
)
_NEAR_ADDRESS = frozenset({"status", "details", "modify", "greeting", "thanks"})
"""What a message seems to want of an order where it gives an address and the wish is to send it there."""
_ELSEWHERE = re.compile(
    r"\b(?:send|ship|deliver|bring|redirect|chang|mov|updat|switch|instead|now lives?|arriv)\w*|\bgo to\b"
)
_CHECKS = re.compile(
    r"\b(?:check|confirm (?!once|when|after|as soon)|verify|whether"
    r"|still (?:go|be sent)|is it (?:going|being)|right address|correct\?)"
)
_AGREES = re.compile("\\W*[\U0001f44d\U0001f44c\u2705]")
_FACES = re.compile("[\U0001f620\U0001f621\U0001f624\U0001f92c\U0001f47f\U0001f4a9\U0001f595]")


_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "last": -1, "latter": -1}
_PLACE = re.compile(
    rf"\b({'|'.join(_PLACES)})(?: (?:one|order|parcel|package))\b"
    r"|\bthe (former|latter|first|second)\b(?! (?:time|item|half|day))"
)


def _place(plain: str) -> int | None:
    found = _PLACE.search(plain)
    return _PLACES[found[1] or found[2]] if found else None


def _shouts(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\bORD\b", "", text))
    return text.count("!") >= 3 or (len(words) > 4 and sum(map(str.isupper, words)) * 4 > len(words) * 3)
