"""The settings' table `privacy`, as the noun it writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evalsuite.domain.privacy_settings import PresidioSettings, PrivacySettings
from evalsuite.values import a_text, some_texts, table_of


def privacy_settings(value: Any) -> PrivacySettings:
    """Raises `TableError` with every mistake of the table, `ValueError` where it is none."""
    return PrivacySettings(**_read(value))


def _presidio(value: Any) -> PresidioSettings:
    """A model's name, or a table."""
    if isinstance(value, str):
        value = {"model": value}
    said = PresidioSettings(**_table(value))
    if not said.model and not said.recognizers:
        raise ValueError("wants a spaCy model or recognizers, like presidio = 'en_core_web_lg'")
    return said


def _words(value: Any) -> tuple[str, ...]:
    words = tuple(one.strip() for one in some_texts(value))
    if not all(words):
        raise ValueError("wants words, and one of them is empty. Remove it")
    return words


_TABLE: Mapping[str, Callable[[Any], Any]] = {"model": a_text, "recognizers": some_texts, "language": a_text}
_table = table_of(_TABLE, like='{model = "en_core_web_lg"}')
_PRIVACY: Mapping[str, Callable[[Any], Any]] = {
    "deny": _words,
    "deny_file": a_text,
    "allow": _words,
    "presidio": _presidio,
}
_read = table_of(_PRIVACY, like='{deny = ["Project Nightjar"]}')
