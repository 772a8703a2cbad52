"""What rules know of a conversation, as a table for a judge: calls, actions claimed, values nobody gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evalsuite.domain.reading import Claim
from evalsuite.domain.verdict import Finding
from evalsuite.graders.claims import claims
from evalsuite.graders.ids import ids
from evalsuite.protocols import GradingContext

_OUTCOMES = {True: "succeeded", False: "failed", None: "not known"}
_MOST = 200
"""Characters of a tool's own words on what went wrong."""


def facts(context: GradingContext, end: int) -> dict[str, Any]:
    """The table as JSON values, of messages before `end`; worked out once for all rubrics of a conversation."""
    return context.once(("rubric", "facts", context.replies, context.span, end), lambda: _facts(context, end))


def _facts(context: GradingContext, end: int) -> dict[str, Any]:
    unbacked = [one for one in claims(knowledge=context.knowledge)(context).findings if one.severity == "error"]
    return {
        "calls": list(_calls(context, end)),
        "said_to_be_done": [
            _claimed(index, claim, unbacked)
            for index in context.replies
            for claim in context.claims(index)
            if claim.tense == "done"
        ],
        "values_without_record": [
            {"message": one.message, "quote": one.quote, "rule": one.code}
            for one in ids(knowledge=context.knowledge)(context).findings
            if one.severity != "info"
        ],
    }


def _calls(context: GradingContext, end: int) -> Iterator[dict[str, Any]]:
    for effect in context.evidence.ledger:
        if effect.message < end:
            told = {"message": effect.message, "tool": effect.tool, "outcome": _OUTCOMES[effect.ok]}
            yield {**told, "why": effect.failure[:_MOST]} if effect.failure else told


def _claimed(index: int, claim: Claim, unbacked: list[Finding]) -> dict[str, Any]:
    against = [
        one.code
        for one in unbacked
        if one.message == index
        and one.start is not None
        and one.end is not None
        and one.start < claim.end
        and claim.start < one.end
    ]
    return {
        "message": index,
        "quote": claim.quote,
        "action": claim.action,
        "rules_found": against[0] if against else "nothing against it",
    }
