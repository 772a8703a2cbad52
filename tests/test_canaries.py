"""Canaries over a whole run: planted, kept in the manifest, and out of the way of recordings."""

import json

from shell import evalsuite, workspace

SETTINGS = 'assistant = "alex"\ngraders = ["leaks"]\n'


def run(folder, *words, **variables):
    done = evalsuite(folder, "run", "--no-html", "--json", *words, **variables)
    assert done.returncode == 0, done.stderr
    [*_, newest] = sorted((folder / "reports" / "runs").iterdir(), key=lambda one: one.stat().st_mtime_ns)
    return newest, json.loads((newest / "run.json").read_text())["assistant"]


def test_a_run_that_grades_leaks_has_canaries_of_the_workspaces_key(tmp_path):
    workspace(tmp_path)
    (tmp_path / "evalsuite.toml").write_text(SETTINGS)
    first, card = run(tmp_path)
    again, same = run(tmp_path)
    _, other = run(tmp_path, EVALSUITE_KEY="another")

    assert len(set(card["canaries"])) == 2
    assert same["canaries"] == card["canaries"]
    assert set(other["canaries"]).isdisjoint(card["canaries"])
    assert other["fingerprint"] == card["fingerprint"]
    assert (tmp_path / ".evalsuite" / "key").stat().st_mode & 0o077 == 0
    assert card["canaries"][0] not in (first / "transcripts.jsonl").read_text()
    assert again != first


def test_a_recording_answers_under_any_key(tmp_path):
    workspace(tmp_path)
    (tmp_path / "evalsuite.toml").write_text(SETTINGS)
    first, _ = run(tmp_path)
    replayed, _ = run(tmp_path, "--replay", first.name, EVALSUITE_KEY="another")

    assert "no_recording" not in (replayed / "transcripts.jsonl").read_text()


def test_a_run_that_grades_no_leaks_has_none_and_makes_no_key(tmp_path):
    workspace(tmp_path)
    (tmp_path / "evalsuite.toml").write_text('assistant = "alex"\ngraders = ["ids"]\n')
    _, card = run(tmp_path)

    assert "canaries" not in card
    assert not (tmp_path / ".evalsuite" / "key").exists()
