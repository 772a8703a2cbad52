"""What a customer's message asks for, clause by clause, and for which order."""

import itertools
import re
from dataclasses import dataclass

from evalsuite.example import alex_lexicon as lexicon
from evalsuite.example.alex_clauses import asks, clauses_of, demands, last_thought, names_a_subject, without_refusals
from evalsuite.example.alex_compose import composed
from evalsuite.example.alex_grasp import telling_words
from evalsuite.example.alex_precedence import ALONE, LESS, OF_ORDERS, ON_ORDER, ON_ORDERS, said_by
from evalsuite.example.alex_reading import BUT, FACETS_OF_RULES, OWNED, matching, topics_of, wanted
from evalsuite.example.alex_retracted import rules_asked, without_asides, without_retracted
from evalsuite.example.alex_slots import address_named
from evalsuite.example.alex_tidy import orders_in
from evalsuite.example.policies import POLICIES
from evalsuite.example.products import find_products

TELLING = 2
"""Words that say what a clause is about, from which on it is missed where nobody takes it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    intents: tuple[str, ...] = ()
    """In the order they come up; `policy` stands for all topics."""
    topics: tuple[str, ...] = ()
    left: bool = False
    """True where a question or request among others is not understood."""


def wishes_in(plain: str) -> Wishes:
    """What is asked for; a question or request of its own counts beside a stronger wish."""
    ordered, meant = bool(orders_in(plain)), without_retracted(without_asides(plain))
    plain = meant if telling_words(meant) or not lexicon.INTENTS["thanks"].search(plain) else plain
    thought = last_thought(plain)
    if thought != plain and set(wanted(thought, ordered=ordered)[0]) - LESS:
        plain = thought
    if _praises(plain):
        return Wishes(intents=("praise",))
    plain, ruled = _without_rules(plain, ordered=ordered)
    plain = without_refusals(plain)
    found, topics = wanted(plain, ordered=ordered)
    facts = bool(matching(lexicon.FACETS, plain))
    found = [name for name in found if name != "product" or facts or not OWNED.search(plain)]
    topics += [topic for topic in ruled if topic not in topics]
    if "injection" in found:
        return Wishes(intents=("injection",))
    understood = set(found) - {*LESS, "product"} or topics
    made = "" if understood or lexicon.CORRECTS.search(plain) else composed(plain, ordered=ordered)
    if made == "fault" and (ordered or find_products(plain)):
        found[:] = [name for name in found if name != "product"] + ["fault"]
    elif made and "product" not in found and (ordered or asks(plain)):
        found.append(made)
    if topics and {"returns", "refunds"}.issuperset(topics) and not set(found) - LESS and _tells_a_fault(plain):
        found.append("fault")
        topics.clear()
    left = _add_clauses(plain, found, topics, ordered=ordered)
    _settle(found, topics, ordered=ordered, facts=facts)
    intents = [*found, *(["policy"] if topics else [])]
    return Wishes(intents=tuple(intents), topics=tuple(topics), left=left and bool(intents) and not made)


def _tells_a_fault(plain: str) -> bool:
    """Whether a clause that asks nothing says that something is wrong."""
    return any("fault" in wanted(clause, ordered=True)[0] for clause in clauses_of(plain) if not asks(clause))


def _without_rules(plain: str, *, ordered: bool) -> tuple[str, list[str]]:
    """The text without what only asks about rules, and the topics of that."""
    named = " ".join(match.group() for match in _RULE_NAMED.finditer(plain))
    plain = _RULE_NAMED.sub(" ", plain) if ordered else plain
    for clause in rules_asked(plain, ordered=ordered):
        if topics_of(clause, [], rule=True):
            named, plain = f"{named} {clause}", plain.replace(clause, " ")
    return plain, topics_of(named, [], rule=True)


def _settle(found: list[str], topics: list[str], *, ordered: bool, facts: bool) -> None:
    """Leave out what something else says; `facts` where a fact of a product is asked for."""
    if ordered and OF_ORDERS.issuperset(topics) and not set(found) - LESS:
        found += [ON_ORDER[topic] for topic in topics if topic in ON_ORDER]
        topics[:] = [topic for topic in topics if topic not in ON_ORDER]
    if "product" in found and (topics or len(found) > 1) and (not facts or "fault" in found):
        found.remove("product")  # what something else is about
    if "product" in found and "warranty" in topics:
        topics.remove("warranty")  # the product's page has its own words on it


def _add_clauses(plain: str, found: list[str], topics: list[str], *, ordered: bool) -> bool:
    """Add what single clauses ask; whether one of them asks something that is not understood."""
    lost, known = list[str](), set[str]()
    clauses = [clause for clause in clauses_of(plain) if not ("callback" in found and names_a_subject(clause))]
    for clause in clauses if len(clauses) > 1 else ():
        more, rules = wanted(clause, ordered=ordered)
        facets = set(matching(lexicon.FACETS, clause))
        about = set(more) - {"product"} or rules or facets
        if about or not (demands(clause) or ("product" in more and asks(clause))):
            known |= telling_words(clause)
        else:
            lost.append(clause)
        if asks(clause):
            swept = ALONE.union(*(said_by(name) for name in found))
            swept |= set() if facets - FACETS_OF_RULES else {"product"}
            found += [name for name in more if name not in found and name not in swept]
            topics += [topic for topic in rules if topic not in topics]
    known |= {word for topic in topics for word in telling_words(POLICIES[topic].lower())}
    fewest = 1 if "product" in found else TELLING
    return any(len(telling_words(clause) - known) >= fewest for clause in lost)


def _praises(plain: str) -> bool:
    """Whether a text only says something kind: nothing asked, nothing wrong, no order."""
    if not lexicon.INTENTS["praise"].search(plain) or orders_in(plain) or _ASKS_FOR.search(plain) or BUT.search(plain):
        return False
    return not any(lexicon.INTENTS[name].search(plain) for name in ("fault", "missing", "refund", "human", "callback"))


_RULE_NAMED = re.compile(
    r"\b(?:returns?|refunds?|warranty|shipping|cancell?ation) (?:policy|policies|terms|rules|window|conditions)\b"
    r"|\bhow (?:does |do )?(?:the |a |your )?(?:refund|return|cancellation)s? works?\b"
)
_ASKS_FOR = re.compile(
    r"\?|\b(?:please|want|wanted (?!to (?:say|tell))|need|can|could|would|why|when|where|how|tell me|give me|send me"
    r"|feedback|suggestion|leave a review|refund|cancel|return)\b"
)


def wishes_of(plain: str) -> dict[str, tuple[str, ...]]:
    """What is wanted of each order, read in the words up to its number or from there; empty where all is the same."""
    places = orders_in(plain)
    if len(places) < 2:
        return {}
    ends = [match.end() for match in places]
    starts = [match.start() for match in places]
    for cuts in ([0, *ends], [*starts, len(plain)]):
        parts = [plain[start:end] for start, end in itertools.pairwise(cuts)]
        wishes = {f"ORD-{match[1]}": _on_orders(part) for match, part in zip(places, parts, strict=True)}
        if all(wishes.values()) and len(set(wishes.values())) > 1:
            return wishes
    parts = [next(part for part in clauses_of(plain) if match.group() in part) for match in places]
    wishes = {f"ORD-{match[1]}": _in_clause(part) for match, part in zip(places, parts, strict=True)}
    return wishes if all(wishes.values()) and len(set(wishes.values())) > 1 else {}


def _in_clause(part: str) -> tuple[str, ...]:
    if address_named(part):
        return ("address",)
    return _on_orders(part) or tuple(name for name in [composed(part, ordered=True)] if name in ON_ORDERS)


def _on_orders(part: str) -> tuple[str, ...]:
    return tuple(name for name in wanted(part, ordered=True)[0] if name in ON_ORDERS)
