"""JSON of foreign origin to plain values, with the hostile kinds refused in plain words."""

import json
from collections.abc import Callable
from typing import Any

MAX_DEPTH = 100
LONGEST_INT = 400
"""Digits; longer ones stay text."""


_TORN = "it breaks off"
_NUL = "a NUL stands in it"


class JsonError(ValueError):
    """Text that is not JSON, with where."""

    def __init__(self, text: str, *, column: int = 1) -> None:
        super().__init__(text)
        self.torn = text in (_TORN, _NUL)
        """Whether it looks like the half of something."""
        self.column = column
        """Counts from 1, over all lines of the text."""


def read_json(text: str, *, unique_keys: bool = False) -> Any:
    """The value. `NaN`, `Infinity` and endless integers, which are not JSON, become texts of themselves.

    With `unique_keys`, an object that gives one key twice is refused; else the last one holds.
    Raises `JsonError`.
    """
    pairs = _unique if unique_keys else None
    try:
        value = _loads(text, pairs)
    except json.JSONDecodeError as error:
        raise JsonError(_reason(error), column=error.pos + 1) from None
    except RecursionError:
        raise JsonError(f"nested deeper than {MAX_DEPTH} levels") from None
    if text.count("[") + text.count("{") > MAX_DEPTH and too_deep(value):
        raise JsonError(f"nested deeper than {MAX_DEPTH} levels")
    return value


def too_deep(value: Any, limit: int = MAX_DEPTH) -> bool:
    """Whether lists and mappings are nested deeper than that."""
    layer = [value]
    for _ in range(limit):
        layer = [
            part
            for each in layer
            if isinstance(each, dict | list)
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, dict | list)
        ]
        if not layer:
            return False
    return True


def _loads(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None) -> Any:
    try:
        return json.loads(text, parse_constant=str, object_pairs_hook=pairs)
    except (json.JSONDecodeError, JsonError):
        raise
    except ValueError:  # the interpreter's limit on the digits of an integer
        return json.loads(text, parse_constant=str, parse_int=_int, object_pairs_hook=pairs)


def _int(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_INT else digits


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise JsonError(f"the key {key[:60]!r} stands twice in one object")
            seen.add(key)
    return value


def _reason(error: json.JSONDecodeError) -> str:
    rest = error.doc[error.pos :].strip()
    if not rest or error.msg.startswith("Unterminated string"):
        return _TORN
    if rest[0] == "\0":
        return _NUL
    return f"{error.msg[0].lower()}{error.msg[1:]} before {rest[:20]!r}"
