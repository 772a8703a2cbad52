"""Zendesk: a cursor over all that changed, and for each ticket what was said in it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from evalsuite.codec.exports_values import a_list, a_table, a_text, a_time, some_tags, tables
from evalsuite.domain.ticket import Batch, RawTicket
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.models.failures import failed
from evalsuite.tickets.sources.client import Client, each
from evalsuite.tickets.sources.source import Source
from evalsuite.tickets.sources.windows import STUCK, Page, start_of, stuck, whole

AGAIN_SECONDS = 300.0
"""How far back a new cursor begins where the old one does not hold any more."""


class Zendesk(Source):
    """Needs a token of an administrator: incremental exports are theirs alone."""

    def __init__(self, client: Client, settings: SourceSettings) -> None:
        super().__init__(client, settings)
        self._has_log = True

    async def batches(self, since: Mapping[str, Any]) -> AsyncIterator[Batch]:
        """See `TicketSource`. A checkpoint is `{"cursor", "time"}`."""
        cursor, time = a_text(since.get("cursor")), since.get("time") or start_of(self._settings.since)
        surveys = await self._surveys(time)
        empty = 0
        while True:
            page = await self._page(cursor, time)
            if page is None:  # the cursor does not hold any more
                cursor, time = "", max(0.0, time - AGAIN_SECONDS)
                continue
            tickets = [*tables(page.get("tickets"))]
            after, ended = _cursor(page), page.get("end_of_stream") is not False
            empty = 0 if tickets or after != cursor else empty + 1
            if not ended and (not after or empty > STUCK):
                raise stuck()
            gone = [ticket for ticket in tickets if ticket.get("status") == "deleted"]
            wanted = [ticket for ticket in tickets if self._asked_for(ticket)]
            bundles = await each(wanted, lambda ticket, page=page: self._bundle(ticket, page, surveys))  # type: ignore[misc]
            time = max([time, *(_seconds(ticket.get("updated_at")) for ticket in tickets)])
            cursor = after or cursor
            missing = [ticket for ticket, bundle in zip(wanted, bundles, strict=True) if bundle is None]
            yield Batch(
                tickets=tuple(
                    RawTicket(id=a_text(ticket.get("id")), source="zendesk", body=bundle)
                    for ticket, bundle in zip(wanted, bundles, strict=True)
                    if bundle is not None
                ),
                gone=tuple(a_text(ticket.get("id")) for ticket in (*gone, *missing)),
                checkpoint={"cursor": cursor, "time": time},
            )
            if ended:
                return

    async def _page(self, cursor: str, time: float) -> Mapping[str, Any] | None:
        path, sides = "/api/v2/incremental/tickets/cursor.json", "users,metric_sets"
        if not cursor:
            # Earlier than this is refused, later than a minute ago too.
            answer = await self._client.get(path, start_time=max(1, int(time)), include=sides)
        else:
            answer = await self._client.get(path, cursor=cursor, include=sides, allowed=(400, 404, 410, 422))
        return answer.table if answer.body is not None else None

    def _asked_for(self, ticket: Mapping[str, Any]) -> bool:
        return ticket.get("status") != "deleted" and self._wanted(
            tags=some_tags(ticket.get("tags")), channel=a_text(a_table(ticket.get("via")).get("channel"))
        )

    async def _bundle(
        self, ticket: Mapping[str, Any], page: Mapping[str, Any], surveys: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """The ticket with what belongs to it; None where it has been deleted meanwhile."""
        ticket_id = a_text(ticket.get("id"))
        base = f"/api/v2/tickets/{int(ticket_id)}" if ticket_id.isdigit() else ""
        if not base:
            raise failed("bad_request", "Zendesk gives a ticket whose id is none: is the url in the settings right?")
        comments = await self._all(f"{base}/comments.json", "comments", include="users")
        if comments is None:
            return None
        listed, users = comments
        events, _ = (await self._all(f"{base}/conversation_log", "events") if self._has_log else None) or ([], [])
        audits: list[Mapping[str, Any]] = []
        if not events and _chatted(ticket):
            audits, _ = await self._all(f"{base}/audits.json", "audits") or ([], [])
        concerned = {a_text(ticket.get(f"{one}_id")) for one in ("requester", "submitter", "assignee")}
        return {
            "ticket": ticket,
            "users": [*users, *(one for one in tables(page.get("users")) if a_text(one.get("id")) in concerned)],
            "comments": listed,
            "events": events,
            "audits": audits,
            "metric_set": next(
                (one for one in tables(page.get("metric_sets")) if a_text(one.get("ticket_id")) == ticket_id), None
            ),
            "survey": surveys.get(ticket_id),
        }

    async def _all(self, path: str, key: str, **params: Any) -> tuple[list[Mapping[str, Any]], list[Any]] | None:
        """Every item of a list with cursors, and the users beside them; None where there is no such list."""
        users: list[Any] = []

        async def ask(after: Any) -> Page:
            answer = await self._client.get(
                path, **{"page[size]": 100, "page[after]": after, **params}, allowed=_ABSENT[key]
            )
            if answer.body is None:
                # Without the plan for it, there is no log for any ticket.
                self._has_log = self._has_log and (key, answer.status) != ("events", 403)
                return Page(items=(), gone=True)
            users.extend(a_list(answer.table.get("users")))
            meta = a_table(answer.table.get("meta"))
            more = (a_text(meta.get("after_cursor")) or after) if meta.get("has_more") is True else None
            if meta.get("has_more") is True and not more:
                raise stuck()
            return Page(items=tuple(tables(answer.table.get(key))), more=more)

        found = await whole(ask, may_be_empty=key != "comments")
        return None if found is None else (found, users)

    async def _surveys(self, time: float) -> dict[str, Any]:
        """Answers to surveys by ticket; empty where the account still asks in the older way."""
        since = {"filter[created_at_start]": int(time * 1000)}
        listed, _ = await self._all("/api/v2/guide/survey_responses", "survey_responses", **since) or ([], [])
        found: dict[str, Any] = {}
        for response in tables(listed):
            about = " ".join(str(response.get(name)) for name in ("subject_zrns", "subjects", "subject"))
            for ticket_id in _SUBJECT.findall(about) or [a_text(response.get("ticket_id"))]:
                found[ticket_id] = response
        return found


def _cursor(page: Mapping[str, Any]) -> str:
    address = a_text(page.get("after_url"))
    return a_text(page.get("after_cursor")) or "".join(parse_qs(urlsplit(address).query).get("cursor", [])[:1])


def _chatted(ticket: Mapping[str, Any]) -> bool:
    channel = a_text(a_table(ticket.get("via")).get("channel"))
    return ticket.get("from_messaging_channel") is True or "chat" in channel or "messag" in channel


def _seconds(value: Any) -> float:
    at = a_time(value)
    return at.timestamp() if at else 0.0


# Comments that may not be read are no sign that their ticket is gone; the others need a plan, or another login.
_ABSENT = {"comments": (404,), "events": (403, 404), "audits": (401, 403, 404), "survey_responses": (403, 404)}
_SUBJECT = re.compile(r"zen:ticket:(\d+)")
