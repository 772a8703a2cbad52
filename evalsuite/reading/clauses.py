"""A block as words: lower case, contractions undone, with each word's place."""

import re
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = r"[^\W\d_]+(?:-[^\W\d_]+)*|'[A-Za-z]{1,2}(?![A-Za-z])|[#$€£¥]?\d(?:[\w.,/-]*\w)?|[^\w\s]|_"
_WORD = re.compile(_PLAIN)
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text."""

    text: str
    lower: list[str]
    spans: list[tuple[int, int]]

    def slice(self, first: int, last: int) -> str:
        """The text from the first up to and with the last word."""
        return self.text[self.spans[first][0] : self.spans[last][1]]


@lru_cache(maxsize=256)  # claims and intents read the same blocks of a reply, one after the other
def words_of(text: str, start: int, end: int) -> Words:
    """The words between two places of a text, at most `LONG`; not to be changed."""
    lower: list[str] = []
    spans: list[tuple[int, int]] = []
    mailed = text.find("@", start, end) >= 0  # looking for addresses where there is none costs more than all the rest
    for match in (_WORD_OR_MAIL if mailed else _WORD).finditer(text, start, end):
        word = match.group().lower()
        if word[0] == "'":
            if word == "'d" and lower and lower[-1] == "id":  # "Customer ID'd"
                lower[-1] = "identified"
                spans[-1] = (spans[-1][0], match.end())
                continue
            word = _UNDONE.get(word, word)
            if word == "not" and lower:
                lower[-1] = _BEFORE_NOT.get(lower[-1], lower[-1])
        elif lower and lower[-1] == "may" and word[0].isdigit():
            lower[-1] = MAY
        elif word == "may" and lower and match.group() == "May":
            word = MAY
        lower.append(word)
        spans.append(match.span())
        if len(lower) >= LONG:
            break
    return Words(text=text, lower=lower, spans=spans)
