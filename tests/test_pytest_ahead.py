"""Cases of one pytest session made together, in one process and under pytest-xdist."""

from shell import pytest as run
from shell import python, spread, workspace, write

INI = "[pytest]\nevalsuite_cases = cases\n"
SESSION = "import asyncio, os, pytest\n\n@pytest.fixture(scope='session')\ndef assistant():\n"
TOGETHER = (
    SESSION
    + """
    four = asyncio.Event()
    under_way = []

    async def reply(conversation):
        under_way.append(conversation.case_id)
        if len(under_way) == 4:
            four.set()
        await asyncio.wait_for(four.wait(), 30)
        return "Hello!"
    return reply
"""
)
"""An assistant whose first reply comes once four conversations are under way."""
NOTED = """
    def reply(conversation):
        with open("asked.txt", "a") as file:
            file.write(f"{conversation.case_id} {os.getpid()}\\n")
        return "Hello!"
    return reply
"""


def cases(number, **more):
    """So many cases that a friendly reply passes; `more` holds other lines of a case, by its number."""
    return "".join(
        f"- id: case-{one}\n  messages: [{{user: Hi}}]\n  expect: [{{says: hello}}]\n{more.get(f'case_{one}', '')}"
        for one in range(number)
    )


def repository(folder, text, conftest, **files):
    named = {name.replace("__", "/"): content for name, content in files.items()}
    return write(workspace(folder, text), {"pytest.ini": INI, "conftest.py": conftest, **named})


def asked(folder):
    """The cases that the assistant was asked, with the process that asked it."""
    return [tuple(line.split()) for line in (folder / "asked.txt").read_text().splitlines()]


def test_cases_that_share_an_assistant_are_under_way_together(tmp_path):
    done = run(repository(tmp_path, cases(8), TOGETHER))

    assert "8 passed" in done.stdout, done.stdout


def test_items_are_told_in_the_order_of_the_file_whatever_finishes_first(tmp_path):
    conftest = SESSION + (
        "    async def reply(conversation):\n"
        "        await asyncio.sleep(0.3 if conversation.case_id == 'case-0' else 0)\n"
        "        return 'Hello!'\n"
        "    return reply\n"
    )

    done = run(repository(tmp_path, cases(3), conftest), "-v")

    order = [line.split("::")[1].split()[0] for line in done.stdout.splitlines() if "PASSED" in line]
    assert order == ["case-0", "case-1", "case-2"]


def test_what_waits_is_given_up_after_the_first_failure(tmp_path):
    conftest = SESSION + (
        "    async def reply(conversation):\n"
        "        if conversation.case_id == 'case-0':\n"
        "            return 'No.'\n"
        "        await asyncio.sleep(3600)\n"
        "    return reply\n"
    )

    done = run(repository(tmp_path, cases(5), conftest), "-x")

    assert "1 failed" in done.stdout
    assert "5 passed" not in done.stdout


def test_what_was_deselected_or_is_marked_to_be_skipped_is_never_asked(tmp_path):
    conftest = (
        SESSION
        + NOTED
        + ("\ndef pytest_collection_modifyitems(items):\n    items[1].add_marker(pytest.mark.skip('not today'))\n")
    )

    done = run(repository(tmp_path, cases(4), conftest), "-k", "not case-3")

    assert "2 passed, 1 skipped, 1 deselected" in done.stdout
    assert sorted(name for name, _ in asked(tmp_path)) == ["case-0", "case-2"]


def test_each_case_is_asked_once(tmp_path):
    run(repository(tmp_path, cases(30), SESSION + NOTED))

    assert sorted(name for name, _ in asked(tmp_path)) == sorted(f"case-{one}" for one in range(30))


def test_a_fixture_made_anew_for_each_case_gets_each_case_alone(tmp_path):
    conftest = (
        "import pytest\n\nmade = 0\n\n@pytest.fixture\ndef assistant():\n    global made\n    made += 1\n"
        "    number = made\n    return lambda conversation: f'Hello {number}'\n"
    )
    text = cases(2).replace("{says: hello}", "{says: hello 1}", 1)

    assert "2 passed" in run(repository(tmp_path, text, conftest)).stdout


def test_an_assistant_that_never_works_is_given_up_after_a_few(tmp_path):
    conftest = SESSION + (
        "    from evalsuite.models.failures import failed\n"
        "    def reply(conversation):\n"
        "        raise failed('unauthorized', 'no such key')\n"
        "    return reply\n"
    )

    done = run(write(repository(tmp_path, cases(8), conftest), {"evalsuite.toml": "concurrency = 1\n"}))

    assert "8 failed" in done.stdout
    assert "not tried, after the same failure 5 times in a row: no such key" in done.stdout


# -- under pytest-xdist


def test_workers_share_the_cases_and_each_is_asked_once(tmp_path):
    done = spread(repository(tmp_path, cases(40), SESSION + NOTED))

    seen = asked(tmp_path)
    assert "40 passed" in done.stdout, done.stdout
    assert len(seen) == len(set(seen)) == 40
    assert len({process for _, process in seen}) == 2


def test_cases_of_a_cluster_stay_on_one_worker(tmp_path):
    text = "".join(
        f"- id: case-{one}\n  cluster: pair-{one % 10}\n  messages: [{{user: Hi}}]\n  expect: [{{says: hello}}]\n"
        for one in range(30)
    )

    spread(repository(tmp_path, text, SESSION + NOTED))

    seen = {(int(name.removeprefix("case-")) % 10, process) for name, process in asked(tmp_path)}
    assert len(seen) == 10


def test_each_worker_makes_its_own_share_together(tmp_path):
    done = spread(repository(tmp_path, cases(16), TOGETHER))

    assert "16 passed" in done.stdout, done.stdout


def test_a_way_of_dealing_out_that_was_asked_for_is_kept_to(tmp_path):
    done = spread(repository(tmp_path, cases(6), SESSION + NOTED), "--dist", "loadfile")

    assert "6 passed" in done.stdout, done.stdout
    assert len({process for _, process in asked(tmp_path)}) == 1


# -- beside other loops


def test_a_loop_that_runs_already_is_none_of_its_business(tmp_path):
    script = (
        "import asyncio, sys, pytest\n"
        "async def main():\n"
        "    return pytest.main(['-q', '-p', 'no:cacheprovider', 'cases'])\n"
        "sys.exit(asyncio.run(main()))\n"
    )
    here = repository(tmp_path, cases(4), TOGETHER)

    done = python(write(here, {"inside.py": script}), "inside.py")

    assert "4 passed" in done.stdout, done.stdout
