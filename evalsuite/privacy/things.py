"""What is called after people: products, places, ships."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from evalsuite.privacy.name_words import FAMILY, Word
from evalsuite.privacy.names import common_words, organisations
from evalsuite.privacy.words import words_of_table

_ARTICLE = regex.compile(
    r"(?<!\p{L})(?i:the|an?|this|that|these|those|my|your|our|new|of|one|two|three|each|another|replacement|size|der|"
    r"die|das|den|dem|zum|zur|ein|eine|le|la|el|les|los|il)\s+\Z"
)
_PLACE = regex.compile(
    r"(?<!\p{L})(?:San|Santa|São|Sao|St\.?|Saint|Los|Las|Fort|Port|Mount|Lake|Cape|MS|MV|SS|HMS|RMS|New|North|South|"
    r"East|West|Puerto|Rio)\s\Z"
)
_MARKED = regex.compile(r"(?<!\p{L})(?i:the|an?|der|die|das|le|la|el) (?:<\w{1,6}>|[*_]{1,2})\Z")
"""In other letters, as titles are: "the <i>Beatrice</i>"."""
_COUNTED = regex.compile(r"(?<![\w-])\d{1,3} ?[x×] ?\Z")
_KIND = regex.compile(r"(?<!\p{L})(\p{L}{3,})\s[\"“„«'‘]?\Z")
_PEOPLES = frozenset(
    ["team", "support", "department", "center", "centre", "office", "service", "services", "shop", "store"]
)
"""What people belong to: no kinds of thing."""
_NUMBERED = regex.compile(r" [1-9]\d{0,3}(?:x\d{1,4})?(?![\d-]|,? \p{Lu}| \d)")
_QUOTED = regex.compile(r" [^\n\"“”„«»'’]{1,30}[\"”“»'’](?!\p{L})")
_QUOTES = ('"', "“", "„", "«", "'", "‘")
_FOLLOWING = regex.compile(r"['’\"”]?\s+(\p{L}+|\d+)")


def is_thing(text: str, name: Sequence[Word]) -> bool:
    """Whether a name is that of a thing: "the Hannah sofa", "a Walter 2", "2x Otis"."""
    start, end = name[0].start, name[-1].end
    before = text[max(0, start - 16) : start]
    after = _FOLLOWING.match(text, pos=end)
    noun = after[1].casefold() if after else ""
    if noun in organisations() or _PLACE.search(before) or _COUNTED.search(before):
        return True
    kind = _KIND.search(before)
    if _MARKED.search(before) or (kind and kind[1].casefold() in organisations() - _PEOPLES):
        return True
    if before.endswith(_QUOTES) and _QUOTED.match(text, pos=end):
        return True
    if len(name) == 1 and after and _NUMBERED.match(text, pos=end):
        return True
    if len(name) == 1 and after and after[1].islower() and not _is_said(noun):
        return True
    whole = len(name) == 1 or name[-1].kind != FAMILY or noun.isdigit()
    return whole and bool(noun) and noun not in _DONE and _ARTICLE.search(before) is not None and not _is_said(noun)


def _is_said(word: str) -> bool:
    """Whether a word behind a name may tell what the person does, or goes on with the sentence."""
    return (
        word.endswith(("ed", "ing", "ly"))
        or word in _DONE
        or word in common_words()
        or word.removesuffix("s") in common_words()
    )


_DONE = frozenset(word for phrase in words_of_table("saying") for word in phrase.split()) | words_of_table(
    "done_by_people"
)
