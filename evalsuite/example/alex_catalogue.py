"""What Alex says about what the shop sells, from the product pages."""

import re
from collections.abc import Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, record_of, rows, shown
from evalsuite.example.alex_grasp import telling_words
from evalsuite.example.alex_lexicon import FACETS
from evalsuite.example.alex_talk import Talk
from evalsuite.example.products import PRODUCTS

MOST_PRODUCTS = 3
Page = Mapping[str, Any]


def answer_product(draft: Draft, talk: Talk) -> None:
    """Say what the pages of the products named hold on what is asked."""
    products = talk.products or _ordered(draft, talk)
    if not products and not draft.calls:
        draft.end("Which product do you mean?")
    several = len(products) > 1 and not talk.slips("skips_second")
    for product in products[:MOST_PRODUCTS] if several else products[:1]:
        _describe(draft, talk, product)


def _ordered(draft: Draft, talk: Talk) -> tuple[str, ...]:
    """What is in the orders spoken of."""
    records = [record_of(draft, talk, order, fresh=False) for order in talk.orders]
    return tuple(str(item.get("name")) for record in records if record for item in rows(record, "items"))


def _describe(draft: Draft, talk: Talk, product: str) -> None:
    said, asked = talk.said, talk.said.facets
    if not asked and not said.curious and not ("?" in said.text or _ASKS.search(said.plain)):
        draft.wonder(f"What would you like to know about the {product}, or is something wrong with it?")
        return
    result = draft.call(talk, "get_product_information", product=product)
    if result is None:
        return
    if result.error:
        draft.say(f"I can't find a product called {product} in our range.")
        return
    name, page = str(result.value.get("name") or product), result.value
    if len(asked) > 1 and talk.slips("skips_second"):
        asked = asked[:1]
    told = {facet: _facet(name, facet, page) for facet in asked}
    untold = " or ".join(facet for facet, line in told.items() if not line)
    lines = [*filter(None, told.values()), *_sharing_words(name, said.plain, page)]
    draft.say(*lines)
    if untold or not (lines or said.curious):
        told_of = "" if asked else f" Its page says: {'; '.join(_told(page))}."
        draft.say(f"I have no information on {untold or 'that'} for the {name}.{told_of}")
    if not lines and said.curious:
        draft.say(*_summary(name, page, most=2 if len(talk.products) > 1 else 4))
    elif not lines:
        draft.offer("technical", "the question")


_ASKS = re.compile(
    r"\b(?:is|are|do|does|can|could|will|would|how|what|which|when|has|have|want to know|wonder\w*|tell|info\w*)\b"
)
_FACETS = {
    "battery": "The battery of the {name} lasts {value}.",
    "capacity": "The {name} hold{s} {value}.",
    "water": "On water: the {name} {have} {value}.",
    "charging": "The {name} charge{s} by {value}.",
    "compatibility": "The {name} work{s} with {value}.",
    "ports": "The {name} {have} {value}.",
    "displays": "The {name} drive{s} {value}.",
    "power": "The {name} give{s} {value}.",
    "travel": "For travel: the {name} {have} {value}.",
    "coverage": "The {name} cover{s} {value}.",
    "standard": "The {name} speak{s} {value}.",
    "weight": "The {name} weigh{s} {value}.",
    "firmware": "The {name} run{s} firmware {value}.",
    "contents": "The {name} hold{s} {value}.",
    "warranty": "The {name} carr{ies} a warranty of {value} months against faults.",
    "price": "The {name} cost{s} {value}.",
    "stock": "The {name} {be} {value}.",
}
_OWN_FIELDS = {"stock": "in_stock"}


def _facts(page: Page) -> dict[str, Any]:
    facts = page.get("facts")
    return {str(key): value for key, value in ({**facts, **page} if isinstance(facts, Mapping) else page).items()
            if key not in _NO_FACTS}  # fmt: skip


def _told(page: Page) -> list[str]:
    hidden = ("price", "in_stock", "restock", "warranty_months")
    return [f"{fact}, {shown(value)}" for fact, value in _facts(page).items() if fact not in hidden]


_NO_FACTS = frozenset({"facts", "sku", "name"})


def _facet(name: str, facet: str, page: Page) -> str:
    """What a page says on a facet, under its own heading or one that touches on it; empty for nothing."""
    known = _facts(page)
    key = next((fact for fact in known if _OWN_FIELDS.get(facet, facet) in fact.lower()), None)
    if key is None:
        pattern = FACETS.get(facet)
        touched = (fact for fact, value in known.items() if pattern and pattern.search(str(value).lower()))
        near = next(touched, None)
        return "" if near is None else _line(name, near, known[near])
    found = known[key]
    if facet == "stock":
        back = f", back {known['restock']}" if "restock" in known else ""
        found = "in stock" if found else f"out of stock{back}"
    template = "{value}." if facet == "battery" and _is_capacity(found) else _FACETS.get(facet, "")
    return _conjugated(template, name, shown(found)) if template[0:1] not in ("", "{") else _line(name, key, found)


def _is_capacity(value: object) -> bool:
    return "mAh" in str(value)


def _line(name: str, fact: str, value: object) -> str:
    return f"{name}, {fact.replace('_', ' ')}: {shown(value)}."


def _conjugated(template: str, name: str, value: str) -> str:
    several = name.lower().endswith("s")
    verbs = (
        {"have": "have", "be": "are", "ies": "y", "s": ""}
        if several
        else {"have": "has", "be": "is", "ies": "ies", "s": "s"}
    )
    return template.format(name=name, value=value, **verbs)


def _sharing_words(name: str, question: str, page: Page) -> list[str]:
    """The facts that share a telling word with the question."""
    asked = telling_words(question) - telling_words(name.lower())
    facts = page.get("facts")
    known = facts if isinstance(facts, Mapping) else {}
    lines = []
    for fact, value in known.items():
        if asked & telling_words(f"{fact} {value}".lower()):
            lines.append(_facet(name, str(fact), page))
    return lines


def _summary(name: str, page: Page, *, most: int) -> list[str]:
    known = _facts(page)
    lines = [_facet(name, facet, page) for facet, key in (("price", "price"), ("stock", "in_stock")) if key in known]
    rest = [fact for fact in known if fact not in ("price", "in_stock", "warranty_months", "restock")]
    return [*lines, *(_facet(name, fact, page) for fact in rest[:most])]


def tell_range(draft: Draft, talk: Talk) -> None:
    """What there is to buy, by what they look for."""
    if talk.products:
        answer_product(draft, talk)
        return
    if talk.said.facets:
        _choose(draft, talk, talk.said.facets)
        return
    draft.say(
        "We sell headphones and earbuds, chargers and power banks, smartwatches, desk lamps, docks, mesh routers and "
        "Spark developer kits."
    )
    draft.wonder("Which of these interests you?")


def _choose(draft: Draft, talk: Talk, facets: tuple[str, ...]) -> None:
    """The products that have what is asked for, the cheapest first."""
    results = [draft.call(talk, "get_product_information", product=one.name) for one in PRODUCTS.values()]
    pages = [result.value for result in results if result is not None and not result.error]
    if draft.calls or not pages:
        return
    wanted, fitting = [facet for facet in facets if facet not in ("price", "stock")], pages
    for facet in wanted:
        fitting = _with(facet, fitting, talk.said.plain)
    limit = _LIMIT.search(talk.said.plain)
    if limit:
        fitting = [page for page in fitting if _price(page) <= float(limit[1])]
    if not fitting:
        draft.say("None of our products has that on its page.")
        draft.wonder("What should it be able to do?")
        return
    most = 1 if re.search(r"\bcheapest\b", talk.said.plain) else MOST_PRODUCTS
    for page in sorted(fitting, key=_price)[:most]:
        name = str(page.get("name"))
        draft.say(*(_facet(name, facet, page) for facet in dict.fromkeys([*wanted, "price", *facets])))


_LIMIT = re.compile(
    r"\b(?:under|below|less than|up to|max\w*|at most|for|budget (?:of|is)) (?:\$|usd |about )?(\d{2,4})\b"
)


def _price(page: Page) -> float:
    found = re.search(r"\d+(?:\.\d+)?", str(page.get("price", "")))
    return float(found.group()) if found else float("inf")


def _with(facet: str, pages: list[Page], question: str) -> list[Page]:
    """The pages that hold the very word asked for, or else those that have the facet at all."""
    words = {match.group() for match in FACETS[facet].finditer(question)}
    texts = [[f"{fact} {value}".lower() for fact, value in _facts(page).items()] for page in pages]
    exact = [page for page, lines in zip(pages, texts, strict=True) if any(w in line for w in words for line in lines)]
    return exact or [
        page
        for page, lines in zip(pages, texts, strict=True)
        if any(line.startswith(facet) and not line.startswith(f"{facet} no ") for line in lines)
    ]
