"""What a customer's message asks for: intents, order numbers, topics, details, yes and no."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from evalsuite.example import alex_lexicon as lexicon
from evalsuite.example.alex_clauses import without_refusals
from evalsuite.example.alex_reading import matching, products_of
from evalsuite.example.alex_retracted import taken_back, without_retracted
from evalsuite.example.alex_slots import address_named, names_a_day, phone_named, shows_card, window_named, zips_named
from evalsuite.example.alex_tidy import orders_in, tidy
from evalsuite.example.alex_wishes import wishes_in, wishes_of

HEAD, TAIL = 2000, 1000  # a customer says what they want at either end of a pasted wall of text
SHORT = 6  # words of a message in which a yes may stand anywhere
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
    left: bool = False
    """True where something is asked beside these that is not understood."""
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
    dated: bool = False
    """Names a day, or says that any will do."""
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
    wanted = wishes_in(plain)
    intents = wanted.intents
    near = (_NEAR_ADDRESS | ({"fault"} if "wrong" in plain else set())).issuperset(intents) and not _CHECKS.search(
        plain
    )
    moved = not intents or "modify" in intents or (orders and _ELSEWHERE.search(plain))
    if address and near and moved:
        beside = (name for name in intents if name == "policy" or (name == "status" and _WHEN.search(plain)))
        intents = ("address", *beside)
    wishes = wishes_of(without_retracted(plain))
    wished = [name for names in wishes.values() for name in names]
    refuses = bool(lexicon.NO_FIRST.match(plain) or lexicon.NO.search(plain))
    return Said(
        text=text,
        plain=plain,
        intents=tuple(dict.fromkeys([*wished, *intents]))[: MOST + len(set(wished))],
        orders=orders,
        topics=wanted.topics,
        left=wanted.left,
        facets=matching(lexicon.FACETS, plain),
        reason=next(
            iter(matching(lexicon.REASONS, without_refusals(plain))),
            "faulty" if {"fault", "safety"} & set(intents) or lexicon.INTENTS["fault"].search(plain) else "",
        ),
        products=products_of(plain),
        curious=bool(lexicon.WANTS.search(plain) or _COMPARES.search(plain)) or len(plain.split()) < 5,
        wishes=wishes,
        address=address,
        zips=zips_named(text),
        phone=phone_named(text),
        window=window_named(plain),
        dated=names_a_day(plain),
        card=shows_card(text),
        foreign=tidied.foreign,
        yes=not refuses and _agrees(text, plain),
        no=refuses,
        upset=bool(lexicon.UPSET.search(plain) or _FACES.search(text) or _shouts(text)),
        insists=bool(lexicon.INSISTS.search(plain)),
        corrects=bool(lexicon.CORRECTS.search(plain)),
        other=bool(lexicon.OTHER.search(plain)),
        place=_place(plain),
    )


_COMPARES = re.compile(
    r"\b(compar\w+|strongest|fastest|best|biggest|smallest|lightest|cheapest|longest"
    r"|difference|versus|vs|better|which one|specs?|specifications?|details|features?|know more|good)\b"
)
_NEAR_ADDRESS = frozenset({"status", "details", "modify", "policy", "delivery_wish", "product", "greeting", "thanks"})
"""What a message seems to want of an order where it gives an address and the wish is to send it there."""
_ELSEWHERE = re.compile(
    r"\b(?:wrong|live|sent|place|send|ship|deliver|bring|redirect|chang|mov|updat|switch|instead|now lives?"
    r"|arriv)\w*|\bgo to\b"
)
_WHEN = re.compile(r"\b(?:when|where|eta|status|tracking)\b")
_CHECKS = re.compile(
    r"\b(?:check|confirm (?!once|when|after|as soon)|verify|whether"
    r"|still (?:go|be sent)|is it (?:going|being)|right address|correct\?)"
)


def _agrees(text: str, plain: str) -> bool:
    """Whether a message is a yes: a mere "ok" before another question or a condition is none."""
    first = lexicon.YES_FIRST.match(plain)
    if first and lexicon.SOFT.match(first[1]):
        return not _HEDGED.search(plain[first.end() :])
    short = len(plain.split()) <= SHORT and _YES.search(plain)
    return bool(first or short or lexicon.YES.search(plain) or _AGREES.match(text))


_YES = re.compile(r"\b(?:yes|yep|yeah|go ahead)\b(?! but)")
_HEDGED = re.compile(r"\?|\b(?:what|how|why|when|where|which|who|if|only|but|whether)\b")
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
