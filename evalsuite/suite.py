"""Cases with their graders bound: every unknown name is refused here, before a model call is paid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from evalsuite.codec.arguments import ArgumentsError
from evalsuite.codec.fingerprint import expectations_fingerprint, script_fingerprint
from evalsuite.domain.case import Case, GraderSpec, LocatedCase, Step
from evalsuite.errors import Complaint, InputError, did_you_mean
from evalsuite.graders.registry import Bound, Registry
from evalsuite.protocols import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A bound grader with the label of its verdict and the part of the conversation it is about."""

    label: str
    bound: Bound
    required: bool
    turn: int | None = None
    """Which of the case's customer messages it is about, counted from 0; None for the whole conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCase:
    case: Case
    path: str = ""
    line: int = 0
    script: str = ""
    expectations: str = ""
    """Fingerprints."""
    graders: tuple[Placed, ...] = ()
    """The case's own expectations in file order, then the standing graders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    cases: tuple[BoundCase, ...]
    standing: tuple[Placed, ...]


@dataclass(frozen=True, kw_only=True)
class Binder:
    """Binds cases to graders with what the workspace knows."""

    registry: Registry
    knowledge: Knowledge
    standing: Sequence[GraderSpec] = ()
    tools: Collection[str] | None = None
    """Names of the tools that exist; None where any name may be one."""
    optional: Collection[str] = ()
    """Graders whose silence holds no trial back, even where a case expects them to speak."""

    def suite(self, cases: Iterable[LocatedCase]) -> Suite:
        """The suite of these cases. Raises one `InputError` with every mistake of every case."""
        complaints: list[Complaint] = []
        standing = self.standing_graders
        asked = {placed.label: placed.bound.question for placed in standing if placed.bound.question}
        bound = tuple(_Binding(self, one.case, one, complaints, asked).case(standing) for one in cases)
        if complaints:
            raise InputError(complaints)
        return Suite(cases=bound, standing=standing)

    def case(self, case: Case) -> BoundCase:
        """One case that stands in no file. Raises `InputError`."""
        complaints: list[Complaint] = []
        bound = _Binding(self, case, None, complaints).case(self.standing_graders)
        if complaints:
            raise InputError(complaints)
        return bound

    @cached_property
    def standing_graders(self) -> tuple[Placed, ...]:
        """Graders that the settings name for every case. Raises `InputError`."""
        complaints: list[Complaint] = []
        placed = tuple(_Binding(self, None, None, complaints).placed(self.standing, ()))
        if complaints:
            raise InputError(Complaint(text=f"standing graders: {complaint.text}") for complaint in complaints)
        return placed


class _Binding:
    """One case on its way to being bound; mistakes go to `complaints`, so that all are told at once."""

    def __init__(
        self,
        binder: Binder,
        case: Case | None,
        located: LocatedCase | None,
        complaints: list[Complaint],
        asked: dict[str, str] | None = None,
    ) -> None:
        self.binder, self.located, self.complaints = binder, located, complaints
        self._asked = {} if asked is None else asked
        """The question that each label stands for in all cases, where its grader has several."""
        self.subject = f"case {case.id!r}: " if case else ""
        self._case = case
        self._labels: dict[str, int] = {}
        tools = binder.tools
        self._tools = {*tools, *case.tools} if case and tools is not None else tools

    def case(self, standing: Sequence[Placed]) -> BoundCase:
        case = self._case
        assert case is not None  # noqa: S101  - for the type checker: standing graders alone have none
        self._labels = {placed.label: 1 for placed in standing}
        turns = [index for index, message in enumerate(case.messages) if message.role == "user"]
        own: list[Placed] = []
        for turn, index in enumerate(turns):
            own += self.placed(case.messages[index].expect, ("messages", index, "expect"), required=True, turn=turn)
        own += self.placed(case.expect, ("expect",), required=True)
        return BoundCase(
            case=case,
            path=self.located.mark.path if self.located else "",
            line=self.located.mark.line if self.located else 0,
            script=script_fingerprint(case),
            expectations=expectations_fingerprint(case),
            graders=(*own, *self._switched(case, standing)),
        )

    def placed(
        self, specs: Sequence[GraderSpec], path: tuple[Step, ...], *, required: bool = False, turn: int | None = None
    ) -> Iterator[Placed]:
        """The graders of these entries, which stand under `path`."""
        for index, spec in enumerate(specs):
            place = (*path, index, spec.name)
            bound = self._bind(spec, place)
            label = self._label(spec, bound, place)
            if bound:
                needed = required and spec.name not in self.binder.optional
                yield Placed(label=label, bound=bound, required=needed, turn=turn)

    def _bind(self, spec: GraderSpec, path: tuple[Step, ...]) -> Bound | None:
        try:
            return self.binder.registry.bind(spec, knowledge=self.binder.knowledge, tools=self._tools)
        except ArgumentsError as error:
            for inside, problem in error.problems:
                self._complain(f"{spec.name}: {problem}", *path, *inside)
        except ValueError as error:
            known = spec.name in self.binder.registry.names()
            self._complain(f"{spec.name}: {error}" if known else str(error), *path)
        return None

    def _switched(self, case: Case, standing: Sequence[Placed]) -> Iterator[Placed]:
        """The standing graders as the case's own switches leave them."""
        labels = [placed.label for placed in standing]
        for name in case.graders:
            if name not in labels:
                self._complain(f"no standing grader {name!r}.{did_you_mean(name, labels)}", "graders", name)
        for placed, spec in zip(standing, self.binder.standing, strict=True):
            switch = case.graders.get(placed.label)
            if switch is None:
                yield placed
            elif "off" not in switch:
                changed = replace(spec, parameters={**spec.parameters, **switch}, bare=False)
                bound = self._bind(changed, ("graders", placed.label))
                if bound:
                    yield replace(placed, bound=bound)

    def _label(self, spec: GraderSpec, bound: Bound | None, path: tuple[Step, ...]) -> str:
        asks = bound.question if bound else ""
        name = spec.label or (bound.called if bound else "") or spec.name
        self._labels[name] = self._labels.get(name, 0) + 1
        if asks and self._labels[name] > 1:  # a number would not tell which question is meant
            self._complain(f"{spec.name}: {name!r} is judged here already; give this one a `label:` of its own", *path)
        elif asks and self._asked.setdefault(name, asks) != asks:
            other = self._asked[name][:80]
            self._complain(f"{spec.name}: the label {name!r} stands for {other!r} elsewhere; give each its own", *path)
        return name if self._labels[name] == 1 else f"{name}#{self._labels[name]}"

    def _complain(self, text: str, *path: Step) -> None:
        mark = self.located.at(*path) if self.located else None
        self.complaints.append(Complaint(text=f"{self.subject}{text}", mark=mark))
