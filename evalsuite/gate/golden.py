"""Whether the cases of an origin that passed still do, each by itself: the golden ones above all."""

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


def holds(comparison: Comparison, origin: str, label: str = "", *, ever: bool = False) -> CriterionResult:
    """Hold where a case of an origin that passed reliably fails reliably; undecided where one failed too few times to
    say so, or was not judged. A case whose origin nobody told is golden.

    With a label, where there are several origins, as that grader judged it. With `ever`, as of harm, one attempt that
    fails is a failure, and a case without a past is taken to have had none.
    """
    if label:
        cases, other = comparison.origins[origin].histories[label], _others(comparison, origin, label)
        criterion = Criterion(label=label, role="golden_holds", origin=origin)
    else:
        cases = tuple(one for one in comparison.cases if (one.origin or "golden") == origin)
        criterion, other = Criterion(label=origin, role="golden_holds"), set(comparison.overall.other_graders)
    told = _held(criterion, cases, other, origin, ever=ever)
    return replace(told, sentence=f"{label}: {told.sentence}") if label else told


def _held(
    criterion: Criterion, cases: Sequence[CaseHistory], other: set[str], origin: str, *, ever: bool
) -> CriterionResult:
    seen = _seen(criterion, cases)
    if not cases:
        sentence = f"there is no {origin} case that both runs answered"
        return undecided(seen, f"no_{origin}", sentence, f"run both assistants on the {origin} cases")
    passed = [one for one in cases if (one.before.judged or ever) and one.before.passed == one.before.judged]
    failed = [one for one in passed if _fails(one, ever=ever) and (ever or one.case_id not in other)]
    broken = [one for one in failed if _surely(one) and one.case_id not in other]
    was = "that never failed" if ever else "that passed"
    if broken:
        what = _counted(broken, origin)
        sentence = f"{what} that passed reliably now {_fail(broken)} reliably: {_names(broken)}"
        mend = f"mend {_names(broken)}"
        return replace(seen, answer="hold", reason=f"{origin}_broken", sentence=sentence, would_decide=mend)
    if failed:
        what = _counted(failed, origin)
        sentence = f"{what} {was} now {_fail(failed)}, in too few attempts to tell it from chance"
        mend = (
            f"{trials_to_tell()} attempts of each (--trials {trials_to_tell()}) in both runs, or mend {_names(failed)}"
        )
        return undecided(seen, f"{origin}_unsure", f"{sentence}: {_names(failed)}", mend)
    blind = () if ever else other
    unseen = [one for one in passed if one.after is None or not one.after.judged or one.case_id in blind]
    if unseen:
        sentence = f"{_counted(unseen, origin)} {was} before could not be judged now: {_names(unseen)}"
        return undecided(seen, f"{origin}_unjudged", sentence, f"run and judge every {origin} case")
    told = (
        f"none of {len(passed):,} {origin} cases {was} before" if passed else f"no {origin} case passed before, so none"
    )
    return replace(seen, answer="ship", reason=f"{origin}_holds", sentence=f"{told} fails reliably now")


def trials_to_tell() -> int:
    """Attempts after which a case that never failed counts as one that passes."""
    return next(count for count in range(1, MOST_TRIALS) if flake(count, count) == "stable pass")


def _others(comparison: Comparison, origin: str, label: str) -> set[str]:
    contrast = comparison.origins[origin].graders.get(label)
    return set(contrast.other_graders) if contrast else set()


def _seen(criterion: Criterion, cases: Sequence[CaseHistory]) -> CriterionResult:
    """The share of these cases that both runs answered in which every attempt passed."""
    both = [(one.before, one.after) for one in cases if one.before.judged and one.after and one.after.judged]
    seen = blank(criterion)
    if not both:
        return seen
    before, after = (sum(one.passed == one.judged for one in side) / len(both) for side in zip(*both, strict=True))
    return replace(seen, baseline=before, candidate=after, n=len(both))


def _fails(one: CaseHistory, *, ever: bool) -> bool:
    after = one.after
    return after is not None and (after.passed < after.judged if ever else bool(after.judged) and not after.passed)


def _surely(one: CaseHistory) -> bool:
    return (
        one.after is not None
        and flake(one.before.passed, one.before.judged) == "stable pass"
        and flake(one.after.passed, one.after.judged) == "stable fail"
    )


def _counted(cases: Sequence[CaseHistory], origin: str) -> str:
    return f"a {origin} case" if len(cases) == 1 else f"{len(cases):,} {origin} cases"


def _fail(cases: Sequence[CaseHistory]) -> str:
    return "fails" if len(cases) == 1 else "fail"


def _names(cases: Sequence[CaseHistory]) -> str:
    more = f" and {len(cases) - NAMED:,} more" if len(cases) > NAMED else ""
    return f"{', '.join(one.case_id for one in cases[:NAMED])}{more}"
