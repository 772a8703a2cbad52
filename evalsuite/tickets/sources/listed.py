"""Help desks with a list by time of change, and a second request for what was said: Intercom, Freshdesk, Help Scout."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from evalsuite.codec.exports_values import a_table, a_text, tables
from evalsuite.domain.ticket import Batch
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.models.failures import failed
from evalsuite.tickets.sources.client import Answer, Client
from evalsuite.tickets.sources.source import Source, batch_of, path_part
from evalsuite.tickets.sources.windows import GONE, Page, iso, seconds_of, start_of, steps, whole

LAST_PAGE = 300
"""Freshdesk gives no page behind this one."""


class Listed(Source):
    """A help desk whose own kind says how a page is asked for, and what belongs to a ticket."""

    changed = "updated_at"
    """The field with the time of the last change."""

    async def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        """See `TicketSource`. A checkpoint is `{"since"}`."""
        begin = float(since.get("since") or start_of(self._settings.since))
        async for step in steps(self._page, since=begin, changed=lambda item: item.get(self.changed)):
            wanted = [item for item in step.items if self._asked_for(item)]
            await self._prepare(wanted)
            yield await batch_of(self.kind, wanted, self.whole, checkpoint={"since": step.since})

    async def whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The ticket of a list's item, which may be its `id` alone, with what was said in it; None where it is gone."""
        raise NotImplementedError

    async def _page(self, since: float, token: Any) -> Page:
        raise NotImplementedError

    async def _prepare(self, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Ask for what belongs to all these tickets."""


class Intercom(Listed):
    async def _page(self, since: float, token: Any) -> Page:
        asked: dict[str, Any] = {
            "query": {"field": "updated_at", "operator": ">", "value": max(0, int(since) - 1)},
            "sort": {"field": "updated_at", "order": "ascending"},
            "pagination": {"per_page": 150, **({"starting_after": token} if token else {})},
        }
        answer = await self.client.ask("POST", "/conversations/search", json=asked, allowed=_refusals(token))
        if answer.body is None:
            return GONE
        following = a_table(a_table(answer.table.get("pages")).get("next")).get("starting_after")
        return Page(items=tuple(tables(answer.table.get("conversations"))), more=following)

    async def whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        path = f"/conversations/{path_part(item.get('id'))}"
        answer = await self.client.get(path, display_as="plaintext", allowed=(404,))
        return answer.table if answer.body is not None else None


class Freshdesk(Listed):
    def __init__(self, client: Client, settings: SourceSettings) -> None:
        super().__init__(client, settings)
        self._ratings: dict[str, dict[str, Mapping[str, Any]]] = {}
        """By ticket and id."""
        self._rated = math.inf, -math.inf
        """From when until when ratings are known."""

    async def _page(self, since: float, token: Any) -> Page:
        answer = await self.client.get(
            "/api/v2/tickets",
            # Without it, only the last 30 days are given.
            updated_since=iso(max(since, 1.0)),
            order_by="updated_at",
            order_type="asc",
            include="stats,requester,description",
            per_page=100,
            page=_within(token),
            allowed=_refusals(token),
        )
        return _numbered(answer, token or 1)

    async def _prepare(self, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Ask for the ratings these tickets may have: all since the oldest began, then only the newest ones."""
        if not wanted:
            return
        oldest = min(seconds_of(item.get("created_at")) for item in wanted)
        first, last = self._rated
        since = oldest if oldest < first else last
        path = "/api/v2/surveys/satisfaction_ratings"
        listed = [*tables(await self._all(path, created_since=iso(max(since, 1.0)), allowed=(403, 404)) or [])]
        for rating in listed:
            self._ratings.setdefault(a_text(rating.get("ticket_id")), {})[a_text(rating.get("id"))] = rating
        self._rated = min(first, oldest), max(last, oldest, *(seconds_of(one.get("created_at")) for one in listed))

    async def whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if item.get("deleted") is True:
            return None
        said = await self._all(f"/api/v2/tickets/{path_part(item.get('id'))}/conversations", allowed=(404,))
        rated = self._ratings.get(a_text(item.get("id")), {})
        return None if said is None else {**item, "conversations": said, "ratings": [*rated.values()]}

    async def _all(self, path: str, *, allowed: tuple[int, ...], **params: Any) -> list[Mapping[str, Any]] | None:
        """Every item of a list with page numbers; None where there is no such list."""

        async def ask(token: Any) -> Page:
            number = _within(token)
            return _numbered(await self.client.get(path, per_page=100, page=number, allowed=allowed, **params), number)

        return await whole(ask, may_be_empty=True)  # not everybody is answered, or rates


class HelpScout(Listed):
    changed = "userUpdatedAt"

    async def _page(self, since: float, token: Any) -> Page:
        answer = await self.client.get(
            "/v2/conversations",
            status="all",
            modifiedSince=iso(since),
            sortField="modifiedAt",
            sortOrder="asc",
            page=token or 1,
            allowed=_refusals(token),
        )
        return _hal(answer, "conversations", token or 1)

    async def whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        async def ask(token: Any) -> Page:
            # The second version hides which threads are the assistant's.
            path = f"/v3/conversations/{path_part(item.get('id'))}/threads"
            return _hal(await self.client.get(path, page=token or 1, allowed=(404,)), "threads", token or 1)

        threads = await whole(ask)
        return None if threads is None else {**item, "threads": threads}


def _refusals(token: Any) -> tuple[int, ...]:
    """Statuses that say that a token does not hold any more."""
    return (400, 404, 410, 422) if token else ()


def _within(token: Any) -> int:
    """The page to ask Freshdesk for."""
    if token and token > LAST_PAGE:
        text = f"Freshdesk gives {LAST_PAGE} pages at the most, and there are more: import these tickets from a file"
        raise failed("bad_request", text)
    return token or 1


def _numbered(answer: Answer, number: int) -> Page:
    if answer.body is None:
        return GONE
    items = tuple(tables(answer.body))
    return Page(items=items, more=number + 1 if answer.link_next or len(items) >= 100 else None)


def _hal(answer: Answer, name: str, number: int) -> Page:
    if answer.body is None:
        return GONE
    items = tuple(tables(a_table(answer.table.get("_embedded")).get(name)))
    pages = a_table(answer.table.get("page")).get("totalPages")
    more = (isinstance(pages, int) and number < pages) or "next" in a_table(answer.table.get("_links"))
    return Page(items=items, more=number + 1 if more else None)
