"""How customers and staff speak of an assistant, and of what went wrong with it: word tables, made ready once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import cast

from evalsuite.codec.packs import load_pack
from evalsuite.domain.labels import FailureMode

STRONG, WEAK = 2.0, 0.75
_LONGEST, _MOST = 20_000, 200
_SENTENCE = re.compile(r"[^.!?\n]{1,400}(?:[.](?=\w)[^.!?\n]{0,400}){0,8}[.!?]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    start: int
    end: int
    """Code points into the raw text."""
    small: str
    """In small letters, quotation marks made plain; of the same length."""
    own: str
    """The same without what stands in double quotation marks: those are another's words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The word tables of one language."""

    bot: re.Pattern[str]
    """What customers call an assistant."""
    sure_bot: re.Pattern[str]
    """Of those, what no product is called."""
    staff_bot: re.Pattern[str]
    not_bot: re.Pattern[str]
    speech: re.Pattern[str]
    """What an assistant says or does."""
    instant: re.Pattern[str]
    """By what people tell that no person answered."""
    praise: re.Pattern[str]
    complaint: re.Pattern[str]
    contra: re.Pattern[str]
    """How customers contradict an answer."""
    denial: re.Pattern[str]
    """How staff does."""
    fixed: re.Pattern[str]
    dear: re.Pattern[str]
    """What customers are cross about that is no assistant's doing: the price, the weather, the wait."""
    modes: Mapping[FailureMode, Sequence[tuple[re.Pattern[str], float]]]


@cache
def wording(language: str = "en") -> Wording:
    """The tables of a language. Raises `LookupError` where there are none."""
    tables = load_pack(f"tickets-{language}")
    words = {name: _whole(pattern) for name, pattern in tables.items() if name != "modes"}
    modes = {
        cast("FailureMode", mode): tuple(
            (_whole(pattern), weight)
            for kind, weight in (("strong", STRONG), ("weak", WEAK))
            for pattern in patterns.get(kind, ())
        )
        for mode, patterns in tables["modes"].items()
    }
    return Wording(**words, modes=modes)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; a point within a number or an address ends none.

    A sentence of more than 400 characters comes in pieces; what stands behind the first 20,000, or the first 200
    sentences, is left out: nobody complains at such length.
    """
    small = text[:_LONGEST].translate(_QUOTES)
    small = "".join(one.lower() if len(one.lower()) == 1 else one for one in small)
    own = _QUOTED.sub(lambda match: f'"{" " * (len(match.group()) - 2)}"', small)
    for match in islice(_SENTENCE.finditer(small), _MOST):
        if any(map(str.isalnum, match.group())):
            start, end = match.span()
            yield Sentence(start=start, end=end, small=match.group(), own=own[start:end])


_QUOTED = re.compile(r"[\"“„«»][^\"“”„«»\n]{2,800}[\"”“«»]|(?<!\w)'[^'\n]{10,400}'(?!\w)")
_QUOTES = str.maketrans("’‘‛´`", "'''''")


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
