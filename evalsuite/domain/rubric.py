"""What a judge is asked of a conversation, and who judges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Need = Literal["policies", "persona", "context"]
"""What a rubric cannot be judged without: rules in words, a persona for the cohort, facts the assistant was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    id: str
    """The code of its findings."""
    text: str
    """Jinja2. What makes a reply fail; where the rubric gives scores, what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """`graders/rubrics/ID.md`."""

    id: str
    version: int
    title: str = ""
    cohorts: tuple[str, ...] = ()
    """Whom it is for; empty for everybody."""
    needs: tuple[Need, ...] = ()
    passes_at: int | None = None
    """The lowest score, of 1 to 5, that passes; None where a criterion holds or fails."""
    guidance: str = ""
    """Jinja2. What is told with every criterion."""
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """The settings' table `judge`."""

    judges: tuple[str, ...] = ()
    """Definitions in graders/assistants, by name; several are a panel."""
    samples: int = 3
    """The most answers of each judge to one question; no more are asked for once a majority agrees."""
    optional: bool = False
    """True where what no judge could tell holds no trial back."""


RubricFinder = Callable[[str], Rubric]
"""The rubric of an id. Raises `ValueError`, with the nearest known id, where there is none, and `InputError`."""
RUBRIC_NAMES: Mapping[str, str] = {
    "cohort": "the customer's cohort",
    "language": "the conversation's language",
    "persona": "how the assistant is to sound, as lines",
    "policies": "the rules of graders/policies.yaml in words, as lines",
}
"""What a rubric's text may use between {{ and }}."""
