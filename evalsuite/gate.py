"""Whether a candidate may take the baseline's place: ship, hold, or undecided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, isinf
from typing import TYPE_CHECKING

from evalsuite.domain.decision import Comparison, Contrast, Criterion, CriterionResult, Decision, GateRules, Harm, Party
from evalsuite.errors import did_you_mean
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.power import cases_for_difference, cases_for_rate

if TYPE_CHECKING:
    from evalsuite.domain.vocabulary import TrialOutcome


def decide(comparison: Comparison, rules: GateRules) -> Decision:
    """Hold where a bound lies wholly on the wrong side of what is allowed; ship where every bound lies on the right
    side and enough could be compared and judged; else undecided, with what would decide it.

    Attempts that could not be judged must not matter: an answer holds only if it is the same with all of them
    counted against the candidate (to ship) or for it (to hold). Graders without a rule are told, and decide nothing.
    """
    criteria = tuple(_criteria(comparison, rules))
    troubles = [*_troubles(comparison, rules), *_no_rules(criteria)]
    held = [one for one in criteria if one.answer == "hold"]
    unsure = [one for one in criteria if one.answer == "undecided"]
    bars = [_Bar(reason=one.reason, sentence=one.sentence, mend=one.would_decide) for one in (*held, *unsure)]
    bars = [*bars[: len(held)], *troubles, *bars[len(held) :]]
    if not bars:
        return Decision(
            answer="ship",
            reason="passed",
            sentence=f"Ship {comparison.candidate.name}: it keeps to every rule against {comparison.baseline.name}.",
            reasons=tuple(one.sentence for one in criteria if one.answer),
            criteria=criteria,
        )
    head = f"Hold {comparison.candidate.name}" if held else f"Undecided on {comparison.candidate.name}"
    return Decision(
        answer="hold" if held else "undecided",
        reason=bars[0].reason,
        sentence=f"{head}: {bars[0].sentence}.",
        reasons=tuple(bar.sentence for bar in bars[1:]),
        criteria=criteria,
        would_decide=tuple(dict.fromkeys(bar.mend for bar in bars)),
    )


def advisory(contrast: Contrast) -> CriterionResult:
    """A rate of two runs, told without a say in any decision."""
    return _blank(Criterion(label=contrast.label, role="advisory"), contrast)


def percent(share: float) -> str:
    """A share as it is said: "2.5 %", "0 %", "88.1 %"."""
    return f"{_short(share)} %"


def points(difference: float) -> str:
    """A difference of shares without its sign: "2.5 points", "1 point"."""
    number = _short(abs(difference))
    return f"{number} point" if number == "1" else f"{number} points"


def _short(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """Something that keeps the candidate from shipping."""

    reason: str
    sentence: str
    mend: str


def _criteria(comparison: Comparison, rules: GateRules) -> Iterator[CriterionResult]:
    """Hard zeros first, for they are the gravest; then what must not get worse; then what is only told."""
    for label, most in rules.hard_zero.items():
        criterion = Criterion(label=label, role="hard_zero", allowed=most)
        harm = comparison.harms.get(label)
        yield _rare(criterion, most, harm, comparison, rules) if harm else _silent(criterion, comparison)
    if rules.margin is not None:
        criterion = Criterion(label="", role="must_not_regress", allowed=rules.margin)
        if comparison.overall.cases or comparison.overall.other_graders:
            yield _kept(criterion, rules.margin, comparison.overall, rules)
    for label, margin in rules.margins.items():
        criterion = Criterion(label=label, role="must_not_regress", allowed=margin)
        contrast = comparison.graders.get(label)
        yield _kept(criterion, margin, contrast, rules) if contrast else _silent(criterion, comparison)
    for label, contrast in comparison.graders.items():
        if label not in {*rules.hard_zero, *rules.margins}:
            yield advisory(contrast)


def _no_rules(criteria: tuple[CriterionResult, ...]) -> Iterator[_Bar]:
    if not any(one.answer for one in criteria):
        yield _Bar(
            reason="no_rules",
            sentence="there is no rule that these runs could be held to",
            mend="set margin, margins or hard_zero in the settings' gate table",
        )


def _troubles(comparison: Comparison, rules: GateRules) -> Iterator[_Bar]:
    """What keeps anything from shipping, whatever the graders said."""
    overall, baseline = comparison.overall, comparison.baseline
    apart, same = len(comparison.missing) + len(comparison.changed), "run both assistants on the same cases"
    if not overall.cases and not overall.other_graders:
        yield _Bar(reason="nothing_in_common", sentence="no case of the two runs can be compared", mend=same)
    elif apart > rules.max_unpaired * baseline.cases:
        sentence = (
            f"{apart:,} of the baseline's {baseline.cases:,} cases are missing or changed in the candidate's run; "
            f"at most {percent(rules.max_unpaired)} may be"
        )
        yield _Bar(reason="unpaired", sentence=sentence, mend=same)
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


def _kept(criterion: Criterion, margin: float, contrast: Contrast, rules: GateRules) -> CriterionResult:
    """Whether a rate is not lower by the margin or more."""
    seen = _blank(criterion, contrast)
    interval, widest = contrast.interval, contrast.widest
    others = len(contrast.other_graders)
    if others > rules.max_unpaired * (others + contrast.cases):
        return replace(
            seen,
            answer="undecided",
            reason="graders_differ",
            sentence=f"{_rate(contrast)}: {others:,} of {others + contrast.cases:,} cases were judged by other graders",
            would_decide="rerun the baseline, or restore its run and grade both anew: evalsuite regrade RUN",
        )
    if interval is None or widest is None or contrast.units < rules.min_clusters:
        return _too_few(seen, _rate(contrast), contrast.units, max(rules.min_clusters, 0 if interval else FEWEST))
    allowed = f"less than {points(margin)} are allowed"
    moved = f"{percent(contrast.baseline)} to {percent(contrast.candidate)}"
    if widest.high <= -margin:
        by = f"by {points(interval.high)} at the least"
        return replace(
            seen,
            answer="hold",
            reason="regressed",
            sentence=f"{_rate(contrast)} fell from {moved}, {by}; {allowed}",
            would_decide=f"mend the regressions {f'of {contrast.label}' if contrast.label else 'listed'}",
        )
    if widest.low > -margin:
        low = f"is at the most {points(interval.low)} lower" if interval.low < 0 else "is not lower"
        sentence = f"{_rate(contrast)} went from {moved}, and {low}; {allowed}"
        return replace(seen, answer="ship", reason="non_inferior", sentence=sentence)
    if interval.low > -margin or interval.high <= -margin:
        return _hangs(seen, _rate(contrast))
    return replace(
        seen,
        answer="undecided",
        reason="too_wide",
        sentence=f"{_rate(contrast)} went from {moved}, but may be {points(interval.low)} lower; {allowed}",
        would_decide=_more_cases(contrast, margin),
    )


def _rare(criterion: Criterion, most: float, harm: Harm, comparison: Comparison, rules: GateRules) -> CriterionResult:
    """Whether so few of the candidate's cases fail that even the upper bound is below what is allowed."""
    label, before = criterion.label, comparison.harms_before.get(criterion.label)
    share, share_before = harm.failed / harm.cases, before.failed / before.cases if before else None
    seen = replace(_blank(criterion), baseline=share_before, candidate=share, interval=harm.interval, n=harm.cases)
    if harm.units < rules.min_clusters:
        return _too_few(seen, label, harm.units, rules.min_clusters)
    was = f" ({before.failed:,} before)" if before and before.cases == harm.cases else ""
    was = was or (f" ({before.failed:,} of {before.cases:,} before)" if before else "")
    counted, allowed = f"{harm.failed:,} of {harm.cases:,} cases", f"less than {percent(most)} is allowed"
    means = f"{harm.failed:,} of {harm.cases:,} still means up to {percent(harm.interval.high)}"
    if harm.widest.low >= most:
        got = "got worse" if share_before is not None and share_before < share else "fails too often"
        sentence = f"{label} {got}, {counted} now fail{was}; {allowed}"
        mend = f"mend the {harm.failed:,} cases in which {label} fails"
        return replace(seen, answer="hold", reason="too_frequent", sentence=sentence, would_decide=mend)
    if harm.widest.high < most:
        sentence = f"{label}: {counted} fail{was}; {means}, and {allowed}"
        return replace(seen, answer="ship", reason="rare_enough", sentence=sentence)
    if harm.interval.high < most or harm.interval.low >= most:
        return _hangs(seen, label)
    return replace(
        seen,
        answer="undecided",
        reason="too_wide",
        sentence=f"{label}: {counted} fail{was}, but {means}; {allowed}",
        would_decide=_cleaner(label, harm, most),
    )


def _blank(criterion: Criterion, contrast: Contrast | None = None) -> CriterionResult:
    """What was seen of a criterion, before anything is said of it."""
    seen = CriterionResult(criterion=criterion, answer=None, reason="advisory", sentence="")
    if contrast is None or not contrast.cases:
        return seen
    return replace(
        seen,
        sentence=f"{_rate(contrast)} went from {percent(contrast.baseline)} to {percent(contrast.candidate)}",
        baseline=contrast.baseline,
        candidate=contrast.candidate,
        interval=contrast.interval,
        n=contrast.cases,
    )


def _rate(contrast: Contrast) -> str:
    return f"the pass rate of {contrast.label}" if contrast.label else "the pass rate"


def _silent(criterion: Criterion, comparison: Comparison) -> CriterionResult:
    known = sorted({*comparison.harms, *comparison.graders})
    mend = did_you_mean(criterion.label, known) or " Name a grader that judged both runs."
    return replace(
        _blank(criterion),
        answer="undecided",
        reason="no_such_grader",
        sentence=f"no grader {criterion.label!r} judged these cases",
        would_decide=f"the gate names {criterion.label!r}, which judged nothing.{mend}",
    )


def _too_few(seen: CriterionResult, what: str, units: int, least: int) -> CriterionResult:
    return replace(
        seen,
        answer="undecided",
        reason="too_few_clusters",
        sentence=f"{what}: {units:,} independent cases are too few to tell",
        would_decide=f"{least:,} independent cases, at the very least",
    )


def _hangs(seen: CriterionResult, what: str) -> CriterionResult:
    return replace(
        seen,
        answer="undecided",
        reason="unjudged",
        sentence=f"{what}: the answer hangs on attempts that could not be judged",
        would_decide="judge every attempt: evalsuite run --resume RUN makes those again that ended in error",
    )


def _more_cases(contrast: Contrast, margin: float) -> str:
    """How many cases would tell, if they go on to differ as these do."""
    what, share = _rate(contrast), (contrast.gained + contrast.lost) / contrast.cases
    wanted = cases_for_difference(contrast.difference, share, margin)
    if isinf(wanted):
        return f"{what} is lower by just what is allowed: no number of cases would decide it, so mend what fails"
    way = "ship" if contrast.difference > -margin else "hold"
    number = max(10 * ceil(wanted / 10), contrast.cases + 1)  # more digits than that it does not know
    return (
        f"about {number:,} cases would decide {what} ({contrast.cases:,} now): then there are 4 chances in 5 to {way}, "
        f"if as many as {percent(share)} of cases go on to differ"
    )


def _cleaner(label: str, harm: Harm, most: float) -> str:
    enough = cases_for_rate(harm.failed, most)
    if not harm.failed:
        return f"{enough:,} cases without a failure of {label} would be enough to ship ({harm.cases:,} now)"
    clean = cases_for_rate(0, most)
    return (
        f"mend the {harm.failed:,} cases in which {label} fails and have {clean:,} without a failure, "
        f"or {enough:,} with no more than {harm.failed:,} ({harm.cases:,} now)"
    )
