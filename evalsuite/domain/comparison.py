"""Two runs side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalsuite.domain.run import Result
from evalsuite.domain.vocabulary import TrialOutcome

FlipKind = Literal["regression", "improvement"]
Certainty = Literal["reliable", "flaky", "unsure"]
SliceKind = Literal["origin", "difficulty", "cohort", "tag"]
Quantity = Literal["seconds", "cost_usd", "tokens", "length"]

LEVEL = 0.05
"""A rule's bound is wrong at most this often, one-sided."""
SHOWN = 0.025
"""Each bound of an interval that is shown is wrong at most this often: both together make a 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two one-sided bounds, each at the same level."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a case can be told apart by, beside its id."""

    tags: tuple[str, ...] = ()
    cohort: str | None = None
    difficulty: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is known of one side before it is compared."""

    name: str
    """The assistant's."""
    run: str
    """The run's id, or the file its outcomes came from."""
    results: Iterable[Result]
    traits: Mapping[str, Traits] = field(default_factory=dict)
    """By case id; empty where nothing is known of the cases."""
    committed: bool = False
    """Whether these are a baseline file's outcomes, which may have grown stale."""


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
class Moved:
    """Numbers of cases with the statistical unit of each, as they are reckoned with."""

    values: tuple[float, ...]
    units: tuple[str, ...]


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
    """Of candidate minus baseline, two-sided at 95 %; None where there are too few units to give one."""
    p: float | None = None
    """McNemar's exact mid-p, two-sided; None where attempts were averaged or cases share a cluster."""
    moved: Moved | None = None
    """What it rests on, case by case; None where it has been left out to be printed."""
    worst: Moved | None = None
    """The same with every attempt that could not be judged counted against the candidate; None where all were."""
    best: Moved | None = None
    """The same with those counted for it."""
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
    """Of the share that fails, two-sided at 95 %."""
    unjudged: int = 0
    """Cases of which no attempt could be judged, because of an error or a crash."""
    seen: Moved | None = None
    """What it rests on: 1 for a case that failed, 0 for one that did not; None where it has been left out."""
    blind: tuple[str, ...] = ()
    """The units of cases that could not be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How often a case passed."""

    passed: int
    judged: int

    def __str__(self) -> str:
        return f"{self.passed}/{self.judged}"


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
    certainty: Certainty = "unsure"
    """`reliable` where each side has enough attempts and they agree; `flaky` where attempts of a side do not agree;
    `unsure` where a side has too few, so that chance cannot be told from change."""
    before: Attempts | None = None
    after: Attempts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHistory:
    """A case's attempts, by the outcome of the trial as a whole."""

    case_id: str
    before: Attempts
    after: Attempts | None = None
    """None where the candidate has no such case."""
    origin: str = ""
    """Empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRates:
    """The cases of one origin by themselves: tickets are the hard residue, so that a rate of them and of others
    together tells nothing of either."""

    name: str
    overall: Contrast
    graders: Mapping[str, Contrast] = field(default_factory=dict)
    """By label, sorted."""
    harms: Mapping[str, Harm] = field(default_factory=dict)
    """The candidate's, by label."""
    harms_before: Mapping[str, Harm] = field(default_factory=dict)
    """The baseline's."""
    histories: Mapping[str, tuple[CaseHistory, ...]] = field(default_factory=dict)
    """Cases of either side by the grader that judged them, empty for the trial as a whole; empty where they have been
    left out to be printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The pass rate of some of the cases, looked at for what it may show; it decides nothing."""

    kind: SliceKind
    name: str
    contrast: Contrast
    q: float | None = None
    """The chance to see so much where nothing changed, adjusted for all slices looked at (Benjamini and Hochberg); None
    where there are too few cases to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the cases of both sides took, per attempt."""

    quantity: Quantity
    cases: int
    """Cases in which both sides say it; the candidate's where the baseline does not."""
    baseline: float | None
    """None where the baseline says it of no case."""
    candidate: float
    """Means over cases, in seconds, US dollars, tokens in and out, or characters of the replies."""
    interval: Interval | None = None
    """Of candidate minus baseline, two-sided at 95 %; None where there are too few units to give one."""
    before: Moved | None = None
    after: Moved | None = None
    """What it rests on, case by case in the same order; None where the baseline does not say it, or where it has been
    left out to be printed."""


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
    origins: Mapping[str, OriginRates] = field(default_factory=dict)
    """By name, where the cases are of several: then what is above, of all of them together, is told to nobody and
    decides nothing. Empty where all are of one."""
    slices: tuple[Slice, ...] = ()
    """Origins first, for tickets are the hard residue; then difficulties, cohorts and tags, by name."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """How many of the paired cases there are of each part, as `cohort:enterprise`."""
    spent: Mapping[Quantity, Spent] = field(default_factory=dict)
    """Only what the candidate measured."""
    cases: tuple[CaseHistory, ...] = ()
    """Every case of the baseline by id, but those whose script has changed."""
    flips: tuple[Flip, ...] = ()
    """Regressions first, the reliable ones before the others, then by case id."""
    stale: tuple[str, ...] = ()
    """What of a baseline file is out of date, in sentences."""
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
