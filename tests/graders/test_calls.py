import pytest
from build import call, context, result, says, user

from evalsuite.domain.case import Case
from evalsuite.graders import calls

REFUND = {"order_id": "ORD-100217", "amount": 48.0}
REFUNDED = (user("?"), call("issue_refund", **REFUND), result('{"ok": true}'), says("Done."))


def test_a_call_that_was_made_is_found():
    assert calls.calls(name="issue_refund")(context(*REFUNDED)).outcome == "pass"


def test_a_call_that_was_not_made_is_told_with_those_that_were():
    verdict = calls.calls(name="cancel_order")(context(*REFUNDED))

    assert verdict.outcome == "fail"
    assert verdict.findings[0].code == "missing_call"
    assert verdict.findings[0].evidence.looked_in == "calls made: issue_refund(order_id='ORD-100217', amount=48.0)"


def test_arguments_that_are_not_named_may_be_anything():
    grade = calls.calls(name="issue_refund", arguments={"order_id": "ORD-100217"})

    assert grade(context(*REFUNDED)).outcome == "pass"


def test_a_wrong_argument_is_named_with_both_values():
    verdict = calls.calls(name="issue_refund", arguments={"order_id": "ORD-9"})(context(*REFUNDED))

    assert verdict.findings[0].code == "wrong_call_arguments"
    assert verdict.findings[0].message == 1
    assert "order_id is 'ORD-100217', wanted 'ORD-9'" in verdict.findings[0].reason


def test_succeeds_wants_a_call_that_did_not_fail():
    failed = (user("?"), call("issue_refund", **REFUND), result("Error: outside the window", is_error=True))

    assert calls.calls(name="issue_refund")(context(*failed)).outcome == "pass"
    assert calls.calls(name="issue_refund", succeeds=True)(context(*failed)).findings[0].code == "call_failed"


def test_several_names_mean_each_of_them():
    verdict = calls.calls(name=["issue_refund", "escalate"])(context(*REFUNDED))

    assert [finding.reason for finding in verdict.findings] == ["escalate was never called."]


def test_a_forbidden_call_is_found_where_it_was_made():
    verdict = calls.never_calls(name=["issue_refund"])(context(*REFUNDED))

    assert [(finding.code, finding.message) for finding in verdict.findings] == [("forbidden_call", 1)]


def test_a_call_is_forbidden_only_with_the_arguments_named():
    grade = calls.never_calls(name="issue_refund", arguments={"order_id": "ORD-9"})

    assert grade(context(*REFUNDED)).outcome == "pass"


def test_calls_in_order_lets_others_come_between():
    made = context(user("?"), call("find"), call("look"), call("refund"))

    assert calls.calls_in_order(names=["find", "refund"])(made).outcome == "pass"
    assert (
        calls.calls_in_order(names=["refund", "find"])(made).findings[0].reason == "find was not called after refund."
    )


def test_max_calls_counts_one_tool_or_all():
    made = context(user("?"), call("find"), call("find"), call("look"))

    assert calls.max_calls(count=2, name="find")(made).outcome == "pass"
    assert calls.max_calls(count=1, name="find")(made).findings[0].message == 2
    assert calls.max_calls(count=2)(made).outcome == "fail"
    assert calls.max_calls(count=0, name="refund")(made).outcome == "pass"


def test_an_unknown_tool_is_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match=r"no tool 'isue_refund'\. Did you mean 'issue_refund'\?"):
        calls.calls(name="isue_refund", tools={"issue_refund", "get_order_status"})


def test_any_tool_may_be_named_where_none_are_declared():
    assert calls.calls(name="whatever")(context(user("?"), call("whatever"))).outcome == "pass"


def test_calls_of_scripted_replies_do_not_count():
    assert calls.calls(name="find")(context(user("?"), call("find"), scripted=[1])).outcome == "fail"


def test_an_argument_may_come_from_the_context():
    case = Case(id="case", context={"customer": {"id": "C-1001"}})
    grade = calls.calls(name="look_up", arguments={"customer_id": {"from_context": "customer.id"}})

    assert grade(context(user("?"), call("look_up", customer_id="C-1001"), case=case)).outcome == "pass"
    assert grade(context(user("?"), call("look_up", customer_id="C-1002"), case=case)).outcome == "fail"
