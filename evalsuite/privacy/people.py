"""People in a text: those the ticket knows, and those that a word beside them or a given name tells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import regex

from evalsuite.domain.privacy import SpanType
from evalsuite.domain.ticket import Ticket
from evalsuite.privacy.name_cues import ANY_NAME, CUED, SMALL_NAMED, SMALL_SIGNED, SURE, TITLES
from evalsuite.privacy.names import given_names, no_names, organisations, word_names
from evalsuite.privacy.phones import phones, same_number

_RUN = regex.compile(rf"(?<![\p{{L}}\d_.@/#-]){ANY_NAME}(?![\p{{L}}\d_@]|-?\d)")
_THING = regex.compile(
    r"(?<!\p{L})(?i:the|an?|this|that|these|those|my|your|our|new|of|one|two|each|another|replacement)\s+\Z"
)
_WORD = regex.compile(r"[\p{L}\p{M}'’-]+")
_HEAD = regex.compile(
    r"(?i:(?:\w+ )?name|guest|customer|passenger|patient|contact|recipient|traveller|employee|member|agent|who)s?"
)
_ENDS = ("ing", "able", "ible", "ous", "ful", "less", "tion", "ment", "ness", "ically")
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "los",
        "da",
        "dos",
        "do",
        "del",
        "della",
        "di",
        "du",
        "van",
        "der",
        "den",
        "von",
        "zu",
        "ter",
        "ten",
        "bin",
        "ibn",
        "bint",
        "al",
        "el",
        "le",
        "y",
        "e",
        "o",
        "mc",
        "st",
    ]
)
OTHER_PARTS = _PARTICLES | set(TITLES)


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


def cued(text: str) -> Iterator[tuple[int, int]]:
    """Names that the words beside them tell."""
    for place, pattern in enumerate(CUED):
        for match in pattern.finditer(text):
            yield from _trimmed(text, *match.span("n"), sure=place < SURE)
    for pattern in (SMALL_NAMED, SMALL_SIGNED):
        for match in pattern.finditer(text):
            words = match["n"].split()
            kept = [word for word in words if word.strip("'’") not in no_names()]
            if words[0] in kept and (pattern is SMALL_NAMED or words[0] in given_names() - word_names()):
                length = len(match["n"]) if len(kept) == len(words) else len(words[0])
                yield match.start("n"), match.start("n") + length


def mailed(text: str, addresses: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Names that stand in an e-mail address of the text as well: "Ada Byron" beside "ada.byron@…"."""
    parts = {
        part.casefold()
        for address in addresses
        for part in regex.split(r"[^\p{L}]+", address.partition("@")[0])
        if len(part) > 2 and part.casefold() not in no_names()
    }
    for match in _RUN.finditer(text) if parts else ():
        words = [one for one in _WORD.finditer(match.group()) if _unaccented(one.group()).casefold() in parts]
        if words:
            yield match.start() + words[0].start(), match.start() + words[-1].end()


def tabled(text: str) -> Iterator[tuple[int, int]]:
    """Names in the column of a table that its head says is people's."""
    column, at = None, 0
    for line in text.splitlines(keepends=True) if "|" in text else ():
        cells = line.split("|")
        heads = [place for place, cell in enumerate(cells) if _HEAD.fullmatch(cell.strip(" *_\r\n"))]
        if len(cells) < 2:
            column = None
        elif heads:
            column = heads[0]
        elif column is not None and column < len(cells):
            start = at + sum(len(cell) + 1 for cell in cells[:column])
            for match in _RUN.finditer(text, start, start + len(cells[column])):
                yield from _trimmed(text, *match.span(), sure=True)
        at += len(line)


def listed(text: str) -> Iterator[tuple[int, int]]:
    """Names that begin with a given name: alone where it is no word or place as well, else with a surname."""
    given = given_names()
    for match in _RUN.finditer(text):
        words = list(_WORD.finditer(match.group()))
        for place, word in enumerate(words):
            name = word.group().casefold().removesuffix("'s").removesuffix("’s")
            if name not in given and not any(part in given for part in name.split("-") if len(part) > 2):
                continue
            rest = [one.group().casefold() for one in words[place + 1 :]]
            if rest and rest[0] in organisations():
                break
            follows = bool(rest) and not _is_no_name(rest[0], text)
            at, end = match.start() + word.start(), match.start() + word.end()
            if not follows and (_is_thing(text, at, end) or (word.group().isupper() and not text.isupper())):
                continue
            if (name in word_names() or name in no_names()) and not follows:
                continue
            yield from _trimmed(text, at, match.end())
            break


def spread(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where whole names and their telling parts stand again, as whole words; a part that is a word only in capitals."""
    for name in names:
        yield from words_of(text, name)
        parts = [part for part in _WORD.findall(name) if len(part) > 1 and part.casefold() not in OTHER_PARTS]
        for part in parts:
            as_word = part.casefold() in no_names() or part.casefold() in word_names()
            for start, end in words_of(text, part):
                shown = text[start:end]
                if len(part) == 2 and shown != part:
                    continue
                if _is_thing(text, start, end):
                    continue
                if not as_word or (
                    shown[0].isupper() and len(parts) > 1 and (not _opens(text, start) or _closes(text, end))
                ):
                    yield start, end


def words_of(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a text holds words as whole words, whatever the case and the blanks between, with accents or without."""
    parts = [regex.escape(part) for part in wanted.split()]
    if not parts:
        return
    words = r"\s+".join(parts)
    pattern = regex.compile(rf"(?<![\p{{L}}\d_]){words}(?![\p{{L}}\d_]|-\d)", regex.IGNORECASE)
    yield from (match.span() for match in pattern.finditer(text))
    plain = _unaccented(wanted)
    if plain != wanted:
        yield from words_of(text, plain)


def _unaccented(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _trimmed(text: str, start: int, end: int, *, sure: bool = False) -> Iterator[tuple[int, int]]:
    """The name without the words at its ends that are none; nothing where no name is left.

    Where it is `sure` that a name stands here, one that is a word as well counts: "my wife April".
    """
    words = [(start + one.start(), start + one.end()) for one in _WORD.finditer(text[start:end])]
    title = words[0][0] if words and text[slice(*words[0])].casefold() in TITLES else None
    while words and _is_no_name(text[slice(*words[0])], text):
        if sure and text[slice(*words[0])].casefold() in word_names():
            break
        words.pop(0)
    for place, span in enumerate(words):
        if place and _is_no_name(text[slice(*span)], text) and text[slice(*span)].casefold() not in _PARTICLES:
            words = words[:place]
            break
    while words and text[slice(*words[-1])].casefold() in _PARTICLES:
        words.pop()
    if not words or any(text[slice(*span)].casefold() in organisations() for span in words[sure:]):
        return
    last = words[-1][1]
    shown = text[words[0][0] : last]
    if shown.endswith(("'s", "’s")):
        last -= 2
    if len(shown) > 1:
        yield words[0][0] if title is None else title, last


def _is_no_name(word: str, text: str) -> bool:
    small = word.casefold().removesuffix("'s").removesuffix("’s")
    if len(word) == 1 and word.isupper():
        return word == "I"
    if small in given_names() and small not in word_names() and small not in no_names():
        return False
    if small in no_names() or (small.endswith(_ENDS) and len(small) > 5):
        return True
    pattern = rf"(?<![\p{{L}}\d_.@/-]){regex.escape(small)}(?![\p{{L}}\d_@-]|\.\p{{L}})"
    return word[0].isupper() and len(small) > 1 and regex.search(pattern, text) is not None


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
