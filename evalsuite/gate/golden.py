"""Whether the golden cases that passed still do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalsuite.domain.comparison import CaseHistory, Comparison
from evalsuite.domain.decision import Criterion, CriterionResult
from evalsuite.gate.seen import blank, undecided
from evalsuite.stats.repeats import flake

NAMED = 3
"""Cases that a sentence names."""
MOST_TRIALS = 50


def golden_holds(comparison: Comparison) -> CriterionResult:
    """Hold where a golden case that passed reliably fails reliably; undecided where one failed too few times to say so,
    or was not judged. A case whose origin nobody told is golden."""
    cases = [one for one in comparison.cases if one.origin in {"", "golden"}]
    seen = _seen(cases)
    if not cases:
        sentence = "there is no golden case that both runs answered"
        return undecided(seen, "no_golden", sentence, "run both assistants on the golden cases")
    passed = [one for one in cases if one.before.judged and one.before.passed == one.before.judged]
    other = set(comparison.overall.other_graders)
    failed = [one for one in passed if _fails(one) and one.case_id not in other]
    broken = [one for one in failed if _surely(one)]
    if broken:
        sentence = f"{_counted(broken)} that passed reliably now {_fail(broken)} reliably: {_names(broken)}"
        mend = f"mend {_names(broken)}"
        return replace(seen, answer="hold", reason="golden_broken", sentence=sentence, would_decide=mend)
    if failed:
        sentence = f"{_counted(failed)} that passed now {_fail(failed)}, in too few attempts to tell it from chance"
        mend = (
            f"{trials_to_tell()} attempts of each (--trials {trials_to_tell()}) in both runs, or mend {_names(failed)}"
        )
        return undecided(seen, "golden_unsure", f"{sentence}: {_names(failed)}", mend)
    unseen = [one for one in passed if one.after is None or not one.after.judged or one.case_id in other]
    if unseen:
        sentence = f"{_counted(unseen)} that passed before could not be judged now: {_names(unseen)}"
        return undecided(seen, "golden_unjudged", sentence, "run and judge every golden case")
    told = (
        f"none of {len(passed):,} golden cases that passed before"
        if passed
        else "no golden case passed before, so none"
    )
    return replace(seen, answer="ship", reason="golden_holds", sentence=f"{told} fails reliably now")


def trials_to_tell() -> int:
    """Attempts after which a case that never failed counts as one that passes."""
    return next(count for count in range(1, MOST_TRIALS) if flake(count, count) == "stable pass")


def _seen(cases: Sequence[CaseHistory]) -> CriterionResult:
    """The share of golden cases that both runs answered in which every attempt passed."""
    both = [(one.before, one.after) for one in cases if one.before.judged and one.after and one.after.judged]
    seen = blank(Criterion(label="golden", role="golden_holds"))
    if not both:
        return seen
    before, after = (sum(one.passed == one.judged for one in side) / len(both) for side in zip(*both, strict=True))
    return replace(seen, baseline=before, candidate=after, n=len(both))


def _fails(one: CaseHistory) -> bool:
    return one.after is not None and bool(one.after.judged) and not one.after.passed


def _surely(one: CaseHistory) -> bool:
    return (
        one.after is not None
        and flake(one.before.passed, one.before.judged) == "stable pass"
        and flake(one.after.passed, one.after.judged) == "stable fail"
    )


def _counted(cases: Sequence[CaseHistory]) -> str:
    return "a golden case" if len(cases) == 1 else f"{len(cases):,} golden cases"


def _fail(cases: Sequence[CaseHistory]) -> str:
    return "fails" if len(cases) == 1 else "fail"


def _names(cases: Sequence[CaseHistory]) -> str:
    more = f" and {len(cases) - NAMED:,} more" if len(cases) > NAMED else ""
    return f"{', '.join(one.case_id for one in cases[:NAMED])}{more}"
