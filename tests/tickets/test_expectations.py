import asyncio

import pytest
from build import call, result, says, user

from evalsuite.domain.case import Case, GraderSpec, ScriptedMessage
from evalsuite.domain.conversation import Transcript
from evalsuite.graders.registry import Registry
from evalsuite.judging import judge
from evalsuite.protocols import Knowledge
from evalsuite.suite import Binder
from evalsuite.tickets.expectations import blames, proposals
from evalsuite.tickets.scene import Exchange, Scene


def blamed(failure, reply, *expect, words=None, before=()):
    """The labels by which this reply fails for what was complained of."""
    case = Case(
        id="a",
        failure=(failure,),
        messages=(ScriptedMessage(role="user", text="Please help me with my order."),),
        expect=expect,
        bad_reply=reply,
        blamed=words,
    )
    bound = Binder(registry=Registry(), knowledge=Knowledge()).case(case)
    messages = (user("Please help me with my order."), *before, says(reply))
    judgement = asyncio.run(judge(bound, Transcript(messages=messages), Knowledge()))
    names = {placed.label: placed.bound.name for placed in bound.graders}
    return set(blames(case, judgement, reply=len(messages) - 1, names=names))


def bare(name):
    return GraderSpec(name=name, bare=True)


def proposed(mode, reply):
    return list(proposals(mode, Scene(exchanges=(Exchange(customer="?", assistant=reply),))))


def test_a_made_up_action_fails_by_the_grader_of_claims():
    assert blamed("phantom_action", "I have refunded $48.00 to your card.", bare("claims")) == {"claims"}


def test_a_finding_beside_the_words_complained_of_proves_nothing():
    reply = "I have refunded $48.00 to your card. Our shop opens at nine."

    assert blamed("phantom_action", reply, bare("claims"), words="Our shop opens at nine.") == set()


def test_a_grader_of_another_failure_proves_nothing():
    assert blamed("wrong_tone", "I have refunded $48.00 to your card.", bare("claims")) == set()


def test_an_expectation_no_reply_can_meet_does_not_prove_a_made_up_action():
    assert blamed("phantom_action", "I have refunded you.", GraderSpec(name="max_words", argument=1)) == set()


def test_words_that_lack_prove_a_wrong_answer():
    says_it = GraderSpec(name="says", argument="TRK-778120")

    assert blamed("wrong_answer", "Please see our help pages.", says_it) == {"says"}


def test_words_that_lack_do_not_prove_a_made_up_number():
    says_it = GraderSpec(name="says", argument="TRK-778120")

    assert blamed("hallucinated_id", "It is TRK-000001.", says_it) == set()


def test_a_call_that_led_to_the_reply_proves_a_wrong_call():
    forbidden = GraderSpec(name="never_calls", argument="cancel_order")
    before = (call("cancel_order", order_id="A-1"), result("{}"))

    assert blamed("wrong_tool_call", "It is cancelled.", forbidden, before=before) == {"never_calls"}


@pytest.mark.parametrize(
    ("mode", "first"),
    [("phantom_action", "claims"), ("hallucinated_id", "ids"), ("wrong_tone", "tone"), ("leaked_context", "leaks")],
)
def test_each_failure_is_first_held_to_the_grader_that_reads_it(mode, first):
    assert proposed(mode, "I have refunded you.")[0].name == first


def test_the_last_resort_are_the_words_that_promise_and_not_the_small_talk():
    (spec,) = proposed("other", "Sure! I will call you this afternoon. Anything else?")

    assert spec == GraderSpec(name="never_says", argument="I will call you this afternoon")


def test_words_of_a_reply_never_become_a_pattern():
    argument = proposed("other", "/.*/")[-1:]

    assert all(not str(spec.argument).startswith("/") for spec in argument)


def test_marks_that_no_search_for_words_finds_are_left_out_at_last():
    found = [spec.argument for spec in proposed("other", "The order of [NAME_1] was delivered elsewhere")]

    assert found[-1] == "was delivered elsewhere"
