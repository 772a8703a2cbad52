"""What Alex says about what the shop sells, from the product pages."""

import re
from collections.abc import Mapping
from typing import Any

from evalsuite.example.alex_draft import Draft, shown
from evalsuite.example.alex_talk import Talk


def answer_product(draft: Draft, talk: Talk) -> None:
    if not talk.products:
        draft.end("Which product do you mean?")
        return
    several = len(talk.products) > 1 and not talk.slips("skips_second")
    for product in talk.products[:3] if several else talk.products[:1]:
        _describe(draft, talk, product)


def _describe(draft: Draft, talk: Talk, product: str) -> None:
    asked = talk.said.facets
    asks = "?" in talk.said.text or _ASKS.match(talk.said.plain)
    if not asked and not talk.said.curious and not asks:
        draft.end(f"What would you like to know about the {product}, or is something wrong with it?")
        return
    result = draft.call(talk, "get_product_information", product=product)
    if result is None:
        return
    if result.error:
        draft.say(f"I can't find a product called {product} in our range.")
        return
    name = str(result.value.get("name") or product)
    if len(asked) > 1 and talk.slips("skips_second"):
        asked = asked[:1]
    for facet in asked:
        draft.say(_facet(name, facet, result.value))
    if not asked and not talk.said.curious:
        draft.say(f"The page of the {name} does not say more than this.")
    if not asked:
        draft.say(*_summary(name, result.value))


_ASKS = re.compile(r"\W*(?:is|are|do|does|can|could|will|would|how|what|which|when|has|have)\b")
_FACETS = {
    "battery": "The battery of the {name} lasts {value}.",
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


def _facet(name: str, facet: str, value: Mapping[str, Any]) -> str:
    facts = value.get("facts")
    known = {**(facts if isinstance(facts, Mapping) else {}), **value}
    key = "in_stock" if facet == "stock" else facet
    found = next((part for fact, part in known.items() if key in str(fact).lower()), None)
    if found is None:
        return f"I have no information on the {facet} of the {name}."
    if facet == "stock":
        found = (
            "in stock" if found else f"out of stock, back {known['restock']}" if "restock" in known else "out of stock"
        )
    return _conjugated(_FACETS.get(facet, "The {name}, {facet}: {value}."), name, facet=facet, value=shown(found))


def _conjugated(template: str, name: str, **words: str) -> str:
    several = name.lower().endswith("s")
    verbs = (
        {"have": "have", "be": "are", "ies": "y", "s": ""}
        if several
        else {"have": "has", "be": "is", "ies": "ies", "s": "s"}
    )
    return template.format(name=name, **verbs, **words)


def _summary(name: str, value: Mapping[str, Any]) -> list[str]:
    facts = value.get("facts")
    known = facts if isinstance(facts, Mapping) else {key: part for key, part in value.items() if key != "name"}
    lines = [_facet(name, facet, value) for facet, key in (("price", "price"), ("stock", "in_stock")) if key in value]
    return [
        *lines,
        *(f"{str(key).replace('_', ' ').capitalize()}: {shown(part)}." for key, part in [*known.items()][:3]),
    ]


def tell_range(draft: Draft, talk: Talk) -> None:
    """What there is to buy, and what they look for."""
    if talk.products:
        answer_product(draft, talk)
        return
    draft.say(
        "We sell headphones and earbuds, chargers and power banks, smartwatches, desk lamps, docks, mesh routers and "
        "Spark developer kits."
    )
    draft.end("Which of these interests you?")
