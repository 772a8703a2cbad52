"""All trials of a suite on one assistant, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from evalsuite.domain.conduct import Conduct
from evalsuite.domain.conversation import Tool, Transcript, Usage
from evalsuite.domain.verdict import Verdict
from evalsuite.domain.vocabulary import FATAL, FailureKind, Outcome, TrialOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an assistant gave no usable reply."""

    kind: FailureKind
    text: str
    """One sentence with the mend."""

    @property
    def fatal(self) -> bool:
        return self.kind in FATAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything the graders said of one trial, by label."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    grader_errors: Mapping[str, str] = field(default_factory=dict)
    """Graders that crashed, with the reason."""
    required: tuple[str, ...] = ()
    """Labels of the case's own expectations: they must be judged for the trial to pass."""
    graders: Mapping[str, str] = field(default_factory=dict)
    """Fingerprint of each grader that spoke."""
    conduct: Conduct | None = None
    """What the trial came to apart from its voice; only of a case that has cohort siblings."""
    judging: Mapping[str, Usage] = field(default_factory=dict)
    """What asking judges took, by model; a judge whose answers were all remembered took nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One go at a case."""

    case_id: str
    attempt: int = 1
    """Counts from 1."""
    transcript: Transcript
    judgement: Judgement = field(default_factory=Judgement)
    error: Failure | None = None
    script: str = ""
    """Fingerprint of the script it answered."""

    @property
    def outcome(self) -> TrialOutcome:
        return trial_outcome(self.judgement, errored=self.error is not None)


def trial_outcome(judgement: Judgement, *, errored: bool) -> TrialOutcome:
    """Error if the assistant gave no usable reply; fail if any verdict fails; ungraded if a required one
    abstained or crashed, or if nothing passed; else pass."""
    if errored:
        return "error"
    outcomes = {label: verdict.outcome for label, verdict in judgement.verdicts.items()}
    if "fail" in outcomes.values():
        return "fail"
    if any(outcomes.get(label) != "pass" for label in judgement.required) or "pass" not in outcomes.values():
        return "ungraded"
    return "pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A trial without its transcript."""

    case_id: str
    attempt: int
    outcome: TrialOutcome
    outcomes: Mapping[str, Outcome]
    """By grader label."""
    grader_errors: Mapping[str, str] = field(default_factory=dict)
    error: Failure | None = None
    codes: Mapping[str, int] = field(default_factory=dict)
    """Findings of error severity, counted by "label:code"."""
    graders: Mapping[str, str] = field(default_factory=dict)
    script: str = ""
    usage: Usage = field(default_factory=Usage)
    """The assistant's."""
    customer: Usage = field(default_factory=Usage)
    """That of the model that played the customer."""
    judging: Mapping[str, Usage] = field(default_factory=dict)
    """That of judges, by model."""
    seconds: float = 0.0
    length: int = 0
    """Characters of the assistant's own replies."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """From 0 to 1, by label, where another tool gave one instead of an outcome; empty for the trial as a whole."""
    cluster: str = ""
    """The statistical unit of its case; empty where that is not known, and the case stands for itself."""
    conduct: Conduct | None = None
    """What it came to, where its case has cohort siblings to be held against."""


def result_of(trial: Trial, *, cluster: str = "") -> Result:
    """The trial's outcomes and cost, its transcript left behind."""
    codes: dict[str, int] = {}
    for label, verdict in trial.judgement.verdicts.items():
        for finding in verdict.findings:
            if finding.severity == "error":
                key = f"{label}:{finding.code}"
                codes[key] = codes.get(key, 0) + 1
    return Result(
        case_id=trial.case_id,
        attempt=trial.attempt,
        outcome=trial.outcome,
        outcomes={label: verdict.outcome for label, verdict in trial.judgement.verdicts.items()},
        grader_errors=trial.judgement.grader_errors,
        error=trial.error,
        codes=codes,
        graders=trial.judgement.graders,
        script=trial.script,
        usage=trial.transcript.usage,
        customer=trial.transcript.customer,
        judging=trial.judgement.judging,
        seconds=trial.transcript.seconds,
        length=_length(trial.transcript),
        cluster=cluster,
        conduct=_conduct(trial, codes),
    )


def _conduct(trial: Trial, codes: Mapping[str, int]) -> Conduct | None:
    told = trial.judgement.conduct
    if told is None or trial.error is not None:
        return None
    return replace(told, breaks=tuple(sorted(code for code in codes if code.startswith("policy"))))


def _length(transcript: Transcript) -> int:
    given = set(transcript.scripted)
    return sum(
        len(message.text or "")
        for index, message in enumerate(transcript.messages)
        if message.role == "assistant" and index not in given
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantCard:
    """What is known of the assistant a run was made with."""

    name: str
    kind: str
    fingerprint: str
    """Of design, prompt, tool definitions, model and parameters."""
    model: str | None = None
    version: str | None = None
    prompt: str | None = None
    """The prompt before context is rendered into it; what it says is evidence."""
    tools: tuple[Tool, ...] | None = None
    sees_context: bool = True
    """False where the case's context does not reach the assistant, and so is no evidence."""
    canaries: tuple[str, ...] = ()
    """Words planted in its prompt and in notes for staff; no part of the fingerprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The manifest of a run; its trials are streamed from the store."""

    id: str
    assistant: AssistantCard
    started_at: datetime
    tool_version: str
    trials: int = 1
    """Attempts per case."""
    graders: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the standing graders, by label."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings that bear on the outcome, never a secret."""
    format: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """A case of a run, with where it stood and what it was."""

    id: str
    title: str = ""
    path: str = ""
    line: int = 0
    tags: tuple[str, ...] = ()
    cohort: str | None = None
    difficulty: str = ""
    origin: str = ""
    cluster: str = ""
    script: str = ""
    expectations: str = ""
    """Fingerprints."""
    case: Mapping[str, Any] = field(default_factory=dict)
    """The case itself in canonical form, so that a run can be graded again without its YAML."""
