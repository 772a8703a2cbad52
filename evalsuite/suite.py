"""Cases with their graders bound: every unknown name is refused here, before a model call is paid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from evalsuite import evidence
from evalsuite.codec.fingerprint import expectations_fingerprint, script_fingerprint
from evalsuite.domain.case import Case, GraderSpec, LocatedCase, Step
from evalsuite.domain.run import Judgement
from evalsuite.domain.verdict import Verdict
from evalsuite.errors import Complaint, InputError, did_you_mean
from evalsuite.graders.fixtures import LABEL, unanswered
from evalsuite.graders.registry import ArgumentsError, Bound, Registry
from evalsuite.patterns import PatternTimeout
from evalsuite.protocols import GradingContext, Knowledge, Readers
from evalsuite.reading import claims, ids, text

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from evalsuite.domain.conversation import Transcript

READERS = Readers(view=text.view, claims=claims.claims, mentions=ids.mentions, evidence=evidence.evidence)


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
    graders: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    cases: tuple[BoundCase, ...]
    standing: tuple[Placed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """Binds cases to graders with what the workspace knows."""

    registry: Registry
    knowledge: Knowledge
    standing: Sequence[GraderSpec] = ()
    tools: Collection[str] | None = None
    """Names of the tools that exist; None where any name may be one."""

    def suite(self, cases: Iterable[LocatedCase]) -> Suite:
        """The suite of these cases. Raises one `InputError` with every mistake of every case."""
        complaints: list[Complaint] = []
        standing = self.standing_graders()
        bound = [self._case(located, standing, complaints) for located in cases]
        if complaints:
            raise InputError(complaints)
        return Suite(cases=tuple(bound), standing=standing)

    def case(self, case: Case) -> BoundCase:
        """One case that stands in no file. Raises `InputError`."""
        complaints: list[Complaint] = []
        bound = self._case(case, self.standing_graders(), complaints)
        if complaints:
            raise InputError(complaints)
        return bound

    def standing_graders(self) -> tuple[Placed, ...]:
        """Graders that the settings name for every case. Raises `InputError`."""
        complaints: list[Complaint] = []
        placed = tuple(self._place(self.standing, complaints, where=lambda _: None, required=False, case=None))
        if complaints:
            raise InputError(
                Complaint(text=f"standing graders: {complaint.text}", mark=complaint.mark) for complaint in complaints
            )
        return placed

    def _case(self, located: LocatedCase | Case, standing: Sequence[Placed], complaints: list[Complaint]) -> BoundCase:
        place = located if isinstance(located, LocatedCase) else None
        case = located.case if isinstance(located, LocatedCase) else located
        taken = {placed.label: 1 for placed in standing}
        graders: list[Placed] = []
        turns = [index for index, message in enumerate(case.messages) if message.role == "user"]
        groups: list[tuple[int | None, Sequence[GraderSpec], tuple[Step, ...]]] = [
            (turn, case.messages[index].expect, ("messages", index, "expect")) for turn, index in enumerate(turns)
        ]
        for turn, specs, path in [*groups, (None, case.expect, ("expect",))]:
            if specs:
                graders += self._place(
                    specs,
                    complaints,
                    where=lambda steps, path=path: place.at(*path, *steps) if place else None,
                    required=True,
                    case=case,
                    turn=turn,
                    taken=taken,
                )
        graders += self._switched(case, standing, place, complaints)
        return BoundCase(
            case=case,
            path=place.mark.path if place else "",
            line=place.mark.line if place else 0,
            script=script_fingerprint(case),
            expectations=expectations_fingerprint(case),
            graders=tuple(graders),
        )

    def _place(
        self,
        specs: Sequence[GraderSpec],
        complaints: list[Complaint],
        *,
        where: Any,
        required: bool,
        case: Case | None,
        turn: int | None = None,
        taken: dict[str, int] | None = None,
    ) -> Iterator[Placed]:
        taken = {} if taken is None else taken
        for index, spec in enumerate(specs):
            label = _label(spec, taken)
            try:
                bound = self.registry.bind(spec, knowledge=self.knowledge, tools=self._tools(case))
            except ArgumentsError as error:
                complaints += [
                    Complaint(text=_of(case, f"{spec.name}: {problem}"), mark=where((index, spec.name, *path)))
                    for path, problem in error.problems
                ]
            except ValueError as error:
                unknown = spec.name not in self.registry.names()
                problem = str(error) if unknown else f"{spec.name}: {error}"
                complaints.append(Complaint(text=_of(case, problem), mark=where((index, spec.name))))
            else:
                yield Placed(label=label, bound=bound, required=required, turn=turn)

    def _switched(
        self, case: Case, standing: Sequence[Placed], place: LocatedCase | None, complaints: list[Complaint]
    ) -> Iterator[Placed]:
        """The standing graders as the case's own switches leave them."""
        labels = [placed.label for placed in standing]
        for name in case.graders:
            if name not in labels:
                text = f"no standing grader {name!r}.{did_you_mean(name, labels)}"
                complaints.append(Complaint(text=_of(case, text), mark=place.at("graders", name) if place else None))
        for placed, spec in zip(standing, self.standing, strict=True):
            switch = case.graders.get(placed.label)
            if switch is None:
                yield placed
            elif "off" not in switch:
                changed = replace(spec, label=placed.label, parameters={**spec.parameters, **switch}, bare=False)
                yield from self._place(
                    [changed],
                    complaints,
                    where=lambda _, label=placed.label: place.at("graders", label) if place else None,
                    required=False,
                    case=case,
                )

    def _tools(self, case: Case | None) -> Collection[str] | None:
        if self.tools is None:
            return None
        return {*self.tools, *case.tools} if case else self.tools


async def judge(
    bound: BoundCase,
    transcript: Transcript,
    knowledge: Knowledge,
    *,
    only: Sequence[int] | None = None,
    skip: Mapping[str, str] | None = None,
) -> Judgement:
    """What every grader of the case says of a transcript. A grader that crashes is recorded, and stops no other.

    `only` names the replies to judge, by message index; `skip` names graders that have spoken already, by label
    and fingerprint.
    """
    context = GradingContext(case=bound.case, transcript=transcript, readers=READERS, knowledge=knowledge, replies=only)
    windows = _turns(transcript)
    verdicts: dict[str, Verdict] = {}
    crashes: dict[str, str] = {}
    for placed in bound.graders:
        if skip and skip.get(placed.label) == placed.bound.fingerprint:
            continue
        scope = context if placed.turn is None else context.narrowed(*_window(windows, placed.turn, transcript))
        try:
            answer = placed.bound.grade(scope)
            verdicts[placed.label] = await cast("Awaitable[Verdict]", answer) if placed.bound.is_async else answer  # type: ignore[assignment]
        except PatternTimeout as error:
            crashes[placed.label] = str(error)
        except Exception as error:  # noqa: BLE001  - a crash of one grader is its own, whatever it is
            crashes[placed.label] = f"{type(error).__name__}: {error}"[:500]
    required = [placed.label for placed in bound.graders if placed.required]
    missing = unanswered(context)
    if missing:
        verdicts[LABEL] = missing
        required.append(LABEL)
    marks = {placed.label: placed.bound.fingerprint for placed in bound.graders}
    return Judgement(
        verdicts=verdicts,
        grader_errors=crashes,
        required=tuple(required),
        graders={**marks, LABEL: LABEL} if missing else marks,
    )


def _turns(transcript: Transcript) -> list[int]:
    return [index for index, message in enumerate(transcript.messages) if message.role == "user"]


def _window(turns: list[int], turn: int, transcript: Transcript) -> tuple[int, int]:
    """The messages after a customer message, up to the next one."""
    if turn >= len(turns):
        return len(transcript.messages), len(transcript.messages)
    end = turns[turn + 1] if turn + 1 < len(turns) else len(transcript.messages)
    return turns[turn] + 1, end


def _label(spec: GraderSpec, taken: dict[str, int]) -> str:
    name = spec.label or spec.name
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}#{taken[name]}"


def _of(case: Case | None, text: str) -> str:
    return f"case {case.id!r}: {text}" if case else text
