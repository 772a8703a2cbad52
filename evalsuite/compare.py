"""Two runs paired case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evalsuite.domain.decision import Comparison, Contrast, Flip, Harm, Interval, Party, Side
from evalsuite.domain.run import Result
from evalsuite.errors import NothingRanError
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.paired import mcnemar_mid_p, paired_interval, simple
from evalsuite.stats.rates import clustered_rate

FIXTURES = "fixtures"
"""Speaks only of trials with a call that nothing answered, so that its silence on one side is no other grading."""


def compare(baseline: Side, candidate: Side) -> Comparison:
    """The candidate beside the baseline, over the cases that both have with the same script.

    Attempts of a case are averaged, cases of one cluster are one unit. A case with no script on a side, as recorded
    conversations have none, is paired by its id. What cannot be paired or judged is listed. Raises `NothingRanError`
    where a side has no trial at all.
    """
    before, after = _cases(baseline), _cases(candidate)
    common = sorted(before.keys() & after.keys())
    pairs = [_Pair(name, before[name], after[name]) for name in common if _same_script(before[name], after[name])]
    kept = {pair.case_id for pair in pairs}
    labels = sorted({label for pair in pairs for label in pair.labels})
    contrasts = {label: _contrast(label, pairs) for label in labels}
    return Comparison(
        baseline=_party(baseline, before),
        candidate=_party(candidate, after),
        overall=_contrast("", pairs),
        graders={label: one for label, one in contrasts.items() if one.cases or one.other_graders},
        harms=_harms(after),
        harms_before=_harms(before),
        flips=tuple(sorted(_flips(pairs), key=lambda flip: (flip.kind != "regression", flip.case_id))),
        missing=tuple(sorted(before.keys() - after.keys())),
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(name for name in common if name not in kept),
    )


Attempts = Sequence[Result]
Score = float | None
"""1 passed, 0 failed, None could not be judged."""


@dataclass(frozen=True)
class _Pair:
    """A case of both sides, with its attempts on each."""

    case_id: str
    before: Attempts
    after: Attempts

    @cached_property
    def unit(self) -> str:
        return next((one.cluster for one in (*self.after, *self.before) if one.cluster), self.case_id)

    @cached_property
    def labels(self) -> set[str]:
        """Graders that spoke, or crashed, on both sides, or would have, had the other side given a reply."""
        before, after = _labels(self.before), _labels(self.after)
        if _silent(self.before):
            return after
        return before if _silent(self.after) else before & after

    def same_graders(self, label: str) -> bool:
        """False where a side was judged by another grader, or another version of it; true where that is not known."""
        before, after = _marks(self.before), _marks(self.after)
        if not before or not after:
            return True
        return before == after if not label else before.get(label) == after.get(label)


def _cases(side: Side) -> dict[str, list[Result]]:
    cases: dict[str, list[Result]] = {}
    for result in side.results:
        cases.setdefault(result.case_id, []).append(result)
    if not cases:
        raise NothingRanError(f"{side.run} has no trial to compare")
    return cases


def _party(side: Side, cases: Mapping[str, Attempts]) -> Party:
    seen = Counter(one.outcome for attempts in cases.values() for one in attempts)
    return Party(
        name=side.name,
        run=side.run,
        cases=len(cases),
        trials=seen.total(),
        outcomes={kind: seen[kind] for kind in ("pass", "fail", "ungraded", "error")},
    )


def _same_script(before: Attempts, after: Attempts) -> bool:
    scripts = {one.script for one in (*before, *after)}
    return len(scripts) == 1 or "" in scripts


def _labels(attempts: Attempts) -> set[str]:
    return {label for one in attempts for label in (*one.outcomes, *one.grader_errors)} - {FIXTURES}


def _silent(attempts: Attempts) -> bool:
    return all(one.outcome == "error" for one in attempts)


def _marks(attempts: Attempts) -> dict[str, set[str]]:
    marks: dict[str, set[str]] = {}
    for one in attempts:
        for label, mark in one.graders.items():
            if label != FIXTURES:
                marks.setdefault(label, set()).add(mark)
    return marks


def _scores(attempts: Attempts, label: str) -> list[Score]:
    """One for each attempt that was to be judged; a grader that abstained was not to judge."""
    if not label:
        return [{"pass": 1.0, "fail": 0.0}.get(one.outcome) for one in attempts]
    told: list[Score] = []
    for one in attempts:
        outcome = one.outcomes.get(label)
        if outcome in {"pass", "fail"}:
            told.append(float(outcome == "pass"))
        elif one.outcome == "error" or label in one.grader_errors:
            told.append(None)
    return told


def _mean(scores: Sequence[Score], fill: float | None = None) -> float | None:
    """The mean of what was judged, the rest left out or taken as `fill`; None where nothing is left."""
    known = [fill if score is None else score for score in scores if score is not None or fill is not None]
    return sum(one for one in known if one is not None) / len(known) if known else None


def _contrast(label: str, pairs: Iterable[_Pair]) -> Contrast:
    others: list[str] = []
    scored: list[tuple[_Pair, list[Score], list[Score]]] = []
    for pair in pairs:
        if label and label not in pair.labels:
            continue
        if not pair.same_graders(label):
            others.append(pair.case_id)
        else:
            scored.append((pair, _scores(pair.before, label), _scores(pair.after, label)))
    judged = [
        (pair, before, after)
        for pair, first, second in scored
        if (before := _mean(first)) is not None and (after := _mean(second)) is not None
    ]
    known = {pair.case_id for pair, _, _ in judged}
    moved = [after - before for _, before, after in judged]
    units = [pair.unit for pair, _, _ in judged]
    gained, lost = sum(one for one in moved if one > 0), -sum(one for one in moved if one < 0)
    interval = _interval(moved, units)
    return Contrast(
        label=label,
        cases=len(judged),
        units=len(set(units)),
        baseline=sum(before for _, before, _ in judged) / max(1, len(judged)),
        candidate=sum(after for _, _, after in judged) / max(1, len(judged)),
        gained=gained,
        lost=lost,
        interval=interval,
        widest=_widest(scored) if any(None in (*first, *second) for _, first, second in scored) else interval,
        p=mcnemar_mid_p(round(gained), round(lost)) if moved and simple(moved, units) else None,
        unjudged=tuple(pair.case_id for pair, _, _ in scored if pair.case_id not in known),
        other_graders=tuple(others),
    )


def _widest(scored: Sequence[tuple[_Pair, list[Score], list[Score]]]) -> Interval | None:
    """The low bound with what could not be judged taken the worst way for the candidate, the high with the best."""
    worst, best = _filled(scored, before=1.0, after=0.0), _filled(scored, before=0.0, after=1.0)
    return Interval(low=worst.low, high=best.high) if worst and best else None


def _filled(
    scored: Iterable[tuple[_Pair, list[Score], list[Score]]], *, before: float, after: float
) -> Interval | None:
    moved, units = [], []
    for pair, first, second in scored:
        was, now = _mean(first, before), _mean(second, after)
        if was is not None and now is not None:
            moved.append(now - was)
            units.append(pair.unit)
    return _interval(moved, units)


def _interval(moved: Sequence[float], units: Sequence[str]) -> Interval | None:
    enough = moved and (simple(moved, units) or len(set(units)) >= FEWEST)
    return paired_interval(moved, units) if enough else None


def _harms(cases: Mapping[str, Attempts]) -> dict[str, Harm]:
    labels = sorted({label for attempts in cases.values() for label in _labels(attempts)})
    return {label: harm for label in labels if (harm := _harm(label, cases))}


def _harm(label: str, cases: Mapping[str, Attempts]) -> Harm | None:
    """Of all cases that the grader judged; those it had nothing to say of are none of them."""
    failed: list[float] = []
    units: list[str] = []
    blind: list[str] = []
    for name, attempts in cases.items():
        scores = _scores(attempts, label)
        unit = next((one.cluster for one in attempts if one.cluster), name)
        if any(score is not None for score in scores):
            failed.append(float(0.0 in scores))
            units.append(unit)
        elif scores:
            blind.append(unit)
    if not failed:
        return None
    interval = widest = clustered_rate(failed, units)
    if blind:
        low = clustered_rate([*failed, *(0.0 for _ in blind)], [*units, *blind]).low
        high = clustered_rate([*failed, *(1.0 for _ in blind)], [*units, *blind]).high
        widest = Interval(low=low, high=high)
    return Harm(
        failed=round(sum(failed)),
        cases=len(failed),
        units=len(set(units)),
        interval=interval,
        unjudged=len(blind),
        widest=widest,
    )


def _flips(pairs: Iterable[_Pair]) -> Iterable[Flip]:
    for pair in pairs:
        before, after = _majority(pair.before, ""), _majority(pair.after, "")
        if before is None or after is None or before == after:
            continue
        labels = [
            label
            for label in sorted(_labels(pair.before) | _labels(pair.after))
            if (_majority(pair.before, label), _majority(pair.after, label)) in _TURNED[after]
        ]
        yield Flip(case_id=pair.case_id, kind="improvement" if after else "regression", labels=tuple(labels))


_TURNED: Mapping[bool, set[tuple[bool | None, bool | None]]] = {
    False: {(True, False), (None, False)},
    True: {(False, True), (False, None)},
}


def _majority(attempts: Attempts, label: str) -> bool | None:
    """Whether most judged attempts passed; None where they are even, or nothing was judged."""
    mean = _mean(_scores(attempts, label))
    return None if mean is None or mean == 0.5 else mean > 0.5
