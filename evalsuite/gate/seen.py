"""A criterion before anything is said of it, and the ways in which nothing can be."""

from dataclasses import replace

from evalsuite.domain.comparison import Contrast
from evalsuite.domain.decision import Criterion, CriterionResult
from evalsuite.gate.words import moved, rate
from evalsuite.stats.clusters import FEWEST


def blank(criterion: Criterion, contrast: Contrast | None = None) -> CriterionResult:
    """What was seen of a criterion; without an answer."""
    seen = CriterionResult(criterion=criterion, answer=None, reason="advisory", sentence="")
    if contrast is None or not contrast.cases:
        return seen
    return replace(
        seen,
        sentence=f"{rate(contrast)} went from {moved(contrast)}",
        baseline=contrast.baseline,
        candidate=contrast.candidate,
        interval=contrast.interval,
        n=contrast.cases,
    )


def undecided(seen: CriterionResult, reason: str, sentence: str, would_decide: str) -> CriterionResult:
    return replace(seen, answer="undecided", reason=reason, sentence=sentence, would_decide=would_decide)


def too_few(seen: CriterionResult, what: str, units: int, least: int) -> CriterionResult:
    """Fewer independent cases than anything can be said of; `least` is what the settings ask for."""
    return undecided(
        seen,
        "too_few_clusters",
        f"{what}: {units:,} independent {'case is' if units == 1 else 'cases are'} too few to tell",
        f"{max(least, FEWEST):,} independent cases, at the very least",
    )


def hangs(seen: CriterionResult, what: str) -> CriterionResult:
    return undecided(
        seen,
        "unjudged",
        f"{what}: the answer hangs on attempts that could not be judged",
        "judge every attempt: evalsuite run --resume RUN makes those again that ended in error",
    )
