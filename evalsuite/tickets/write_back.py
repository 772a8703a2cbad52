"""Telling a help desk that a case was made of its ticket: by a tag, or by a note that only staff can see."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from evalsuite.codec.exports import SHAPES
from evalsuite.codec.exports_values import OWN_NOTE, a_text
from evalsuite.errors import UsageError
from evalsuite.models.failures import failed
from evalsuite.tickets.sources.listed import Listed
from evalsuite.tickets.sources.source import path_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalsuite.errors import ModelError
    from evalsuite.tickets.sources.source import Source

TAG = "evalsuite_case"
DONE = (200, 201, 202, 204)
GONE = (404, 410)


async def write_back(source: Source, ticket: str, *, case_id: str) -> str:
    """Does it, and says what was done. A tag or a note that is there already is not made again.

    Raises `ModelError` where the help desk refuses: `bad_request` where it always will.
    """
    if isinstance(source, Listed):
        await source.client.until_done(lambda: _note(source, ticket, f'{OWN_NOTE}"{case_id}".'))
        return "has a note for staff"
    path, refused = f"/api/v2/tickets/{path_part(ticket)}/tags.json", (*GONE, 422)
    # It adds; a POST would take the place of the tags that are there.
    answer = await source.client.ask("PUT", path, json={"tags": [TAG]}, allowed=(*DONE, *refused))
    if answer.status == 422:
        raise failed("bad_request", "Zendesk takes no tag for it (422): closed tickets stay as they are")
    if answer.status in GONE:
        raise _gone(answer.status)
    return f"has the tag {TAG}"


async def _note(source: Listed, ticket: str, text: str) -> None:
    """Write a note, but where it stands already: after an answer was lost, nobody knows whether it does."""
    body = await source.whole({"id": ticket})
    if body is None:
        raise _gone(404)
    # As text, since a help desk may have put markup around it.
    notes = [one.text for one in SHAPES[source.kind].read({**body, "id": ticket}).messages if one.kind == "note"]
    if any(text in one for one in notes):
        return
    path, said = await _where(source, path_part(ticket), escape(text, quote=False))
    answer = await source.client.ask("POST", path, json=said, allowed=(*DONE, *GONE), twice=False)
    if answer.status in GONE:
        raise _gone(answer.status)


async def _where(source: Listed, part: str, markup: str) -> tuple[str, Mapping[str, object]]:
    """Where a note is posted, and how."""
    if source.kind == "freshdesk":
        return f"/api/v2/tickets/{part}/notes", {"body": markup, "private": True}
    if source.kind == "helpscout":
        return f"/v2/conversations/{part}/notes", {"text": markup}
    me = a_text((await source.client.get("/me")).table.get("id"))
    if not me:
        raise UsageError("intercom does not say whose token it is: it wants a token of a person or an app")
    note = {"message_type": "note", "type": "admin", "admin_id": me, "body": markup}
    return f"/conversations/{part}/reply", note


def _gone(status: int) -> ModelError:
    return failed("bad_request", f"the help desk has no such ticket any more ({status})")
