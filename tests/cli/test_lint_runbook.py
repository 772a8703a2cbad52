"""`evalsuite graders lint-runbook`: a runbook against a catalogue, for a person and for a program."""

import json

from shell import evalsuite, write

TOOLS = "queues: [billing]\ntools:\n  - {name: get_order, kind: read, description: An order by its number}\n"
BOOK = "# Orders\n\n1. Look up the order.\n2. Hand over to the night desk.\n"


def lint(tmp_path, *words, **files):
    write(
        tmp_path,
        {"tools.yaml": TOOLS, "book.md": BOOK, **{name.replace("__", "."): text for name, text in files.items()}},
    )
    return evalsuite(tmp_path, "graders", "lint-runbook", *words)


def test_each_step_is_told_with_its_place_and_what_to_add(tmp_path):
    done = lint(tmp_path, "book.md", "--tools", "tools.yaml")

    assert done.returncode == 1
    assert "book.md:3  covered" in done.stdout
    assert "book.md:4  unknown_target" in done.stdout
    assert "queues: [night_desk]" in done.stdout
    assert done.stdout.endswith("2 steps: 1 covered, 1 unknown_target.\n")


def test_a_program_reads_the_same_as_json(tmp_path):
    found = json.loads(lint(tmp_path, "book.md", "--tools", "tools.yaml", "--json").stdout)

    assert (found["exit_code"], found["reason"]) == (1, "gaps")
    assert [step["label"] for step in found["steps"]] == ["covered", "unknown_target"]
    assert found["steps"][0]["tools"] == ["get_order"]


def test_a_covered_runbook_is_green(tmp_path):
    assert lint(tmp_path, "good.md", "--tools", "tools.yaml", good__md="- Look up the order.\n").returncode == 0


def test_what_cannot_be_read_is_told(tmp_path):
    for words, told, code in (
        (["none.md", "--tools", "tools.yaml"], "none.md cannot be read", 2),
        (["book.md"], "name one with --tools FILE", 2),
        (["book.md", "--tools", "nothing.yaml"], "nothing.yaml cannot be read", 2),
        (["empty.md", "--tools", "tools.yaml"], "has no steps", 5),
    ):
        done = lint(tmp_path, *words, empty__md="")
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)
        assert told in done.stderr
