"""Readings of a text under which hidden words come to light: look-alike letters, spaced letters, base64."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterator

from evalsuite.domain.reading import TextView

Place = Callable[[int, int], tuple[int, int]]
"""From a span of a reading to a span of the raw text."""

_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнАЕОРСУХІЈЅКМТВНοαειυνρτκηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwkmtbhAEOPCYXIJSKMTBHoaeiuvptknABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""
_LEET = str.maketrans("013457@$", "oieast" + "as")
_SPACED = re.compile(r"(?<!\S)\S(?:[ ._*-]{1,3}\S){7,}(?!\S)")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{24,4000}={0,2}(?![\w+/=-])")
_TAGS = re.compile(r"[\U000e0020-\U000e007e]{4,}")
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])\w*[013457@$]\w*", re.ASCII)


def undisguised(seen: TextView) -> Iterator[tuple[str, Place]]:
    """Each reading of a text that differs from those before it, with the way back to the raw text."""
    raw = seen.raw
    yield seen.text, seen.raw_span
    if seen.text != raw:
        yield raw, lambda start, end: (start, end)  # tags of other kinds, JSON keys: what a reader does not see
    if _FOREIGN.search(seen.text):
        yield seen.text.translate(_ALIKE), seen.raw_span
    if _MIXED.search(seen.text):
        yield _MIXED.sub(lambda word: word[0].translate(_LEET), seen.text), seen.raw_span
    for match in _SPACED.finditer(seen.text):
        yield from _whole(_joined(match[0]), seen.raw_span(*match.span()))
    for match in _BASE64.finditer(raw):
        yield from _whole(_decoded(match[0]), match.span())
    for match in _TAGS.finditer(raw):
        yield from _whole("".join(chr(ord(one) - 0xE0000) for one in match[0]), match.span())


def _whole(text: str, span: tuple[int, int]) -> Iterator[tuple[str, Place]]:
    if text:
        yield text, lambda _start, _end: span


def _joined(letters: str) -> str:
    """The words that stand there letter by letter, wide gaps between them."""
    return " ".join(re.sub("[ ._*-]", "", word) for word in re.split("[ ._*-]{2,}", letters))


def _decoded(token: str) -> str:
    try:
        data = base64.b64decode(token.translate(str.maketrans("-_", "+/")) + "=" * (-len(token) % 4), validate=False)
        text = data.decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    readable = sum(one.isprintable() or one.isspace() for one in text)
    return unicodedata.normalize("NFKC", text) if text and readable == len(text) else ""
