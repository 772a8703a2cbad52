import pytest
from judged import AT, MARK, label, labels
from outcomes import result

from evalsuite.calibration import calibrate
from evalsuite.hearing import Hearing, standing

GOOD = labels(right_passes=85, wrong_fails=5, right_fails=25, wrong_passes=5)


def cards(told=GOOD):
    return calibrate(told, at=AT)


@pytest.mark.parametrize(
    ("told", "state", "said"),
    [
        ([], "uncalibrated", "nobody has labelled its verdicts"),
        (GOOD[:99], "uncalibrated", "it has 99 labelled verdicts of 100 at least"),
        (labels(right_passes=200), "unproven", "may be no better than chance"),
        (labels(right_passes=45, wrong_fails=55, right_fails=55, wrong_passes=45), "unproven", "no better than chance"),
        (GOOD, "calibrated", "passes 94 % of what people pass, and fails 83 % of what they fail (120 labels)"),
    ],
    ids=["none", "few", "no fails", "a coin", "enough"],
)
def test_a_judge_is_heard_once_enough_labels_show_it_better_than_chance(told, state, said):
    one = standing(cards(told), grader="rubric", fingerprint=MARK)

    assert (one.state, one.heard) == (state, state == "calibrated")
    assert said in one.sentence


def test_an_edited_rubric_voids_its_calibration():
    one = standing(cards(), grader="rubric", fingerprint="judge-2")

    assert one.state == "void"
    assert "has changed since its calibration of 2026-03-02" in one.sentence


def test_the_weakest_criterion_speaks_where_the_whole_was_not_labelled():
    told = [
        *labels(right_passes=3, criterion="vague"),
        *[label(f"w{n}", one.human, one.judge, criterion="rude") for n, one in enumerate(GOOD)],
    ]

    assert standing(cards(told), grader="rubric", fingerprint=MARK).state == "uncalibrated"


def test_a_label_of_its_own_counts_before_one_it_had():
    renamed = [label(f"n{n}", "pass", "pass", grader="clear") for n in range(3)]
    known = cards([*GOOD, *renamed])

    assert standing(known, grader="rubric", fingerprint=MARK).state == "calibrated"
    assert standing(known, grader="clear", fingerprint=MARK).state == "uncalibrated"
    assert standing(cards(), grader="clear", fingerprint=MARK).state == "calibrated"


def heard(outcome, rubric, ids, known=(), **fields):
    hearing = Hearing(known)
    given = result("c", outcome, graders={"rubric": rubric, "ids": ids}, marks={"rubric": MARK, "ids": "v1"}, **fields)
    return hearing.hear(given).outcome, hearing.unheard


@pytest.mark.parametrize(
    ("trial", "outcome"),
    [
        (("fail", "fail", "pass"), "pass"),
        (("fail", "fail", "fail"), "fail"),
        (("fail", "pass", "fail"), "fail"),
        (("fail", "fail", "abstain"), "ungraded"),
        (("pass", "pass", "abstain"), "ungraded"),
        (("pass", "pass", "pass"), "pass"),
        (("ungraded", "abstain", "pass"), "ungraded"),
        (("error", "abstain", "abstain"), "error"),
    ],
)
def test_an_uncalibrated_judge_is_not_heard(trial, outcome):
    assert heard(*trial)[0] == outcome


def test_a_judge_that_could_not_tell_is_not_told_as_unheard():
    assert heard("ungraded", "abstain", "pass")[1] == {}


def test_who_was_not_heard_is_told():
    assert heard("fail", "fail", "pass")[1]["rubric"].state == "uncalibrated"


def test_a_calibrated_judge_is_heard():
    assert heard("fail", "fail", "pass", cards()) == ("fail", {})


def test_a_crashed_rule_leaves_a_trial_ungraded_without_its_judge():
    assert heard("fail", "fail", "pass", grader_errors={"claims": "boom"})[0] == "ungraded"
