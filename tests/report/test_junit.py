"""JUnit XML, read back as a CI server reads it."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.page_trials import FINDING, HOSTILE, HOSTILE_LINE, REPLY, assistant, entry, hostile, trial, user

from evalsuite.domain.run import Failure
from evalsuite.domain.verdict import abstain, verdict_of
from evalsuite.report.cases import told_by_case
from evalsuite.report.junit import junit_xml
from evalsuite.report.words import Heading

HEADING = Heading(title="t", run_id="run-1", assistant="alex")
FAILS = {"ids": verdict_of([FINDING])}


def suite(*trials, heading=HEADING, **more):
    root = ET.fromstring(junit_xml(heading, told_by_case(trials), **more).encode())  # noqa: S314  - our own
    return root.find("testsuite")


def went(case_id, attempt=1, **fields):
    return entry(case_id), trial(case_id, user("hi"), assistant(REPLY), attempt=attempt, **fields)


def properties(case) -> dict[str, str]:
    return {one.get("name"): one.get("value") for one in case.iter("property")}


def test_each_outcome_has_an_element_of_its_own():
    told = suite(
        went("good"),
        went("bad", verdicts=FAILS),
        went("gone", error=Failure(kind="timeout", text="no reply in 30 s")),
        went("open", verdicts={"rubric": abstain("no judge")}),
    )

    assert [[one.tag for one in case if one.tag != "properties"] for case in told.iter("testcase")] == [
        [],
        ["failure"],
        ["error"],
        ["skipped"],
    ]
    assert {name: told.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }


def test_a_failure_says_why_and_where_it_stands():
    case = suite(went("bad", verdicts=FAILS)).find("testcase")

    assert (case.get("classname"), case.get("file"), case.get("line")) == ("cases/refunds.yaml",) * 2 + ("14",)
    assert case.find("failure").get("type") == "ids:invented_id"
    assert case.find("failure").get("message").endswith("No tool result holds ORD-999.")
    assert "»ORD-999«" in case.find("failure").text


def test_a_case_has_one_testcase_and_its_attempts_as_properties():
    told = suite(went("late"), went("late", attempt=2, verdicts=FAILS), went("late", attempt=3))

    [case] = told.iter("testcase")
    assert {"attempts": "3", "passed": "2", "attempt.2": "fail", "grader.ids": "fail"}.items() <= properties(
        case
    ).items()
    assert case.find("failure") is not None


def test_an_attempt_that_failed_outweighs_one_without_a_reply():
    told = suite(went("late", error=Failure(kind="timeout", text="late")), went("late", attempt=2, verdicts=FAILS))

    assert [one.tag for one in told.find("testcase")][1:] == ["failure"]


def test_what_was_not_judged_is_skipped_with_the_reason():
    case = suite(went("open", verdicts={"rubric": abstain("no judge is configured")})).find("testcase")

    assert "nothing could be judged" in case.find("skipped").get("message")


def test_nothing_that_ran_is_an_error():
    told = suite()

    assert (told.get("tests"), told.get("errors")) == ("1", "1")
    assert told.find("testcase/error").get("message").startswith("No trial was made")


def test_the_suite_tells_the_decision_and_the_run():
    told = suite(went("good"), decision="Ship it.")

    about = {one.get("name"): one.get("value") for one in told.find("properties")}
    assert (about["run"], about["decision"]) == ("run-1", "Ship it.")


@pytest.mark.parametrize("text", [*HOSTILE.values(), "\ufffe\uffff\x00"], ids=[*HOSTILE, "no characters"])
def test_hostile_text_stays_text(text):
    told = suite(hostile(text, text))

    [case] = told.iter("testcase")
    assert len(list(case)) == 2
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", "".join(case.itertext()))


def test_a_huge_text_is_cut():
    assert len(junit_xml(HEADING, told_by_case([hostile(HOSTILE_LINE, "huge")]))) < 200_000


@given(st.text(st.characters()))
def test_any_text_can_be_read_back(text):
    told = suite((entry(text, title=text), trial(text, user("hi"), error=Failure(kind="crashed", text=text))))

    assert told.get("errors") == "1"


def test_what_is_known_of_judges_is_a_property_of_the_suite():
    heading = replace(HEADING, notes=("Nobody measured the judge.",))
    told = suite(went("late"), heading=heading)

    assert properties(told)["warning.1"] == "Nobody measured the judge."
