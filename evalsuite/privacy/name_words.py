"""The words of a text, each with what lists of names and of common words say of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from evalsuite.privacy.name_cues import TITLES
from evalsuite.privacy.names import common_words, family_names, given_names, never_names, word_names
from evalsuite.privacy.people import PARTICLES, unaccented
from evalsuite.privacy.words import words_of_table

NAME, EITHER, FAMILY, OTHER, WORD = "name", "either", "family", "other", "word"
"""A given name; one that is a word as well; a surname; unknown; a common word."""
_WORD = regex.compile(
    r"(?<![\p{L}\p{M}\d_@#&%=+\\-]|\p{L}['’]|\S/|(?<!(?<!\p{L})\p{L})\.)"
    r"(?:(?:\p{Lu}|[dl])['’](?=\p{Lu}))?\p{L}[\p{L}\p{M}]*(?:[-‐]\p{L}[\p{L}\p{M}]+)*(?:['’]s)?"
    r"(?![\p{L}\p{M}\d_@]|-?\d|\.\p{L}{2}|[-/]\p{Ll})"
)
"""A word that is no part of an id, an address of the net or a handle."""
ENDS = tuple(sorted(words_of_table("word_ends")))
"""How words end that are no names."""


class Word(NamedTuple):
    start: int
    end: int
    small: str
    kind: str
    capital: bool
    """Whether it has one that tells something."""
    shouted: bool

    @property
    def initial(self) -> bool:
        return len(self.small) == 1

    @property
    def particle(self) -> bool:
        return self.small in PARTICLES and not (self.capital and self.initial)


def words_of_text(text: str, mailed: frozenset[str]) -> Sequence[Word]:
    """In order. `mailed` are names that e-mail addresses of the text hold, without accents."""
    shouting = text.isupper()
    found = [_word(match, mailed, shouting=shouting) for match in _WORD.finditer(text)]
    plain = {one.small for one in found if not one.capital}
    # A word that stands without its capital as well is no name, unless lists know it for one.
    return [
        one._replace(kind=WORD) if one.capital and one.kind in {FAMILY, OTHER} and one.small in plain else one
        for one in found
    ]


def _word(match: regex.Match[str], mailed: frozenset[str], *, shouting: bool) -> Word:
    shown = match.group()
    bare = shown[:-2] if shown.endswith(("'s", "’s")) else shown
    small = bare.casefold()
    return Word(
        start=match.start(),
        end=match.start() + len(bare),
        small=small,
        kind=NAME if unaccented(small) in mailed else _kind(small),
        capital=bare[0].isupper() and not shouting,
        shouted=len(bare) > 1 and bare.isupper() and not shouting,
    )


@lru_cache(maxsize=20_000)
def _kind(small: str) -> str:
    if len(small) == 1:
        return WORD if small == "i" else OTHER
    if small in never_names():
        return WORD
    if small in given_names():
        return EITHER if small in word_names() or small in common_words() else NAME
    parts = regex.split("[-‐]", small)
    if len(parts) > 1:
        kinds = {_kind(part) for part in parts if part and part not in PARTICLES}
        return next((kind for kind in (NAME, FAMILY, WORD) if kind in kinds), OTHER)
    if small in common_words() or small in TITLES:
        return WORD
    if small in family_names():
        return FAMILY
    return WORD if small.endswith(ENDS) and len(small) > 5 else OTHER
