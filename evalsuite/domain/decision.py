"""Two runs side by side, and whether the second may take the place of the first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalsuite.domain.run import Result
from evalsuite.domain.vocabulary import TrialOutcome

Answer = Literal["ship", "hold", "undecided"]
Role = Literal["must_not_regress", "hard_zero", "advisory"]
FlipKind = Literal["regression", "improvement"]

LEVEL = 0.05
"""Each bound of an interval is wrong at most this often, one-sided; both together make a 90 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two one-sided bounds, each at the same level."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is known of one side before it is compared."""

    name: str
    """The assistant's."""
    run: str
    """The run's id, or the file its outcomes came from."""
    results: Iterable[Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side, counted."""

    name: str
    run: str
    cases: int
    """Distinct case ids."""
    trials: int
    outcomes: Mapping[TrialOutcome, int]
    """All four; they add up to `trials`."""

    def share(self, outcome: TrialOutcome) -> float:
        """Of all trials; 0 to 1."""
        return self.outcomes[outcome] / self.trials if self.trials else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One rate on both sides, over the cases that can be compared."""

    label: str
    """A grader's label; empty for the trial as a whole."""
    cases: int
    """Cases compared, each with the mean of its attempts."""
    units: int
    """Clusters these cases make up: what is counted as independent."""
    baseline: float
    candidate: float
    """Share that passed, 0 to 1."""
    gained: float = 0.0
    lost: float = 0.0
    """Sum over cases of what the candidate passes more, and what it passes less: whole numbers without repeats."""
    interval: Interval | None = None
    """Of candidate minus baseline; None where there are too few units to give one."""
    widest: Interval | None = None
    """The same, its low bound with every attempt that could not be judged counted against the candidate, and its
    high bound with those counted for it."""
    p: float | None = None
    """McNemar's exact mid-p, two-sided; None where attempts were averaged or cases share a cluster."""
    unjudged: tuple[str, ...] = ()
    """Cases of both sides left out because one of them has no attempt that could be judged."""
    other_graders: tuple[str, ...] = ()
    """Cases of both sides left out because they were not judged by the same graders."""

    @property
    def difference(self) -> float:
        return self.candidate - self.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """How often one grader found something wrong on one side, over all of that side's cases."""

    failed: int
    """Cases that failed in any attempt."""
    cases: int
    """Cases that were judged in any attempt."""
    units: int
    """Clusters these cases make up."""
    interval: Interval
    """Of the share that fails."""
    unjudged: int = 0
    """Cases of which no attempt could be judged, because of an error or a crash."""
    widest: Interval
    """The same, its low bound with those counted as passed, its high bound as failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A case whose outcome, by the majority of its attempts, is another one now."""

    case_id: str
    kind: FlipKind
    labels: tuple[str, ...] = ()
    """Graders that fail now and did not, or that failed and do not any more."""
    quote: str = ""
    """The words the first finding is about, where the run is at hand."""
    reason: str = ""
    """What that finding says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs paired case by case."""

    baseline: Party
    candidate: Party
    overall: Contrast
    graders: Mapping[str, Contrast] = field(default_factory=dict)
    """By label, sorted; only those that spoke of a common case on both sides."""
    harms: Mapping[str, Harm] = field(default_factory=dict)
    """The candidate's, by label."""
    harms_before: Mapping[str, Harm] = field(default_factory=dict)
    """The baseline's."""
    flips: tuple[Flip, ...] = ()
    """Regressions first, then by case id."""
    missing: tuple[str, ...] = ()
    """Cases only the baseline has."""
    new: tuple[str, ...] = ()
    """Cases only the candidate has."""
    changed: tuple[str, ...] = ()
    """Cases of both whose script is not the same."""

    @property
    def by_other_graders(self) -> bool:
        """Whether any case was left out because the two sides were not judged by the same graders."""
        return any(one.other_graders for one in (self.overall, *self.graders.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """What a candidate must keep to; written down before it is run."""

    margin: float | None = 0.05
    """The pass rate may not be lower by this much, 0 to 1; None to leave it out."""
    margins: Mapping[str, float] = field(default_factory=dict)
    """The same for single graders, by label."""
    hard_zero: Mapping[str, float] = field(default_factory=dict)
    """By label, the share of cases that may fail: even the upper bound must be below it."""
    max_errors: float = 0.05
    """Share of a side's trials that may end in error; above it nothing ships."""
    max_ungraded: float = 0.05
    """Share of a side's trials that may stay ungraded."""
    max_unpaired: float = 0.1
    """Share of the baseline's cases that may be missing or changed on the other side."""
    min_clusters: int = 10
    """Fewer independent units than this decide nothing."""

    def __str__(self) -> str:
        said = [f"pass rate at most {100 * self.margin:g} points lower"] if self.margin is not None else []
        said += [f"{label} at most {100 * margin:g} points lower" for label, margin in self.margins.items()]
        said += [f"{label} below {100 * most:g} % failures" for label, most in self.hard_zero.items()]
        return ", ".join(said) or "nothing is held to anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    label: str
    """A grader's label; empty for the trial as a whole."""
    role: Role
    allowed: float | None = None
    """The margin of `must_not_regress`, the highest share of `hard_zero`; None for `advisory`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    criterion: Criterion
    answer: Answer | None
    """None where it has no say."""
    reason: str
    """Machine-readable: non_inferior, regressed, rare_enough, too_frequent, too_wide, graders_differ, …"""
    sentence: str
    """In plain words, without a full stop."""
    baseline: float | None = None
    candidate: float | None = None
    """Share that passed; for `hard_zero` the share that failed."""
    interval: Interval | None = None
    """Of the difference; for `hard_zero` of the candidate's share."""
    n: int = 0
    """Cases it rests on."""
    would_decide: str = ""
    """What it takes to decide it, or to have it shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    answer: Answer
    reason: str
    """Machine-readable, of the first thing that led to it; "passed" where it ships."""
    sentence: str
    reasons: tuple[str, ...] = ()
    """Further sentences, the gravest first."""
    criteria: tuple[CriterionResult, ...] = ()
    would_decide: tuple[str, ...] = ()
    """What would change the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two runs and what was decided on the second."""

    comparison: Comparison
    decision: Decision
