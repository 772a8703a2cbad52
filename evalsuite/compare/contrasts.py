"""One rate on both sides, over the cases that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evalsuite.compare.pairs import Pair, Score, mean, scores
from evalsuite.domain.comparison import SHOWN, Contrast, Moved
from evalsuite.stats.paired import mcnemar_mid_p, paired_interval, simple

Scored = tuple[Pair, list[Score], list[Score]]


def contrast_of(label: str, pairs: Iterable[Pair]) -> Contrast:
    """Attempts of a case are averaged; what no side's attempt was judged in, is listed."""
    others: list[str] = []
    scored: list[Scored] = []
    for pair in pairs:
        if label and label not in pair.labels:
            continue
        if not pair.same_graders(label):
            others.append(pair.case_id)
        else:
            scored.append((pair, scores(pair.before, label), scores(pair.after, label)))
    judged = [
        (pair, before, after)
        for pair, first, second in scored
        if (before := mean(first)) is not None and (after := mean(second)) is not None
    ]
    known = {pair.case_id for pair, _, _ in judged}
    unsure = any(None in (*first, *second) for _, first, second in scored)
    contrast = Contrast(
        label=label,
        cases=len(judged),
        units=len({pair.unit for pair, _, _ in judged}),
        baseline=sum(before for _, before, _ in judged) / max(1, len(judged)),
        candidate=sum(after for _, _, after in judged) / max(1, len(judged)),
        worst=_filled(scored, before=1.0, after=0.0) if unsure else None,
        best=_filled(scored, before=0.0, after=1.0) if unsure else None,
        unjudged=tuple(pair.case_id for pair, _, _ in scored if pair.case_id not in known),
        other_graders=tuple(others),
    )
    return _reckoned(contrast, [after - before for _, before, after in judged], [pair.unit for pair, _, _ in judged])


def _reckoned(contrast: Contrast, moved: Sequence[float], units: Sequence[str]) -> Contrast:
    gained, lost = sum(one for one in moved if one > 0), -sum(one for one in moved if one < 0)
    return replace(
        contrast,
        gained=gained,
        lost=lost,
        interval=paired_interval(moved, units, level=SHOWN),
        p=mcnemar_mid_p(round(gained), round(lost)) if moved and simple(moved, units) else None,
        moved=Moved(values=tuple(moved), units=tuple(units)),
    )


def _filled(scored: Iterable[Scored], *, before: float, after: float) -> Moved:
    """All differences, with what could not be judged taken so on each side."""
    moved, units = [], []
    for pair, first, second in scored:
        was, now = mean(first, before), mean(second, after)
        if was is not None and now is not None:
            moved.append(now - was)
            units.append(pair.unit)
    return Moved(values=tuple(moved), units=tuple(units))
