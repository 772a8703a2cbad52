"""Conversations graded by the `ids` grader, for its tests."""

import json

from build import says, user

from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message, ToolCall, Transcript
from evalsuite.domain.verdict import Verdict
from evalsuite.graders.ids import ids
from evalsuite.judging import READERS
from evalsuite.protocols import GradingContext, Knowledge

__all__ = ["called", "codes", "grade", "says", "user"]


def grade(*messages, system=None, documents=(), knowledge=None, **case) -> Verdict:
    knowledge = knowledge or Knowledge()
    context = GradingContext(
        case=Case(id="c", **case),
        transcript=Transcript(messages=messages, system=system, documents=documents),
        readers=READERS,
        knowledge=knowledge,
    )
    return ids(knowledge=knowledge)(context)


def called(result, *, name="get_order", is_error=False, **arguments):
    return (
        Message(role="assistant", tool_calls=(ToolCall(id="1", name=name, arguments=arguments),)),
        Message(
            role="tool",
            tool_call_id="1",
            text=result if isinstance(result, str) else json.dumps(result),
            is_error=is_error,
        ),
    )


def codes(verdict):
    return [finding.code for finding in verdict.findings]
