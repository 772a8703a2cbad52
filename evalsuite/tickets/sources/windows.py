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
ASKED_AGAIN = 5
"""How often an empty page is asked for once more before it is believed."""
WALKS = 5
"""How often one window is walked again, since tokens did not hold or led to something new."""
STUCK = 5
"""Empty pages in a row that lead to nowhere new, before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    items: tuple[Mapping[str, Any], ...]
    more: Any = None
    """What asks for the next page of the same window; None at its end."""
    gone: bool = False
    """Whether there is no such list, or no such page any more."""


GONE = Page(items=(), gone=True)


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
    would move the rest up, and one ticket for each change past the reader. Where no window can begin, since too many
    share a second or the order is another, pages are followed by their tokens, again and again until none has news.
    """
    walk = _Walk(since)
    while True:
        page = await filled(lambda: ask(walk.since, walk.token))
        if page.gone:
            walk.begin_anew()
            continue
        fresh = walk.read(page, [seconds_of(changed(item)) for item in page.items])
        yield Step(items=tuple(fresh), since=walk.since)
        if walk.ended:
            return


class _Walk:
    """How far a list has been read, and where its next page is."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.token: Any = None
        self.ended = False
        self._known: dict[str, float] = {}
        """When tickets of this window were changed, by id."""
        self._latest = self._last = 0.0
        self._rises, self._falls = False, False
        self._news = False
        """Whether anything was new in this walk through the window's pages."""
        self._again = self._empty = 0

    def read(self, page: Page, times: list[float]) -> list[Mapping[str, Any]]:
        """What is new on a page."""
        pairs = [(item, at) for item, at in zip(page.items, times, strict=True) if self._known.get(_id(item)) != at]
        self._known |= {_id(item): at for item, at in pairs}
        self._news = self._news or bool(pairs)
        seen = times if self.token is None else [self._last, *times]
        self._falls = self._falls or seen != sorted(seen)
        self._rises = self._rises or (bool(times) and seen[0] < seen[-1])
        self._last = times[-1] if times else self._last
        self._latest = max(self._latest, *times, 0.0)
        self._go_on(page, max(times, default=0.0) - OVERLAP)
        return [item for item, _ in pairs]

    def _go_on(self, page: Page, bound: float) -> None:
        """Where the next page is, when a window could begin at `bound`."""
        begins = self._rises and not self._falls and bound > self.since
        ends = page.more is None
        if (begins or ends) and self.token is not None and self._news and self._again < WALKS:
            self.token, self._news, self._again = None, False, self._again + 1
        elif ends:
            self.since, self.ended = max(self.since, self._latest - OVERLAP), True
        elif begins:
            self._known = {name: at for name, at in self._known.items() if at >= bound}
            self.since, self.token, self._news, self._again, self._empty = bound, None, False, 0, 0
        else:
            self._empty = 0 if page.items else self._empty + 1
            if self._empty > STUCK and self.token == page.more:
                raise stuck()
            self.token = page.more

    def begin_anew(self) -> None:
        """The window from its beginning, where a token does not hold any more."""
        self._again += 1
        if self.token is None or self._again > WALKS:
            raise stuck()
        self.token = None


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
    text = "the help desk's pages lead to no other: they are empty, or it refuses its own cursors. Try again later"
    return failed("server_error", text)


def iso(seconds: float) -> str:
    """A moment as help desks want it: `2026-03-02T14:05:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_of(day: str) -> float:
    """The beginning of a day such as 2026-03-02, UTC; of all time where none is said."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() if day else 0.0


def seconds_of(value: Any) -> float:
    """A help desk's time in seconds since 1970; 0 where it is none."""
    at = a_time(value)
    return at.timestamp() if at else 0.0


def _id(item: Mapping[str, Any]) -> str:
    return a_text(item.get("id"))
