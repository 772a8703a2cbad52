import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import AT, MARK, drawn_labels, label, labels

from evalsuite.calibration import calibrate, corrected, difference, rates
from evalsuite.domain.comparison import Interval

GOOD = labels(right_passes=85, wrong_fails=5, right_fails=25, wrong_passes=5)


def cards(told=GOOD, **fields):
    return calibrate(told, **{"at": AT, **fields})


def test_rates_count_what_people_and_the_judge_said():
    told = rates(labels(right_passes=90, wrong_fails=10, right_fails=14, wrong_passes=6, abstained=5))

    assert (told.labels, told.passes, told.fails, told.abstained) == (120, 100, 20, 5)
    assert (told.tpr, told.tnr, told.abstain_rate) == (0.9, 0.7, 0.04)
    assert told.kappa == pytest.approx((104 / 120 - 0.7) / 0.3)
    assert told.kappa_interval.low < told.kappa < told.kappa_interval.high


def test_nothing_labelled_is_no_rate():
    told = rates([])

    assert (told.labels, told.kappa, told.tpr, told.tnr_interval, told.abstain_rate) == (0, None, None, None, 0)


def test_repeats_of_a_case_make_nothing_surer():
    once = labels(right_passes=30, right_fails=10)
    often = [label(f"c{n // 10:04d}", one.human, one.judge, attempt=n + 1) for n, one in enumerate(once * 10)]

    assert rates(often).tpr_interval.low == pytest.approx(rates(once).tpr_interval.low)
    assert rates(often).kappa_interval.low == pytest.approx(rates(once).kappa_interval.low)


def test_each_criterion_and_fingerprint_has_a_card_of_its_own():
    told = cards([*GOOD, *labels(right_passes=3, criterion="vague"), *labels(right_fails=2, fingerprint="judge-2")])

    assert [(one.criterion, one.fingerprint, one.rates.labels) for one in told] == [
        ("", MARK, 120),
        ("", "judge-2", 2),
        ("vague", MARK, 3),
    ]


def test_slices_are_told_where_there_are_enough_labels():
    small = labels(right_passes=20, traits={"cohort": "small"})
    other = [label("x1", "pass", "pass", traits={"cohort": "rare"}), label("x2", "fail", "fail")]
    [card] = cards([*small, *other])

    assert {name: one.labels for name, one in card.slices.items()} == {"cohort small": 20}


def test_what_people_disagree_on_is_left_out_and_counted():
    twice = [label("c0000", "fail", "pass", reviewer="Kim"), label("c0000", "pass", "pass", reviewer="Dana")]
    [card] = cards([*twice, *labels(right_passes=9)[1:]])

    assert (card.disputed, card.rates.labels) == (1, 8)


def test_labels_without_a_word_are_left_out():
    assert cards([label("c1", None, "pass"), label("c2", "pass", None)]) == ()


def test_the_first_calibration_has_nothing_to_drift_from():
    assert cards()[0].drift is None


def test_the_same_judge_does_not_drift():
    [card] = cards([*GOOD, label("more", "pass", "pass")], before=cards())

    assert (card.drift.same_grader, card.drift.moved) == (True, False)


def test_the_same_labels_again_take_nothing_back():
    moved = cards(labels(right_passes=90, right_fails=8, wrong_passes=22), before=cards())
    again = cards(
        labels(right_passes=90, right_fails=8, wrong_passes=22), before=[*cards(), *moved], at=AT.replace(day=9)
    )

    assert again == moved


def test_a_judge_that_became_lenient_drifts():
    [card] = cards(labels(right_passes=90, right_fails=8, wrong_passes=22), before=cards())

    assert card.drift.moved
    assert card.drift.tnr.high < 0


def test_a_difference_is_wider_than_either_side():
    one = Interval(low=0.7, high=0.9)
    told = difference(0.8, one, 0.8, one)

    assert (told.low, told.high) == pytest.approx((-0.1414, 0.1414), abs=1e-4)


def test_corrected_rates_want_two_hundred_drawn_labels():
    told, verdicts = drawn_labels(1, labelled=200, judged=400, passing=0.8, tpr=0.9, tnr=0.8)
    chosen = [label(one.case_id, one.human, one.judge, drawn=False) for one in told[:1]]

    assert corrected("monday", told, verdicts).labels == 200
    assert corrected("monday", told[1:], verdicts) is None
    assert corrected("monday", [*told[1:], *chosen], verdicts) is None
    assert corrected("tuesday", told, verdicts) is None


def test_intervals_cover_and_corrected_rates_are_unbiased():
    # True rates are known here; benchmarks/calibration.py makes the table of docs/calibration.md with more of them.
    passing, tpr, tnr, tries = 0.85, 0.93, 0.7, 250
    held, moved, naive = {"tpr": 0, "tnr": 0, "rate": 0}, 0.0, 0.0
    for seed in range(tries):
        told, verdicts = drawn_labels(seed, labelled=200, judged=500, passing=passing, tpr=tpr, tnr=tnr, abstains=0.05)
        seen, rate = rates(told), corrected("monday", told, verdicts)
        held["tpr"] += seen.tpr_interval.low <= tpr <= seen.tpr_interval.high
        held["tnr"] += seen.tnr_interval.low <= tnr <= seen.tnr_interval.high
        held["rate"] += rate.interval.low <= passing <= rate.interval.high
        moved, naive = moved + (rate.value - passing) / tries, naive + (rate.naive - passing) / tries

    assert min(held.values()) >= 0.92 * tries  # 94 % less two standard errors
    assert abs(moved) < 0.005
    assert abs(naive) > 0.01


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["pass", "fail", "abstain"])), max_size=60))
@settings(max_examples=40, deadline=None)
def test_intervals_hold_what_they_are_about(pairs):
    told = rates([label(n, "pass" if human else "fail", judge) for n, (human, judge) in enumerate(pairs)])

    assert told.labels + told.abstained == len(pairs)
    for value, interval in ((told.tpr, told.tpr_interval), (told.tnr, told.tnr_interval)):
        assert (value is None) == (interval is None)
        assert value is None or interval.low <= value <= interval.high
