"""Graders by name: built-in ones, and those of the workspace's own code."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

from evalsuite.codec.arguments import bind_arguments
from evalsuite.codec.fingerprint import fingerprint
from evalsuite.domain.calibration import JUDGED
from evalsuite.domain.case import GraderSpec
from evalsuite.domain.verdict import Verdict
from evalsuite.errors import did_you_mean
from evalsuite.marks import GraderMark
from evalsuite.protocols import GradingContext, Knowledge

Grade = Callable[[GradingContext], Verdict | Awaitable[Verdict]]

# A new built-in grader is a module here and a line in this table.
BUILT_IN: Mapping[str, str] = {
    "calls": "evalsuite.graders.calls",
    "never_calls": "evalsuite.graders.calls",
    "calls_in_order": "evalsuite.graders.calls",
    "max_calls": "evalsuite.graders.calls",
    "says": "evalsuite.graders.words",
    "never_says": "evalsuite.graders.words",
    "asks": "evalsuite.graders.words",
    "max_words": "evalsuite.graders.words",
    "min_words": "evalsuite.graders.words",
    "ids": "evalsuite.graders.ids",
    "claims": "evalsuite.graders.claims",
    "tone": "evalsuite.graders.tone",
    "style": "evalsuite.graders.style",
    "policy": "evalsuite.graders.policy",
    "leaks": "evalsuite.graders.leaks",
    "safety": "evalsuite.graders.safety",
    "rubric": "evalsuite.graders.rubric",
    "deepeval": "evalsuite.graders.deepeval",
}

RESERVED = ("knowledge", "tools")
"""Parameters of a factory that evalsuite fills; YAML cannot set them."""


KNOWN = ("catalogue", "id_patterns", "facts", "sees_context")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A grader that can be named in YAML."""

    name: str
    version: int
    factory: Callable[..., Any]
    """Takes the YAML mapping as keyword-only parameters and gives the function that grades; or, where its first
    parameter is `context`, grades at once."""
    path: str = ""
    """The workspace file it stands in; empty for a built-in one."""
    content: str = ""
    """Fingerprint of that file."""
    knows: tuple[str, ...] = KNOWN
    """The parts of a workspace's knowledge it reads; they are part of its fingerprint."""
    judged: bool | Callable[[Mapping[str, Any], Knowledge], bool] = False
    """Whether it asks a model, with these parameters, so that its verdicts are worth what a calibration says."""
    known: Callable[[Mapping[str, Any], Knowledge], list[Any]] | None = None
    """What else is, by its parameters: not a whole part of that knowledge."""
    called: Callable[[Mapping[str, Any]], str] | None = None
    """What its verdicts are called, by its parameters, where one name would mix what must be told apart."""
    question: Callable[[Mapping[str, Any]], str] | None = None
    """What it asks then, in words: verdicts under one label are on one question."""

    @property
    def direct(self) -> bool:
        return next(iter(inspect.signature(self.factory).parameters), None) == "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A grader with its parameters, ready to grade."""

    name: str
    called: str = ""
    """What its verdicts are called where no label is given; empty for the grader's own name."""
    question: str = ""
    """The one of its many questions that it asks, in words; empty where it has but one."""
    fingerprint: str
    grade: Grade
    is_async: bool


@dataclass
class Registry:
    """Finds graders by name and binds each distinct pair of name and parameters once."""

    workspace: Mapping[str, Definition] = field(default_factory=dict)
    _built_in: dict[str, Definition] = field(default_factory=dict)
    _bound: dict[str, Bound] = field(default_factory=dict)

    def names(self) -> list[str]:
        return sorted({*BUILT_IN, *self.workspace})

    def definition(self, name: str) -> Definition:
        """Raises `ValueError`, with the nearest known name, where there is no such grader."""
        if name in self.workspace:
            return self.workspace[name]
        if name not in BUILT_IN:
            raise ValueError(f"no grader {name!r}.{did_you_mean(name, self.names())}")
        if name not in self._built_in:
            module = import_module(BUILT_IN[name])
            self._built_in[name] = Definition(
                name=name,
                version=getattr(module, "VERSION", 1),
                factory=getattr(module, name),
                knows=getattr(module, "KNOWS", KNOWN),
                known=getattr(module, "known", None),
                called=getattr(module, "called", None),
                question=getattr(module, "question", None),
                judged=getattr(module, "judged", getattr(module, "JUDGED", False)),
            )
        return self._built_in[name]

    def bind(self, spec: GraderSpec, *, knowledge: Knowledge, tools: Collection[str] | None = None) -> Bound:
        """The grader that a spec names. Raises `ArgumentsError` or `ValueError`, in words, where it cannot be bound."""
        definition = self.definition(spec.name)
        arguments = bind_arguments(definition.factory, spec, reserved=RESERVED)
        takes = inspect.signature(definition.factory).parameters
        known = [_plain(getattr(knowledge, name)) for name in definition.knows] if "knowledge" in takes else None
        if known is not None and definition.known:
            known += definition.known(arguments, knowledge)
        key = fingerprint(definition.name, definition.version, definition.content, arguments, known)
        judged = definition.judged
        if judged(arguments, knowledge) if callable(judged) else judged:
            key = JUDGED + key
        if "tools" in takes:  # the same words may be right in one case and name no tool in another
            definition.factory(**arguments, tools=tools)
        if key not in self._bound:
            self._bound[key] = _make(definition, arguments, key, knowledge if "knowledge" in takes else None)
        return self._bound[key]


def definitions(functions: Iterable[tuple[str, str, Any]]) -> dict[str, Definition]:
    """Graders among a workspace's functions, given as (path, fingerprint of the file, function).

    Raises `ValueError` naming both files where two share a name, or where one has a built-in grader's name.
    """
    found: dict[str, Definition] = {}
    for path, content, function in functions:
        mark = getattr(function, "__evalsuite__", None)
        if not isinstance(mark, GraderMark):
            continue
        if mark.name in BUILT_IN:
            raise ValueError(f"{path}: a grader named {mark.name!r} is built in; give yours another name")
        if mark.name in found:
            raise ValueError(f"{path}: {found[mark.name].path} has a grader named {mark.name!r} too; rename one")
        found[mark.name] = Definition(
            name=mark.name, version=mark.version, factory=function, path=path, content=content
        )
    return found


def _make(definition: Definition, arguments: Mapping[str, Any], key: str, knowledge: Knowledge | None) -> Bound:
    given = {**arguments, "knowledge": knowledge} if knowledge is not None else dict(arguments)
    grade = partial(definition.factory, **given) if definition.direct else definition.factory(**given)
    asynchronous = inspect.iscoroutinefunction(grade.func if isinstance(grade, partial) else grade)
    return Bound(
        name=definition.name,
        called=definition.called(arguments) if definition.called else "",
        question=definition.question(arguments) if definition.question else "",
        fingerprint=key,
        grade=grade,
        is_async=asynchronous,
    )


def _plain(known: Any) -> Any:
    """A part of the knowledge as a fingerprint takes it."""
    if isinstance(known, Mapping):
        return dict(known)
    return sorted(known) if isinstance(known, frozenset) else known
