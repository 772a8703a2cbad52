"""How well a judge tells what people say, measured on verdicts that people have labelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from evalsuite.domain.comparison import Interval
from evalsuite.domain.vocabulary import Outcome

JUDGED = "judge-"
"""How the fingerprint of a grader begins that asks a model: its verdicts are worth what a calibration says."""
FEWEST = 100
"""With fewer labels a judge is uncalibrated, and holds no release by itself."""
ENOUGH = 200
"""From so many labels on, rates are corrected by them."""

State = Literal["calibrated", "uncalibrated", "void", "unproven"]
"""`void`: the rubric, the judge or a parameter is another one since. `unproven`: it may be no better than chance."""
Human = Literal["pass", "fail"]


def is_judged(fingerprint: str) -> bool:
    """Whether the grader with this fingerprint asks a model."""
    return fingerprint.startswith(JUDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person says of one verdict, beside what the judge said."""

    run: str = ""
    case_id: str
    attempt: int = 1
    grader: str
    """The label of the verdict."""
    criterion: str = ""
    """The one criterion it is about; empty for the verdict as a whole."""
    human: Human | None = None
    """None while nobody has said."""
    judge: Outcome | None = None
    """None where it is to be looked up in the run."""
    fingerprint: str = ""
    """Of the grader that spoke."""
    reviewer: str = ""
    drawn: bool = True
    """Whether chance chose it: only then does it speak for what nobody labelled."""
    rate: float | None = None
    """The share of its stratum that was drawn, where `evalsuite judge sample` drew it."""
    words: str = ""
    """Fingerprint of the messages that were judged; empty where that is not known."""
    traits: Mapping[str, str] = field(default_factory=dict)
    """What slices are made by: cohort, origin, difficulty, language."""

    @property
    def item(self) -> tuple[str, str, int, str, str]:
        """What was labelled."""
        return self.run, self.case_id, self.attempt, self.grader, self.criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """A judge held against people; intervals are two-sided at 95 %, None where there is nothing to tell one from."""

    labels: int
    """Items that both a person and the judge passed or failed."""
    passes: int
    fails: int
    """What people said of them."""
    abstained: int = 0
    """Further items that a person could judge, and the judge could not."""
    kappa: float | None = None
    """Agreement beyond chance; 1 is perfect, 0 is chance."""
    kappa_interval: Interval | None = None
    tpr: float | None = None
    """The share of what people passed that the judge passes."""
    tpr_interval: Interval | None = None
    tnr: float | None = None
    """The share of what people failed that the judge fails."""
    tnr_interval: Interval | None = None

    @property
    def abstain_rate(self) -> float:
        """Of all labelled items; 0 to 1."""
        total = self.labels + self.abstained
        return self.abstained / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What moved since the last calibration; now minus then."""

    since: datetime
    same_grader: bool
    """False where the rubric, the judge or a parameter has changed since."""
    tpr: Interval | None = None
    tnr: Interval | None = None
    """Two-sided at 95 %, as of labels that are not the same ones: on the safe side where some are."""

    @property
    def moved(self) -> bool:
        """Whether chance alone does not explain it."""
        return any(one is not None and (one.low > 0 or one.high < 0) for one in (self.tpr, self.tnr))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRate:
    """A run's pass rate by one judge, as people would have judged it."""

    run: str
    judged: int
    """Verdicts of the judge in that run."""
    labels: int
    naive: float
    """The share it passed of what it passed or failed."""
    value: float
    interval: Interval
    """Two-sided at 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCard:
    """What is known of a judge on one criterion, or on the verdict as a whole."""

    grader: str
    criterion: str = ""
    fingerprint: str
    """Of the grader: rubric, judge and parameters. The card speaks for no other."""
    at: datetime
    rates: Rates
    slices: Mapping[str, Rates] = field(default_factory=dict)
    """By "cohort enterprise", "origin ticket", …"""
    drawn: int = 0
    """Labels that chance chose."""
    disputed: int = 0
    """Items left out because people disagree on them."""
    drift: Drift | None = None
    """None where it is the first one."""
    corrected: tuple[CorrectedRate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a judge's word may hold a release."""

    state: State
    sentence: str
    """In plain words, without a full stop."""
    mend: str = ""
    cards: tuple[JudgeCard, ...] = ()
    """The newest of the grader as it is now: of its verdict as a whole, and of its criteria."""

    @property
    def heard(self) -> bool:
        return self.state == "calibrated"
