"""Assertions on conversations, for tests of one's own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import Case, GraderSpec
from evalsuite.domain.conversation import Message, Transcript
from evalsuite.domain.run import CaseEntry, Judgement, Trial
from evalsuite.errors import InputError
from evalsuite.flows.single import workspace_of
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext
from evalsuite.report.text import conversation_text, trial_text

if TYPE_CHECKING:
    from evalsuite.domain.verdict import Finding, Verdict
    from evalsuite.domain.vocabulary import TrialOutcome

Said = Transcript | Sequence[Message] | Sequence[Mapping[str, Any]]
"""A transcript, its messages, or OpenAI chat messages."""


@dataclass(frozen=True, repr=False)
class CaseResult:
    """What became of a case: `assert result.passed` shows what was found, and the conversation."""

    trial: Trial

    @property
    def passed(self) -> bool:
        return self.trial.outcome == "pass"

    @property
    def outcome(self) -> TrialOutcome:
        return self.trial.outcome

    @property
    def transcript(self) -> Transcript:
        return self.trial.transcript

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        return self.trial.judgement.verdicts

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for verdict in self.verdicts.values() for finding in verdict.findings)

    def __repr__(self) -> str:
        return told(self.trial)


def assert_grounded(said: Said, *, context: Mapping[str, Any] | None = None, language: str = "en") -> None:
    """Assert that every id the assistant names is one that somebody gave it: the customer, the context, a tool.

    Raises `AssertionError` with the words at fault, and also where it cannot tell.
    """
    __tracebackhide__ = True
    _assert("ids", said, context or {}, language)


def assert_no_phantom_claims(said: Said, *, context: Mapping[str, Any] | None = None, language: str = "en") -> None:
    """Assert that everything the assistant says it has done was done by a tool call that succeeded.

    Raises `AssertionError` with the words at fault, and also where it cannot tell.
    """
    __tracebackhide__ = True
    _assert("claims", said, context or {}, language)


def told(trial: Trial) -> str:
    """A trial that did not pass, then its conversation."""
    if trial.outcome == "pass":
        return f"passed: {trial.case_id}"
    # Named by pytest already, so that the entry need not.
    line = trial_text(CaseEntry(id=""), replace(trial, attempt=1))
    return "\n\n".join(filter(None, (line, conversation_text(trial))))


def verdict_on(
    said: Said, grader: str, *, context: Mapping[str, Any] | None = None, language: str = "en"
) -> tuple[Transcript, Verdict]:
    """A conversation as it was read, and what a built-in rule says of it, with what the workspace here knows."""
    workspace = workspace_of(Path.cwd())
    knowledge = workspace.knowledge()
    case = Case(id="conversation", context=context or {}, language=language)
    [placed] = workspace.binder(knowledge, standing=(GraderSpec(name=grader, bare=True),)).case(case).graders
    transcript = as_transcript(said)
    verdict = placed.bound.grade(GradingContext(case=case, transcript=transcript, readers=READERS, knowledge=knowledge))
    assert not isinstance(verdict, Awaitable)  # noqa: S101  - for the type checker: built-in rules never wait
    return transcript, verdict


def _assert(grader: str, said: Said, context: Mapping[str, Any], language: str) -> None:
    __tracebackhide__ = True
    transcript, verdict = verdict_on(said, grader, context=context, language=language)
    if verdict.outcome != "pass":
        judgement = Judgement(verdicts={grader: verdict})
        raise AssertionError(told(Trial(case_id="conversation", transcript=transcript, judgement=judgement)))


def as_transcript(said: Said) -> Transcript:
    """The conversation, whatever form it has. Raises `InputError` where it has none that is known."""
    if isinstance(said, Transcript):
        return said
    messages = tuple(said)
    if all(isinstance(message, Message) for message in messages):
        return Transcript(messages=messages)  # type: ignore[arg-type]  # all of one kind, as was just seen
    from evalsuite.conversations.recorded import BadLine, read_conversations  # noqa: PLC0415

    [read] = read_conversations([json.dumps({"messages": messages}).encode()], shown_path="the messages")
    if isinstance(read, BadLine):
        raise InputError([read.complaint])
    return read.transcript
