from dataclasses import replace

from outcomes import cases, pairs, result, side

from evalsuite.compare import compare
from evalsuite.domain.comparison import Flip, Traits
from evalsuite.domain.decision import GateRules, Weighed
from evalsuite.gate import decide
from evalsuite.report.comparison import FLIPS, comparison_text, comparison_values, decision_text, parted, sentence
from evalsuite.report.criteria import rows
from evalsuite.report.gate_markdown import comparison_markdown


def told(before, after, **rules):
    comparison = compare(before, after)
    return decision_text(Weighed(comparison=comparison, decision=decide(comparison, GateRules(**rules))))


def test_the_decision_is_told_first_and_what_would_change_it_last():
    text = told(*pairs(both=50, gained=2, lost=3, neither=5))

    assert text.splitlines()[0].startswith("Undecided on cand: the pass rate went from 88.3 % to 86.7 %, but may be ")
    change, plan = text.split("\n\n")[-2:]
    assert change.startswith("What would change this:\n  - about 520 cases would decide the pass rate (60 now)")
    assert plan.startswith("Plan:\n  - 60 cases, each tried once, can rule out a drop of 10.6 points in 4 of 5 tries")


def test_the_table_has_a_row_a_rule():
    before, after = pairs(both=100, lost=20)

    comparison = compare(before, after)
    [row] = rows(decide(comparison, GateRules()).criteria)

    assert (row.name, row.baseline, row.candidate, row.difference) == ("pass rate", "100 %", "83.3 %", "-16.7")
    assert (row.interval, row.bound, row.allowed, row.answer) == ("-24.6 to -10.5", "-23.3", "> -5", "hold")


def test_a_hard_zero_tells_the_share_that_fails():
    comparison = compare(side(*cases(passed=120, graders=True)), side(*cases(passed=120, graders=True)))

    [row] = rows(decide(comparison, GateRules(margin=None, hard_zero={"claims": 0.03})).criteria)

    assert (row.name, row.candidate, row.interval) == ("claims fails", "0 %", "0.0 to 3.0")
    assert (row.bound, row.allowed) == ("2.5 %", "< 3 %")


def test_graders_with_few_cases_are_named_and_not_shown():
    trials = [result(f"c{i}", graders={"ids": "pass"} | ({"says#2": "pass"} if i < 3 else {})) for i in range(20)]

    text = comparison_text(compare(side(*trials), side(*trials)))

    assert "ids passes" in text
    assert "(1 grader with fewer than 15 common cases: says#2)" in text


def test_regressions_come_before_improvements_and_long_lists_say_what_is_left():
    text = comparison_text(compare(*pairs(gained=FLIPS + 3, lost=2)))

    assert text.index("2 regressions:") < text.index(f"{FLIPS + 3} improvements:")
    assert "  … and 3 more; --json lists them all" in text


def test_cases_that_are_not_compared_are_named():
    comparison = compare(
        side(result("old"), result("x", script="1"), result("e", "error"), result("a")),
        side(result("new"), result("x", script="2"), result("e"), result("a")),
    )

    assert parted(comparison) == [
        ("only in the baseline", ("old",)),
        ("only in the candidate", ("new",)),
        ("with another script now", ("x",)),
        ("that could not be judged on both sides", ("e",)),
    ]
    assert "  1 case only in the baseline: old" in comparison_text(comparison)


def test_the_words_at_fault_stand_below_a_flip():
    from dataclasses import replace

    comparison = compare(*pairs(both=1, lost=1))
    flip = Flip(case_id="late", kind="regression", labels=("ids",), quote="ORD-9\nis lost", reason="Nobody gave it.")

    text = comparison_text(replace(comparison, flips=(flip,)))

    assert "  late: ids\n      »ORD-9 is lost« Nobody gave it." in text


def test_no_rate_is_told_of_origins_together():
    before, after = pairs(both=40, lost=20)
    traits = {one.case_id: Traits(origin="ticket" if i >= 30 else "live") for i, one in enumerate(before.results)}

    comparison = compare(replace(before, traits=traits), after)

    assert sentence(comparison) == (
        "cand passes 100 % of 30 live cases (base: 100 %), 33.3 % of 30 ticket cases (base: 100 %)."
    )
    assert "66.7 %" not in comparison_text(comparison)


def test_the_difference_is_said_in_a_sentence():
    assert sentence(compare(*pairs(both=36, gained=12, lost=2))) == (
        "cand passes 96 % of 50 common cases, base 76 %: 20 points higher "
        "(95 % interval +5.3 to +34.8 points; McNemar mid-p 0.007)."
    )


def test_nothing_in_common_is_said_so():
    assert sentence(compare(side(result("a"), name="x"), side(result("b"), name="y"))) == (
        "No case of x and y can be compared."
    )


def test_repeated_trials_are_counted_beside_their_cases():
    trials = [result("a", attempt=1), result("a", "fail", attempt=2), result("b", "error")]

    assert "3 trials of 2 cases: 1 passed, 1 failed, 1 no reply" in comparison_text(
        compare(side(*trials), side(*trials))
    )


def of_two_origins():
    trials = [
        (f"c{number:02}", "live" if number < 30 else "ticket", "pass" if number < 45 else "fail")
        for number in range(60)
    ]
    sides = [
        side(*(result(name, one, graders={"ids": one}) for name, _, one in trials), name=name)
        for name in ("base", "cand")
    ]
    return compare(replace(sides[0], traits={name: Traits(origin=origin) for name, origin, _ in trials}), sides[1])


def test_graders_are_told_of_each_origin_and_of_none_together():
    comparison = of_two_origins()

    text = decision_text(Weighed(comparison=comparison, decision=decide(comparison, GateRules())))

    for told in (text, comparison_text(comparison), comparison_markdown(comparison)):
        plain = told.replace("\\", "")  # Markdown escapes brackets
        assert "ids (live) passes" in plain
        assert "ids (ticket) passes" in plain
        assert "ids passes" not in plain
        assert "75 %" not in plain


def test_values_of_several_origins_stand_under_each_of_them():
    told = comparison_values(of_two_origins())

    assert (told["overall"], told["graders"], told["harms"]) == (None, {}, {})
    assert {name: one["overall"]["candidate"] for name, one in told["origins"].items()} == {"live": 1.0, "ticket": 0.5}
    assert told["origins"]["ticket"]["graders"]["ids"]["cases"] == 30
    assert told["origins"]["ticket"]["harms"]["ids"]["failed"] == 15
    assert "moved" not in told["origins"]["ticket"]["overall"]


def test_values_of_one_origin_stand_where_they_did():
    told = comparison_values(compare(*pairs(both=20)))

    assert told["overall"]["cases"] == 20
    assert not told.get("origins")
