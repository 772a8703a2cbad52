"""What a YAML text says, with the place of every part: scalars, sequences, mappings."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LONGEST_NUMBER = 64
"""Characters; longer runs of digits are ids of some kind, and stay text."""


# Positional and not frozen, unlike the nouns: a large file makes a million of them.
@dataclass(slots=True, eq=False)
class Scalar:
    text: str
    """As written, its quotes and escapes resolved."""
    plain: bool
    """True where it stands unquoted, and so may be a number, a boolean or nothing."""
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Sequence:
    items: "list[Node]"
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Mapping:
    entries: "dict[str, tuple[Scalar, Node]]"
    """Each key's own node, and its value's."""
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def value_of(node: Node, scalar: "Callable[[Scalar], Any] | None" = None) -> Any:
    """The node as plain values: dicts with text keys, lists, and what `scalar` makes of scalars (`resolved`)."""
    if isinstance(node, Scalar):
        return (scalar or resolved)(node)
    if isinstance(node, Sequence):
        return [value_of(item, scalar) for item in node.items]
    return {key: value_of(value, scalar) for key, (_, value) in node.entries.items()}


def resolved(node: Scalar) -> Any:
    """The scalar by YAML 1.2's core rules; digits with a leading zero, exponents, `.inf` and `.nan` stay text."""
    text = node.text
    if not node.plain or text[:1] not in _MAY_RESOLVE:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return number(text, text)


def as_written(node: Scalar) -> Any:
    """Like `resolved`, but a number, boolean or null that is not in its usual form stays text.

    So `100.50`, `+5`, `0x1F` and `True` keep what their author wrote, and `4421` and `true` turn back into it.
    """
    value = resolved(node)
    if isinstance(value, str):
        return value
    return value if node.text in {"", "~", canonical(value)} else node.text


def canonical(value: Any) -> str:
    """A boolean, number or null as YAML usually writes it."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(text: str, otherwise: Any = None) -> Any:
    """The int or float that an unquoted text is in YAML; `otherwise` where it is none."""
    if len(text) > LONGEST_NUMBER:
        return otherwise
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return otherwise


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and resolved(node) is None


def found(node: Node) -> str:
    """What stands at a node, in words for a complaint."""
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Mapping):
        keys = ", ".join(repr(shortened(key)) for key in list(node.entries)[:3])
        return f"a mapping with the keys {keys}" if keys else "an empty mapping"
    return found_value(resolved(node), node.text)


def found_value(value: Any, source: str | None = None) -> str:
    """A plain value in words for a complaint."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return source or canonical(value)
    if isinstance(value, int | float):
        return f"the number {source or value}"
    if isinstance(value, str):
        return f"the text {shortened(value)!r}"
    return "a mapping" if isinstance(value, dict) else "a list"


def shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAY_RESOLVE = {"", *"~nNtTfF", *"0123456789+-."}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.)")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
