"""Cases whose outcome is another one now, those that changed told from those that waver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalsuite.compare.pairs import Pair, Trials, attempts, labels_of, passes
from evalsuite.domain.comparison import Attempts, Certainty, Flip
from evalsuite.stats.repeats import flake


def flips_of(pairs: Iterable[Pair]) -> tuple[Flip, ...]:
    """Regressions first, of each kind those that are sure before those that are not, then by case id."""
    order: Mapping[Certainty, int] = {"reliable": 0, "unsure": 1, "flaky": 2}
    flips = [flip for pair in pairs if (flip := _flip(pair))]
    return tuple(sorted(flips, key=lambda flip: (flip.kind != "regression", order[flip.certainty], flip.case_id)))


def _flip(pair: Pair) -> Flip | None:
    before, after = _majority(pair.before, ""), _majority(pair.after, "")
    if before is None or after is None or before == after:
        return None
    labels = [
        label
        for label in sorted(labels_of(pair.before) | labels_of(pair.after))
        if (_majority(pair.before, label), _majority(pair.after, label)) in _TURNED[after]
    ]
    was, now = attempts(pair.before), attempts(pair.after)
    return Flip(
        case_id=pair.case_id,
        kind="improvement" if after else "regression",
        labels=tuple(labels),
        certainty=_certainty(was, now),
        before=was,
        after=now,
    )


_TURNED: Mapping[bool, set[tuple[bool | None, bool | None]]] = {
    False: {(True, False), (None, False)},
    True: {(False, True), (False, None)},
}


def _certainty(before: Attempts, after: Attempts) -> Certainty:
    if any(0 < one.passed < one.judged for one in (before, after)):
        return "flaky"
    sure = all(flake(one.passed, one.judged).startswith("stable") for one in (before, after))
    return "reliable" if sure else "unsure"


def _majority(trials: Trials, label: str) -> bool | None:
    """Whether most judged attempts passed; None where they are even, or nothing was judged."""
    judged = passes(trials, label)
    passed = sum(judged)
    return None if 2 * passed == len(judged) else 2 * passed > len(judged)
