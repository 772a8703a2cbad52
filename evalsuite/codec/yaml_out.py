"""Plain values as YAML that a person reads in a diff, and that reads back as the very same values."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

WIDTH = 110
"""Characters up to which a value stands on one line."""


def yaml_lines(entries: Mapping[str, Any], indent: int = 0, *, spread: Collection[str] = ()) -> list[str]:
    """The lines of a mapping of texts, numbers, booleans, None, lists and mappings.

    Lists and mappings under a key of `spread` have a line for each of their parts, however short they are. Lone
    surrogates, which no YAML can hold, become U+FFFD.
    """
    lines: list[str] = []
    for key, value in entries.items():
        head = f"{' ' * indent}{_quoted_if_needed(key, _FLOW)}:"
        lines += _entry(head, value, indent, spread=key in spread)
    return lines


def _entry(head: str, value: Any, indent: int, *, spread: bool = False) -> list[str]:
    """A value behind its key, or behind the `-` of its list."""
    if isinstance(value, str):
        return _text(head, value, indent + 2)
    short = _flow(value)
    if not isinstance(value, Mapping | list | tuple) or not value or (len(head) + len(short) < WIDTH and not spread):
        return [f"{head} {short}"]
    if isinstance(value, Mapping):
        return [head, *yaml_lines(value, indent + 2)]
    return [head, *(line for item in value for line in _item(item, indent + 2))]


def _item(value: Any, indent: int) -> list[str]:
    dash = " " * indent + "-"
    if isinstance(value, Mapping) and value and (len(value) == 1 or len(dash) + len(_flow(value)) >= WIDTH):
        first, *rest = yaml_lines(value, indent + 2)
        return [f"{dash} {first.lstrip()}", *rest]
    return _entry(dash, value, indent)


def _text(head: str, text: str, indent: int) -> list[str]:
    # Never folded: a name or a number torn in two would hide from whoever looks for it in the file.
    if _BLOCK.fullmatch(text) and not _is_word(text):
        return [f"{head} {text}"]
    lines = text.split("\n")
    if len(lines) > 1 and all(map(_may_stand, lines)) and lines[0].strip() and lines[-1].strip():
        return [f"{head} |-", *(f"{' ' * indent}{line}".rstrip() for line in lines)]
    return [f"{head} {_quoted(text)}"]


def _may_stand(line: str) -> bool:
    """Whether a line is the same in a block as it is outside."""
    return line.isprintable() and "\ufeff" not in line and line == line.strip()


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return _quoted_if_needed(value, _FLOW)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_quoted_if_needed(key, _FLOW)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, float) and Decimal(value).is_finite():
        written = format(Decimal(repr(value)), "f")
        return written if "." in written else f"{written}.0"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted_if_needed(text: str, plain: re.Pattern[str]) -> str:
    return text if plain.fullmatch(text) and not _is_word(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    if character == " " or (character.isprintable() and code not in {0xFEFF, 0xFFFE, 0xFFFF}):
        return character
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _is_word(text: str) -> bool:
    return text.lower() in _WORDS


_NAMED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LETTERS = r"[^\W\d_](?:[\w.'()/!?%$&+*@;’-]| (?! ))*(?<! )"
# After a letter these mean nothing to YAML; outside brackets, commas do not either.
_FLOW = re.compile(_LETTERS)
_BLOCK = re.compile(_LETTERS.replace("[\\w", "[\\w,"))
