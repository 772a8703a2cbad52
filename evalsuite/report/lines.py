"""Verdict lines: one line of JSON for each conversation graded, the contract for other tools."""

import json
from typing import Any

from evalsuite.domain.run import Judgement
from evalsuite.domain.verdict import Finding, Verdict


def verdict_line(identity: str, judgement: Judgement) -> str:
    """One conversation's verdicts and crashed graders, by label, without a line break; always ASCII-safe to write."""
    return json.dumps(
        {
            "id": identity,
            "verdicts": {label: _verdict(verdict) for label, verdict in judgement.verdicts.items()},
            "errors": dict(judgement.grader_errors),
        }
    )


def refused_line(identity: str, problem: str) -> str:
    """The line of an input that could not be read: no verdicts, and the reason under `errors`."""
    return json.dumps({"id": identity, "verdicts": {}, "errors": {"input": problem}})


def _verdict(verdict: Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": verdict.outcome, "findings": [_finding(one) for one in verdict.findings]}
    if verdict.reason:
        told["reason"] = verdict.reason
    return told


def _finding(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "reason": finding.reason,
    }
    if finding.evidence:
        evidence = finding.evidence
        told["evidence"] = {
            "looked_in": evidence.looked_in,
            "nearest": evidence.nearest,
            "source": evidence.source,
        }
    if finding.mend:
        told["mend"] = finding.mend
    return told
