"""A column map: where a foreign table or JSON object keeps what a ticket is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from evalsuite.codec.exports_transcript import turns
from evalsuite.codec.exports_values import Cast, a_table, a_text, a_time, rated, some_tags, tables, words_of
from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node
from evalsuite.codec.tickets import ROLES
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.ticket import Speaker, Ticket, TicketMessage
from evalsuite.errors import InputError

USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "ticket id", "ticket_id", "ticket number", "number", "case id", "conversation id", "conversation_id"),
    "subject": ("subject", "title", "summary"),
    "status": ("status", "state"),
    "channel": ("channel", "via", "source"),
    "language": ("language", "locale"),
    "created_at": ("created_at", "created at", "created", "date", "created time", "createdat"),
    "updated_at": ("updated_at", "updated at", "updated", "last updated", "updated time", "updatedat"),
    "tags": ("tags", "labels"),
    "csat": ("satisfaction", "satisfaction score", "satisfaction_score", "satisfaction rating", "csat", "rating"),
    "csat_comment": ("satisfaction comment", "satisfaction_comment", "csat comment", "rating comment", "remark"),
    "customer_name": ("requester", "requester name", "customer name", "customer", "contact name", "full name", "name"),
    "customer_email": ("requester email", "customer email", "email", "contact email", "requester_email"),
    "customer_phone": ("requester phone", "customer phone", "phone", "contact phone"),
    "text": ("description", "body", "text", "message", "question", "first message"),
    "transcript": ("transcript", "conversation", "chat", "chat transcript", "dialogue", "messages"),
}
"""Names that a column goes by where no map says another, in lower case."""
_TURN = ("list", "text", "author", "role", "at", "public")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    columns: Mapping[str, str] = field(default_factory=dict)
    """A dotted path for each field of `USUAL` that the map names."""
    messages: Mapping[str, str] = field(default_factory=dict)
    """`list`: the path of the messages; the others are paths inside each of them."""
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    """Names and roles of the export, and whose words they stand for."""


def read_map(shown_path: str, data: bytes) -> ColumnMap:
    """A map of `field: dotted.path` lines, with `messages:` for a list of turns and `speakers:` for their names.

    Raises `InputError` with every mistake.
    """
    yaml = read_yaml(shown_path, data)
    reading = Reading(shown_path, yaml.complaints)
    known = (*USUAL, "messages", "speakers")
    entries = reading.known_entries(yaml.root, "a column map", known) if yaml.root is not None else {}
    columns = {name: _path(reading, node, name) for name, (_, node) in entries.items() if name in USUAL}
    turn = entries["messages"][1] if "messages" in entries else None
    messages = _messages(reading, turn) if turn is not None else {}
    speakers: dict[str, Speaker] = {}
    if "speakers" in entries:
        said = reading.entries(entries["speakers"][1], "speakers", "a mapping like {Alex: bot}")
        for name, (_, node) in said.items():
            speakers[name.casefold()] = reading.one_of(node, f"speakers.{name}", get_args(Speaker))
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return ColumnMap(
        columns={name: path for name, path in columns.items() if path}, messages=messages, speakers=speakers
    )


def mapped_ticket(row: Mapping[str, Any], columns: ColumnMap) -> Ticket:
    """The ticket of a row. Raises `ValueError`, in words, where it has no id or nobody's words."""
    told = _Row(row, columns)
    ticket_id = a_text(told("id")).strip()
    if not ticket_id:
        raise ValueError(f"no id found. Name its column in a map, like `id: {next(iter(row), 'number')}`")
    cast = Cast()
    customer = cast.ref(
        "customer",
        {"name": told("customer_name"), "email": told("customer_email"), "phone": told("customer_phone")},
    )
    messages = _turns(told, columns, cast, customer)
    if not messages and not told.may_speak:
        raise ValueError(
            f"ticket {ticket_id[:60]!r} holds nobody's words. Name their column in a map, like `text: body`"
        )
    return Ticket(
        id=ticket_id,
        source="file",
        created_at=a_time(told("created_at")),
        updated_at=a_time(told("updated_at")),
        channel=a_text(told("channel")),
        subject=a_text(told("subject")),
        status=a_text(told("status")),
        language=a_text(told("language")),
        tags=some_tags(told("tags")),
        csat=rated(told("csat"), comment=told("csat_comment")),
        people=cast.people(),
        messages=tuple(messages),
    )


class _Row:
    """A row asked by field instead of by column."""

    def __init__(self, row: Mapping[str, Any], columns: ColumnMap) -> None:
        self._row, self._columns, self._messages = row, columns.columns, columns.messages
        self._low = {name.strip().casefold(): name for name in row if isinstance(name, str)}

    def __call__(self, name: str) -> Any:
        path = self._column(name)
        return self.at(path) if path else None

    @property
    def may_speak(self) -> bool:
        """Whether there is a place for words, though it be empty."""
        return "list" in self._messages or any(map(self._column, ("text", "transcript")))

    def at(self, path: str) -> Any:
        return at_path(self._row, path)

    def _column(self, name: str) -> str:
        """The path of a field; empty where there is none."""
        if name in self._columns:
            return self._columns[name]
        return next((self._low[one] for one in USUAL[name] if one in self._low), "")


def at_path(value: Any, path: str) -> Any:
    """What stands at a dotted path; a name with points in it is tried as a whole first. None where nothing does."""
    if isinstance(value, Mapping) and path in value:
        return value[path]
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and _NUMBER.fullmatch(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _turns(told: _Row, columns: ColumnMap, cast: Cast, customer: str) -> list[TicketMessage]:
    if columns.messages:
        return [_turn(one, columns, cast, customer) for one in tables(told.at(columns.messages["list"]))]
    first, at = words_of(plain=told("text")), a_time(told("created_at"))
    found = [TicketMessage(role="customer", author=customer, text=first, at=at)] if first else []
    cell = told("transcript")
    for turn in turns(a_text(cell), columns.speakers) if isinstance(cell, str) else ():
        author = customer if turn.role == "customer" else cast.ref(turn.role, {"name": _name(turn.name)})
        found.append(TicketMessage(role=turn.role, author=author, text=words_of(plain=turn.text)))
    if isinstance(cell, str) and cell.strip() and not found:
        found.append(TicketMessage(role="customer", author=customer, text=words_of(plain=cell), at=at))
    return found


def _turn(one: Mapping[str, Any], columns: ColumnMap, cast: Cast, customer: str) -> TicketMessage:
    said = {name: at_path(one, path) for name, path in columns.messages.items() if name != "list"}
    author = said.get("author")
    name = a_text(author) or a_text(a_table(author).get("name"))
    word = (a_text(said.get("role")) or name).casefold()
    role = columns.speakers.get(name.casefold()) or columns.speakers.get(word) or ROLES.get(word)
    if role is None:
        raise ValueError(f"whose words does {word[:60]!r} stand for? Say so in the map: `speakers: {{…: bot}}`")
    public = a_text(said.get("public", True)).lower() not in {"false", "0", "no"}
    person = author if isinstance(author, Mapping) else {"name": _name(name)}
    return TicketMessage(
        role=role,
        author=customer if role == "customer" else cast.ref(role, person),
        text=words_of(plain=said.get("text")),
        at=a_time(said.get("at")),
        public=public,
        kind="message" if public else "note",
    )


def _name(word: str) -> str:
    """A name, where the word is one: `Bot` and `Agent` are nobody's."""
    return "" if word.casefold() in ROLES else word


def _path(reading: Reading, node: Node, name: str) -> str | None:
    return reading.line(node, name, f"{name}: ticket.{name}")


def _messages(reading: Reading, node: Node) -> dict[str, str]:
    wanted = "a mapping like {list: thread, text: body, role: from}"
    entries = reading.known_entries(node, "messages", _TURN, wanted)
    found = {name: _path(reading, value, f"messages.{name}") for name, (_, value) in entries.items()}
    if isinstance(node, MappingNode) and not {"list", "text"} <= entries.keys():
        reading.complain(node, f"messages wants at least list and text: {wanted}.")
    return {name: path for name, path in found.items() if path}


_NUMBER = re.compile(r"\d{1,6}")
