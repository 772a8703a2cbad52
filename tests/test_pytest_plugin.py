"""Cases under pytest, in processes of their own, as a person runs them."""

import json
import subprocess
import sys

import pytest
from shell import LEAN, environment, workspace, write
from shell import pytest as run

INI = "[pytest]\nevalsuite_cases = cases\n"
CONFTEST = "import pytest\n\n@pytest.fixture\ndef assistant():\n"
PARROT = CONFTEST + "    return lambda conversation: conversation.messages[-1].text\n"
"""An assistant that says what the customer said."""

CASES = """
- id: green
  tags: [smoke]
  messages: [{user: Hello there!}]
  expect: [{says: hello}]
- id: red
  title: Invents an order
  tags: [orders, slow]
  messages:
    - user: "Say: your order is \\e[31m lawsuit <b>"
  expect: [{never_says: lawsuit}, {says: xylophone}]
- id: nothing-to-judge
  messages: [{user: "?"}]
  expect: [{ponders: true}]
"""
PONDERS = """
import evalsuite

@evalsuite.grader
def ponders(context, *, deeply):
    return evalsuite.abstain("it is too deep to tell")
"""


def repository(folder, cases=CASES, conftest=PARROT, **files):
    """A workspace whose cases pytest runs."""
    named = {name.replace("__", "/"): content for name, content in files.items()}
    write(
        workspace(folder, cases),
        {"pytest.ini": INI, "conftest.py": conftest, "graders/ponders.py": PONDERS, "graders/.keep": "", **named},
    )
    return folder


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What pytest says of a passing, a failing and an ungraded case."""
    return run(repository(tmp_path_factory.mktemp("repository")), "-v")


def section(done, name):
    """What is told of one item that did not pass."""
    return done.stdout.partition(f"_ {name} _")[2].partition("\n")[2].partition("\n____")[0].partition("\n====")[0]


def test_each_case_is_an_item_under_its_file_and_id(told):
    assert "cases/cases.yaml::green PASSED" in told.stdout
    assert "cases/cases.yaml::red FAILED" in told.stdout
    assert told.returncode == 1


def test_a_failure_tells_the_verdict_first(told):
    assert section(told, "red").splitlines()[0].startswith("FAILED: never_says: forbidden_words: Says 'lawsuit'")


def test_the_summary_line_tells_the_verdict(told):
    [line] = [one for one in told.stdout.splitlines() if one.startswith("FAILED cases/cases.yaml::red")]

    assert "FAILED: never_says" in line


def test_the_conversation_follows_with_the_words_at_fault_marked(told):
    text = section(told, "red")

    assert "  0 user      Say: your order is" in text
    assert "»lawsuit« <b>" in text.partition("  1 assistant")[2]
    assert text.index("FAILED") < text.index("  0 user") < text.index("again:")


def test_control_characters_of_a_reply_reach_no_terminal(told):
    assert "\x1b[31m" not in told.stdout
    assert "␛[31m" in told.stdout


def test_the_place_of_the_case_and_the_command_that_runs_it_come_last(told):
    assert section(told, "red").strip().splitlines()[-2:] == [
        "cases/cases.yaml:6",
        'again: pytest "cases/cases.yaml::red"',
    ]


def test_an_ungraded_trial_fails_and_says_so_first(told):
    assert section(told, "nothing-to-judge").startswith("UNGRADED: ponders: it is too deep to tell")


def test_no_failure_of_a_case_shows_a_traceback(told):
    assert "Traceback" not in told.stdout
    assert "pytest_plugin.py" not in told.stdout


def test_the_command_that_is_told_runs_that_case_alone(tmp_path):
    done = run(repository(tmp_path), "cases/cases.yaml::red")

    assert "1 failed" in done.stdout
    assert "passed" not in done.stdout


def test_the_command_is_told_for_the_folder_pytest_was_called_in(tmp_path):
    done = run(repository(tmp_path) / "cases", "-k", "red")

    assert 'again: pytest "cases.yaml::red"' in done.stdout
    assert "cases.yaml:6" in done.stdout


def test_a_tag_chooses_cases(tmp_path):
    done = run(repository(tmp_path), "-k", "smoke", "-v")

    assert "cases.yaml::green PASSED" in done.stdout
    assert "2 deselected" in done.stdout


def test_cohort_siblings_are_items_of_their_own_and_can_be_named(tmp_path):
    cases = "- id: hello\n  cohorts: [new, old]\n  messages: [{user: Hello!}]\n  expect: [{says: hello}]\n"

    done = run(repository(tmp_path, cases), "cases/cases.yaml::hello[old]", "-v")

    assert "cases/cases.yaml::hello[old] PASSED" in done.stdout
    assert "1 passed" in done.stdout


def test_the_first_failure_stops_where_that_was_asked_for(tmp_path):
    done = run(repository(tmp_path), "-x")

    assert "1 failed, 1 passed" in done.stdout


def test_collecting_asks_no_assistant(tmp_path):
    conftest = CONFTEST + "    raise SystemExit('asked')\n"

    done = run(repository(tmp_path, conftest=conftest), "--collect-only", "-q")

    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if "::" in line] == [
        "cases/cases.yaml::green",
        "cases/cases.yaml::red",
        "cases/cases.yaml::nothing-to-judge",
    ]


def test_drafts_are_never_collected(tmp_path):
    here = repository(tmp_path / "drafts", cases__drafts__new_yaml=CASES)
    write(here, {"cases/drafts/new.yaml": CASES.replace("id: ", "id: draft-")})

    done = run(here, "--collect-only", "-q", "cases", "cases/drafts")

    assert "3 tests collected" in done.stdout
    assert "draft-" not in done.stdout


def test_yaml_files_elsewhere_are_none_of_its_business(tmp_path):
    here = write(repository(tmp_path), {"deploy/values.yaml": "a: 1\n", "docker-compose.yml": "services: {}\n"})

    assert "3 tests collected" in run(here, "--collect-only", "-q").stdout


# -- mistakes


def test_every_mistake_of_a_case_file_is_one_collection_error(tmp_path):
    cases = "- id: a\n  messages: [{user: Hi}]\n  expect: [{sais: x}, {max_words: many}]\n- id: b\n  mesages: []\n"

    done = run(repository(tmp_path, cases))

    told = section(done, "ERROR collecting cases/cases.yaml")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout
    assert "cases/cases.yaml:3:13: case 'a': no grader 'sais'. Did you mean 'says'?" in told
    assert "cases/cases.yaml:3:24: case 'a': max_words" in told
    assert "cases/cases.yaml:5:3: case 'b'" in told
    assert "plugin.py" not in told


def test_a_workspace_whose_own_code_crashes_is_told_with_its_place(tmp_path):
    here = write(repository(tmp_path), {"graders/broken.py": "x = 1\ny = x / 0\n"})

    done = run(here)

    assert "graders/broken.py:2:1: ZeroDivisionError: division by zero" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_missing_assistant_fixture_is_told_with_the_lines_to_add(tmp_path):
    done = run(repository(tmp_path, conftest=""), "-k", "green")

    told = section(done, "ERROR at setup of green")
    assert told.startswith("ERROR: there is no fixture named assistant. Add to conftest.py:\n")
    assert "def assistant():" in told


def test_the_lines_that_are_told_mend_it(tmp_path):
    here = repository(tmp_path, conftest="")
    lines = section(run(here, "-k", "green"), "ERROR at setup of green").partition("\n\n")[2]

    done = run(write(here, {"conftest.py": lines}), "-k", "green")

    assert "1 passed" in done.stdout, done.stdout


def test_another_fixture_that_is_missing_is_told_as_pytest_tells_it(tmp_path):
    conftest = "import pytest\n\n@pytest.fixture\ndef assistant(model):\n    return model\n"

    assert "fixture 'model' not found" in run(repository(tmp_path, conftest=conftest), "-k", "green").stdout


def test_an_assistant_that_is_not_defined_is_told_with_the_nearest(tmp_path):
    conftest = "import evalsuite\n" + CONFTEST + "    return evalsuite.assistant('alec')\n"

    done = run(repository(tmp_path, conftest=conftest), "-k", "green")

    assert section(done, "ERROR at setup of green").startswith("ERROR: no assistant 'alec'. Did you mean 'alex'?")


def test_a_fixture_that_gives_no_assistant_is_an_error_that_says_what_it_may_give(tmp_path):
    done = run(repository(tmp_path, conftest=CONFTEST + "    return 3\n"), "-k", "green")

    assert section(done, "green").startswith("ERROR: the assistant fixture gives int, which cannot reply; return")


def test_a_crashing_assistant_is_an_error_with_what_was_said_before(tmp_path):
    conftest = CONFTEST + "    def reply(conversation):\n        raise RuntimeError('boom')\n    return reply\n"

    told = section(run(repository(tmp_path, conftest=conftest), "-k", "green"), "green")

    assert told.splitlines()[0].startswith("ERROR: ")
    assert "RuntimeError: boom" in told.splitlines()[0]
    assert "  0 user      Hello there!" in told


# -- what the fixture may give


KINDS = """
import evalsuite, pytest

async def waits(conversation):
    return "Hello!"

class Waits:
    async def reply(self, conversation):
        return {"messages": [evalsuite.Message(role="assistant", text="Hello!")]}

class Talks:
    def reply(self, conversation):
        return "Hello!"

@pytest.fixture
def assistant(request):
    return {
        "the-default": evalsuite.assistant(),
        "a-definition": evalsuite.assistant("alex"),
        "a-name": "alex",
        "a-function": lambda conversation: "Hello!",
        "an-async-function": waits,
        "an-object": Talks(),
        "an-async-object": Waits(),
    }[request.node.name]
"""
NAMES = ("the-default", "a-definition", "a-name", "a-function", "an-async-function", "an-object", "an-async-object")


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """What pytest says where the fixture gives each kind of assistant."""
    cases = "".join(f"- id: {name}\n  messages: [{{user: Hello!}}]\n  expect: [{{min_words: 1}}]\n" for name in NAMES)
    files = {
        "graders/assistants/alex.yaml": "kind: python\nfunction: greeter:reply\n",
        "greeter.py": "def reply(conversation):\n    return 'Hello!'\n",
    }
    return run(write(repository(tmp_path_factory.mktemp("kinds"), cases, KINDS), files), "-v")


@pytest.mark.parametrize("name", NAMES)
def test_the_fixture_may_give(kinds, name):
    assert f"::{name} PASSED" in kinds.stdout, kinds.stdout


def test_an_object_of_ones_own_can_call_the_tools_of_the_case(tmp_path):
    conftest = """
import pytest
from evalsuite import Message, ToolCall

@pytest.fixture
def assistant():
    async def reply(conversation):
        call = ToolCall(id="1", name="look_up", arguments={"id": "7"})
        result = await conversation.toolbox.call(call)
        return {"messages": [Message(role="assistant", tool_calls=(call,)), result,
                             Message(role="assistant", text=result.text)]}
    return reply
"""
    cases = """
- id: looks
  messages: [{user: Look up 7}]
  tools: {look_up: [{given: {id: 7}, result: {colour: teal}}]}
  expect: [{calls: look_up}, {says: teal}]
"""

    done = run(repository(tmp_path, cases, conftest))

    assert "1 passed" in done.stdout, done.stdout


def test_a_workspace_inside_a_bigger_repository_runs_from_its_root(tmp_path):
    repository(tmp_path / "support", conftest="import evalsuite\n" + CONFTEST + "    return evalsuite.assistant()\n")
    write(
        tmp_path,
        {
            "support/pytest.ini": b"",
            "support/graders/assistants/alex.yaml": "kind: python\nfunction: parrot:reply\n",
            "support/parrot.py": "def reply(conversation):\n    return conversation.messages[-1].text\n",
            "pytest.ini": "[pytest]\nevalsuite_cases = support/cases\n",
        },
    )
    (tmp_path / "support" / "pytest.ini").unlink()

    done = run(tmp_path, "-v", "support/cases/cases.yaml::green")

    assert "support/cases/cases.yaml::green PASSED" in done.stdout, done.stdout


# -- cost


def test_idle_the_plugin_loads_nothing_but_the_standard_library_and_pytest(tmp_path):
    script = (
        "import json, sys, pytest\n"
        f"code = pytest.main({['-q', *LEAN.split(), 'test_it.py']!r})\n"
        "names = sorted({name for name in sys.modules if name.split('.')[0] in "
        "{'evalsuite', 'pydantic', 'yaml', 'openai', 'httpx2', 'jinja2', 'rich', 'regex', 'typer'}})\n"
        "print(json.dumps(names))\n"
    )
    write(tmp_path, {"pytest.ini": INI, "test_it.py": "def test_it(): pass\n", "deploy.yaml": "a: 1\n"})

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout.splitlines()[-1]) == ["evalsuite", "evalsuite.pytest_plugin"]
