"""Rules where cases are of several origins: no rate of them together decides anything."""

from dataclasses import replace

import pytest
from outcomes import result, side, tried

from evalsuite.compare import compare
from evalsuite.domain.calibration import Standing
from evalsuite.domain.comparison import Traits
from evalsuite.domain.decision import GateRules
from evalsuite.gate import decide

HARM = GateRules(margin=None, hard_zero={"claims": 0.1})
KEPT = GateRules(margin=None, margins={"claims": 0.05})
EVERY = GateRules(margin=None, every_margin=0.05)
RATE = GateRules(margin=None, must_improve={"pass_rate": 0.02})
GRADER = GateRules(margin=None, must_improve={"claims": 0.02})


def mixed(**origins):
    """Two sides; of each origin so many cases by what they were and are, "pf" for one that passed and fails now."""
    before, after, traits = [], [], {}
    words = {"p": "pass", "f": "fail"}
    for origin, kinds in origins.items():
        for kind, count in kinds.items():
            for number in range(count):
                name = f"{origin}-{kind}-{number:03}"
                traits[name] = Traits(origin=origin)
                for made, outcome in zip((before, after), (words[one] for one in kind), strict=True):
                    made.append(result(name, outcome, graders={"claims": outcome}))
    return side(*before, name="base", traits=traits), side(*after, name="cand", traits=traits)


def together(sides):
    """The same cases, all of one origin."""
    return tuple(replace(one, traits={}) for one in sides)


def few_tickets(before, after):
    """Many golden cases that pass, and one of a ticket with these attempts."""
    golden = [result(f"c{number:03}", graders={"claims": "pass"}) for number in range(100)]
    traits = {one.case_id: Traits(origin="golden") for one in golden} | {"told": Traits(origin="ticket")}
    sides = []
    for attempts in (before, after):
        told = tried("told", attempts)
        told = [replace(one, outcomes={"claims": one.outcome}, graders={"claims": "v1"}) for one in told]
        sides.append([*golden, *told])
    return side(*sides[0], name="base", traits=traits), side(*sides[1], name="cand", traits=traits)


def decided(sides, rules):
    return decide(compare(*sides), rules)


@pytest.mark.parametrize(
    ("rules", "sides"),
    [
        (HARM, mixed(live={"pp": 400}, ticket={"pp": 40, "pf": 20})),
        (KEPT, mixed(live={"pp": 190, "fp": 40}, ticket={"pp": 40, "pf": 20})),
        (EVERY, mixed(live={"pp": 190, "fp": 40}, ticket={"pp": 40, "pf": 20})),
        (RATE, mixed(live={"pp": 150, "fp": 60}, ticket={"pp": 40, "pf": 20})),
        (GRADER, mixed(live={"pp": 150, "fp": 60}, ticket={"pp": 40, "pf": 20})),
    ],
    ids=["hard zero", "margin of a grader", "every margin", "pass rate must improve", "grader must improve"],
)
def test_an_origin_is_held_by_its_own_rate_where_that_of_all_would_ship(rules, sides):
    decision = decided(sides, rules)

    assert decided(together(sides), rules).answer == "ship"
    assert decision.answer == "hold"
    assert "ticket" in decision.sentence
    assert "ship" in {one.answer for one in decision.criteria}


@pytest.mark.parametrize(
    ("rules", "after", "answer", "reason"),
    [
        (HARM, "fff", "hold", "ticket_broken"),
        (HARM, "ppf", "undecided", "ticket_unsure"),
        (HARM, "eee", "undecided", "ticket_unjudged"),
        (KEPT, "fff", "hold", "ticket_broken"),
        (KEPT, "ppf", "ship", "passed"),
        (KEPT, "eee", "undecided", "ticket_unjudged"),
    ],
)
def test_an_origin_with_few_cases_is_held_to_a_grader_case_by_case(rules, after, answer, reason):
    decision = decided(few_tickets("ppp", after), replace(rules, max_errors=0.1))

    assert (decision.answer, decision.reason) == (answer, reason)


def test_harm_that_the_few_cases_had_before_is_no_new_one():
    assert decided(few_tickets("fff", "fff"), HARM).answer == "ship"


def test_a_new_case_of_a_few_that_does_harm_leaves_it_undecided():
    before, after = few_tickets("ppp", "f")
    before = replace(before, results=before.results[:-3])

    decision = decided((before, after), HARM)

    assert (decision.answer, decision.reason) == ("undecided", "ticket_unsure")
    assert "claims: a ticket case that never failed now fails" in decision.sentence


def test_a_first_case_of_an_origin_is_no_trouble_to_a_rate():
    before, after = few_tickets("ppp", "f")
    before = replace(before, results=before.results[:-3])

    assert decided((before, after), GateRules(margins={"claims": 0.05})).answer == "ship"


@pytest.mark.parametrize("rules", [HARM, KEPT, EVERY, RATE, GRADER])
def test_where_no_origin_has_enough_cases_no_rule_ships(rules):
    decision = decided(mixed(golden={"fp": 12}, ticket={"fp": 12}), rules)

    assert (decision.answer, decision.reason) == ("undecided", "too_few_clusters")
    assert "in any origin" in decision.sentence or "of any origin" in decision.sentence
    assert decision.would_decide


def test_an_origin_with_no_room_for_a_gain_need_lose_no_case():
    sides = mixed(golden={"pp": 60}, ticket={"pp": 60, "fp": 40})

    decision = decided(sides, RATE)

    assert decision.answer == "ship"
    assert "none of 60 golden cases that passed before fails reliably now" in decision.reasons


def test_where_no_origin_has_room_for_a_gain_nothing_ships():
    assert decided(mixed(golden={"pp": 60}, ticket={"pp": 60}), RATE).answer == "undecided"


def test_a_case_whose_origin_nobody_told_is_golden_among_others():
    before, after = mixed(golden={"pp": 150, "fp": 40}, ticket={"pp": 40, "pf": 20})
    traits = {name: one for name, one in before.traits.items() if one.origin == "ticket"}

    decision = decided((replace(before, traits=traits), replace(after, traits=traits)), GateRules())

    assert [one.criterion.label for one in decision.criteria if one.answer] == ["origin golden", "origin ticket"]


def test_a_judge_that_is_not_heard_is_not_heard_of_few_cases_either():
    standing = Standing(state="uncalibrated", sentence="nobody knows it", mend="calibrate it")
    comparison = compare(*few_tickets("ppp", "fff"))

    decision = decide(comparison, KEPT, unheard={"claims": standing})

    assert decision.answer == "undecided"
    assert {one.reason for one in decision.criteria if one.answer} == {"judge_uncalibrated"}


def test_a_plan_is_made_for_an_origin():
    decision = decided(mixed(live={"pp": 200}, ticket={"pp": 30, "pf": 1}), GateRules())

    assert decision.plan.cases == 31
    assert decision.plan.assumed == "as these two runs differ in ticket cases"


def test_a_grader_whose_rule_broke_is_named_without_its_origin():
    decision = decided(mixed(live={"pp": 400}, ticket={"pp": 40, "pf": 20}), HARM)

    assert decision.held_by == {"claims"}
