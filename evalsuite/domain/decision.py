"""Whether a candidate may take the baseline's place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalsuite.domain.comparison import Comparison, Interval, Quantity

Answer = Literal["ship", "hold", "undecided"]
Role = Literal["must_improve", "must_not_regress", "hard_zero", "golden_holds", "budget", "live", "advisory"]
LiveMeasure = Literal["approval_rate", "edit_rate", "satisfaction", "policy_violations"]

OVERALL = "pass_rate"
"""Stands for the trial as a whole wherever settings name graders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much the candidate may take."""

    rise: float | None = None
    """Share by which its mean may be above the baseline's; 0.1 is 10 %."""
    most: float | None = None
    """The mean itself, whatever the baseline took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFigure:
    """A figure of reviews or of live traffic, both sides measured elsewhere."""

    baseline: float
    candidate: float
    """Shares from 0 to 1; satisfaction on its own scale."""
    low: float
    high: float
    """Of candidate minus baseline, two-sided at 95 %."""
    cases: int
    """Conversations or reviews that it rests on, both sides together."""
    source: str
    """Where it was measured: "reviews of June", "A/B test 14"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """What a candidate must keep to; written down before it is run."""

    preset: str = ""
    """The bundled rules that these were laid over; empty for none."""
    margin: float | None = 0.05
    """The pass rate may not be lower by this much, 0 to 1; None to leave it out."""
    margins: Mapping[str, float] = field(default_factory=dict)
    """The same for single graders, by label."""
    every_margin: float | None = None
    """The same for every other grader that judged at least half of the cases."""
    hard_zero: Mapping[str, float] = field(default_factory=dict)
    """By label, the share of cases that may fail: even the upper bound must be below it."""
    where_judged: tuple[str, ...] = ()
    """Labels of `hard_zero` that hold only where such a grader judged; elsewhere they are told as not measured."""
    must_improve: Mapping[str, float] = field(default_factory=dict)
    """By label, or `pass_rate`: surely higher, and by at least this much as far as seen."""
    golden: bool = False
    """Whether no golden case that passed reliably may now fail reliably."""
    budget: Mapping[Quantity, Budget] = field(default_factory=dict)
    live: Mapping[LiveMeasure, float] = field(default_factory=dict)
    """By how much each must get better, or for `policy_violations` must surely not rise."""
    require: tuple[LiveMeasure, ...] = ()
    """Those without which nothing ships."""
    slices: tuple[str, ...] = ()
    """Parts of the cases, as `origin:ticket`, without which nothing ships."""
    max_errors: float = 0.05
    """Share of a side's trials that may end in error; above it nothing ships."""
    max_ungraded: float = 0.05
    """Share of a side's trials that may stay ungraded."""
    max_unpaired: float = 0.1
    """Share of the baseline's cases that may be missing or changed on the other side."""
    min_clusters: int = 0
    """Fewer independent units than this decide nothing; the statistics want some, whatever stands here."""

    def __str__(self) -> str:
        said = [f"preset {self.preset}"] if self.preset else []
        said += [f"{label} at least {100 * least:g} points higher" for label, least in self.must_improve.items()]
        said += [f"pass rate at most {100 * self.margin:g} points lower"] if self.margin is not None else []
        said += [f"{label} at most {100 * margin:g} points lower" for label, margin in self.margins.items()]
        said += [f"every grader at most {100 * self.every_margin:g} points lower"] if self.every_margin else []
        said += [f"{label} below {100 * most:g} % failures" for label, most in self.hard_zero.items()]
        said += ["golden cases hold"] if self.golden else []
        said += [f"a budget of {quantity}" for quantity in self.budget]
        said += [f"live {measure.replace('_', ' ')}" for measure in self.live]
        return ", ".join(said) or "nothing is held to anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    label: str
    """A grader's label, a quantity, or a live measure; empty for the trial as a whole."""
    role: Role
    allowed: float | None = None
    """The margin of `must_not_regress`, the highest share of `hard_zero`, the least gain of `must_improve` and `live`,
    the highest rise of a budget as a share, or its highest mean; None for the others."""
    limit: bool = False
    """Of a budget: whether `allowed` is a mean rather than a rise."""
    origin: str = ""
    """Where its cases come from; empty where all come from there, or where the label says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    criterion: Criterion
    answer: Answer | None
    """None where it has no say."""
    reason: str
    """Machine-readable: non_inferior, regressed, rare_enough, too_wide, graders_differ, not_measured, …"""
    sentence: str
    """In plain words, without a full stop."""
    baseline: float | None = None
    candidate: float | None = None
    """Share that passed; for `hard_zero` the share that failed; for `budget` and `live` the quantity itself."""
    interval: Interval | None = None
    """Of the difference, for `hard_zero` of the candidate's share; two-sided at 95 %."""
    bound: float | None = None
    """The one-sided 95 % bound that the rule looked at: how bad it may be."""
    n: int = 0
    """Cases it rests on."""
    would_decide: str = ""
    """What it takes to decide it, or to have it shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a number of cases can tell, and what it takes to tell what is asked."""

    cases: int
    """Independent units at hand."""
    repeats: int
    """Attempts of each."""
    margin: float
    detects: float | None
    """The smallest drop that these would surely show in 4 of 5 tries; None where they never do."""
    wanted_cases: int | None
    """Units with which an unchanged assistant ships in 4 of 5 tries; None where no number would do."""
    wanted_repeats: int | None = None
    """Attempts of each of today's cases that do the same; None where no number would do, or where the runs repeat no
    case and so do not show it."""
    discordant: float
    """Share of cases that are taken to differ."""
    assumed: str = ""
    """Where that share comes from, in words."""


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
    plan: Plan | None = None
    """Where it is undecided, and a plan can be made."""

    @property
    def held_by(self) -> frozenset[str]:
        """Labels of the graders whose rules it broke."""
        return frozenset(one.criterion.label for one in self.criteria if one.answer == "hold" and one.criterion.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two runs and what was decided on the second."""

    comparison: Comparison
    decision: Decision
    warnings: tuple[str, ...] = ()
    """What has to be known of the judges of both, a sentence each."""
