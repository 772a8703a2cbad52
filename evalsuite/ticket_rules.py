"""The settings' table `tickets`, as the noun it writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from evalsuite.domain.ticket import BotIdentity
from evalsuite.domain.ticket_settings import SourceKind, SourceSettings, TicketSettings
from evalsuite.errors import did_you_mean
from evalsuite.values import a_text, some_texts, table_of


def ticket_settings(value: Any) -> TicketSettings:
    """Raises `TableError` with every mistake of the table, `ValueError` where it is none."""
    said = _read(value)
    sources = said.get("sources", {})
    return TicketSettings(**{**said, "sources": {name: _source(name, one) for name, one in sources.items()}})


def _source(name: str, said: Mapping[str, Any]) -> SourceSettings:
    kind = said.get("kind", name)
    if kind not in get_args(SourceKind):
        raise ValueError(
            f"sources: {name} wants a kind, like kind = 'zendesk'.{did_you_mean(kind, get_args(SourceKind))}"
        )
    if kind in {"zendesk", "freshdesk"} and not said.get("url"):
        raise ValueError(f"sources: {name} wants its url, like url = 'https://shop.{kind}.com'")
    return SourceSettings(**{**said, "kind": kind, "url": said.get("url", "").rstrip("/")})


def _one_of(*known: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError(f"wants one of {', '.join(known)}, got {value!r}")
        return str(value)

    return read


def _address(value: Any) -> str:
    text = a_text(value)
    if not text.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError(f"wants an address that begins with https://, got {value!r}")
    return text


def _day(value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(a_text(value))).isoformat()[:10]
    except ValueError:
        raise ValueError(f"wants a date such as 2026-03-02, got {value!r}") from None


def _ids(value: Any) -> tuple[str, ...]:
    """User ids are numbers for most help desks."""
    return some_texts(
        [str(one) if isinstance(one, int) else one for one in value] if isinstance(value, list) else value
    )


_IDENTITY = {name: _ids if name == "user_ids" else some_texts for name in BotIdentity.__dataclass_fields__}
_SOURCE: Mapping[str, Callable[[Any], Any]] = {
    "kind": _one_of(*get_args(SourceKind)),
    "url": _address,
    "user_env": a_text,
    "token_env": a_text,
    "since": _day,
    "tags": some_texts,
    "channels": some_texts,
    "client": _one_of("zenpy"),
}
_identity = table_of(_IDENTITY, like='{user_ids = [9001], names = ["Alex"]}')
_TICKETS: Mapping[str, Callable[[Any], Any]] = {
    "bot_identity": lambda value: BotIdentity(**_identity(value)),
    "sources": table_of(table_of(_SOURCE, like='{url = "https://shop.zendesk.com"}'), like="{zendesk = {url = …}}"),
    "failure_tags": table_of(a_text, like='{bot_wrong_policy = "wrong_policy"}'),
    "owner": a_text,
    "classifier": a_text,
}
_read = table_of(_TICKETS, like='{bot_identity = {names = ["Alex"]}}')
