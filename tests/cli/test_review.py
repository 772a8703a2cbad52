"""`evalsuite review import`, as it is typed."""

import json

import pytest
from reviews import LOG, downloaded, mark
from shell import evalsuite, write


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A workspace with a run."""
    folder = write(tmp_path_factory.mktemp("shop"), {"evalsuite.toml": "graders = ['ids']\n", "log.jsonl": LOG})
    done = evalsuite(folder, "grade", "log.jsonl", "--run", "monday")
    assert done.returncode == 1, done.stderr
    return folder


def take(here, *marks, words=()):
    write(here, {"review.json": downloaded(*marks)})
    return evalsuite(here, "review", "import", "review.json", *words)


def test_marks_become_labels_once(here):
    marks = mark("late", note="It is ours."), mark("hello", outcome="pass", right=True)

    first, again = take(here, *marks), take(here, *marks, words=("--json",))

    assert first.returncode == 0, first.stderr
    assert first.stdout == ("2 reviews: 1 say the grader was right, 1 wrong\ngraders/labels/reviews.jsonl: 2 added\n")
    told = json.loads(again.stdout)
    assert (told["exit_code"], told["added"], told["known"], told["agreeing"]) == (0, 0, 2, 1)


def test_mistakes_are_told_with_2_and_their_lines(here):
    done = take(here, mark("lite"), mark("late", grader="id"))

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "review.json:2:1: case 'lite', ids: run monday has no such case. Did you mean 'late'?",
        "review.json:3:1: case 'late', id: no verdict of 'id'. Did you mean 'ids'?",
    ]
