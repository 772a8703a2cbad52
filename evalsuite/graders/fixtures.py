"""The standing word on tool calls that nothing answered: such a trial cannot pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evalsuite.domain.verdict import Finding, Verdict, abstain

if TYPE_CHECKING:
    from evalsuite.domain.conversation import ToolCall
    from evalsuite.protocols import GradingContext

LABEL = "fixtures"


def unanswered(context: GradingContext) -> Verdict | None:
    """Abstains, with the YAML line to add for each call that no fixture answered; None where all were answered."""
    findings = tuple(
        _finding(index, call)
        for index, call in context.calls()
        if (answer := context.result(index, call)) is not None and answer.extra.get("unanswered")
    )
    if not findings:
        return None
    return abstain(findings[0].reason, findings)


def _finding(index: int, call: ToolCall) -> Finding:
    arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
    return Finding(
        code="unanswered_call",
        severity="warn",
        message=index,
        reason=f"no fixture for {call.name}({arguments})",
        mend=f"under the case's tools: {call.name}: [{{given: {arguments}, result: …}}]",
    )
