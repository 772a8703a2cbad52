"""Whether a text that is to be written holds anything personal: decidable, since stand-ins "
"come from reserved ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evalsuite.domain.case import Mark
from evalsuite.domain.privacy import Leak
from evalsuite.errors import Complaint, InputError
from evalsuite.privacy.people import words_of
from evalsuite.privacy.phones import phones
from evalsuite.privacy.structured import by_form, by_look, is_documentation_ip
from evalsuite.privacy.surrogates import TEST_CARDS, TEST_IBANS

_EXAMPLE = re.compile(
    r"(?:@|%40)(?:[\w-]+\.)*(?:example\.(?:com|org|net|edu)|[\w-]+\.(?:example|test|invalid)|localhost)\Z",
    re.IGNORECASE,
)
_WHAT = {
    "email": "an e-mail address outside example.com",
    "card": "a card number that is no published test number",
    "iban": "an IBAN that is no published example",
    "ip": "an IP address outside the ranges for documentation",
    "phone": "a telephone number outside 555-0100 to 555-0199",
    "ssn": "a national identity number",
    "dob": "a date of birth",
    "secret": "a password, key or code",
}
_SHORTEST = 3


def leaks(text: str, originals: Iterable[str] = (), *, deny: Iterable[str] = ()) -> tuple[Leak, ...]:
    """What a text may not hold, in order: anything outside the reserved ranges, the `originals`, what a team denies.

    Empty means that it may be written. Originals of fewer than three characters cannot be told from words.
    """
    found = [*_outside(text), *_originals(text, originals), *_denied(text, deny)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def refuse_leaks(text: str, *, path: str, originals: Iterable[str] = (), deny: Iterable[str] = ()) -> None:
    """Raises `InputError` with the place of everything the text may not hold; it never shows the value."""
    found = leaks(text, originals, deny=deny)
    if found:
        raise InputError(
            Complaint(
                text=f"{leak.why} stands here. Redact it before this is written.", mark=_mark(text, leak.start, path)
            )
            for leak in found
        )


def _outside(text: str) -> Iterator[Leak]:
    stretches = [*by_form(text), *by_look(text), *((*span, "phone") for span in phones(text))]
    for start, end, kind in dict.fromkeys(stretches):
        if not _reserved(text[start:end], kind):
            yield Leak(type=kind, start=start, end=end, why=_WHAT[kind])


def _originals(text: str, originals: Iterable[str]) -> Iterator[Leak]:
    for original in dict.fromkeys(originals):
        if len(original.strip()) >= _SHORTEST:
            for start, end in words_of(text, original):
                yield Leak(type="original", start=start, end=end, why="a value of the ticket itself")


def _denied(text: str, deny: Iterable[str]) -> Iterator[Leak]:
    for word in dict.fromkeys(deny):
        for start, end in words_of(text, word, in_ids=True):
            yield Leak(type="denied", start=start, end=end, why="a word of your deny list")


def _reserved(value: str, kind: str) -> bool:
    digits = re.sub(r"\D", "", value)
    if kind == "email":
        return _EXAMPLE.search(value) is not None
    if kind == "phone":
        return len(digits) >= 7 and digits[-7:-2] == "55501"
    if kind == "card":
        return digits in TEST_CARDS
    if kind == "iban":
        return re.sub(r"[ -]", "", value).upper() in TEST_IBANS
    if kind == "ip":
        return is_documentation_ip(value)
    return value.startswith("[") or _PLACEHOLDER.match(value) is not None


_PLACEHOLDER = re.compile(r"(?:NATIONAL_ID|SECRET|DATE_OF_BIRTH|ID)_\d+")


def _mark(text: str, start: int, path: str) -> Mark:
    line = text.count("\n", 0, start) + 1
    return Mark(path=path, line=line, column=start - (text.rfind("\n", 0, start) + 1) + 1)
