"""Whether one sentence corrects another: the same thing said with a no more or less, or with another value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evalsuite.reading.tokens import has_digit

_NO = re.compile(r"\b(?:no|not|never|none|nothing|without|\w+n't|(?:did|do|does|is|was|are|wo|ca)nt)\b")
_WORD = re.compile(r"[^\W_]+(?:[-.:][^\W_]+)*")
_VALUE_SAID = re.compile(
    r"\b(?:it'?s|is|are|was|were|be|says|only|actually|wants?|means?|"
    r"costs?)\s+(?:\w+\s){0,2}?#?([\w.:-]*\d[\w.:-]*)"
)
_LEAST = 4
"""Letters of a word that tells what a sentence is about."""


def corrects(said: Sequence[str], other: str) -> bool:
    """Whether a sentence in small letters corrects one of those before it.

    It does where both name the same thing and one of them denies it, or where it gives another value of the same form.
    """
    no, words = _NO.search(other) is not None, _things(other)
    values = {value.rstrip(".:-") for value in _VALUE_SAID.findall(other)}
    for one in said:
        if one.endswith("?") or other.endswith("?"):
            continue
        if words & _things(one) and (_NO.search(one) is not None) != no and not no:
            return True
        own = {word for word in _WORD.findall(one) if has_digit(word)}
        forms = {_form(word) for word in own}
        if any(value not in own and _form(value) in forms for value in values):
            return True
    return False


def _things(text: str) -> frozenset[str]:
    return frozenset(word[:_LEAST] for word in _WORD.findall(text) if len(word) >= _LEAST and word not in _COMMON)


def _form(word: str) -> str:
    """What kind of value it is: runs of digits and letters count once."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "9", word.lower()))


_COMMON_TEXT = (
    "that this with have been from your will would could should there their they them then than what when where which "
    "just only also very much more some order please about here know want need"
)
_COMMON = frozenset(_COMMON_TEXT.split())
