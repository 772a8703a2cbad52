"""People whom a word beside them, a list of names or their e-mail address tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from evalsuite.privacy.name_cues import (
    AFTER,
    BEFORE,
    FIELD,
    HEAD,
    KIN,
    LIKELY,
    NAMED,
    NEXT,
    PASSENGER,
    SIGNATURE,
    SIGNED,
    SURE,
    TITLES,
    UNSPACED,
    WEAK,
)
from evalsuite.privacy.name_words import EITHER, ENDS, FAMILY, NAME, OTHER, WORD, Word, words_of_text
from evalsuite.privacy.names import (
    common_words,
    family_names,
    given_names,
    no_names,
    organisations,
    plain_names,
    word_names,
)
from evalsuite.privacy.tables import cells
from evalsuite.privacy.things import is_thing

_MOST = 6
"""Words of a name."""
_LINE_END = regex.compile(r"[ \t*_.!)]*(?:\n|\Z|,|\(|\|)")
_CLOSED = regex.compile(r"[ \t*_\"'\]]*(?:[,;.|/()\n<–—-]|\Z)")
_INNER = regex.compile(r" (\p{Lu}\p{Ll}+) ")
"""What has a capital within a cue: "my colleague Guy "."""
_TITLE_BEFORE = regex.compile(rf"(?<!\p{{L}})(?!MS )(?i:(?:{'|'.join(sorted(TITLES))})\.? ?)+\Z")
_NO_NOUN_FOLLOWS = regex.compile(
    r"['’]|\s*(?:[^\s\p{L}\d]|\n|\Z)|\s+(?:and|or|is|are|was|were|has|had|have|will|who|from|at|on|in|to|with)\b"
)


def guessed(text: str, addresses: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """Where names seem to stand, for a person to look over; `addresses` are the text's e-mail addresses.

    Raises `UsageError` where the lists of names are not installed.
    """
    words = words_of_text(text, _mailed(addresses))
    hints = _hints(text)
    over, expected = 0, -1
    for place, word in enumerate(words):
        strength = max(hints.get(word.start, 0), NAMED if expected == word.start else 0)
        if word.start < over or not _may_begin(text, word, strength):
            continue
        name = _name(text, words[place : place + 3 * _MOST], strength)
        if all(one.initial for one in name):
            continue
        over = name[-1].end
        if _told(text, name, strength) or AFTER.match(text, pos=over) or _listed(text, name):
            yield _with_title(text, word.start), over
            following = NEXT.match(text, pos=over)
            expected = following.end() if following else -1
        else:
            over = 0
    for match in PASSENGER.finditer(text) if "/" in text else ():
        if {part.casefold() for part in match.group().replace("/", " ").split()} & (given_names() | family_names()):
            yield match.span()
    if not text.isascii():
        yield from (match.span("n") for match in UNSPACED.finditer(text))


def _hints(text: str) -> dict[int, int]:
    """Where a word before it says that a name begins, and how surely."""
    found: dict[int, int] = {}
    for strength, cues in (*BEFORE, (SIGNATURE, SIGNED)):
        for match in cues.finditer(text):
            inner = (match.start() + one.start(1) for one in _INNER.finditer(match.group()))
            for start in (match.end(), *inner):
                found[start] = max(strength, found.get(start, 0))
    for head, start, _ in cells(text):
        if HEAD.fullmatch(head):
            found[start] = FIELD
    return found


def _may_begin(text: str, word: Word, strength: int) -> bool:
    """Whether a name may begin with a word at all."""
    if word.shouted and word.kind in {OTHER, EITHER}:
        return strength > NAMED
    return not (word.small in {"a", "i", "o"} and text[word.end : word.end + 1] != ".")


def _name(text: str, words: Sequence[Word], strength: int) -> Sequence[Word]:
    """The words of the name that begins here; none where none does."""
    first = words[0]
    if not _begins(first, strength) and not (strength in {KIN, FIELD} and _ends_small(text, first, strength)):
        return ()
    size = 1
    while size < min(len(words), _MOST):
        upto = size
        while upto + 1 < len(words) and upto - size < 2 and words[upto].particle and _joined(text, words, upto):
            upto += 1
        word = words[upto]
        if not _joined(text, words, upto):
            break
        if word.small in organisations():
            return () if word.capital else words[:size]
        if not _goes_on(first, word, behind=upto > size) and not (
            strength >= LIKELY and (first.kind == NAME or first.initial) and _ends_small(text, word, strength)
        ):
            break
        size = upto + 1
    return words[:size]


def _begins(word: Word, strength: int) -> bool:
    if word.kind == WORD:
        return word.capital and strength == SURE and word.small not in no_names() and word.small not in TITLES
    if word.capital or word.initial:
        return True
    if word.kind == NAME:
        return len(word.small) > 2 and (strength >= LIKELY or word.small in plain_names() or "-" in word.small)
    if strength == SIGNATURE:
        return word.kind != OTHER
    if strength >= LIKELY and word.kind == EITHER and word.small in plain_names() - word_names() - no_names():
        return len(word.small) > 2  # a word of another language at most
    unknown = word.kind != EITHER and len(word.small) > 2
    return strength == SURE and unknown and not word.small.endswith((*ENDS, "ed", "ings", "tions"))


def _goes_on(first: Word, word: Word, *, behind: bool) -> bool:
    """Whether a name goes on with a word, perhaps `behind` a particle."""
    if word.initial and word.kind == WORD:
        return False
    if word.initial:
        return word.capital or (not first.capital and not first.initial)
    if word.capital:
        return behind or word.kind != WORD or (first.kind == NAME and word.small in family_names())
    surname = word.kind == EITHER and word.small in family_names() and len(word.small) > 4
    return not first.capital and (word.kind in {NAME, FAMILY} or surname)


def _ends_small(text: str, word: Word, strength: int) -> bool:
    """Whether an unknown word without a capital may be a surname: what it says ends here."""
    ends = ("ed", "ing", "ly") if strength >= FIELD else ("s", "ed", "ing", "ly")
    unknown = word.kind in {OTHER, FAMILY} and not word.capital and not word.small.endswith(ends)
    return unknown and len(word.small) > 3 and _CLOSED.match(text, pos=word.end) is not None


def _joined(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether a word stands beside the one before it, as in a name."""
    before = words[place - 1]
    between = text[before.end : words[place].start]
    return between in {" ", "\u00a0"} or (between in {". ", "."} and before.initial)


def _told(text: str, name: Sequence[Word], strength: int) -> bool:
    """Whether what stands before the words tells that they are a name."""
    first = name[0]
    if strength == WEAK:
        return first.kind == FAMILY and not is_thing(text, name)
    if strength == SIGNATURE:
        return _LINE_END.match(text, pos=name[-1].end) is not None
    if strength in {FIELD, NAMED} and len(name) == 1 and first.kind == OTHER:
        return _CLOSED.match(text, pos=first.end) is not None
    return strength >= LIKELY


def _listed(text: str, name: Sequence[Word]) -> bool:
    """Whether lists alone tell the name: by a given name, or a surname behind another word with a capital."""
    first, *rest = name
    if is_thing(text, name):
        return False
    if first.initial:
        known = {NAME, FAMILY, OTHER, EITHER} if first.capital else {NAME, FAMILY}
        return text[first.end : first.end + 1] == "." and any(not one.initial and one.kind in known for one in rest)
    if first.kind == NAME:
        return bool(rest) or not first.shouted
    if not rest:
        return False
    second = rest[0]
    if first.kind != EITHER:
        return second.kind == FAMILY or (first.kind == FAMILY and second.kind == NAME)
    if second.initial:
        return text[second.end : second.end + 1] == "."
    known_well = second.kind in {NAME, FAMILY} or second.small in family_names()
    return known_well or _NO_NOUN_FOLLOWS.match(text, pos=name[-1].end) is not None


def _with_title(text: str, start: int) -> int:
    """Where the title before a name begins."""
    before = _TITLE_BEFORE.search(text[max(0, start - 24) : start])
    return start - len(before.group()) if before else start


def _mailed(addresses: Iterable[str]) -> frozenset[str]:
    """The names in e-mail addresses: "ada" and "byron" of "ada.byron@…"."""
    return frozenset(
        part.casefold()
        for address in addresses
        for part in regex.split(r"[^\p{L}]+", address.partition("@")[0])
        if len(part) > 2 and part.casefold() not in common_words()
    )
