"""Cases that are held one by one, and origins that are held apart, by the gate."""

from dataclasses import replace

import pytest
from outcomes import pairs, side, tried

from evalsuite.compare import compare
from evalsuite.domain.comparison import Traits
from evalsuite.domain.decision import GateRules
from evalsuite.gate import decide


def decided(before, after, rules=None):
    return decide(compare(before, after), rules or GateRules())


def golden(before, after, **rules):
    """Golden cases by name, each with its attempts as "ppf", beside many that pass."""
    steady = [one for i in range(120) for one in tried(f"s{i}", "p")]
    sides = [
        side(
            *steady,
            *(one for name, attempts in cases.items() for one in tried(name, attempts)),
            name=name_of,
            run=name_of,
        )
        for name_of, cases in (("base", before), ("cand", after))
    ]
    return decided(*sides, GateRules(margin=None, golden=True, **rules))


def test_a_golden_case_that_passed_reliably_and_fails_reliably_is_held():
    decision = golden({"late": "ppp"}, {"late": "fff"})

    assert (decision.answer, decision.reason) == ("hold", "golden_broken")
    assert decision.sentence == "Hold cand: a golden case that passed reliably now fails reliably: late."
    assert decision.would_decide == ("mend late",)


@pytest.mark.parametrize(("before", "after"), [("ppp", "pff"), ("ppf", "fff"), ("pff", "fff"), ("ppp", "ppp")])
def test_golden_cases_that_waver_or_still_pass_hold(before, after):
    assert golden({"late": before}, {"late": after}).answer == "ship"


def test_a_golden_case_that_failed_once_asks_for_more_attempts():
    decision = golden({"late": "p"}, {"late": "f"})

    assert (decision.answer, decision.reason) == ("undecided", "golden_unsure")
    assert decision.would_decide[0].startswith("3 attempts of each (--trials 3) in both runs, or mend late")


@pytest.mark.parametrize("after", [{}, {"late": "e"}], ids=["not run", "no reply"])
def test_a_golden_case_that_nobody_judged_is_undecided(after):
    decision = golden({"late": "ppp"}, after)

    assert (decision.answer, decision.reason) == ("undecided", "golden_unjudged")


def test_a_ticket_case_that_fails_is_no_golden_case_lost():
    before, after = pairs(both=120, lost=1)
    traits = {one.case_id: Traits(origin="golden") for one in before.results} | {"c0120": Traits(origin="ticket")}

    decision = decided(replace(before, traits=traits), after, GateRules(margin=None, golden=True))

    assert decision.answer == "ship"


def of_origins(before, after, origins, rules=None):
    """The decision where the first cases are of the first origin, so many of each."""
    names = [name for name, count in origins.items() for _ in range(count)]
    ids = sorted({one.case_id for one in before.results})
    traits = {case: Traits(origin=name) for case, name in zip(ids, names, strict=True)}
    return decided(replace(before, traits=traits), after, rules)


def test_each_origin_keeps_to_the_margin_by_itself():
    before, after = pairs(both=200, lost=20)

    decision = of_origins(before, after, {"live": 160, "ticket": 60})

    assert decision.answer == "hold"
    assert decision.sentence.startswith("Hold cand: the pass rate of origin ticket fell from 100 % to 66.7 %")
    assert [(one.criterion.label, one.answer) for one in decision.criteria] == [
        ("origin live", "ship"),
        ("origin ticket", "hold"),
    ]


def test_a_gain_in_easy_conversations_makes_up_for_no_ticket_case():
    before, after = pairs(gained=40, both=160, lost=20)

    assert decided(before, after).answer == "ship"
    assert of_origins(before, after, {"live": 200, "ticket": 20}).answer == "hold"


def test_an_origin_with_few_cases_is_held_case_by_case():
    before, after = pairs(both=104)

    decision = of_origins(before, after, {"golden": 100, "ticket": 4})

    assert decision.answer == "ship"
    assert decision.reasons[1] == "none of 4 ticket cases that passed before fails reliably now"


def test_where_no_origin_has_enough_cases_nothing_ships():
    decision = of_origins(*pairs(both=24), {"golden": 12, "ticket": 12})

    assert (decision.answer, decision.reason) == ("undecided", "too_few_clusters")
    assert "the pass rate of any origin: 12 independent cases are too few to tell" in decision.sentence


def test_a_ticket_case_lost_among_a_few_is_named():
    before = side(*(one for at in range(100) for one in tried(f"c{at:03}", "ppp")), *tried("told", "ppp"), name="base")
    after = side(*(one for at in range(100) for one in tried(f"c{at:03}", "ppp")), *tried("told", "fff"), name="cand")

    decision = of_origins(before, after, {"golden": 100, "ticket": 1})

    assert (decision.answer, decision.reason) == ("hold", "ticket_broken")
    assert "a ticket case that passed reliably now fails reliably: told" in decision.sentence
