"""A customer's words made plain: lower case, whole words for short ones, common foreign words in English, no typos."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from evalsuite.example.alex_vocabulary import ENDINGS, FOREIGN, GLOSSES, KNOWN, MENDABLE, SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    text: str
    """Lower case, contractions written out, order numbers as `ord-100217`."""
    foreign: bool = False
    """Mostly not English."""


def tidy(raw: str) -> Plain:
    """The text as the word tables expect it; the same for the same text."""
    text = unicodedata.normalize("NFKC", raw.translate(_QUOTES)).lower()
    text = _ORDER.sub(lambda found: f" ord-{_digits(found)} ", text)
    text = re.sub(r"([a-z])\1{2,}", r"\1", text)
    text = re.sub(r"\b[dljnm]'(?=[a-z]{3})", "", _folded(text))  # "d'annuler"
    counts = [0, 0]
    text = _WORD.sub(lambda found: _word(found.group(), counts), text)
    for pattern, words in ENDINGS:
        text = pattern.sub(words, text)
    letters = [char for char in raw if char.isalpha()]
    strange = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return Plain(
        text=re.sub(r" {2,}", " ", text).strip(), foreign=strange * 2 > len(letters) or counts[0] * 3 > counts[1] > 0
    )


def orders_in(text: str) -> list[re.Match[str]]:
    """Places of the order numbers in a plain text; group 1 is the digits."""
    return list(_PLAIN_ORDER.finditer(text))


_QUOTES = str.maketrans("’‘“”´`", "''\"\"''")
_ORDER = re.compile(
    r"\bord(?:er)?s?(?:[\s#:._-]*(?:numbers?|num|nr|no|id|ref(?:erence)?|code|is|it's|was|ord)\b)*[\s#:._-]*"
    r"((?=[o\d]{0,2}\d)[o\d]{3}[\s-]?[o\d]{3}|\d{2,5}(?=\W*(?:$|[.!?,;)]|is\b|was\b|has|still|please|where|and\b))|\d{7,12})(?![\w-]*\d)(?![a-z])"
    r"|(?<![\w.,+$€£-])#?\s?(\d{6})(?![\w-]|[.,]\d)"
    r"|(?<!\w)#(\d{4,9})(?!\w)"
    r"|(?<![\w.,+$€£-])([1-3]00[\s.-]\d{3})(?![\w-]|[.,]\d)"
)
_PLAIN_ORDER = re.compile(r"\bord-(\d{2,12})\b")
_WORD = re.compile(r"(?<![\w-])[a-z0-9][a-z0-9']*(?![\w-])")


def _digits(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", next(group for group in found.groups() if group).replace("o", "0"))


def _folded(text: str) -> str:
    """Without accents, so that `dónde` and `donde` are one word."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _word(word: str, counts: list[int]) -> str:
    """The word as the tables know it; counts foreign words and all words on the way."""
    counts[1] += 1
    if word in FOREIGN or word in GLOSSES:
        counts[0] += 1
    return SHORT.get(word) or GLOSSES.get(word) or _mended(word)


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """The known word that this one is a slip of the fingers from; itself where none or it is a word of its own."""
    if len(word) < 5 or not word.isalpha() or word in KNOWN or word.rstrip("s") in KNOWN:
        return word
    most = 1 if len(word) < 8 else 2
    near = [
        (distance, known)
        for known in MENDABLE
        if abs(len(known) - len(word)) <= most
        and (known[0] == word[0] or known[1:3] == word[1:3] or known[:2] == word[1::-1])
        and (distance := _distance(word, known, most)) <= most
    ]
    return min(near, key=lambda one: (one[0], -len(one[1]), one[1]))[1] if near else word


def _distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap; above `most` it may be any number above it."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
