"""Judges held against people's labels: how often they are wrong, and whether their word may hold a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import hypot
from typing import TYPE_CHECKING

from evalsuite.domain.calibration import (
    ENOUGH,
    FEWEST,
    CorrectedRate,
    Drift,
    JudgeCard,
    Label,
    Rates,
    Standing,
    is_judged,
)
from evalsuite.domain.comparison import SHOWN, Interval
from evalsuite.stats.agreement import kappa, kappa_interval
from evalsuite.stats.correction import ppi_rate
from evalsuite.stats.rates import clustered_rate

if TYPE_CHECKING:
    from evalsuite.domain.run import Result
    from evalsuite.domain.vocabulary import Outcome

WORTH: Mapping[Outcome, float] = {"pass": 1.0, "fail": 0.0, "abstain": 0.5}
"""What a verdict is worth as a guess at a person's."""
CAREFUL = 0.02
"""Each bound of a corrected rate: how far to listen to the judge is told from the same labels, which at 0.025 leaves up
to a point of the 95 % uncovered (`benchmarks/calibration.py`)."""
SAMPLE = "evalsuite judge sample RUN"
_FEWEST_IN_SLICE = 10
"""A slice of fewer labels tells nothing."""


def calibrate(labels: Iterable[Label], *, at: datetime, before: Sequence[JudgeCard] = ()) -> tuple[JudgeCard, ...]:
    """A card for each grader, criterion and fingerprint that people's labels speak of, sorted by these.

    Labels without a person's or a judge's word are left out. Where people disagree on an item, it is left out and
    counted as disputed. `before` are earlier cards, the last of which drift is told from.
    """
    groups: dict[tuple[str, str, str], dict[tuple[str, str, int, str, str], list[Label]]] = {}
    for label in labels:
        if label.human is not None and label.judge is not None:
            key = (label.grader, label.criterion, label.fingerprint)
            groups.setdefault(key, {}).setdefault(label.item, []).append(label)
    cards = (_card(key, items.values(), at=at) for key, items in sorted(groups.items()))
    return tuple(replace(card, drift=_drift(card, before)) for card in cards)


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


def standing(cards: Sequence[JudgeCard], *, grader: str, fingerprint: str) -> Standing:
    """What the newest cards say of a grader as it is now; `grader` is the label it speaks under.

    A verdict is known by the card of the verdict as a whole, or else by those of its criteria, the weakest of them.
    """
    newest = {(card.grader, card.criterion): card for card in cards if card.fingerprint == fingerprint}
    whole = [card for (_, criterion), card in newest.items() if not criterion]
    own = whole or list(newest.values())
    if own:
        return min(map(_standing, own), key=lambda one: (one.heard, one.card.rates.labels if one.card else 0))
    past = [card for card in cards if card.grader == grader]
    if past:
        day = past[-1].at.date()
        said = f"the rubric, the judge or a parameter of {grader} has changed since its calibration of {day}"
        return Standing(state="void", sentence=said, mend=f"label its verdicts anew: {SAMPLE} -n {ENOUGH}")
    said = f"the judge of {grader} is uncalibrated: nobody has labelled its verdicts"
    return Standing(state="uncalibrated", sentence=said, mend=f"label {ENOUGH} of them: {SAMPLE} -n {ENOUGH}")


class Hearing:
    """Trials judged again as if no judge had spoken whose word may not hold a release."""

    def __init__(self, cards: Sequence[JudgeCard]) -> None:
        self._cards = cards
        self._known: dict[tuple[str, str], Standing] = {}

    @property
    def unheard(self) -> dict[str, Standing]:
        """Judges met so far that were not heard, by label."""
        return {label: one for (label, _), one in sorted(self._known.items()) if not one.heard}

    def hear(self, result: Result) -> Result:
        """The trial with the outcome that the other graders give it; ungraded where they do not all pass it, and none
        fails it. What each grader said is left as it is."""
        told = {label for label, outcome in result.outcomes.items() if outcome != "abstain"}
        marks = {label: mark for label, mark in result.graders.items() if label in told and is_judged(mark)}
        silent = {label for label, mark in marks.items() if not self._heard(label, mark)}
        if not silent or result.outcome not in {"pass", "fail"}:
            return result
        others = {label: outcome for label, outcome in result.outcomes.items() if label not in silent}
        said = set(others.values())
        if "fail" in said or (result.outcome == "pass" and "pass" in said):
            return result
        alone = said == {"pass"} and result.grader_errors.keys() <= silent
        return replace(result, outcome="pass" if alone else "ungraded")

    def _heard(self, label: str, mark: str) -> bool:
        if (label, mark) not in self._known:
            self._known[label, mark] = standing(self._cards, grader=label, fingerprint=mark)
        return self._known[label, mark].heard


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


def _drift(card: JudgeCard, before: Sequence[JudgeCard]) -> Drift | None:
    past = [one for one in before if (one.grader, one.criterion) == (card.grader, card.criterion)]
    if not past:
        return None
    then, now = past[-1].rates, card.rates
    return Drift(
        since=past[-1].at,
        same_grader=past[-1].fingerprint == card.fingerprint,
        tpr=difference(then.tpr, then.tpr_interval, now.tpr, now.tpr_interval),
        tnr=difference(then.tnr, then.tnr_interval, now.tnr, now.tnr_interval),
    )


def _standing(card: JudgeCard) -> Standing:
    known, name = card.rates, " ".join(filter(None, (card.grader, card.criterion)))
    if known.labels < FEWEST:
        said = f"the judge of {name} is uncalibrated: it has {known.labels:,} labelled verdicts of {FEWEST} at least"
        return Standing(
            state="uncalibrated",
            sentence=said,
            mend=f"label more of them: {SAMPLE} -n {FEWEST - known.labels}",
            card=card,
        )
    if not _better_than_chance(known):
        said = f"the judge of {name} may be no better than chance: {_told(known)}"
        return Standing(
            state="unproven",
            sentence=said,
            mend="sharpen the rubric or take another judge, and calibrate it anew",
            card=card,
        )
    return Standing(state="calibrated", sentence=f"the judge of {name} is calibrated: {_told(known)}", card=card)


def _told(known: Rates) -> str:
    right = [f"{100 * share:.0f} %" if share is not None else "an unknown share" for share in (known.tpr, known.tnr)]
    return f"it passes {right[0]} of what people pass, and fails {right[1]} of what they fail ({known.labels:,} labels)"


def _better_than_chance(known: Rates) -> bool:
    """Whether the rates of both kinds add up to surely more than 1: those of a coin, however bent, make just that."""
    if known.tpr is None or known.tnr is None or known.tpr_interval is None or known.tnr_interval is None:
        return False
    reach = hypot(known.tpr - known.tpr_interval.low, known.tnr - known.tnr_interval.low)
    return known.tpr + known.tnr - 1 - reach > 0


def _share(told: Sequence[tuple[bool, str]]) -> float | None:
    return sum(right for right, _ in told) / len(told) if told else None


def _interval(told: Sequence[tuple[bool, str]]) -> Interval | None:
    return (
        clustered_rate([float(right) for right, _ in told], [unit for _, unit in told], level=SHOWN) if told else None
    )
