"""What a customer's message asks for: intents, order numbers, topics, details, yes and no."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from evalsuite.example import alex_topics as topics_
from evalsuite.example.alex_lexicon import INTENTS
from evalsuite.example.alex_slots import address_named, phone_named, shows_card, window_named
from evalsuite.example.alex_tidy import orders_in, tidy
from evalsuite.example.products import find_products

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
    orders = tuple(dict.fromkeys(f"ORD-{match[1]}" for match in orders_in(plain)))[:6]
    intents, topics = _intents(plain)
    wishes = _wishes(plain)
    wished = [name for names in wishes.values() for name in names]
    refuses = bool(topics_.NO_FIRST.match(plain) or topics_.NO.search(plain))
    return Said(
        text=text,
        plain=plain,
        intents=tuple(dict.fromkeys([*wished, *intents]))[: MOST + len(set(wished))],
        orders=orders,
        topics=tuple(topics),
        facets=_matching(topics_.FACETS, plain),
        reason=next(iter(_matching(topics_.REASONS, plain)), "faulty" if INTENTS["fault"].search(plain) else ""),
        products=_products(plain),
        curious=bool(topics_.WANTS.search(plain) or _COMPARES.search(plain)) or len(plain.split()) < 5,
        wishes=wishes,
        address=address_named(text),
        phone=phone_named(text),
        window=window_named(plain),
        card=shows_card(text),
        foreign=tidied.foreign,
        yes=not refuses and bool(topics_.YES_FIRST.match(plain) or topics_.YES.search(plain)),
        no=refuses,
        upset=bool(topics_.UPSET.search(plain) or _FACES.search(text) or _shouts(text)),
        insists=bool(topics_.INSISTS.search(plain)),
        corrects=bool(topics_.CORRECTS.search(plain)),
        other=bool(topics_.OTHER.search(plain)),
        place=_place(plain),
    )


_COMPARES = re.compile(
    r"\b(compar\w+|difference|versus|vs|better|which one|specs?|specifications?|details|features?|know more|good)\b"
)
_FACES = re.compile("[\U0001f620\U0001f621\U0001f624\U0001f92c\U0001f47f\U0001f4a9\U0001f595]")


_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "last": -1, "latter": -1}
_PLACE = re.compile(
    rf"\b({'|'.join(_PLACES)})(?: (?:one|order|parcel|package))\b|\bthe (former|latter|first|second)\b(?! (?:time|item|half|day))"
)


def _place(plain: str) -> int | None:
    found = _PLACE.search(plain)
    return _PLACES[found[1] or found[2]] if found else None


def _shouts(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\bORD\b", "", text))
    return text.count("!") >= 3 or (len(words) > 4 and sum(map(str.isupper, words)) * 4 > len(words) * 3)


ON_ORDERS = ("status", "refund", "return", "cancel", "address", "fault", "missing", "details", "modify")
"""Intents that need an order."""
SMALL_TALK = ("thanks", "bye", "greeting", "praise")
"""Intents that get no answer of their own beside others."""
_NEEDS = frozenset({*ON_ORDERS, "billing", "account", "callback", "rebook", "human", "safety", "fraud"})
_LESS = frozenset(SMALL_TALK)
WEAKER: Mapping[str, frozenset[str]] = {
    name: frozenset(weaker.split()) | (frozenset() if name in _LESS else _LESS)
    for name, weaker in {
        "injection": "account human details credit manual offtopic bot purchase",
        "safety": "fault status human missing return refund",
        "fraud": "billing account status purchase human cancel missing details",
        "legal": "human",
        "bot": "human offtopic",
        "human": "reference status range",
        "rebook": "callback cancel modify reference",
        "callback": "status reference human",
        "billing": "status refund details purchase fault modify",
        "reference": "status details",
        "details": "status refund missing modify",
        "modify": "status address return purchase manual fault",
        "address": "status purchase return",
        "cancel": "refund return status fault modify purchase lost_number",
        "refund": "return fault missing status credit purchase",
        "return": "fault status missing purchase",
        "missing": "status fault purchase",
        "fault": "status manual praise range purchase",
        "delivery_wish": "status missing address",
        "lost_number": "status",
        "account": "status human reference address",
        "settled": "status missing fault thanks",
        "purchase": "status range",
        "manual": "status range",
        "offtopic": "status range purchase manual",
        "credit": "purchase range praise",
        "status": "range",
        "range": "", "praise": "thanks", "thanks": "", "bye": "", "greeting": "",
    }.items()
}  # fmt: skip
"""Intents that another one says already."""
_OF_ORDERS = frozenset({"refunds", "returns", "cancellations", "shipping", "warranty"})
_TOPIC_SAYS: Mapping[str, frozenset[str]] = {
    "refunds": frozenset({"refund", "status", "credit"}),
    "returns": frozenset({"return", "modify", "status", "fault"}),
    "cancellations": frozenset({"cancel"}),
    "shipping": frozenset({"status", "address", "cancel", "purchase"}),
    "warranty": frozenset({"fault", "return"}),
    "price_match": frozenset({"credit", "return"}),
    "invoices": frozenset({"address", "purchase", "lost_number", "details", "account"}),
    "payments": frozenset({"purchase", "billing", "status"}),
    "discounts": frozenset({"credit", "billing", "purchase"}),
    "privacy": frozenset({"account", "cancel", "lost_number"}),
    "callbacks": frozenset({"callback", "human"}),
    "contact": frozenset({"status", "address", "delivery_wish", "account", "human"}),
    "accounts": frozenset({"account", "modify"}),
    "stock": frozenset({"purchase", "status"}),
    "ordering": frozenset({"purchase", "modify", "status"}),
    "lost_parcels": frozenset({"missing", "status", "fault", "refund"}),
    "developer_api": frozenset({"account", "modify", "manual", "status", "fault", "credit", "billing"}),
}
"""Intents that a question about the topic only seems to be."""


def _intents(plain: str) -> tuple[list[str], list[str]]:
    """What is asked for, and the policy topics among it; a question of its own counts beside a stronger wish."""
    ordered = bool(orders_in(plain))
    rules = " ".join(match.group() for match in _RULE_NAMED.finditer(plain))
    plain = _RULE_NAMED.sub(" ", plain) if ordered else plain
    found, topics = _wanted(plain, ordered=ordered)
    topics += [topic for topic in _wanted(rules, ordered=False)[1] if topic not in topics]
    if "injection" in found:
        return ["injection"], []
    clauses = _CLAUSE_END.split(plain)
    for clause in clauses if len(clauses) > 1 else ():
        if _ASKING.search(clause):
            more, rules = _wanted(clause, ordered=ordered)
            found += [name for name in more if name not in found and (name in _ASKED or not found)]
            topics += [topic for topic in rules if topic not in topics]
    return [*(name for name in found if name != "policy"), *(["policy"] if topics else [])], topics


_RULE_NAMED = re.compile(
    r"\b(?:returns?|refunds?|warranty|shipping|cancell?ation) (?:policy|policies|terms|rules|window|conditions)\b"
)
_CLAUSE_END = re.compile(r"[.!?;\n]+\s|,? (?:and|also|plus|but) (?=(?:also |then )?(?:when|where|what|how|can|could|tell|please|is|are|does|do|i|cancel"
                         r"|refund|change|check|has|have|which|who|why|will)\b)|, (?=(?:when|where|what|how|can|could|is|does|which)\b)")  # fmt: skip
_ASKING = re.compile(r"\b(?:when|where|what|how|which|can|could|tell me|please|is there|does|do you)\b")
_ASKED = frozenset(
    {"status", "details", "callback", "return", "cancel", "address", "product", "refund", "billing", "invoice"}
)
"""What may be asked beside something stronger."""


def _wanted(plain: str, *, ordered: bool) -> tuple[list[str], list[str]]:
    places = {name: match.start() for name, pattern in INTENTS.items() if (match := pattern.search(plain))}
    strong = [name for name in places if not any(name in WEAKER[other] for other in places)]
    found = sorted(strong, key=lambda name: places[name])
    if set(found) - {"offtopic", *_LESS}:
        found = [name for name in found if name != "offtopic"]
    products, asks = _products(plain), bool(topics_.RULES.search(plain))
    topics = [] if "injection" in found else _topics(plain, found, asks=asks)
    if _OF_ORDERS.issuperset(topics) and ordered and set(found) - _LESS:
        topics = []  # the answer about the order says what the rule means for it
    for topic in topics:
        found = [name for name in found if name not in _TOPIC_SAYS[topic] or (ordered and topic in _OF_ORDERS)]
    facts = bool(_matching(topics_.FACETS, plain))
    if products and _NEEDS.isdisjoint(found) and not ordered and not set(topics) - {"warranty"}:
        found = [name for name in found if not facts or name not in {"range", "purchase", "manual", "praise"}]
        if not {"range", "purchase", "manual", "settled", "praise"} & set(found):
            found.append("product")
            topics = []  # the product's page has its own words on the warranty
    return found, topics


def _topics(plain: str, found: list[str], *, asks: bool) -> list[str]:
    named = [name for name in _matching(topics_.TOPICS, plain) if asks or name in topics_.STANDING]
    beside = {topic for intent, said in _INTENT_SAYS.items() if intent in found for topic in said}
    if not asks and "credit" in found:
        beside.add("discounts")
    if set(named) & {"returns", "cancellations", "refunds", "lost_parcels"} and not _BY_POST.search(plain):
        beside.add("shipping")
    return [name for name in named if name not in beside]


_INTENT_SAYS = {"billing": ("invoices", "payments"), "fraud": ("accounts", "payments", "privacy")}
"""Topics that only seem to be asked about beside an intent."""
_BY_POST = re.compile(
    r"abroad|international|canada|mexico|europe|overseas|express|shipping (cost|fee|time)|how much is shipping|do you ship"
)


def _matching(table: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if pattern.search(text))


def _wishes(plain: str) -> dict[str, tuple[str, ...]]:
    """What is wanted of each order, read in the words up to its number, or else from there; empty where all the same."""
    places = orders_in(plain)
    ends = [match.end() for match in places]
    starts = [match.start() for match in places]
    for cuts in ([0, *ends], [*starts, len(plain)]):
        parts = [plain[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]
        wishes = {f"ORD-{match[1]}": _on_orders(part) for match, part in zip(places, parts, strict=True)}
        if all(wishes.values()) and len(set(wishes.values())) > 1:
            return wishes
    return {}


def _on_orders(part: str) -> tuple[str, ...]:
    return tuple(name for name in _wanted(part, ordered=True)[0] if name in ON_ORDERS)


def _products(plain: str) -> tuple[str, ...]:
    known = find_products(plain)
    wanted = None if known else topics_.WANTS.search(plain)
    wanted = None if wanted and topics_.NO_GOODS.match(wanted[1]) else wanted
    return tuple(product.name for product in known) or ((wanted[1].strip(),) if wanted else ())
