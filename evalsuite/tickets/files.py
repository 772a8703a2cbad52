"""Exports as files: JSON, lines of JSON and CSV, plain or gzipped, told apart by what they hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from evalsuite.codec.exports import SHAPES, Shape, shape_of, ticket_of
from evalsuite.codec.exports_map import ColumnMap
from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.conversations.lines import open_conversations
from evalsuite.domain.case import Mark
from evalsuite.domain.ticket import RawTicket, Ticket
from evalsuite.errors import Complaint, InputError, UsageError, did_you_mean

LONGEST_CELL = 100_000_000
LISTS = ("tickets", "conversations", "results", "data", "items", "records", "cases")
"""Keys under which exports that are one object keep their tickets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ticket of a file, or what is wrong with it."""

    mark: Mark
    body: Mapping[str, Any] | None = None
    wrong: str = ""


def read_export(path: Path, *, shown_path: str | None = None) -> Iterator[Entry]:
    """Every ticket of an export with its place, in the file's order; a line that is none comes with what is wrong.

    Raises `UsageError` where there is no such file, `InputError` where it cannot be opened or is no export, and at the
    end of what can be read where it breaks off.
    """
    shown = shown_path or str(path)
    if not path.is_file():
        raise UsageError(f"no file {shown}. Give an export of tickets.")
    lines = open_conversations(path, shown_path=shown)
    number, first = 0, b""
    for first in lines:
        number += 1
        if first.strip(b" \t\r\xef\xbb\xbf"):
            break
    first = first.removeprefix(b"\xef\xbb\xbf")
    head = first.lstrip()[:1]
    if not head:
        raise InputError([Complaint(text=f"{shown} holds nothing. Give an export of tickets.")])
    second = [*islice(lines, 1)]  # the first of many may be torn
    whole = chain([first], second, lines)
    if head == b"{" and any(map(_is_line, (first, *second))):
        return _of_lines(whole, shown, number)
    if head in (b"{", b"["):
        return _of_whole(b"\n".join(chain([b""] * (number - 1), whole)), shown)
    return _of_csv(whole, shown, number)


def named_shape(name: str | None) -> Shape | None:
    """The shape a person names. Raises `UsageError`."""
    if name is not None and name not in SHAPES:
        raise UsageError(f"no form {name!r}.{did_you_mean(name, list(SHAPES))}")
    return SHAPES[name] if name else None


def entry_ticket(
    entry: Entry, *, shape: Shape | None = None, columns: ColumnMap | None = None
) -> tuple[Mapping[str, Any], tuple[RawTicket, Ticket]]:
    """What stands at an entry, and the ticket it is; by its own shape where neither shape nor columns are said.

    Raises `ValueError`, in words.
    """
    if entry.body is None:
        raise ValueError(entry.wrong)
    used = None if columns else shape or shape_of(entry.body)
    return entry.body, ticket_of(entry.body, shape=used, columns=columns)


def _is_line(line: bytes) -> bool:
    """Whether a line is a ticket for itself, and not a part of one object over the whole file."""
    try:
        value = read_json(line.decode("utf-8", "replace"))
    except JsonError:
        return False
    return isinstance(value, dict) and _listed(value) is None


def _of_lines(lines: Iterable[bytes], shown: str, number: int) -> Iterator[Entry]:
    for line_number, line in enumerate(lines, number):
        if not line.strip():
            continue
        mark = Mark(path=shown, line=line_number)
        try:
            yield _entry(read_json(line.decode("utf-8")), mark)
        except UnicodeDecodeError as error:
            yield Entry(mark=mark, wrong=_not_utf8(error))
        except JsonError as error:
            place = Mark(path=shown, line=line_number, column=error.column)
            yield Entry(mark=place, wrong=f"no JSON: {error}. Export it again, or delete the line.")


def _of_whole(data: bytes, shown: str) -> Iterator[Entry]:
    text = _text(data, Mark(path=shown, line=1))
    try:
        value = read_json(text)
    except JsonError as error:
        before = text[: error.column - 1]
        mark = Mark(path=shown, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
        raise InputError([Complaint(text=f"no JSON: {error}. Export it again.", mark=mark)]) from None
    listed = value if isinstance(value, list) else _listed(value)
    if listed is None:
        listed = [value]  # one ticket, laid out over many lines
    for index, one in enumerate(listed):
        yield _entry(one, Mark(path=f"{shown}[{index}]", line=1))


def _of_csv(lines: Iterable[bytes], shown: str, number: int) -> Iterator[Entry]:
    csv.field_size_limit(LONGEST_CELL)  # the usual limit is smaller than a long transcript
    first, *rest = (_text(line, Mark(path=shown, line=at)) + "\n" for at, line in enumerate(lines, number))
    delimiter = max(",;\t", key=first.count)
    if not first.count(delimiter):
        text = "no export of tickets: neither JSON, nor a table with a line of column names. Export it as one of these."
        raise InputError([Complaint(text=text, mark=Mark(path=shown, line=number))])
    reader = csv.DictReader(chain([first], rest), delimiter=delimiter, restkey="", restval=None)
    try:
        for row in reader:
            mark = Mark(path=shown, line=reader.line_num + number - 1)
            if row.pop("", None):
                yield Entry(mark=mark, wrong="more cells than column names. Mend the row's quotes.")
            elif any(row.values()):
                yield Entry(mark=mark, body={name: value or "" for name, value in row.items()})
    except csv.Error as error:
        mark = Mark(path=shown, line=reader.line_num + number - 1)
        raise InputError([Complaint(text=f"no CSV from here on: {error}. Export it again.", mark=mark)]) from None


def _text(data: bytes, mark: Mark) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([Complaint(text=_not_utf8(error), mark=mark)]) from None


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}. Save the file as UTF-8."


def _entry(value: Any, mark: Mark) -> Entry:
    if isinstance(value, Mapping):
        return Entry(mark=mark, body=value)
    return Entry(mark=mark, wrong="no ticket: a JSON object stands for each. Export it again, or delete this.")


def _listed(value: Mapping[str, Any]) -> list[Any] | None:
    """The tickets of an object that holds them under a key of its own."""
    embedded = value.get("_embedded")
    found = [value.get(name) for name in LISTS]
    found += [embedded.get("conversations")] if isinstance(embedded, Mapping) else []
    lists = [one for one in found if isinstance(one, list) and all(isinstance(each, Mapping) for each in one)]
    return lists[0] if lists and not {"id", "messages", "conversation_parts", "subject"} & value.keys() else None
