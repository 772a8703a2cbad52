"""The `deepeval` grader: a metric of deepeval's, or one of your own built on it, asked with the judges of the settings.

deepeval is loaded only where this grader is named; it needs `pip install 'evalsuite[deepeval]'`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import Severity
from evalsuite.errors import ModelError
from evalsuite.graders.injection import JUDGE_INJECTION, addressed
from evalsuite.graders.panel import NO_JUDGE_REPLY, Vote, decide
from evalsuite.graders.rubric import NO_JUDGE
from evalsuite.protocols import GradingContext, Judge, Knowledge

if TYPE_CHECKING:
    from evalsuite.bridges.metrics import Make

VERSION = 2
KNOWS = ()
BELOW = "below_threshold"
CODES: Mapping[str, Severity] = {BELOW: "error", JUDGE_INJECTION: "warn", NO_JUDGE_REPLY: "warn"}
_DEFAULTS: Mapping[str, Sequence[str]] = {
    "GEval": ("input", "actual_output", "tools_called"),
    "ConversationalGEval": ("role", "content", "tools_called"),
}
"""What a metric is shown that would be shown less, or nothing, where YAML does not say."""


def deepeval(
    *,
    metric: str,
    name: str | None = None,
    criteria: str | None = None,
    evaluation_steps: list[str] | None = None,
    evaluation_params: list[str] | None = None,
    threshold: float | None = None,
    expected_tools: list[dict[str, Any]] | None = None,
    dag: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
    knowledge: Knowledge,
) -> Callable[[GradingContext], Awaitable[Verdict]]:
    """A metric of deepeval by its name, such as GEval, ConversationalGEval, DAG or ToolCorrectness, or one that
    graders/*.py marks with `@metric`. Metrics of one exchange judge the last reply, with what went before it.

    `dag` is deepeval's own JSON form; `options` are further parameters of the metric. Fails below the threshold, and
    abstains without a judge, without a majority of votes, or where the metric cannot tell. Raises `ValueError`, in
    words, where there is no such metric, it cannot be built, or deepeval is not installed.
    """
    given: dict[str, Any] = {
        "criteria": criteria,
        "evaluation_steps": evaluation_steps,
        "threshold": threshold,
        "dag": dag,
    }
    given |= {"evaluation_params": evaluation_params or _DEFAULTS.get(metric)}
    given |= {"name": name or (metric if metric in {*_DEFAULTS, "DAG", "DAGMetric", "ConversationalDAG"} else None)}
    bound = _Bound(metric, {**given, **(options or {})}, expected_tools or (), knowledge)
    return bound.grade


def called(arguments: Mapping[str, Any]) -> str:
    """The metric's own name, or else that of its kind."""
    return str(arguments.get("name") or arguments["metric"])


def question(arguments: Mapping[str, Any]) -> str:
    """The metric, with what YAML has it ask."""
    asked = [arguments.get(name) for name in ("criteria", "evaluation_steps", "dag")]
    return f"{arguments['metric']} {' '.join(str(one) for one in asked if one)}".strip()


def judged(arguments: Mapping[str, Any], knowledge: Knowledge) -> bool:
    """Whether the metric asks a model."""
    make = _found(arguments["metric"], knowledge)
    from evalsuite.bridges.metrics import asks_model  # noqa: PLC0415  - loads deepeval

    return asks_model(make, arguments.get("options") or {})


def known(arguments: Mapping[str, Any], knowledge: Knowledge) -> list[Any]:
    """What the grader's fingerprint takes in beside its parameters: who judges, by whose prompts, and the workspace's
    own metric."""
    own = knowledge.metrics.get(arguments["metric"])
    judging = knowledge.judging
    judges = [[one.identity, dict(one.parameters)] for one in judging.judges] if judging else []
    try:
        prompts = version("deepeval")
    except PackageNotFoundError:
        prompts = ""
    return [judges, judging.samples if judging else 0, prompts, own.content if own else ""]


class _Bound:
    """A metric with its parameters."""

    def __init__(
        self, name: str, options: Mapping[str, Any], expected: Sequence[Mapping[str, Any]], knowledge: Knowledge
    ) -> None:
        self._make = _found(name, knowledge)
        from evalsuite.bridges import metrics as bridge  # noqa: PLC0415

        self._bridge = bridge
        self._options, self._expected = {key: value for key, value in options.items() if value is not None}, expected
        self._asks = bridge.asks_model(self._make, self._options)
        self._several = bridge.is_conversational(self._built(None, None, 1, ""))

    async def grade(self, context: GradingContext) -> Verdict:
        if not context.replies:
            return abstain("there is no reply to judge")
        judging = context.knowledge.judging if self._asks else None
        judges: Sequence[Judge | None] = (judging.judges if judging else ()) if self._asks else (None,)
        if not judges:
            return abstain(NO_JUDGE)
        injected = tuple(addressed(context)) if self._asks else ()
        if injected:
            return abstain("not shown to a judge: the conversation speaks to one; a person must look", injected)
        test_case = self._test_case(context)

        async def vote(judge: Judge | None, sample: int) -> Vote:
            return await self._vote(context, test_case, judge, sample)

        decided = await decide(judges, samples=judging.samples if judging else 1, vote=vote)  # type: ignore[arg-type]  # None asks none
        if decided.choice == "abstain":
            lost = [one for one in decided.votes if one.lost]
            warned = [Finding(code=NO_JUDGE_REPLY, severity="warn", reason=one.reasoning) for one in lost[:1]]
            return abstain(decided.speaker.reasoning or f"no majority: {decided.counted}", tuple(warned))
        if decided.choice != "fail":
            return verdict_of([])
        last = context.replies[-1]
        return verdict_of([Finding(code=BELOW, message=last, reason=decided.speaker.reasoning)])

    async def _vote(self, context: GradingContext, test_case: Any, judge: Judge | None, sample: int) -> Vote:
        metric = self._built(judge, asyncio.get_running_loop(), sample, context.case.id)
        try:
            seen = await asyncio.to_thread(partial(self._bridge.measure, metric, test_case))
        except ModelError as error:
            return Vote(choice="abstain", reasoning=error.failure.text, lost=True)
        except self._bridge.UNREADABLE as error:
            text = " ".join(str(error).split())[:300]
            return Vote(choice="abstain", reasoning=f"the metric could not be measured: {text}")
        if seen.passed is None:
            return Vote(choice="abstain", reasoning=seen.reason or f"{seen.name} gave no score")
        score = f"{seen.name} scores {seen.score:.2g}, at least {metric.threshold:.2g} is wanted"
        return Vote(choice="pass" if seen.passed else "fail", reasoning=f"{score}: {seen.reason}".rstrip(": "))

    def _test_case(self, context: GradingContext) -> Any:
        from evalsuite.bridges.cases import conversation, exchange  # noqa: PLC0415

        if self._several:
            return conversation(context.messages[: context.span[1]])
        return exchange(context, self._expected)

    def _built(self, judge: Judge | None, loop: asyncio.AbstractEventLoop | None, sample: int, case_id: str) -> Any:
        model = self._bridge.JudgeModel(judge, loop, sample=sample, case_id=case_id)
        return self._bridge.build(self._make, self._options, model)


def _found(name: str, knowledge: Knowledge) -> Make:
    try:
        from evalsuite.bridges.metrics import find  # noqa: PLC0415  - loads deepeval
    except ModuleNotFoundError as missing:
        raise ValueError(str(missing)) from None
    return find(name, {word: own.make for word, own in knowledge.metrics.items()})
