"""The lists of words that patterns of personal data are made of."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from evalsuite.codec.packs import load_pack


def words_of_table(table: str) -> frozenset[str]:
    """The words of a list, or its phrases where | stands between them; casefolded."""
    return frozenset(one.casefold() for one in _phrases(table))


def any_of(*tables: str) -> str:
    """A pattern for any word or phrase of some lists, the longest first."""
    phrases = {one for table in tables for one in _phrases(table)}
    return f"(?:{'|'.join(map(regex.escape, sorted(phrases, key=lambda one: (-len(one), one))))})"


def _phrases(table: str) -> Iterator[str]:
    text = str(load_pack("privacy")[table])
    return filter(None, map(str.strip, text.split("|") if "|" in text else text.split()))
