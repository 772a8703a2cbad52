"""What a plain text asks for: which wish counts where several seem to be in it, and for which order."""

import itertools
import re
from collections.abc import Mapping

from evalsuite.example import alex_topics as topics_
from evalsuite.example import alex_turns as turns
from evalsuite.example.alex_lexicon import INTENTS
from evalsuite.example.alex_order_lexicon import ORDER_INTENTS
from evalsuite.example.alex_retracted import rules_asked, without_asides, without_retracted
from evalsuite.example.alex_tidy import orders_in
from evalsuite.example.products import find_products

ON_ORDERS = tuple(ORDER_INTENTS)
"""Intents that need an order."""
SMALL_TALK = ("thanks", "bye", "greeting", "praise")
"""Intents that get no answer of their own beside others."""
_NEEDS = frozenset({*ON_ORDERS, "billing", "account", "callback", "rebook", "human", "safety", "fraud"})
_LESS = frozenset(SMALL_TALK)
_WEAKER: Mapping[str, frozenset[str]] = {
    name: frozenset(weaker.split()) | (frozenset() if name in _LESS else _LESS)
    for name, weaker in {
        "injection": "account human details credit manual offtopic bot purchase",
        "safety": "fault status human missing return refund",
        "fraud": "callback billing account status purchase human cancel missing details",
        "legal": "human",
        "bot": "human offtopic",
        "human": "reference status range billing",
        "rebook": "callback cancel modify reference",
        "callback": "status reference human fault",
        "billing": "status refund details purchase fault modify",
        "reference": "status details",
        "details": "status refund missing modify",
        "modify": "status return purchase manual fault",
        "address": "status purchase return modify",
        "cancel": "refund return status fault modify purchase lost_number",
        "refund": "return fault missing status credit purchase",
        "return": "fault status missing purchase",
        "missing": "status fault purchase address need",
        "fault": "status manual praise range purchase delivery_wish need",
        "return_progress": "return cancel status details refund",
        "undo": "cancel modify status refund",
        "delivery_wish": "status missing address",
        "lost_number": "status",
        "account": "status human reference address",
        "settled": "status missing fault thanks",
        "purchase": "status range",
        "manual": "status range",
        "offtopic": "status range purchase manual",
        "credit": "purchase range praise fault",
        "status": "range",
        "need": "greeting", "range": "need", "praise": "thanks", "thanks": "", "bye": "", "greeting": "",
    }.items()
}  # fmt: skip
"""Intents that another one says already."""
_OF_ORDERS = frozenset({"refunds", "returns", "cancellations", "shipping", "warranty"})
_DONE_TO_ORDERS = frozenset({"cancel"})
"""What is wanted of an order that is named, whatever rule is asked about beside it."""
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


def intents_of(plain: str) -> tuple[list[str], list[str]]:
    """What is asked for, and the policy topics among it; a question of its own counts beside a stronger wish."""
    ordered = bool(orders_in(plain))
    plain = without_retracted(without_asides(plain))
    if _praises(plain):
        return ["praise"], []
    named = " ".join(match.group() for match in _RULE_NAMED.finditer(plain))
    plain = _RULE_NAMED.sub(" ", plain) if ordered else plain
    for clause in rules_asked(plain) if ordered else ():
        named, plain = f"{named} {clause}", plain.replace(clause, " ")
    plain = without_refusals(plain)
    found, topics = _wanted(plain, ordered=ordered)
    topics += [topic for topic in _wanted(named, ordered=False)[1] if topic not in topics]
    if "injection" in found:
        return ["injection"], []
    clauses = _CLAUSE_END.split(plain)
    for clause in clauses if len(clauses) > 1 else ():
        if _ASKING.search(clause):
            more, rules = _wanted(clause, ordered=ordered)
            found += [name for name in more if name not in found and (name in _ASKED or not (found or topics))]
            topics += [topic for topic in rules if topic not in topics]
    return [*(name for name in found if name != "policy"), *(["policy"] if topics else [])], topics


def _praises(plain: str) -> bool:
    """Whether a text only says something kind: nothing asked, nothing wrong, no order."""
    if not INTENTS["praise"].search(plain) or orders_in(plain) or _ASKS_FOR.search(plain) or _BUT.search(plain):
        return False
    return not any(INTENTS[name].search(plain) for name in ("fault", "missing", "refund", "human", "callback"))


def without_refusals(plain: str) -> str:
    """The text without wishes that somebody says they do not have."""
    return _NOT_WANTED.sub(" ", plain)


_RULE_NAMED = re.compile(
    r"\b(?:returns?|refunds?|warranty|shipping|cancell?ation) (?:policy|policies|terms|rules|window|conditions)\b"
)
_NOT_WANTED = re.compile(
    r"\b(?:forget|never ?mind|not (?:want|need|ask|asking|after|looking)(?: for)?|instead of|rather than)(?: about)?"
    r"(?: a| the| my| any| another| your)? (?:refund|return|cancellation|replacement|call ?back|call|discount|voucher"
    r"|credit|money back)\b|\b(?:please )?do not (?:cancel|refund|return)\b|\bscrap that\b"
    r"|\bno need to (?:cancel|kill|return|refund|stop)\b"
    r"|\bdo not (?:call|phone|ring|contact) (?:me|us)(?: by phone)?|\bno (?:phone )?calls?\b"
)
_ASKS_FOR = re.compile(
    r"\?|\b(?:please|want|wanted (?!to (?:say|tell))|need|can|could|would|why|when|where|how|tell me|give me|send me"
    r"|feedback|suggestion|leave a review|refund|cancel|return)\b"
)
_BUT = re.compile(r"\b(?:but|not|however)\b")
_CLAUSE_END = re.compile(
    r"[.!?;\n]+\s|,? (?:and|also|plus|but) (?=(?:also |then )?(?:when|where|what|how|can|could|tell|please|is|are|does"
    r"|do|i|cancel|refund|change|check|has|have|which|who|why|will)\b)"
    r"|, (?=(?:when|where|what|how|can|could|is|does|which)\b)"
)
_ASKING = re.compile(
    r"^\W*(?:also |and )?(?:is|are|will|was|has|have|did|does|do)\b"
    r"|\b(?:when|where|what|how|which|can|could|tell me|please|is there|does|do you)\b"
)
_ASKED = frozenset(
    {"status", "details", "callback", "return", "cancel", "address", "product", "refund", "billing", "invoice"}
)
"""What may be asked beside something stronger."""


def _wanted(plain: str, *, ordered: bool) -> tuple[list[str], list[str]]:
    places = {name: match.start() for name, pattern in INTENTS.items() if (match := pattern.search(plain))}
    strong = [name for name in places if not any(name in _WEAKER[other] for other in places)]
    found = sorted(strong, key=lambda name: places[name])
    if set(found) - {"offtopic", *_LESS}:
        found = [name for name in found if name != "offtopic"]
    products, asks = products_of(plain), bool(topics_.RULES.search(plain))
    topics = [] if "injection" in found else _topics(plain, found, asks=asks)
    if _OF_ORDERS.issuperset(topics) and ordered and set(found) - _LESS:
        topics = []  # the answer about the order says what the rule means for it
    for topic in topics:
        said = _TOPIC_SAYS[topic] - (_DONE_TO_ORDERS if ordered else frozenset())
        found = [name for name in found if name not in said or (ordered and topic in _OF_ORDERS)]
    if topics:
        found = [name for name in found if name != "settled"]
    facts = bool(matching(topics_.FACETS, plain))
    if {"thanks", "praise"} & set(found) and set(found) <= _LESS and (_BUT.search(plain) or turns.UPSET.search(plain)):
        found = []
    if found == ["greeting"] and len(plain.split()) > 6:
        found = []  # a greeting before something that is not understood
    if len(found) > 1 or topics or products or ordered:
        found = [name for name in found if name != "need"]
    if (
        products
        and _NEEDS.isdisjoint(found)
        and not orders_in(plain)
        and (not topics or "warranty" in matching(topics_.FACETS, plain))
    ):
        found = [name for name in found if not facts or name not in {"range", "purchase", "praise"}]
        if not {"range", "purchase", "manual", "settled", "praise"} & set(found):
            found.append("product")
            topics = []  # the product's page has its own words on the warranty
    return found, topics


def _topics(plain: str, found: list[str], *, asks: bool) -> list[str]:
    named = [name for name in matching(topics_.TOPICS, plain) if asks or name in topics_.STANDING]
    beside = {topic for intent, said in _INTENT_SAYS.items() if intent in found for topic in said}
    if not asks and "callback" in found:
        beside |= set(named)  # what the call is to be about
    if not asks and "credit" in found:
        beside.add("discounts")
    if set(named) & {"returns", "cancellations", "refunds", "lost_parcels"} and not _BY_POST.search(plain):
        beside.add("shipping")
    if "payments" in named:
        beside.add("shipping")
    return [name for name in named if name not in beside]


_INTENT_SAYS = {"billing": ("invoices", "payments"), "fraud": ("accounts", "payments", "privacy")}
"""Topics that only seem to be asked about beside an intent."""
_BY_POST = re.compile(
    r"abroad|international|canada|mexico|europe|overseas|express|shipping (cost|fee|time)|how much is shipping"
    r"|do you ship"
)


def matching(table: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if pattern.search(text))


def wishes_of(plain: str) -> dict[str, tuple[str, ...]]:
    """What is wanted of each order, read in the words up to its number or from there; empty where all is the same."""
    places = orders_in(plain)
    ends = [match.end() for match in places]
    starts = [match.start() for match in places]
    for cuts in ([0, *ends], [*starts, len(plain)]):
        parts = [plain[start:end] for start, end in itertools.pairwise(cuts)]
        wishes = {f"ORD-{match[1]}": _on_orders(part) for match, part in zip(places, parts, strict=True)}
        if all(wishes.values()) and len(set(wishes.values())) > 1:
            return wishes
    return {}


def _on_orders(part: str) -> tuple[str, ...]:
    return tuple(name for name in _wanted(part, ordered=True)[0] if name in ON_ORDERS)


def products_of(plain: str) -> tuple[str, ...]:
    known = find_products(without_retracted(plain))
    wanted = None if known else topics_.WANTS.search(plain)
    if wanted and (topics_.NO_GOODS.match(wanted[1]) or (" have " in wanted[0] and wanted[1].rstrip()[-1] != "s")):
        wanted = None  # "do you have" asks for much that is nothing to buy
    return tuple(product.name for product in known) or ((wanted[1].strip(),) if wanted else ())
