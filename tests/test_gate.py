from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outcomes import cases, pairs, result, side, tried

from evalsuite.compare import compare
from evalsuite.domain.comparison import Traits
from evalsuite.domain.decision import Budget, GateRules, LiveFigure
from evalsuite.domain.presets import FINE_TUNE
from evalsuite.gate import decide
from evalsuite.gate.words import percent, points
from evalsuite.stats.clusters import FEWEST

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
        "about 520 cases would decide the pass rate (60 now): then there are 4 chances in 5 to ship"
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
    assert decision.would_decide == (f"{FEWEST} independent cases, at the very least",)


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


counts = st.integers(0, 40)
few = settings(max_examples=10, deadline=None)  # the exact test takes its time


@few
@given(counts, counts, counts, counts)
def test_it_never_ships_and_holds_at_once_and_always_says_why(both, gained, lost, neither):
    if not both + gained + lost + neither:
        return
    decision = decided(*pairs(both=both, gained=gained, lost=lost, neither=neither))

    assert decision.sentence.endswith(".")
    assert bool(decision.would_decide) == (decision.answer != "ship")
    [overall] = decision.criteria
    if decision.answer == "ship":
        assert overall.bound > -0.05
    if decision.answer == "hold":
        assert overall.candidate - overall.baseline <= -0.05


@few
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


def improve(*, gained, lost=0, both=100, least=0.05, **rules):
    return decided(
        *pairs(both=both, gained=gained, lost=lost, neither=20),
        GateRules(margin=None, must_improve={"pass_rate": least}, **rules),
    )


def test_a_rate_that_surely_rose_by_enough_ships():
    decision = improve(gained=30, lost=2)

    assert (decision.answer, decision.criteria[0].reason) == ("ship", "improved")


def test_a_gain_that_is_sure_but_smaller_than_asked_for_is_undecided_until_it_surely_is_too_small():
    assert (improve(gained=20, least=0.2).reason, improve(gained=10, both=300, least=0.2).reason) == (
        "too_small", "not_improved",
    )  # fmt: skip


def test_a_gain_that_may_be_chance_is_undecided():
    assert improve(gained=12, lost=6, least=0.01).reason == "too_wide"


def test_nothing_moved_is_no_improvement_and_none_denied():
    decision = improve(gained=0, both=2000)

    assert (decision.answer, decision.reason) == ("undecided", "nothing_moved")


def test_several_rates_that_must_improve_are_looked_at_together():
    before = side(*(result(f"c{i}", graders={"a": "fail" if i < 5 else "pass", "b": "pass"}) for i in range(100)))
    after = side(*(result(f"c{i}", graders={"a": "pass", "b": "pass"}) for i in range(100)))
    alone = decided(before, after, GateRules(margin=None, must_improve={"a": 0.0}))
    both = decided(before, after, GateRules(margin=None, must_improve={"a": 0.0, "b": 0.0}))

    assert {one.criterion.label: one.answer for one in alone.criteria}["a"] == "ship"
    assert {one.criterion.label: one.answer for one in both.criteria}["a"] == "undecided"


def timed(seconds):
    return side(*(result(f"c{i}", seconds=seconds * (1 + i % 5 / 10)) for i in range(40)))


@pytest.mark.parametrize(
    ("budget", "answer", "reason"),
    [
        (Budget(rise=0.2), "ship", "in_budget"),
        (Budget(rise=0.05), "hold", "over_budget"),
        (Budget(most=1.5), "ship", "in_budget"),
        (Budget(most=1.0), "hold", "over_budget"),
    ],
)
def test_a_budget_is_kept_or_not(budget, answer, reason):
    decision = decided(timed(1.0), timed(1.1), GateRules(margin=None, budget={"seconds": budget}))

    assert (decision.answer, decision.criteria[0].reason) == (answer, reason)


def test_a_budget_of_what_nobody_measured_is_undecided_and_names_what_is_missing():
    decision = decided(timed(1.0), timed(1.0), GateRules(margin=None, budget={"cost_usd": Budget(rise=0.1)}))

    assert (decision.answer, decision.reason) == ("undecided", "not_measured")
    assert "cost: the candidate does not say what it took" in decision.sentence


def live(rules, **figures):
    comparison = compare(clean(120), clean(120))
    return decide(
        comparison,
        GateRules(live=rules),
        {name: LiveFigure(cases=600, source="test 3", **one) for name, one in figures.items()},
    )


APPROVED = {"baseline": 0.6, "candidate": 0.68, "low": 0.03, "high": 0.13}


def test_what_only_people_can_tell_is_told_as_not_measured_and_decides_nothing():
    decision = live({"approval_rate": 0.05, "edit_rate": 0.05})

    assert decision.answer == "ship"
    assert decision.sentence.endswith(" Not measured: approval rate, edit rate.")


def test_a_live_measure_that_is_required_must_be_given():
    decision = decided(clean(120), clean(120), GateRules(live={"approval_rate": 0.05}, require=("approval_rate",)))

    assert (decision.answer, decision.reason) == ("undecided", "not_measured")
    assert decision.would_decide == ("give the approval rate of both: evalsuite gate BASE CAND --live FILE",)


@pytest.mark.parametrize(
    ("name", "least", "figure", "answer"),
    [
        ("approval_rate", 0.05, APPROVED, "ship"),
        ("approval_rate", 0.1, APPROVED, "undecided"),
        ("approval_rate", 0.2, APPROVED, "hold"),
        ("edit_rate", 0.05, {"baseline": 0.4, "candidate": 0.3, "low": -0.15, "high": -0.05}, "ship"),
        ("edit_rate", 0.05, {"baseline": 0.4, "candidate": 0.5, "low": 0.05, "high": 0.15}, "hold"),
        ("satisfaction", 0.2, {"baseline": 3.9, "candidate": 4.2, "low": 0.1, "high": 0.5}, "ship"),
        ("policy_violations", 0.005, {"baseline": 0.01, "candidate": 0.01, "low": -0.004, "high": 0.004}, "ship"),
        ("policy_violations", 0.005, {"baseline": 0.01, "candidate": 0.02, "low": -0.01, "high": 0.03}, "undecided"),
        ("policy_violations", 0.005, {"baseline": 0.01, "candidate": 0.04, "low": 0.01, "high": 0.05}, "hold"),
    ],
)  # fmt: skip
def test_live_figures_decide_by_the_bounds_they_come_with(name, least, figure, answer):
    assert live({name: least}, **{name: figure}).answer == answer


def test_the_fine_tune_preset_holds_golden_cases_harms_and_every_grader():
    trials = [result(f"c{i}", graders={"ids": "pass", "tone": "pass"}) for i in range(120)]

    decision = decided(side(*trials), side(*trials), FINE_TUNE)

    told = {(one.criterion.role, one.criterion.label): one.reason for one in decision.criteria}
    assert decision.answer == "ship"
    assert told["hard_zero", "ids"] == "rare_enough"
    assert told["hard_zero", "policy"] == "not_measured"
    assert told["must_not_regress", "tone"] == "non_inferior"
    assert told["golden_holds", "golden"] == "golden_holds"
    assert decision.sentence.endswith(" Not measured: approval rate, edit rate, satisfaction, policy violations.")


def test_an_undecided_gate_plans_what_would_decide_it():
    plan = decided(*pairs(both=50, gained=2, lost=3, neither=5)).plan

    assert (plan.cases, plan.repeats, plan.margin) == (60, 1, 0.05)
    assert 0.05 < plan.detects < 0.15
    assert 60 < plan.wanted_cases < 400


def test_repeats_tell_how_many_attempts_would_do():
    before = [one for i in range(60) for one in tried(f"c{i}", "pf" if i % 3 == 0 else "pp")]
    after = [one for i in range(60) for one in tried(f"c{i}", "fp" if i % 3 == 1 else "pp")]

    plan = decided(side(*before), side(*after)).plan

    assert plan.repeats == 2
    assert 2 < plan.wanted_repeats <= 20


def test_a_case_that_differs_each_time_for_good_is_helped_by_no_attempts():
    before = [one for i in range(60) for one in tried(f"c{i}", "ff" if i % 3 == 0 else "pp")]
    after = [one for i in range(60) for one in tried(f"c{i}", "ff" if i % 3 == 1 else "pp")]

    assert decided(side(*before), side(*after)).plan.wanted_repeats is None


@pytest.mark.parametrize(
    "sides",
    [
        (side(result("a")), side(result("a"))),
        (
            side(*(result(f"c{i}", cluster="one") for i in range(90))),
            side(*(result(f"c{i}", cluster="one") for i in range(90))),
        ),
        (side(*(result(f"c{i}", "error") for i in range(90))), side(*(result(f"c{i}", "error") for i in range(90)))),
        (side(*(result(f"c{i}", "ungraded") for i in range(90))), side(*(result(f"c{i}") for i in range(90)))),
        (
            side(*(result(f"c{i}", scores={"": float("nan")}) for i in range(90))),
            side(*(result(f"c{i}") for i in range(90))),
        ),
    ],
    ids=["one case", "one cluster", "everything errored", "nothing judged", "not a number"],
)
@pytest.mark.parametrize("rules", [GateRules(), FINE_TUNE], ids=["plain", "preset"])
def test_degenerate_runs_are_undecided_and_give_no_number(sides, rules):
    decision = decided(*sides, rules)

    assert decision.answer == "undecided"
    assert "nan" not in decision.sentence
    assert decision.would_decide


def test_an_unchanged_assistant_ships_where_there_are_cases_enough_and_else_is_told_how_many():
    enough, few = (decided(*pairs(both=n), GateRules(margin=0.03)) for n in (120, 60))

    assert (enough.answer, few.answer) == ("ship", "undecided")
    assert "cases would decide the pass rate (60 now)" in few.would_decide[0]


def test_a_stale_baseline_that_keeps_from_shipping_is_named_part_by_part():
    before = side(*(result(f"c{i}", script="old" if i < 30 else "s") for i in range(120)), committed=True)

    decision = decided(before, side(*(result(f"c{i}", script="s") for i in range(120))))

    assert decision.answer == "undecided"
    assert "the baseline is out of date: 30 cases with another script since: c0, " in decision.reasons[0]
    assert "make it anew: evalsuite baseline set RUN" in decision.would_decide


def test_a_part_that_the_gate_names_and_nobody_ran_leaves_it_undecided():
    decision = decided(*pairs(both=100), GateRules(slices=("origin:ticket",)))

    assert (decision.answer, decision.reason) == ("undecided", "missing_slice")
    assert decision.sentence == "Undecided on cand: no case of origin:ticket was compared."


def test_a_part_that_the_gate_names_and_that_was_run_is_no_bar():
    before, after = pairs(both=100)
    traits = {result.case_id: Traits(origin="ticket") for result in list(before.results)}

    decision = decide(compare(replace(before, traits=traits), after), GateRules(slices=("origin:ticket",)))

    assert decision.answer == "ship"
