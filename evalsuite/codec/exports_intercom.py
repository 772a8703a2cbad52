"""Intercom's conversations, version 2.16: the first message stands apart from the others."""

from collections.abc import Mapping
from typing import Any

from evalsuite.codec.exports_values import (
    Cast,
    a_list,
    a_table,
    a_text,
    a_time,
    attachments,
    rated,
    tables,
    words_of,
)
from evalsuite.domain.ticket import AiPart, Csat, Speaker, Ticket, TicketMessage

PREVIEWS = frozenset({"workflow_preview", "fin_preview"})
"""Sources of conversations in which staff try the assistant out."""


def intercom_ticket(body: Mapping[str, Any]) -> Ticket:
    source, cast = a_table(body.get("source")), Cast()
    parts = a_table(body.get("conversation_parts")).get("conversation_parts", body.get("conversation_parts"))
    first = _message({**source, "part_type": "comment", "created_at": body.get("created_at")}, cast)
    rest = sorted(tables(parts), key=lambda part: _seconds(part.get("created_at")))
    agent = a_table(body.get("ai_agent"))
    contacts = body.get("contacts")
    for contact in tables(a_table(contacts).get("contacts", contacts)):
        cast.ref("customer", contact)
    total = a_table(body.get("conversation_parts")).get("total_count")
    missing = total - len(rest) if isinstance(total, int) else 0
    lost = TicketMessage(role="system", kind="event", public=False, text=f"[{missing} older messages are not given]")
    reopens = a_table(body.get("statistics")).get("count_reopens")
    tags = body.get("tags")
    return Ticket(
        id=a_text(body.get("id")),
        source="intercom",
        created_at=a_time(body.get("created_at")),
        updated_at=a_time(body.get("updated_at")),
        channel=a_text(source.get("type")),
        subject=words_of(html=body.get("title") or source.get("subject")),
        status=a_text(body.get("state")),
        language=a_text(a_table(body.get("custom_attributes")).get("Language")),
        tags=tuple(
            tag
            for one in a_list(a_table(tags).get("tags", tags))
            if (tag := a_text(one.get("name") if isinstance(one, Mapping) else one))
        ),
        custom=dict(a_table(body.get("custom_attributes"))),
        csat=_rating(body),
        reopens=reopens if isinstance(reopens, int) else None,
        ai=AiPart(
            participated=bool(body.get("ai_agent_participated")),
            resolution=a_text(agent.get("resolution_state")),
            sources=tuple(_shown(agent)),
        )
        if agent or body.get("ai_agent_participated") is not None
        else None,
        messages=tuple(
            one for one in (first, lost if missing > 0 else None, *(_message(part, cast) for part in rest)) if one
        ),
        people=cast.people(),
    )


def is_preview(body: Mapping[str, Any]) -> bool:
    """Whether staff were trying the assistant out."""
    places = [(part, name) for part in ("ai_agent", "source") for name in ("source_type", "type")]
    return bool(PREVIEWS & {a_text(a_table(body.get(part)).get(name)) for part, name in places})


def _message(part: Mapping[str, Any], cast: Cast) -> TicketMessage | None:
    text = "" if part.get("redacted") is True else words_of(html=part.get("body"))
    files = attachments(part.get("attachments"))
    if not text and not files:
        return None  # an event: assigned, closed, snoozed
    author = a_table(part.get("author"))
    kind = a_text(author.get("type"))
    role: Speaker = "bot" if kind == "bot" or author.get("from_ai_agent") is True else _ROLES.get(kind, "human_agent")
    note = a_text(part.get("part_type")).startswith("note")
    return TicketMessage(
        role=role,
        author=cast.ref(role, author),
        text=text,
        at=a_time(part.get("created_at")),
        public=not note,
        kind="note" if note else "message",
        attachments=files,
    )


def _rating(body: Mapping[str, Any]) -> Csat | None:
    whole, agent = a_table(body.get("conversation_rating")), a_table(body.get("ai_agent"))
    return rated(whole.get("rating"), comment=whole.get("remark")) or rated(
        agent.get("rating"), comment=agent.get("rating_remark")
    )


def _shown(agent: Mapping[str, Any]) -> list[str]:
    sources = agent.get("content_sources")
    listed = a_table(sources).get("content_sources", sources)
    return [" ".join(filter(None, (a_text(one.get("title")), a_text(one.get("url"))))) for one in tables(listed)]


def _seconds(value: Any) -> float:
    at = a_time(value)
    return at.timestamp() if at else 0.0


_ROLES: Mapping[str, Speaker] = {"user": "customer", "lead": "customer", "contact": "customer", "system": "system"}
