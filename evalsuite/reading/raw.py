"""What of a reply is machinery that shows: JSON of tools, markup of calls, stack traces."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_TRACE = re.compile(
    r"Traceback \(most recent call last\)"
    r"|^[ \t]*File \"[^\"\n]{1,300}\", line \d+, in \S+"
    r"|^[ \t]*at [\w$.<>/]{2,200}\([\w$.<>/-]{1,120}:\d+(?::\d+)?\)"
    r"|^[ \t]*at (?:async )?(?:[\w$.<>]{1,120} \()?(?:file://|/|[A-Za-z]:\\|node:)[^\s)]{1,300}:\d+:\d+\)?"
    r"|Exception in thread \"[^\"\n]{1,100}\""
    r"|\bCaused by: [\w$]+(?:\.[\w$]+){2,}"
    r"|^goroutine \d+ \[\w+\]:|^panic: runtime error"
    r"|\b(?:java|javax|org|com|sqlalchemy|psycopg2?|requests|urllib3|pymysql)(?:\.\w+)+\.?\w*(?:Exception|Error)\b",
    re.MULTILINE,
)
_MARKUP = re.compile(
    r"</?(?:tool_call|function_call|tool_response|tool_result|function_calls|invoke|parameter)\b[^>]{0,200}>"
    r"|<\|(?:tool|im_start|im_end|python_tag|start_header_id)[^|]{0,40}\|>|\[TOOL_CALLS\]|\bfunctions\.\w+\("
)
_TRACED = ("Traceback", 'File "', "Exception", "Error", "Caused by", "goroutine", "panic:")
_OPENS = re.compile(r"[\[{]\s{0,40}[\"{\[]")
_PAIR = re.compile(r"[\"'](?P<key>[A-Za-z_][\w.-]{0,60})[\"']\s{0,9}:\s")
LONGEST = 50_000
_KEYS = 2
"""Keys of a tool's own that make a piece of JSON the tool's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    what: str
    start: int
    end: int


def traces(text: str) -> Iterator[Raw]:
    """Stack traces and the names of exceptions."""
    if not (any(map(text.__contains__, _TRACED)) or any(line.lstrip().startswith("at ") for line in text.split("\n"))):
        return
    for match in _TRACE.finditer(text):
        yield Raw(what="a stack trace", start=match.start(), end=match.end())


def markup(text: str) -> Iterator[Raw]:
    """The markup in which models write tool calls."""
    for match in _MARKUP.finditer(text) if "<" in text or "[T" in text or "functions." in text else ():
        yield Raw(what="the markup of a tool call", start=match.start(), end=match.end())


def tool_json(text: str, keys: Collection[str], results: Sequence[Any]) -> Iterator[Raw]:
    """Pieces of JSON in prose with at least two keys of tools' own, whole or cut off.

    A reply that is JSON as a whole is written so for its channel: it is a tool's where a tool answered with it.
    """
    if text.strip()[:1] in {"{", "["}:
        whole = _decoded(text.strip())
        if (whole is not None and any(whole == result for result in results)) or _is_call(whole):
            yield Raw(what="a tool's raw JSON", start=0, end=len(text))
        return
    done = 0
    for match in _OPENS.finditer(text[:LONGEST]):
        if match.start() < done:
            continue
        piece = text[match.start() : match.start() + LONGEST]
        end = _end(piece)
        found = {pair["key"] for pair in _PAIR.finditer(piece[:end])}
        done = match.start() + end
        if len(found.intersection(keys)) >= _KEYS:
            yield Raw(what="a tool's raw JSON", start=match.start(), end=done)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_call(value: Any) -> bool:
    return isinstance(value, dict) and {"name", "arguments"} <= value.keys() and len(value) <= 4


def _end(piece: str) -> int:
    """Where a piece of JSON ends; where it is cut off or no JSON, at the end of its paragraph."""
    try:
        return json.JSONDecoder().raw_decode(piece)[1]
    except (ValueError, RecursionError):
        blank = piece.find("\n\n")
        return blank if blank > 0 else len(piece)


def keys_of(value: Any, most: int = 2000) -> set[str]:
    """The keys of JSON values, as far as they name things as programs do."""
    found: set[str] = set()
    stack = [value]
    while stack and len(found) < most:
        one = stack.pop()
        if isinstance(one, dict):
            found.update(key for key in one if isinstance(key, str))
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one[:20])
    return found
