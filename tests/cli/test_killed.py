"""A run that is killed and resumed loses nothing and does nothing twice."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest
from shell import environment, evalsuite, workspace, write

from evalsuite.store import RunFolder, Runs

CASES = 500


def suite():
    subjects = ("Where is my parcel?", "I want a refund.", "Cancel it please.", "Do you sell routers?", "Hello!")
    return "".join(
        f"- id: case-{number}\n  messages:\n    - user: {subjects[number % 5]} It is about ORD-{200000 + number}.\n"
        f"    - user: Thanks, and is that all?\n  expect: [{{never_says: [router, parcel]}}]\n"
        for number in range(CASES)
    )


def verdicts(folder):
    return {
        (trial.case_id, trial.attempt): {label: verdict.outcome for label, verdict in trial.judgement.verdicts.items()}
        for _, trial in folder.trials()
    }


def lines(folder, name):
    return [json.loads(line) for line in (folder.path / name).read_bytes().splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_run_killed_ten_times_ends_like_one_left_alone(tmp_path):
    here = workspace(tmp_path, suite())
    words = ["run", "--no-html", "--concurrency", "4"]
    undisturbed = evalsuite(here, *words, timeout=120)
    assert undisturbed.returncode in {0, 1}, undisturbed.stderr
    runs = Runs(tmp_path / "reports" / "runs")
    left_alone = runs.find("latest")

    chance = random.Random(20260302)
    kills = 0
    while kills < 10:
        begun = [folder.path.name for folder in runs.folders() if folder.path != left_alone.path]
        more = ["--resume", begun[0]] if begun else []
        process = subprocess.Popen(
            [sys.executable, "-m", "evalsuite", *words, *more],
            cwd=here,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        wait_for_growth(process, runs, left_alone, chance)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        if process.returncode != -signal.SIGKILL:
            break  # it was done before it could be killed again
    [disturbed] = [folder for folder in runs.folders() if folder.path != left_alone.path]
    last = evalsuite(here, *words, "--resume", disturbed.path.name, timeout=120)

    assert last.returncode == undisturbed.returncode, last.stderr
    assert kills >= 5
    finished = RunFolder(disturbed.path)
    assert len(list(finished.trials())) == CASES
    assert verdicts(finished) == verdicts(left_alone)
    made = [(line["case_id"], line.get("attempt", 1)) for line in lines(finished, "transcripts.jsonl")]
    assert len(made) == len(set(made)) == CASES
    judged = [(line["case_id"], line.get("attempt", 1)) for line in lines(finished, "verdicts.jsonl")]
    assert len(judged) == len(set(judged)) == CASES


def wait_for_growth(process, runs, left_alone, chance):
    """Until the run has kept a few more trials than before: a moment inside its work, not in its start."""
    target = None
    for _ in range(2000):
        if process.poll() is not None:
            return
        for folder in runs.folders():
            path = folder.path / "transcripts.jsonl"
            if folder.path != left_alone.path and path.exists():
                size = path.stat().st_size
                target = size + chance.randrange(1, 20_000) if target is None else target
                if size >= target:
                    return
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT to a process of its own")
def test_an_interrupted_run_prints_how_to_go_on(tmp_path):
    slow = "import asyncio\n\nasync def reply(conversation):\n    await asyncio.sleep(0.1)\n    return 'Hello!'\n"
    assistant = "kind: python\nfunction: slow:reply\n"
    here = write(workspace(tmp_path, suite()), {"slow.py": slow, "graders/assistants/alex.yaml": assistant})
    process = subprocess.Popen(
        [sys.executable, "-m", "evalsuite", "run", "--concurrency", "2"],
        cwd=here,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    runs = Runs(tmp_path / "reports" / "runs")
    while not list(runs.root.glob("*/verdicts.jsonl")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert f"go on with: evalsuite run --resume {runs.find('latest').path.name}" in told
    assert "Traceback" not in told
