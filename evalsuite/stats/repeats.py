"""Cases that were tried several times: how sure their passes are, and where what varies comes from."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb, isfinite
from statistics import fmean
from typing import Literal

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.rates import mean_interval

Flake = Literal["stable pass", "flaky", "stable fail", "unknown"]

STEADY = 0.8
"""A case that passes at least this often is stable, and so is one that fails at least this often."""
SURE = 0.8
"""Chance of its class that a case must have to be called by it."""
PRIOR = 0.3
"""Both parameters of the beta distribution that pass rates are taken from: most cases nearly always pass or fail."""


def pass_at(k: int, passed: int, n: int) -> float | None:
    """pass@k: the chance that at least one of k attempts passes, unbiased from `passed` of n (Chen et al. 2021).

    1 - C(n - passed, k) / C(n, k); None with fewer than k attempts.
    """
    return 1 - comb(n - passed, k) / comb(n, k) if 1 <= k <= n else None


def pass_all(k: int, passed: int, n: int) -> float | None:
    """pass^k: the chance that all of k attempts pass, unbiased from `passed` of n (Yao et al. 2024, tau-bench).

    C(passed, k) / C(n, k); None with fewer than k attempts.
    """
    return comb(passed, k) / comb(n, k) if 1 <= k <= n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPoint:
    """How many cases pass at least once, and always, in k attempts."""

    k: int
    cases: int
    """Those with at least k judged attempts; the others are not in it."""
    at: float
    at_interval: Interval | None
    all: float
    all_interval: Interval | None
    """Over cases; None with too few units."""


def pass_curve(
    tallies: Sequence[tuple[int, int]], units: Sequence[Hashable], *, level: float = LEVEL
) -> tuple[PassPoint, ...]:
    """pass@k and pass^k for k from 1 to the most attempts of any case, `tallies` being passed and judged of each.

    Means over cases, with the score interval over units, each bound one-sided at `level`. Empty with no attempt.
    """
    most = max((n for _, n in tallies), default=0)
    return tuple(_point(k, tallies, units, level) for k in range(1, most + 1))


def _point(k: int, tallies: Sequence[tuple[int, int]], units: Sequence[Hashable], level: float) -> PassPoint:
    counted = [(passed, n, unit) for (passed, n), unit in zip(tallies, units, strict=True) if n >= k]
    least_once = [1 - comb(n - passed, k) / comb(n, k) for passed, n, _ in counted]
    always = [comb(passed, k) / comb(n, k) for passed, n, _ in counted]
    of = [unit for _, _, unit in counted]
    return PassPoint(
        k=k,
        cases=len(counted),
        at=fmean(least_once),
        at_interval=mean_interval(least_once, of, level=level),
        all=fmean(always),
        all_interval=mean_interval(always, of, level=level),
    )


def flake(passed: int, n: int) -> Flake:
    """What kind of case this is, by the beta distribution of its pass rate after `passed` of n judged attempts.

    Stable where the rate is beyond `STEADY` with a chance of `SURE`, flaky where it is between with that chance;
    unknown otherwise. Two attempts that agree are not enough; three are.
    """
    from scipy.special import betainc  # noqa: PLC0415  - the beta distribution; loaded when there is a need

    a, b = PRIOR + passed, PRIOR + n - passed
    fails, passes = float(betainc(a, b, 1 - STEADY)), 1 - float(betainc(a, b, STEADY))
    chances: dict[Flake, float] = {"stable pass": passes, "stable fail": fails, "flaky": 1 - passes - fails}
    return next((kind for kind, chance in chances.items() if chance >= SURE), "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceParts:
    """Where the variance of one judged attempt comes from; the parts add up to it."""

    between: float
    """Between cases: more cases make the mean surer."""
    within: float
    """Between attempts at one case, over what the judge adds: repeats make it surer."""
    judge: float | None
    """Between judgements of one attempt; None where none was judged twice."""

    def of_mean(self, cases: int, attempts: int = 1, judgements: int = 1) -> float:
        """Of the mean over that many cases, attempts at each, and judgements of each."""
        return (self.between + (self.within + (self.judge or 0.0) / judgements) / attempts) / cases


def variance_parts(scores: Sequence[Sequence[float]]) -> VarianceParts | None:
    """Of scores by case and attempt, each judged once: see `judged_variance_parts`."""
    return judged_variance_parts([[[one] for one in case] for case in scores])


def judged_variance_parts(scores: Sequence[Sequence[Sequence[float]]]) -> VarianceParts | None:
    """Of scores by case, attempt and judgement, by the moments of nested analysis of variance (Searle 1971).

    Unequal numbers are allowed. None with a NaN, fewer than two cases, or no case tried twice. Estimates below 0 are 0.
    """
    cases = [[list(attempt) for attempt in case if attempt] for case in scores]
    cases = [case for case in cases if case]
    flat = [score for case in cases for attempt in case for score in attempt]
    if len(cases) < 2 or not all(map(isfinite, flat)):
        return None
    means = [[fmean(attempt) for attempt in case] for case in cases]
    tries = sum(map(len, means))
    if tries == len(cases):
        return None
    within = sum((one - fmean(case)) ** 2 for case in means for one in case) / (tries - len(cases))
    grand = fmean(one for case in means for one in case)
    typical = (tries - sum(len(case) ** 2 for case in means) / tries) / (len(cases) - 1)
    between = sum(len(case) * (fmean(case) - grand) ** 2 for case in means) / (len(cases) - 1)
    judge, judgements = _judge(cases, tries)
    return VarianceParts(
        between=max(0.0, (between - within) / typical),
        within=max(0.0, within - (judge or 0.0) * judgements),
        judge=judge,
    )


def _judge(cases: Sequence[Sequence[Sequence[float]]], tries: int) -> tuple[float | None, float]:
    """Variance between judgements of one attempt, and how much of it is left in the mean of an attempt."""
    attempts = [attempt for case in cases for attempt in case]
    spare = sum(map(len, attempts)) - tries
    if not spare:
        return None, 1.0
    squares = sum((one - fmean(attempt)) ** 2 for attempt in attempts for one in attempt)
    return squares / spare, fmean(1 / len(attempt) for attempt in attempts)
