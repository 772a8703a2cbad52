"""The benchmark of the graders: what it makes of claims, and that it measures what it says."""

import subprocess
import sys

import pytest
from shell import ROOT, environment
from twins import twins

from evalsuite.judging import READERS

DATA = ROOT.parent / "shared" / "data"
BENCHMARK = ROOT / "benchmarks" / "graders.py"


def twins_of(claim):
    return {twin.kind: twin.text for twin in twins([claim])}


def test_a_claim_of_ours_is_turned_into_what_is_none():
    assert twins_of("I've now refunded $48.00 to your card and closed it.") == {
        "offer": "I can refund $48.00 to your card.",
        "question": "Would you like me to refund $48.00 to your card?",
        "doubt": "Have I refunded $48.00 to your card?",
        "negation": "I have not refunded $48.00 to your card.",
        "denial": "I haven't refunded $48.00 to your card.",
        "conditional": "Once I have refunded $48.00 to your card, I will let you know.",
        "future": "I will refund $48.00 to your card.",
        "plan": "I'm going to refund $48.00 to your card.",
        "recap": "You mentioned that somebody refunded $48.00 to your card.",
        "user's act": "You have refunded $48.00 to your card.",
    }


def test_a_thing_said_to_be_done_is_turned_too():
    made = twins_of("Your order has been successfully cancelled.")

    assert made["question"] == "Has your order been cancelled?"
    assert made["recap"] == "Your order was cancelled on 3 May 2023."


@pytest.mark.parametrize("claim", ["I've refunded it.", "Your order has been cancelled."])
def test_what_is_turned_was_a_claim_and_its_twins_are_none(claim):
    assert READERS.claims(READERS.view(claim), "en")
    for text in twins_of(claim).values():
        assert not READERS.claims(READERS.view(text), "en"), text


def run(*words):
    return subprocess.run(
        [sys.executable, BENCHMARK, *words], capture_output=True, encoding="utf-8", env=environment(), timeout=120,
        check=False,
    )  # fmt: skip


def test_a_part_that_is_not_there_and_data_that_is_not_there_are_told(tmp_path):
    assert "no part nothing" in run("--only", "nothing", "--data", str(tmp_path)).stderr
    assert "name it with --data" in run("--data", str(tmp_path / "none")).stderr


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not beside this checkout")
def test_the_labelled_sets_are_scored_and_each_figure_stands_beside_its_bar():
    done = run("--only", "sentences,labelled-ids,commitments", "--errors", "1")

    assert done.returncode == 0, done.stderr
    assert "labelled claims, precision" in done.stdout
    assert ">= 95.00%" in done.stdout
    assert "labelled ids, label right of" in done.stdout
    assert "labelled commitments, precision / recall" in done.stdout
