"""Invented tickets in the shape of each help desk."""

import random
from datetime import UTC, datetime

START = 1_760_000_000
"""When the first ticket was made, in seconds since 1970."""
_NAMES = ("Ada Quill", "Bruno Marsh", "Chika Oyelo", "Dov Reiner", "Elif Tanrı", "Femke de Wit")
_ASKS = (
    "Where is parcel ORD-{n}?",
    "My kettle {n} leaks, what now?",
    "Please cancel ORD-{n}.",
    "Was I billed twice for {n}?",
)
_SAYS = ("I have cancelled ORD-{n} for you.", "ORD-{n} left our depot this morning.", "The bill for {n} is settled.")


def invented(count, *, seed=1, deleted=0.02):
    """Neutral tickets, every one different, in order of their last change; some share a second."""
    chance = random.Random(seed)
    tickets, at = [], START
    for number in range(1, count + 1):
        at += chance.choice((0, 0, 1, 40, 900))
        order = 100_000 + number
        turns = [
            ("customer", chance.choice(_ASKS).format(n=order)),
            ("bot", chance.choice(_SAYS).format(n=order)),
            ("customer", f"That is not true, nothing happened to {order}."),
            ("human_agent", f"I am sorry. I have looked into {order} myself."),
        ]
        tickets.append(
            {
                "id": number,
                "at": at - 3600,
                "changed": at,
                "name": chance.choice(_NAMES),
                "email": f"customer{number}@example.com",
                "turns": turns[: chance.choice((2, 3, 4, 4))],
                "note": chance.random() < 0.3,
                "score": chance.choice(("good", "bad", None)),
                "deleted": chance.random() < deleted,
            }
        )
    return tickets


def iso(seconds):
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _said(ticket):
    """(number, role, text, time, public) of each message."""
    for number, (role, text) in enumerate(ticket["turns"]):
        yield number, role, text, ticket["at"] + 60 * number, True
    if ticket["note"]:
        yield 9, "human_agent", f"note on {ticket['id']}", ticket["at"] + 3000, False
    for number, text in enumerate(ticket.get("written", ()), 20):
        yield number, "human_agent", text, ticket["at"] + 3000 + number, False


# -- Zendesk


def zendesk_ticket(ticket):
    """As a page of the incremental export has it."""
    return {
        "id": ticket["id"],
        "created_at": iso(ticket["at"]),
        "updated_at": iso(ticket["changed"]),
        "subject": f"Ticket {ticket['id']}",
        "description": ticket["turns"][0][1],
        "status": "deleted" if ticket["deleted"] else "solved",
        "requester_id": 5_000_000 + ticket["id"],
        "via": {"channel": "native_messaging"},
        "from_messaging_channel": True,
        "tags": ["ai_agent_handoff", *ticket.get("tags", ())],
        "satisfaction_rating": {"score": ticket["score"] or "unoffered", "comment": "told me nonsense"}
        if ticket["score"]
        else {"score": "unoffered"},
    }


def zendesk_survey(ticket):
    """The answer to the newer kind of survey."""
    answers = [
        {"type": "rating_scale", "rating": 1 if ticket["score"] == "bad" else 5, "rating_category": ticket["score"]},
        {"type": "open_ended", "value": "told me nonsense"},
        {"type": "skipped"},
    ]
    return {"id": f"01J{ticket['id']:09}", "subject_zrns": [f"zen:ticket:{ticket['id']}"], "answers": answers}


_ZENDESK_ROLES = {"customer": "user", "bot": "bot", "human_agent": "agent"}


def zendesk_events(ticket):
    return [
        {
            "id": f"ev-{ticket['id']}-{number}",
            "type": "Messaging::ConversationMessage",
            "reference": f"zen:sunco_message:{number}",
            "created_at": iso(at),
            "author": {"type": _ZENDESK_ROLES[role], "zen:support:user_id": _zendesk_author(ticket, role)},
            "content": {"type": "text", "text": text},
            "metadata": {},
        }
        for number, role, text, at, public in _said(ticket)
        if public
    ]


def zendesk_audits(ticket):
    """Where an account has no conversation log: the chat's history, among other events."""
    kinds = {"customer": "end-user", "bot": "agent", "human_agent": "agent"}
    history = [
        {
            "type": "ChatMessage",
            "actor_type": kinds[role],
            "actor_id": "zd:answerBot" if role == "bot" else f"agent:{_zendesk_author(ticket, role)}",
            "message": text,
            "timestamp": at * 1000,
        }
        for _, role, text, at, public in _said(ticket)
        if public
    ]
    began = {"type": "ChatStartedEvent", "value": {"history": [{"type": "ChatJoin"}, *history]}}
    return [{"id": 1, "events": [{"type": "Create"}]}, {"id": 2, "events": [began, {"type": "NobodyKnowsThis"}]}]


def zendesk_comments(ticket):
    """Chats are one blob there; notes stand for themselves."""
    chat = "\n".join(text for _, text in ticket["turns"])
    system = {"system": {"ip_address": "203.0.113.9", "location": "Somewhere"}}
    blob = {
        "id": 10 * ticket["id"],
        "author_id": -1,
        "public": True,
        "body": chat,
        "via": {"channel": "native_messaging"},
        "created_at": iso(ticket["at"] + 2000),
        "metadata": system,
    }
    notes = [
        {
            "id": 10 * ticket["id"] + 1,
            "author_id": 77,
            "public": False,
            "body": text,
            "created_at": iso(at),
            "metadata": system,
        }
        for _, _, text, at, public in _said(ticket)
        if not public
    ]
    return [blob, *notes]


def zendesk_export_line(ticket):
    """As a file has it: comments inside, people as objects."""
    comments = [
        {
            "id": 100 * ticket["id"] + number,
            "author_id": _zendesk_author(ticket, role),
            "public": public,
            "body": text,
            "created_at": iso(at),
        }
        for number, role, text, at, public in _said(ticket)
    ]
    requester = {"id": 5_000_000 + ticket["id"], "name": ticket["name"], "email": ticket["email"], "role": "end-user"}
    return {**zendesk_ticket(ticket), "requester": requester, "comments": comments}


def _zendesk_author(ticket, role):
    return {"customer": 5_000_000 + ticket["id"], "bot": 4242, "human_agent": 77}[role]


# -- the others


def intercom_conversation(ticket):
    kinds = {"customer": "user", "bot": "bot", "human_agent": "admin"}
    people = {
        "customer": {"id": f"u{ticket['id']}", "name": ticket["name"], "email": ticket["email"]},
        "bot": {"id": "b1", "name": "Fin"},
        "human_agent": {"id": "a1", "name": "Staff"},
    }
    parts = [
        {
            "id": f"{ticket['id']}-{number}",
            "part_type": "comment" if public else "note",
            "body": f"<p>{text}</p>",
            "created_at": at,
            "author": {"type": kinds[role], **people[role]},
        }
        for number, role, text, at, public in _said(ticket)
    ]
    rating = {"good": 5, "bad": 1}.get(ticket["score"])
    return {
        "type": "conversation",
        "id": str(ticket["id"]),
        "created_at": ticket["at"],
        "updated_at": ticket["changed"],
        "state": "closed",
        "source": {"type": "conversation", "body": parts[0]["body"], "author": parts[0]["author"], "subject": ""},
        "conversation_parts": {"conversation_parts": parts[1:], "total_count": len(parts) - 1},
        "tags": {"tags": [{"id": "1", "name": "ai"}]},
        "ai_agent_participated": True,
        "ai_agent": {"source_type": "essentials_plan_setup", "resolution_state": "escalated"},
        "conversation_rating": {"rating": rating, "remark": "nonsense"} if rating else None,
    }


def freshdesk_ticket(ticket):
    return {
        "id": ticket["id"],
        "subject": f"Ticket {ticket['id']}",
        "description": f"<div>{ticket['turns'][0][1]}</div>",
        "description_text": ticket["turns"][0][1],
        "status": 5,
        "priority": 1,
        "source": 7,
        "requester_id": 5_000_000 + ticket["id"],
        "responder_id": 77,
        "requester": {"id": 5_000_000 + ticket["id"], "name": ticket["name"], "email": ticket["email"]},
        "tags": ["ai"],
        "created_at": iso(ticket["at"]),
        "updated_at": iso(ticket["changed"]),
    }


def freshdesk_conversations(ticket):
    return [
        {
            "id": 100 * ticket["id"] + number,
            "body": f"<div>{text}</div>",
            "body_text": text,
            "incoming": role == "customer",
            "private": not public,
            "user_id": _zendesk_author(ticket, role),
            "created_at": iso(at),
        }
        for number, role, text, at, public in _said(ticket)
        if number
    ]


def freshdesk_rating(ticket):
    scores = {"good": 103, "bad": -103}
    return {
        "id": 7 * ticket["id"],
        "ticket_id": ticket["id"],
        "feedback": "nonsense",
        "created_at": iso(ticket["at"] + 60),
        "ratings": {"default_question": scores[ticket["score"]]},
    }


def helpscout_conversation(ticket):
    return {
        "id": ticket["id"],
        "number": ticket["id"],
        "subject": f"Ticket {ticket['id']}",
        "status": "closed",
        "state": "published",
        "mailboxId": 1,
        "type": "chat",
        "tags": [{"id": 1, "tag": "ai"}],
        "createdAt": iso(ticket["at"]),
        "userUpdatedAt": iso(ticket["changed"]),
        "primaryCustomer": {"id": 5_000_000 + ticket["id"], "first": ticket["name"], "email": ticket["email"]},
    }


def helpscout_threads(ticket):
    kinds = {"customer": "customer", "bot": "system_user", "human_agent": "user"}
    threads = [
        {
            "id": 100 * ticket["id"] + number,
            "type": ("customer" if role == "customer" else "message") if public else "note",
            "state": "published",
            "body": f"<p>{text}</p>",
            "createdBy": {"type": kinds[role], "id": _zendesk_author(ticket, role)},
            "createdAt": iso(at),
            **({"rating": _HELPSCOUT_RATINGS[ticket["score"]]} if role == "bot" and ticket["score"] else {}),
        }
        for number, role, text, at, public in _said(ticket)
    ]
    return [{"id": 1, "type": "lineitem", "state": "published", "body": "moved"}, *reversed(threads)]


_HELPSCOUT_RATINGS = {"good": {"rating": "great"}, "bad": {"rating": "not_good", "comments": "nonsense"}}
