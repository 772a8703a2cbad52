"""Results counted: what passed, what failed, what could not be told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evalsuite.domain.conduct import Difference, Siblings
from evalsuite.domain.conversation import Usage
from evalsuite.domain.run import Result
from evalsuite.domain.vocabulary import TrialOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class GraderTally:
    passed: int = 0
    failed: int = 0
    abstained: int = 0
    crashed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    trials: int
    cases: int
    """Distinct case ids."""
    outcomes: Mapping[TrialOutcome, int]
    """All four, in the order pass, fail, ungraded, error; they add up to `trials`."""
    graders: Mapping[str, GraderTally]
    """By label, sorted."""
    codes: Mapping[str, int]
    """Trials with an error finding, by "label:code", most first."""
    errors: Mapping[str, int]
    """Trials without a usable reply, by kind."""
    siblings: int = 0
    """Cases expanded by cohort whose siblings were held against each other."""
    differences: tuple[Difference, ...] = ()
    """Where siblings were not treated alike."""
    usage: Usage = field(default_factory=Usage)
    """The assistant's."""
    customer: Usage = field(default_factory=Usage)
    """That of the model that played customers."""
    judging: Mapping[str, Usage] = field(default_factory=dict)
    """That of judges, by model, sorted; no calls where all their answers were remembered."""
    seconds: float = 0.0
    """Time spent waiting for the assistant, over all trials."""


class Tally:
    """Counts results one by one, in memory that does not grow with their number beyond their ids."""

    def __init__(self) -> None:
        self._cases: set[str] = set()
        self._outcomes: Counter[TrialOutcome] = Counter()
        self._graders: dict[str, Counter[str]] = {}
        self._codes: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._siblings = Siblings()
        self._usage = self._customer = Usage()
        self._judging: dict[str, Usage] = {}
        self._seconds = 0.0

    def add(self, result: Result) -> None:
        self._cases.add(result.case_id)
        self._outcomes[result.outcome] += 1
        for label, outcome in result.outcomes.items():
            self._graders.setdefault(label, Counter())[outcome] += 1
        for label in result.grader_errors:
            self._graders.setdefault(label, Counter())["crash"] += 1
        self._codes.update(result.codes.keys())
        if result.error:
            self._errors[result.error.kind] += 1
        if result.conduct is not None:
            self._siblings.add(result.case_id.partition("[")[0], result.case_id, result.conduct)
        self._usage += result.usage
        self._customer += result.customer
        for model, usage in result.judging.items():
            self._judging[model] = self._judging.get(model, Usage()) + usage
        self._seconds += result.seconds

    def summary(self) -> Summary:
        return Summary(
            trials=self._outcomes.total(),
            cases=len(self._cases),
            outcomes={kind: self._outcomes[kind] for kind in ("pass", "fail", "ungraded", "error")},
            graders={
                label: GraderTally(
                    passed=seen["pass"], failed=seen["fail"], abstained=seen["abstain"], crashed=seen["crash"]
                )
                for label, seen in sorted(self._graders.items())
            },
            codes=dict(self._codes.most_common()),
            errors=dict(self._errors.most_common()),
            siblings=self._siblings.groups(),
            differences=self._siblings.differences(),
            usage=self._usage,
            customer=self._customer,
            judging=dict(sorted(self._judging.items())),
            seconds=self._seconds,
        )


def summarize(results: Iterable[Result]) -> Summary:
    """All results counted; an empty iterable gives a summary of zero trials, which is never green."""
    tally = Tally()
    for result in results:
        tally.add(result)
    return tally.summary()
