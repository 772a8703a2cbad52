from build import call, context, result, says, user

from evalsuite.domain.case import Case
from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.graders.invariance import conduct, is_sibling
from evalsuite.protocols import Knowledge

KNOWLEDGE = Knowledge(
    catalogue=Catalogue(
        tools=(
            CatalogueTool(name="get_order", kind="read", effects=("lookup",)),
            CatalogueTool(name="refund", kind="write", effects=("refund",)),
            CatalogueTool(name="to_person", kind="handoff", effects=("escalate",)),
        )
    )
)


def of(*messages):
    return conduct(context(*messages, knowledge=KNOWLEDGE))


def test_a_call_is_told_with_its_arguments_and_without_its_prose():
    asked = call("refund", order="ORD-1", amount=48.5, note="The customer is unhappy with the lamp.")

    assert of(user("Refund?"), asked, result("ok"), says("Done.")).calls == ("refund(amount=48.5, order=ORD-1)",)


def test_a_call_that_failed_did_nothing():
    assert of(user("Refund?"), call("refund"), result("Error: no", is_error=True), says("No luck.")).calls == ()


def test_looking_up_and_handing_over_are_told_apart():
    told = of(
        user("?"), call("get_order"), result("{}"), call("to_person", id="c2"), result("ok", id="c2"), says("Bye.")
    )

    assert (told.looks_up, told.hands_over, told.calls) == (("get_order",), ("to_person()",), ())


def test_two_ways_to_refuse_the_same_are_one_refusal():
    formal = of(user("Refund?"), says("Regrettably we are unable to refund this order."))
    short = of(user("Refund?"), says("Can't be refunded. I can't refund that one."))

    assert formal.refuses == short.refuses == ("refund",)


def test_only_cases_made_by_cohorts_have_siblings():
    assert is_sibling(Case(id="late[vip]", cluster="late", cohort="vip"))
    assert not is_sibling(Case(id="late", cluster="late", cohort="vip"))
    assert not is_sibling(Case(id="late"))
