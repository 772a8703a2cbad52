"""Zendesk's tickets: conversation log, chats inside audits, comments, and both ways of asking for satisfaction."""

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
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
from evalsuite.domain.ticket import AiPart, Csat, Speaker, Ticket, TicketMessage


def zendesk_ticket(body: Mapping[str, Any]) -> Ticket:
    """A ticket of the API or an export, with what belongs to it: users, comments, events, audits, metric_set,
    survey."""
    told = a_table(body.get("ticket")) or body
    rest = ChainMap[str, Any](told, body)  # type: ignore[arg-type]  # neither is written to
    cast = _Company(told, rest)
    logged, told_of = _log(rest, cast)
    messages = sorted(
        [*(logged or _chats(rest, cast)), *_comments(rest, cast, told=told_of)],
        key=lambda one: one.at.timestamp() if one.at else 0.0,
    )
    begun = words_of(plain=told.get("description"))
    if begun and not messages:
        at = a_time(told.get("created_at"))
        messages = [TicketMessage(role="customer", author=cast.customer, text=begun, at=at)]
    via = a_table(told.get("via"))
    metrics = a_table(rest.get("metric_set")) or a_table(rest.get("metrics"))
    reopens = metrics.get("reopens")
    return Ticket(
        id=a_text(told.get("id")),
        source="zendesk",
        url=a_text(told.get("url")),
        created_at=a_time(told.get("created_at")),
        updated_at=a_time(told.get("updated_at")),
        channel=a_text(via.get("channel")),
        subject=a_text(told.get("subject") or told.get("raw_subject")),
        status=a_text(told.get("status")),
        tags=some_tags(told.get("tags")),
        custom={
            a_text(one.get("id")): one.get("value")
            for one in tables(told.get("custom_fields") or told.get("fields"))
            if one.get("value") not in (None, "", [], False)
        },
        csat=_survey(a_table(rest.get("survey"))) or _rating(told.get("satisfaction_rating")),
        reopens=reopens if isinstance(reopens, int) else None,
        ai=AiPart(participated=True) if any(one.role == "bot" for one in messages) else None,
        people=cast.people(),
        messages=tuple(messages),
    )


class _Company(Cast):
    """The people of one ticket with their parts in it."""

    def __init__(self, told: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
        super().__init__()
        self._users = {a_text(user.get("id")): user for user in tables(rest.get("users"))}
        for name in ("requester", "submitter", "assignee"):
            user = a_table(rest.get(name))
            if user:
                self._users.setdefault(a_text(user.get("id")) or a_text(told.get(f"{name}_id")) or name, user)
        requester = a_table(rest.get("requester"))
        self._asker = a_text(told.get("requester_id")) or a_text(requester.get("id"))
        known = self._users.get(self._asker, {})
        asker = {**requester, **known, "id": self._asker}
        self._address = a_text(asker.get("email")).casefold()
        self.customer = self.ref("customer", asker)

    def speaker(self, author: Any, *, public: bool = True) -> tuple[Speaker, str]:
        """Role and `ref` of whoever is named by id, or by an object with one."""
        given = author if isinstance(author, Mapping) else {"id": author}
        user_id = a_text(given.get("id"))
        user = {**self._users.get(user_id, {}), **given}
        if user_id == "-1":
            return "system", ""
        same = self._address and a_text(user.get("email")).casefold() == self._address
        if same or (user_id and user_id == self._asker):
            return "customer", self.customer
        role = _ROLES.get(a_text(user.get("role")), "human_agent")
        if not public and role == "customer":
            role = "human_agent"  # customers cannot write notes
        return role, self.ref(role, user)


def _comments(rest: Mapping[str, Any], cast: _Company, *, told: Collection[str] = ()) -> Iterator[TicketMessage]:
    """All but those that are told of already, by id."""
    chatted = any(True for _ in _histories(rest)) or any(
        event.get("type") == "Messaging::ConversationMessage" for event in tables(rest.get("events"))
    )
    for comment in tables(rest.get("comments")):
        public = comment.get("public") is not False
        if a_text(comment.get("id")) in told or (
            chatted and public and a_table(comment.get("via")).get("channel") in _CHATS
        ):
            continue  # the chat once more, as one blob
        author = comment.get("author")
        role, ref = cast.speaker(author if isinstance(author, Mapping) else comment.get("author_id"), public=public)
        text = words_of(plain=comment.get("plain_body") or comment.get("body"), html=comment.get("html_body"))
        yield from _said(comment, text, role=role, author=ref, public=public)


def _log(rest: Mapping[str, Any], cast: _Company) -> tuple[list[TicketMessage], set[str]]:
    """Of the conversation log, the only place that says `bot`; with the ids of the comments it tells of.

    Whether a comment is a note is taken from the comment itself: the log's word on it is not documented.
    """
    comments = {a_text(one.get("id")): one for one in tables(rest.get("comments"))}
    found: list[TicketMessage] = []
    seen: set[str] = set()
    for event in tables(rest.get("events")):
        content, author = a_table(event.get("content")), a_table(event.get("author"))
        role = _AUTHORS.get(a_text(author.get("type")))
        name = a_text(event.get("reference")).rpartition(":")[2]
        comment = comments.get(name, {})
        if role is None or (event.get("type") == "Comment" and comments and not comment):
            continue  # the comment itself tells more
        text = words_of(
            plain=content.get("text") or content.get("body"), html=content.get("html_body") or content.get("html")
        )
        ids = [author.get(f"zen:{system}:user_id") for system in ("support", "sunco")]
        person = {"name": author.get("display_name") or author.get("name"), "id": ids[0] or ids[1]}
        ref = cast.customer if role == "customer" else cast.ref(role, person, also=ids)
        told = [*_said(event, text, role=role, author=ref, public=comment.get("public") is not False)]
        found += told
        seen |= {name} if told else set()
    return found, seen


def _said(told: Mapping[str, Any], text: str, *, role: Speaker, author: str, public: bool) -> Iterator[TicketMessage]:
    files = attachments(told.get("attachments"), name="file_name")
    if text or files:
        yield TicketMessage(
            role=role,
            author=author,
            text=text,
            at=a_time(told.get("created_at")),
            public=public,
            kind="message" if public else "note",
            attachments=files,
        )


def _histories(rest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for audit in tables(rest.get("audits")):
        for event in tables(audit.get("events")):
            yield from tables(a_table(event.get("value")).get("history"))


def _chats(rest: Mapping[str, Any], cast: _Company) -> Iterator[TicketMessage]:
    for said in _histories(rest):
        text = words_of(plain=said.get("message"))
        if not text or said.get("type") not in {None, "ChatMessage"}:
            continue
        actor, name = a_text(said.get("actor_id")), a_text(said.get("actor_name"))
        kind = a_text(said.get("actor_type")).lower()
        is_bot = kind == "bot" or actor.startswith("zd:")  # Zendesk's own, such as zd:answerBot
        role: Speaker = "bot" if is_bot else "customer" if kind in _CUSTOMERS else "human_agent"
        ref = cast.customer if role == "customer" else cast.ref(role, {"id": actor, "name": name})
        yield TicketMessage(role=role, author=ref, text=text, at=a_time(said.get("timestamp")))


def _rating(rating: Any) -> Csat | None:
    """The older way, on the ticket itself."""
    told = a_table(rating)
    return rated(told.get("score") if told else rating, comment=told.get("comment"), reason=told.get("reason"))


def _survey(response: Mapping[str, Any]) -> Csat | None:
    """The newer way: answers on a scale, in words, or by choice."""
    score: Any = None
    words: list[str] = []
    reasons: list[str] = []
    for answer in tables(response.get("answers")):
        if answer.get("rating_category") or answer.get("rating") is not None:
            score = answer.get("rating_category") or answer.get("rating")
        words.append(a_text(answer.get("value")))
        reasons += [a_text(one.get("value") or one.get("label")) for one in tables(answer.get("selections"))]
        reasons += [a_text(one) for one in a_list(answer.get("selections")) if isinstance(one, str)]
    return rated(score, comment=" ".join(filter(None, words)), reason=", ".join(filter(None, reasons)))


_ROLES: Mapping[str, Speaker] = {"end-user": "customer", "end_user": "customer", "bot": "bot", "system": "system"}
_AUTHORS: Mapping[str, Speaker] = {"user": "customer", "end_user": "customer", "agent": "human_agent", "bot": "bot"}
_CUSTOMERS = {"end-user", "end_user", "visitor", "user", "customer"}
_CHATS = {"chat", "chat_transcript", "native_messaging", "messaging", "sunshine_conversations"}
