"""Tickets that no help desk shaped: normalised ones, recorded conversations, and tickets with named authors."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any

from evalsuite.codec.exports_values import (
    Cast,
    a_list,
    a_table,
    a_text,
    a_time,
    attachments,
    rated,
    some_tags,
    tables,
    words_of,
)
from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.codec.records import unplain
from evalsuite.domain.conversation import ToolCall
from evalsuite.domain.ticket import AiPart, Csat, Speaker, Ticket, TicketMessage

ROLES: Mapping[str, Speaker] = {
    **dict.fromkeys(("customer", "user", "end_user", "end-user", "enduser", "lead", "contact", "visitor"), "customer"),
    **dict.fromkeys(("bot", "assistant", "ai", "ai_agent", "system_user"), "bot"),
    **dict.fromkeys(("human_agent", "agent", "admin", "staff", "human", "support"), "human_agent"),
    **dict.fromkeys(("system", "developer", "rule", "automation"), "system"),
    **dict.fromkeys(("tool", "function"), "tool"),
}
"""What a role is called elsewhere, in lower case."""


def read_ticket(value: Mapping[str, Any]) -> Ticket:
    """A ticket of evalsuite's own (`{"ticket", "people", "messages"}` or a dumped one), of `{"id", "messages"}` with
    roles or authors as in a recorded conversation, or of `{"id", "ticket": {"description", "comments"}}`.

    Raises `ValueError`, in words.
    """
    if (own := _dumped(value)) is not None:
        return own
    told = ChainMap[str, Any](a_table(value.get("ticket")), value)  # type: ignore[arg-type]  # neither is written to
    ticket_id = a_text(value.get("id") or told.get("source_id") or told.get("id"))
    if not ticket_id:
        raise ValueError('it has no id. Give it one, like "id": "4711"')
    cast = _Persons(value.get("people"), a_table(told.get("customer")) or a_table(told.get("requester")))
    listed = told.get("messages") or told.get("comments") or told.get("conversation")
    messages = [one for item in tables(listed) for one in _message(item, cast)]
    begun = words_of(plain=told.get("description"))
    if begun and not any(one.role == "customer" and _same(one.text, begun) for one in messages):
        author = cast.ref("customer")
        messages.insert(0, TicketMessage(role="customer", author=author, text=begun, at=a_time(told.get("created_at"))))
    reopens = told.get("reopens", a_table(told.get("metrics")).get("reopens"))
    return Ticket(
        id=ticket_id,
        source=a_text(told.get("source")) or "file",
        url=a_text(told.get("url")),
        created_at=a_time(told.get("created_at")),
        updated_at=a_time(told.get("updated_at")),
        channel=a_text(told.get("channel") or value.get("channel")),
        subject=a_text(told.get("subject")),
        status=a_text(told.get("status")),
        language=a_text(told.get("language")),
        tags=some_tags(told.get("tags")),
        custom=dict(a_table(told.get("custom"))),
        csat=_csat(told),
        reopens=reopens if isinstance(reopens, int) else None,
        ai=_ai(a_table(told.get("ai"))),
        context=dict(a_table(told.get("context"))),
        people=cast.people(),
        messages=tuple(messages),
    )


class _Persons(Cast):
    """The people of a ticket that may name them by `ref`."""

    def __init__(self, people: Any, customer: Mapping[str, Any]) -> None:
        super().__init__()
        self.roles: dict[str, tuple[Speaker, str]] = {}
        for one in tables(people):
            role = ROLES.get(a_text(one.get("role")).lower(), "human_agent")
            first = {
                "name": next(iter(a_list(one.get("names"))), one.get("name")),
                "email": next(iter(a_list(one.get("emails"))), one.get("email")),
                "phone": next(iter(a_list(one.get("phones"))), one.get("phone")),
            }
            ids = [a_text(one.get("ref")), *a_list(one.get("ids"))]
            ref = self.ref(role, first, also=ids)
            for kind in ("name", "email", "phone"):
                for more in a_list(one.get(f"{kind}s"))[1:]:
                    self.ref(role, {kind: more}, also=ids)
            self.roles[a_text(one.get("ref"))] = (role, ref)
        if customer:
            self.ref("customer", customer)


def _message(item: Mapping[str, Any], cast: _Persons) -> Iterator[TicketMessage]:
    author = item.get("author")
    named = a_text(author) or a_text(item.get("author_id"))
    known = cast.roles.get(named)
    said = a_text(item.get("role")) or (a_text(author) if not known else "")
    role = ROLES.get(said.lower()) or (known[0] if known else None)
    if role is None:
        raise ValueError(f"nobody knows whose message that is: its role is {said[:60]!r}. Use customer, bot or agent")
    person = author if isinstance(author, Mapping) else {"name": item.get("name") if role != "tool" else ""}
    content = item.get("text", item.get("content", item.get("body")))
    if isinstance(content, list):  # parts
        content = "\n".join(a_text(part.get("text")) for part in tables(content))
    text = a_text(content) if role == "tool" else words_of(plain=content, html=item.get("html"))
    calls = tuple(_call(one, number) for number, one in enumerate(tables(item.get("tool_calls"))))
    files = attachments(item.get("attachments"), kind="type")
    public = item.get("public") is not False
    if text or calls or files:
        yield TicketMessage(
            role=role,
            author=known[1] if known else "" if role in {"tool", "system"} else cast.ref(role, person),
            text=text,
            at=a_time(item.get("at") or item.get("created_at")),
            public=public,
            kind="event" if item.get("kind") == "event" else "message" if public else "note",
            attachments=files,
            tool_calls=calls,
            tool_call_id=a_text(item.get("tool_call_id")) or None,
            is_error=item.get("is_error") is True,
        )


def _call(told: Mapping[str, Any], number: int) -> ToolCall:
    function = a_table(told.get("function")) or told
    arguments = function.get("arguments") or {}
    name, call_id = a_text(function.get("name")), a_text(told.get("id")) or f"call_{number}"
    if isinstance(arguments, str):
        try:
            arguments = read_json(arguments)
        except JsonError as error:
            return ToolCall(id=call_id, name=name, arguments_error=str(error), raw_arguments=a_text(arguments))
    return ToolCall(id=call_id, name=name, arguments=a_table(arguments))


def _csat(told: Mapping[str, Any]) -> Csat | None:
    csat = told.get("csat", told.get("satisfaction"))
    given = a_table(csat)
    comment = given.get("comment") or told.get("satisfaction_comment")
    return rated(given.get("score") if given else csat, comment=comment, reason=given.get("reason"))


def _ai(told: Mapping[str, Any]) -> AiPart | None:
    if not told:
        return None
    return AiPart(
        participated=told.get("participated") is True,
        resolution=a_text(told.get("resolution")),
        sources=tuple(map(a_text, a_list(told.get("sources")))),
    )


def _dumped(value: Mapping[str, Any]) -> Ticket | None:
    """A ticket as evalsuite itself writes it."""
    if not {"id", "messages"} <= value.keys() or not value.keys() <= Ticket.__dataclass_fields__.keys():
        return None
    try:
        return unplain(Ticket, value)
    except ValueError:
        return None


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
