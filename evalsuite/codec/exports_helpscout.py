"""Help Scout's conversations, with version 3 of its threads, which name the assistant."""

from collections.abc import Iterable, Mapping
from typing import Any

from evalsuite.codec.exports_values import Cast, a_list, a_table, a_text, a_time, attachments, rated, tables, words_of
from evalsuite.domain.ticket import AiPart, Csat, Speaker, Ticket, TicketMessage


def helpscout_ticket(body: Mapping[str, Any]) -> Ticket:
    """A conversation with its `threads`, or with them embedded."""
    cast = Cast()
    customer = cast.ref("customer", _person(a_table(body.get("primaryCustomer"))))
    threads = body.get("threads") or a_table(body.get("_embedded")).get("threads")
    listed = [_message(one, cast, customer=customer) for one in tables(threads)]
    said = sorted((one for one in listed if one), key=lambda one: one.at.timestamp() if one.at else 0.0)
    source = a_table(body.get("source"))
    return Ticket(
        id=a_text(body.get("id")),
        source="helpscout",
        url=a_text(a_table(a_table(body.get("_links")).get("web")).get("href")),
        created_at=a_time(body.get("createdAt")),
        updated_at=a_time(body.get("userUpdatedAt") or body.get("updatedAt")),
        channel=a_text(source.get("type")) or a_text(body.get("type")),
        subject=a_text(body.get("subject")),
        status=a_text(body.get("status")),
        tags=tuple(
            tag
            for one in a_list(body.get("tags"))
            if (tag := a_text((one.get("tag") or one.get("name")) if isinstance(one, Mapping) else one))
        ),
        custom={a_text(one.get("name")): one.get("value") for one in tables(body.get("customFields"))},
        csat=_rating(body, tables(threads)),
        ai=AiPart(participated=True) if any(one.role == "bot" for one in said) else None,
        messages=tuple(said),
        people=cast.people(),
    )


def _message(thread: Mapping[str, Any], cast: Cast, *, customer: str) -> TicketMessage | None:
    kind, author = a_text(thread.get("type")), a_table(thread.get("createdBy"))
    text = words_of(html=thread.get("body") or thread.get("text"))
    files = attachments(
        a_table(thread.get("_embedded")).get("attachments") or thread.get("attachments"),
        name="filename",
        kind="mimeType",
    )
    unsent = thread.get("state") not in {None, "published"}
    if kind == "lineitem" or unsent or not (text or files):
        return None
    role = _ROLES.get(a_text(author.get("type")), "customer" if kind == "customer" else "human_agent")
    note = kind == "note"
    person = _person(author)
    return TicketMessage(
        role=role,
        author=customer if role == "customer" and not person.get("id") else cast.ref(role, person),
        text=text,
        at=a_time(thread.get("createdAt")),
        public=not note,
        kind="note" if note else "message",
        attachments=files,
    )


def _person(told: Mapping[str, Any]) -> dict[str, Any]:
    name = " ".join(filter(None, (a_text(told.get("first")), a_text(told.get("last")))))
    return {
        "id": told.get("id"),
        "name": name or told.get("name"),
        "email": told.get("email"),
        "phone": told.get("phone"),
    }


def _rating(body: Mapping[str, Any], threads: Iterable[Mapping[str, Any]]) -> Csat | None:
    """What was said last: replies are rated, not conversations."""
    given = [a_table(one.get("rating")) for one in (body, *threads)]
    told = max(
        (one for one in given if one), key=lambda one: a_text(one.get("modifiedAt") or one.get("createdAt")), default={}
    )
    return rated(told.get("rating") or told.get("score"), comment=told.get("comments") or told.get("comment"))


_ROLES: Mapping[str, Speaker] = {"customer": "customer", "user": "human_agent", "system_user": "bot"}
