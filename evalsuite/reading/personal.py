"""The personal data in a record, each with whose it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from evalsuite.domain.policy import PersonalKind

PEOPLE = (
    "customer|user|client|member|patient|guest|subscriber|account_holder|cardholder|account_owner|owner|holder|buyer"
)
_PERSON = re.compile(rf"(?:{PEOPLE})s?\Z", re.IGNORECASE)
_OWNER_ID = re.compile(rf"(?:{PEOPLE}|account)_?(?:id|number|no)\Z|(?:{PEOPLE}|account)(?:Id|Number)\Z", re.IGNORECASE)
_NAMES: Mapping[PersonalKind, str] = {
    "email": "e?_?mail|email_?address|mail_address",
    "phone": "phone|phone_?number|mobile|mobile_?number|tel|telephone",
    "address": "address|address_?1|address_?line_?1|street|street_?address|shipping_address|billing_address",
    "birth_date": "dob|birth_?date|date_of_birth|birthday",
    "card": "card_?number|pan|credit_card",
    "bank_account": "iban|bank_account|account_iban",
    "national_id": "ssn|social_security(?:_number)?|tax_id|national_id|passport(?:_number)?",
    "name": "full_?name|customer_name|patient_name|account_name|recipient",
}
_KINDS = {kind: re.compile(rf"(?:^|_)(?:{words})\Z", re.IGNORECASE) for kind, words in _NAMES.items()}
DEPTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    kind: PersonalKind
    text: str
    owner: frozenset[str]
    """What tells whose it is: `customer:c-7`, `email:…`, `name:…`, casefolded; empty where nothing does."""
    pointer: str


def personal(value: Any) -> Iterator[Personal]:
    """The personal data in JSON values, in order."""
    yield from _walk(value, frozenset(), "", 0)


def identity(record: Mapping[str, Any], *, person: str = "") -> frozenset[str]:
    """Whose record it is, by its own keys: `customer:c-7`, `email:…`, `name:…`; empty where it does not say.

    `person` is what the record as a whole is called where it is a person's ("customer"): then its `id`, `email` and
    `name` count.
    """
    keys = [(key, value, _key(str(key))) for key, value in record.items()]
    found = {f"{told.stem}:{_text(value)}" for _, value, told in keys if told.owner and _text(value)}
    inner = [(str(key), value) for key, value, told in keys if told.person and isinstance(value, Mapping)]
    for key, one in inner:
        found |= identity(one, person=_stem(key))
    if person or (found and not inner and "email" in record):
        parts = ((person or "id", record.get("id")), ("email", record.get("email")), ("name", _name(record)))
        found |= {f"{kind}:{_text(value)}" for kind, value in parts if _text(value)}
    return frozenset(found)


def _stem(key: str) -> str:
    """What a key names, without "id" behind it and whether there are several: "customer_id" is the customer's."""
    return re.sub(r"_?(?:id|number|no)s?\Z|s\Z", "", key.lower())


def named_in(text: str, value: Personal) -> int:
    """Where a casefolded text names the value; -1 where it does not."""
    if value.kind in {"phone", "card", "bank_account"}:
        digits = re.sub(r"\D", "", value.text)
        if len(digits) < 7:
            return -1
        found = re.search(r"[\s().+-]{0,3}".join(digits), text)
        return found.start() if found else -1
    wanted = value.text.casefold()
    if len(wanted) < 5 or (value.kind in {"name", "address"} and " " not in wanted):
        return -1
    place = text.find(wanted)
    while place >= 0:
        if not text[place - 1 : place].isalnum() and not text[place + len(wanted) : place + len(wanted) + 1].isalnum():
            return place
        place = text.find(wanted, place + 1)
    return -1


def _walk(value: Any, owner: frozenset[str], pointer: str, depth: int, *, person: str = "") -> Iterator[Personal]:
    if depth > DEPTH:
        return
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _walk(item, owner, f"{pointer}/{place}", depth + 1, person=person)
    elif isinstance(value, Mapping):
        own = identity(value, person=person)
        owner = own or owner
        name = _name(value) if own or {"first_name", "last_name"} <= value.keys() else ""
        if name and not isinstance(value.get("name"), Mapping):
            yield Personal(kind="name", text=name, owner=owner, pointer=pointer)
        for name_of, inner in value.items():
            key, where = str(name_of), f"{pointer}/{name_of}"
            if isinstance(inner, Mapping | list):
                told = _key(key)
                yield from _walk(inner, owner, where, depth + 1, person=told.stem if told.person else "")
            elif (kind := _key(key).kind) and isinstance(inner, str | int) and not isinstance(inner, bool):
                yield Personal(kind=kind, text=str(inner).strip()[:200], owner=owner, pointer=where)


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key says of its value."""

    kind: PersonalKind | None
    owner: bool
    person: bool
    stem: str


@lru_cache(maxsize=4096)
def _key(key: str) -> _Key:
    return _Key(
        kind=next((kind for kind, pattern in _KINDS.items() if pattern.search(key)), None),
        owner=bool(_OWNER_ID.match(key)),
        person=bool(_PERSON.match(key)),
        stem=_stem(key),
    )


def _name(record: Mapping[str, Any]) -> str:
    named = record.get("name", record.get("full_name"))
    inner = named if isinstance(named, Mapping) else record
    first, last = inner.get("first_name"), inner.get("last_name")
    if isinstance(first, str) and isinstance(last, str):
        return f"{first} {last}"
    return named if isinstance(named, str) and " " in named else ""


def _text(value: Any) -> str:
    return str(value).strip().casefold() if isinstance(value, str | int) and not isinstance(value, bool) else ""
