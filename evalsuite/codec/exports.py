"""Any export's ticket as the one noun, by the shape it has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalsuite.codec.exports_bounds import LONGEST_ID, bounded
from evalsuite.codec.exports_freshdesk import freshdesk_ticket
from evalsuite.codec.exports_helpscout import helpscout_ticket
from evalsuite.codec.exports_intercom import intercom_ticket, is_preview
from evalsuite.codec.exports_map import ColumnMap, mapped_ticket
from evalsuite.codec.exports_values import a_table, spoken, tables
from evalsuite.codec.exports_zendesk import zendesk_ticket
from evalsuite.codec.records import dump, load
from evalsuite.codec.tickets import read_ticket
from evalsuite.domain.ticket import RawTicket, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How one kind of export writes its tickets."""

    name: str
    read: Callable[[Mapping[str, Any]], Ticket]


SHAPES: Mapping[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape(name="zendesk", read=zendesk_ticket),
        Shape(name="intercom", read=intercom_ticket),
        Shape(name="freshdesk", read=freshdesk_ticket),
        Shape(name="helpscout", read=helpscout_ticket),
        Shape(name="ticket", read=read_ticket),
    )
}


def shape_of(body: Mapping[str, Any]) -> Shape | None:
    """Whose ticket it is, by fields that no other help desk has; None where nothing tells."""
    has = body.keys()
    inner = a_table(body.get("ticket")).keys()
    if "conversation_parts" in has or {"source", "ai_agent_participated"} <= has or body.get("type") == "conversation":
        return SHAPES["intercom"]
    if {"primaryCustomer", "mailboxId"} & has or ("threads" in has and "createdBy" in has):
        return SHAPES["helpscout"]
    by_number = "requester_id" in has and isinstance(body.get("status"), int)
    if by_number or {"description_text", "responder_id", "fr_escalated", "cc_emails", "helpdesk_ticket"} & has:
        return SHAPES["freshdesk"]
    if "requester_id" in inner or "ticket_form_id" in has or {"requester_id", "via"} <= has:
        return SHAPES["zendesk"]
    named = any(isinstance(one.get("author"), str) for one in tables(body.get("comments")))
    if "messages" in has or "ticket" in has or named:
        return SHAPES["ticket"]
    if {"requester_id", "status"} <= has:
        return SHAPES["zendesk"]
    return None


def ticket_of(
    body: Mapping[str, Any], *, shape: Shape | None, columns: ColumnMap | None = None
) -> tuple[RawTicket, Ticket]:
    """The ticket with what it was made of; by its columns where it has no help desk's shape.

    Raises `ValueError`, in words, where it cannot be read as one.
    """
    ticket = _read(body, shape, columns)
    if not ticket.id:
        raise ValueError("it has no id, so that it could not be told from others. Give it one")
    if len(ticket.id) > LONGEST_ID:
        raise ValueError(f"its id has more than {LONGEST_ID} characters. Is it of another field?")
    ticket = bounded(ticket)
    form = shape.name if shape else dump(columns or ColumnMap()).decode()
    raw = RawTicket(id=ticket.id, source=ticket.source, body=scrubbed(body), form=form)
    return raw, replace(ticket, messages=spoken(ticket.messages))


def read_again(raw: RawTicket) -> Ticket:
    """The ticket that a kept one is by today's reading, under the name it has. Raises `ValueError`, in words."""
    columns = load(ColumnMap, raw.form) if raw.form.startswith("{") else None
    shape = SHAPES.get(raw.form) or (None if columns else shape_of(raw.body))
    if shape is None and columns is None:
        raise ValueError("it is not known how it was read. Import it again")
    _, ticket = ticket_of(raw.body, shape=shape, columns=columns)
    return replace(ticket, id=raw.id, source=raw.source)


def left_out(body: Mapping[str, Any], ticket: Ticket) -> str:
    """Why a ticket that can be read is none to keep; empty where it is one."""
    told = a_table(body.get("ticket")) or body
    if ticket.status == "deleted" or told.get("deleted") is True or told.get("state") == "deleted":
        return "deleted"
    if told.get("spam") is True or ticket.status == "spam":
        return "spam"
    if ticket.source == "intercom" and is_preview(body):
        return "a preview by staff"
    return "" if ticket.messages else "without a word in it"


def unknown_fields(body: Mapping[str, Any], *, shape: Shape | None, columns: ColumnMap | None = None) -> list[str]:
    """Fields of a ticket that nothing reads. Raises `ValueError` where it is none."""
    watched = _Watched(body, set())
    _read(watched, shape, columns)
    inner = a_table(body.get("ticket"))
    return [name for name in dict.fromkeys((*inner, *body)) if name not in watched.read]


class _Watched(Mapping[str, Any]):
    """A ticket that notes which of its fields are looked at."""

    def __init__(self, values: Mapping[str, Any], read: set[str]) -> None:
        self._values, self.read = values, read

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        value = self._values[name]
        return _Watched(value, self.read) if name == "ticket" and isinstance(value, Mapping) else value

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _read(body: Mapping[str, Any], shape: Shape | None, columns: ColumnMap | None) -> Ticket:
    return shape.read(body) if shape else mapped_ticket(body, columns or ColumnMap())


def scrubbed(value: Any) -> Any:
    """The same without what is said of the customer's machine and place: Zendesk's `metadata.system`."""
    if isinstance(value, Mapping):
        return {
            name: scrubbed({key: one for key, one in inner.items() if key != "system"})
            if name == "metadata" and isinstance(inner, Mapping)
            else scrubbed(inner)
            for name, inner in value.items()
        }
    return [scrubbed(one) for one in value] if isinstance(value, list) else value
