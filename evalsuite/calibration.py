"""Judges held against people's labels: how often they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import hypot
from typing import TYPE_CHECKING

from evalsuite.domain.calibration import (
    ENOUGH,
    CorrectedRate,
    Drift,
    JudgeCard,
    Label,
    Rates,
)
from evalsuite.domain.comparison import SHOWN, Interval
from evalsuite.stats.agreement import kappa, kappa_interval
from evalsuite.stats.correction import ppi_rate
from evalsuite.stats.rates import clustered_rate

if TYPE_CHECKING:
    from evalsuite.domain.vocabulary import Outcome

WORTH: Mapping[Outcome, float] = {"pass": 1.0, "fail": 0.0, "abstain": 0.5}
"""What a verdict is worth as a guess at a person's."""
CAREFUL = 0.02
"""Each bound of a corrected rate: how far to listen to the judge is told from the same labels, which at 0.025 leaves up
to a point of the 95 % uncovered (`benchmarks/calibration.py`)."""
_FEWEST_IN_SLICE = 10
"""A slice of fewer labels tells nothing."""


def calibrate(labels: Iterable[Label], *, at: datetime, before: Sequence[JudgeCard] = ()) -> tuple[JudgeCard, ...]:
    """A card for each grader, criterion and fingerprint that people's labels speak of, sorted by these.

    Labels without a person's or a judge's word are left out. Where people disagree on an item, it is left out and
    counted as disputed. `before` are earlier cards, the last of which drift is told from; where the labels tell nothing
    that it did not, it is given back as it is.
    """
    groups: dict[tuple[str, str, str], dict[tuple[str, str, int, str, str], list[Label]]] = {}
    for label in labels:
        if label.human is not None and label.judge is not None:
            key = (label.grader, label.criterion, label.fingerprint)
            groups.setdefault(key, {}).setdefault(label.item, []).append(label)
    cards = (_card(key, items.values(), at=at) for key, items in sorted(groups.items()))
    return tuple(_again(card, before) or replace(card, drift=_drift(card, before)) for card in cards)


def rates(labels: Sequence[Label]) -> Rates:
    """What one label for each item tells; repeats of a case are one independent unit."""
    told = [label for label in labels if label.judge != "abstain"]
    human, judge = [one.human == "pass" for one in told], [one.judge == "pass" for one in told]
    units = [one.case_id for one in told]
    passed = [(said, unit) for true, said, unit in zip(human, judge, units, strict=True) if true]
    failed = [(not said, unit) for true, said, unit in zip(human, judge, units, strict=True) if not true]
    return Rates(
        labels=len(told),
        passes=len(passed),
        fails=len(failed),
        abstained=len(labels) - len(told),
        kappa=kappa([float(one) for one in human], [float(one) for one in judge]) if told else None,
        kappa_interval=kappa_interval(human, judge, units, level=SHOWN),
        tpr=_share(passed),
        tpr_interval=_interval(passed),
        tnr=_share(failed),
        tnr_interval=_interval(failed),
    )


def corrected(run: str, labels: Sequence[Label], verdicts: Mapping[tuple[str, int], Outcome]) -> CorrectedRate | None:
    """A run's pass rate as people would have judged it, from the drawn labels on it and all of one judge's verdicts,
    by case and attempt; None with fewer than 200 such labels, or where nothing was passed or failed."""
    chosen = {(one.case_id, one.attempt): one for one in labels if one.drawn and one.run == run}
    chosen = {key: one for key, one in chosen.items() if key in verdicts}
    clear = [outcome for outcome in verdicts.values() if outcome != "abstain"]
    if len(chosen) < ENOUGH or not clear:
        return None
    told = ppi_rate(
        [float(one.human == "pass") for one in chosen.values()],
        [WORTH[verdicts[key]] for key in chosen],
        [WORTH[outcome] for key, outcome in verdicts.items() if key not in chosen],
        level=CAREFUL,
    )
    if told.value is None or told.interval is None:
        return None
    naive = clear.count("pass") / len(clear)
    return CorrectedRate(
        run=run, judged=len(verdicts), labels=len(chosen), naive=naive, value=told.value, interval=told.interval
    )


def difference(before: float | None, was: Interval | None, now: float | None, is_: Interval | None) -> Interval | None:
    """Of now minus before, from the intervals of both (Zou and Donner 2008); None where one is not known."""
    if before is None or was is None or now is None or is_ is None:
        return None
    change = now - before
    return Interval(
        low=change - hypot(now - is_.low, was.high - before), high=change + hypot(is_.high - now, before - was.low)
    )


def _card(key: tuple[str, str, str], items: Iterable[Sequence[Label]], *, at: datetime) -> JudgeCard:
    grader, criterion, fingerprint = key
    several = list(items)
    labels = [said[0] for said in several if len({one.human for one in said}) == 1]
    return JudgeCard(
        grader=grader,
        criterion=criterion,
        fingerprint=fingerprint,
        at=at,
        rates=rates(labels),
        slices=dict(_slices(labels)),
        drawn=sum(one.drawn for one in labels),
        disputed=len(several) - len(labels),
    )


def _slices(labels: Sequence[Label]) -> Iterator[tuple[str, Rates]]:
    parts: dict[str, list[Label]] = {}
    for label in labels:
        for trait, value in label.traits.items():
            parts.setdefault(f"{trait} {value}", []).append(label)
    for name, part in sorted(parts.items()):
        if _FEWEST_IN_SLICE <= len(part) < len(labels):
            yield name, rates(part)


def _again(card: JudgeCard, before: Sequence[JudgeCard]) -> JudgeCard | None:
    """The last card, where it says the very same: else what moved would be forgotten by calibrating twice."""
    last = _last(card, before)
    known = last and replace(card, at=last.at, drift=last.drift, corrected=last.corrected)
    return last if known == last else None


def _drift(card: JudgeCard, before: Sequence[JudgeCard]) -> Drift | None:
    last = _last(card, before)
    if last is None:
        return None
    then, now = last.rates, card.rates
    return Drift(
        since=last.at,
        same_grader=last.fingerprint == card.fingerprint,
        tpr=difference(then.tpr, then.tpr_interval, now.tpr, now.tpr_interval),
        tnr=difference(then.tnr, then.tnr_interval, now.tnr, now.tnr_interval),
    )


def _last(card: JudgeCard, before: Sequence[JudgeCard]) -> JudgeCard | None:
    past = [one for one in before if (one.grader, one.criterion) == (card.grader, card.criterion)]
    return past[-1] if past else None


def _share(told: Sequence[tuple[bool, str]]) -> float | None:
    return sum(right for right, _ in told) / len(told) if told else None


def _interval(told: Sequence[tuple[bool, str]]) -> Interval | None:
    return (
        clustered_rate([float(right) for right, _ in told], [unit for _, unit in told], level=SHOWN) if told else None
    )
