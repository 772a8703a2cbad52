"""People in a text: those the ticket knows, and those that a word beside them or a given name tells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import regex

from evalsuite.domain.privacy import SpanType
from evalsuite.domain.ticket import Ticket
from evalsuite.privacy.name_cues import TITLES
from evalsuite.privacy.names import no_names, organisations, word_names
from evalsuite.privacy.phones import phones, same_number
from evalsuite.privacy.words import words_of_table

_THING = regex.compile(
    r"(?<!\p{L})(?i:the|an?|this|that|these|those|my|your|our|new|of|one|two|each|another|replacement)\s+\Z"
)
_PLACED = regex.compile(
    r"(?:\b(?:in|near|since|until|till|by|of|last|next|this|on)|\d(?:st|nd|rd|th|\.)?|\p{Lu}\p{L}+,)\s\Z"
)
"""Before a day or a place, rather than a person of that name."""
_WORD = regex.compile(r"[\p{L}\p{M}'’-]+")
PARTICLES = words_of_table("particles")
OTHER_PARTS = PARTICLES | TITLES


def people_of(ticket: Ticket) -> tuple[str, ...]:
    """Names, e-mails and phones of the people in a ticket, bots left out."""
    return tuple(
        one
        for person in ticket.people
        if person.role not in {"bot", "system"}
        for one in (*person.names, *person.emails, *person.phones)
    )


def known(text: str, people: Sequence[str]) -> Iterator[tuple[int, int, SpanType]]:
    """Where a text names known people, by whole name, by a part of it, or by e-mail or phone; longest first."""
    found: list[tuple[int, int, SpanType]] = []
    for one in people:
        if "@" in one:
            found += [(*span, "email") for span in words_of(text, one)]
        elif sum(map(str.isdigit, one)) > 6:
            found += [(*span, "phone") for span in phones(text) if same_number(text[slice(*span)], one)]
        elif one.strip():
            found += [(*span, "person") for span in spread(text, (one,))]
    yield from sorted(set(found), key=lambda one: (one[0] - one[1], one))


def spread(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where whole names and their telling parts stand again, as whole words; a part that is a word only in capitals."""
    for name in names:
        parts = [part for part in _WORD.findall(name) if len(part) > 1 and part.casefold() not in OTHER_PARTS]
        if len(parts) != 1:
            yield from words_of(text, name)
        for part in parts:
            as_word = part.casefold() in no_names() or part.casefold() in word_names()
            for start, end in words_of(text, part):
                shown = text[start:end]
                if (len(part) == 2 and shown != part) or _is_thing(text, start, end):
                    continue
                if not as_word or (
                    _is_capital(text, start, end, alone=len(parts) == 1)
                    and not _PLACED.search(text[max(0, start - 16) : start])
                ):
                    yield start, end


def _is_capital(text: str, start: int, end: int, *, alone: bool) -> bool:
    """Whether a word has a capital that it would not have anyway."""
    return text[start].isupper() and (alone or not _opens(text, start) or _closes(text, end))


def words_of(text: str, wanted: str, *, in_ids: bool = False) -> Iterator[tuple[int, int]]:
    """Where a text holds words as whole words, whatever the case and the blanks between, with accents or without.

    What a number follows, as in ADA-17, is an id's and only counts `in_ids`.
    """
    small = _lowered(text)
    for form in dict.fromkeys((wanted, unaccented(wanted))):
        parts = _lowered(form).split()
        at = small.find(parts[0]) if parts else -1
        while at >= 0:
            end = _end_of(small, at, parts)
            if end and _is_whole(small, at, end, in_ids=in_ids):
                yield at, end
            at = small.find(parts[0], end or at + 1)


def _lowered(text: str) -> str:
    """In small letters, each in its place: a few capitals become two letters otherwise."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


def _end_of(text: str, at: int, parts: Sequence[str]) -> int:
    """Where the words end that begin here, with any blanks between; 0 where others stand here."""
    for place, part in enumerate(parts):
        start = at
        while place and text[at : at + 1].isspace():
            at += 1
        if (place and at == start) or not text.startswith(part, at):
            return 0
        at += len(part)
    return at


def _is_whole(text: str, start: int, end: int, *, in_ids: bool) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before.isalnum() or after.isalnum() or "_" in {before, after}:
        return False
    return in_ids or not (after == "-" and text[end + 1 : end + 2].isdigit())


def unaccented(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _is_thing(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a thing: "the Hannah sofa", "a Walter 2"."""
    after = regex.match(r"\s+(\p{L}+|\d+)", text, pos=end)
    if after is None:
        return False
    noun = after[1].casefold()
    return noun in organisations() or (
        _THING.search(text[max(0, start - 16) : start]) is not None
        and not noun.endswith(("s", "ed"))
        and noun not in no_names()
    )


def _closes(text: str, end: int) -> bool:
    """Whether nothing but signs follows on the line, as behind the name that signs it."""
    return not any(map(str.isalnum, text[end : end + 80].partition("\n")[0]))


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins here, where any word has a capital."""
    before = text[:start].rstrip(" \t\"'(*>-")
    return not before or before[-1] in ".!?:\n"
