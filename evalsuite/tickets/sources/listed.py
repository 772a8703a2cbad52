"""Help desks with a list by time of change, and a second request for what was said: Intercom, Freshdesk, Help Scout."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from evalsuite.codec.exports_values import a_list, a_table, a_text, some_tags, tables
from evalsuite.domain.ticket import Batch, RawTicket
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.models.failures import failed
from evalsuite.tickets.sources.client import Answer, Client, each
from evalsuite.tickets.sources.source import Source
from evalsuite.tickets.sources.windows import Page, iso, start_of, steps, whole

LAST_PAGE = 300
"""Freshdesk gives no page behind this one."""


class Listed(Source):
    """A help desk whose own kind says how a page is asked for, and what belongs to a ticket."""

    kind = ""
    changed = "updated_at"
    """The field with the time of the last change."""

    async def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        """See `TicketSource`. A checkpoint is `{"since"}`."""
        begin = float(since.get("since") or start_of(self._settings.since))
        await self._prepare(begin)
        async for step in steps(self._page, since=begin, changed=lambda item: item.get(self.changed)):
            wanted = [item for item in step.items if self._asked_for(item)]
            whole = await each(wanted, self._whole)
            pairs = [(a_text(item.get("id")), body) for item, body in zip(wanted, whole, strict=True)]
            yield Batch(
                tickets=tuple(
                    RawTicket(id=name, source=self.kind, body=body) for name, body in pairs if body is not None
                ),
                gone=tuple(name for name, body in pairs if body is None),
                checkpoint={"since": step.since},
            )

    async def _prepare(self, since: float) -> None:
        """What is asked for once."""

    async def _page(self, since: float, token: Any) -> Page:
        raise NotImplementedError

    async def _whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The ticket with what belongs to it; None where it has been deleted meanwhile."""
        raise NotImplementedError

    def _asked_for(self, item: Mapping[str, Any]) -> bool:
        source = item.get("source")
        channel = a_text(a_table(source).get("type")) or a_text(source)
        return self._wanted(tags=_tags(item.get("tags")), channel=channel)


class Intercom(Listed):
    kind = "intercom"

    async def _page(self, since: float, token: Any) -> Page:
        asked: dict[str, Any] = {
            "query": {"field": "updated_at", "operator": ">", "value": int(since) - 1},
            "sort": {"field": "updated_at", "order": "ascending"},
            "pagination": {"per_page": 150, **({"starting_after": token} if token else {})},
        }
        table = (await self._client.ask("POST", "/conversations/search", json=asked)).table
        following = a_table(a_table(table.get("pages")).get("next")).get("starting_after")
        return Page(items=tuple(tables(table.get("conversations"))), more=following)

    async def _whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        path = f"/conversations/{_part(item)}"
        answer = await self._client.get(path, display_as="plaintext", allowed=(404,))
        return answer.table if answer.body is not None else None


class Freshdesk(Listed):
    kind = "freshdesk"

    def __init__(self, client: Client, settings: SourceSettings) -> None:
        super().__init__(client, settings)
        self._ratings: dict[str, list[Any]] = {}

    async def _prepare(self, since: float) -> None:
        listed = await self._all("/api/v2/surveys/satisfaction_ratings", created_since=iso(since), allowed=(403, 404))
        for rating in tables(listed or []):
            self._ratings.setdefault(a_text(rating.get("ticket_id")), []).append(rating)

    async def _page(self, since: float, token: Any) -> Page:
        number = _within(token)
        answer = await self._client.get(
            "/api/v2/tickets",
            # Without it, only the last 30 days are given.
            updated_since=iso(max(since, 1.0)),
            order_by="updated_at",
            order_type="asc",
            include="stats,requester,description",
            per_page=100,
            page=number,
        )
        return _numbered(answer, number)

    async def _whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if item.get("deleted") is True:
            return None
        said = await self._all(f"/api/v2/tickets/{_part(item)}/conversations", allowed=(404,))
        rated = self._ratings.get(a_text(item.get("id")), [])
        return None if said is None else {**item, "conversations": said, "ratings": rated}

    async def _all(self, path: str, *, allowed: tuple[int, ...], **params: Any) -> list[Mapping[str, Any]] | None:
        """Every item of a list with page numbers; None where there is no such list."""

        async def ask(token: Any) -> Page:
            number = _within(token)
            answer = await self._client.get(path, per_page=100, page=number, allowed=allowed, **params)
            return _numbered(answer, number) if answer.body is not None else Page(items=(), gone=True)

        return await whole(ask)


class HelpScout(Listed):
    kind = "helpscout"
    changed = "userUpdatedAt"

    async def _page(self, since: float, token: Any) -> Page:
        number = token or 1
        answer = await self._client.get(
            "/v2/conversations",
            status="all",
            modifiedSince=iso(since),
            sortField="modifiedAt",
            sortOrder="asc",
            page=number,
        )
        return _hal(answer.table, "conversations", number)

    async def _whole(self, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
        async def ask(token: Any) -> Page:
            path = f"/v3/conversations/{_part(item)}/threads"
            answer = await self._client.get(path, page=token or 1, allowed=(404,))
            return _hal(answer.table, "threads", token or 1) if answer.body is not None else Page(items=(), gone=True)

        threads = await whole(ask)
        return None if threads is None else {**item, "threads": threads}


def _within(token: Any) -> int:
    """The page to ask Freshdesk for."""
    if token and token > LAST_PAGE:
        text = f"Freshdesk gives {LAST_PAGE} pages at the most, and there are more: import these tickets from a file"
        raise failed("bad_request", text)
    return token or 1


def _numbered(answer: Answer, number: int) -> Page:
    items = tuple(tables(answer.body))
    return Page(items=items, more=number + 1 if answer.link_next or len(items) >= 100 else None)


def _hal(table: Mapping[str, Any], name: str, number: int) -> Page:
    items = tuple(tables(a_table(table.get("_embedded")).get(name)))
    pages = a_table(table.get("page")).get("totalPages")
    more = (isinstance(pages, int) and number < pages) or "next" in a_table(table.get("_links"))
    return Page(items=items, more=number + 1 if more else None)


def _tags(value: Any) -> tuple[str, ...]:
    """Of texts, or of mappings with a name."""
    listed = a_table(value).get("tags", value)
    return some_tags([one.get("name") or one.get("tag") if isinstance(one, Mapping) else one for one in a_list(listed)])


def _part(item: Mapping[str, Any]) -> str:
    """An id as a part of a path: an id that would lead elsewhere is refused."""
    name = a_text(item.get("id"))
    if not name.isalnum() or not name.isascii():
        raise failed("bad_request", "the help desk gives a ticket whose id is none: is the url in the settings right?")
    return name
