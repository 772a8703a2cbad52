"""Weights of signs, learnt from a few tickets."""

import json
import subprocess
import sys

import yaml
from shell import ROOT, environment

NOT = {"ticket": {"subject": "door", "description": "Your letter is wrong, the door is green.", "comments": []}}
FAILED = {
    "subject": "door",
    "description": "Your chatbot said the door is blue. It is not, it is green!",
    "comments": [{"author": "agent", "public": True, "body": "You are right, our bot was wrong, sorry."}],
}


def test_what_speaks_for_a_failure_weighs_more_than_nothing_and_what_speaks_against_it_less(tmp_path):
    failed = {"about_assistant": True, "failure": ["wrong_answer"], "bad_reply_quote": None}
    fine = {"about_assistant": False, "failure": [], "bad_reply_quote": None}
    rows = [{"id": f"f{at}", "ticket": FAILED, "labels": failed} for at in range(5)]
    rows += [{"id": f"n{at}", **NOT, "labels": fine} for at in range(5)]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "fit_tickets.py", tmp_path / "t.jsonl"],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    weights = yaml.safe_load(done.stdout)["weights"]
    assert weights["about"]["it_says"] > 0
    assert weights["about"].get("a_thing_says", 0) <= 0
    assert weights["wrong_answer"]["none"] > weights["other"]["none"]
