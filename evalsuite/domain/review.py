"""What a person says of a grader's verdict: a human is a grader too."""

from dataclasses import dataclass
from datetime import datetime

from evalsuite.domain.vocabulary import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    run: str
    case_id: str
    attempt: int = 1
    grader: str
    """The label of the verdict."""
    outcome: Outcome
    """What the grader had said."""
    right: bool
    """Whether the person agrees."""
    note: str = ""
    reviewer: str = ""
    """Whoever said it, as they call themselves."""
    at: datetime | None = None
    words: str
    """Fingerprint of the messages that were judged."""
    fingerprint: str = ""
    """Of the grader that spoke; empty where that is not known."""

    @property
    def human(self) -> Outcome | None:
        """The person's own verdict; None where the grader could not tell and the person says that one can, but not
        what."""
        if self.right:
            return self.outcome
        opposite: dict[Outcome, Outcome] = {"pass": "fail", "fail": "pass"}
        return opposite.get(self.outcome)

    @property
    def about(self) -> tuple[str, str, int, str, str]:
        """The verdict and the person: of two reviews with the same, the later one holds."""
        return self.run, self.case_id, self.attempt, self.grader, self.reviewer
