"""Facts of a call, read where the catalogue says they stand; and success as it is declared."""

import pytest
from build import call, context, result, says, user

from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.domain.reading import Effect
from evalsuite.protocols import Knowledge
from evalsuite.reading.results import declared_fact, unmet


def effect(answer, **fields):
    return Effect(message=1, answered=2, tool="x", result=answer, arguments={"order_id": "A-1"}, **fields)


def test_a_declared_fact_is_read_from_the_result():
    one = effect('{"refund": {"amount": 48.0}}', claims={"amount": "result.refund.amount"})

    assert declared_fact(one, "amount") == (48.0,)


def test_a_declared_fact_is_read_from_the_arguments():
    assert declared_fact(effect("done", claims={"id": "arguments.order_id"}), "id") == ("A-1",)


@pytest.mark.parametrize("claims", [{}, {"amount": "result.amount"}])
def test_a_fact_nobody_declared_or_gave_is_none(claims):
    assert declared_fact(effect("no JSON", claims=claims), "amount") == ()


def test_a_call_that_meets_its_condition_is_done():
    assert unmet(effect("", success="result.status == 'done'"), '{"status": "DONE"}') is None


def test_a_call_that_does_not_meet_its_condition_is_told_with_what_it_answered():
    assert unmet(effect("", success="result.status == 'done'"), '{"status": "queued"}') == (
        """the call is done where result.status == 'done', and it answered {"status": "queued"}"""
    )


def ledger_of(answer, success=""):
    tool = CatalogueTool(name="issue_refund", kind="write", effects=("refund",), success=success)
    messages = (user("Refund ORD-100217"), call("issue_refund", order_id="ORD-100217"), result(answer), says("Done."))
    knowledge = Knowledge(catalogue=Catalogue(tools=(tool,)))
    return context(*messages, knowledge=knowledge).evidence


def test_a_call_fails_where_its_declared_success_is_not_met():
    evidence = ledger_of('{"status": "queued", "ref": "RF-5512"}', success="result.status == 'done'")

    assert evidence.ledger[0].ok is False
    assert "result.status == 'done'" in evidence.ledger[0].failure


def test_what_such_a_call_answered_was_shown_all_the_same():
    assert "rf5512" in ledger_of('{"status": "queued", "ref": "RF-5512"}', success="result.status == 'done'").known


def test_an_error_is_a_failure_whatever_the_condition():
    assert ledger_of('{"error": "no such order"}', success="arguments.order_id").ledger[0].ok is False


def test_without_a_condition_the_absence_of_an_error_is_enough():
    assert ledger_of('{"status": "queued"}').ledger[0].ok is True
