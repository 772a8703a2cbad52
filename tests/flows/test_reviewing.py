"""Reviews taken in: held against their run, and kept once."""

import json
from datetime import UTC, datetime

import pytest
from reviews import LOG, downloaded, mark
from shell import write

from evalsuite.errors import InputError, UsageError
from evalsuite.flows import grading
from evalsuite.flows.reviewing import import_reviews
from evalsuite.store import RunFolder
from evalsuite.workspace import open_workspace

LABELS = "graders/labels/reviews.jsonl"


@pytest.fixture
def shop(tmp_path):
    """A workspace with a run of two recorded conversations."""
    here = write(tmp_path, {"evalsuite.toml": "graders = ['ids']\n", "log.jsonl": LOG})
    workspace = open_workspace(here, environment={})
    choice = grading.Choice(where={})
    run = grading.recorded_run(
        workspace, "monday", files=["log.jsonl"], choice=choice, now=datetime(2026, 3, 2, tzinfo=UTC), standing=None
    )
    graded = grading.grade_files(workspace, [here / "log.jsonl"], choice=choice, standing=None)
    assert len(list(grading.keep(RunFolder(workspace.runs().root / run.id), run, graded))) == 2
    return workspace


@pytest.fixture
def take(shop):
    """Imports marks: `take(mark("late"))` gives what was done."""

    def run(*marks, named=None, **head):
        write(shop.root, {"review.json": downloaded(*marks, **head)})
        return import_reviews(shop, shop.root / "review.json", run=named)

    return run


def labels(shop):
    path = shop.root / LABELS
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_mark_becomes_a_label(shop, take):
    done = take(mark("late", note="It is ours."), mark("hello", outcome="pass", right=True))

    assert (done.added, done.known, done.agreeing) == (2, 0, 1)
    assert [(one["run"], one["case_id"], one["reviewer"]) for one in labels(shop)] == [
        ("monday", "late", "Dana"),
        ("monday", "hello", "Dana"),
    ]
    assert labels(shop)[0]["note"] == "It is ours."


def test_importing_twice_changes_nothing(shop, take):
    take(mark("late"))
    before = (shop.root / LABELS).read_bytes()

    again = take(mark("late"))

    assert (again.added, again.known) == (0, 1)
    assert (shop.root / LABELS).read_bytes() == before


def test_another_mind_is_added_and_holds_from_then_on(shop, take):
    added = [take(mark("late", right=right)).added for right in (False, True, True)]

    assert added == [1, 1, 0]
    assert [one["right"] for one in labels(shop)] == [False, True]


def test_two_people_may_see_one_verdict_differently(shop, take):
    take(mark("late"))
    take(mark("late", right=True), reviewer="Femi")

    assert [(one["reviewer"], one["right"]) for one in labels(shop)] == [("Dana", False), ("Femi", True)]


def test_a_last_line_that_an_editor_left_open_is_closed(shop, take):
    take(mark("late"))
    path = shop.root / LABELS
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    take(mark("hello", outcome="pass"))

    assert [one["case_id"] for one in labels(shop)] == ["late", "hello"]


def test_all_that_does_not_fit_the_run_is_told_and_nothing_is_added(shop, take):
    with pytest.raises(InputError) as caught:
        take(
            mark("hello", outcome="pass"),
            mark("lite"),
            mark("late", words="Your parcel is lost."),
            mark("late", grader="id"),
            mark("late", attempt=2),
            mark("late", outcome="wrong"),
            mark("hello", outcome="pass", right=True),
        )

    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["3", "4", "5", "6", "7", "8"]
    assert "no such case. Did you mean 'late'?" in lines[0]
    assert "says other words than were marked. Write its page anew" in lines[1]
    assert "no verdict of 'id'. Did you mean 'ids'?" in lines[2]
    assert "has no attempt 2 of it" in lines[3]
    assert "outcome is one of" in lines[4]
    assert "marked on line 2 already. Keep one of the two" in lines[5]
    assert labels(shop) == []


def test_a_run_that_was_renamed_is_named(shop, take):
    with pytest.raises(UsageError, match="no run 'tuesday'"):
        take(mark("late"), run="tuesday")

    take(mark("late"), run="tuesday", named="monday")

    assert labels(shop)[0]["run"] == "monday"


def test_a_file_that_is_not_there_or_no_review_is_refused(shop):
    with pytest.raises(UsageError, match=r"no file .*gone.json. Download it from a report's page"):
        import_reviews(shop, shop.root / "gone.json")
    with pytest.raises(InputError, match=r"log.jsonl:"):
        import_reviews(shop, shop.root / "log.jsonl")


def test_labels_outside_a_workspace_have_no_place(tmp_path):
    with pytest.raises(UsageError, match=r"this folder is none\. Make one: evalsuite init"):
        import_reviews(open_workspace(tmp_path, environment={}), tmp_path / "review.json")
