"""The example from end to end: its cases, the shop and its assistants through the real engine."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from evalsuite.example.alex_voice import VERSIONS
from evalsuite.flows import running
from evalsuite.flows.example import example_workspace


def run_all(assistant, folder):
    trials = []
    workspace = example_workspace(folder)
    prepared = running.begin(
        workspace, running.Selection(), assistant=assistant, now=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    )
    with prepared.folder:
        asyncio.run(running.carry_out(workspace, prepared, saw=trials.append))
    return {trial.case_id: trial for trial in trials}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return {name: run_all(name, tmp_path_factory.mktemp(name)) for name in VERSIONS}


def failing(trials, *graders):
    """Cases that one of these graders fails, under whatever number it stands."""
    return {
        name
        for name, trial in trials.items()
        for label, verdict in trial.judgement.verdicts.items()
        if verdict.outcome == "fail" and label.split("#")[0] in graders
    }


def outcomes(trials):
    return Counter(trial.outcome for trial in trials.values())


@pytest.mark.parametrize("name", VERSIONS)
def test_every_case_gets_a_pass_or_a_fail(name, runs):
    assert set(outcomes(runs[name])) <= {"pass", "fail"}


def test_the_base_version_passes_most_cases_and_not_all(runs):
    found = outcomes(runs["alex-base"])

    assert 0.9 <= found["pass"] / found.total() < 1


def test_the_tuned_version_passes_fewer_cases_than_the_base(runs):
    assert outcomes(runs["alex-tuned"])["pass"] < outcomes(runs["alex-base"])["pass"] - 5


def test_the_tuned_version_answers_more_questions_right(runs):
    wanted = ("calls", "says", "calls_in_order")

    assert len(failing(runs["alex-tuned"], *wanted)) < len(failing(runs["alex-base"], *wanted)) / 2


def test_the_second_tuned_version_passes_every_case(runs):
    assert outcomes(runs["alex-tuned-2"]) == {"pass": len(runs["alex-tuned-2"])}


def test_the_tuned_version_invents_and_claims_what_it_did_not_do(runs):
    assert len(failing(runs["alex-tuned"], "claims")) >= 10
    assert len(failing(runs["alex-tuned"], "ids")) >= 3


@pytest.mark.parametrize("name", ["alex-base", "alex-tuned-2"])
def test_a_version_without_bad_habits_gets_no_false_alarm(name, runs):
    findings = [
        f"{trial.case_id}: {finding.code} {finding.quote!r}"
        for trial in runs[name].values()
        for label in ("ids", "claims")
        for finding in trial.judgement.verdicts[label].findings
        if finding.severity != "info"
    ]

    assert findings == []
