"""Recorded conversations, one JSON object a line, to cases with their transcripts."""

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evalsuite.codec.json_text import JsonError, read_json
from evalsuite.codec.regex import regex_fault
from evalsuite.conversations.messages import ShapeError, content_text, read_messages, read_tools
from evalsuite.domain.case import Case, Mark
from evalsuite.domain.conversation import Transcript
from evalsuite.errors import Complaint, InputError, UsageError, did_you_mean

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A conversation that was had."""

    case: Case
    """Without a script of its own; fields nobody gave a meaning to are in `extra`."""
    transcript: Transcript
    line: int
    """Counts from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that holds no conversation."""

    line: int
    """Counts from 1."""
    complaint: Complaint


def read_conversations(lines: Iterable[bytes], *, shown_path: str) -> Iterator[Recorded | BadLine]:
    """One value for each line that is not blank, in order, as it is read.

    Where the lines themselves end in an `InputError`, as of a torn gzip file, its complaints come last.
    """
    return read_records(lines, shown_path=shown_path, make=_recorded)


def read_records(lines: Iterable[bytes], *, shown_path: str, make: Callable[[Any, int], T]) -> Iterator[T | BadLine]:
    """What `make` makes of each line's JSON and number, else like `read_conversations`; `make` may raise
    `ShapeError`."""
    line = 0
    try:
        for line, data in enumerate(lines, start=1):
            if data.strip():
                yield _read(data.removeprefix(codecs.BOM_UTF8) if line == 1 else data, line, shown_path, make)
    except InputError as error:
        for complaint in error.complaints:
            yield BadLine(line=line + 1, complaint=complaint)


def matches(case: Case, wanted: Mapping[str, str]) -> bool:
    """Whether all the named fields of the conversation (`id`, `cohort`, `language`, its own) have these values.

    Values compare as text, numbers by what they are worth: "1" is 1 and 1.0. A field that is absent or null is
    no text at all.
    """
    return all(_is(_field(case, name), text) for name, text in wanted.items())


def case_id(fields: Sequence[str], case: Case) -> str:
    """The values of several fields joined by "/". Raises `UsageError` where the conversation lacks one."""
    values = [_field(case, name) for name in fields]
    absent = [name for name, value in zip(fields, values, strict=True) if value is None]
    if absent:
        known = ["id", *(name for name in ("cohort", "language") if _field(case, name)), *case.extra]
        hints = "".join(did_you_mean(name, known) for name in absent)
        raise UsageError(
            f"conversation {case.id!r} has no {' and no '.join(map(repr, absent))} to make its id of.{hints}"
        )
    return "/".join(_text(value) for value in values)


_KNOWN = frozenset(
    ("id", "messages", "tools", "functions", "context", "cohort", "system", "documents", "id_patterns", "language")
)


def _read(data: bytes, line: int, shown_path: str, make: Callable[[Any, int], T]) -> T | BadLine:
    try:
        text = data.decode()
        record = read_json(text, unique_keys=True)
        return make(record, line)
    except UnicodeDecodeError as error:
        reason, column = _not_utf8(error, line)
    except JsonError as error:
        reason, column = f"not JSON: {error}.{_CUT_OFF if error.torn else ''}", error.column
    except ShapeError as error:
        reason, column = str(error), 1
    mark = Mark(path=shown_path, line=line, column=column)
    return BadLine(line=line, complaint=Complaint(text=reason, mark=mark))


_CUT_OFF = " Was the file cut off while it was written?"


def _not_utf8(error: UnicodeDecodeError, line: int) -> tuple[str, int]:
    data: bytes = error.object
    if line == 1 and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "the file is UTF-16 (or UTF-32). Save it as UTF-8.", 1
    column = len(data[: error.start].decode()) + 1
    return (
        f"not UTF-8: byte 0x{data[error.start]:02x} at byte {error.start} of the line. Save the file as UTF-8.",
        column,
    )


def _recorded(record: Any, line: int) -> Recorded:
    if not isinstance(record, dict):
        raise ShapeError("the line wants an object with 'messages'; found another JSON value.")
    if "messages" not in record:
        keys = ", ".join([*record][:8]) or "none"
        raise ShapeError(f"the conversation has no 'messages'. Its keys: {keys[:200]}.")
    messages = read_messages(record["messages"])
    extra = {key: value for key, value in record.items() if key not in _KNOWN}
    case = Case(
        id=_id(record.get("id"), line),
        cohort=_optional(record, "cohort"),
        context=_context(record.get("context")),
        language=_optional(record, "language") or _language(extra),
        origin="live",
        id_patterns=_patterns(record.get("id_patterns")),
        extra=extra,
    )
    transcript = Transcript(
        messages=messages,
        system=content_text(record.get("system"), "'system'")[0],
        documents=_documents(record.get("documents")),
        tools=read_tools(record.get("tools", record.get("functions"))),
        model=extra["model"] if isinstance(extra.get("model"), str) else None,
    )
    return Recorded(case=case, transcript=transcript, line=line)


def _id(value: Any, line: int) -> str:
    if value is None or value == "":
        return f"line-{line}"
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise ShapeError("'id' wants a text or a whole number.")


def _optional(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise ShapeError(f"{name!r} wants a text.")


def _language(extra: Mapping[str, Any]) -> str:
    """Many logs call it `lang`; it stays among the fields to filter on."""
    return extra["lang"] if isinstance(extra.get("lang"), str) and extra["lang"] else "en"


def _context(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ShapeError('\'context\' wants an object, such as {"customer": {"id": "C-1001"}}.')
    return value


def _documents(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise ShapeError("'documents' wants a list of texts, or of objects with a 'text'.")
    return tuple(_document(each, index) for index, each in enumerate(listed))


def _document(value: Any, index: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        for name in ("text", "content", "page_content"):
            if isinstance(value.get(name), str):
                return str(value[name])
    raise ShapeError(f"documents[{index}] wants a text, or an object with a 'text'.")


def _patterns(value: Any) -> Mapping[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(pattern, str) for pattern in value.values()):
        raise ShapeError("'id_patterns' wants an object of regular expressions by kind.")
    for kind, pattern in value.items():
        fault = regex_fault(pattern)
        if fault:
            raise ShapeError(f"id_patterns.{kind} {fault}.")
    return value


def _field(case: Case, name: str) -> Any:
    return getattr(case, name) if name in ("id", "cohort", "language") else case.extra.get(name)


def _is(value: Any, wanted: str) -> bool:
    if value is None:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return value == float(wanted) or str(value) == wanted
        except (ValueError, OverflowError):
            return str(value) == wanted
    return _text(value) == wanted


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
