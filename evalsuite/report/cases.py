"""What became of each case over its attempts, with the first thing that went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalsuite.report.text import first_reason, trial_text

if TYPE_CHECKING:
    from evalsuite.domain.run import CaseEntry, Trial
    from evalsuite.domain.vocabulary import TrialOutcome

GRAVEST_FIRST: tuple[TrialOutcome, ...] = ("fail", "error", "ungraded", "pass")
_SEVERITIES = ("critical", "high", "normal", "low")
LONGEST = 10_000
"""Characters kept of each text."""


@dataclass(slots=True, kw_only=True)
class CaseTold:
    """A case of a run; grows while its attempts are read."""

    entry: CaseEntry
    attempts: dict[int, TrialOutcome]
    graders: dict[str, str]
    """The gravest verdict of each label: fail, crash, abstain or pass."""
    seconds: float = 0.0
    outcome: TrialOutcome = "pass"
    """The gravest of the attempts."""
    attempt: int = 1
    """The first attempt that came out so."""
    reason: str = ""
    """Why, in a sentence; empty where it passed."""
    kind: str = ""
    """Machine-readable: the code of the first finding, the kind of failure, or "ungraded"."""
    text: str = ""
    """Every finding with the words it is about, over several lines."""


def told_by_case(trials: Iterable[tuple[CaseEntry, Trial]]) -> list[CaseTold]:
    """Every case, in the order in which its first attempt was finished. Transcripts are not kept."""
    cases: dict[str, CaseTold] = {}
    for entry, trial in trials:
        told = cases.setdefault(trial.case_id, CaseTold(entry=entry, attempts={}, graders={}))
        told.attempts[trial.attempt] = trial.outcome
        told.seconds += trial.transcript.seconds
        _add_verdicts(told.graders, trial)
        if _graver(trial, told):
            told.outcome, told.attempt = trial.outcome, trial.attempt
            told.reason, told.kind = first_reason(trial)[:LONGEST], _kind(trial)
            told.text = trial_text(entry, trial)[:LONGEST]
    return list(cases.values())


def worst_first(cases: Iterable[CaseTold], *, regressions: frozenset[str] = frozenset()) -> list[CaseTold]:
    """Those that did not pass: what passed before first, then failures, errors and ungraded ones, the severest cases
    of each first."""

    def place(case: CaseTold) -> tuple[bool, int, int, str]:
        severity = str(case.entry.case.get("severity", "normal"))
        return (
            case.entry.id not in regressions,
            GRAVEST_FIRST.index(case.outcome),
            _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES),
            case.entry.id,
        )

    return sorted((case for case in cases if case.outcome != "pass"), key=place)


def attempts_said(case: CaseTold) -> str:
    """How many attempts did not pass, in words; empty where there was one."""
    if len(case.attempts) == 1:
        return ""
    return f"{sum(outcome != 'pass' for outcome in case.attempts.values())} of {len(case.attempts)} attempts"


def _graver(trial: Trial, told: CaseTold) -> bool:
    return GRAVEST_FIRST.index(trial.outcome) < GRAVEST_FIRST.index(told.outcome)


def _add_verdicts(graders: dict[str, str], trial: Trial) -> None:
    said: Mapping[str, str] = {
        **{label: verdict.outcome for label, verdict in trial.judgement.verdicts.items()},
        **dict.fromkeys(trial.judgement.grader_errors, "crash"),
    }
    for label, outcome in said.items():
        graders[label] = min(outcome, graders.get(label, "pass"), key=_VERDICTS.index)


_VERDICTS: Sequence[str] = ("fail", "crash", "abstain", "pass")


def _kind(trial: Trial) -> str:
    if trial.error:
        return trial.error.kind
    findings = (
        f"{label}:{finding.code}"
        for label, verdict in trial.judgement.verdicts.items()
        for finding in verdict.findings
        if finding.severity == "error"
    )
    return next(findings, trial.outcome)
