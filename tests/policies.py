"""Conversations held against policies, for tests of the `policy` grader."""

import json
from functools import lru_cache

from build import context

from evalsuite.codec.policies import read_policies
from evalsuite.domain.case import Case
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.graders.policy import policy
from evalsuite.protocols import Knowledge

CATALOGUE = Catalogue(
    tools=(
        CatalogueTool(name="get_order", kind="read", effects=("lookup",)),
        CatalogueTool(name="verify_identity", kind="read", effects=("lookup",)),
        CatalogueTool(name="ask_billing", kind="handoff", effects=("escalate",)),
        CatalogueTool(name="issue_refund", kind="write", effects=("refund",)),
        CatalogueTool(name="add_credit", kind="write", effects=("credit",)),
        CatalogueTool(name="cancel_order", kind="write", effects=("cancel",)),
        CatalogueTool(name="call_back", kind="write", effects=("schedule",)),
    )
)


@lru_cache(maxsize=64)
def bound(text):
    knowledge = Knowledge(catalogue=CATALOGUE, policies=read_policies("policies.yaml", text.encode()))
    return knowledge, policy(knowledge=knowledge)


def judge(rules, *messages, **case):
    """The verdict of a file of policies on a conversation."""
    knowledge, grade = bound(rules)
    return grade(context(*messages, case=Case(id="c", **case), knowledge=knowledge))


def told(verdict):
    """What a verdict comes to: `broken`, `unknown` where a rule could not be told, else `kept`."""
    codes = {finding.code for finding in verdict.findings}
    if "policy_violation" in codes:
        return "broken"
    return "unknown" if codes else "kept"


def called(name, *, answer="{}", is_error=False, answered=True, id="c1", **arguments):  # noqa: A002  - a call's id
    """A call and its answer."""
    call = Message(role="assistant", tool_calls=(ToolCall(id=id, name=name, arguments=arguments),))
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return (call, Message(role="tool", tool_call_id=id, text=text, is_error=is_error)) if answered else (call,)
