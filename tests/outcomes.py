"""Results and sides for tests of comparisons, written as short as they are read."""

from evalsuite.domain.comparison import Side
from evalsuite.domain.run import Failure, Result


def result(case_id, outcome="pass", *, attempt=1, graders=None, **fields):
    """A trial; `graders` are outcomes by label, all under the fingerprint "v1"."""
    spoken = graders or {}
    marks = fields.pop("marks", dict.fromkeys(spoken, "v1"))
    error = Failure(kind="timeout", text="slow") if outcome == "error" else None
    return Result(
        case_id=case_id, attempt=attempt, outcome=outcome, outcomes=spoken, graders=marks, error=error, **fields
    )


def side(*results, name="alex", run="run-1", **fields):
    return Side(name=name, run=run, results=list(results), **fields)


def tried(case_id, attempts, **fields):
    """Attempts of one case, "ppf" for two that passed and one that failed."""
    words = {"p": "pass", "f": "fail", "e": "error", "u": "ungraded"}
    return [result(case_id, words[one], attempt=number, **fields) for number, one in enumerate(attempts, 1)]


def cases(*, passed=0, failed=0, start=0, graders=False):
    """So many cases that pass, then so many that fail, numbered through; with `graders`, by the word of claims."""
    outcomes = ["pass"] * passed + ["fail"] * failed
    return [
        result(f"c{start + number:04d}", outcome, graders={"claims": outcome} if graders else None)
        for number, outcome in enumerate(outcomes)
    ]


def pairs(*, both=0, gained=0, lost=0, neither=0):
    """Two sides with so many cases of each kind."""
    before = ["pass"] * both + ["fail"] * gained + ["pass"] * lost + ["fail"] * neither
    after = ["pass"] * both + ["pass"] * gained + ["fail"] * lost + ["fail"] * neither
    return (
        side(*(result(f"c{i:04d}", one) for i, one in enumerate(before)), name="base", run="run-b"),
        side(*(result(f"c{i:04d}", one) for i, one in enumerate(after)), name="cand", run="run-c"),
    )
