"""What a gate asks of two runs: is it no worse, is it better, is it rare."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import nextafter
from typing import Literal

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import Lack, effective_number, lack
from evalsuite.stats.paired import paired_interval, whole_units
from evalsuite.stats.rates import clustered_rate

Truth = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What the data say to a question, each side of it one-sided at the level asked for."""

    answer: Truth
    why: Lack | Literal["too_wide", "too_small"] = ""
    """Of "unknown": `too_wide` where more cases would tell; `too_small` where there is a gain, but less than asked."""
    estimate: float | None = None
    """Mean difference, -1 to 1, or share, 0 to 1."""
    interval: Interval | None = None
    """None where there is too little to give one."""
    p: float | None = None
    """One-sided, of "yes"; what a correction for several questions takes. None for shares."""
    cases: int = 0
    units: int = 0
    effective: float = 0.0
    """The number of units of one size that tell as much; below `FEWEST` there is no answer."""


def non_inferior(moved: Sequence[float], units: Sequence[Hashable], margin: float, *, level: float = LEVEL) -> Bound:
    """Whether the mean of case differences is above -margin: yes and no are each wrong at most at `level`.

    Differences are candidate minus baseline, -1 to 1, means where cases were repeated; units are what varies.
    """
    return _compared(moved, units, -margin, level)


def superior(moved: Sequence[float], units: Sequence[Hashable], least: float = 0.0, *, level: float = LEVEL) -> Bound:
    """Whether the mean of case differences is above 0 and seen to be at least `least`; no where it is shown to be
    no larger than `least`. Differences and units as in `non_inferior`."""
    gain = _compared(moved, units, 0.0, level)
    if gain.estimate is None or (gain.answer == "yes" and gain.estimate >= least - 1e-12):
        return gain
    most = _compared(moved, units, least, level) if least > 0 else gain
    if most.answer == "no":
        return replace(gain, answer="no", why="")
    return replace(gain, answer="unknown", why="too_small" if gain.answer == "yes" else "too_wide")


def rare(failed: Sequence[float], units: Sequence[Hashable], most: float, *, level: float = LEVEL) -> Bound:
    """Whether the share of cases that fail is below `most`, even at its upper bound; no where the lower one is not.

    `failed` is 1 or 0 for each case, or the share of its attempts; units are what varies.
    """
    if missing := lack(failed, units):
        return _nothing(missing, failed, units)
    interval = clustered_rate(failed, units, level=level)
    answer: Truth = "yes" if interval.high < most else "no" if interval.low >= most else "unknown"
    return Bound(
        answer=answer,
        why="too_wide" if answer == "unknown" else "",
        estimate=sum(failed) / len(failed),
        interval=interval,
        cases=len(failed),
        units=len(set(units)),
        effective=effective_number(units),
    )


def _compared(moved: Sequence[float], units: Sequence[Hashable], limit: float, level: float) -> Bound:
    """Whether the mean lies above `limit`; no where it is shown to lie below."""
    interval = paired_interval(moved, units, level=level)
    if interval is None:
        return _nothing(lack(moved, units), moved, units)
    above, below = _p_values(moved, units, limit)
    answer: Truth = "yes" if above <= level else "no" if below <= level else "unknown"
    # The bounds are searched for to a millionth; they say what the test says.
    if answer == "yes":
        interval = Interval(low=max(interval.low, nextafter(limit, 1)), high=interval.high)
    elif answer == "no":
        interval = Interval(low=interval.low, high=min(interval.high, limit))
    return Bound(
        answer=answer,
        why="too_wide" if answer == "unknown" else "",
        estimate=sum(moved) / len(moved),
        interval=interval,
        p=above,
        cases=len(moved),
        units=len(set(units)),
        effective=effective_number(units),
    )


def _p_values(moved: Sequence[float], units: Sequence[Hashable], limit: float) -> tuple[float, float]:
    """One-sided, of "above" and of "below"."""
    if whole := whole_units(moved, units):
        from evalsuite.stats.exact import exact_p  # noqa: PLC0415  - numpy is loaded when there is a need

        gained, lost, n = whole
        return exact_p(gained, lost, n, limit), exact_p(lost, gained, n, -limit)
    from evalsuite.stats.score import Sample  # noqa: PLC0415  - as above

    above = Sample(moved, units, low=-1.0, high=1.0).p(limit)
    return above, 1 - above


def _nothing(why: Lack, values: Sequence[float], units: Sequence[Hashable]) -> Bound:
    return Bound(answer="unknown", why=why, cases=len(values), units=len(set(units)), effective=effective_number(units))
