"""A customer that a model plays: what it wants, what it knows, and how long it puts up with things."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    goal: str
    """What it wants, as it would say it to itself."""
    mood: str = ""
    patience: int = 6
    """Messages it writes at the most, the first one included."""
    knows: tuple[str, ...] = ()
    """All it can tell when asked; anything else it would have to make up."""
    does_not_know: tuple[str, ...] = ()
    """What it must not give away: what only the assistant can find out."""
    opens: str | None = None
    """Its first message, word for word; None where the model writes that too."""
