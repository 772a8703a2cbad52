"""How often a grader found something wrong on one side."""

from __future__ import annotations

from collections.abc import Mapping

from evalsuite.compare.pairs import Trials, labels_of, passes, scores, unit_of
from evalsuite.domain.comparison import SHOWN, Harm, Moved
from evalsuite.stats.rates import clustered_rate


def harms_of(cases: Mapping[str, Trials]) -> dict[str, Harm]:
    """By label, over all cases of a side that the grader judged; those it had nothing to say of are none of them."""
    labels = sorted({label for trials in cases.values() for label in labels_of(trials)})
    return {label: harm for label in labels if (harm := _harm(label, cases))}


def _harm(label: str, cases: Mapping[str, Trials]) -> Harm | None:
    failed: list[float] = []
    units: list[str] = []
    blind: list[str] = []
    for name, trials in sorted(cases.items()):
        judged = passes(trials, label)
        if judged:
            failed.append(float(not all(judged)))
            units.append(unit_of(name, trials))
        elif scores(trials, label):
            blind.append(unit_of(name, trials))
    if not failed:
        return None
    return Harm(
        failed=round(sum(failed)),
        cases=len(failed),
        units=len(set(units)),
        interval=clustered_rate(failed, units, level=SHOWN),
        unjudged=len(blind),
        seen=Moved(values=tuple(failed), units=tuple(units)),
        blind=tuple(blind),
    )
