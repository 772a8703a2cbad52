"""Whether a candidate may take the baseline's place: ship, hold, or undecided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from evalsuite.domain.calibration import Standing
from evalsuite.domain.comparison import Comparison, Contrast, OriginRates, Party
from evalsuite.domain.decision import (
    OVERALL,
    Criterion,
    CriterionResult,
    Decision,
    GateRules,
    LiveFigure,
    LiveMeasure,
)
from evalsuite.domain.vocabulary import TrialOutcome
from evalsuite.errors import did_you_mean
from evalsuite.gate.budgets import affordable
from evalsuite.gate.golden import holds
from evalsuite.gate.harms import harmless
from evalsuite.gate.improvements import improved
from evalsuite.gate.live import live, name
from evalsuite.gate.planning import planned
from evalsuite.gate.regressions import kept
from evalsuite.gate.seen import blank
from evalsuite.gate.words import percent
from evalsuite.stats.clusters import FEWEST

NO_FIGURES: Mapping[LiveMeasure, LiveFigure] = {}
ALL_HEARD: Mapping[str, Standing] = {}
MARGIN = 0.05
"""Planned for where the rules have none."""


def decide(
    comparison: Comparison,
    rules: GateRules,
    figures: Mapping[LiveMeasure, LiveFigure] = NO_FIGURES,
    unheard: Mapping[str, Standing] = ALL_HEARD,
) -> Decision:
    """Hold where a bound lies wholly on the wrong side of what is allowed; ship where every bound lies on the right
    side and enough could be compared and judged; else undecided, with what would decide it.

    Attempts that could not be judged must not matter: an answer holds only if it is the same with all of them
    counted against the candidate (to ship) or for it (to hold). Graders without a rule are told, and decide nothing.
    Nor do graders in `unheard`: a rule that names one leaves all undecided, for nobody knows how often it is wrong.
    """
    # Two rules that come to the same, such as that no case of an origin is lost, are told once.
    criteria = tuple(dict.fromkeys(_only_heard(one, rules, unheard) for one in _criteria(comparison, rules, figures)))
    troubles = [*_troubles(comparison, rules), *_no_rules(criteria)]
    held = [one for one in criteria if one.answer == "hold"]
    unsure = [one for one in criteria if one.answer == "undecided"]
    bars = [_Bar(reason=one.reason, sentence=one.sentence, mend=one.would_decide) for one in (*held, *unsure)]
    bars = [*bars[: len(held)], *troubles, *bars[len(held) :]]
    absent = _absent(criteria) + _not_heard(unheard)
    if not bars:
        return Decision(
            answer="ship",
            reason="passed",
            sentence=(
                f"Ship {comparison.candidate.name}: it keeps to every rule against {comparison.baseline.name}.{absent}"
            ),
            reasons=tuple(one.sentence for one in criteria if one.answer),
            criteria=criteria,
        )
    head = f"Hold {comparison.candidate.name}" if held else f"Undecided on {comparison.candidate.name}"
    return Decision(
        answer="hold" if held else "undecided",
        reason=bars[0].reason,
        sentence=f"{head}: {bars[0].sentence}.{absent}",
        reasons=tuple(bar.sentence for bar in bars[1:]),
        criteria=criteria,
        would_decide=tuple(dict.fromkeys(bar.mend for bar in bars)),
        plan=None if held else planned(comparison, rules.margin or MARGIN),
    )


def advisory(contrast: Contrast, label: str = "", origin: str = "") -> CriterionResult:
    """A rate of two runs, told without a say in any decision."""
    return blank(Criterion(label=label, role="advisory", origin=origin), contrast)


def told_graders(comparison: Comparison, *, without: Collection[str] = ()) -> Iterator[CriterionResult]:
    """The rates of graders without a say; of each origin by itself, where there are several."""
    parts = {name: one.graders for name, one in comparison.origins.items()} or {"": comparison.graders}
    for label in comparison.graders:
        for origin, graders in parts.items():
            if label in graders and label not in without:
                yield advisory(graders[label], label, origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """Something that keeps the candidate from shipping."""

    reason: str
    sentence: str
    mend: str


def _criteria(
    comparison: Comparison,
    rules: GateRules,
    figures: Mapping[LiveMeasure, LiveFigure],
) -> Iterator[CriterionResult]:
    """The gravest first: hard zeros, golden cases, what must not get worse, what must improve; then the rest."""
    for label, most in rules.hard_zero.items():
        criterion = Criterion(label=label, role="hard_zero", allowed=most)
        known = label in comparison.harms
        yield from harmless(criterion, most, comparison, rules) if known else _silent(criterion, comparison, rules)
    if rules.golden:
        yield holds(comparison, "golden")
    if rules.margin is not None and (comparison.overall.cases or comparison.overall.other_graders):
        criterion = Criterion(label="", role="must_not_regress", allowed=rules.margin)
        yield from kept(criterion, rules.margin, comparison, rules)
    margins = {**_standing(comparison, rules), **rules.margins}
    for label, margin in margins.items():
        criterion = Criterion(label=label, role="must_not_regress", allowed=margin)
        known = label in comparison.graders
        yield from kept(criterion, margin, comparison, rules) if known else _silent(criterion, comparison, rules)
    better = improved(comparison, rules)
    for label, least in rules.must_improve.items():
        criterion = Criterion(label="" if label == OVERALL else label, role="must_improve", allowed=least)
        yield from better[label] if label in better else _silent(criterion, comparison, rules)
    for quantity, budget in rules.budget.items():
        yield from affordable(quantity, budget, comparison.spent.get(quantity), rules)
    yield from live(rules, figures)
    yield from told_graders(comparison, without={*rules.hard_zero, *margins, *rules.must_improve})


def _standing(comparison: Comparison, rules: GateRules) -> dict[str, float]:
    """Graders that `every_margin` speaks of: those that judged at least half of the cases, or of an origin's, for one
    case's expectations alone are too few to hold to a margin, and count in the pass rate."""
    if rules.every_margin is None:
        return {}
    parts: list[Comparison | OriginRates] = [comparison, *comparison.origins.values()]
    standing = {
        label
        for part in parts
        for label, one in part.graders.items()
        if one.cases + len(one.other_graders) >= max(FEWEST, part.overall.cases / 2)
    }
    return {label: rules.every_margin for label in comparison.graders if label in standing - set(rules.hard_zero)}


def _absent(criteria: tuple[CriterionResult, ...]) -> str:
    """A sentence on live measures that nobody measured, to stand behind the decision's own."""
    names = [
        name(one.criterion.label)  # type: ignore[arg-type]  # of this role the label is a measure
        for one in criteria
        if one.criterion.role == "live" and one.reason == "not_measured" and one.answer is None
    ]
    return f" Not measured: {', '.join(names)}." if names else ""


_OF_GRADERS = frozenset({"hard_zero", "must_not_regress", "must_improve"})


def _not_heard(unheard: Mapping[str, Standing]) -> str:
    said = "; ".join(one.sentence for one in unheard.values())
    return f" Not heard: {', '.join(unheard)} ({said})." if unheard else ""


def _only_heard(result: CriterionResult, rules: GateRules, unheard: Mapping[str, Standing]) -> CriterionResult:
    """The criterion without an answer where its grader is not heard; undecided where a rule names it."""
    one = unheard.get(result.criterion.label)
    of_grader = result.criterion.role in _OF_GRADERS or result.criterion.origin
    if one is None or result.answer is None or not of_grader:
        return result
    named = result.criterion.label in {*rules.hard_zero, *rules.margins, *rules.must_improve}
    sentence = f"{one.sentence}, so that it can hold or ship no release by itself"
    return replace(
        result,
        answer="undecided" if named else None,
        reason=f"judge_{one.state}",
        sentence=sentence,
        would_decide=one.mend if named else "",
    )


def _no_rules(criteria: tuple[CriterionResult, ...]) -> Iterator[_Bar]:
    if not any(one.answer for one in criteria):
        yield _Bar(
            reason="no_rules",
            sentence="there is no rule that these runs could be held to",
            mend="set margin, margins, hard_zero or a preset in the settings' gate table",
        )


def _troubles(comparison: Comparison, rules: GateRules) -> Iterator[_Bar]:
    """What keeps anything from shipping, whatever the graders said."""
    overall, baseline = comparison.overall, comparison.baseline
    apart, same = len(comparison.missing) + len(comparison.changed), "run both assistants on the same cases"
    if not overall.cases and not overall.other_graders:
        sentence, mend = "no case of the two runs can be compared", same
        if overall.unjudged:
            sentence = f"none of the {len(overall.unjudged):,} common cases could be judged on both sides"
            mend = f"evalsuite report {comparison.candidate.run} shows what kept them from being judged"
        yield _Bar(reason="nothing_in_common", sentence=sentence, mend=mend)
    elif apart > rules.max_unpaired * baseline.cases:
        sentence = (
            f"{apart:,} of the baseline's {baseline.cases:,} cases are missing or changed in the candidate's run; "
            f"at most {percent(rules.max_unpaired)} may be"
        )
        yield _Bar(reason="unpaired", sentence=sentence, mend=same)
    for part in rules.slices:
        if overall.cases and part not in comparison.parts:
            hint = did_you_mean(part, list(comparison.parts))
            mend = f"run cases of {part} on both sides, or take it out of the gate's slices.{hint}"
            yield _Bar(reason="missing_slice", sentence=f"no case of {part} was compared", mend=mend)
    if comparison.stale and (apart > rules.max_unpaired * baseline.cases or overall.other_graders):
        sentence = f"the baseline is out of date: {'; '.join(comparison.stale)}"
        yield _Bar(reason="stale_baseline", sentence=sentence, mend="make it anew: evalsuite baseline set RUN")
    for party in (baseline, comparison.candidate):
        if party.share("error") > rules.max_errors:
            sentence = f"{_count(party, 'error')} got no usable reply; at most {percent(rules.max_errors)} may"
            mend = f"evalsuite run --resume {party.run} makes them again"
            yield _Bar(reason="errors", sentence=sentence, mend=mend)
        if party.share("ungraded") > rules.max_ungraded:
            sentence = f"{_count(party, 'ungraded')} could not be judged; at most {percent(rules.max_ungraded)} may"
            mend = f"evalsuite report {party.run} shows what kept them from being judged"
            yield _Bar(reason="ungraded", sentence=sentence, mend=mend)


def _count(party: Party, kind: TrialOutcome) -> str:
    return f"{party.outcomes[kind]:,} of {party.trials:,} trials of {party.name}"


def _silent(criterion: Criterion, comparison: Comparison, rules: GateRules) -> Iterator[CriterionResult]:
    """A rule on a grader that judged nothing; it has no say where the rule is a preset's, for graders there may be."""
    known = sorted({*comparison.harms, *comparison.graders})
    mend = did_you_mean(criterion.label, known) or " Name a grader that judged both runs."
    excused = criterion.label in rules.where_judged
    yield replace(
        blank(criterion),
        answer=None if excused else "undecided",
        reason="not_measured" if excused else "no_such_grader",
        sentence=f"no grader {criterion.label!r} judged these cases",
        would_decide="" if excused else f"the gate names {criterion.label!r}, which judged nothing.{mend}",
    )
