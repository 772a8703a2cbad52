"""Each mistake and each fault gets one clear message, an exit code of its own kind, and no traceback."""

import json

import pytest
from server import Answer, Server, call, error, text
from shell import evalsuite, workspace, write

from evalsuite.store import Runs

HELLO = "- id: hello\n  messages:\n    - user: Hello!\n"


def told(done):
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr.strip()


def served(folder, server, cases=HELLO, **fields):
    """A workspace whose assistant is behind a server."""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return workspace(
        folder,
        cases,
        graders__assistants__alex_yaml="",
        **{"graders/assistants/alex.yaml": f"kind: openai\nmodel: m-1\nbase_url: {server.url}\nprompt: Hi.\n{more}"},
    )


def the_trial(folder):
    [(_, trial)] = Runs(folder / "reports" / "runs").find("latest").trials()
    return trial


# -- files


def test_an_empty_folder(tmp_path):
    done = evalsuite(tmp_path, "run", "--assistant", "alex")

    assert done.returncode == 2
    assert told(done) == "no assistant 'alex'. Write graders/assistants/alex.yaml."


def test_a_folder_without_cases(tmp_path):
    (workspace(tmp_path) / "cases" / "cases.yaml").unlink()

    done = evalsuite(tmp_path, "run", "--json")

    assert done.returncode == 5
    assert told(done) == "no case files in cases"
    assert json.loads(done.stdout)["reason"] == "nothing_ran"


def test_an_empty_file(tmp_path):
    write(workspace(tmp_path), {"cases/cases.yaml": ""})

    done = evalsuite(tmp_path, "run")

    assert done.returncode in {2, 5}
    assert "cases/cases.yaml" in told(done)


def test_an_unknown_grader_a_misspelt_key_and_a_wrong_type_are_told_together(tmp_path):
    case = "- id: late\n  mesages: []\n- id: other\n  messages:\n    - user: Hi\n  difficulty: 3\n"
    done = evalsuite(workspace(tmp_path, case), "run")

    assert done.returncode == 2
    assert "cases/cases.yaml:2:3: case 'late':" in told(done)
    assert "Did you mean 'messages'?" in told(done)
    assert "cases/cases.yaml:6:15: case 'other':" in told(done)


def test_an_unknown_grader_is_told_with_its_place_and_the_nearest(tmp_path):
    done = evalsuite(workspace(tmp_path, HELLO + "  expect:\n    - sais: hello\n    - calls: 7\n"), "run")

    assert done.returncode == 2
    assert told(done).splitlines()[0] == "cases/cases.yaml:5:7: case 'hello': no grader 'sais'. Did you mean 'says'?"


def test_a_missing_fixture_leaves_the_trial_ungraded_and_prints_the_line_to_add(tmp_path):
    with Server([call("get_order", {"order_id": "ORD-1"}), text("It is on its way.")]) as server:
        case = HELLO + "  tools: {get_order: {given: {order_id: ORD-2}, result: {}}}\n"
        done = evalsuite(served(tmp_path, server, case), "run", "--no-preflight")

    assert done.returncode == 3
    assert 'UNGRADED hello: fixtures: no fixture for get_order({"order_id": "ORD-1"})' in done.stdout
    assert 'get_order: [{given: {"order_id": "ORD-1"}, result: …}]' in done.stdout


def test_a_torn_run_file_is_read_up_to_the_tear(tmp_path):
    evalsuite(workspace(tmp_path), "run")
    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    for name in ("transcripts.jsonl", "verdicts.jsonl", "replies.jsonl"):
        with (folder.path / name).open("ab") as file:
            file.write(b'{"case_id": "hel')

    done = evalsuite(tmp_path, "report", "latest")

    assert done.returncode == 0, done.stderr
    assert "The one case passed." in done.stdout


def test_a_broken_run_file_is_told_with_its_line(tmp_path):
    evalsuite(workspace(tmp_path), "run")
    folder = Runs(tmp_path / "reports" / "runs").find("latest")
    path = folder.path / "verdicts.jsonl"
    path.write_bytes(b"\x00\x00\n" + path.read_bytes())

    done = evalsuite(tmp_path, "report", "latest")

    assert done.returncode == 2
    assert "verdicts.jsonl:1:1: this line cannot be read" in told(done)


def test_a_run_that_is_not_there(tmp_path):
    done = evalsuite(workspace(tmp_path), "report", "latest")

    assert done.returncode == 2
    assert "make one with evalsuite run" in told(done)


# -- endpoints, before the run


def test_a_refused_key(tmp_path):
    with Server(error(401, "Incorrect API key provided: sk-pla***ted")) as server:
        done = evalsuite(served(tmp_path, server), "run", OPENAI_API_KEY="sk-planted-0123456789")

    assert done.returncode == 2
    assert "OPENAI_API_KEY" in told(done)
    assert "sk-planted" not in done.stderr + done.stdout
    assert not (tmp_path / "reports").exists()


def test_an_unknown_model(tmp_path):
    with Server(error(404, "The model `m-1` does not exist", code="model_not_found")) as server:
        done = evalsuite(served(tmp_path, server), "run")

    assert done.returncode == 2
    assert "'m-1'" in told(done)
    assert not (tmp_path / "reports").exists()


def test_an_endpoint_that_is_down(tmp_path):
    with Server(text("hi")) as server:
        here = served(tmp_path, server, retries=0)

    done = evalsuite(here, "run")

    assert done.returncode == 4
    assert f"127.0.0.1:{server.port}" in told(done)
    assert not (tmp_path / "reports").exists()


def test_an_endpoint_that_goes_down_stops_the_run_and_says_how_to_go_on(tmp_path):
    cases = "".join(f"- id: c{number}\n  messages: [{{user: Hello!}}]\n" for number in range(30))
    with Server(text("hi")) as server:
        here = served(tmp_path, server, cases, retries=0)

    done = evalsuite(here, "run", "--no-preflight", "--concurrency", "1")

    assert done.returncode == 4
    assert "stopped: the same failure 5 times in a row" in told(done)
    assert "25 trials left; go on with: evalsuite run --resume " in told(done)


def test_a_missing_key(tmp_path):
    assistant = "kind: openai\nmodel: m-1\nbase_url: https://models.invalid/v1\nprompt: Hi.\n"
    workspace(tmp_path)
    write(tmp_path, {"graders/assistants/alex.yaml": assistant})

    done = evalsuite(tmp_path, "run")

    assert done.returncode == 2
    assert "OPENAI_API_KEY" in told(done)


# -- endpoints, in the run


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (Answer(fault="hang"), "timeout", "0.3 s"),
        (Answer("never sent", fault="hang_after"), "timeout", "0.3 s"),
        (Answer("<html>busy</html>"), "bad_reply", "JSON"),
        (text("x" * 5_000_000), "too_large", "MB"),
        (error(400, "messages: too many\x1b[31m"), "bad_request", "too many"),
    ],
    ids=["hangs", "hangs after the headers", "not JSON", "5 MB", "refused"],
)
def test_a_faulty_reply_is_an_error_and_never_a_fail(tmp_path, answer, kind, words):
    with Server(answer) as server:
        here = served(tmp_path, server, timeout_seconds=0.3 if kind == "timeout" else 30, retries=0)
        done = evalsuite(here, "run", "--no-preflight")

    assert done.returncode == 4, done.stderr
    assert (the_trial(tmp_path).error.kind, the_trial(tmp_path).outcome) == (kind, "error")
    assert words in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_arguments_that_are_no_json_are_handed_back_to_the_model(tmp_path):
    with Server([call("get_order", '{"order_id": ORD'), text("Sorry, which order?")]) as server:
        case = HELLO + "  tools: {get_order: {result: {}}}\n"
        done = evalsuite(served(tmp_path, server, case), "run", "--no-preflight")

    trial = the_trial(tmp_path)
    assert done.returncode == 0, done.stdout
    assert trial.transcript.messages[1].tool_calls[0].raw_arguments == '{"order_id": ORD'
    assert trial.transcript.messages[2].is_error


def test_a_tool_loop_that_never_ends(tmp_path):
    with Server(call("get_order", {})) as server:
        case = HELLO + "  tools: {get_order: {result: {}}}\n"
        done = evalsuite(served(tmp_path, server, case, max_rounds=4), "run", "--no-preflight")

    assert done.returncode == 4
    assert the_trial(tmp_path).error.kind == "too_many_rounds"
    assert "get_order" in the_trial(tmp_path).error.text
    assert len(server.asked) == 4


def test_hostile_text_reaches_page_and_terminal_as_text(tmp_path):
    hostile = "</script><script>alert(1)</script>\x00\x1b[31m\u202e<img src=x onerror=alert(1)>"
    with Server(text(hostile)) as server:
        case = "- id: hello\n  title: </title><script>alert(2)</script>\n  messages: [{user: '<b>Hi</b>'}]\n"
        done = evalsuite(served(tmp_path, server, case + "  expect: [{says: hm}]\n"), "run", "--no-preflight")

    page = (Runs(tmp_path / "reports" / "runs").find("latest").path / "report.html").read_text()
    assert done.returncode == 1
    assert the_trial(tmp_path).transcript.messages[1].text == hostile
    assert "\x1b" not in done.stdout + done.stderr
    assert "alert(1)" not in page
    assert "<script>alert" not in page
