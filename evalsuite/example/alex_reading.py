"""What one clause, or a whole text, wants: intents and topics of the rules."""

import re
from collections.abc import Mapping

from evalsuite.example import alex_lexicon as lexicon
from evalsuite.example import alex_precedence as precedence
from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_retracted import without_retracted
from evalsuite.example.alex_tidy import orders_in
from evalsuite.example.products import find_products


def wanted(plain: str, *, ordered: bool) -> tuple[list[str], list[str]]:
    """Intents in the order they come up, and topics; `ordered` where the message names an order."""
    places = {name: match.start() for name, pattern in lexicon.INTENTS.items() if (match := pattern.search(plain))}
    strong = [name for name in places if not any(name in precedence.weaker(other) for other in places)]
    found = sorted(strong, key=lambda name: places[name])
    products, rule = products_of(plain), bool(lexicon.RULES.search(plain))
    if products and not ordered and _HOW_SOON.search(plain) and not OWNED.search(plain):
        plain, rule, found = f"{plain} shipping", True, [name for name in found if name != "status"]
    topics = [] if "injection" in found else topics_of(plain, found, rule=rule)
    if ordered and topics and precedence.OF_ORDERS.issuperset(topics):
        found = found if set(found) - precedence.LESS else _on_order(topics)
        topics = [] if found else topics  # the answer about the order says what the rule means for it
    found = _beside_topics(found, topics, ordered=ordered)
    if "details" in found and "refund" in places and _CLAIMS.search(plain):
        found[found.index("details")] = "refund"
    found = _without_idle(plain, found, alone=not (topics or products or ordered), ordered=ordered)
    return _with_product(plain, found, topics, products=products, ordered=ordered), topics


def _on_order(topics: list[str]) -> list[str]:
    return [precedence.ON_ORDER[topic] for topic in topics if topic in precedence.ON_ORDER]


def _beside_topics(found: list[str], topics: list[str], *, ordered: bool) -> list[str]:
    for topic in topics:
        said = precedence.TOPIC_SAYS[topic] - (precedence.DONE_TO_ORDERS if ordered else frozenset())
        found = [name for name in found if name not in said or (ordered and topic in precedence.OF_ORDERS)]
    return [name for name in found if name != "settled"] if topics else found


def _without_idle(plain: str, found: list[str], *, alone: bool, ordered: bool) -> list[str]:
    """The intents without those that say nothing beside what else stands there."""
    if set(found) - {"offtopic", *precedence.LESS}:
        found = [name for name in found if name != "offtopic"]
    if ordered:
        found = [name for name in found if name != "lost_number"]
    kind = {"thanks", "praise"} & set(found) and set(found) <= precedence.LESS
    if kind and (BUT.search(plain) or lexicon.UPSET.search(plain)):
        return []
    if found and set(found) <= {"greeting", "bye"} and len(plain.split()) > LONG:
        return []  # a greeting before something that is not understood
    return [name for name in found if name != "need" or (alone and len(found) == 1)]


def _with_product(
    plain: str, found: list[str], topics: list[str], *, products: tuple[str, ...], ordered: bool
) -> list[str]:
    facets = set(matching(lexicon.FACETS, plain))
    if ordered and facets & _OF_GOODS and not products and not set(found) - {*precedence.LESS, "status"}:
        return ["product"]
    if not products or orders_in(plain) or not precedence.NEEDS.isdisjoint(found):
        return found
    if topics and topics != ["discounts"] and not facets - FACETS_OF_RULES - _facets_of(topics):
        return found
    found = [name for name in found if not facets or name not in {"range", "purchase", "praise"}]
    return found if {"range", "purchase", "manual", "settled", "praise"} & set(found) else [*found, "product"]


def _facets_of(topics: list[str]) -> set[str]:
    return {"price"} if {"price_match", "payments", "shipping"} & set(topics) else set()


def topics_of(plain: str, found: list[str], *, rule: bool) -> list[str]:
    """The topics asked about; `rule` where the text asks about a rule."""
    named = [name for name in matching(lexicon.TOPICS, plain) if rule or name in lexicon.STANDING]
    beside = {topic for intent, said in precedence.INTENT_SAYS.items() if intent in found for topic in said}
    if not rule and "callback" in found:
        beside |= set(named)  # what the call is to be about
    if not rule and "credit" in found:
        beside.add("discounts")
    if set(named) & {"returns", "cancellations", "refunds", "lost_parcels"} and not _BY_POST.search(plain):
        beside.add("shipping")
    if "payments" in named:
        beside.add("shipping")
    return [name for name in named if name not in beside]


def matching(table: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table.items() if pattern.search(text))


def products_of(plain: str) -> tuple[str, ...]:
    """The products a text names; in the customer's words where the shop does not know one."""
    known = find_products(without_retracted(plain))
    wanted = None if known else lexicon.WANTS.search(plain)
    if wanted and (lexicon.NO_GOODS.match(wanted[1]) or (" have " in wanted[0] and wanted[1].rstrip()[-1] != "s")):
        wanted = None  # "do you have" asks for much that is nothing to buy
    return tuple(product.name for product in known) or ((wanted[1].strip(),) if wanted else ())


LONG = 6
"""Words of a message that is more than a greeting."""
OWNED = phrases(r"(my|our) ([\w-]+ )?<product>|orders?|ordered|bought|purchased|pay|got|received|sent")
"""A product spoken of as something that is theirs, or is about to be."""
BUT = re.compile(r"\b(?:but|not|however)\b")
_HOW_SOON = re.compile(
    r"\b(?:how (?:soon|fast|quickly)|lead.?time|when (?:could|can|would)|(?:could|can|would|do) you (?:deliver|ship))\b"
)
_CLAIMS = phrases(r"(like|want|need|give|please|can i|could i) ~ (refund|money back)(?! (policy|status))")
"""Asks for money back, and not where it is."""
_OF_GOODS = frozenset(lexicon.FACETS) & frozenset(
    ["battery", "water", "charging", "compatibility", "ports", "displays", "power", "weight", "interfaces"]
)
"""Facets that are asked of what is in an order."""
FACETS_OF_RULES = frozenset({"travel", "app", "size", "colours", "stock"})
"""Facets whose words are those of rules as well."""
_BY_POST = re.compile(
    r"abroad|international|canada|mexico|europe|overseas|express|shipping (cost|fee|time)|how much is shipping"
    r"|do you ship"
)
