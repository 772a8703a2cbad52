from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evalsuite.domain.conversation import Message, Transcript, Usage
from evalsuite.domain.run import AssistantCard, CaseEntry, Failure, Judgement, Run, Trial
from evalsuite.domain.verdict import Finding, Verdict
from evalsuite.errors import InputError, UsageError
from evalsuite.store import RunFolder, Runs, drop_torn_line

CARD = AssistantCard(name="alex", kind="openai", fingerprint="f")
PASS, FAIL = Verdict(outcome="pass"), Verdict(outcome="fail", findings=(Finding(code="invented_id"),))


def run(name="run-1"):
    return Run(id=name, assistant=CARD, started_at=datetime(2026, 3, 2, tzinfo=UTC), tool_version="0")


def trial(case_id="a", attempt=1, **fields):
    messages = (Message(role="user", text="hi"), Message(role="assistant", text=f"hello {case_id}"))
    return Trial(case_id=case_id, attempt=attempt, transcript=Transcript(messages=messages), **fields)


def judged(graders=None, **verdicts):
    return Judgement(verdicts=verdicts, graders=graders or dict.fromkeys(verdicts, "v1"))


@pytest.fixture
def folder(tmp_path):
    made = RunFolder(tmp_path / "run-1")
    made.start(run(), [CaseEntry(id="a", title="A"), CaseEntry(id="b")])
    yield made
    made.close()


def test_a_run_is_read_as_it_was_written(folder):
    folder.append_transcript(trial("a"))
    folder.append_verdicts("a", 1, judged(ids=FAIL))

    [(entry, read)] = folder.trials()

    assert folder.manifest() == run()
    assert (entry.title, read.transcript, read.judgement.verdicts["ids"]) == ("A", trial("a").transcript, FAIL)
    assert [result.outcome for result in folder.results()] == ["fail"]


def test_a_second_start_is_refused(folder):
    with pytest.raises(UsageError, match="--resume run-1"):
        folder.start(run(), [])


def test_a_trial_is_done_when_it_has_both_its_lines(folder):
    folder.append_transcript(trial("a"))
    folder.append_transcript(trial("b"))
    folder.append_verdicts("a", 1, judged(ids=PASS))
    folder.append_transcript(trial("b", 2, error=Failure(kind="timeout", text="slow")))

    progress = folder.progress()

    assert (progress.done, progress.ungraded, progress.errored) == ({("a", 1)}, {("b", 1)}, {("b", 2)})


def test_the_last_line_of_a_trial_holds(folder):
    folder.append_transcript(trial("a", error=Failure(kind="timeout", text="slow")))
    folder.append_transcript(trial("a"))
    folder.append_verdicts("a", 1, judged(ids=PASS))

    assert [one.outcome for _, one in folder.trials()] == ["pass"]
    assert folder.progress().done == {("a", 1)}


def test_what_judges_took_adds_up_over_all_gradings(folder):
    folder.append_transcript(trial("a"))
    for calls in (2, 3):
        folder.append_verdicts("a", 1, replace(judged(ids=PASS), judging={"m": Usage(calls=calls, cost_usd=0.5)}))

    [result] = folder.results()
    assert result.judging == {"m": Usage(calls=5, cost_usd=1.0)}


def test_a_regraded_label_takes_the_place_of_the_one_before(folder):
    folder.append_transcript(trial("a"))
    folder.append_verdicts("a", 1, judged(ids=FAIL, says=PASS))
    folder.append_verdicts("a", 1, judged({"ids": "v2", "says": "v1"}, ids=PASS))

    [(_, read)] = folder.trials()

    assert read.judgement.verdicts == {"ids": PASS, "says": PASS}


def test_a_grader_that_is_gone_leaves_no_verdict_behind(folder):
    folder.append_transcript(trial("a"))
    folder.append_verdicts("a", 1, judged(ids=FAIL, says=PASS))
    folder.append_verdicts("a", 1, judged({"says": "v1"}))

    assert [set(one.judgement.verdicts) for _, one in folder.trials()] == [{"says"}]


def test_a_torn_last_line_is_dropped_and_written_over(folder):
    folder.append_transcript(trial("a"))
    folder.close()
    path = folder.path / "transcripts.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"case_id":"b","transc')

    assert [one.case_id for one in folder.transcripts()] == ["a"]

    folder.append_transcript(trial("b"))

    assert [one.case_id for one in folder.transcripts()] == ["a", "b"]


@pytest.mark.parametrize("size", [0, 1, 70_000, 140_000])
def test_only_what_stands_behind_the_last_line_break_is_dropped(tmp_path, size):
    path = tmp_path / "lines"
    path.write_bytes(b"whole\n" + b"x" * size)

    drop_torn_line(path)

    assert path.read_bytes() == b"whole\n"


def test_a_file_that_is_one_torn_line_becomes_empty(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"torn")

    drop_torn_line(path)

    assert path.read_bytes() == b""


def test_a_line_broken_in_the_middle_is_told_with_its_place(folder):
    folder.append_transcript(trial("a"))
    folder.close()
    path = folder.path / "transcripts.jsonl"
    path.write_bytes(path.read_bytes() + b"\x00\x00\x00\n" + path.read_bytes())

    with pytest.raises(InputError, match=r"transcripts\.jsonl:2:1: this line cannot be read .* Delete it"):
        list(folder.trials())


def test_a_folder_without_a_manifest_is_no_run(tmp_path):
    with pytest.raises(UsageError, match="holds no run"):
        RunFolder(tmp_path).manifest()


def test_runs_are_found_by_id_prefix_latest_or_folder(tmp_path):
    runs = Runs(tmp_path)
    for name in ("20260302-alex", "20260303-alex", "other"):
        RunFolder(runs.new(name)).start(run(name), [])

    assert runs.find("other").path.name == "other"
    assert runs.find("20260303").path.name == "20260303-alex"
    assert runs.find("latest").path.name == "other"
    assert runs.find(str(tmp_path / "other")).path.name == "other"
    with pytest.raises(UsageError, match="may be 20260302-alex or 20260303-alex"):
        runs.find("2026")
    with pytest.raises(UsageError, match=r"Did you mean 'other'\?"):
        runs.find("othr")


def test_without_any_run_the_way_to_make_one_is_told(tmp_path):
    with pytest.raises(UsageError, match="make one with evalsuite run"):
        Runs(tmp_path).find("latest")


def test_a_new_run_never_takes_a_folder_that_is_there(tmp_path):
    runs = Runs(tmp_path)
    first = runs.new("alex: tuned/v2")
    first.mkdir(parents=True)

    assert first.name == "alex-tuned-v2"
    assert runs.new("alex: tuned/v2").name == "alex-tuned-v2-2"


def test_text_that_no_encoding_carries_survives(folder):
    odd = Transcript(messages=(Message(role="assistant", text="\ud800 \x00 \u202e </script>"),))
    folder.append_transcript(Trial(case_id="a", transcript=odd))

    assert [one.transcript for one in folder.transcripts()] == [odd]
