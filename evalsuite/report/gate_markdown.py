"""Two runs side by side, and what was decided, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from evalsuite.domain.comparison import Comparison, Flip
from evalsuite.domain.decision import CriterionResult, Weighed
from evalsuite.report.changes import (
    PART_HEADS,
    SPENT_HEADS,
    flip_line,
    flip_title,
    parts,
    plan_lines,
    spent_rows,
    stale,
)
from evalsuite.report.comparison import FLIPS, advice, apart, sentence, words
from evalsuite.report.criteria import HEADS, rows, unshown
from evalsuite.report.markdown import code, plain, table


def decision_markdown(weighed: Weighed) -> str:
    """The decision first, then why, the warnings, the tables, the flips, and what would change it."""
    comparison, decision = weighed.comparison, weighed.decision
    lines = [f"### {plain(decision.sentence)}", "", *_list((*decision.reasons, *weighed.warnings))]
    lines += _sides(comparison)
    lines += [*criteria_lines(decision.criteria), *_details(comparison)]
    if decision.would_decide:
        lines += ["**What would change this**", "", *_list(decision.would_decide)]
    if decision.plan:
        lines += ["**Plan**", "", *_list(plan_lines(decision.plan))]
    return "\n".join(lines)


def comparison_markdown(comparison: Comparison, warnings: Sequence[str] = ()) -> str:
    """The difference in a sentence, then warnings, the tables and the flips."""
    lines = [f"### {plain(sentence(comparison))}", "", *_list(warnings), *_sides(comparison)]
    return "\n".join([*lines, *criteria_lines(advice(comparison)), *_details(comparison)])


def _sides(comparison: Comparison) -> Iterator[str]:
    before, after = comparison.baseline, comparison.candidate
    yield f"{plain(after.name)}, run {code(after.run)}, held against {plain(before.name)}, run {code(before.run)}."
    yield ""


def criteria_lines(criteria: Sequence[CriterionResult]) -> Iterator[str]:
    """The table of a decision's criteria, and those it leaves out."""
    yield from table(HEADS, (astuple(row) for row in rows(criteria)))
    if unshown(criteria):
        yield from (plain(unshown(criteria)), "")


def _details(comparison: Comparison) -> Iterator[str]:
    some = parts(comparison)
    if some.rows:
        yield from ("Parts of the cases, which decide nothing:", "", *table(PART_HEADS, some.rows))
    if some.note:
        yield from (plain(some.note), "")
    yield from table(SPENT_HEADS, spent_rows(comparison))
    if comparison.stale:
        yield from (plain(stale(comparison)), "")
    yield from _list(apart(comparison))
    for kind in ("regression", "improvement"):
        of_kind = [flip for flip in comparison.flips if flip.kind == kind]
        if of_kind:
            yield from _flips(of_kind)


def _flips(flips: Sequence[Flip]) -> Iterator[str]:
    yield from (f"**{plain(flip_title(flips))}**", "")
    for flip in flips[:FLIPS]:
        said = words(flip)
        yield f"- {plain(flip_line(flip))}{f' — {code(said)}' if said else ''}"
    if len(flips) > FLIPS:
        yield f"- … and {len(flips) - FLIPS:,} more"
    yield ""


def _list(sentences: Sequence[str]) -> list[str]:
    return [*(f"- {plain(one)}" for one in sentences), ""] if sentences else []
