"""Lists that are asked for by time of change, walked so that nothing moves past unseen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from evalsuite.codec.exports_values import a_text, a_time
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed

OVERLAP = 1.0
"""Seconds that two windows share: help desks count in whole ones, and do not say whether a bound is included."""
ASKED_AGAIN = 2
"""How often an empty page is asked for once more before it is believed."""
STUCK = 5
"""Empty pages in a row that lead to nowhere new, before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    items: tuple[Mapping[str, Any], ...]
    more: Any = None
    """What asks for the next page of the same window; None at its end."""
    gone: bool = False
    """Whether there is no such list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    items: tuple[Mapping[str, Any], ...]
    """Without those that the step before had."""
    since: float
    """From where to go on once these are kept, in seconds since 1970."""


async def steps(
    ask: Callable[[float, Any], Awaitable[Page]], *, since: float, changed: Callable[[Mapping[str, Any]], Any]
) -> AsyncIterator[Step]:
    """Everything that has changed since then, oldest change first where the help desk keeps to that.

    Each page begins a new window where the last one ended: in a list with page numbers, whatever is changed meanwhile
    would move the rest up, and one ticket for each change past the reader.
    """
    known: dict[str, float] = {}
    token: Any = None
    empty, latest, in_order = 0, 0.0, True
    while True:
        page = await filled(lambda since=since, token=token: ask(since, token))  # type: ignore[misc]
        times = [_seconds(changed(item)) for item in page.items]
        pairs = [(item, at) for item, at in zip(page.items, times, strict=True) if known.get(_id(item)) != at]
        in_order = in_order and times == sorted(times)
        last = max(times, default=0.0)
        latest = max(latest, last)
        if in_order and last - OVERLAP > since:
            known = {name: at for name, at in known.items() if at >= last - OVERLAP}
            since, token = last - OVERLAP, None
        else:
            empty = 0 if page.items else empty + 1
            if empty > STUCK and token == page.more:
                raise stuck()
            token = page.more
        known |= {_id(item): at for item, at in pairs}
        ended = page.more is None
        yield Step(items=tuple(item for item, _ in pairs), since=max(since, latest - OVERLAP) if ended else since)
        if ended:
            return


async def whole(ask: Callable[[Any], Awaitable[Page]], *, may_be_empty: bool = False) -> list[Mapping[str, Any]] | None:
    """Every item of a list, asked for page by page, first with None; None where there is no such list."""
    found: list[Mapping[str, Any]] = []
    token: Any = None
    empty = 0
    while True:
        page = await filled(lambda token=token: ask(token), may_be_empty=may_be_empty)  # type: ignore[misc]
        if page.gone:
            return None
        found += page.items
        empty = 0 if page.items else empty + 1
        if empty > STUCK:
            raise stuck()
        if page.more is None:
            return found
        token = page.more


async def filled(ask: Callable[[], Awaitable[Page]], *, may_be_empty: bool = False) -> Page:
    """A page, asked for again where it is empty: what should be on it would be lost. Where it `may_be_empty`, only if
    another one follows it."""
    page = await ask()
    for _ in range(ASKED_AGAIN):
        if page.items or page.gone or (page.more is None and may_be_empty):
            break
        page = await ask()
    return page


def stuck() -> ModelError:
    return failed("server_error", "the help desk gives empty pages that lead to no other: try again later")


def iso(seconds: float) -> str:
    """A moment as help desks want it: `2026-03-02T14:05:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_of(day: str) -> float:
    """The beginning of a day such as 2026-03-02, UTC; of all time where none is said."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() if day else 0.0


def _id(item: Mapping[str, Any]) -> str:
    return a_text(item.get("id"))


def _seconds(value: Any) -> float:
    at = a_time(value)
    return at.timestamp() if at else 0.0
