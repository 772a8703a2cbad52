"""Every complaint evalsuite makes to a person, each with its mend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from evalsuite.domain.case import Mark
from evalsuite.domain.conversation import Message, Usage
from evalsuite.domain.run import Failure


class EvalsuiteError(Exception):
    """Something a person must mend. Shown without a traceback."""

    exit_code = 2
    reason = "usage"
    """Machine-readable, as `--json` prints it."""


class UsageError(EvalsuiteError):
    """A command, option or setting that cannot be followed."""


class NothingRanError(EvalsuiteError):
    """There was nothing to run or to grade, which is never green."""

    exit_code = 5
    reason = "nothing_ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One mistake in a file."""

    text: str
    """What is wrong, and the mend."""
    mark: Mark | None = None

    def __str__(self) -> str:
        return f"{self.mark}: {self.text}" if self.mark else self.text


class InputError(EvalsuiteError):
    """All mistakes found in what was read, told at once."""

    reason = "input"

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints: tuple[Complaint, ...] = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class ModelError(Exception):
    """A model or assistant that gave no usable reply; becomes a trial's error, never a fail."""

    def __init__(self, failure: Failure, *, retry_after: float | None = None) -> None:
        super().__init__(failure.text)
        self.failure = failure
        self.retry_after = retry_after
        """Seconds the endpoint asked to wait; None where it did not say."""
        self.messages: tuple[Message, ...] = ()
        """What the assistant had said and done in this exchange before it failed."""
        self.usage = Usage()
        """What that cost."""


class ToolFailure(Exception):  # noqa: N818  - a failing tool is an answer, not an error of the program
    """A simulated tool's declared failure; its text is what the assistant sees."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A sentence to append: the nearest known word, or the known words where none is near, or nothing."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f" Did you mean {near[0]!r}?"
    if known and len(known) <= 12:
        return f" Known: {', '.join(sorted(known))}."
    return ""
