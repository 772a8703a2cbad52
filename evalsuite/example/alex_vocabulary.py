"""Words as customers write them: short forms, foreign words, and the words whose misspellings are mended."""

import re

from evalsuite.example.alex_phrases import sections

_TABLES = sections("spelling")


def _by_form(text: str) -> dict[str, str]:
    """From `order: pedido commande; parcel: paquet`, by each word on the right."""
    pairs = (pair.split(":", 1) for pair in text.replace("\n", ";").split(";") if ":" in pair)
    return {form: word.strip() for word, forms in pairs for form in forms.split()}


SHORT = _by_form(_TABLES["short"])
"""Short forms and slips too short to be mended by likeness."""
GLOSSES = _by_form(_TABLES["foreign"])
"""Foreign words by their English ones, written without accents."""
FOREIGN = frozenset(_TABLES["small foreign"].split())
"""Small foreign words: they tell the language, and nothing else."""
MENDABLE = tuple(_TABLES["mendable"].split())
"""Words that matter and are often misspelt."""
KNOWN = frozenset(MENDABLE) | frozenset(_TABLES["known"].split())
"""Words that are never taken for misspelt ones."""
ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\bpower ?banks?\b"), "powerbank"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"(?<=\byou)'d\b"), " would"),
    (re.compile(r"\b(what|where|that|it|there|here|how|who|when|he|she|why)'s\b"), r"\1 is"),
)
"""Contractions, written out."""
