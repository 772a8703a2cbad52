"""What a customer's message asks for: intents, order numbers, dates, addresses, yes and no."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from evalsuite.example.alex_lexicon import FACETS, INSISTS, INTENTS, NO, REASONS, RULES, TOPICS, UPSET, WANTS, YES
from evalsuite.example.products import find_products

HEAD, TAIL = 2000, 1000  # a customer says what they want at either end of a pasted wall of text


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One customer message, read."""

    text: str
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
    phone: str = ""
    window: str = ""
    yes: bool = False
    no: bool = False
    upset: bool = False
    insists: bool = False


_ORDER = re.compile(r"\bORD[-\s#]{0,2}(\d{3,9})\b|(?<![\w-])#?(\d{6})(?![\w-])", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![\w-])\d{1,5} [A-Za-z][\w ',.-]{2,70}?\b\d{5}\b|(?<![\w-])\d{1,5} [A-Z][\w' ]{2,40}?"
    r"\b(?:street|st|road|rd|avenue|ave|lane|row|court|drive|way|plaza|yard)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+\d[\d ]{6,16}\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<soon>tomorrow)\b|\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{'|'.join(_MONTHS)})[a-z]*"
    rf"|\b(?P<month2>{'|'.join(_MONTHS)})[a-z]* (?P<day2>\d{{1,2}})\b",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"\b(?P<am>morning|before noon|(?:9|10|11)(?::\d\d)? ?am)\b|\b(?P<pm>afternoon|after lunch|"
    r"[1-5](?::\d\d)? ?pm|1[3-7]:\d\d)",
    re.IGNORECASE,
)


def read(text: str) -> Said:
    """A message's intents and details; the same for the same text."""
    cut = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"
    return _read(cut.replace("’", "'"))


def day_named(text: str, today: date) -> date | None:
    """The day a message speaks of, weekdays meaning the next such day; None where it names none that exists."""
    found = _DATE.search(text)
    if found is None:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["soon"]:
            return today + timedelta(days=1)
        if found["weekday"]:
            ahead = (_WEEKDAYS.index(found["weekday"].lower()) - today.weekday()) % 7
            return today + timedelta(days=ahead or 7)
        month = _MONTHS.index((found["month"] or found["month2"]).lower()) + 1
        return date(today.year, month, int(found["day"] or found["day2"]))
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def _read(clear: str) -> Said:
    intents, topics = _intents(clear)
    wishes = _wishes(clear)
    intents = (
        list(dict.fromkeys([name for names in wishes.values() for name in names] + intents)) if wishes else intents
    )
    address, phone, window = (pattern.search(clear) for pattern in (_ADDRESS, _PHONE, _WINDOW))
    return Said(
        text=clear,
        intents=tuple(intents),
        orders=tuple(dict.fromkeys(f"ORD-{match[1] or match[2]}" for match in _ORDER.finditer(clear)))[:6],
        topics=tuple(topics),
        facets=_matching(FACETS, clear),
        reason=next((name for name in _matching(REASONS, clear)), "faulty" if INTENTS["fault"].search(clear) else ""),
        products=_products(clear),
        curious=bool(WANTS.search(clear)) or len(clear.split()) < 5,
        wishes=wishes,
        address=address.group().strip() if address else "",
        phone=phone.group() if phone else "",
        window="" if window is None else "morning" if window["am"] else "afternoon",
        yes=bool(YES.search(clear)) and not NO.search(clear),
        no=bool(NO.search(clear)),
        upset=bool(UPSET.search(clear)),
        insists=bool(INSISTS.search(clear)),
    )


_WEAKER = {
    "injection": {"account", "human"},
    "bot": {"human"},
    "human": {"callback", "bot"},
    "rebook": {"callback", "cancel"},
    "details": {"status", "refund", "missing", "modify"},
    "modify": {"status", "address", "return"},
    "cancel": {"refund", "return", "status", "fault"},
    "refund": {"return", "fault", "missing", "status"},
    "return": {"fault", "status", "missing"},
    "missing": {"status"},
    "fault": {"status"},
    "callback": {"status"},
    "billing": {"status", "refund"},
    "legal": {"human"},
}
"""Intents that another one says already."""
_ON_ORDERS = {
    "status",
    "refund",
    "return",
    "cancel",
    "fault",
    "missing",
    "address",
    "modify",
    "details",
    "billing",
    "account",
}
_ON_ORDERS |= {"callback", "rebook", "human"}
_OF_ORDERS = {"refunds", "returns", "cancellations", "shipping"}


def _intents(text: str) -> tuple[list[str], list[str]]:
    """What is asked for, and the policy topics among it."""
    places = {name: match.start() for name, pattern in INTENTS.items() if (match := pattern.search(text))}
    found = [
        name
        for name in sorted(places, key=lambda name: places[name])
        if not any(name in weaker for stronger, weaker in _WEAKER.items() if stronger in places)
    ]
    topics = list(_matching(TOPICS, text)) if RULES.search(text) else []
    if topics and not _ORDER.search(text):
        found = [name for name in found if name not in {"refund", "return", "cancel", "status", "credit"}]
    elif _OF_ORDERS.issuperset(topics) and found:
        topics = []  # the answer about the order says what the rule means for it
    if _products(text) and _ON_ORDERS.isdisjoint(found) and not _ORDER.search(text):
        found.append("product")
        topics = [topic for topic in topics if topic != "warranty"]  # the product's page has its own
    return [*found, *(["policy"] if topics else [])], topics


def _matching(table: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if pattern.search(text))


def _wishes(text: str) -> dict[str, tuple[str, ...]]:
    """What is wanted of each order, read in the words up to its number; empty where it is the same for all."""
    wishes: dict[str, tuple[str, ...]] = {}
    start = 0
    for match in _ORDER.finditer(text):
        intents, _ = _intents(text[start : match.end()])
        wishes[f"ORD-{match[1] or match[2]}"] = tuple(name for name in intents if name in _ON_ORDERS)
        start = match.end()
    return wishes if all(wishes.values()) and len(set(wishes.values())) > 1 else {}


def _products(text: str) -> tuple[str, ...]:
    known = find_products(text)
    wanted = None if known else WANTS.search(text)
    return tuple(product.name for product in known) or ((wanted[1].strip(),) if wanted else ())
