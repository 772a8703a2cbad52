"""Patterns that people write in YAML, matched within a time limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 1.0
"""The longest one search may take; patterns come from data, and some never end."""


class PatternTimeout(Exception):  # noqa: N818  - a slow pattern is a finding about the pattern
    """A pattern that took too long on a text; the message names it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase or a `/regular expression/` as it stands in YAML, ready to search."""

    source: str

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Every match in the text, as half-open spans. Raises `PatternTimeout`."""
        try:
            for match in _compiled(self.source).finditer(text, timeout=SECONDS):
                yield match.span()
        except TimeoutError:
            raise PatternTimeout(f"the pattern {self.source!r} took more than {SECONDS:g} s on one text") from None

    def first(self, text: str) -> tuple[int, int] | None:
        """The first match's span. Raises `PatternTimeout`."""
        return next(self.spans(text), None)

    def matches_all_of(self, text: str) -> bool:
        """Whether the pattern covers the whole text. Raises `PatternTimeout`."""
        try:
            return _compiled(self.source).fullmatch(text, timeout=SECONDS) is not None
        except TimeoutError:
            raise PatternTimeout(f"the pattern {self.source!r} took more than {SECONDS:g} s on one text") from None


def pattern(source: str) -> Pattern:
    """A phrase, matched on whole words whatever its case, or a regular expression between slashes.

    Raises `ValueError`, in words, where the text is empty or the expression cannot be compiled.
    """
    import regex  # noqa: PLC0415  - only suites that match text pay for it

    if not source.strip():
        raise ValueError("an empty text matches everything; write the words to look for")
    try:
        _compiled(source)
    except regex.error as error:
        raise ValueError(f"{source!r} is no regular expression: {error}") from None
    return Pattern(source)


def is_regex(source: str) -> bool:
    """Whether a text is written as a regular expression: `/…/`, perhaps with `i` behind it."""
    return len(source) > 2 and source.startswith("/") and source.rstrip("i").endswith("/")


@lru_cache(maxsize=4096)
def _compiled(source: str) -> Any:
    import regex  # noqa: PLC0415

    if is_regex(source):
        flags = regex.IGNORECASE if source.endswith("i") else 0
        return regex.compile(source.rstrip("i")[1:-1], flags | regex.MULTILINE)
    words = r"\s+".join(regex.escape(word, literal_spaces=True) for word in source.split())
    words = words.replace("'", "['’]")
    return regex.compile(rf"(?<!\w){words}(?!\w)", regex.IGNORECASE)
