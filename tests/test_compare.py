import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outcomes import pairs, result, side, tried

from evalsuite.compare import compare, lean
from evalsuite.domain.comparison import Traits
from evalsuite.domain.conversation import Usage
from evalsuite.errors import NothingRanError
from evalsuite.stats.paired import paired_interval

outcomes = st.sampled_from(["pass", "fail", "ungraded", "error"])
tables = st.lists(st.tuples(outcomes, outcomes), min_size=1, max_size=30)
few = settings(max_examples=40, deadline=None)  # the exact interval takes its time


def trials(table):
    before = [result(f"c{i}", one, graders={"claims": "pass"}) for i, (one, _) in enumerate(table)]
    after = [result(f"c{i}", one, graders={"claims": "pass"}) for i, (_, one) in enumerate(table)]
    return before, after


def test_cases_of_both_sides_are_paired_and_counted():
    comparison = compare(*pairs(both=36, gained=12, lost=2))

    overall = comparison.overall
    assert (overall.cases, overall.gained, overall.lost) == (50, 12, 2)
    assert overall.difference == pytest.approx(0.2)
    assert overall.interval == paired_interval([1.0] * 12 + [-1.0] * 2 + [0.0] * 36, range(50), level=0.025)
    assert overall.p == pytest.approx(0.00739, abs=5e-6)
    assert (comparison.baseline.outcomes["fail"], comparison.candidate.outcomes["fail"]) == (12, 2)


@few
@given(tables)
def test_swapping_the_runs_flips_the_sign(table):
    before, after = trials(table)
    there, back = compare(side(*before), side(*after)), compare(side(*after), side(*before))

    assert there.overall.difference == pytest.approx(-back.overall.difference)
    if there.overall.interval:
        assert there.overall.interval.low == pytest.approx(-back.overall.interval.high, abs=1e-9)
    kinds = {"regression": "improvement", "improvement": "regression"}
    assert {(flip.case_id, kinds[flip.kind]) for flip in there.flips} == {(f.case_id, f.kind) for f in back.flips}


@few
@given(tables, st.integers(0, 1000))
def test_the_order_of_trials_changes_nothing(table, seed):
    before, after = trials(table)
    expected = compare(side(*before), side(*after))
    random.Random(seed).shuffle(before)
    random.Random(seed + 1).shuffle(after)

    assert compare(side(*before), side(*after)) == expected


@few
@given(tables, st.integers(2, 4))
def test_identical_repeats_change_nothing_but_the_number_of_trials(table, times):
    before, after = trials(table)
    once = compare(side(*before), side(*after))

    repeated = [[r for one in runs for r in _repeats(one, times)] for runs in (before, after)]
    often = compare(side(*repeated[0]), side(*repeated[1]))

    assert (often.overall, often.graders, often.harms) == (once.overall, once.graders, once.harms)
    assert [(one.case_id, one.kind) for one in often.flips] == [(one.case_id, one.kind) for one in once.flips]


def _repeats(one, times):
    return [result(one.case_id, one.outcome, attempt=i + 1, graders=dict(one.outcomes)) for i in range(times)]


@few
@given(tables.filter(lambda table: any(after == "fail" for _, after in table)))
def test_one_more_pass_never_lowers_the_candidates_rate(table):
    before, after = trials(table)
    place = next(i for i, (_, one) in enumerate(table) if one == "fail")
    better = [*after[:place], result(f"c{place}", "pass", graders={"claims": "pass"}), *after[place + 1 :]]

    one, other = compare(side(*before), side(*after)).overall, compare(side(*before), side(*better)).overall

    assert one.candidate <= other.candidate
    if one.interval:
        assert one.interval.low <= other.interval.low + 1e-9


@few
@given(tables)
def test_every_case_is_compared_or_listed(table):
    before, after = trials(table)
    comparison = compare(side(*before, result("old")), side(*after, result("young")))

    assert comparison.overall.cases + len(comparison.overall.unjudged) == len(table)
    assert (comparison.missing, comparison.new) == (("old",), ("young",))


def test_a_case_with_another_script_is_listed_and_not_compared():
    comparison = compare(
        side(result("a", script="s1"), result("b", script="s2")),
        side(result("a", script="s1"), result("b", script="x")),
    )

    assert (comparison.overall.cases, comparison.changed) == (1, ("b",))


def test_a_case_without_a_script_is_paired_by_its_id():
    comparison = compare(side(result("a", script="")), side(result("a", script="s1")))

    assert (comparison.overall.cases, comparison.changed) == (1, ())


def test_a_case_judged_by_another_version_of_a_grader_is_not_compared():
    before = [result(name, graders={"claims": "pass", "ids": "pass"}) for name in "ab"]
    after = [
        result("a", graders={"claims": "pass", "ids": "pass"}, marks={"claims": "v2", "ids": "v1"}),
        result("b", graders={"claims": "pass", "ids": "pass"}),
    ]

    comparison = compare(side(*before), side(*after))

    assert comparison.overall.other_graders == ("a",)
    assert comparison.graders["claims"].other_graders == ("a",)
    assert (comparison.graders["ids"].cases, comparison.graders["ids"].other_graders) == (2, ())


def test_unanswered_calls_on_one_side_are_no_other_grading():
    after = result("a", "ungraded", graders={"claims": "pass", "fixtures": "abstain"})

    assert compare(side(result("a", graders={"claims": "pass"})), side(after)).overall.other_graders == ()


def test_attempts_are_averaged():
    before = [result("a", "pass", attempt=i) for i in (1, 2)] + [result("b", attempt=i) for i in (1, 2)]
    after = [result("a", "pass", attempt=1), result("a", "fail", attempt=2), result("b")]

    overall = compare(side(*before), side(*after)).overall

    assert (overall.cases, overall.baseline, overall.candidate, overall.lost) == (2, 1.0, 0.75, 0.5)
    assert (overall.interval, overall.p) == (None, None)


def test_cases_of_one_cluster_are_one_unit():
    before = [result(f"c{i}", cluster=f"g{i // 2}") for i in range(40)]
    after = [result(f"c{i}", "pass" if i > 1 else "fail", cluster=f"g{i // 2}") for i in range(40)]

    overall = compare(side(*before), side(*after)).overall

    assert (overall.cases, overall.units) == (40, 20)
    assert overall.interval.low < paired_interval([-1.0] * 2 + [0.0] * 38, range(40), level=0.025).low


def test_what_could_not_be_judged_is_left_out_and_widens_the_outer_bounds():
    before, after = pairs(both=40, lost=1)
    after = side(*after.results[:-2], result("c0039", "error"), after.results[-1])

    overall = compare(before, after).overall

    assert (overall.cases, overall.unjudged) == (40, ("c0039",))
    assert sorted(overall.worst.values)[:3] == [-1.0, -1.0, 0.0]
    assert (sum(overall.best.values), len(overall.best.values)) == (-1.0, 41)


def test_errors_count_for_each_grader_that_would_have_spoken():
    before = [result(name, graders={"claims": "pass"}) for name in "ab"]
    after = [result("a", graders={"claims": "pass"}), result("b", "error")]

    comparison = compare(side(*before), side(*after))

    assert comparison.graders["claims"].unjudged == ("b",)
    assert (comparison.harms["claims"].cases, comparison.harms["claims"].unjudged) == (1, 1)
    assert comparison.harms["claims"].blind == ("b",)


def test_a_grader_that_abstains_is_in_no_rate():
    before = [result(name, graders={"ids": "pass"}) for name in "ab"]
    after = [result("a", graders={"ids": "pass"}), result("b", graders={"ids": "abstain"})]

    comparison = compare(side(*before), side(*after))

    assert (comparison.graders["ids"].cases, comparison.graders["ids"].unjudged) == (1, ("b",))
    assert (comparison.harms["ids"].cases, comparison.harms["ids"].unjudged) == (1, 0)


def test_a_case_that_fails_in_one_attempt_of_many_counts_as_harm():
    after = [
        result("a", "fail" if i == 2 else "pass", attempt=i, graders={"ids": "fail" if i == 2 else "pass"})
        for i in (1, 2, 3)
    ]

    harm = compare(side(result("a", graders={"ids": "pass"})), side(*after)).harms["ids"]

    assert (harm.failed, harm.cases) == (1, 1)


def test_flips_tell_regressions_first_with_the_graders_behind_them():
    before = [
        result("a", "fail", graders={"says": "fail", "ids": "pass"}),
        result("z", graders={"says": "pass", "ids": "pass"}),
        result("same", "fail", graders={"ids": "fail"}),
    ]
    after = [
        result("a", graders={"says": "pass", "ids": "pass"}),
        result("z", "fail", graders={"says": "pass", "ids": "fail"}),
        result("same", "fail", graders={"ids": "fail"}),
    ]

    flips = compare(side(*before), side(*after)).flips

    assert [(flip.case_id, flip.kind, flip.labels) for flip in flips] == [
        ("z", "regression", ("ids",)),
        ("a", "improvement", ("says",)),
    ]


@pytest.mark.parametrize(("after", "flips"), [("ppf", 0), ("pff", 1), ("pf", 0), ("fff", 1)])
def test_a_case_flips_by_the_majority_of_its_attempts(after, flips):
    words = {"p": "pass", "f": "fail"}
    trials = [result("a", words[one], attempt=i) for i, one in enumerate(after, 1)]

    assert len(compare(side(result("a")), side(*trials)).flips) == flips


def test_a_run_without_trials_is_no_comparison():
    with pytest.raises(NothingRanError, match="run-1 has no trial"):
        compare(side(), side(result("a")))


def test_repeats_tell_flaky_cases_from_regressions():
    before = [one for name in ("broken", "wavers", "once") for one in tried(name, "p" if name == "once" else "ppp")]
    after = [*tried("broken", "fff"), *tried("wavers", "pff"), *tried("once", "f")]

    flips = compare(side(*before), side(*after)).flips

    assert [(one.case_id, one.certainty, str(one.before), str(one.after)) for one in flips] == [
        ("broken", "reliable", "3/3", "0/3"),
        ("once", "unsure", "1/1", "0/1"),
        ("wavers", "flaky", "3/3", "1/3"),
    ]


def test_golden_and_ticket_cases_stand_apart_first():
    before, after = pairs(both=40, lost=10)
    traits = {
        one.case_id: Traits(origin="ticket" if i >= 30 else "golden", tags=("all",))
        for i, one in enumerate(before.results)
    }

    slices = compare(replace(before, traits=traits), after).slices

    told = [(one.kind, one.name, one.contrast.cases, one.contrast.lost) for one in slices]
    assert told == [("origin", "golden", 30, 0), ("origin", "ticket", 20, 10)]


def test_slices_too_small_to_tell_say_so_and_the_others_are_adjusted_for_their_number():
    before, after = pairs(both=80, lost=20)
    tags = {
        one.case_id: Traits(tags=("late",) if i >= 70 else ("few",) if i < 5 else ("other",))
        for i, one in enumerate(before.results)
    }

    slices = {one.name: one for one in compare(before, replace(after, traits=tags)).slices}

    assert (slices["few"].q, slices["few"].contrast.interval) == (None, None)
    assert slices["late"].contrast.p < slices["late"].q < 0.001
    assert slices["other"].q == 1.0


def test_a_slice_of_repeated_cases_has_its_chance_too():
    before = [one for i in range(40) for one in tried(f"c{i}", "pp")]
    after = [one for i in range(40) for one in tried(f"c{i}", "pf" if i < 20 else "pp")]
    traits = {f"c{i}": Traits(cohort="new" if i < 20 else "old") for i in range(40)}

    new, old = compare(side(*before, traits=traits), side(*after)).slices

    assert (new.contrast.p, old.q) == (None, 1.0)
    assert new.q < 0.01


def spent(number, *, seconds=1.0, cost=None, length=100):
    return result(f"c{number}", seconds=seconds, usage=Usage(cost_usd=cost), length=length)


def test_time_cost_and_length_are_compared_case_by_case():
    before = [spent(i, seconds=1 + i % 3, length=100 + i) for i in range(40)]
    after = [spent(i, seconds=2 + i % 3, length=100 + i, cost=0.01) for i in range(40)]

    told = compare(side(*before), side(*after)).spent

    assert (told["seconds"].baseline, told["seconds"].candidate) == (pytest.approx(1.975), pytest.approx(2.975))
    assert told["length"].baseline == told["length"].candidate
    assert (told["cost_usd"].baseline, told["cost_usd"].candidate, told["cost_usd"].interval) == (
        None, pytest.approx(0.01), None,
    )  # fmt: skip
    assert "tokens" not in told


def test_the_interval_of_what_cases_took_holds_the_difference():
    before = [spent(i, seconds=1 + (i * 7) % 5) for i in range(60)]
    after = [spent(i, seconds=2 + (i * 11) % 5) for i in range(60)]

    seconds = compare(side(*before), side(*after)).spent["seconds"]

    assert seconds.interval.low < seconds.candidate - seconds.baseline < seconds.interval.high


def test_what_a_failed_reply_took_is_no_part_of_it():
    before = [spent(i) for i in range(20)]
    after = [spent(i) for i in range(19)] + [result("c19", "error", seconds=300.0)]

    assert compare(side(*before), side(*after)).spent["seconds"].candidate == 1.0


def test_a_committed_baseline_says_what_of_it_is_out_of_date():
    before = side(
        result("a", graders={"ids": "pass"}, marks={"ids": "old"}),
        result("b", script="1"),
        result("gone"),
        committed=True,
    )
    after = side(result("a", graders={"ids": "pass", "tone": "pass"}), result("b", script="2"), result("young"))

    assert compare(before, after).stale == (
        "1 case with another script since: b",
        "1 case newer than it: young",
        "1 case that nobody ran this time: gone",
        "graders that have changed since: ids",
        "graders that did not judge it: tone",
    )


def test_a_baseline_of_today_is_not_out_of_date():
    trials = [result("a", graders={"ids": "pass"})]

    assert compare(side(*trials, committed=True), side(*trials)).stale == ()


def test_scores_between_are_averaged_and_passed_from_one_half_on():
    before = [result(f"c{i}", scores={"": 0.5}) for i in range(20)]
    after = [result(f"c{i}", scores={"": 0.75}) for i in range(20)]

    comparison = compare(side(*before), side(*after))

    assert (comparison.overall.baseline, comparison.overall.candidate) == (0.5, 0.75)
    assert comparison.flips == ()


def test_what_is_printed_leaves_out_the_numbers_of_single_cases():
    thin = lean(compare(*pairs(both=30, lost=2)))

    assert (thin.overall.moved, thin.overall.cases) == (None, 32)
