"""Two runs side by side, and what was decided, told in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from evalsuite.codec.records import plain
from evalsuite.compare import lean, some
from evalsuite.domain.comparison import Comparison, Flip, Party
from evalsuite.domain.decision import CriterionResult, Weighed
from evalsuite.domain.vocabulary import TrialOutcome
from evalsuite.gate import advisory, told_graders
from evalsuite.gate.words import percent, points
from evalsuite.report.changes import (
    PART_HEADS,
    SPENT_HEADS,
    flip_line,
    flip_title,
    parts,
    plan_lines,
    span,
    spent_rows,
    stale,
)
from evalsuite.report.criteria import HEADS, rows, unshown
from evalsuite.report.headline import counted
from evalsuite.report.text import table
from evalsuite.report.visible import visible

FLIPS = 20
"""Flips of each kind that are shown."""
WORDS = 160
"""Characters that are shown of what a finding says."""


def decision_text(weighed: Weighed) -> str:
    """The decision first, then why, the warnings, the tables, the flips, and what would change it; several lines."""
    comparison, decision = weighed.comparison, weighed.decision
    lines = [decision.sentence, *_bullets(decision.reasons), *_bullets(weighed.warnings), "", *_sides(comparison), ""]
    lines += [*_table(decision.criteria), *_details(comparison)]
    if decision.would_decide:
        lines += ["", "What would change this:", *_bullets(decision.would_decide)]
    if decision.plan:
        lines += ["", "Plan:", *_bullets(plan_lines(decision.plan))]
    return visible("\n".join(lines))


def comparison_text(comparison: Comparison, warnings: Sequence[str] = ()) -> str:
    """The difference in a sentence, then warnings, the tables and the flips; several lines."""
    lines = [sentence(comparison), *_bullets(warnings), "", *_sides(comparison), ""]
    return visible("\n".join([*lines, *_table(advice(comparison)), *_details(comparison)]))


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """As JSON values, without the numbers of single cases; of several origins nothing that blends them: `overall` is
    None, `graders`, `harms` and `harms_before` are empty, and all of these stand under each of `origins`."""
    told: dict[str, Any] = plain(lean(comparison))
    blended: dict[str, Any] = {"overall": None, "graders": {}, "harms": {}, "harms_before": {}}
    return told | blended if comparison.origins else told


def advice(comparison: Comparison) -> list[CriterionResult]:
    """The rates of two runs where nothing is decided; several origins are told apart, among the parts."""
    whole = () if comparison.origins else (advisory(comparison.overall),)
    return [*whole, *told_graders(comparison)]


def sentence(comparison: Comparison) -> str:
    """The difference of two runs in plain words."""
    overall, before, after = comparison.overall, comparison.baseline.name, comparison.candidate.name
    if not overall.cases:
        return f"No case of {before} and {after} can be compared."
    if comparison.origins:
        return f"{_by_origin(comparison)}."
    if overall.difference:
        how = f"{points(overall.difference)} {'higher' if overall.difference > 0 else 'lower'}"
    else:
        how = "the same"
    said = f"{after} passes {percent(overall.candidate)} of {counted(overall.cases, 'common case')}, "
    said += f"{before} {percent(overall.baseline)}: {how}"
    details = []
    if overall.interval:
        details.append(f"95 % interval {span(overall.interval)} points")
    if overall.p is not None:
        details.append(f"McNemar mid-p {overall.p:.3f}" if overall.p >= 0.0005 else "McNemar mid-p below 0.001")
    return f"{said} ({'; '.join(details)})." if details else f"{said}; too few independent cases for an interval."


def _by_origin(comparison: Comparison) -> str:
    """Cases that were written, of tickets, and that went well are of other kinds: no rate is told of all of them."""
    told = (
        f"{percent(one.overall.candidate)} of {counted(one.overall.cases, f'{origin} case')} "
        f"({comparison.baseline.name}: {percent(one.overall.baseline)})"
        for origin, one in comparison.origins.items()
        if one.overall.cases
    )
    return f"{comparison.candidate.name} passes {', '.join(told)}"


def parted(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """Cases that are in no comparison, by why, in words; only kinds that have some."""
    kinds = [
        ("only in the baseline", comparison.missing),
        ("only in the candidate", comparison.new),
        ("with another script now", comparison.changed),
        ("judged by other graders", comparison.overall.other_graders),
        ("that could not be judged on both sides", comparison.overall.unjudged),
    ]
    return [(why, cases) for why, cases in kinds if cases]


def words(flip: Flip) -> str:
    """What the first finding says with the words it is about, on one short line; empty where that is not at hand."""
    told = f"»{flip.quote}« {flip.reason}" if flip.quote and flip.quote not in flip.reason else flip.reason
    line = " ".join(told.split())
    return f"{line[:WORDS]}{'…' if len(line) > WORDS else ''}"


def apart(comparison: Comparison) -> list[str]:
    """A line for each kind of cases that are in no comparison."""
    lines = []
    for why, cases in parted(comparison):
        lines.append(f"{counted(len(cases), 'case')} {why}: {some(cases)}")
    return lines


def _table(criteria: Sequence[CriterionResult]) -> list[str]:
    width = len(HEADS) if any(one.answer for one in criteria) else HEADS.index("at worst")
    cells = [astuple(row)[:width] for row in rows(criteria)]
    left_out = unshown(criteria)
    return [*table([HEADS[:width], *cells]), *([f"  ({left_out})"] if left_out else [])] if cells else []


def _sides(comparison: Comparison) -> list[str]:
    sides = (("baseline", comparison.baseline), ("candidate", comparison.candidate))
    return table([(role, party.name, f"run {party.run}", _seen(party)) for role, party in sides])


def _seen(party: Party) -> str:
    words: Mapping[TrialOutcome, str] = {
        "pass": "passed",
        "fail": "failed",
        "ungraded": "not judged",
        "error": "no reply",
    }
    told = ", ".join(f"{party.outcomes[kind]:,} {word}" for kind, word in words.items() if party.outcomes[kind])
    trials = counted(party.cases, "case")
    return f"{trials}: {told}" if party.trials == party.cases else f"{party.trials:,} trials of {trials}: {told}"


def _details(comparison: Comparison) -> Iterator[str]:
    """All that stands behind the answer and decides nothing by itself."""
    some = parts(comparison)
    if some.rows:
        yield from ("", "Parts of the cases, which decide nothing:", *table([PART_HEADS, *some.rows]))
    if some.note:
        yield from (*(() if some.rows else ("",)), f"  ({some.note})")
    spent = spent_rows(comparison)
    if spent:
        yield from ("", *table([SPENT_HEADS, *spent]))
    if comparison.stale:
        yield from ("", stale(comparison))
    if lines := apart(comparison):
        yield from ("", *(f"  {line}" for line in lines))
    yield from _flips(comparison.flips)


def _flips(flips: Sequence[Flip]) -> Iterator[str]:
    for kind in ("regression", "improvement"):
        of_kind = [flip for flip in flips if flip.kind == kind]
        if not of_kind:
            continue
        yield from ("", flip_title(of_kind))
        for flip in of_kind[:FLIPS]:
            yield f"  {flip_line(flip)}"
            if said := words(flip):
                yield f"      {said}"
        if len(of_kind) > FLIPS:
            yield f"  … and {len(of_kind) - FLIPS:,} more; --json lists them all"


def _bullets(sentences: Sequence[str]) -> list[str]:
    return [f"  - {one}" for one in sentences]
