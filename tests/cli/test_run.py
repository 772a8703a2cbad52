"""`evalsuite run`, as it is typed."""

import json

from shell import evalsuite, workspace

from evalsuite.store import Runs

GREEN = "- id: hello\n  messages:\n    - user: Hello!\n  expect: [{never_says: lawsuit}]\n"
RED = (
    "- id: red\n  title: Wants a word it will not get\n  messages:\n    - user: Hello!\n  expect: [{says: xylophone}]\n"
)


def test_a_run_that_passes_exits_with_0_and_leaves_a_page(tmp_path):
    done = evalsuite(workspace(tmp_path, GREEN), "run")

    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    assert done.returncode == 0, done.stderr
    assert "The one case passed." in done.stdout
    assert f"page: reports/runs/{folder.path.name}/report.html" in done.stdout
    assert (folder.path / "report.html").read_bytes().startswith(b"<!doctype html>")


def test_a_failing_case_exits_with_1_and_says_where_it_stands(tmp_path):
    done = evalsuite(workspace(tmp_path, GREEN + RED), "run")

    assert done.returncode == 1
    assert "FAILED red: says: not_said: No reply says 'xylophone'." in done.stdout
    assert "    cases/cases.yaml:5" in done.stdout
    assert "1 of 2 cases failed." in done.stdout


def test_json_tells_the_same_to_a_program(tmp_path):
    done = evalsuite(workspace(tmp_path, GREEN + RED), "run", "--json")

    told = json.loads(done.stdout)
    assert (told["exit_code"], told["reason"]) == (1, "failed")
    assert told["outcomes"] == {"pass": 1, "fail": 1, "ungraded": 0, "error": 0}


def test_a_run_works_from_a_folder_inside_the_workspace(tmp_path):
    workspace(tmp_path, GREEN)
    inside = tmp_path / "cases"

    done = evalsuite(inside, "run")

    assert done.returncode == 0, done.stderr
    assert len(Runs(tmp_path / "reports" / "runs").folders()) == 1


def test_tags_and_ids_choose_cases(tmp_path):
    here = workspace(tmp_path, GREEN + RED.replace("title:", "tags: [slow]\n  title:"))

    assert "The one case passed." in evalsuite(here, "run", "--case", "hello").stdout
    assert "1 of 1 case failed." in evalsuite(here, "run", "--tag", "slow").stdout


def test_a_tag_that_no_case_has_is_told_with_the_nearest(tmp_path):
    done = evalsuite(workspace(tmp_path, GREEN.replace("messages", "tags: [smoke]\n  messages")), "run", "-t", "smok")

    assert done.returncode == 2
    assert done.stderr.strip() == "no case has the tag 'smok'. Did you mean 'smoke'?"


def test_trials_repeat_each_case(tmp_path):
    evalsuite(workspace(tmp_path, GREEN), "run", "--trials", "3")

    trials = Runs(tmp_path / "reports" / "runs").find("latest").trials()
    assert sorted(trial.attempt for _, trial in trials) == [1, 2, 3]


def test_a_recorded_run_is_replayed_without_its_endpoint(tmp_path):
    here = workspace(tmp_path, GREEN + RED)
    evalsuite(here, "run")
    [first] = Runs(tmp_path / "reports" / "runs").folders()
    alex = here / "graders" / "assistants" / "alex.yaml"
    alex.write_text(alex.read_text().replace("offline://techgadgets/v1", "https://nobody.invalid/v1"))

    done = evalsuite(here, "run", "--replay", first.path.name)

    assert done.returncode == 1, done.stderr
    assert "1 of 2 cases failed." in done.stdout


def test_a_replay_that_lacks_a_reply_is_an_error_that_names_the_conversation(tmp_path):
    here = workspace(tmp_path, GREEN)
    evalsuite(here, "run")
    [first] = Runs(tmp_path / "reports" / "runs").folders()
    workspace(tmp_path, GREEN.replace("Hello!", "Something else."))

    done = evalsuite(here, "run", "--replay", first.path.name)

    assert done.returncode == 4
    assert "no recorded reply for the conversation that begins 'Something else.'" in done.stdout


def test_resume_refuses_another_assistant_and_says_what_changed(tmp_path):
    here = workspace(tmp_path, GREEN)
    evalsuite(here, "run")
    alex = here / "graders" / "assistants" / "alex.yaml"
    alex.write_text(alex.read_text() + "parameters: {temperature: 1}\n")

    done = evalsuite(here, "run", "--resume", "latest")

    assert done.returncode == 2
    assert "assistant 'alex' has changed since run" in done.stderr
    assert "its parameters" in done.stderr


def test_resume_refuses_another_script_and_names_the_case(tmp_path):
    here = workspace(tmp_path, GREEN)
    evalsuite(here, "run")
    workspace(tmp_path, GREEN.replace("Hello!", "Something else."))

    done = evalsuite(here, "run", "--resume", "latest")

    assert done.returncode == 2
    assert "the script of 'hello' has changed" in done.stderr


def test_resume_makes_trials_that_ended_in_error_again(tmp_path):
    here = workspace(tmp_path, GREEN)
    evalsuite(here, "run", "--no-preflight", "--replay", workspace_replies(tmp_path))
    assert [result.outcome for result in Runs(tmp_path / "reports" / "runs").find("latest").results()] == ["error"]

    done = evalsuite(here, "run", "--resume", "latest")

    assert done.returncode == 0, done.stderr
    assert [result.outcome for result in Runs(tmp_path / "reports" / "runs").find("latest").results()] == ["pass"]


def workspace_replies(folder):
    """A recording that holds nothing."""
    path = folder / "replies.jsonl"
    path.write_bytes(b"")
    return path


def test_regrade_takes_edited_expectations_without_a_model_call(tmp_path):
    here = workspace(tmp_path, RED)
    assert evalsuite(here, "run").returncode == 1
    workspace(tmp_path, RED.replace("xylophone", "Hello"))
    before = (Runs(tmp_path / "reports" / "runs").find("latest").path / "transcripts.jsonl").read_bytes()

    done = evalsuite(here, "regrade", "latest", "--edited-cases")

    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    assert "1 of 1 trials graded anew; 1 have another outcome now" in done.stderr
    assert done.returncode == 0, done.stdout
    assert (folder.path / "transcripts.jsonl").read_bytes() == before


def test_regrading_with_the_same_graders_changes_nothing(tmp_path):
    here = workspace(tmp_path, RED)
    evalsuite(here, "run")
    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    before = (folder.path / "verdicts.jsonl").read_bytes()

    assert "0 of 1 trials graded anew" in evalsuite(here, "regrade", "latest").stderr
    assert (folder.path / "verdicts.jsonl").read_bytes() == before


def test_report_writes_the_page_where_it_is_wanted(tmp_path):
    here = workspace(tmp_path, RED)
    evalsuite(here, "run", "--no-html")
    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    assert not (folder.path / "report.html").exists()

    done = evalsuite(here, "report", "latest", "-o", "page.html")

    assert done.returncode == 0
    assert "page: page.html" in done.stdout
    assert (tmp_path / "page.html").stat().st_size > 10_000


def test_a_grader_of_the_workspace_s_own_is_bound_by_its_name(tmp_path):
    own = (
        "from evalsuite import Finding, grader, verdict_of\n\n\n"
        "@grader\n"
        "def greets(context, *, by: str):\n"
        "    texts = [context.view(index).text for index in context.replies]\n"
        "    return verdict_of([] if any(by in text for text in texts) else [Finding(code='no_greeting')])\n"
    )
    case = GREEN.replace("never_says: lawsuit", "greets: Ahoy")

    done = evalsuite(workspace(tmp_path, case, graders__own_py=own), "run")
    assert "no grader 'greets'" in done.stderr  # the file's name has no .py: it is no code

    (tmp_path / "graders" / "own_py").rename(tmp_path / "graders" / "own.py")
    done = evalsuite(tmp_path, "run")
    assert done.returncode == 1, done.stderr
    assert "greets: no_greeting" in done.stdout

    refused = evalsuite(tmp_path, "run", "--no-workspace-code")
    assert refused.returncode == 2
    assert "no grader 'greets'" in refused.stderr


def test_a_budget_without_prices_is_refused_before_the_run(tmp_path):
    done = evalsuite(workspace(tmp_path, GREEN), "run", "--max-cost", "1")

    assert done.returncode == 2
    assert "assistant 'alex' has no prices" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_help_and_version_need_no_workspace(tmp_path):
    assert evalsuite(tmp_path, "--version").stdout.strip() == "0.1.0"
    assert "Grade recorded conversations" in evalsuite(tmp_path, "--help").stdout
