"""Values of settings in their own types; each reader raises `ValueError`, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evalsuite.errors import did_you_mean


class TableError(ValueError):
    """Every mistake of a table, each with the key it stands under."""

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(text for _, text in self.mistakes))


def a_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"wants a text, got {value!r}")
    return value


def some_texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'wants a list of texts like ["cases"], got {value!r}')
    return tuple(value)


def whole_number(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        try:
            number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or number < least:
            raise ValueError(f"wants a whole number of at least {least}, got {value!r}")
        return number

    return read


def a_number(least: float, most: float = float("inf"), *, above: bool = False) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or not least <= number <= most or (above and number == least):
            bounds = (
                f"from {least:g} to {most:g}" if most < float("inf") else f"{'above' if above else 'from'} {least:g}"
            )
            raise ValueError(f"wants a number {bounds}, got {value!r}")
        return number

    return read


def a_flag(value: Any) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise ValueError(f"wants true or false, got {value!r}")


def a_share(value: Any) -> float:
    """Above 0 and below 1: at either end, no number of cases could show anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise ValueError(f"wants a share above 0 and below 1, like 0.05 for 5 %, got {value!r}")
    return float(value)


def table_of(
    read: Callable[[Any], Any] | Mapping[str, Callable[[Any], Any]], names: Iterable[str] | None = None, *, like: str
) -> Callable[[Any], Any]:
    """A reader of a table whose keys are among `names` (any, where there are none) and whose values `read` takes.

    Where `read` has a reader for each key, these are the names.

    It raises `TableError` with every mistake of the table.
    """
    known = list(read) if isinstance(read, Mapping) else None if names is None else list(names)

    def reader(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(f"wants a table like {like}, got {value!r}")
        said: dict[str, Any] = {}
        mistakes: list[tuple[str, str]] = []
        for key, one in value.items():
            if known is not None and key not in known:
                mistakes.append((key, f"no setting {key!r}.{did_you_mean(key, known)}"))
                continue
            try:
                said[key] = (read[key] if isinstance(read, Mapping) else read)(one)
            except TableError as error:
                mistakes += [(inner, f"{key}: {text}") for inner, text in error.mistakes]
            except ValueError as error:
                mistakes.append((key, f"{key} {error}"))
        if mistakes:
            raise TableError(mistakes)
        return said

    return reader
