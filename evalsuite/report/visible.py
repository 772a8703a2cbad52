"""Text made fit to be seen: what would be invisible, or would turn other text about, is written out."""

_NAMED = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: "␡"}
_HIDDEN = (
    *range(0x80, 0xA0),  # C1 controls, which hold the 8-bit forms of terminal escapes
    0xAD,
    0x61C,
    0x200B,
    *range(0x2028, 0x202F),  # separators, and bidi embeddings and overrides
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),  # lone surrogates, which no encoding can carry
    *range(0xE0000, 0xE0080),  # tags: ASCII in hiding
)
_TABLE = _NAMED | {code: f"[U+{code:04X}]" for code in _HIDDEN}


def visible(text: str) -> str:
    """The text with control characters as pictures (␛) and other unseen ones by number ([U+202E]); tabs and
    line breaks stay. What comes back can always be encoded."""
    return text if text.isprintable() else text.translate(_TABLE)


def under(text: str, prefix: str = "    | ") -> str:
    """The same, each further line set off: some programs take a line of a log for a command to themselves."""
    return visible(text).replace("\n", f"\n{prefix}")
