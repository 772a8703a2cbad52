"""Freshdesk's tickets, version 2 of its API: states and channels are numbers there."""

from collections.abc import Mapping
from typing import Any

from evalsuite.codec.exports_values import (
    Cast,
    a_table,
    a_text,
    a_time,
    attachments,
    rated,
    some_tags,
    tables,
    words_of,
)
from evalsuite.domain.ticket import Csat, Speaker, Ticket, TicketMessage


def freshdesk_ticket(body: Mapping[str, Any]) -> Ticket:
    """A ticket with its `conversations`, and `ratings` where there are any; or one of an account's export, with its
    `notes`."""
    body = a_table(body.get("helpdesk_ticket")) or body
    cast = Cast()
    requester = {**a_table(body.get("requester"))}
    asker = a_text(body.get("requester_id") or requester.get("id"))
    customer = cast.ref(
        "customer",
        {
            "id": asker,
            "name": requester.get("name") or body.get("name"),
            "email": requester.get("email") or body.get("email"),
            "phone": requester.get("phone") or requester.get("mobile") or body.get("phone"),
        },
    )
    text = words_of(plain=body.get("description_text"), html=body.get("description"))
    files = attachments(body.get("attachments"))
    begun = TicketMessage(
        role="customer", author=customer, text=text, at=a_time(body.get("created_at")), attachments=files
    )
    notes = [a_table(one.get("helpdesk_note")) or a_table(one.get("note")) or one for one in tables(body.get("notes"))]
    listed = [
        _message(one, cast, asker=asker, customer=customer) for one in (*tables(body.get("conversations")), *notes)
    ]
    said = sorted((one for one in listed if one), key=lambda one: one.at.timestamp() if one.at else 0.0)
    return Ticket(
        id=a_text(body.get("display_id") or body.get("id")),
        source="freshdesk",
        created_at=a_time(body.get("created_at")),
        updated_at=a_time(body.get("updated_at")),
        channel=_CHANNELS.get(a_text(body.get("source")), a_text(body.get("source"))),
        subject=a_text(body.get("subject")),
        status=_STATES.get(a_text(body.get("status")), a_text(body.get("status"))),
        tags=some_tags(body.get("tags")),
        custom={name: value for name, value in a_table(body.get("custom_fields")).items() if value is not None},
        csat=_rating(body),
        messages=((begun,) if text or files else ()) + tuple(said),
        people=cast.people(),
    )


def _message(told: Mapping[str, Any], cast: Cast, *, asker: str, customer: str) -> TicketMessage | None:
    text = words_of(plain=told.get("body_text"), html=told.get("body"))
    files = attachments(told.get("attachments"))
    if not text and not files:
        return None
    user, private = a_text(told.get("user_id")), told.get("private") is True
    role: Speaker = "customer" if told.get("incoming") is True or (user and user == asker) else "human_agent"
    email = a_text(told.get("from_email")) if not user else ""
    return TicketMessage(
        role=role,
        author=customer if role == "customer" and user in ("", asker) else cast.ref(role, {"id": user, "email": email}),
        text=text,
        at=a_time(told.get("created_at")),
        public=not private,
        kind="note" if private else "message",
        attachments=files,
    )


def _rating(body: Mapping[str, Any]) -> Csat | None:
    last = [*tables(body.get("ratings"))][-1:]
    told = last[0] if last else a_table(body.get("satisfaction_rating"))
    scores = told.get("ratings")
    return rated(a_table(scores).get("default_question", told.get("rating")), comment=told.get("feedback"))


_STATES = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_CHANNELS = {
    "1": "email",
    "2": "portal",
    "3": "phone",
    "5": "twitter",
    "6": "facebook",
    "7": "chat",
    "9": "widget",
    "10": "outbound_email",
}
