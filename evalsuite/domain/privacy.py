"""What is personal in a text, and how sure that is."""

from dataclasses import dataclass
from typing import Literal

SpanType = Literal[
    "person", "email", "phone", "card", "iban", "address", "ssn", "ip", "dob", "secret", "username", "other"
]
"""`ssn`: a national identity number of any country; `dob`: a day of birth; `other`: on the team's own list."""
Band = Literal["auto", "suggest", "user"]
"""`auto`: told by its form or the ticket's own people; `suggest`: likely a person; `user`: on the team's own list."""
IdMode = Literal["keep", "shift", "placeholder"]
"""What becomes of order numbers and their like: nothing, other digits in the same form, or `[ID_1]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something personal in a text; places are code points into the raw text."""

    start: int
    end: int
    type: SpanType
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """All that redaction sees in a text; nothing in it overlaps."""

    personal: tuple[Span, ...]
    ids: tuple[tuple[int, int], ...]
    """Spans of order numbers and their like, which are no person's but point at one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something a written text may not hold."""

    type: str
    start: int
    end: int
    why: str
    """Never shows the value."""
