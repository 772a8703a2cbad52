"""Decorators by which a workspace's own code says what it is."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])


class GraderMark(NamedTuple):
    name: str
    version: int


class SimulatorMark(NamedTuple):
    name: str


class MetricMark(NamedTuple):
    name: str


@overload
def grader(function: F) -> F: ...
@overload
def grader(*, name: str | None = None, version: int = 1) -> Callable[[F], F]: ...
def grader(function: F | None = None, *, name: str | None = None, version: int = 1) -> F | Callable[[F], F]:
    """Make a function a grader: `def names_the_order(context, *, order_id): …` gives a `Verdict`.

    Keyword-only parameters are what YAML may set. A new `version` makes runs graded before it count as stale.
    """

    def mark(target: F) -> F:
        target.__evalsuite__ = GraderMark(name or target.__name__, version)  # type: ignore[attr-defined]
        return target

    return mark(function) if function is not None else mark


def simulator(name: str) -> Callable[[F], F]:
    """Make a function a simulator's factory: it takes `case_id`, `attempt` and `context`, and gives a `Simulator`."""

    def mark(target: F) -> F:
        target.__evalsuite__ = SimulatorMark(name)  # type: ignore[attr-defined]
        return target

    return mark


def metric(function: F) -> F:
    """Name a metric of deepeval's kind for YAML: the function takes `model`, and as keywords what YAML says of the
    metric, and gives a `BaseMetric` or `BaseConversationalMetric`; `- deepeval: {metric: NAME}` grades by it."""
    function.__evalsuite__ = MetricMark(function.__name__)  # type: ignore[attr-defined]
    return function
