"""Readings of a text under which hidden words come to light: digits for letters, spaced letters, codes, mirrors."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from evalsuite.domain.reading import TextView


class Reading(NamedTuple):
    text: str
    place: Callable[[int, int], tuple[int, int]]
    """From a span of the text to a span of the raw one."""
    hidden: bool = False
    """True where nobody reads it so by accident."""


_LEET = str.maketrans("013456789@$!|", "oieasgtbgasil")
_URL_SAFE = str.maketrans("+/", "-_")
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[^\w\n]{1,5}[^\W_]|_[^\W_]|\n[^\W_](?=\n)){7,}(?![^\W_])")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,20000}={0,2}(?![\w+/=-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[2-7][0-9A-Fa-f][ ,:]?){10,8000}(?![0-9A-Za-z])")
_BITS = re.compile(r"(?<!\d)(?:0[01]{7}[ ,]?){8,8000}(?!\d)")
_CODES = re.compile(r"(?<!\d)(?:(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])[ ,;.]{1,2}){9,8000}\d{2,3}(?!\d)")
_TAGS = re.compile(r"[\U000e0020-\U000e007e]{4,}")
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]{8,}")
_ESCAPES = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|=[0-9A-F]{2}|&#?\w{2,8};")
_ONE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|=([0-9A-F]{2})")
_MIXED = re.compile(r"\b(?=[\w@$!|]*[A-Za-z])[\w@$!|]*[013456789@$!|][\w@$!|]*", re.ASCII)
_LONG_WORD = re.compile(r"[a-z]{5,24}")


def readings(seen: TextView, *, telling: Callable[[str], bool]) -> Iterator[Reading]:
    """Each reading of a text that differs from the text as it is seen, that one first.

    `telling` says of a word whether it is worth reading a text in a mirror, or by another alphabet, to find it there.
    """
    yield Reading(seen.text, seen.raw_span)
    if seen.text != seen.raw:
        yield Reading(seen.raw, _same)  # tags of other kinds, JSON keys: what a reader does not see
    if _MIXED.search(seen.text):
        yield Reading(_MIXED.sub(lambda word: word[0].translate(_LEET), seen.text), seen.raw_span)
    for match in _SPACED.finditer(seen.text):
        yield _whole(_joined(match[0]), seen.raw_span(*match.span()))
    for text, span in _decoded(seen.raw):
        yield _whole(text, span)
    if _ESCAPES.search(seen.raw):
        text = unescape(unquote(_ONE_ESCAPE.sub(_character, seen.raw), errors="replace"))
        yield _whole(text, (0, len(seen.raw)))._replace(hidden=False)
    yield from _turned(seen, telling)


def _same(start: int, end: int) -> tuple[int, int]:
    return start, end


def _whole(text: str, span: tuple[int, int]) -> Reading:
    return Reading(text, lambda _start, _end: span, hidden=True)


def _joined(letters: str) -> str:
    """The words that stand there letter by letter, wide gaps between them."""
    return " ".join(re.sub(r"[\W_]", "", word) for word in re.split(r"[\W_]{2,}", letters))


def _decoded(raw: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What codes in a text say, and where they stand."""
    for pattern, decode in _CODINGS:
        for match in pattern.finditer(raw):
            text = decode(match[0])
            if text:
                yield text, match.span()


def _character(escape: re.Match[str]) -> str:
    return chr(int(next(filter(None, escape.groups())), 16))


def _turned(seen: TextView, telling: Callable[[str], bool]) -> Iterator[Reading]:
    words = set(_LONG_WORD.findall(seen.text.lower()))
    if any(telling(word[::-1]) for word in words):
        yield _whole(seen.text[::-1], (0, len(seen.raw)))
    if any(telling(codecs.encode(word, "rot13")) for word in words):
        yield _whole(codecs.encode(seen.text, "rot13"), (0, len(seen.raw)))


def _base64(token: str) -> str:
    plain = token.rstrip("=").translate(_URL_SAFE)
    try:
        return _language(base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4)))
    except binascii.Error:
        return ""


def _hex(token: str) -> str:
    return _numbers(re.findall(r"(?:0x|\\x)?([0-9A-Fa-f]{2})", token), 16)


def _bits(token: str) -> str:
    return _numbers(re.findall(r"[01]{8}", token), 2)


def _codes(token: str) -> str:
    return _numbers(re.findall(r"\d+", token), 10)


def _numbers(numbers: list[str], base: int) -> str:
    return _language(bytes(min(int(number, base), 255) for number in numbers))


def _tags(token: str) -> str:
    return "".join(chr(ord(one) - 0xE0000) for one in token)


def _selectors(token: str) -> str:
    """Bytes told by marks that choose how the character before them looks."""
    return _language(bytes(ord(one) - (0xFE00 if one < "\U000e0000" else 0xE0100 - 16) for one in token))


def _language(data: bytes) -> str:
    """The text that bytes are, or nothing where a person could not read it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    readable = all(one.isprintable() or one.isspace() for one in text)
    return unicodedata.normalize("NFKC", text) if readable else ""


_CODINGS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _base64),
    (_HEX, _hex),
    (_BITS, _bits),
    (_CODES, _codes),
    (_TAGS, _tags),
    (_SELECTORS, _selectors),
)
