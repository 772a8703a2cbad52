"""Shares that passed, gathered by what cases are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.run import CaseEntry
from evalsuite.report.rates import Cases, Passes
from evalsuite.report.slices import COHORTS, TOPICS, Slices
from evalsuite.stats.clusters import FEWEST

OUTCOMES = st.sampled_from(["pass", "fail", "ungraded", "error"])


def gathered(*cases: tuple[str, str, str]) -> Slices:
    """Of (tag, cohort, outcome), a case each."""
    numbers = Cases()
    slices = Slices(numbers)
    for number, (tag, cohort, outcome) in enumerate(cases):
        entry = CaseEntry(id=f"c{number}", tags=(tag,) if tag else (), cohort=cohort or None, difficulty="routine")
        slices.add(numbers.number(entry.id, ""), entry, outcome)
    return slices


@settings(deadline=None)  # the first interval loads scipy
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), OUTCOMES), min_size=1, max_size=40))
def test_every_trial_is_in_its_row_once(cases):
    heat = gathered(*cases).heat()
    if heat is None:
        return

    for topic, (whole, *parts) in heat.rows:
        mine = [outcome for tag, _, outcome in cases if tag == topic]
        assert whole.rate.cases == sum(one in {"pass", "fail"} for one in mine)
        assert whole.rate.unjudged == sum(one in {"ungraded", "error"} for one in mine)
        assert whole.rate.cases == sum(part.rate.cases for part in parts if part.rate)


def test_the_topic_with_the_lowest_share_comes_first_and_small_ones_last():
    good, bad = [("good", "x", "pass")] * FEWEST, [("bad", "y", "fail")] * FEWEST

    heat = gathered(*good, *bad, ("tiny", "x", "fail")).heat()

    assert [topic for topic, _ in heat.rows] == ["bad", "good", "tiny"]
    assert heat.rows[0][1][1].rate is None
    assert heat.rows[2][1][0].rate.few


def test_what_is_not_shown_is_counted():
    many = [(f"t{number:02d}", f"x{number % (COHORTS + 3)}", "pass") for number in range(TOPICS + 4)]

    heat = gathered(*many).heat()

    assert len(heat.rows) == TOPICS
    assert heat.left_out == 4
    assert len(heat.cohorts) == COHORTS


def test_one_topic_and_no_cohorts_make_no_map():
    assert gathered(("a", "", "pass"), ("a", "", "fail")).heat() is None
    assert gathered(("", "x", "pass"), ("", "y", "fail")).heat() is None


def test_a_cell_leads_to_its_cases():
    heat = gathered(("a", "x", "pass"), ("b", "", "fail")).heat()

    assert dict(heat.rows)["a"][1].terms == {"tag": "a", "cohort": "x"}
    assert dict(heat.rows)["a"][0].terms == {"tag": "a"}


def test_a_cell_of_cases_without_a_topic_leads_nowhere_for_no_filter_says_so():
    heat = gathered(("a", "x", "pass"), ("", "x", "fail"), ("", "y", "fail")).heat()

    assert [cell.terms for cell in dict(heat.rows)["no topic"]] == [{}, {}, {}]


def test_families_are_told_where_they_part_the_cases():
    families = gathered(("a", "x", "pass"), ("a", "y", "fail")).families()

    assert [(one.name, [value for value, _ in one.cells]) for one in families] == [("cohort", ["y", "x"])]


@settings(deadline=None)
@given(st.lists(OUTCOMES, min_size=1, max_size=60), st.integers(0, 59))
def test_one_more_pass_never_lowers_a_rate(outcomes, place):
    better = list(outcomes)
    better[place % len(outcomes)] = "pass"

    before, after = (_rate(one) for one in (outcomes, better))

    assert (before.share or 0) <= after.share


def test_attempts_of_a_case_count_as_one_case():
    cases, passes = Cases(), Passes()
    for case in range(30):
        for attempt in range(4):
            passes.add(cases.number(str(case), ""), "pass" if attempt < 3 else "fail")

    rate = passes.rate(cases)

    assert (rate.share, rate.cases, rate.units) == (0.75, 30, 30)
    assert rate.interval.high - rate.interval.low > 0.25


def test_cases_of_one_cluster_are_one_unit():
    cases, passes = Cases(), Passes()
    for case in range(40):
        passes.add(cases.number(str(case), f"cluster {case % 2}"), "pass")

    assert (passes.rate(cases).cases, passes.rate(cases).units) == (40, 2)


def test_too_few_cases_have_no_interval():
    assert _rate(["pass"] * (FEWEST - 1)).interval is None
    assert _rate(["pass"] * FEWEST).interval is not None
    assert _rate(["error"]).share is None


def _rate(outcomes):
    cases, passes = Cases(), Passes()
    for number, outcome in enumerate(outcomes):
        passes.add(cases.number(str(number), ""), outcome)
    return passes.rate(cases)
