"""`evalsuite judge`, and what the gate and a report say of judges, as they are typed."""

import json

from judged import AT, fill, judged_run, shop
from shell import evalsuite

from evalsuite.flows.judging import calibrate_files
from evalsuite.flows.judging_sample import sample_run
from evalsuite.workspace import open_workspace

SETTINGS = "[gate]\nmargin = 0.5\nmargins = {rubric = 0.05}\n"
GOOD = ["pass"] * 70 + ["fail"] * 30


def opened(folder):
    return open_workspace(folder, environment={})


def calibrated(folder):
    assert calibrate_files(opened(folder), [], run=None, now=AT).kept


def labelled(folder, number=100, wrong=2):
    """A run, drawn from and labelled, on which the judge is wrong so many times each way."""
    path = sample_run(opened(folder), "monday", number=number, grader=None, seed=1, output=None).path
    fill(path, lambda case_id: "pass" if wrong <= int(case_id[1:]) < 70 + wrong else "fail")
    return path


def test_drawing_labelling_and_calibrating(tmp_path):
    shop(tmp_path, GOOD)
    path = labelled(tmp_path)

    done = evalsuite(tmp_path, "judge", "calibrate", path.relative_to(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "judge of" in done.stdout.splitlines()[0]
    assert done.stdout.splitlines()[1].split()[:3] == ["rubric", "100", "0.90"]
    assert "97.1 % (90.1 to 99.7) of 70" in done.stdout
    assert "The judge of rubric is calibrated: it passes 97 % of what people pass" in done.stdout
    assert "kept in graders/labels/calibration.jsonl: commit it" in done.stderr


def test_json_tells_the_same_to_a_program(tmp_path):
    shop(tmp_path, GOOD)
    labelled(tmp_path, 60)
    told = json.loads(evalsuite(tmp_path, "judge", "calibrate", "--json").stdout)

    assert (told["reason"], told["cards"][0]["state"]) == ("calibrated", "uncalibrated")
    assert "it has 60 labelled verdicts of 100 at least" in told["cards"][0]["sentence"]


def test_a_mistake_is_told_with_its_place_and_no_traceback(tmp_path):
    shop(tmp_path)
    (tmp_path / "l.jsonl").write_text('{"case_id": "a", "grader": "rubric", "run": "m", "human": "maybe"}\n')

    done = evalsuite(tmp_path, "judge", "calibrate", "l.jsonl")

    assert done.returncode == 2
    assert done.stderr == "l.jsonl:1:1: human is one of pass, fail, got 'maybe'\n"


def two_runs(folder):
    shop(folder, ["pass"] * 100, settings=SETTINGS)
    judged_run(folder, GOOD, name="tuesday")


def test_an_uncalibrated_judge_holds_no_release(tmp_path):
    two_runs(tmp_path)

    done = evalsuite(tmp_path, "gate", "monday", "tuesday", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["answer"], told["reason"]) == (3, "undecided", "judge_uncalibrated")
    assert "the judge of rubric is uncalibrated: nobody has labelled its verdicts" in told["sentence"]
    assert "evalsuite judge sample RUN -n 200" in told["decision"]["would_decide"][0]
    assert told["comparison"]["overall"]["candidate"] == 1.0


def test_a_calibrated_judge_holds_it(tmp_path):
    two_runs(tmp_path)
    judged_run(tmp_path, GOOD, name="sunday")
    done = evalsuite(tmp_path, "judge", "sample", "sunday", "-n", 100, "--json")
    assert json.loads(done.stdout)["drawn"] == 100
    fill(tmp_path / "graders/labels/sample-sunday.jsonl", lambda case_id: "pass" if int(case_id[1:]) < 70 else "fail")
    calibrated(tmp_path)

    done = evalsuite(tmp_path, "gate", "monday", "tuesday", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["answer"]) == (1, "hold")
    assert "rubric" in told["sentence"]


def test_a_report_warns_of_a_judge_nobody_measured(tmp_path):
    shop(tmp_path, GOOD)

    done = evalsuite(tmp_path, "report", "monday")

    banner = "The judge of rubric is uncalibrated: nobody has labelled its verdicts. Its verdicts are hints"
    assert banner in done.stdout
    assert banner in (tmp_path / "reports/runs/monday/report.html").read_text()


def test_a_report_shows_the_judges_card(tmp_path):
    shop(tmp_path, GOOD)
    labelled(tmp_path)
    calibrated(tmp_path)

    done = evalsuite(tmp_path, "report", "monday")

    page = (tmp_path / "reports/runs/monday/report.html").read_text()
    assert "hints" not in done.stdout
    assert "<dt>judge of rubric</dt><dd>labels 100; κ 0.90 (" in page
