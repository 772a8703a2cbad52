"""Names by which people are known to a service: told by an @, a word before them, or where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalsuite.privacy.names import common_words, family_names, plain_names
from evalsuite.privacy.tables import cells
from evalsuite.privacy.words import any_of, words_of_table

_HANDLE = re.compile(r"(?<![\w.@/+-])@[A-Za-z_](?:[\w.]{0,28}\w)(?![\w@/]|\.\w)")
_NAME = r"(?P<value>@?[A-Za-z0-9](?:[\w.-]{1,30}\w))(?![\w@])"
_NAMED = re.compile(
    rf"\b(?P<cue>{any_of('user_words')}|user(?:name)? id)(?: (?:handle|user ?name|account|id|name|user|login|tag))?"
    r"(?P<joint>(?: (?:is|was|es|ist|est|as|on|under|called|named|for|shown|by|now|to)\b)+ ?:?|[\"']? ?[:=]|[ ,(])"
    rf"\s{{0,2}}[\"'`*(]{{0,2}}{_NAME}",
    re.IGNORECASE,
)
_KNOWN_AS = re.compile(rf"\b{any_of('users_known')} [\"'`*(]{{0,2}}{_NAME}", re.IGNORECASE)
_PLACED = re.compile(
    r"(?:(?:github|gitlab|twitter|x|instagram|facebook|tiktok|twitch|reddit|linkedin|t|medium)\.(?:com|me|tv)/(?:in/|"
    r"u/|user/|@)?"
    r"|/home/|/Users/|\\Users\\|(?<![\w/])/?u/|"
    r"(?<!\w)[A-Z]{3,15}\\(?![nrt][A-Z]))(?P<value>[A-Za-z][\w.-]{1,30}\w)(?![\w/]|\.\w)"
    r"|\bssh (?P<shell>[a-z][\w.-]{1,30})@"
    r"|(?<![\w#@.-])(?P<tag>(?=\w*[a-z])[A-Za-z][\w.]{2,31}#\d{4,5})(?!\w)"
)
"""In a link, a folder, behind a domain, or with a number sign as games have it."""
_DOTTED = re.compile(r"(?<![\w.@/:#-])[a-z]{1,15}(?:[._][a-z]{1,15}){1,2}\d{0,4}(?![\w@/:(=]|[.-]\w)")
_STRONG = frozenset({":", "="})
_HEADS = words_of_table("user_words")
_NO_VALUES = words_of_table("no_values")


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Those with an @ before them."""
    return (match.span() for match in _HANDLE.finditer(text)) if "@" in text else iter(())


def named_users(text: str, *, ids: bool) -> Iterator[tuple[int, int]]:
    """What a text calls a user's name, or where it says `ids` a user's id; codes of a form are the service's own."""
    for match in _NAMED.finditer(text):
        by_id = text[match.start() : match.start("joint")].lower().endswith("id")
        if by_id == ids and _is_name(match["value"], match["joint"].rstrip(), match["cue"].lower()):
            yield match.span("value")
    if not ids:
        yield from _placed(text)


def likely_users(text: str) -> Iterator[tuple[int, int]]:
    """What is made of people's names with a dot or an underscore between."""
    for match in _DOTTED.finditer(text):
        parts = re.split(r"[._\d]+", match.group())
        names = [part for part in parts if len(part) > 2 and part in plain_names()]
        if names and not common_words().issuperset(names):
            yield match.span()


def _placed(text: str) -> Iterator[tuple[int, int]]:
    for head, start, end in cells(text):
        if head.replace("_", " ") in _HEADS and text[start:end].isascii() and " " not in text[start:end]:
            yield start, end
    for match in _KNOWN_AS.finditer(text):
        if re.search(r"[a-z]{2}", match["value"]) and match["value"].casefold() not in common_words() | _NO_VALUES:
            yield match.span("value")
    for match in _PLACED.finditer(text):
        word = (match["tag"] or "").partition("#")[0].casefold()
        if word not in common_words():
            yield match.span(match.lastgroup or 0)


def _is_name(value: str, joint: str, cue: str) -> bool:
    if not re.search(r"[a-z]{2}", value) and "_" not in value:
        return False
    if any(map(str.isdigit, value)) or "_" in value or "." in value:
        return True
    small = value.casefold()
    if small in _NO_VALUES or small in _HEADS:
        return False
    if joint[-1:] in _STRONG or (len(small) > 5 and small[1:] in family_names() and small not in common_words()):
        return True
    told = joint.split()[-1:] in (["is"], ["was"], ["as"], ["called"], ["named"], ["es"], ["ist"], ["est"])
    return (
        told
        and cue not in {"user", "login"}
        and small not in common_words()
        and not small.endswith(("ing", "ed", "ly"))
    )
