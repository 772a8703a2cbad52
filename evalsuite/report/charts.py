"""Numbers laid out as small drawings: where each line and mark of an inline SVG stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from evalsuite.domain.decision import CriterionResult
from evalsuite.gate.words import percent
from evalsuite.report.rates import Rate

WIDE = 200
"""Units across a drawing that stands in a table's row."""
PAD = 6
"""Units kept free at either end, so that marks are not cut."""
TREND_WIDE, TREND_HIGH = 640, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisker:
    """One estimate with its interval, in units across; what is not there is None."""

    said: str
    """The same in words."""
    at: float
    low: float | None
    high: float | None
    zero: float | None
    """Where no difference stands."""
    limit: float | None
    """Where what is allowed ends."""
    forbidden: tuple[float, float] | None = None
    """The stretch that is not allowed: where it begins, and how wide it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Rows drawn to one scale."""

    whiskers: tuple[Whisker | None, ...]
    """One for each criterion; None where there is nothing to draw."""
    ticks: tuple[Tick, ...]
    """Empty where nothing is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: float
    y: float
    low: float | None
    high: float | None
    label: str
    said: str
    """What is known of this run, in words."""
    here: bool
    """Whether it is the run of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    points: tuple[Point, ...]
    line: str
    """The points as an SVG `polyline` takes them."""
    ticks: tuple[Tick, ...]
    """On the upright axis."""


def forest(criteria: Sequence[CriterionResult]) -> Forest:
    """Candidate minus baseline in points, for criteria of one role, with what is allowed.

    For `hard_zero` it is the candidate's share that fails, in percent.
    """
    told = [one for one in criteria if _value(one) is not None]
    if not told:
        return Forest(whiskers=(None,) * len(criteria), ticks=())
    ends = [0.0]
    for one in told:
        ends += [_value(one) or 0.0, *_limits(one)]
        ends += [one.interval.low, one.interval.high] if one.interval else []
    scale, ticks = _scale(min(ends), max(ends))
    return Forest(
        whiskers=tuple(_criterion(one, scale) if _value(one) is not None else None for one in criteria), ticks=ticks
    )


def whisker(rate: Rate) -> Whisker | None:
    """A share on the scale from 0 to 1; None where there is none."""
    if rate.share is None:
        return None
    scale = _span(0.0, 1.0, PAD, WIDE - PAD)
    interval = rate.interval
    said = f"{percent(rate.share)} of {rate.cases:,} judged"
    if interval:
        said += f", 95 % interval {percent(interval.low)} to {percent(interval.high)}"
    return Whisker(
        said=said,
        at=scale(rate.share),
        low=scale(interval.low) if interval else None,
        high=scale(interval.high) if interval else None,
        zero=None,
        limit=None,
    )


def trend(shares: Sequence[tuple[str, Rate, str]], *, here: int) -> Trend | None:
    """Pass shares of runs in their order, each as (label, rate, words); None where fewer than two can be drawn."""
    known = [(*one, place == here) for place, one in enumerate(shares) if one[1].share is not None]
    if len(known) < 2:
        return None
    across = _span(0, len(known) - 1, 44, TREND_WIDE - 16)
    lows = [rate.interval.low if rate.interval else rate.share or 0.0 for _, rate, _, _ in known]
    bottom = floor(max(0.0, min(lows) - 0.02) * 10) / 10
    up = _span(bottom, 1.0, TREND_HIGH - 14, 10)
    points = tuple(
        Point(
            x=across(place),
            y=up(rate.share or 0.0),
            low=up(rate.interval.low) if rate.interval else None,
            high=up(rate.interval.high) if rate.interval else None,
            label=label,
            said=said,
            here=is_here,
        )
        for place, (label, rate, said, is_here) in enumerate(known)
    )
    ticks = tuple(Tick(at=up(value), text=percent(value)) for value in (bottom, (bottom + 1) / 2, 1.0))
    return Trend(points=points, line=" ".join(f"{point.x},{point.y}" for point in points), ticks=ticks)


def signed(difference: float) -> str:
    """A difference of shares in points, with its sign."""
    return f"{100 * difference:+.1f}".removesuffix(".0").replace("-", "−")


def _value(one: CriterionResult) -> float | None:
    if one.candidate is None or one.criterion.role in {"budget", "live", "golden_holds"}:
        return None
    if one.criterion.role == "hard_zero":
        return one.candidate
    return None if one.baseline is None else one.candidate - one.baseline


def _limits(one: CriterionResult) -> list[float]:
    """Where what is allowed ends, in the drawing's own sense."""
    role, allowed = one.criterion.role, one.criterion.allowed
    if allowed is None or role not in {"hard_zero", "must_not_regress", "must_improve"}:
        return []
    return [-allowed] if role == "must_not_regress" else [allowed]


def _criterion(one: CriterionResult, scale: Callable[[float], float]) -> Whisker:
    value, limits, interval = _value(one) or 0.0, _limits(one), one.interval
    share = one.criterion.role == "hard_zero"
    said = f"{percent(value)} fail" if share else f"{signed(value)} points"
    if interval:
        low, high = (percent, percent) if share else (signed, signed)
        said += f", 95 % interval {low(interval.low)} to {high(interval.high)}"
    if limits:
        limit = limits[0]
        said += f"; less than {percent(limit)} may fail" if share else f"; more than {signed(limit)} is asked for"
    return Whisker(
        said=said,
        at=scale(value),
        low=scale(interval.low) if interval else None,
        high=scale(interval.high) if interval else None,
        zero=None if share else scale(0.0),
        limit=scale(limits[0]) if limits else None,
        forbidden=_forbidden(scale(limits[0]), share=share) if limits else None,
    )


def _forbidden(limit: float, *, share: bool) -> tuple[float, float]:
    return (limit, round(WIDE - limit, 1)) if share else (0.0, limit)


def _scale(low: float, high: float) -> tuple[Callable[[float], float], tuple[Tick, ...]]:
    """A scale that takes in both ends, with a few round ticks."""
    reach = max(high - low, 0.02)
    rough = reach / 3
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    scale = _span(first * step, max(last, first + 1) * step, PAD, WIDE - PAD)
    ticks = (round(number * step, 6) for number in range(first, max(last, first + 1) + 1))
    return scale, tuple(Tick(at=scale(value), text=f"{100 * value:g}".replace("-", "−")) for value in ticks)


def _span(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Values from `low` to `high` onto units from `start` to `end`, whichever of these is the greater."""
    width = high - low or 1.0
    return lambda value: round(start + (end - start) * (value - low) / width, 1)
