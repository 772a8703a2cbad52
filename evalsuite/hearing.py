"""Which judges are heard: those whose calibration lets their word hold a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

from evalsuite.domain.calibration import ENOUGH, FEWEST, JudgeCard, Rates, Standing, is_judged

if TYPE_CHECKING:
    from evalsuite.domain.run import Result

SAMPLE = "evalsuite judge sample RUN"


def standing(cards: Sequence[JudgeCard], *, grader: str, fingerprint: str) -> Standing:
    """What the newest cards say of a grader as it is now; `grader` is the label it speaks under.

    A verdict is known by the card of the verdict as a whole, or else by those of its criteria, the weakest of them; by
    cards of another label only where the same grader spoke under it before.
    """
    alike = [card for card in cards if card.fingerprint == fingerprint]
    newest = {card.criterion: card for card in [one for one in alike if one.grader == grader] or alike}
    own = [newest[""]] if "" in newest else list(newest.values())
    if own:
        weakest = min(own, key=lambda card: (_standing(card).heard, card.rates.labels))
        return replace(_standing(weakest), cards=tuple(newest.values()))
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


def _standing(card: JudgeCard) -> Standing:
    known, name = card.rates, " ".join(filter(None, (card.grader, card.criterion)))
    if known.labels < FEWEST:
        said = f"the judge of {name} is uncalibrated: it has {known.labels:,} labelled verdicts of {FEWEST} at least"
        return Standing(
            state="uncalibrated",
            sentence=said,
            mend=f"label more of them: {SAMPLE} -n {FEWEST - known.labels}",
        )
    if not _better_than_chance(known):
        said = f"the judge of {name} may be no better than chance: {_told(known)}"
        return Standing(
            state="unproven",
            sentence=said,
            mend="sharpen the rubric or take another judge, and calibrate it anew",
        )
    return Standing(state="calibrated", sentence=f"the judge of {name} is calibrated: {_told(known)}")


def _told(known: Rates) -> str:
    right = [f"{100 * share:.0f} %" if share is not None else "an unknown share" for share in (known.tpr, known.tnr)]
    return f"it passes {right[0]} of what people pass, and fails {right[1]} of what they fail ({known.labels:,} labels)"


def _better_than_chance(known: Rates) -> bool:
    """Whether the rates of both kinds add up to surely more than 1: those of a coin, however bent, make just that."""
    if known.tpr is None or known.tnr is None or known.tpr_interval is None or known.tnr_interval is None:
        return False
    reach = hypot(known.tpr - known.tpr_interval.low, known.tnr - known.tnr_interval.low)
    return known.tpr + known.tnr - 1 - reach > 0
