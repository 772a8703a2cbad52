"""What may be an id in a text: runs of characters, their shapes, and how near two of them are."""

import re
from collections.abc import Iterator
from string import ascii_uppercase

TOKEN = re.compile(r"#?\w(?:[\w#@./:+&=%-]*(?:\w|###))?")
"""A run without blanks, no punctuation at its ends."""
SPACED = re.compile(
    r"(?<![\w#.$€£-])#?(?!(?:ID|NO|NR|REF|PO|NUM|CODE|ITEM|ORDER|PIN|ZIP|USD)\b)"
    r"(?:[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?"  # an IBAN may have letters within
    r"|[A-Z0-9]{1,8}(?: [A-Z0-9]{0,3}[0-9]{2,8}){1,8}(?:-[0-9A-Z]{1,4})?)(?![\w-])"
)
"""An id written in groups: "4011 8822", "QX 881"."""
_PERHAPS_SPACED = re.compile(r"[A-Z0-9] [A-Z0-9]{0,3}[0-9]{2}")
"""What stands in every id in groups; looking for it alone is quicker."""
SEPARATOR = re.compile(r"[_\-#/.:@=&,+%*]+")


def has_digit(text: str) -> bool:
    """Whether an ASCII digit stands in it."""
    return not _DIGITS.isdisjoint(text)


_FORMS = {**dict.fromkeys(map(ord, "0123456789"), "9"), **dict.fromkeys(map(ord, ascii_uppercase), "A")}
_SMALL = re.compile(r"[a-z]+")
_DIGITS = frozenset("0123456789")


def tokens(text: str) -> Iterator[str]:
    """Runs of a text that may be ids: they hold a digit or an underscore, or are in capitals."""
    for token in TOKEN.findall(text):
        if token.isalpha():
            if len(token) > 3 and token.isupper():
                yield token
        elif has_digit(token) or "_" in token or token.isupper():
            yield token


def normal(token: str) -> str:
    """An id as it is compared: case, `#`, `*`, hyphens, dots, underscores and spaces do not matter."""
    if token.isalnum():
        return token.casefold()
    for ignored in "#-_.* ":
        token = token.replace(ignored, "")
    return token.casefold()


def groups(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of ids that may be written in groups, longest first where they begin at one place.

    Letters that come first may be part of the id or only name its kind, so that it is read with them and without.
    """
    end = len(text) if end is None else end
    if not _PERHAPS_SPACED.search(text, start, end):
        return
    for match in SPACED.finditer(text, start, end):
        blanks = [place for place in range(*match.span()) if text[place] == " "]
        for stop in (match.end(), *reversed(blanks[1:])):
            yield match.start(), stop
        if len(blanks) > 1 and text[match.start() : blanks[0]].isalpha():
            for stop in (match.end(), *reversed(blanks[2:])):
                yield blanks[0] + 1, stop


def is_code(text: str) -> bool:
    """Whether letters and digits take turns in it, in no settled order: M05KNL, 4OG6T3."""
    return 4 < len(text) < 16 and text.isascii() and text.isalnum() and _TURNS.search(text) is not None


_TURNS = re.compile(r"[A-Z][0-9]+[A-Z]|[0-9][A-Z]+[0-9]")


def with_segments(token: str) -> Iterator[tuple[str, str]]:
    """A value, normalised and as written, and so each of its whole segments that hold digits."""
    if not 0 < len(token) <= 400:
        return
    yield normal(token), token
    if not token.isalnum():
        for segment in SEPARATOR.split(token):
            if 2 < len(segment) < len(token) and has_digit(segment):
                yield segment.casefold(), token


def shape(token: str) -> str | None:
    """An id's form: digits to 9, capitals to A, runs of small letters to a; None where it is no telling form."""
    if not has_digit(token):
        return None
    if token.isdigit():
        return "9" * len(token) if len(token) > 4 else None
    return _SMALL.sub("a", token.translate(_FORMS))


def distance(one: str, other: str, limit: int) -> int:
    """Edits (turned neighbours count once) that make one text the other; `limit + 1` where they are more."""
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
