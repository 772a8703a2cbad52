"""Earlier runs of an assistant."""

from datetime import UTC, datetime

from evalsuite.domain.conversation import Transcript
from evalsuite.domain.run import AssistantCard, CaseEntry, Judgement, Run, Trial
from evalsuite.domain.verdict import Verdict
from evalsuite.flows.history import MOST, past_runs
from evalsuite.store import RunFolder


def saved(root, day: int, *, passed: int, name: str = "alex", origins=("", "", "", "")) -> RunFolder:
    folder = RunFolder(root / f"run-{day:02d}-{name}")
    card = AssistantCard(name=name, kind="python", fingerprint="f")
    started = datetime(2026, 3, day, tzinfo=UTC)
    with folder:
        folder.start(
            Run(id=folder.path.name, assistant=card, started_at=started, tool_version="1"),
            [CaseEntry(id=f"c{number}", origin=origin) for number, origin in enumerate(origins)],
        )
        for number in range(4):
            verdict = Verdict(outcome="pass" if number < passed else "fail")
            trial = Trial(case_id=f"c{number}", transcript=Transcript(messages=()))
            folder.append_transcript(trial)
            folder.append_verdicts(trial.case_id, 1, Judgement(verdicts={"ids": verdict}))
    return folder


def test_earlier_runs_of_the_same_assistant_come_in_their_order(tmp_path):
    saved(tmp_path, 2, passed=3)
    saved(tmp_path, 1, passed=1)
    saved(tmp_path, 3, passed=2, name="other")
    saved(tmp_path, 9, passed=2)
    now = saved(tmp_path, 5, passed=4)

    runs = past_runs(now)

    assert [(one.run, one.day, one.rate.share) for one in runs] == [
        ("run-01-alex", "2026-03-01", 0.25),
        ("run-02-alex", "2026-03-02", 0.75),
    ]


def test_only_the_latest_are_looked_back_at(tmp_path):
    for day in range(1, MOST + 4):
        saved(tmp_path, day, passed=4)

    runs = past_runs(saved(tmp_path, 28, passed=4))

    assert [one.day[-2:] for one in runs] == [f"{day:02d}" for day in range(4, MOST + 4)]


def test_a_first_run_has_no_past(tmp_path):
    assert past_runs(saved(tmp_path, 1, passed=4)) == ()


def test_earlier_runs_tell_each_origin_by_itself(tmp_path):
    saved(tmp_path, 1, passed=3, origins=("live", "live", "live", "ticket"))

    [run] = past_runs(saved(tmp_path, 2, passed=4))

    assert {origin: rate.share for origin, rate in run.origins.items()} == {"live": 1.0, "ticket": 0.0}
