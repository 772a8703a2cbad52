"""The closed sets of words that parts of evalsuite share."""

from typing import Literal

Role = Literal["system", "developer", "user", "assistant", "tool"]

Outcome = Literal["pass", "fail", "abstain"]
"""What a grader says of one trial."""

TrialOutcome = Literal["pass", "fail", "ungraded", "error"]
"""What became of one trial: see `evalsuite.domain.run.trial_outcome`."""

Severity = Literal["error", "warn", "info"]
"""Of a finding. Only `error` makes a verdict fail."""

Difficulty = Literal["routine", "tricky", "residue"]
Origin = Literal["golden", "ticket", "live"]
CaseSeverity = Literal["low", "normal", "high", "critical"]

IdsCode = Literal[
    "invented_id",
    "garbled_id",
    "contradicted_id",
    "unverified_user_id",
    "ungrounded_amount",
    "ungrounded_date",
    "ungrounded_name",
    "ungrounded_link",
    "wrong_status",
    "placeholder_id",
]
ClaimsCode = Literal[
    "no_such_tool",
    "no_call",
    "failed_call",
    "claim_before_call",
    "wrong_arguments",
    "partial",
    "no_such_target",
    "promise_without_tool",
    "cannot_do_that",
    "unmapped_action",
    "language_not_read",
]
ToneCode = Literal[
    "premature_apology",
    "reflexive_apology",
    "excess_apology",
    "repeated_apology",
    "missing_apology",
    "shorthand",
    "too_casual",
    "shouting",
    "exclamation",
    "emoji",
    "contraction",
    "condescending",
    "banned_phrase",
    "missing_phrase",
    "forbidden_topic",
    "unnamed_escalation",
    "no_citation",
    "placeholder",
    "persona_slip",
    "sign_off",
    "drift",
    "filler",
]
ClaimClass = Literal[
    "cancel",
    "refund",
    "return",
    "exchange",
    "modify",
    "order",
    "credit",
    "escalate",
    "send",
    "lookup",
    "ticket",
    "schedule",
    "account",
    "charge",
    "contact",
    "other",
]
CommitmentKind = Literal[
    "credit",
    "refund",
    "discount",
    "waiver",
    "replacement",
    "guarantee",
    "callback",
    "timeline",
    "legal",
    "other",
]
ToolKind = Literal["read", "write", "message", "handoff"]

FailureKind = Literal[
    "unreachable",
    "timeout",
    "rate_limited",
    "server_error",
    "unauthorized",
    "unknown_model",
    "bad_request",
    "bad_reply",
    "too_large",
    "too_many_rounds",
    "no_recording",
    "spend_limit",
    "bad_simulation",
    "crashed",
]
"""Why an assistant gave no usable reply."""

FATAL: frozenset[FailureKind] = frozenset(
    {"unreachable", "unauthorized", "unknown_model", "bad_request", "spend_limit"}
)
"""Kinds that the next case will most likely meet too: enough of them in a row stop a run."""
