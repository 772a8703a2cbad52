"""Whether a case drafted from a ticket is worth its place: what was tried, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalsuite.domain.vocabulary import TrialOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    case_id: str
    words: str
    """Fingerprint of everything that was tried; a case that is edited has to be proved again."""
    control: bool = False
    """True for a conversation that went well: there is no bad reply to fail."""
    blamed: Mapping[str, str] = field(default_factory=dict)
    """Graders that fail the bad reply for what was complained of, each with its reason."""
    missed: str = ""
    """Why the bad reply does not count as failed; empty where it does."""
    good: str = ""
    """What passes: `good_reply`, or `attempt 2`; empty where nothing does."""
    refused: str = ""
    """Why nothing passes; empty where something does."""
    assistant: str = ""
    """Who made the attempts; empty where none was made."""
    attempts: Mapping[TrialOutcome, int] = field(default_factory=dict)
    """What became of them, by outcome."""

    @property
    def stands(self) -> bool:
        """Whether the case fails what it should fail, and can be passed."""
        return bool(self.good) and (self.control or bool(self.blamed))

    @property
    def tried(self) -> int:
        return sum(self.attempts.values())
