"""A runbook's steps, and whether an assistant's tools can carry them out."""

from dataclasses import dataclass
from typing import Literal

RunbookLabel = Literal["covered", "no_tool", "unobservable_condition", "unknown_target", "vague"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    text: str
    line: int = 1
    """Where it begins in its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReading:
    label: RunbookLabel
    why: str
    """One sentence."""
    add: str = ""
    """What would make the step one that can be carried out; empty where it can."""
    tools: tuple[str, ...] = ()
    """The tools that carry it out; empty where words are enough."""
