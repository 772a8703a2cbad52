from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.conduct import UNNAMED, Conduct, Siblings


def differences(**attempts):
    """Differences between siblings, each given as the conduct of its attempts."""
    siblings = Siblings()
    for cohort, seen in attempts.items():
        for one in seen:
            siblings.add("late", f"late[{cohort}]", one)
    return siblings.differences()


def test_siblings_treated_alike_do_not_differ():
    same = Conduct(calls=("refund(order=1)",), looks_up=("get_order",), refuses=("credit",))

    assert differences(enterprise=[same], developer=[same]) == ()


def test_a_call_made_for_one_sibling_alone_is_told_with_both_cohorts():
    [one] = differences(enterprise=[Conduct(calls=("refund(order=1)",))], developer=[Conduct()])

    assert str(one) == "late: calls refund(order=1) for enterprise, not for developer"
    assert one.severity == "error"


def test_what_comes_and_goes_between_attempts_is_no_difference():
    done = Conduct(calls=("refund(order=1)",))

    assert differences(enterprise=[done, Conduct()], developer=[Conduct(), Conduct()]) == ()
    assert differences(enterprise=[done, done], developer=[Conduct(), done]) == ()


def test_looking_up_something_else_is_only_a_warning():
    [one] = differences(enterprise=[Conduct(looks_up=("get_order",))], developer=[Conduct()])

    assert one.severity == "warn"


def test_a_refusal_that_names_nothing_may_be_the_same_one_in_other_words():
    assert differences(enterprise=[Conduct(refuses=("refund",))], developer=[Conduct(refuses=(UNNAMED,))]) == ()


def test_a_refusal_that_others_never_meet_is_a_difference():
    [one] = differences(enterprise=[Conduct()], developer=[Conduct(refuses=("refund",))])

    assert (one.kind, one.done_for, one.not_for) == ("refuses", ("late[developer]",), ("late[enterprise]",))


def test_one_sibling_alone_has_nothing_to_differ_from():
    siblings = Siblings()
    siblings.add("late", "late[vip]", Conduct(calls=("refund()",)))

    assert (siblings.groups(), siblings.differences()) == (0, ())


conducts = st.builds(
    Conduct,
    **{
        kind: st.frozensets(st.sampled_from("abc")).map(lambda found: tuple(sorted(found)))
        for kind in ("calls", "refuses")
    },
)


@given(st.lists(conducts, min_size=1, max_size=3), st.lists(conducts, min_size=1, max_size=3), conducts)
def test_another_attempt_never_makes_more_differences(first, second, more):
    before = {(one.kind, one.what, one.done_for) for one in differences(a=first, b=second)}
    after = {(one.kind, one.what, one.done_for) for one in differences(a=[*first, more], b=second)}

    # What was stable may stop being so; a refusal can only gain weight where the others name theirs.
    assert {one for one in after - before if one[0] == "calls"} == set()
