"""What a team has said of personal data beyond what evalsuite knows by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evalsuite.domain.privacy import SpanType

Finder = Callable[[str], Iterator[tuple[int, int, SpanType]]]
"""Tells what may be personal in a text; places are code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    deny: tuple[str, ...] = ()
    """What the team never wants to see written, as whole words, whatever the case."""
    allow: tuple[str, ...] = ()
    """What only looks personal, likewise; people that a ticket's own records name go all the same."""
    finders: tuple[Finder, ...] = ()
    """Whose finds join as suggestions."""


NO_RULES = Rules()


def listed(text: str) -> tuple[str, ...]:
    """The words of a file, one a line; empty lines and lines that begin with # are passed over."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
