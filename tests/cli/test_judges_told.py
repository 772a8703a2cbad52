"""What has to be known of a judge stands wherever a run is told of, in the same words."""

import json
from functools import cache
from html import unescape

import pytest
from judged import AT, fill, judged_run, shop
from shell import evalsuite

from evalsuite.flows.comparing import weigh
from evalsuite.flows.judging import calibrate_files
from evalsuite.flows.judging_sample import sample_run
from evalsuite.flows.surfacing import surface, surfaced
from evalsuite.report.gate_markdown import decision_markdown

UNCALIBRATED = (
    "The judge of rubric is uncalibrated: nobody has labelled its verdicts. Its verdicts are hints, and hold no "
    "release; to change that, label 200 of them: evalsuite judge sample RUN -n 200."
)
ALIKE = "Judge gpt-9 is of the assistant's own family (gpt), and judges favour their own: take one of another family."
MOVED = "The judge of rubric is not what it was: it moved since 2026-03-02"
GOOD = ["pass"] * 70 + ["fail"] * 30


@cache
def printed(folder, *words):
    done = evalsuite(folder, *words)
    assert done.returncode in {0, 3}, done.stderr
    return done.stdout


def page(folder):
    printed(folder, "report", "tuesday")
    return unescape((folder / "reports/runs/tuesday/report.html").read_text())


def told_to_ci(kind):
    def told(folder):
        here = shop(folder)
        text = surface(surfaced(here, here.runs().find("tuesday"), weighed=None), kind)
        return unescape(text.replace("\\", ""))

    return told


SURFACES = {
    "terminal": lambda folder: printed(folder, "report", "tuesday"),
    "page": page,
    "comment": told_to_ci("markdown"),
    "junit": told_to_ci("junit"),
    "github": told_to_ci("github"),
    "json": lambda folder: "\n".join(json.loads(printed(folder, "report", "tuesday", "--json"))["warnings"]),
    "summary file": lambda folder: "\n".join(
        json.loads(printed(folder, "report", "tuesday", "--format", "json"))["warnings"]
    ),
    "compare": lambda folder: printed(folder, "compare", "monday", "tuesday"),
    "gate": lambda folder: printed(folder, "gate", "monday", "tuesday"),
    "gate's markdown": lambda folder: decision_markdown(weigh(shop(folder), "monday", "tuesday")).replace("\\", ""),
    "gate's json": lambda folder: "\n".join(
        json.loads(printed(folder, "gate", "monday", "tuesday", "--json"))["warnings"]
    ),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """A run by a judge nobody measured, and one by the same judge once it was measured twice and had become lenient."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("never", "twice")}
    for name, outcomes in (("never", GOOD[::5]), ("twice", GOOD)):
        shop(folders[name], outcomes)
        judged_run(folders[name], outcomes, name="tuesday", model="gpt-4.1")
    here = shop(folders["twice"])
    for share in (70, 88):
        path = sample_run(
            here, "monday", number=100, grader=None, seed=1, output=folders["twice"] / f"{share}.jsonl"
        ).path
        fill(path, lambda case_id, share=share: "pass" if int(case_id[1:]) < share - 1 else "fail")
        calibrate_files(here, [path], run=None, now=AT)
    return folders


@pytest.mark.parametrize("surface", SURFACES)
def test_who_may_hold_no_release_and_who_favours_the_assistant_is_told(measured, surface):
    said = SURFACES[surface](measured["never"])

    assert UNCALIBRATED in said
    assert ALIKE in said


@pytest.mark.parametrize("surface", ["terminal", "page", "comment", "junit", "github", "gate's markdown"])
def test_who_has_changed_since_the_last_calibration_is_told(measured, surface):
    said = SURFACES[surface](measured["twice"])

    assert UNCALIBRATED not in said
    assert MOVED in said


@pytest.mark.parametrize("kind", ["terminal", "page", "markdown", "junit", "github"])
def test_that_the_gate_does_not_hear_the_judge_is_told(measured, kind):
    folder = measured["never"]
    rules = "[gate]\nmargins = {rubric = 0.05}\n"
    here = shop(folder, settings=rules)
    try:
        if kind in {"terminal", "page"}:
            said = printed(folder, "report", "tuesday", "--baseline", "monday")
            path = folder / "reports/runs/tuesday/report.html"
            said = said if kind == "terminal" else unescape(path.read_text())
        else:
            weighed = weigh(here, "monday", "tuesday")
            said = surface(surfaced(here, here.runs().find("tuesday"), weighed=weighed), kind)
    finally:
        shop(folder)

    assert "Undecided on alex" in said
    assert "Not heard: rubric (the judge of rubric is uncalibrated: nobody has labelled its verdicts)" in said.replace(
        "\\", ""
    )


def test_nothing_is_said_where_no_judge_spoke(tmp_path):
    here = shop(tmp_path, GOOD, mark="r1")
    run = surfaced(here, here.runs().find("monday"), weighed=None)

    assert run.heading.notes == ()
    assert "::warning title=evalsuite" not in surface(run, "github")
