"""Stand-ins for what is personal, out of ranges set aside for examples, so that a gate can tell them from the real."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

from evalsuite.domain.privacy import SpanType
from evalsuite.privacy.names import stand_ins
from evalsuite.privacy.people import OTHER_PARTS

TEST_CARDS = (
    "4242424242424242", "5555555555554444", "4000056655665556", "4111111111111111", "5105105105105100",
    "378282246310005", "6011111111111117", "3056930009020004", "4012888888881881", "5200828282828210",
)  # fmt: skip
"""Published by payment providers for tests; nobody's."""
TEST_IBANS = ("GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606")
"""Published as examples of the standard."""
_LABELS: Mapping[str, str] = {
    "ssn": "NATIONAL_ID", "dob": "DATE_OF_BIRTH", "secret": "SECRET", "address": "ADDRESS", "username": "USERNAME",
    "phone": "PHONE", "card": "CARD", "iban": "IBAN", "ip": "IP", "other": "REDACTED", "person": "PERSON",
    "email": "EMAIL",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


class Surrogates:
    """One stand-in for each value, the same wherever it stands; none of them is a value of the texts themselves."""

    def __init__(self, key: str, texts: Sequence[str]) -> None:
        self._key = key.encode("utf-8", "surrogatepass")
        self._texts = "\n".join(texts).casefold()
        self._digits = re.sub(r"\D", "", self._texts)
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._parts: dict[str, str] = {}

    def of(self, value: str, kind: SpanType) -> str:
        """The stand-in of a value as written: a name keeps its capitals, a card its groups."""
        if kind == "person":
            return self._person(value)
        plain = re.sub(r"[\s().‑–-]", "", value).casefold()
        if (kind, plain) not in self._given:
            self._given[kind, plain] = next(self._free(kind, value))
        found = self._given[kind, plain]
        return _grouped(found, value) if kind in {"card", "iban"} and not found.startswith("[") else found

    def _free(self, kind: SpanType, value: str) -> Iterator[str]:
        for candidate in _RANGES.get(kind, _nothing)(value):
            taken = candidate in self._given.values() or candidate.casefold() in self._texts
            if not taken and not (kind in {"card", "phone"} and re.sub(r"\D", "", candidate)[-10:] in self._digits):
                yield candidate
        while True:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            yield f"[{_LABELS[kind]}_{self._counts[kind]}]"

    def _person(self, value: str) -> str:
        words = list(_WORD.finditer(value))
        telling = [one for one in words if one.group().casefold() not in OTHER_PARTS]
        out, at = [], 0
        for word in words:
            out.append(value[at : word.start()])
            at = word.end()
            family = word is telling[-1] and len(telling) > 1 if word in telling else False
            stays = word not in telling or word.group() == "s"
            out.append(word.group() if stays else self._part(word.group(), family=family))
        return "".join([*out, value[at:]])

    def _part(self, word: str, *, family: bool) -> str:
        small = word.casefold()
        if small not in self._parts:
            pool = stand_ins()[family]
            at = int.from_bytes(hmac.new(self._key, small.encode("utf-8", "surrogatepass"), sha256).digest()[:4], "big")
            names = (pool[(at + step) % len(pool)] for step in range(len(pool)))
            single = len(word) == 1
            chosen = (
                name[0] if single else name
                for name in names
                if name.casefold() not in self._texts and (single or name not in self._parts.values())
            )
            self._parts[small] = next((one for one in chosen if one.casefold() != small), "[PERSON]")
        found = self._parts[small]
        return found.upper() if word.isupper() and len(word) > 1 else found.lower() if word.islower() else found


def _nothing(_: str) -> Iterator[str]:
    return iter(())


def _emails(_: str) -> Iterator[str]:
    return (f"customer{number}@example.com" for number in range(1, 10_000))


def _phones(_: str) -> Iterator[str]:
    return (f"+1 202-555-01{number:02}" for number in range(100))


def _addresses(value: str) -> Iterator[str]:
    if ":" in value:
        return (f"2001:db8::{number:x}" for number in range(1, 10_000))
    return (f"192.0.2.{number}" for number in range(1, 255))


_RANGES: Mapping[str, Callable[[str], Iterator[str]]] = {
    "email": _emails,
    "phone": _phones,
    "ip": _addresses,
    "card": lambda _: iter(TEST_CARDS),
    "iban": lambda _: iter(TEST_IBANS),
}


def _grouped(plain: str, like: str) -> str:
    mark = next((one for one in like if one in " -"), "")
    return mark.join(plain[place : place + 4] for place in range(0, len(plain), 4)) if mark else plain
