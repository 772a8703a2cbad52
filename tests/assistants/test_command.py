import asyncio
import os
import sys
import time
from pathlib import Path

import pytest
from talk import conversation, failure, reply

from evalsuite.assistants.command import CommandAssistant
from evalsuite.domain.assistant import AssistantDefinition

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are killed as POSIX groups here")

ECHO = "import json, sys; r = json.load(sys.stdin); print(json.dumps({'text': r['messages'][-1]['content'] + '!'}))"


def running(program, *, folder=None, limit=4_000_000, env=os.environ, **given):
    definition = AssistantDefinition(name="alex", kind="command", command=(sys.executable, "-c", program), **given)
    return lambda: CommandAssistant(definition, env=env, folder=folder, reply_limit=limit)


def gone(pid):
    """Whether a process is there no more, given a moment to go."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_the_conversation_goes_in_and_the_reply_comes_out():
    assert reply(running(ECHO), "Hé \ud800").messages[0].text == "Hé \ud800!"


def test_the_program_runs_in_the_folder_with_the_environment(tmp_path):
    program = "import os; print('{\"text\": \"%s %s\"}' % (os.path.basename(os.getcwd()), os.environ['SHOP']))"

    found = reply(running(program, folder=tmp_path, env={**os.environ, "SHOP": "gadgets"}))

    assert found.messages[0].text == f"{tmp_path.name} gadgets"


def test_a_program_need_not_read_its_input():
    found = reply(running('print(\'{"text": "Hi"}\')'), "x" * 1_000_000)

    assert found.messages[0].text == "Hi"


def test_a_failing_program_is_told_with_its_last_words():
    found = failure(running("import sys; print('x' * 9000, file=sys.stderr); sys.exit('no order\\x1b[0m')"))

    assert found.kind == "crashed"
    assert "ended with status 1" in found.text
    assert found.text.endswith("no order\\x1b[0m")
    assert len(found.text) < 900


@pytest.mark.parametrize("program", ["print('hello')", "pass", "print('[1]')", "print('{}')"])
def test_another_shape_is_told(program):
    assert failure(running(program)).kind == "bad_reply"


def test_a_program_that_cannot_be_started_is_told():
    definition = AssistantDefinition(name="alex", kind="command", command=("./no-such-program",))

    found = failure(lambda: CommandAssistant(definition, env=os.environ))

    assert found.kind == "unreachable"
    assert "'./no-such-program' cannot be started" in found.text


def test_endless_output_is_cut_off():
    found = failure(running("while True: print('x' * 10000)", limit=100_000))

    assert found.kind == "too_large"


HANG = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open("pids", "w").write(f"{child.pid} {__import__('os').getpid()}")
time.sleep(600)
"""


def pids(folder):
    return [int(pid) for pid in (folder / "pids").read_text().split()]


def _written(path):
    for _ in range(500):
        if path.exists() and len(path.read_text().split()) == 2:
            return
        time.sleep(0.02)
    raise AssertionError(f"{path} was not written")


def test_a_program_that_hangs_is_killed_with_all_it_started(tmp_path):
    found = failure(running(HANG, folder=tmp_path, timeout_seconds=1.5))

    assert found.kind == "timeout"
    assert all(gone(pid) for pid in pids(tmp_path))


def test_cancellation_leaves_no_process_and_no_task(tmp_path):
    async def run():
        task = asyncio.create_task(running(HANG, folder=tmp_path)().reply(conversation()))
        await asyncio.to_thread(_written, tmp_path / "pids")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return task.cancelled(), len(asyncio.all_tasks())

    assert asyncio.run(run()) == (True, 1)
    assert all(gone(pid) for pid in pids(tmp_path))


def test_what_a_program_leaves_behind_does_not_hold_up_the_reply(tmp_path):
    program = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "open('pids', 'w').write(str(child.pid))\n"
        'print(\'{"text": "Hi"}\')'
    )

    assert reply(running(program, folder=tmp_path)).messages[0].text == "Hi"
    assert all(gone(pid) for pid in pids(tmp_path))


def test_the_conversation_may_end_before_the_program_s_own_time_is_up():
    assert failure(running("import time; time.sleep(600)"), seconds=0.3).kind == "timeout"
