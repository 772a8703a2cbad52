"""`evalsuite run --shard` and `merge`: a run made in several places."""

import json
import re

import pytest
from shell import evalsuite, workspace

CASES = "".join(
    f"- id: case-{one}\n  cluster: pair-{one // 2}\n  messages: [{{user: Hi}}]\n  expect: [{{min_words: 1}}]\n"
    for one in range(10)
)


@pytest.fixture
def here(tmp_path):
    return workspace(tmp_path, CASES)


def shard(folder, text, *words):
    """The id of the run that a shard made."""
    done = evalsuite(folder, "run", "--shard", text, "--no-html", *words)
    assert done.returncode == 0, done.stderr
    return re.search(r"run (\S+):", done.stderr)[1]


def ids(folder, run):
    lines = (folder / "reports" / "runs" / run / "cases.jsonl").read_text().splitlines()
    return [json.loads(line)["id"] for line in lines]


def merged(folder, *runs):
    done = evalsuite(folder, "merge", *runs, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_shards_hold_every_case_once_and_no_cluster_is_torn(here):
    parts = [ids(here, shard(here, f"{one}/3")) for one in (1, 2, 3)]

    assert sorted(name for part in parts for name in part) == [f"case-{one}" for one in range(10)]
    assert all(f"case-{int(name[5:]) ^ 1}" in part for part in parts for name in part)


def test_shards_put_together_are_the_whole_run_in_the_order_of_the_cases(here):
    told = merged(here, *(shard(here, f"{one}/2") for one in (2, 1)))

    assert told["trials"] == 10
    assert told["outcomes"]["pass"] == 10
    assert ids(here, told["run"]) == [f"case-{one}" for one in range(10)]
    assert json.loads(evalsuite(here, "report", "latest", "--json").stdout)["run"] == told["run"]
    assert evalsuite(here, "regrade", told["run"]).returncode == 0
    assert evalsuite(here, "run", "--replay", told["run"], "--no-html").returncode == 0


def test_the_order_of_the_shards_changes_nothing(here):
    one, two = (shard(here, f"{number}/2") for number in (1, 2))
    files = []
    for order in ((one, two), (two, one)):
        folder = here / "reports" / "runs" / merged(here, *order)["run"]
        files.append([(folder / name).read_bytes() for name in ("cases.jsonl", "transcripts.jsonl", "verdicts.jsonl")])

    assert files[0] == files[1]


def test_a_missing_shard_is_told(here):
    done = evalsuite(here, "merge", shard(here, "1/3"), shard(here, "3/3"))

    assert done.returncode == 2
    assert "shard 2 of 3 is missing: what did not run cannot be green" in done.stderr


def test_a_shard_named_twice_is_told(here):
    one = shard(here, "1/2")

    assert "shard 1 of 2 stands twice" in evalsuite(here, "merge", one, one).stderr


def test_shards_of_different_runs_are_told_apart(here):
    one = shard(here, "1/2")
    two = shard(here, "2/2", "--trials", "2")

    assert "no shards of one run: they differ in attempts" in evalsuite(here, "merge", one, two).stderr


def test_a_run_that_is_no_shard_is_told(here):
    evalsuite(here, "run", "--no-html")

    assert "is no shard: it was made without --shard" in evalsuite(here, "merge", "latest").stderr


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/0"])
def test_a_share_that_is_none_is_refused(here, text):
    done = evalsuite(here, "run", "--shard", text)

    assert done.returncode == 2
    assert f"--shard {text}: write it as 2/4, the second of four" in done.stderr


def test_a_shard_without_a_case_is_nothing_that_ran(tmp_path):
    done = evalsuite(workspace(tmp_path), "run", "--shard", "2/2")

    assert done.returncode == 5
    assert "shard 2/2 has no case" in done.stderr


def test_a_shard_can_be_gone_on_with(here):
    run = shard(here, "1/2")
    (here / "reports" / "runs" / run / "transcripts.jsonl").write_bytes(b"")
    (here / "reports" / "runs" / run / "verdicts.jsonl").write_bytes(b"")

    done = evalsuite(here, "run", "--resume", run, "--no-html", "--json")

    assert json.loads(done.stdout)["trials"] == len(ids(here, run))
