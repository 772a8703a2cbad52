"""How customers and staff speak of an assistant, and of what went wrong with it: word tables, made ready once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, cast

from evalsuite.codec.packs import load_pack
from evalsuite.domain.labels import FailureMode

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


class Wording:
    """The word tables of one language: patterns by the name the pack gives them."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.named_bots: Sequence[re.Pattern[str]] = _named(tables["named_bots"])
        self.named_people: Sequence[re.Pattern[str]] = _named(tables["named_people"])
        [self.your_name] = _named([tables["your_name"]])
        self.common = frozenset(tables["common"].split())
        self._why: Mapping[str, str] = tables["why"]
        self.weights: Mapping[str, Mapping[str, float]] = tables.get("weights", {})
        self.modes: Mapping[FailureMode, Mapping[str, re.Pattern[str]]] = {
            cast("FailureMode", mode): {kind: _whole("|".join(patterns)) for kind, patterns in of.items() if patterns}
            for mode, of in tables["modes"].items()
        }
        self._patterns = {
            name: _whole(one) for name, one in tables.items() if isinstance(one, str) and name not in _NO_PATTERNS
        }

    def why(self, sign: str) -> str:
        """What a sign says, in words."""
        return self._why.get(sign) or sign.replace("_", " ")

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._patterns[name]


_NO_PATTERNS = frozenset({"your_name", "common"})


@cache
def wording(language: str = "en") -> Wording:
    """The tables of a language. Raises `LookupError` where there are none."""
    return Wording(load_pack(f"tickets-{language}"))


def lowered(text: str) -> str:
    """In small letters, of the same length."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def plain(text: str) -> str:
    """The text with markup blanked out and quotations in it marked; of the same length."""
    if "<" in text:
        text = _TAG.sub(_as_blank, text)
    return _ENTITY.sub(lambda match: f"{_ENTITIES[match[1]]}{' ' * (len(match.group()) - 1)}", text)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; a point within a number or an address ends none.

    A sentence of more than 400 characters comes in pieces; what stands behind the first 20,000, or the first 200
    sentences, is left out: nobody complains at such length.
    """
    small = text[:_LONGEST].translate(_QUOTES)
    small = lowered(small)
    own = _QUOTED.sub(lambda match: f'"{" " * (len(match.group()) - 2)}"', small)
    for match in islice(_SENTENCE.finditer(small), _MOST):
        if any(map(str.isalnum, match.group())):
            start, end = match.span()
            yield Sentence(start=start, end=end, small=match.group(), own=own[start:end])


_QUOTED = re.compile(r"[\"“„«»][^\"“”„«»\n]{2,800}[\"”“«»]|(?<!\w)'[^'\n]{10,400}'(?!\w)")
_QUOTES = str.maketrans("’‘‛´`", "'''''")


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _named(patterns: Sequence[str]) -> Sequence[re.Pattern[str]]:
    """Patterns of names, in the letters they are written in; markup between words has left blanks."""
    return [re.compile(one.replace(" ", r"\s{1,12}")) for one in patterns]


def _as_blank(match: re.Match[str]) -> str:
    tag, blank = match[1].lower(), " " * (len(match.group()) - 1)
    if tag == "/q":
        return f'{blank}"'
    mark = '"' if tag == "q" else "\n" if tag.strip("/") in _BLOCKS else " "
    return mark + blank


_TAG = re.compile(r"<(/?[a-zA-Z]{1,10}\d?)(?:\s[^<>]{0,200})?/?>")
_ENTITIES = {"nbsp": " ", "gt": ">", "lt": "<", "amp": "&", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(nbsp|gt|lt|amp|quot|apos);")
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table", "blockquote"})
