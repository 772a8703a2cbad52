"""Our graders as deepeval's metrics, with the real deepeval, in the environment of its own that `make test` makes."""

import os
import subprocess

import pytest
from shell import ROOT, environment, python, write

DEEPEVAL = ROOT / ".venv-deepeval" / "bin" / "python"
CASE = """
from deepeval.test_case import ConversationalTestCase, LLMTestCase, ToolCall, Turn
from evalsuite.deepeval import Grounded, GroundedReply, NoPhantomClaims, NoPhantomClaimsInReply
from evalsuite.deepeval import conversation_of, transcript_of

LOOKED = ToolCall(name="get_order", input_parameters={"id": "ORD-100217"}, output={"parcel": "PRC-884213"})

def talk(reply, calls=(LOOKED,)):
    turns = [Turn(role="user", content="Where is ORD-100217?")]
    return ConversationalTestCase(turns=[*turns, Turn(role="assistant", content=reply, tools_called=list(calls))])

def single(reply, calls=(LOOKED,)):
    return LLMTestCase(input="Where is ORD-100217?", actual_output=reply, tools_called=list(calls))
"""


@pytest.fixture(scope="module", autouse=True)
def there():
    """deepeval is there; in CI it must be."""
    if not DEEPEVAL.exists() and not os.environ.get("CI"):
        pytest.skip(f"no {DEEPEVAL.relative_to(ROOT)}: `make test` makes it")


def told(folder, text):
    """What a script with the cases above printed, a line each."""
    done = run(write(folder, {"script.py": f"{CASE}\n{text}"}), "script.py")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def run(folder, *words):
    return subprocess.run(
        [DEEPEVAL, *words], cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False
    )


def test_what_a_tool_gave_is_grounded_and_what_nobody_gave_is_not(tmp_path):
    lines = told(
        tmp_path,
        "for metric, case in ((Grounded(), talk), (GroundedReply(), single)):\n"
        "    print(metric.measure(case('It is in parcel PRC-884213.')), metric.is_successful())\n"
        "    print(metric.measure(case('It is in parcel PRC-999111.')), metric.is_successful(), metric.reason)\n",
    )

    assert lines[0] == lines[2] == "1.0 True"
    assert lines[1].startswith("0.0 False invented_id: 'PRC-999111'")
    assert lines[3] == lines[1]


def test_a_claim_needs_a_call_that_did_it(tmp_path):
    lines = told(
        tmp_path,
        "REFUND = ToolCall(name='issue_refund', input_parameters={}, output='done')\n"
        "for metric, case in ((NoPhantomClaims(), talk), (NoPhantomClaimsInReply(), single)):\n"
        '    print(metric.measure(case("I\'ve refunded you.", (REFUND,))))\n'
        "    print(metric.measure(case(\"I've refunded you.\")), metric.reason.split(':')[0])\n",
    )

    assert lines[0] == lines[2] == "1.0"
    assert lines[1].startswith("0.0 no_")


def test_what_cannot_be_told_has_no_score(tmp_path):
    [line] = told(
        tmp_path,
        "metric = NoPhantomClaims(language='tlh')\n"
        "print(metric.measure(talk('nuqneH')), metric.is_successful(), metric.error)\n",
    )

    assert line.startswith("None False cannot tell: ")


def test_a_conversation_goes_there_and_back(tmp_path):
    lines = told(
        tmp_path,
        "case = talk('It is in parcel PRC-884213.')\n"
        "said = transcript_of(case)\n"
        "print([message.role for message in said.messages])\n"
        "print(conversation_of(said).turns == case.turns or conversation_of(said).turns)\n",
    )

    assert lines[0] == "['user', 'assistant', 'tool', 'assistant']"


def test_deepeval_runs_them_and_a_failure_tells_the_words(tmp_path):
    text = (
        f"{CASE}\nfrom deepeval import assert_test\n\n"
        "def test_good():\n    assert_test(talk('It is in parcel PRC-884213.'), [Grounded(), NoPhantomClaims()])\n\n"
        "def test_bad():\n    assert_test(talk('It is in parcel PRC-999111.'), [Grounded(), NoPhantomClaims()])\n"
    )

    done = run(write(tmp_path, {"test_them.py": text}), "-m", "deepeval.cli.main", "test", "run", "test_them.py")

    assert "Passed: 1 | Failed: 1" in done.stdout, done.stdout + done.stderr
    assert "PRC-999111" in done.stdout


def test_nothing_is_sent_anywhere(tmp_path):
    script = (
        "import socket\ntried = []\n"
        "def noted(self, address):\n    tried.append(address)\n    raise OSError('no network')\n"
        "socket.socket.connect = socket.socket.connect_ex = noted\n"
        f"{CASE}\nprint(Grounded().measure(talk('It is in parcel PRC-884213.')), tried)\n"
    )

    done = run(write(tmp_path, {"script.py": script}), "script.py")

    assert done.stdout.splitlines()[-1] == "1.0 []", done.stderr


def test_evalsuite_itself_never_imports_deepeval(tmp_path):
    script = "import sys, evalsuite\nevalsuite.assert_grounded\nprint('deepeval' in sys.modules)\n"

    assert run(write(tmp_path, {"script.py": script}), "script.py").stdout.strip() == "False"


def test_without_deepeval_the_mend_is_told(tmp_path):
    done = python(tmp_path, "-c", "import evalsuite.deepeval")

    assert "deepeval is not installed: pip install 'evalsuite[deepeval]'" in done.stderr
