"""What a page's list shows of a trial: a short row of values."""

from typing import Any

from evalsuite.domain.run import CaseEntry, Result, Trial

WHY = 200
"""Characters kept in a row of why a trial did not pass."""

FIELDS = (
    "id",
    "attempt",
    "title",
    "outcome",
    "failed",
    "abstained",
    "crashed",
    "codes",
    "notes",
    "why",
    "tags",
    "cohort",
    "difficulty",
    "origin",
    "model",
    "seconds",
    "length",
    "tokens",
    "cost",
    "path",
    "line",
    "flip",
)
"""What a row holds, in order. `codes` are "label:code" of error findings, `notes` of all others; `flip` is regression
or improvement where the page compares with another run; `length` is in characters, `cost` in US dollars or null."""


def row_of(entry: CaseEntry, trial: Trial, result: Result, *, flip: str = "") -> list[Any]:
    """What the list shows of a trial, in the order of `FIELDS`."""
    spoken: dict[str, list[str]] = {"pass": [], "fail": [], "abstain": []}
    for label, outcome in result.outcomes.items():
        spoken[outcome].append(label)
    return [
        trial.case_id,
        trial.attempt,
        entry.title,
        result.outcome,
        spoken["fail"],
        spoken["abstain"],
        list(result.grader_errors),
        list(result.codes),
        _notes(trial),
        "" if result.outcome == "pass" else _why(trial)[:WHY],
        entry.tags,
        entry.cohort or "",
        entry.difficulty,
        entry.origin,
        trial.transcript.model or "",
        round(result.seconds, 2),
        result.length,
        result.usage.input_tokens + result.usage.output_tokens,
        None if result.usage.cost_usd is None else round(result.usage.cost_usd, 6),
        entry.path,
        entry.line,
        flip,
    ]


def _notes(trial: Trial) -> list[str]:
    notes: dict[str, None] = {}
    for label, verdict in trial.judgement.verdicts.items():
        for finding in verdict.findings:
            if finding.severity != "error":
                notes[f"{label}:{finding.code}"] = None
    return list(notes)


def _why(trial: Trial) -> str:
    """One sentence on what kept a trial from passing; empty where nothing says."""
    if trial.error:
        return trial.error.text
    verdicts = trial.judgement.verdicts.values()
    for verdict in verdicts:
        for finding in verdict.findings:
            if finding.severity == "error":
                return finding.reason or finding.code.replace("_", " ")
    crashes = (f"{label} crashed: {reason}" for label, reason in trial.judgement.grader_errors.items())
    return next(crashes, None) or next((verdict.reason for verdict in verdicts if verdict.outcome == "abstain"), "")
