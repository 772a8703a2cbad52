import pytest
from hypothesis import given
from hypothesis import strategies as st
from outcomes import cases, pairs, result, side

from evalsuite.compare import compare
from evalsuite.domain.decision import GateRules
from evalsuite.gate import decide, percent, points

ZERO = GateRules(margin=None, hard_zero={"claims": 0.03})


def decided(before, after, rules=None):
    return decide(compare(before, after), rules or GateRules())


def clean(n):
    return side(*cases(passed=n, graders=True), name="base")


def with_failures(failed, n):
    return side(*cases(passed=n - failed, failed=failed, graders=True), name="cand")


def test_a_candidate_that_is_no_worse_ships():
    decision = decided(*pairs(both=100, gained=3, lost=2, neither=15))

    assert (decision.answer, decision.reason) == ("ship", "passed")
    assert decision.sentence == "Ship cand: it keeps to every rule against base."
    assert decision.reasons == (
        "the pass rate went from 85 % to 85.8 %, and is at the most 2.8 points lower; less than 5 points are allowed",
    )


def test_a_candidate_that_is_surely_worse_is_held():
    decision = decided(*pairs(both=100, lost=25))

    assert (decision.answer, decision.reason) == ("hold", "regressed")
    assert decision.sentence.startswith("Hold cand: the pass rate fell from 100 % to 80 %, by 1")
    assert decision.would_decide == ("mend the regressions listed",)


def test_too_few_cases_leave_it_undecided_and_say_how_many_would_do():
    decision = decided(*pairs(both=50, gained=2, lost=3, neither=5))

    assert (decision.answer, decision.reason) == ("undecided", "too_wide")
    assert "may be" in decision.sentence
    [wanted] = decision.would_decide
    assert wanted.startswith(
        "about 470 cases would decide the pass rate (60 now): then there are 4 chances in 5 to ship"
    )


def test_a_difference_that_is_the_margin_asks_for_a_mend_and_no_number():
    decision = decided(*pairs(both=95, lost=5))

    assert "no number of cases would decide it" in decision.would_decide[0]


def test_no_failure_in_120_still_means_up_to_two_and_a_half_percent():
    decision = decided(clean(120), with_failures(0, 120), ZERO)

    assert decision.answer == "ship"
    assert "0 of 120 still means up to 2.5 %" in decision.reasons[0]


def test_no_failure_in_too_few_cases_is_undecided_with_the_number_that_would_do():
    decision = decided(clean(68), with_failures(0, 68), ZERO)

    assert decision.answer == "undecided"
    assert "0 of 68 still means up to 4.3 %" in decision.sentence
    assert decision.would_decide == ("99 cases without a failure of claims would be enough to ship (68 now)",)


def test_many_failures_hold_whatever_the_pass_rate():
    decision = decided(clean(68), with_failures(17, 68), GateRules(hard_zero={"claims": 0.03}))

    assert (decision.answer, decision.reason) == ("hold", "too_frequent")
    assert decision.sentence == (
        "Hold cand: claims got worse, 17 of 68 cases now fail (0 before); less than 3 % is allowed."
    )


def test_a_few_failures_ask_for_a_mend_or_for_more_cases():
    decision = decided(clean(68), with_failures(2, 68), ZERO)

    assert decision.answer == "undecided"
    assert decision.would_decide[0].startswith(
        "mend the 2 cases in which claims fails and have 99 without a failure, or "
    )


def test_a_failure_that_the_baseline_has_too_is_not_called_worse():
    decision = decided(with_failures(30, 60), with_failures(30, 60), ZERO)

    assert "claims fails too often" in decision.sentence


def test_nothing_in_common_is_undecided():
    decision = decided(side(*cases(passed=30)), side(*cases(passed=30, start=100)))

    assert (decision.answer, decision.reason) == ("undecided", "nothing_in_common")


def test_too_many_errors_never_ship():
    after = side(*cases(passed=112), *(result(f"c{i:04d}", "error") for i in range(112, 120)), name="cand", run="r2")

    decision = decided(side(*cases(passed=120)), after, GateRules(margin=0.2))

    assert (decision.answer, decision.reason) == ("undecided", "errors")
    assert "8 of 120 trials of cand got no usable reply; at most 5 % may" in decision.sentence
    assert "evalsuite run --resume r2 makes them again" in decision.would_decide


def test_too_many_ungraded_trials_never_ship():
    before = side(*cases(passed=112), *(result(f"c{i:04d}", "ungraded") for i in range(112, 120)), name="base")

    decision = decided(before, side(*cases(passed=120)), GateRules(margin=0.2))

    assert (decision.answer, decision.reason) == ("undecided", "ungraded")


def test_an_answer_that_hangs_on_what_was_not_judged_is_none():
    before, after = pairs(both=100, lost=1)
    after = side(*after.results[:-4], *(result(f"c{i:04d}", "error") for i in (97, 98, 99)), after.results[-1])

    decision = decided(before, after)

    assert (decision.answer, decision.reason) == ("undecided", "unjudged")


def test_a_few_errors_that_change_nothing_do_not_stop_it():
    before, after = pairs(both=200)
    after = side(*after.results[:-1], result("c0199", "error"))

    assert decided(before, after).answer == "ship"


def test_a_run_that_lacks_many_cases_is_undecided():
    decision = decided(side(*cases(passed=120)), side(*cases(passed=100)))

    assert (decision.answer, decision.reason) == ("undecided", "unpaired")
    assert "20 of the baseline's 120 cases are missing or changed" in decision.sentence


def test_new_cases_in_the_candidate_are_no_trouble():
    assert decided(side(*cases(passed=120)), side(*cases(passed=150))).answer == "ship"


def test_a_changed_grader_is_undecided_and_asks_for_the_baseline_anew():
    before = side(*(result(f"c{i}", graders={"claims": "pass"}, marks={"claims": "old"}) for i in range(120)))

    decision = decided(before, side(*(result(f"c{i}", graders={"claims": "pass"}) for i in range(120))))

    assert (decision.answer, decision.reason) == ("undecided", "graders_differ")
    assert "rerun the baseline, or restore its run" in decision.would_decide[0]


@pytest.mark.parametrize("rules", [GateRules(), ZERO], ids=["margin", "hard zero"])
def test_too_few_clusters_are_undecided(rules):
    trials = [result(f"c{i}", graders={"claims": "pass"}, cluster=f"g{i % 4}") for i in range(200)]

    decision = decided(side(*trials), side(*trials), rules)

    assert (decision.answer, decision.reason) == ("undecided", "too_few_clusters")
    assert "4 independent cases are too few" in decision.sentence
    assert decision.would_decide == ("10 independent cases, at the very least",)


def test_a_rule_for_a_grader_that_said_nothing_is_undecided_with_the_nearest_name():
    decision = decided(clean(120), clean(120), GateRules(margins={"clams": 0.05}, hard_zero={"claim": 0.03}))

    assert decision.reason == "no_such_grader"
    assert decision.would_decide == (
        "the gate names 'claim', which judged nothing. Did you mean 'claims'?",
        "the gate names 'clams', which judged nothing. Did you mean 'claims'?",
    )


def test_a_gate_without_rules_never_ships():
    decision = decided(clean(120), clean(120), GateRules(margin=None))

    assert (decision.answer, decision.reason) == ("undecided", "no_rules")


def test_graders_without_a_rule_are_told_and_decide_nothing():
    decision = decided(clean(120), with_failures(60, 120), GateRules(margin=None, hard_zero={"ids": 0.03}))

    told = {one.criterion.label: one.answer for one in decision.criteria}
    assert told == {"ids": "undecided", "claims": None}


def test_a_margin_of_one_grader_is_held_to():
    decision = decided(clean(120), with_failures(30, 120), GateRules(margin=None, margins={"claims": 0.05}))

    assert decision.answer == "hold"
    assert "the pass rate of claims fell from 100 % to 75 %" in decision.sentence


counts = st.integers(0, 60)


@given(counts, counts, counts, counts)
def test_it_never_ships_and_holds_at_once_and_always_says_why(both, gained, lost, neither):
    if not both + gained + lost + neither:
        return
    decision = decided(*pairs(both=both, gained=gained, lost=lost, neither=neither))

    assert decision.sentence.endswith(".")
    assert bool(decision.would_decide) == (decision.answer != "ship")
    [overall] = decision.criteria
    if decision.answer == "ship":
        assert overall.interval.low > -0.05
    if decision.answer == "hold":
        assert overall.interval.high <= -0.05


@given(counts, counts, st.floats(0.01, 0.3), st.floats(0.01, 0.3))
def test_a_wider_margin_never_turns_ship_into_another_answer(both, lost, one, other):
    if not both + lost:
        return
    strict = decided(*pairs(both=both, lost=lost), GateRules(margin=min(one, other)))
    wide = decided(*pairs(both=both, lost=lost), GateRules(margin=max(one, other)))

    assert strict.answer != "ship" or wide.answer == "ship"


def test_shares_and_points_are_said_short():
    assert (percent(0.025), percent(0), percent(1), points(-0.01), points(0.05)) == (
        "2.5 %", "0 %", "100 %", "1 point", "5 points",
    )  # fmt: skip
