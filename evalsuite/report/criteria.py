"""One criterion of a decision as a table shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from evalsuite.domain.comparison import Quantity
from evalsuite.domain.decision import CriterionResult
from evalsuite.gate.words import UNITS, amount, name_of, percent, said
from evalsuite.report.changes import change, span
from evalsuite.report.headline import counted
from evalsuite.stats.clusters import FEWEST

HEADS = ("", "baseline", "candidate", "difference", "95 % interval", "at worst", "allowed", "answer")
"""Of the table; the interval is that of the difference, but for what fails that of the candidate's share; `at worst` is
the one-sided bound that the rule looks at, `allowed` what it must keep to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion as a table shows it; a cell is empty where there is nothing to say."""

    name: str
    baseline: str
    candidate: str
    difference: str
    interval: str
    """Where the truth lies but for 1 chance in 20: of the difference, or of the share that fails."""
    bound: str
    """How bad it may be, but for 1 chance in 20."""
    allowed: str
    answer: str


def rows(criteria: Sequence[CriterionResult]) -> list[Row]:
    """What a table shows of them, in their order: all that decide, and those that only tell and rest on enough."""
    return [_row(one) for one in criteria if one.criterion.role != "advisory" or one.n >= FEWEST]


def unshown(criteria: Sequence[CriterionResult]) -> str:
    """Graders that the table leaves out, since chance alone would move them, in words; empty where there are none."""
    few = [said(one.criterion) for one in criteria if one.criterion.role == "advisory" and one.n < FEWEST]
    if not few:
        return ""
    return f"{counted(len(few), 'grader')} with fewer than {FEWEST} common cases: {', '.join(few)}"


def _row(one: CriterionResult) -> Row:
    criterion, known = one.criterion, one.baseline is not None and one.candidate is not None
    row = Row(
        name=name_of(criterion),
        baseline=_said(one, one.baseline),
        candidate=_said(one, one.candidate),
        difference=f"{100 * ((one.candidate or 0) - (one.baseline or 0)):+.1f}" if known else "",
        interval=span(one.interval),
        bound=f"{100 * one.bound:+.1f}" if one.bound is not None else "",
        allowed=f"> {-100 * criterion.allowed:+g}" if criterion.allowed else "",
        answer=one.answer or ("not measured" if one.reason == "not_measured" else ""),
    )
    return _OWN[criterion.role](one, row) if criterion.role in _OWN else row


def _of_harm(one: CriterionResult, row: Row) -> Row:
    bound = "" if one.bound is None else percent(one.bound)
    interval = f"{_number(one.interval.low)} to {_number(one.interval.high)}" if one.interval else ""
    return replace(row, interval=interval, bound=bound, allowed=f"< {percent(one.criterion.allowed or 0)}")


def _of_gain(one: CriterionResult, row: Row) -> Row:
    return replace(row, allowed=f"≥ {100 * (one.criterion.allowed or 0):+g}, surely > 0")


def _of_golden(_: CriterionResult, row: Row) -> Row:
    return replace(row, allowed="none lost")


def _of_budget(one: CriterionResult, row: Row) -> Row:
    """A rise is a share of the baseline's mean, a limit the mean itself."""
    allowed, bound, quantity = one.criterion.allowed or 0, one.bound, cast("Quantity", one.criterion.label)
    if one.criterion.limit:
        told = "" if bound is None else amount(bound, quantity)
        return replace(row, difference="", interval="", bound=told, allowed=f"≤ {amount(allowed, quantity)}")
    difference, interval = change(one.baseline, one.candidate, one.interval)
    told = "" if bound is None else f"{100 * bound:+.1f} %"
    return replace(row, difference=difference, interval=interval, bound=told, allowed=f"≤ {100 * allowed:+g} %")


def _of_live(one: CriterionResult, row: Row) -> Row:
    allowed = one.criterion.allowed or 0
    if one.criterion.label == "satisfaction":
        known = one.baseline is not None and one.candidate is not None
        return replace(
            row,
            difference=f"{(one.candidate or 0) - (one.baseline or 0):+.2f}" if known else "",
            interval=f"{one.interval.low:+.2f} to {one.interval.high:+.2f}" if one.interval else "",
            bound="" if one.bound is None else f"{one.bound:+.2f}",
            allowed=f"≥ {allowed:+g}",
        )
    signs = {"edit_rate": f"≤ {-100 * allowed:+g}", "policy_violations": f"< {100 * allowed:+g}"}
    return replace(row, allowed=signs.get(one.criterion.label, f"≥ {100 * allowed:+g}"))


_OWN: Mapping[str, Callable[[CriterionResult, Row], Row]] = {
    "hard_zero": _of_harm,
    "must_improve": _of_gain,
    "golden_holds": _of_golden,
    "budget": _of_budget,
    "live": _of_live,
}


def _said(one: CriterionResult, value: float | None) -> str:
    """A share, or a quantity or a figure on a scale of its own."""
    if value is None:
        return ""
    if one.criterion.label in UNITS and one.criterion.role == "budget":
        return amount(value, cast("Quantity", one.criterion.label))
    return f"{value:g}" if one.criterion.label == "satisfaction" and one.criterion.role == "live" else percent(value)


def _number(share: float) -> str:
    return f"{100 * share:.1f}"
