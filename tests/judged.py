"""A workspace with a run that a judge spoke in, and people's labels on it."""

import json
import random
from datetime import UTC, datetime

from build import says, user
from shell import write

from evalsuite.domain.calibration import Label
from evalsuite.domain.conversation import Transcript, Usage
from evalsuite.domain.run import AssistantCard, CaseEntry, Judgement, Run, Trial
from evalsuite.domain.verdict import Finding, Verdict
from evalsuite.store import RunFolder
from evalsuite.workspace import open_workspace

MARK = "judge-1"
AT = datetime(2026, 3, 2, tzinfo=UTC)


def label(case_id, human, judge, **fields):
    given = {"grader": "rubric", "fingerprint": MARK, "run": "monday"}
    return Label(case_id=str(case_id), human=human, judge=judge, **{**given, **fields})


def labels(*, right_passes=0, wrong_passes=0, right_fails=0, wrong_fails=0, abstained=0, **fields):
    """So many labels on which the judge passes a pass, passes a fail, fails a fail, fails a pass, or cannot tell."""
    kinds = [("pass", "pass", right_passes), ("fail", "pass", wrong_passes), ("fail", "fail", right_fails)]
    kinds += [("pass", "fail", wrong_fails), ("pass", "abstain", abstained)]
    pairs = [(human, judge) for human, judge, count in kinds for _ in range(count)]
    return [label(f"c{number:04d}", *pair, **fields) for number, pair in enumerate(pairs)]


def drawn_labels(seed, *, labelled, judged, passing, tpr, tnr, abstains=0.0):
    """Labels drawn by chance, and all verdicts, of a judge whose rates are known."""
    chance = random.Random(seed)
    people = ["pass" if chance.random() < passing else "fail" for _ in range(judged)]
    told = [_said(one, chance, tpr, tnr, abstains) for one in people]
    verdicts = {(f"c{number:04d}", 1): one for number, one in enumerate(told)}
    return [label(f"c{n:04d}", people[n], told[n]) for n in range(labelled)], verdicts


def _said(human, chance, tpr, tnr, abstains):
    if chance.random() < abstains:
        return "abstain"
    right = chance.random() < (tpr if human == "pass" else tnr)
    return human if right else {"pass": "fail", "fail": "pass"}[human]


def judged_run(root, outcomes, *, name="monday", mark=MARK, cohorts=("small", "large"), ids="pass", model=None):
    """A run whose cases `c0000` on a judge of the GPT family gave these outcomes; a rule passes them all. `model` is
    the assistant's."""
    verdicts = {
        "pass": Verdict(outcome="pass", criteria={"vague": "pass", "rude": "pass"}),
        "fail": Verdict(
            outcome="fail",
            findings=(Finding(code="vague", reason="No answer is given."),),
            criteria={"vague": "fail", "rude": "pass"},
        ),
        "abstain": Verdict(outcome="abstain", reason="no majority"),
    }
    entries = [
        CaseEntry(id=f"c{number:04d}", cohort=cohorts[number % len(cohorts)], origin="golden", script="s")
        for number in range(len(outcomes))
    ]
    card = AssistantCard(name="alex", kind="python", fingerprint="a", model=model)
    folder = RunFolder(root / "reports" / "runs" / name)
    with folder:
        folder.start(Run(id=name, assistant=card, started_at=AT, tool_version="1"), entries)
        for entry, outcome in zip(entries, outcomes, strict=True):
            words = (user("Hello"), says(f"Hello, this is about {entry.id}."))
            folder.append_transcript(Trial(case_id=entry.id, transcript=Transcript(messages=words), script="s"))
            judgement = Judgement(
                verdicts={"rubric": verdicts[outcome], "ids": verdicts[ids]},
                graders={"rubric": mark, "ids": "i1"},
                required=("rubric",),
                judging={"gpt-9": Usage(calls=2)},
            )
            folder.append_verdicts(entry.id, 1, judgement)
    return folder


def shop(root, outcomes=(), *, settings="", **more):
    """A workspace, with such a run where there are outcomes."""
    write(root, {"evalsuite.toml": settings})
    if outcomes:
        judged_run(root, outcomes, **more)
    return open_workspace(root, environment={})


def fill(path, truth):
    """Write people's words into a file of drawn verdicts: `truth` gives pass or fail for a case."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps({**one, "human": truth(one["case_id"])}) + "\n" for one in lines))
    return lines
