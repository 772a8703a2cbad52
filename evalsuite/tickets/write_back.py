"""Telling a help desk that a case was made of its ticket: by a tag, or by a note that only staff can see."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from evalsuite.codec.exports_values import a_text
from evalsuite.errors import UsageError

if TYPE_CHECKING:
    from evalsuite.domain.ticket_settings import SourceKind
    from evalsuite.tickets.sources.client import Client

TAG = "evalsuite_case"


async def write_back(client: Client, kind: SourceKind, ticket: str, *, case_id: str) -> str:
    """Does it, and says what was done. Asked again after an answer was lost, a note may stand there twice; a tag
    never does.

    Raises `ModelError` where the help desk refuses.
    """
    place, note = quote(ticket, safe=""), f"An eval case was made of this: {case_id}"
    done = (200, 201, 202, 204)
    if kind == "zendesk":
        await client.ask("PUT", f"/api/v2/tickets/{place}/tags.json", json={"tags": [TAG]}, allowed=done)
        return f"has the tag {TAG}"
    if kind == "freshdesk":
        path, body = f"/api/v2/tickets/{place}/notes", {"body": note, "private": True}
    elif kind == "helpscout":
        path, body = f"/v2/conversations/{place}/notes", {"text": note}
    else:
        me = a_text((await client.get("/me")).table.get("id"))
        if not me:
            raise UsageError("intercom does not say whose token it is: it wants a token of a person or an app")
        path = f"/conversations/{place}/reply"
        body = {"message_type": "note", "type": "admin", "admin_id": me, "body": note}
    await client.ask("POST", path, json=body, allowed=done)
    return "has a note for staff"
