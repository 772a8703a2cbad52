"""What the tool catalogue, or the lack of one, makes of claims."""

import pytest
from build import call, context, result, says, user
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.conversation import Tool
from evalsuite.graders.claims import claims
from evalsuite.protocols import Knowledge


def verdict(*messages, tools=(), offered=None):
    catalogue = Catalogue(tools=tuple(tools)) if tools else None
    knowledge = Knowledge(catalogue=catalogue, tools=offered)
    return claims(knowledge=knowledge)(context(*messages, knowledge=knowledge))


def codes(*messages, **given_):
    return [finding.code for finding in verdict(*messages, **given_).findings if finding.severity == "error"]


def refund(**fields):
    return CatalogueTool(name="issue_refund", kind="write", effects=("refund",), **fields)


def refunded(answer, words="I have refunded your order ORD-100217."):
    return user("Refund ORD-100217"), call("issue_refund", order_id="ORD-100217"), result(answer), says(words)


def test_a_call_that_did_not_meet_its_declared_success_did_not_do_it():
    tool = refund(success="result.status == 'done'")

    assert codes(*refunded('{"status": "queued"}'), tools=[tool]) == ["failed_call"]
    assert codes(*refunded('{"status": "done"}'), tools=[tool]) == []


@pytest.mark.parametrize("side_effects", [("confirmation e-mail",), ("refund receipt by SMS", "entry in the ledger")])
def test_a_declared_side_effect_makes_a_message_true(side_effects):
    messages = refunded('{"status": "done"}', "A confirmation e-mail has been sent to you.")

    assert codes(*messages, tools=[refund()]) != []
    assert codes(*messages, tools=[refund(side_effects=side_effects)]) == []


def test_without_a_catalogue_a_parameters_choices_tell_what_a_tool_can_do():
    offered = (Tool(name="crm_op", parameters={"properties": {"action": {"enum": ["cancel_order", "note"]}}}),)
    made = (user("Cancel ORD-100217"), call("crm_op", action="cancel_order", order_id="ORD-100217"), result("{}"))

    assert codes(*made, says("I have cancelled your order ORD-100217."), offered=offered) == []
    assert codes(user("Cancel it"), says("I have cancelled your order."), offered=offered) == ["no_call"]


def test_without_a_catalogue_what_a_tool_answered_tells_what_it_did():
    words = says("I have opened a ticket for you.")

    assert codes(user("Help"), call("crm_op"), result('{"ticket_id": "T-1"}'), words) == []
    assert codes(user("Help"), call("crm_op"), result('{"invoice": 3}'), words) != []


EFFECTS = st.lists(st.sampled_from(["cancel", "return", "modify", "ticket", "schedule", "account"]), unique=True)


@given(more=EFFECTS)
def test_declaring_more_effects_of_a_called_tool_never_turns_a_pass_into_a_fail(more):
    messages = refunded('{"status": "done"}')

    wider = CatalogueTool(name="issue_refund", kind="write", effects=("refund", *more))
    assert verdict(*messages, tools=[wider]).outcome == "pass"
