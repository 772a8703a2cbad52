"""Zendesk: a cursor over all that changed, and for each ticket what was said in it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from evalsuite.codec.exports_values import a_list, a_table, a_text, tables
from evalsuite.domain.ticket import Batch
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.tickets.sources.client import Client
from evalsuite.tickets.sources.source import Source, batch_of, path_part
from evalsuite.tickets.sources.windows import GONE, STUCK, Page, seconds_of, start_of, stuck, whole

NAMED = 100
"""Tickets named in one address: a page may have ten times as many."""
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
        empty, refused, refused_at = 0, 0, -1.0
        while True:
            page = await self._page(cursor, time)
            if page is None:  # the cursor does not hold any more
                refused, refused_at = (1, time) if time > refused_at else (refused + 1, refused_at)
                if refused > STUCK:
                    raise stuck()
                cursor, time = "", max(0.0, time - AGAIN_SECONDS)
                continue
            tickets = [*tables(page.get("tickets"))]
            after, ended = _cursor(page), page.get("end_of_stream") is not False
            empty = 0 if tickets or after != cursor else empty + 1
            if not ended and (not after or empty > STUCK):
                raise stuck()
            time = max([time, *(seconds_of(ticket.get("updated_at")) for ticket in tickets)])
            cursor = after or cursor
            yield await self._batch(tickets, page, checkpoint={"cursor": cursor, "time": time})
            if ended:
                return

    async def _batch(
        self, tickets: Sequence[Mapping[str, Any]], page: Mapping[str, Any], *, checkpoint: Mapping[str, Any]
    ) -> Batch:
        deleted = [a_text(ticket.get("id")) for ticket in tickets if ticket.get("status") == "deleted"]
        wanted = [one for one in tickets if one.get("status") != "deleted" and self._asked_for(one)]
        surveys = await self._surveys(wanted)
        return await batch_of(
            self.kind,
            wanted,
            lambda ticket: self._bundle(ticket, page, surveys),
            gone=deleted,
            checkpoint=checkpoint,
        )

    async def _page(self, cursor: str, time: float) -> Mapping[str, Any] | None:
        path, sides = "/api/v2/incremental/tickets/cursor.json", "users,metric_sets"
        # A page is what a stopped pull has to ask for again; where few are wanted, ten pages a minute are too few.
        size = 1000 if self._settings.tags or self._settings.channels else 100
        if not cursor:
            # Earlier than this is refused, later than a minute ago too.
            answer = await self.client.get(path, start_time=max(1, int(time)), per_page=size, include=sides)
        else:
            answer = await self.client.get(path, cursor=cursor, per_page=size, include=sides, allowed=_REFUSED)
        return answer.table if answer.body is not None else None

    async def _bundle(
        self, ticket: Mapping[str, Any], page: Mapping[str, Any], surveys: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """The ticket with what belongs to it; None where it has been deleted meanwhile."""
        ticket_id = path_part(ticket.get("id"))
        base = f"/api/v2/tickets/{ticket_id}"
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
            answer = await self.client.get(
                path, **{"page[size]": 100, "page[after]": after, **params}, allowed=_ABSENT[key]
            )
            if answer.body is None:
                # Without the plan for it, there is no log for any ticket.
                self._has_log = self._has_log and (key, answer.status) != ("events", 403)
                return GONE
            users.extend(a_list(answer.table.get("users")))
            meta = a_table(answer.table.get("meta"))
            more = (a_text(meta.get("after_cursor")) or after) if meta.get("has_more") is True else None
            if meta.get("has_more") is True and not more:
                raise stuck()
            return Page(items=tuple(tables(answer.table.get(key))), more=more)

        found = await whole(ask, may_be_empty=key != "comments")
        return None if found is None else (found, users)

    async def _surveys(self, wanted: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Answers to surveys by ticket, the last one of each; empty where the account still asks in the older way.

        Asked for by ticket: an answer may be older than what else has changed since the last pull.
        """
        found: dict[str, Any] = {}
        for begin in range(0, len(wanted), NAMED):
            names = ",".join(f"zen:ticket:{path_part(ticket.get('id'))}" for ticket in wanted[begin : begin + NAMED])
            asked = {"filter[subject_zrns]": names, "sort": "id"}
            listed = await self._all("/api/v2/guide/survey_responses", "survey_responses", **asked)
            if listed is None:
                break
            for response in tables(listed[0]):
                about = " ".join(map(a_text, a_list(response.get("subject_zrns"))))
                found |= dict.fromkeys(_SUBJECT.findall(about), response) if response.get("answers") else {}
        return found


def _cursor(page: Mapping[str, Any]) -> str:
    address = a_text(page.get("after_url"))
    return a_text(page.get("after_cursor")) or "".join(parse_qs(urlsplit(address).query).get("cursor", [])[:1])


def _chatted(ticket: Mapping[str, Any]) -> bool:
    channel = a_text(a_table(ticket.get("via")).get("channel"))
    return ticket.get("from_messaging_channel") is True or "chat" in channel or "messag" in channel


# Comments that may not be read are no sign that their ticket is gone; the others need a plan, or another login.
_ABSENT = {"comments": (404,), "events": (403, 404), "audits": (401, 403, 404), "survey_responses": (403, 404)}
_REFUSED = (400, 404, 410, 422)
_SUBJECT = re.compile(r"zen:ticket:(\d+)")
