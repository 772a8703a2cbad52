from dataclasses import replace

from judged import AT, MARK, label, labels

from evalsuite.calibration import calibrate
from evalsuite.domain.calibration import CorrectedRate
from evalsuite.domain.comparison import Interval
from evalsuite.hearing import standing
from evalsuite.report.judges import HEADS, Judges, facts, notes, rows, table, told, warnings

GOOD = labels(right_passes=85, wrong_fails=5, right_fails=25, wrong_passes=5, abstained=30)
[CARD] = calibrate(GOOD, at=AT)


def test_a_card_is_a_row_with_intervals():
    [row] = rows([CARD])

    assert row[:2] == ("rubric", "120")
    assert row[3] == "94.4 % (87.5 to 98.2) of 90"
    assert row[-1] == "20 %"


def test_what_is_not_known_is_a_dash():
    [card] = calibrate(labels(abstained=3), at=AT)

    assert next(rows([card]))[2:5] == ("–", "–", "–")


def test_slices_stand_below_their_card():
    [card] = calibrate(
        [
            *GOOD,
            *labels(right_passes=0),
            *[label(f"x{n}", "pass", "pass", traits={"cohort": "vip"}) for n in range(12)],
        ],
        at=AT,
    )

    assert [row[0] for row in rows([card])] == ["rubric", "  cohort vip"]


def test_a_table_lines_its_columns_up():
    lines = table([HEADS, *rows([CARD])])

    assert lines[0].index("labels") == lines[1].index("120")


def test_what_moved_is_told():
    [later] = calibrate(labels(right_passes=85, wrong_fails=5, right_fails=8, wrong_passes=22), at=AT, before=[CARD])

    assert list(notes([later])) == ["rubric: it moved since 2026-03-02: failing what people fail by -75 to -30 points."]


def test_labels_nobody_drew_and_verdicts_people_disagree_on_are_told():
    chosen = [replace(one, drawn=False) for one in GOOD[:7]]
    [card] = calibrate([*chosen, *GOOD[7:], replace(GOOD[9], human="fail", reviewer="Kim")], at=AT)
    told = " ".join(notes([card]))

    assert "7 labels of verdicts that people chose themselves" in told
    assert "people disagree on 1 verdict, left out" in told


def test_a_corrected_rate_stands_beside_the_judges_own():
    rate = CorrectedRate(
        run="monday", judged=500, labels=200, naive=0.87, value=0.881, interval=Interval(low=0.84, high=0.91)
    )
    [said] = notes([replace(CARD, corrected=(rate,))])

    assert said == (
        "rubric, run monday: the judge passes 87 % of 500; corrected by 200 labels it is 88.1 % (84 to 91)."
    )


def test_only_judges_that_are_not_heard_are_warned_of():
    heard = standing([CARD], grader="rubric", fingerprint=MARK)
    void = standing([CARD], grader="rubric", fingerprint="judge-2")

    assert warnings(Judges(standings={"rubric": heard})) == ()
    [said] = warnings(Judges(standings={"rubric": void}))
    assert said.startswith("The rubric, the judge or a parameter of rubric has changed since its calibration of 2026")


def test_a_judge_that_moved_since_its_last_calibration_is_warned_of():
    later = calibrate(labels(right_passes=85, wrong_fails=5, right_fails=8, wrong_passes=22), at=AT, before=[CARD])
    [*_, said] = warnings(Judges(standings={"rubric": standing(later, grader="rubric", fingerprint=MARK)}))

    assert said == (
        "The judge of rubric is not what it was: it moved since 2026-03-02: failing what people fail by -75 to -30 "
        "points."
    )


def test_a_judge_of_the_assistants_family_is_warned_of():
    [said] = warnings(Judges(models=("gpt-5",), assistant="gpt-4.1"))

    assert said.startswith("Judge gpt-5 is of the assistant's own family (gpt)")


def test_facts_name_each_judge_and_each_criterion():
    rude = calibrate([replace(one, criterion="rude") for one in GOOD], at=AT)
    known = {
        "rubric": standing([CARD, *rude], grader="rubric", fingerprint=MARK),
        "tone": standing([], grader="tone", fingerprint="judge-9"),
    }
    said = dict(facts(Judges(standings=known)))

    assert said["judge of rubric"].endswith("cannot tell 20 % (calibrated 2026-03-02)")
    assert said["judge of rubric rude"].startswith("labels 120")
    assert "uncalibrated" in said["judge of tone"]


def test_a_program_is_told_where_each_judge_stands():
    void = standing([CARD], grader="rubric", fingerprint="judge-2")
    said = told(Judges(standings={"rubric": void}))

    assert (said["judges"]["rubric"]["state"], said["judges"]["rubric"]["heard"]) == ("void", False)
    assert said["warnings"][0].endswith(f"{void.mend}.")
