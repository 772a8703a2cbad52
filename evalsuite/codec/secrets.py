"""Secrets of the environment, taken out of texts and nouns."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from evalsuite.codec.records import dump, unplain

T = TypeVar("T")

SHOWN = "[secret]"
SHORTEST = 8
"""Characters; what is as short as a word is no secret, and would be found in many texts."""


class Secrets:
    """Values that nothing may hold."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        longest_first = sorted({one for one in values if len(one) >= SHORTEST}, key=lambda one: (-len(one), one))
        self._texts = tuple(longest_first)
        forms = (json.dumps(one, ensure_ascii=escaped)[1:-1] for one in longest_first for escaped in (False, True))
        self._lines = tuple(dict.fromkeys(form.encode("utf-8", "surrogatepass") for form in forms))

    def text(self, text: str) -> str:
        """The text without them."""
        for secret in self._texts:
            if secret in text:
                text = text.replace(secret, SHOWN)
        return text

    def noun(self, value: T) -> T:
        """A noun without them: the very same where none is in it."""
        if not self._texts:
            return value
        line = dump(value)
        if not any(form in line for form in self._lines):
            return value
        return unplain(type(value), self._value(json.loads(line)))

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._value(key): self._value(item) for key, item in value.items()}
        return [self._value(item) for item in value] if isinstance(value, list) else value


def secrets_of(environment: Mapping[str, str]) -> Secrets:
    """Values of variables whose names say that they are secret; paths and plain words are none."""
    return Secrets(value.strip() for name, value in environment.items() if _NAME.search(name) and _is_secret(value))


def _is_secret(value: str) -> bool:
    value = value.strip()
    if value.startswith(("/", ".", "~")) or any(one.isspace() for one in value):
        return False
    return len(value) >= 20 or any(one.isdigit() for one in value)


_NAME = re.compile(r"(?i)key|token|secret|passw|credential|auth")
