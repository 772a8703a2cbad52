"""What a grader says, with the words it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalsuite.domain.vocabulary import Outcome, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a grader looked, and what came nearest."""

    looked_in: str = ""
    """In words: "3 tool results, the customer's messages, the context"."""
    nearest: str | None = None
    """The nearest real value or call found."""
    source: str | None = None
    """Where `nearest` stands: "message 4, result of get_order_status, /order/id"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    code: str
    severity: Severity = "error"
    message: int | None = None
    """Index into the transcript's messages; None where it is about no single message."""
    start: int | None = None
    end: int | None = None
    """Code points into the message's raw text."""
    quote: str = ""
    """The raw text from `start` to `end`."""
    reason: str = ""
    """One sentence for a person."""
    evidence: Evidence | None = None
    mend: str = ""
    """What would make the finding go away, if it is wrong or can be mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why it abstains; empty otherwise."""
    criteria: Mapping[str, Outcome] = field(default_factory=dict)
    """Of a rubric, by criterion; those that do not apply are left out. Empty for graders without criteria."""


def verdict_of(findings: tuple[Finding, ...] | list[Finding]) -> Verdict:
    """Fail where a finding is an error, else pass. Warnings and notes never change an outcome."""
    failed = any(finding.severity == "error" for finding in findings)
    return Verdict(outcome="fail" if failed else "pass", findings=tuple(findings))


def abstain(reason: str, findings: tuple[Finding, ...] = ()) -> Verdict:
    """The verdict of a grader that cannot tell, and why."""
    return Verdict(outcome="abstain", findings=findings, reason=reason)
