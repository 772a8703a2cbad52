"""What two texts have in common, or what they say differently: words in a row, numbers, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def runs(text: str) -> set[tuple[str, ...]]:
    """Five words in a row, of the first thousands."""
    words = _WORD.findall(text[:20_000].lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)} or ({tuple(words)} if len(words) == 4 else set())


_WORD = re.compile(r"[\w']+")


def codes(text: str) -> list[str]:
    """Numbers of orders and their like."""
    return _CODE.findall(text)


def garbled(given: Iterable[str], answer: str) -> bool:
    """Whether an answer gives back a name or number a little different from what it was given."""
    told = {value for text in given for value in _VALUE.findall(text)}
    said = set(_VALUE.findall(answer))
    return any(_nearly(one, other) for one in said - told for other in told - said)


def _nearly(one: str, other: str) -> bool:
    """Whether two values are the same but for turned characters, or one other character."""
    if len(one) != len(other) or one == other or one.lower() == other.lower():
        return False
    if sorted(one.lower()) == sorted(other.lower()):
        return True
    return len(one) > 5 and any(map(str.isdigit, one)) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


_CODE = re.compile(r"(?<![\w@.])(?=[\w:-]*\d)[\w][\w:-]{3,}(?![\w@])")
_VALUE = re.compile(r"(?<![\w@.])(?:[A-Z][a-z]{3,}|[A-Z]{0,4}-?\d[\d -]{2,}\d|[\w-]*\d[\w-]*)(?![\w@])")


def other_value(claimed: Sequence[str], text: str) -> bool:
    """Whether a text names a number or code of a form that the other texts name another one of."""
    own = {value for text in claimed for value in _NUMBERED.findall(text)}
    forms = {re.sub(r"\d+", "9", value) for value in own}
    return any(value not in own and re.sub(r"\d+", "9", value) in forms for value in _NUMBERED.findall(text))


_NUMBERED = re.compile(r"(?<![\w.])[\w-]*\d[\w:.-]*(?<![.:-])")
