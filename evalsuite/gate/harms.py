"""Whether so few of the candidate's cases fail that even the upper bound is below what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evalsuite.domain.comparison import Comparison, Harm
from evalsuite.domain.decision import Criterion, CriterionResult, GateRules
from evalsuite.gate.origins import apart, enough, of
from evalsuite.gate.regressions import NONE
from evalsuite.gate.seen import blank, hangs, too_few, undecided
from evalsuite.gate.words import percent, said
from evalsuite.stats.power import cases_for_rate
from evalsuite.stats.questions import Bound, rare


def harmless(criterion: Criterion, most: float, comparison: Comparison, rules: GateRules) -> Iterator[CriterionResult]:
    """Whether the share that fails is surely below `most`; of each origin by itself, and case by case where it has too
    few."""
    label = criterion.label
    if not comparison.origins:
        yield _harmless(criterion, most, comparison.harms[label], comparison.harms_before.get(label), rules)
        return
    told = {
        name: _harmless(of(criterion, name), most, one.harms[label], one.harms_before.get(label), rules)
        for name, one in comparison.origins.items()
        if label in one.harms and enough(one.harms[label].units, rules)
    }
    yield from apart(criterion, comparison, rules, told)


def _harmless(criterion: Criterion, most: float, harm: Harm, before: Harm | None, rules: GateRules) -> CriterionResult:
    """Cases that could not be judged count as failures to ship, and as none to hold."""
    label = said(criterion)
    share, share_before = harm.failed / harm.cases, before.failed / before.cases if before else None
    seen = replace(blank(criterion), baseline=share_before, candidate=share, n=harm.cases)
    told, worst, best = _asked(harm, most), _asked(harm, most, blind=1.0), _asked(harm, most, blind=0.0)
    if told.interval is None or harm.units < rules.min_clusters:
        return too_few(seen, label, harm.units, rules.min_clusters)
    high = told.interval.high
    seen = replace(seen, interval=harm.interval, bound=high)
    was = f" ({before.failed:,} before)" if before and before.cases == harm.cases else ""
    was = was or (f" ({before.failed:,} of {before.cases:,} before)" if before else "")
    counted, allowed = f"{harm.failed:,} of {harm.cases:,} cases", f"less than {percent(most)} is allowed"
    means = f"{harm.failed:,} of {harm.cases:,} still means up to {percent(high)}"
    if best.answer == "no":
        got = "got worse" if share_before is not None and share_before < share else "fails too often"
        sentence = f"{label} {got}, {counted} now fail{was}; {allowed}"
        mend = f"mend {_failing(label, harm)}"
        return replace(seen, answer="hold", reason="too_frequent", sentence=sentence, would_decide=mend)
    if worst.answer == "yes":
        sentence = f"{label}: {counted} fail{was}; {means}, and {allowed}"
        return replace(seen, answer="ship", reason="rare_enough", sentence=sentence)
    if told.answer != "unknown":
        return hangs(seen, label)
    return undecided(
        seen, "too_wide", f"{label}: {counted} fail{was}, but {means}; {allowed}", _cleaner(label, harm, most)
    )


def _asked(harm: Harm, most: float, *, blind: float | None = None) -> Bound:
    """`blind` is what the cases are worth that could not be judged; None leaves them out."""
    seen = harm.seen or NONE
    added = harm.blind if blind is not None else ()
    return rare([*seen.values, *(blind or 0.0 for _ in added)], [*seen.units, *added], most)


def _cleaner(label: str, harm: Harm, most: float) -> str:
    enough = cases_for_rate(harm.failed, most)
    if not harm.failed:
        return f"{enough:,} cases without a failure of {label} would be enough to ship ({harm.cases:,} now)"
    clean = cases_for_rate(0, most)
    return (
        f"mend {_failing(label, harm)} and have {clean:,} without a failure, "
        f"or {enough:,} with no more than {harm.failed:,} ({harm.cases:,} now)"
    )


def _failing(label: str, harm: Harm) -> str:
    return f"the {f'{harm.failed:,} cases' if harm.failed > 1 else 'case'} in which {label} fails"
