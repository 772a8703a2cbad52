"""Whether rates that must get better have, all of them looked at together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evalsuite.domain.comparison import LEVEL, SHOWN, Comparison, Contrast, Moved
from evalsuite.domain.decision import OVERALL, Criterion, CriterionResult, GateRules
from evalsuite.gate.regressions import NONE, other_graders
from evalsuite.gate.seen import blank, hangs, too_few, undecided
from evalsuite.gate.words import moved, points, rate
from evalsuite.stats.multiplicity import holm
from evalsuite.stats.questions import Bound, superior


def improved(comparison: Comparison, rules: GateRules) -> dict[str, CriterionResult]:
    """By label, `pass_rate` for the trial as a whole; labels that no grader of the comparison has are left out.

    Better means that the lower bound of the two-sided 95 % interval is above 0, with Holm's correction where several
    rates must get better, and that the difference seen is as large as asked for.
    """
    contrasts = {label: one for label in rules.must_improve if (one := _contrast(comparison, label))}
    ps = [_asked(one.worst or one.moved, rules.must_improve[label]).p for label, one in contrasts.items()]
    chances = dict(zip(contrasts, holm([1.0 if p is None else p for p in ps]), strict=True))
    return {label: _improved(label, one, rules, chances) for label, one in contrasts.items()}


def _contrast(comparison: Comparison, label: str) -> Contrast | None:
    return comparison.overall if label == OVERALL else comparison.graders.get(label)


def _asked(given: Moved | None, least: float, *, level: float = SHOWN) -> Bound:
    given = given or NONE
    return superior(given.values, given.units, least, level=level)


def _improved(label: str, contrast: Contrast, rules: GateRules, chances: Mapping[str, float]) -> CriterionResult:
    least, what = rules.must_improve[label], rate(contrast)
    criterion = Criterion(label=contrast.label, role="must_improve", allowed=least)
    seen = blank(criterion, contrast)
    other = other_graders(seen, contrast, rules)
    if other:
        return other
    told, worst = _asked(contrast.moved, least), _asked(contrast.worst or contrast.moved, least)
    best = _asked(contrast.best or contrast.moved, least, level=LEVEL)
    if told.interval is None or contrast.units < rules.min_clusters:
        return too_few(seen, what, contrast.units, rules.min_clusters)
    seen = replace(seen, bound=told.interval.low)
    went, wanted = f"{what} went from {moved(contrast)}", f"it must rise by {points(least)}"
    if not contrast.gained and not contrast.lost:
        mend = "change what should be better: no case came out otherwise"
        return undecided(
            seen, "nothing_moved", f"{what} is {moved(contrast)}, with no case that differs; {wanted}", mend
        )
    if best.answer == "no":
        sentence = f"{went}, surely less than asked for: {wanted}"
        return replace(
            seen, answer="hold", reason="not_improved", sentence=sentence, would_decide=f"improve {what} further"
        )
    if worst.answer == "yes" and chances[label] < SHOWN:
        sentence = f"{went}, surely better; {wanted}"
        return replace(seen, answer="ship", reason="improved", sentence=sentence)
    if told.answer == "yes" and worst.answer != "yes":
        return hangs(seen, what)
    few = contrast.difference < least
    why = "less than asked for" if few else "which may be chance"
    mend = f"improve {what} further, or show with more cases that it rose" if few else f"more cases that show {what}"
    return undecided(seen, "too_small" if few else "too_wide", f"{went}, {why}: {wanted}", mend)
