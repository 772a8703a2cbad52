"""What a pytest session of cases can be told: assistants, attempts, to keep the run, a baseline, a quarantine."""

import json

import pytest
from shell import evalsuite, spread, workspace, write
from shell import pytest as run

ECHO = "kind: python\nfunction: voices:{}\n"
VOICES = """
import itertools

seen = itertools.count()

def kind(conversation):
    return "Hello! " + conversation.messages[-1].text

def rude(conversation):
    return "Go away." if conversation.case_id == "thanks" else kind(conversation)

def ruder(conversation):
    return "Go away."

def moody(conversation):
    return "Go away." if conversation.attempt == 2 else kind(conversation)
"""
CASES = """
- id: greets
  messages: [{user: Hi there}]
  expect: [{says: hello}]
- id: thanks
  cluster: manners
  messages: [{user: Thank you}]
  expect: [{says: thank you}]
- id: bye
  cluster: manners
  messages: [{user: Bye now}]
  expect: [{says: hello}]
"""


@pytest.fixture
def here(tmp_path):
    """A workspace of three cases and four assistants; its settings name the kind one."""
    voices = {f"graders/assistants/{name}.yaml": ECHO.format(name) for name in ("kind", "rude", "ruder", "moody")}
    conftest = (
        "import evalsuite, pytest\n\n"
        "@pytest.fixture(scope='session')\ndef assistant():\n    return evalsuite.assistant()\n"
    )
    files = {
        "evalsuite.toml": 'assistant = "kind"\n',
        "pytest.ini": "[pytest]\nevalsuite_cases = cases\n",
        "conftest.py": conftest,
        "voices.py": VOICES,
        **voices,
    }
    return write(workspace(tmp_path, CASES), files)


def outcomes(done):
    """Each item with what became of it."""
    words = {"PASSED", "FAILED", "XFAIL"}
    lines = (line.split() for line in done.stdout.splitlines() if "::" in line)
    return {line[0].partition("::")[2]: line[1] for line in lines if len(line) > 1 and line[1] in words}


def the_run(folder):
    [one] = (folder / "reports" / "runs").iterdir()
    return one


# -- assistants and attempts


def test_an_assistant_named_on_the_command_line_takes_the_place_of_the_fixture(here):
    done = run(here, "-v", "--assistant", "rude")

    assert outcomes(done) == {"greets": "PASSED", "thanks": "FAILED", "bye": "PASSED"}


def test_several_assistants_make_an_item_each(here):
    done = run(here, "-v", "--assistant", "kind", "--assistant", "ruder", "-k", "bye or greets")

    assert outcomes(done) == {
        "greets[kind]": "PASSED",
        "greets[ruder]": "FAILED",
        "bye[kind]": "PASSED",
        "bye[ruder]": "FAILED",
    }


def test_an_assistant_that_is_not_there_is_told_once_before_anything_runs(here):
    write(here, {"cases/more.yaml": "- id: more\n  messages: [{user: Hi}]\n  expect: [{says: hello}]\n"})

    done = run(here, "--assistant", "rudder")

    assert done.stdout.count("no assistant 'rudder'. Did you mean 'ruder'?") == 1
    assert done.returncode == 2


def test_attempts_that_all_fail_are_a_stable_failure(here):
    done = run(here, "--assistant", "ruder", "--trials", "3", "-k", "bye")

    assert "STABLE FAIL: none of 3 attempts passed: attempt 1: FAILED: says" in done.stdout


def test_attempts_that_do_not_agree_are_flaky_with_the_one_that_failed(here):
    done = run(here, "--assistant", "moody", "--trials", "3", "-k", "bye")

    assert "FLAKY: 2 of 3 attempts passed: attempt 2: FAILED: says" in done.stdout


def test_attempts_that_all_pass_are_one_passing_item(here):
    assert "1 passed" in run(here, "--trials", "3", "-k", "bye").stdout


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_number_of_attempts_that_is_none_is_refused(here, count):
    done = run(here, "--trials", count)

    assert done.returncode == 4
    assert "--trials" in done.stderr


# -- a run kept


def test_a_session_can_be_kept_as_a_run_with_its_page(here):
    done = run(here, "--evalsuite-run", "--trials", "2", "--assistant", "moody")

    folder = the_run(here)
    assert f"run: {folder.name}" in done.stdout
    assert f"page: reports/runs/{folder.name}/report.html" in done.stdout
    assert json.loads((folder / "run.json").read_text())["trials"] == 2
    assert evalsuite(here, "report", "latest").returncode == 0


def test_nothing_is_kept_where_that_was_not_asked_for(here):
    run(here)

    assert not (here / "reports").exists()


def test_the_run_is_the_same_however_many_workers_made_it(here, tmp_path_factory):
    def kept(spreading):
        done = spreading(here, "--evalsuite-run", "--trials", "2", "--assistant", "moody")
        folder = the_run(here)
        lines = [json.loads(line) for line in (folder / "transcripts.jsonl").read_text().splitlines()]
        for line in lines:
            line["transcript"].pop("seconds", None)
        files = (folder / "cases.jsonl").read_bytes(), (folder / "verdicts.jsonl").read_bytes()
        folder.rename(tmp_path_factory.mktemp("kept") / "run")
        assert "FLAKY" in done.stdout
        return lines, files

    assert kept(run) == kept(spread)


# -- a baseline


def baseline(folder, assistant):
    """That assistant's run as the committed baseline."""
    assert evalsuite(folder, "run", "--assistant", assistant, "--no-html").returncode in {0, 1}
    assert evalsuite(folder, "baseline", "set", "latest").returncode == 0
    return folder


def test_what_failed_in_the_baseline_too_is_no_failure(here):
    done = run(baseline(here, "rude"), "-v", "--assistant", "ruder", "--evalsuite-baseline", "reports/baseline.jsonl")

    assert outcomes(done) == {"greets": "FAILED", "thanks": "XFAIL", "bye": "FAILED"}
    assert "failed in the baseline too" in done.stdout


def test_the_decision_of_the_gate_stands_at_the_end_and_undecided_is_red(here):
    done = run(baseline(here, "rude"), "--assistant", "rude", "--evalsuite-baseline", "reports/baseline.jsonl")

    assert "Undecided on rude" in done.stdout  # three cases can decide nothing
    assert "reason: " in done.stdout
    assert "2 passed, 1 xfailed" in done.stdout
    assert done.returncode == 1


def test_a_gate_that_says_ship_is_green(here):
    cases = "".join(f"- id: case-{one}\n  messages: [{{user: Hi}}]\n  expect: [{{says: hello}}]\n" for one in range(80))
    write(here, {"cases/cases.yaml": cases, "evalsuite.toml": 'assistant = "kind"\n[gate]\nmargin = 0.1\n'})

    done = run(baseline(here, "kind"), "--evalsuite-baseline", "baseline")

    assert "Ship kind" in done.stdout, done.stdout
    assert done.returncode == 0


def test_a_baseline_that_is_not_there_is_told_once_before_anything_runs(here):
    done = run(here, "--evalsuite-baseline", "reports/basline.jsonl")

    assert done.stdout.count("no file reports/basline.jsonl") == 1
    assert done.returncode == 2


def test_the_latest_run_as_the_baseline_is_the_one_before_this(here):
    run(here, "--assistant", "kind", "--evalsuite-run")

    done = run(here, "--assistant", "rude", "--evalsuite-baseline", "latest")

    [before, after] = sorted(path.name for path in (here / "reports/runs").iterdir())
    assert f"run {before}" in done.stdout
    assert f"run {after}" in done.stdout
    assert outcomes(run(here, "-v", "--assistant", "rude", "--evalsuite-baseline", before))["thanks"] == "FAILED"


def test_a_session_that_selected_no_case_is_not_held_against_the_baseline_and_is_not_green(here):
    write(here, {"test_other.py": "def test_other():\n    pass\n"})

    done = run(baseline(here, "kind"), "--evalsuite-baseline", "baseline", "test_other.py")

    assert "no case ran (reason: nothing_ran)" in done.stdout
    assert done.returncode == 1


# -- a quarantine


QUARANTINED = "- {case: thanks, owner: dana, until: 2999-01-01, reason: the sandbox lies}\n"


def test_a_quarantined_case_fails_without_failing_the_session(here):
    done = run(write(here, {"graders/quarantine.yaml": QUARANTINED}), "-v", "-rx", "--assistant", "rude")

    assert outcomes(done)["thanks"] == "XFAIL"
    assert "quarantined until 2999-01-01 (owner dana): FAILED: says" in done.stdout
    assert done.returncode == 0


def test_a_quarantined_case_that_passes_passes(here):
    done = run(write(here, {"graders/quarantine.yaml": QUARANTINED}), "-v")

    assert outcomes(done)["thanks"] == "PASSED"


def test_a_quarantine_that_has_expired_is_red_whatever_the_case_does(here):
    expired = QUARANTINED.replace("2999-01-01", "2020-01-01")

    done = run(write(here, {"graders/quarantine.yaml": expired}), "-v")

    assert outcomes(done)["thanks"] == "FAILED"
    assert "QUARANTINE EXPIRED: put up with until 2020-01-01 (owner dana)." in done.stdout
    assert "reason: quarantine_expired" in done.stdout


def test_every_mistake_of_the_quarantine_is_told_at_once(here):
    wrong = "- {case: thank, owner: dana, until: soon}\n- {case: bye, until: 2999-01-01}\n- {cases: bye}\n"

    done = run(write(here, {"graders/quarantine.yaml": wrong}))

    assert "graders/quarantine.yaml:1:10: no case 'thank'. Did you mean 'thanks'?" in done.stdout
    assert "graders/quarantine.yaml:1:37: entry 1: until wants a date such as 2026-03-02; found 'soon'." in done.stdout
    assert "graders/quarantine.yaml:2:3: entry 2 has no owner." in done.stdout
    assert "Did you mean 'case'?" in done.stdout
    assert done.returncode == 2
