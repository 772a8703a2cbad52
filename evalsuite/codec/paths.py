"""Where a fact stands in a tool call, and conditions over such places, as the tool catalogue writes them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Root = Literal["arguments", "result"]


@dataclass(frozen=True, slots=True)
class Path:
    """`result.refund.amount`: keys from a call's arguments or its result on; a list on the way means all its items."""

    root: Root
    steps: tuple[str | int, ...] = ()

    def values(self, arguments: Mapping[str, Any], result: Any) -> list[Any]:
        """What stands there, in order; empty where nothing does. Nulls count as nothing."""
        found: list[Any] = [arguments if self.root == "arguments" else result]
        for step in self.steps:
            found = [inner for one in found for inner in _inside(one, step)]
        return [leaf for one in found for leaf in (one if isinstance(one, list) else [one]) if leaf is not None]


Condition = Callable[[Mapping[str, Any], Any], bool]
"""Of a call's arguments and its decoded result."""


@lru_cache(maxsize=1024)
def read_path(text: str) -> Path:
    """The place a text names: `result.refund.amount`, `arguments.order_id`, `result.items[0].id`; `$.` before it and
    `args` are understood. Raises `ValueError`, in words."""
    reader = _Reader(text)
    path = reader.path()
    reader.end()
    return path


@lru_cache(maxsize=256)
def read_condition(text: str) -> Condition:
    """What a text asks of a call: `result.status == 'cancelled'`, joined by `and`, `or`, `not` and brackets.

    `==` and `!=` compare with a text in quotes, a number, `true`, `false` or `null`; `<`, `<=`, `>` and `>=` with a
    number; `in` with a list of these. A path alone holds where something other than false, 0 or nothing stands there.
    What is not there equals nothing but `null`. Texts compare without regard to case. Raises `ValueError`, in words.
    """
    reader = _Reader(text)
    condition = reader.either()
    reader.end()
    return condition


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[^\W\d][\w-]*)"
    r"|(?P<sign>==|!=|<=|>=|[<>()\[\],.$*]))"
)
_LONGEST = 500
_VALUES = {"true": True, "false": False, "null": None, "none": None}


class _Reader:
    """Reads a text word by word."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise ValueError(f"it is longer than {_LONGEST} characters")
        self.words: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None:
                raise ValueError(f"{text[at:].strip()[:20]!r} cannot be read")
            self.words.append((str(match.lastgroup), match.group().strip()))
            at = match.end()
        self.at = 0

    def end(self) -> None:
        if self.at < len(self.words):
            raise ValueError(f"nothing was expected before {self.words[self.at][1]!r}")

    def next_is(self, *words: str) -> bool:
        kind, word = self.words[self.at] if self.at < len(self.words) else ("", "")
        if kind == "text" or word.lower() not in words:
            return False
        self.at += 1
        return True

    def take(self, wanted: str, *kinds: str) -> tuple[str, str]:
        if self.at >= len(self.words) or (kinds and self.words[self.at][0] not in kinds):
            found = repr(self.words[self.at][1]) if self.at < len(self.words) else "its end"
            raise ValueError(f"{wanted} was expected, found {found}")
        self.at += 1
        return self.words[self.at - 1]

    def path(self) -> Path:
        if self.next_is("$"):
            self.next_is(".")
        _, root = self.take("`arguments.…` or `result.…`", "word")
        roots: dict[str, Root] = {"arguments": "arguments", "args": "arguments", "result": "result"}
        if root not in roots:
            raise ValueError(f"a path begins with `arguments.` or `result.`, found {root!r}")
        steps: list[str | int] = []
        while True:
            if self.next_is("."):
                steps.append(self.take("a key behind the point", "word", "number")[1])
            elif self.next_is("["):
                kind, word = self.take("a number, a key in quotes or `*`")
                if word != "*":
                    steps.append(int(word) if kind == "number" and "." not in word else word.strip("'\""))
                self.close("]")
            else:
                return Path(root=roots[root], steps=tuple(steps))

    def close(self, sign: str) -> None:
        if not self.next_is(sign):
            raise ValueError(f"a {sign!r} is missing")

    def either(self) -> Condition:
        parts = [self.both()]
        while self.next_is("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda given, result: any(part(given, result) for part in parts)

    def both(self) -> Condition:
        parts = [self.one()]
        while self.next_is("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda given, result: all(part(given, result) for part in parts)

    def one(self) -> Condition:
        if self.next_is("not"):
            inner = self.one()
            return lambda given, result: not inner(given, result)
        if self.next_is("("):
            inside = self.either()
            self.close(")")
            return inside
        return self.comparison()

    def comparison(self) -> Condition:
        path = self.path()
        for sign, holds in _SIGNS.items():
            if self.next_is(sign):
                wanted = self.value()
                if sign[0] in "<>" and (isinstance(wanted, bool) or not isinstance(wanted, int | float)):
                    raise ValueError(f"{sign!r} compares with a number, found {wanted!r}")
                return lambda given, result: holds(path.values(given, result), wanted)
        if self.next_is("in"):
            options = self.items()
            return lambda given, result: any(_equal(path.values(given, result), option) for option in options)
        return lambda given, result: any(one not in (False, 0, "") for one in path.values(given, result))

    def items(self) -> list[Any]:
        if not self.next_is("["):
            raise ValueError("behind `in` stands a list like ['done', 'pending']")
        values = [self.value()]
        while self.next_is(","):
            values.append(self.value())
        self.close("]")
        return values

    def value(self) -> Any:
        kind, word = self.take("a text in quotes, a number, true, false or null", "text", "number", "word")
        if kind == "text":
            return word[1:-1]
        if kind == "number":
            return float(word) if "." in word else int(word)
        if word.lower() not in _VALUES:
            raise ValueError(f"texts stand in quotes: write {word!r}")
        return _VALUES[word.lower()]


def _equal(found: list[Any], wanted: Any) -> bool:
    return not found if wanted is None else any(_same(one, wanted) for one in found)


def _number(value: Any) -> float:
    """A number, or what a text of one is worth; not a number where it is none, which no comparison holds for."""
    try:
        return float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return float("nan")


_SIGNS: Mapping[str, Callable[[list[Any], Any], bool]] = {
    "==": _equal,
    "!=": lambda found, wanted: not _equal(found, wanted),
    "<=": lambda found, wanted: any(_number(one) <= wanted for one in found),
    ">=": lambda found, wanted: any(_number(one) >= wanted for one in found),
    "<": lambda found, wanted: any(_number(one) < wanted for one in found),
    ">": lambda found, wanted: any(_number(one) > wanted for one in found),
}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other or (isinstance(one, str) and one.lower() == json.dumps(other))
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().lower() == other.lower()
    return bool(one == other) or _number(one) == _number(other)


def _inside(value: Any, step: str | int) -> Iterator[Any]:
    if isinstance(value, list):
        if isinstance(step, int):
            yield from value[step : step + 1] if step >= 0 else value[step:][:1]
        else:
            for one in value:
                yield from _inside(one, step)
    elif isinstance(value, Mapping) and str(step) in value:
        yield value[str(step)]
