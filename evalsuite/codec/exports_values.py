"""Values of foreign exports as what they mean: texts, times, lists, people."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from evalsuite.codec.exports_text import from_html, own_words, runs_of_words
from evalsuite.domain.ticket import Attachment, Csat, Person, Speaker, TicketMessage

OWN_NOTE = "An eval case was made of this: "
"""How notes begin that evalsuite writes."""
LONGEST_TEXT = 100_000
"""Characters of a message that are kept; what is left out is told in its place."""
_NOTE = 60
"""Room for the note of what is left out, so that a text is cut once."""


def a_text(value: Any) -> str:
    """A text, or what a number or boolean is written as; empty for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()  # a lone surrogate fits in no file
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else ""


def a_table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def a_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def tables(value: Any) -> Iterator[Mapping[str, Any]]:
    """The mappings of a list."""
    return (one for one in a_list(value) if isinstance(one, Mapping))


def some_tags(value: Any) -> tuple[str, ...]:
    """Of a list, or of a text with commas or spaces between them."""
    if isinstance(value, str):
        value = value.split(",") if "," in value else value.split()
    return tuple(dict.fromkeys(tag for one in a_list(value) if (tag := a_text(one).strip())))


def a_time(value: Any) -> datetime | None:
    """A time in UTC, of an ISO text, or of seconds or milliseconds since 1970; where no zone is said, UTC is taken.

    None where it is none.
    """
    if isinstance(value, str):
        text = value.strip().removesuffix(" UTC").strip()
        if not _SECONDS.fullmatch(text):
            return _iso(text)
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def words_of(*, plain: Any = None, html: Any = None) -> str:
    """What a message says: its plain text, or its markup read."""
    said = a_text(plain) or from_html(a_text(html))
    return cut(said.replace("\r\n", "\n").replace("\r", "\n").strip())


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    """The text, or its beginning with a note of how much more there was."""
    return text if len(text) <= most + _NOTE else f"{text[:most]}\n[{len(text) - most} more characters left out]"


def spoken(messages: Iterable[TicketMessage]) -> tuple[TicketMessage, ...]:
    """The messages without signatures, without what replies repeat of the messages before them, and without what
    evalsuite itself has noted there."""
    said: set[tuple[str, ...]] = set()
    found = []
    for message in messages:
        if message.kind == "note" and message.text.startswith(OWN_NOTE):
            continue
        text = message.text if message.role == "tool" else own_words(message.text, said)
        found.append(message if text == message.text else replace(message, text=text))
        said |= runs_of_words(text)
    return tuple(found)


def attachments(value: Any, *, name: str = "name", kind: str = "content_type") -> tuple[Attachment, ...]:
    return tuple(Attachment(name=a_text(one.get(name)), type=a_text(one.get(kind))) for one in tables(value))


def rated(score: Any, *, comment: Any = None, reason: Any = None) -> Csat | None:
    """What the customer said of the service; None where nothing was said."""
    word = a_text(score).strip().lower()
    told = a_text(comment).strip()
    if word in _NOT_RATED and not told:
        return None
    good = _GOOD.get(word.partition("_with_")[0].removesuffix(".0"))
    return Csat(score=word, good=good, comment=told, reason=a_text(reason).strip())


class Cast:
    """The people of a ticket, each once, known by id or e-mail address."""

    def __init__(self) -> None:
        self._people: list[dict[str, Any]] = []

    def ref(self, role: Speaker, person: Mapping[str, Any] | None = None, *, also: Iterable[Any] = ()) -> str:
        """The `ref` of somebody with a help desk's `id`, `name`, `email` and `phone`; `also` are other ids."""
        given = person or {}
        ids = tuple(dict.fromkeys(one for one in map(a_text, (given.get("id"), *also)) if one))
        email, name = a_text(given.get("email")).strip(), a_text(given.get("name")).strip()
        for index, known in enumerate(self._people):  # noqa: B007  - it is used behind the loop
            if (ids and set(ids) & known["ids"].keys()) or (email and email.casefold() in known["emails"]):
                break
            if not ids and not email and role == known["role"] and name in (*known["names"], ""):
                break
        else:
            index, known = len(self._people), {"role": role, "ids": {}, "names": {}, "emails": {}, "phones": {}}
            self._people.append(known)
        known["ids"].update(dict.fromkeys(ids))
        for kind, value in (("names", name), ("phones", a_text(given.get("phone")).strip())):
            if value:
                known[kind].setdefault(value)
        if email:
            known["emails"].setdefault(email.casefold(), email)
        return f"p{index + 1}"

    def people(self) -> tuple[Person, ...]:
        return tuple(
            Person(
                ref=f"p{number}",
                role=one["role"],
                ids=tuple(one["ids"]),
                names=tuple(one["names"]),
                emails=tuple(one["emails"].values()),
                phones=tuple(one["phones"]),
            )
            for number, one in enumerate(self._people, 1)
        )


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


_SECONDS = re.compile(r"-?[0-9]{9,16}(?:\.[0-9]+)?")
_NOT_RATED = {"", "offered", "unoffered", "none", "null", "unknown"}
_GOOD = {
    **dict.fromkeys(("good", "great", "satisfied", "happy", "positive", "4", "5", "101", "102", "103"), True),
    **dict.fromkeys(("bad", "dissatisfied", "unsatisfied", "unhappy", "negative", "not_good", "1", "2"), False),
    **dict.fromkeys(("-101", "-102", "-103"), False),
}
"""Freshdesk counts from 103 (extremely happy) over 100 to -103."""
