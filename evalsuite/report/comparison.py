"""Two runs side by side, and what was decided, told in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalsuite.domain.decision import Comparison, CriterionResult, Decision, Flip, Interval, Party
from evalsuite.domain.vocabulary import TrialOutcome
from evalsuite.gate import advisory, percent, points
from evalsuite.report.headline import counted
from evalsuite.report.text import table
from evalsuite.report.visible import visible
from evalsuite.stats.clusters import FEWEST

HEADS = ("", "baseline", "candidate", "difference", "90 % interval", "allowed", "answer")
"""Of the table; the interval is that of the difference, but for what fails that of the candidate's share."""
FLIPS = 20
"""Flips of each kind that are shown."""
WORDS = 160
"""Characters that are shown of what a finding says."""
NAMES = 5
"""Cases that are named where some could not be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion as a table shows it; a cell is empty where there is nothing to say."""

    name: str
    baseline: str
    candidate: str
    difference: str
    interval: str
    """Where the truth lies but for 1 chance in 20 on each side: of the difference, or of the share that fails."""
    allowed: str
    answer: str


def decision_text(comparison: Comparison, decision: Decision) -> str:
    """The decision first, then why, the table, the flips, and what would change it; several lines."""
    lines = [decision.sentence, *_bullets(decision.reasons), "", *_sides(comparison), ""]
    lines += [*_table(decision.criteria), *_apart(comparison), *_flips(comparison.flips)]
    if decision.would_decide:
        lines += ["", "What would change this:", *_bullets(decision.would_decide)]
    return visible("\n".join(lines))


def comparison_text(comparison: Comparison) -> str:
    """The difference in a sentence, then the table and the flips; several lines."""
    criteria = [advisory(contrast) for contrast in (comparison.overall, *comparison.graders.values())]
    lines = [sentence(comparison), "", *_sides(comparison), ""]
    return visible("\n".join([*lines, *_table(criteria), *_apart(comparison), *_flips(comparison.flips)]))


def sentence(comparison: Comparison) -> str:
    """The difference of two runs in plain words."""
    overall, before, after = comparison.overall, comparison.baseline.name, comparison.candidate.name
    if not overall.cases:
        return f"No case of {before} and {after} can be compared."
    if overall.difference:
        how = f"{points(overall.difference)} {'higher' if overall.difference > 0 else 'lower'}"
    else:
        how = "the same"
    said = f"{after} passes {percent(overall.candidate)} of {counted(overall.cases, 'common case')}, "
    said += f"{before} {percent(overall.baseline)}: {how}"
    details = []
    if overall.interval:
        details.append(f"90 % interval {_span(overall.interval)} points")
    if overall.p is not None:
        details.append(f"McNemar mid-p {overall.p:.3f}" if overall.p >= 0.0005 else "McNemar mid-p below 0.001")
    return f"{said} ({'; '.join(details)})." if details else f"{said}; too few independent cases for an interval."


def rows(criteria: Sequence[CriterionResult]) -> list[Row]:
    """What a table shows of them, in their order: all that decide, and those that only tell and rest on enough."""
    return [_row(one) for one in criteria if one.criterion.role != "advisory" or one.n >= FEWEST]


def unshown(criteria: Sequence[CriterionResult]) -> str:
    """Graders that the table leaves out, since chance alone would move them, in words; empty where there are none."""
    few = [one.criterion.label for one in criteria if one.criterion.role == "advisory" and one.n < FEWEST]
    if not few:
        return ""
    return f"{counted(len(few), 'grader')} with fewer than {FEWEST} common cases: {', '.join(few)}"


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


def _row(one: CriterionResult) -> Row:
    criterion = one.criterion
    name = f"{criterion.label} passes" if criterion.label else "pass rate"
    known = one.baseline is not None and one.candidate is not None
    difference = f"{100 * ((one.candidate or 0) - (one.baseline or 0)):+.1f}" if known else ""
    interval = _span(one.interval) if one.interval else ""
    allowed = f"> -{points(criterion.allowed).split()[0]}" if criterion.allowed else ""
    if criterion.role == "hard_zero":
        name = f"{criterion.label} fails"
        interval = f"{_number(one.interval.low)} to {_number(one.interval.high)}" if one.interval else ""
        allowed = f"< {percent(criterion.allowed or 0)}"
    return Row(
        name=name,
        baseline="" if one.baseline is None else percent(one.baseline),
        candidate="" if one.candidate is None else percent(one.candidate),
        difference=difference,
        interval=interval,
        allowed=allowed,
        answer=one.answer or "",
    )


def _span(interval: Interval) -> str:
    return f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f}"


def _number(share: float) -> str:
    return f"{100 * share:.1f}"


def _table(criteria: Sequence[CriterionResult]) -> list[str]:
    width = len(HEADS) if any(one.answer for one in criteria) else HEADS.index("allowed")
    cells = [
        (row.name, row.baseline, row.candidate, row.difference, row.interval, row.allowed, row.answer)[:width]
        for row in rows(criteria)
    ]
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


def _apart(comparison: Comparison) -> Iterator[str]:
    told = parted(comparison)
    if told:
        yield ""
    for why, cases in told:
        more = f" and {len(cases) - NAMES:,} more" if len(cases) > NAMES else ""
        yield f"  {counted(len(cases), 'case')} {why}: {', '.join(cases[:NAMES])}{more}"


def _flips(flips: Sequence[Flip]) -> Iterator[str]:
    for kind in ("regression", "improvement"):
        of_kind = [flip for flip in flips if flip.kind == kind]
        if not of_kind:
            continue
        yield ""
        yield f"{counted(len(of_kind), kind)}:"
        for flip in of_kind[:FLIPS]:
            yield f"  {flip.case_id}: {', '.join(flip.labels) or 'no grader alone'}"
            if flip.quote or flip.reason:
                words = " ".join(_words(flip).split())
                yield f"      {words[:WORDS]}{'…' if len(words) > WORDS else ''}"
        if len(of_kind) > FLIPS:
            yield f"  … and {len(of_kind) - FLIPS:,} more; --json lists them all"


def _words(flip: Flip) -> str:
    return f"»{flip.quote}« {flip.reason}" if flip.quote and flip.quote not in flip.reason else flip.reason


def _bullets(sentences: Sequence[str]) -> list[str]:
    return [f"  - {one}" for one in sentences]
