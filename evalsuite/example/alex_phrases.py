"""Phrases as the word tables write them, made into regular expressions.

Bars and line ends part the ways to say it. `~` skips up to 45 characters of the same sentence, `*` is any rest of a
word, `<thing>` one word of a class; brackets mean what they mean in regular expressions. Words are whole words.
"""

import re
from importlib.resources import files

from evalsuite.example.products import PRODUCTS

_PRODUCT = "|".join(sorted({word for product in PRODUCTS.values() for word in product.words}, key=len, reverse=True))
CLASSES = {
    "product": rf"(?:(?:{_PRODUCT})s?|product|device|unit|gadget|screen|display|strap|cable|kit|hub|accessor(?:y|ies))",
    "thing": rf"(?:orders?|parcels?|packages?|packets?|deliver(?:y|ies)|shipments?|consignment|goods|stuff"
    rf"|box(?:es)?|items?|purchases?|it|they|them|things?|everything|anything|one|mine|ord-\d+|(?:{_PRODUCT})s?|products?|devices?)",
    "order": r"(?:orders?|parcels?|packages?|packets?|deliver(?:y|ies)|shipments?|consignment|purchases?|ord-\d+)",
    "not": r"(?:not|never|nothing|no|neither|without)",
    "change": r"(?:chang(?:e|ed|ing)|updat(?:e|ed|ing)|correct|edit|fix|amend|modify|alter|switch)",
    "day": r"(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|noon|week)",
    "team": r"(?:billing|shipping|technical|tech|accounts?|support|sales|finance)",
    "nook": r"(?:neighbou?r|door|porch|garage|reception|shed|gate|desk|concierge|lobby)",
    "address": r"(?:address|zip|postcode|zipcode|street|apartment|house number|postal code)",
}


def phrases(lines: str) -> re.Pattern[str]:
    """The pattern that finds any of these lines in a plain text."""
    return re.compile("|".join(_expression(line.strip()) for line in lines.splitlines() if line.strip()))


def tables(name: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a word table, by the headings in it."""
    return {heading: phrases(lines) for heading, lines in sections(name).items()}


def sections(name: str) -> dict[str, str]:
    """The texts of a word table in `words/`, by the headings in brackets above them."""
    text = files("evalsuite.example").joinpath("words", f"{name}.txt").read_text("utf-8")
    parts = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _expression(line: str) -> str:
    written = re.sub(r"<(\w+)>", lambda found: CLASSES[found[1]], line.replace(" ~ ", "~"))
    written = re.sub(r"(?<=\w)\*", r"[\\w-]*", written)
    written = re.sub(r" \??", lambda found: r"[ ,'\"-]*" if found.group() == " ?" else r"[ ,'\"-]+", written)
    written = written.replace("~", r"\b[^.!?;\n]{0,45}?(?<![\w-])")
    return rf"(?<![\w-])(?:{written})(?!\w)"
