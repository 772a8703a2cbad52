"""A raw text made readable, every character with its way back to where it came from."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape

from evalsuite.domain.reading import TextView
from evalsuite.reading.blocks import blocks
from evalsuite.reading.offsets import Offsets, longer_through

_SPECIAL = re.compile(
    r"(?P<star>\*+)"
    r"|(?P<tick>`+)"
    r"|(?P<under>(?<!\w)_{1,2}(?=\w)|(?<=[\w.!?,;:)])_{1,2}(?!\w))"
    r"|(?P<strike>~~)"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,6});)"
    r"|(?P<tag></?(?:br|p|b|i|u|em|strong|li|ul|ol|div|span|td|tr|th|table|code|pre|h[1-6])(?:\s[^<>]{0,200})?/?>)"
    r"|(?P<escape>\\(?:u[0-9a-fA-F]{4}|[nrt\"*_#$`~|>\[\]()-]))"
    r"|(?P<other>[^\x00-\x7f]+)"
)
_NEEDS_WORK = re.compile(r"[*`_~&<\\\x80-\U0010ffff]")
"""What each special stretch begins with: looking for these alone is ten times quicker than for the stretches."""
_ESCAPES = {"n": "\n", "r": "\n", "t": "\t"}
_FENCED = re.compile(r"\s*```\w{0,12}[ \t]*\n(?P<body>.*)\n[ \t]*```\s*\Z", re.DOTALL)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_COLON = re.compile(r"\s*+:")
_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_JSON_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
_QUOTES = {"‘": "'", "’": "'", "‚": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
_CHARACTERS: dict[str, str] = {**_DASHES, **_QUOTES, "…": "…"}
"""Grows as characters are met; there are only so many."""


def view(raw: str) -> TextView:
    """The text as a reader sees it. Where the whole text is JSON, its string values, one a line, without its keys."""
    values = _json_values(raw)
    if values is not None:
        return _composed(raw, *values)
    if not _NEEDS_WORK.search(raw):
        return TextView(raw=raw, text=raw, offsets=range(len(raw) + 1), blocks=blocks(raw))
    text, offsets, longer = _cleaned(raw)
    return TextView(raw=raw, text=text, offsets=offsets, longer=longer, blocks=blocks(text))


def _cleaned(raw: str) -> tuple[str, Offsets, dict[int, int]]:
    parts: list[str] = []
    offsets = Offsets()
    longer: dict[int, int] = {}
    done = place = 0
    for match in _special(raw):
        start, end = match.span()
        parts.append(raw[done:start])
        place += start - done
        if match.lastgroup == "other":
            place = _plain_characters(raw, start, end, place, (parts, offsets))
        else:
            text = _replacement(raw, match)
            parts.append(text)
            if text != match.group():
                for at in range(place, place + len(text)):
                    longer[at] = end
                    offsets.moved(at, start)
                offsets.moved(place + len(text), end)
            place += len(text)
        done = end
    parts.append(raw[done:])
    return "".join(parts), offsets.ended(place + len(raw) - done, len(raw)), longer


def _special(raw: str) -> Iterator[re.Match[str]]:
    """The stretches of a raw text that are read as something else, in order."""
    mark = _NEEDS_WORK.search(raw)
    while mark:
        match = _SPECIAL.match(raw, mark.start())
        if match:
            yield match
        mark = _NEEDS_WORK.search(raw, match.end() if match else mark.end())


def _replacement(raw: str, match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match.group()
    start, end = match.span()
    head = raw[max(0, start - 12) : start]
    line_start = not head.rpartition("\n")[2].strip() and ("\n" in head or start <= 12)
    if kind == "star":
        bullet = line_start and len(found) == 1 and raw[end : end + 1] in {" ", "\t"}
        return found if bullet or len(found) > 3 else ""
    if kind == "tick":
        return "```" if len(found) >= 3 and line_start else ""
    if kind == "entity":
        text = unescape(found)
        return "".join(map(_character, text)) if len(text) <= 2 else found
    if kind == "tag":
        return "\n" if found[1:3].lower() in {"br", "p>", "li", "tr", "/p", "/l", "/t", "di", "/d"} else ""
    if kind == "escape":
        code = found[2:]
        return _character(chr(int(code, 16))) if len(code) == 4 else _ESCAPES.get(found[1], found[1])
    return ""


def _plain_characters(raw: str, start: int, end: int, place: int, out: tuple[list[str], Offsets]) -> int:
    """Append what stands for each character from `start` to `end`, at `place` of the text; where that is behind it."""
    parts, offsets = out
    for source in range(start, end):
        text = _CHARACTERS.get(raw[source])
        if text is None:
            text = _character(raw[source])
        parts.append(text)
        if len(text) != 1:
            for at in range(place, place + len(text)):
                offsets.moved(at, source)
            offsets.moved(place + len(text), source + 1)
        place += len(text)
    return place


def _character(character: str) -> str:
    if character not in _CHARACTERS:
        _CHARACTERS[character] = _plain_character(character)
    return _CHARACTERS[character]


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in {"Zl", "Zp"}:
        return "\n"
    if category in {"Cf", "Mn"}:  # joiners, marks of direction, accents that stand apart
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) <= 3 and " " not in plain else character


def _json_values(raw: str) -> tuple[str, Offsets, dict[int, int]] | None:
    """Decoded string values of a text that is JSON as a whole, one a line, with the way back; None where it is none."""
    fenced = _FENCED.match(raw) if raw.lstrip()[:3] == "```" else None
    base, end = fenced.span("body") if fenced else (0, len(raw))
    body = raw[base:end].strip()
    if body[:1] + body[-1:] not in {"{}", "[]"} or '"' not in body:
        return None
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return None
    parts: list[str] = []
    offsets = Offsets()
    longer: dict[int, int] = {}
    place = 0
    for literal in _STRING.finditer(raw, base, end):
        if not _COLON.match(raw, literal.end()):
            place = _decode(raw, literal.start() + 1, literal.end() - 1, place, (parts, offsets, longer))
    return "".join(parts), offsets.ended(place, len(raw)), longer


def _decode(raw: str, start: int, end: int, place: int, out: tuple[list[str], Offsets, dict[int, int]]) -> int:
    """Append a JSON string, and a line break for its closing quote, at `place` of the text; where that is behind it."""
    parts, offsets, longer = out
    offsets.moved(place, start)
    done = start
    for escape in _JSON_ESCAPE.finditer(raw, start, end):
        parts.append(raw[done : escape.start()])
        letter = escape.group(2)
        parts.append(_JSON_LETTERS.get(letter, letter) if letter else chr(int(escape.group(1), 16)))
        place += escape.start() - done + 1
        longer[place - 1] = done = escape.end()
        offsets.moved(place, done)
    parts.append(raw[done:end] + "\n")
    return place + end - done + 1


def _composed(raw: str, decoded: str, outer: Offsets, outer_longer: Mapping[int, int]) -> TextView:
    text, inner, inner_longer = _cleaned(decoded)
    offsets = inner.through(outer).ended(len(text), len(raw))
    longer = longer_through(inner, inner_longer, outer, outer_longer)
    return TextView(raw=raw, text=text, offsets=offsets, longer=longer, blocks=blocks(text))
