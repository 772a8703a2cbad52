from dataclasses import replace

from outcomes import pairs, result, side, tried

from evalsuite.compare import compare
from evalsuite.domain.comparison import Traits
from evalsuite.domain.conversation import Usage
from evalsuite.domain.decision import Plan
from evalsuite.report.changes import flip_line, flip_title, parts, plan_lines, spent_rows, stale

PLAN = Plan(
    cases=60, repeats=1, margin=0.05, detects=0.106, wanted_cases=209, discordant=0.083, assumed="as they differ"
)  # fmt: skip


def told(plan):
    return " ".join(plan_lines(plan))


def test_a_plan_says_what_there_is_and_what_it_takes():
    assert told(PLAN) == (
        "60 cases, each tried once, can rule out a drop of 10.6 points in 4 of 5 tries (as they differ: as if 8.3 % "
        "of cases came out otherwise by themselves) to rule out a drop of 5 points as often takes about 209 cases "
        "(149 more); attempts may stand in for cases, which runs with --trials 3 would show"
    )


def test_a_plan_names_the_attempts_that_would_do_as_well():
    assert told(replace(PLAN, repeats=2, wanted_repeats=4)).endswith(
        "about 209 cases (149 more), or 4 attempts of each of these 60"
    )


def test_a_plan_that_nothing_can_keep_says_so():
    plan = replace(PLAN, detects=None, wanted_cases=None)

    assert "can rule out no drop of any size" in told(plan)
    assert told(plan).endswith("no number of cases rules out a drop of 5 points")


def with_tags(comparison_sides, **tags):
    before, after = comparison_sides
    names = [one.case_id for one in before.results]
    traits = {
        name: Traits(tags=tuple(tag for tag, (low, high) in tags.items() if low <= i < high))
        for i, name in enumerate(names)
    }
    return compare(before, replace(after, traits=traits))


def test_only_parts_that_show_more_than_chance_are_told_and_the_others_counted():
    comparison = with_tags(pairs(both=80, lost=20), late=(70, 100), early=(0, 70), few=(0, 5))

    [row] = parts(comparison).rows
    assert (row[0], row[1], row[-1]) == ("tag late", "30", "more than chance")
    assert parts(comparison).note == (
        "no more than chance in 1 further part of the cases; "
        "too few to tell, with fewer than 15 independent cases, in 1"
    )


def test_ticket_cases_are_told_apart_even_where_they_are_few():
    before, after = pairs(both=40)
    traits = {one.case_id: Traits(origin="ticket" if i < 4 else "golden") for i, one in enumerate(before.results)}

    rows = parts(compare(before, replace(after, traits=traits))).rows

    assert [(row[0], row[-1]) for row in rows] == [
        ("origin golden", "may be chance"),
        ("origin ticket", "too few to tell"),
    ]


def test_what_cases_took_is_told_with_its_unit_and_how_much_it_rose():
    def spent(cost):
        return side(*(result(f"c{i}", usage=Usage(cost_usd=cost), length=200) for i in range(20)))

    assert [row[:5] for row in spent_rows(compare(spent(0.002), spent(0.003)))] == [
        ("cost", "20", "0.002 US dollars", "0.003 US dollars", "+50.0 %"),
        ("length", "20", "200 characters", "200 characters", "+0.0 %"),
    ]


def test_flaky_flips_are_told_apart():
    flips = compare(
        side(*tried("a", "ppp"), *tried("b", "ppp"), *tried("c", "p")),
        side(*tried("a", "fff"), *tried("b", "pff"), *tried("c", "f")),
    ).flips

    assert flip_title(flips) == "3 regressions (1 reliable, 1 flaky, which may be chance):"
    assert [flip_line(flip) for flip in flips] == [
        "a (passed 3/3 before, 0/3 now)",
        "c",
        "b (passed 3/3 before, 1/3 now; flaky)",
    ]


def test_a_stale_baseline_is_told_with_the_mend():
    comparison = compare(side(result("a"), result("b"), committed=True), side(result("a")))

    assert stale(comparison) == (
        "The baseline is out of date: 1 case that nobody ran this time: b. Make it anew: evalsuite baseline set RUN"
    )
