"""Whether a rate is not lower by the margin or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from evalsuite.domain.comparison import Comparison, Contrast, Moved
from evalsuite.domain.decision import Criterion, CriterionResult, GateRules
from evalsuite.gate.origins import apart, enough, of
from evalsuite.gate.planning import wanted_cases
from evalsuite.gate.seen import blank, hangs, too_few, undecided
from evalsuite.gate.words import moved, percent, points, rate
from evalsuite.stats.questions import Bound, non_inferior

NONE = Moved(values=(), units=())


def kept(criterion: Criterion, margin: float, comparison: Comparison, rules: GateRules) -> Iterator[CriterionResult]:
    """A rate is not lower by the margin; of each origin by itself, and case by case where it has too few."""
    label = criterion.label
    if not comparison.origins:
        yield _kept(criterion, margin, comparison.graders[label] if label else comparison.overall, rules)
        return
    seen = {name: one.graders.get(label) if label else one.overall for name, one in comparison.origins.items()}
    told = {
        name: _kept(of(criterion, name), margin, one, rules)
        for name, one in seen.items()
        if one and enough(one.units, rules)
    }
    yield from apart(criterion, comparison, rules, told)


def _kept(criterion: Criterion, margin: float, contrast: Contrast, rules: GateRules) -> CriterionResult:
    """Ship where even with all that could not be judged against the candidate the rate is not lower by `margin`; hold
    where it is with all of that for it."""
    seen, what = blank(criterion, contrast), rate(contrast)
    other = other_graders(seen, contrast, rules)
    if other:
        return other
    told = _asked(contrast.moved, margin)
    worst, best = _asked(contrast.worst or contrast.moved, margin), _asked(contrast.best or contrast.moved, margin)
    if told.interval is None or contrast.units < rules.min_clusters:
        return too_few(seen, what, contrast.units, rules.min_clusters)
    seen = replace(seen, bound=told.interval.low)
    allowed = f"less than {points(margin)} are allowed"
    if best.answer == "no":
        by = f"by {points(told.interval.high)} at the least"
        return replace(
            seen,
            answer="hold",
            reason="regressed",
            sentence=f"{what} fell from {moved(contrast)}, {by}; {allowed}",
            would_decide=f"mend the regressions {f'of {contrast.label}' if contrast.label else 'listed'}",
        )
    low = told.interval.low
    if worst.answer == "yes":
        how = f"is at the most {points(low)} lower" if low < 0 else "is not lower"
        return replace(
            seen,
            answer="ship",
            reason="non_inferior",
            sentence=f"{what} went from {moved(contrast)}, and {how}; {allowed}",
        )
    if told.answer != "unknown":
        return hangs(seen, what)
    sentence = f"{what} went from {moved(contrast)}, but may be {points(low)} lower; {allowed}"
    return undecided(seen, "too_wide", sentence, _more(contrast, margin))


def other_graders(seen: CriterionResult, contrast: Contrast, rules: GateRules) -> CriterionResult | None:
    """Undecided where more cases than the rules allow were not judged by the same graders."""
    others = len(contrast.other_graders)
    if others <= rules.max_unpaired * (others + contrast.cases):
        return None
    return undecided(
        seen,
        "graders_differ",
        f"{rate(contrast)}: {others:,} of {others + contrast.cases:,} cases were judged by other graders",
        "rerun the baseline, or restore its run and grade both anew: evalsuite regrade RUN",
    )


def _asked(given: Moved | None, margin: float) -> Bound:
    given = given or NONE
    return non_inferior(given.values, given.units, margin)


def _more(contrast: Contrast, margin: float) -> str:
    """How many cases would tell, if they go on to differ as these do."""
    what, share = rate(contrast), (contrast.gained + contrast.lost) / contrast.cases
    wanted = wanted_cases(contrast.difference, share, margin)
    if wanted is None:
        return f"{what} is lower by just what is allowed: no number of cases would decide it, so mend what fails"
    way = "ship" if contrast.difference > -margin else "hold"
    number = max(10 * ceil(wanted / 10), contrast.cases + 1)  # more digits than that it does not know
    return (
        f"about {number:,} cases would decide {what} ({contrast.cases:,} now): then there are 4 chances in 5 to {way}, "
        f"if as many as {percent(share)} of cases go on to differ"
    )
