"""A block as words: lower case, contractions undone, with each word's place."""

import re
from functools import lru_cache
from itertools import islice

_PLAIN = r"[^\W\d_]+(?:-[^\W\d_]+)*|'[A-Za-z]{1,2}(?![A-Za-z])|[#$€£¥]?\d(?:[\w.,/-]*\w)?|[^\w\s]|_"
_WORD = re.compile(_PLAIN)
_ASCII_WORD = re.compile(
    r"[a-z]+(?:-[a-z]+)*|'[a-z]{1,2}(?![a-z])|[#$]?[0-9](?:[a-z0-9_.,/-]*[a-z0-9_])?|[^a-z0-9_\s]|_"
)
_WORD_OR_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|" + _PLAIN)
_UNDONE = {"'ve": "have", "'m": "am", "'re": "are", "'ll": "will", "'d": "would", "'t": "not"}
_BEFORE_NOT = {
    "haven": "have",
    "hasn": "has",
    "hadn": "had",
    "isn": "is",
    "aren": "are",
    "wasn": "was",
    "weren": "were",
}
STOPS = frozenset(",;:.!?()—|→/=[]{}•✅☑✔✓❌")
MAY = "may-the-month"
"""Told apart from the modal verb by its capital inside a sentence, or by the day behind it."""
LONG = 400
"""Words of one block that are read; what is longer is no sentence."""


_SETTLED = frozenset({*_UNDONE, "may"})
_WOULD = frozenset(
    {"i", "you", "he", "she", "it", "we", "they", "u", "who", "what", "that", "there", "which", "how", "where", "this"}
)
"""Words behind which 'd is would or had, and no clipped ending."""


class Words:
    """The words of a stretch of text, at most `LONG`; their places are looked for only where one is asked for."""

    __slots__ = ("_joined", "_small", "_spans", "_start", "lower", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self._start = text, start
        self._small = _lowered(text[start:end])
        self._spans: list[tuple[int, int]] | None = None
        self._joined: list[int] = []
        self.lower: list[str] = _pattern(self._small).findall(self._small)[:LONG]
        if not _SETTLED.isdisjoint(self.lower):
            self._settle()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends in the text."""
        if self._spans is None:
            self._spans = self._written()
            for place in reversed(self._joined):
                self._spans[place - 1 : place + 1] = [(self._spans[place - 1][0], self._spans[place][1])]
        return self._spans

    def slice(self, first: int, last: int) -> str:
        """The text from the first up to and with the last word."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def _written(self) -> list[tuple[int, int]]:
        start = self._start
        found = islice(_pattern(self._small).finditer(self._small), LONG)
        return [(start + match.start(), start + match.end()) for match in found]

    def _settle(self) -> None:
        """Undo contractions, and tell the month from the verb."""
        lower = self.lower
        written = self._written() if "may" in lower else []
        for place, word in enumerate(lower):
            if word not in _SETTLED:
                continue
            if word == "may":
                begin, end = written[place]
                dated = place + 1 < len(lower) and lower[place + 1][0].isdigit()
                if dated or (place and self.text[begin:end] == "May"):
                    lower[place] = MAY
            elif word == "'d" and place and lower[place - 1].isalpha() and lower[place - 1] not in _WOULD:
                lower[place - 1] += word  # "esc'd to tier 2"
                self._joined.append(place)
            else:
                lower[place] = _UNDONE[word]
                if word == "'t" and place:
                    lower[place - 1] = _BEFORE_NOT.get(lower[place - 1], lower[place - 1])
        for place in reversed(self._joined):
            del lower[place]


@lru_cache(maxsize=256)  # every reader of a reply asks for the same blocks, one after the other
def words_of(text: str, start: int, end: int) -> Words:
    """The words between two places of a text; not to be changed."""
    return Words(text, start, end)


def holds(text: str, words: frozenset[str]) -> bool:
    """Whether one of some words, all in small letters and without hyphens, stands in a text; hyphens do not matter.

    A look that costs a third of reading the words.
    """
    small = text.lower().replace("-", "")
    found = small.translate(_NO_LETTERS).split() if small.isascii() else _LETTERS.findall(small)
    return not words.isdisjoint(found)


_LETTERS = re.compile(r"[^\W\d_]+")
_NO_LETTERS = {place: " " for place in range(128) if not chr(place).isalpha()}


def _lowered(text: str) -> str:
    """In lower case, each character in its place."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower()[0] for one in text)


def _pattern(small: str) -> re.Pattern[str]:
    """Looking for addresses, or for letters beyond ASCII, where there are none costs more than all the rest."""
    if "@" in small:
        return _WORD_OR_MAIL
    return _ASCII_WORD if small.isascii() else _WORD
