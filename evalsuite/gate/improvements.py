"""Whether rates that must get better have, all of them looked at together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evalsuite.domain.comparison import LEVEL, SHOWN, Comparison, Contrast, Moved
from evalsuite.domain.decision import OVERALL, Criterion, CriterionResult, GateRules
from evalsuite.gate.origins import apart, enough, of
from evalsuite.gate.regressions import NONE, other_graders
from evalsuite.gate.seen import blank, hangs, too_few, undecided
from evalsuite.gate.words import moved, points, rate
from evalsuite.stats.multiplicity import holm
from evalsuite.stats.questions import Bound, superior


def improved(comparison: Comparison, rules: GateRules) -> dict[str, tuple[CriterionResult, ...]]:
    """By label, `pass_rate` for the trial as a whole; labels that no grader of the comparison has are left out. One
    result, or several where cases are of several origins: one that leaves no room for the gain that is asked for, and
    did not surely fall, is held case by case, as one with too few cases is, as long as another has room.

    Better means that the lower bound of the two-sided 95 % interval is above 0, with Holm's correction where several
    rates must get better, and that the difference seen is as large as asked for.
    """
    labels = [label for label in rules.must_improve if label == OVERALL or label in comparison.graders]
    asked = {(label, origin): one for label in labels for origin, one in _contrasts(comparison, label, rules).items()}
    ps = [_asked(one.worst or one.moved, rules.must_improve[label]).p for (label, _), one in asked.items()]
    chances = dict(zip(asked, holm([1.0 if p is None else p for p in ps]), strict=True))
    told: dict[str, dict[str, CriterionResult]] = {label: {} for label in labels}
    for (label, origin), one in asked.items():
        criterion = of(_criterion(label, rules), origin)
        told[label][origin] = _improved(criterion, rules.must_improve[label], one, rules, chances[label, origin])
    return {label: tuple(_parted(_criterion(label, rules), comparison, rules, told[label])) for label in labels}


def _contrasts(comparison: Comparison, label: str, rules: GateRules) -> dict[str, Contrast]:
    """By origin, empty where all cases are of one; of several those that can show the gain."""
    if not comparison.origins:
        return {"": comparison.overall if label == OVERALL else comparison.graders[label]}
    seen = {
        name: one.overall if label == OVERALL else one.graders.get(label) for name, one in comparison.origins.items()
    }
    told = {name: one for name, one in seen.items() if one and enough(one.units, rules)}
    least = rules.must_improve[label]
    return {name: one for name, one in told.items() if one.baseline + least <= 1 or _fell(one)} or told


def _fell(contrast: Contrast) -> bool:
    return contrast.interval is not None and contrast.interval.high < 0


def _criterion(label: str, rules: GateRules) -> Criterion:
    return Criterion(label="" if label == OVERALL else label, role="must_improve", allowed=rules.must_improve[label])


def _parted(
    criterion: Criterion, comparison: Comparison, rules: GateRules, told: Mapping[str, CriterionResult]
) -> Iterable[CriterionResult]:
    if not comparison.origins:
        return told.values()
    return apart(criterion, comparison, rules, told)


def _asked(given: Moved | None, least: float, *, level: float = SHOWN) -> Bound:
    given = given or NONE
    return superior(given.values, given.units, least, level=level)


def _improved(
    criterion: Criterion, least: float, contrast: Contrast, rules: GateRules, chance: float
) -> CriterionResult:
    seen, what = blank(criterion, contrast), rate(contrast)
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
    if worst.answer == "yes" and chance < SHOWN:
        sentence = f"{went}, surely better; {wanted}"
        return replace(seen, answer="ship", reason="improved", sentence=sentence)
    if told.answer == "yes" and worst.answer != "yes":
        return hangs(seen, what)
    few = contrast.difference < least
    why = "less than asked for" if few else "which may be chance"
    mend = f"improve {what} further, or show with more cases that it rose" if few else f"more cases that show {what}"
    return undecided(seen, "too_small" if few else "too_wide", f"{went}, {why}: {wanted}", mend)
