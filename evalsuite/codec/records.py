"""Nouns to JSON lines and back."""

import json
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

T = TypeVar("T")


def dump(value: object) -> bytes:
    """One line of JSON without its line break; fields at their default are left out.

    Lone surrogates, which JSON can carry and UTF-8 cannot, are written as `\\udXXX` escapes.
    """
    adapter = _adapter(type(value))
    try:
        line = adapter.dump_json(value, exclude_defaults=True)
    except PydanticSerializationError:
        line = _REPLACED
    if _REPLACED not in line:
        return line
    # A surrogate in a key is replaced without a word, one in a value refused: the plain way writes both.
    values = adapter.dump_python(value, exclude_defaults=True)
    return json.dumps(values, separators=(",", ":"), default=str).encode()


def load(kind: type[T], line: bytes | str) -> T:
    """The noun a line holds. Raises `ValueError` where the line is torn or of another shape."""
    try:
        return cast("T", _adapter(kind).validate_json(line))
    except ValueError:
        if b"\\ud" not in (line if isinstance(line, bytes) else line.encode()).lower():
            raise
        return unplain(kind, json.loads(line))


def plain(value: object) -> Any:
    """The noun as JSON values: dicts, lists, strings, numbers."""
    return _adapter(type(value)).dump_python(value, mode="json", exclude_defaults=True)


def unplain(kind: type[T], value: Any) -> T:
    """The noun that JSON values describe. Raises `ValueError` where they are of another shape."""
    return cast("T", _adapter(kind).validate_python(value))


_REPLACED = "\ufffd".encode()
_adapters: dict[type, TypeAdapter[Any]] = {}  # building one costs milliseconds, using it microseconds


def _adapter(kind: type) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
