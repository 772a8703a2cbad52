"""deepeval's metrics, built from what YAML says of them, with our judges as their model."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import deepeval.metrics as theirs
from deepeval.errors import DeepEvalError
from deepeval.metrics import BaseConversationalMetric, BaseMetric
from deepeval.metrics.dag import dag_from_dict
from deepeval.models import DeepEvalBaseLLM
from deepeval.test_case import ConversationalTestCase, LLMTestCase, MultiTurnParams, SingleTurnParams, ToolCall

from evalsuite.domain.conversation import Message
from evalsuite.errors import did_you_mean
from evalsuite.protocols import Judge, Request

UNREADABLE = (DeepEvalError, ValueError)
"""What a metric raises where its judge's answer, or the conversation, is not what it needs."""
Make = Callable[..., Any]
_OTHERS = frozenset({"model", "eval_mode", "system_one_model", "stt_model", "_audio_model"})
"""Parameters by which models would be asked that are no judges of the settings, some of them over the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    passed: bool | None
    """None where the metric could not tell."""
    score: float | None
    reason: str
    name: str


class JudgeModel(DeepEvalBaseLLM):  # type: ignore[misc]  # deepeval is no dependency of the checks
    """A judge as deepeval's model: asked on the loop that the judge lives on, from whatever thread a metric runs in."""

    def __init__(
        self, judge: Judge | None, loop: asyncio.AbstractEventLoop | None, *, sample: int, case_id: str
    ) -> None:
        self._judge, self._loop, self._sample, self._case_id = judge, loop, sample, case_id
        super().__init__(judge.identity if judge else "judge")

    def load_model(self, *_: Any, **__: Any) -> JudgeModel:
        return self

    def get_model_name(self, *_: Any, **__: Any) -> str:
        return self._judge.identity if self._judge else "judge"

    def generate(self, prompt: Any, schema: Any = None, **_: Any) -> Any:
        return _read(self._ask(prompt, schema).result(), schema)

    async def a_generate(self, prompt: Any, schema: Any = None, **_: Any) -> Any:
        return _read(await asyncio.wrap_future(self._ask(prompt, schema)), schema)

    def _ask(self, prompt: Any, schema: Any) -> Future[str]:
        assert self._judge is not None and self._loop is not None  # noqa: S101, PT018  - only built to be checked, else
        request = Request(
            messages=(Message(role="user", text=str(prompt)),),
            response_schema=_closed(schema.model_json_schema()) if schema is not None else None,
            parameters=self._judge.parameters,
            attempt=self._sample,
            case_id=self._case_id,
        )
        return asyncio.run_coroutine_threadsafe(_said(self._judge, request), self._loop)


def find(name: str, own: Mapping[str, Make]) -> Make:
    """What makes the metric of a name: the workspace's own, or deepeval's class, with or without "Metric" behind it.

    Raises `ValueError` with the nearest known name.
    """
    if name in own:
        return own[name]
    known = {
        word: one
        for word, one in vars(theirs).items()
        if isinstance(one, type)
        and issubclass(one, BaseMetric | BaseConversationalMetric)
        and not word.startswith("Base")
    }
    found = known.get(name) or known.get(f"{name}Metric")
    if found is None:
        raise ValueError(f"no metric {name!r}.{did_you_mean(name, sorted({*known, *own}))}")
    takes = inspect.signature(found).parameters
    if "stt_model" in takes or ("system_one_model" in takes and "model" not in takes):
        raise ValueError(f"metric {name!r} asks a model of its own, and no judge of the settings; take another one")
    return found


def asks_model(make: Make, options: Mapping[str, Any]) -> bool:
    """Whether such a metric asks a model at all: deepeval's tool correctness does so only with tools to choose from."""
    if make is theirs.ToolCorrectnessMetric:
        return "available_tools" in options
    return "model" in inspect.signature(make).parameters


def build(make: Make, options: Mapping[str, Any], model: JudgeModel) -> Any:
    """A metric of its own for each conversation, for it keeps its answer in itself. Raises `ValueError` in words."""
    given = _given(make, options, model)
    try:
        metric = make(**given)
    except (TypeError, ValueError, KeyError, AttributeError, DeepEvalError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(metric, BaseMetric | BaseConversationalMetric):
        raise ValueError(f"it gives no metric of deepeval, but {type(metric).__name__}")
    return metric


def measure(metric: Any, test_case: LLMTestCase | ConversationalTestCase) -> Measured:
    """What the metric says, on a loop of this thread's own: it may block, or begin a loop itself."""
    takes = inspect.signature(metric.a_measure).parameters
    silent = "_show_indicator" in takes or any(one.kind is one.VAR_KEYWORD for one in takes.values())
    asyncio.run(metric.a_measure(test_case, **({"_show_indicator": False} if silent else {})))
    score = getattr(metric, "score", None)
    return Measured(
        passed=bool(metric.is_successful()) if score is not None and not getattr(metric, "error", None) else None,
        score=score,
        reason=" ".join(str(getattr(metric, "reason", None) or getattr(metric, "error", None) or "").split()),
        name=str(getattr(metric, "__name__", type(metric).__name__)),
    )


def is_conversational(metric: Any) -> bool:
    return isinstance(metric, BaseConversationalMetric)


async def _said(judge: Judge, request: Request) -> str:
    return (await judge.model.complete(request)).message.text or ""


def _read(said: str, schema: Any) -> Any:
    return said if schema is None else schema.model_validate_json(said)


def _given(make: Make, options: Mapping[str, Any], model: JudgeModel) -> dict[str, Any]:
    """What the metric is made with: what YAML says in deepeval's own types, and our judge as the only model."""
    takes = inspect.signature(make).parameters
    theirs_own = isinstance(make, type)
    others = [name for name in options if theirs_own and name in _OTHERS]
    if others:
        raise ValueError(f"{others[0]!r} cannot be set: the judges of the settings are asked, and no other model")
    wrong = [name for name in options if name not in takes]
    if wrong:
        known = [name for name in takes if name not in _OTHERS]
        raise ValueError(f"it has no parameter {wrong[0]!r}.{did_you_mean(wrong[0], known)}")
    given = {name: _of_deepeval(name, value, make, model) for name, value in options.items() if value is not None}
    given |= {"model": model} if "model" in takes else {}
    given |= {"eval_mode": "llm"} if theirs_own and "eval_mode" in takes else {}
    _refuse_lacking(takes, given)
    return given


def _refuse_lacking(takes: Mapping[str, inspect.Parameter], given: Mapping[str, Any]) -> None:
    several = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    lacks = [name for name, one in takes.items() if one.default is one.empty and one.kind not in several]
    lacks = [name for name in lacks if name not in given]
    if {"criteria", "evaluation_steps"} <= takes.keys() and not {"criteria", "evaluation_steps"} & given.keys():
        lacks.append("criteria, or evaluation_steps")
    if lacks:
        raise ValueError(f"it wants {', '.join(lacks)}")


def _of_deepeval(name: str, value: Any, make: Make, model: JudgeModel) -> Any:
    """A value of YAML as deepeval's own type."""
    several = isinstance(make, type) and issubclass(make, BaseConversationalMetric)
    if name == "evaluation_params":
        kinds = MultiTurnParams if several else SingleTurnParams
        known = [one.value for one in kinds]
        wrong = [word for word in value if word not in known]
        if wrong:
            raise ValueError(f"no evaluation parameter {wrong[0]!r}.{did_you_mean(wrong[0], known)}")
        return [kinds(word) for word in value]
    if name == "dag":
        try:
            return dag_from_dict(_with_judge(value, model, several=several), multiturn=several)
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"dag: {error}") from None
    if name == "available_tools":
        return [ToolCall(**one) for one in value]
    return value


def _with_judge(dag: Any, model: JudgeModel, *, several: bool) -> Any:
    """The graph with our judge as the model of the metrics in it, which would ask a model of deepeval's own choice."""
    nodes = dag.get("nodes") if isinstance(dag, Mapping) else None
    if not isinstance(nodes, Mapping):
        return dag  # deepeval says what it wants
    return {**dag, "nodes": {name: _node_with_judge(node, model, several=several) for name, node in nodes.items()}}


def _node_with_judge(node: Any, model: JudgeModel, *, several: bool) -> Any:
    child = node.get("child") if isinstance(node, Mapping) else None
    if not isinstance(child, Mapping):
        return node
    if child.get("type") == "geval":
        make = theirs.ConversationalGEval if several else theirs.GEval
        options = {name: value for name, value in child.items() if name != "type"}
        return {**node, "child": {"type": "geval", **_given(make, options, model)}}
    if child.get("type") == "metric" and isinstance(child.get("metric_class"), str):
        make = find(child["metric_class"], {})
        given = _given(make, child.get("kwargs") or {}, model)
        return {**node, "child": {**child, "metric_class": make.__name__, "kwargs": given}}
    return node


def _closed(schema: Any) -> Any:
    """The schema with every object saying all its fields and no others, as endpoints want it to hold to it."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(one) for name, one in schema.items() if name != "default"}
    if "properties" in closed:
        closed |= {"additionalProperties": False, "required": list(closed["properties"])}
    return closed
