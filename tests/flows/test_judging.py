import json
from dataclasses import replace

import pytest
from judged import AT, fill, judged_run, label, shop
from shell import write

from evalsuite.codec.calibration import label_lines
from evalsuite.codec.reviews import label_lines as review_lines
from evalsuite.codec.reviews import words_of
from evalsuite.domain.review import Review
from evalsuite.errors import InputError, NothingRanError, UsageError
from evalsuite.flows.judges_known import cards_of, judges_of
from evalsuite.flows.judging import calibrate_files
from evalsuite.flows.judging_sample import sample_run
from evalsuite.report.judges import NO_JUDGES

OUTCOMES = ["pass"] * 6 + ["fail"] * 3 + ["abstain"]


def calibrated(workspace, *names, **fields):
    given = {"run": None, "now": AT, **fields}
    return calibrate_files(workspace, [workspace.root / name for name in names], **given)


def sampled(workspace, name="monday", *, number=5, grader=None, seed=1, output=None):
    return sample_run(workspace, name, number=number, grader=grader, seed=seed, output=output)


def review(run, number, *, right, trial_words):
    words = words_of(next(one for one in run.transcripts() if one.case_id == f"c{number:04d}"))
    return Review(
        run="monday",
        case_id=f"c{number:04d}",
        grader="rubric",
        outcome="pass",
        right=right,
        words=words if trial_words else "other",
        fingerprint="judge-1",
    )


def test_drawn_verdicts_filled_in_calibrate_the_judge(tmp_path):
    here = shop(tmp_path, OUTCOMES * 4)
    fill(sampled(here, number=40).path, lambda case_id: "pass" if int(case_id[1:]) % 10 < 7 else "fail")
    [card] = calibrated(here).cards

    assert (card.rates.labels, card.rates.abstained, card.drawn) == (36, 4, 40)
    assert (card.rates.tpr, card.rates.tnr) == (24 / 28, 1.0)
    assert set(card.slices) == {"cohort large", "cohort small"}


def test_the_judges_word_is_not_shown_to_whoever_labels(tmp_path):
    done = sampled(shop(tmp_path, OUTCOMES))

    lines = [json.loads(line) for line in done.path.read_text().splitlines()]
    assert len(lines) == 5
    assert all(line["human"] is None and "judge" not in line for line in lines)


def test_rules_are_not_labelled(tmp_path):
    done = sampled(shop(tmp_path, OUTCOMES), number=100)

    assert (done.judged, done.drawn) == (10, 10)
    assert b'"ids"' not in done.path.read_bytes()


def test_a_second_draw_takes_others(tmp_path):
    here = shop(tmp_path, OUTCOMES)
    first, second = sampled(here), sampled(here, number=9)

    lines = (line for one in (first, second) for line in one.path.read_text().splitlines())
    names = [json.loads(line)["case_id"] for line in lines]
    assert (second.labelled, second.drawn) == (5, 5)
    assert len(set(names)) == 10


def test_a_review_of_a_drawn_verdict_fills_its_blank(tmp_path):
    here = shop(tmp_path, ["pass"] * 4)
    folder = here.runs().find("monday")
    [line] = sampled(here, number=1).path.read_text().splitlines()
    drawn = int(json.loads(line)["case_id"][1:])
    reviews = [review(folder, number, right=True, trial_words=True) for number in range(4)]
    write(tmp_path, {"graders/labels/reviews.jsonl": review_lines(reviews)})

    done = calibrated(here)

    assert (done.cards[0].rates.labels, done.cards[0].drawn) == (4, 1)
    assert done.left_out == {}
    assert 0 <= drawn < 4


def test_labels_of_files_look_their_verdicts_up(tmp_path):
    here = shop(tmp_path, OUTCOMES)
    told = [label("c0000", "pass", None, fingerprint=""), label("c0006", "fail", None, run="", fingerprint="")]
    write(tmp_path, {"mine.jsonl": label_lines([told[0]]) + b'{"case_id": "c0006", "grader": "rubric", "human": null}'})

    done = calibrated(here, "mine.jsonl", run="monday")

    assert done.cards[0].rates.labels == 1
    assert done.left_out == {"without a person's word": 1}


def test_a_criterion_has_an_outcome_of_its_own(tmp_path):
    here = shop(tmp_path, ["fail", "fail"])
    told = [label(f"c000{n}", "fail", None, fingerprint="", criterion=one) for n, one in enumerate(("vague", "rude"))]
    write(tmp_path, {"mine.jsonl": label_lines(told)})

    cards = {card.criterion: card.rates for card in calibrated(here, "mine.jsonl").cards}

    assert (cards["vague"].tnr, cards["rude"].tnr) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (label("c0000", "pass", None, words="other", fingerprint=""), "of other words than their run has now"),
        (label("c0000", "pass", None, grader="tone", fingerprint=""), "of graders that did not speak"),
        (label("c0000", "pass", None, grader="ids", fingerprint=""), "of graders that ask no model"),
        (label("c0000", "pass", None, criterion="kind", fingerprint=""), "of criteria that were not judged"),
        (label("c9999", "pass", None, fingerprint=""), "of trials that no run at hand has"),
        (label("c0000", "pass", None, run="sunday", fingerprint=""), "of trials that no run at hand has"),
        (label("c0000", "pass", "pass", fingerprint="i1"), "of graders that ask no model"),
    ],
)
def test_labels_that_tell_nothing_are_counted_by_why(tmp_path, line, why):
    here = shop(tmp_path, OUTCOMES)
    write(tmp_path, {"mine.jsonl": label_lines([line, label("c0001", "pass", "pass")])})

    assert calibrated(here, "mine.jsonl").left_out == {why: 1}


def test_an_edited_rubric_voids_the_labels_too(tmp_path):
    here = shop(tmp_path, OUTCOMES)
    fill(sampled(here, number=10).path, lambda _: "pass")
    folder = here.runs().find("monday")
    with folder:
        for _, trial in list(folder.trials()):
            marks = {**trial.judgement.graders, "rubric": "judge-2"}
            folder.append_verdicts(trial.case_id, trial.attempt, replace(trial.judgement, graders=marks))

    with pytest.raises(NothingRanError, match="10 of graders that have changed since"):
        calibrated(here)
    assert calibrated(here, same_question=True).cards[0].fingerprint == "judge-2"
    assert sampled(here, number=10).labelled == 0


def test_cards_are_kept_and_the_last_holds(tmp_path):
    here = shop(tmp_path, ["pass"])
    write(tmp_path, {"mine.jsonl": label_lines([label("c1", "pass", "pass")])})
    calibrated(here, "mine.jsonl")
    calibrated(here, "mine.jsonl")
    assert len(cards_of(here)) == 1

    write(tmp_path, {"mine.jsonl": label_lines([label("c1", "pass", "pass"), label("c2", "pass", "pass")])})
    again = calibrated(here, "mine.jsonl")

    assert len(cards_of(here)) == 2
    assert again.cards[0].drift.same_grader


def test_a_look_keeps_nothing(tmp_path):
    here = shop(tmp_path)
    write(tmp_path, {"mine.jsonl": label_lines([label("c1", "pass", "pass")])})

    assert not calibrated(here, "mine.jsonl", keep=False).kept
    assert cards_of(here) == []


def test_a_corrected_rate_is_told_of_the_run(tmp_path):
    here = shop(tmp_path, (["pass"] * 8 + ["fail"] * 2) * 30)
    fill(sampled(here, number=210).path, lambda case_id: "pass" if int(case_id[1:]) % 10 != 9 else "fail")
    [rate] = calibrated(here).cards[0].corrected

    assert (rate.run, rate.judged, rate.labels, rate.naive) == ("monday", 300, 210, 0.8)
    assert rate.interval.low < 0.9 < rate.interval.high


def test_standings_are_of_the_judges_that_spoke(tmp_path):
    here = shop(tmp_path, ["pass"])

    known = judges_of(here, here.runs().find("monday"))
    assert {name: one.state for name, one in known.standings.items()} == {"rubric": "uncalibrated"}


def test_a_run_without_a_judge_has_no_standing(tmp_path):
    here = shop(tmp_path, ["pass"], mark="r1")

    assert judges_of(here, here.runs().find("monday")) == NO_JUDGES


def test_a_judge_that_could_never_tell_has_no_standing(tmp_path):
    here = shop(tmp_path, ["abstain"])

    assert judges_of(here, here.runs().find("monday")) == NO_JUDGES


def test_what_cannot_be_drawn_is_told(tmp_path):
    here = shop(tmp_path, ["pass"])
    judged_run(tmp_path, ["pass"], name="rules", mark="r1")
    sampled(here)

    for fields, said in (
        ({"name": "rules"}, "no judge spoke in run rules"),
        ({}, "every verdict of a judge in run monday is labelled or drawn already"),
    ):
        with pytest.raises(NothingRanError, match=said):
            sampled(here, **fields)
    with pytest.raises(UsageError, match="Did you mean 'rubric'"):
        sampled(here, grader="rubrik")


def test_a_file_with_labels_is_not_written_over(tmp_path):
    here = shop(tmp_path, OUTCOMES)
    write(tmp_path, {"mine.jsonl": ""})

    with pytest.raises(UsageError, match="is there already"):
        sampled(here, output=tmp_path / "mine.jsonl")


def test_nothing_to_calibrate_by_is_told(tmp_path):
    here = shop(tmp_path)
    write(tmp_path, {"empty.jsonl": "", "blank.jsonl": label_lines([label("c1", None, None)]), "bad.jsonl": "{"})

    with pytest.raises(NothingRanError, match="there are no labels yet"):
        calibrated(here)
    with pytest.raises(NothingRanError, match="the files are empty"):
        calibrated(here, "empty.jsonl")
    with pytest.raises(NothingRanError, match="1 without a person's word"):
        calibrated(here, "blank.jsonl")
    with pytest.raises(UsageError, match=r"no file none\.jsonl"):
        calibrated(here, "none.jsonl")
    with pytest.raises(InputError, match=r"bad.jsonl:1:1: not JSON"):
        calibrated(here, "bad.jsonl")
