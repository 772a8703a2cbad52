"""What changed beside the pass rates: parts of the cases, what they took, which of them flipped, and what to plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalsuite.domain.comparison import Comparison, Flip, Interval, Slice, Spent
from evalsuite.domain.decision import Plan
from evalsuite.gate.words import TAKES, amount, percent, points
from evalsuite.report.headline import counted
from evalsuite.stats.clusters import FEWEST

TELLING = 0.1
"""A part of the cases is shown where chance alone would show as much less often than this."""
PART_HEADS = ("", "cases", "baseline", "candidate", "difference", "95 % interval", "")
SPENT_HEADS = ("a case", "cases", "baseline", "candidate", "difference", "95 % interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Some of the cases, looked at for what they may show."""

    rows: tuple[tuple[str, ...], ...]
    """Under `PART_HEADS`: where cases come from, always, and what chance alone would hardly show."""
    note: str
    """The others, in words; empty where there are none."""


def parts(comparison: Comparison) -> Parts:
    """Golden and ticket cases stand apart whatever they show, since tickets are what the assistant failed at before."""
    shown = [one for one in comparison.slices if one.kind == "origin" or (one.q is not None and one.q < TELLING)]
    others = [one for one in comparison.slices if one not in shown]
    few = [one for one in others if one.q is None]
    told = []
    if len(others) > len(few):
        told.append(f"no more than chance in {counted(len(others) - len(few), 'further part')} of the cases")
    if few:
        told.append(f"too few to tell, with fewer than {FEWEST} independent cases, in {len(few):,}")
    return Parts(rows=tuple(_part(one) for one in shown), note="; ".join(told))


def spent_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """What the cases took, under `SPENT_HEADS`."""
    return [_spent(one) for one in comparison.spent.values()]


def stale(comparison: Comparison) -> str:
    """What of a committed baseline is out of date, in a sentence; empty where nothing is."""
    if not comparison.stale:
        return ""
    return f"The baseline is out of date: {'; '.join(comparison.stale)}. Make it anew: evalsuite baseline set RUN"


def flip_title(flips: Sequence[Flip]) -> str:
    """Flips of one kind, counted, and how sure they are where that is known."""
    flaky = sum(flip.certainty == "flaky" for flip in flips)
    sure = sum(flip.certainty == "reliable" for flip in flips)
    told = [f"{sure:,} reliable"] if sure else []
    told += [f"{flaky:,} flaky, which may be chance"] if flaky else []
    how_sure = f" ({', '.join(told)})" if told else ""
    return f"{counted(len(flips), flips[0].kind)}{how_sure}:"


def flip_line(flip: Flip) -> str:
    """The case, the graders behind its flip, and how often it passed where it was tried more than once."""
    tries = ""
    if flip.before and flip.after and max(flip.before.judged, flip.after.judged) > 1:
        tries = f" (passed {flip.before} before, {flip.after} now{'; flaky' if flip.certainty == 'flaky' else ''})"
    return f"{flip.case_id}{': ' if flip.labels else ''}{', '.join(flip.labels)}{tries}"


def plan_lines(plan: Plan) -> list[str]:
    """What today's cases can tell and what it takes to tell more, in sentences."""
    tried = "each tried once" if plan.repeats == 1 else f"each tried {plan.repeats} times"
    cases = f"{counted(plan.cases, 'case')}, {tried}"
    as_differ = f"{plan.assumed}: as if {percent(plan.discordant)} of cases came out otherwise by themselves"
    if plan.detects is None:
        first = f"{cases}, can rule out no drop of any size ({as_differ})"
    else:
        first = f"{cases}, can rule out a drop of {points(plan.detects)} in 4 of 5 tries ({as_differ})"
    if plan.wanted_cases is None:
        return [first, f"no number of cases rules out a drop of {points(plan.margin)}"]
    again = ""
    if plan.wanted_repeats:
        again = f", or {plan.wanted_repeats} attempts of each of these {plan.cases:,}"
    elif plan.repeats == 1:
        again = "; attempts may stand in for cases, which runs with --trials 3 would show"
    more = plan.wanted_cases - plan.cases
    enough = f"{plan.wanted_cases:,} cases ({f'{more:,} more' if more > 0 else 'there are enough'})"
    return [first, f"to rule out a drop of {points(plan.margin)} as often takes about {enough}{again}"]


def change(before: float | None, after: float | None, interval: Interval | None) -> tuple[str, str]:
    """How much a quantity rose, and the ends of that, as shares of what it was; empty where nothing can be said."""
    if not before or after is None:
        return "", ""
    ends = f"{100 * interval.low / before:+.1f} to {100 * interval.high / before:+.1f} %" if interval else ""
    return f"{100 * (after / before - 1):+.1f} %", ends


def span(interval: Interval | None) -> str:
    """The ends of a difference of shares, in points."""
    return f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f}" if interval else ""


def _part(one: Slice) -> tuple[str, ...]:
    contrast = one.contrast
    if one.q is None:
        note = "too few to tell"
    else:
        note = "more than chance" if one.q < TELLING else "may be chance"
    known = contrast.cases > 0
    return (
        f"{one.kind} {one.name}",
        f"{contrast.cases:,}",
        percent(contrast.baseline) if known else "",
        percent(contrast.candidate) if known else "",
        f"{100 * contrast.difference:+.1f}" if known else "",
        span(contrast.interval),
        note,
    )


def _spent(one: Spent) -> tuple[str, ...]:
    before = one.baseline
    return (
        TAKES[one.quantity],
        f"{one.cases:,}",
        "" if before is None else amount(before, one.quantity),
        amount(one.candidate, one.quantity),
        *change(before, one.candidate, one.interval),
    )
