"""What an import, a command and a run cost, in things that can be counted."""

import json
import subprocess
import sys

import pytest
from server import Server, text
from shell import environment, evalsuite, workspace

HEAVY = {"openai", "httpx2", "aiohttp", "scipy", "numpy", "pytest", "pydantic", "yaml", "jinja2", "rich", "regex"}


def loaded(code, folder="."):
    """Top-level modules that a piece of code leaves behind."""
    script = f"import sys, json\n{code}\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True, cwd=folder
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def command(*words):
    return f"sys.argv = {['evalsuite', *words]!r}\nfrom evalsuite.cli import main\ntry: main()\nexcept SystemExit: pass"


def test_importing_evalsuite_loads_nothing_heavy():
    assert not loaded("import evalsuite") & HEAVY


def test_help_loads_nothing_heavy():
    assert not loaded(command("--help")) & HEAVY


@pytest.mark.parametrize("name", __import__("evalsuite").__all__)
def test_every_public_word_can_be_had(name):
    import evalsuite as package

    assert getattr(package, name) is not None


def test_an_unknown_public_word_is_an_attribute_error():
    import evalsuite as package

    with pytest.raises(AttributeError, match="no attribute 'grade_everything'"):
        _ = package.grade_everything


def test_grading_recordings_loads_no_sdk(tmp_path):
    (tmp_path / "log.jsonl").write_text('{"id": "a", "messages": [{"role": "assistant", "content": "Hello"}]}\n')

    assert not loaded(command("grade", "log.jsonl"), tmp_path) & {
        "openai",
        "httpx2",
        "aiohttp",
        "scipy",
        "numpy",
        "pytest",
        "jinja2",
    }


@pytest.mark.parametrize("count", [1, 7, 40])
def test_a_run_makes_one_call_a_customer_message_and_keeps_few_connections(tmp_path, count):
    cases = "".join(f"- id: c{one}\n  messages: [{{user: Hi {one}}}, {{user: And?}}]\n" for one in range(count))
    with Server(text("Fine.")) as server:
        here = workspace(tmp_path, cases)
        alex = here / "graders" / "assistants" / "alex.yaml"
        alex.write_text(f"kind: openai\nmodel: m\nbase_url: {server.url}\nprompt: Hi.\n")
        done = evalsuite(here, "run", "--no-preflight", "--concurrency", "5")

    assert done.returncode == 0, done.stderr
    assert len(server.asked) == 2 * count
    assert server.connections <= 6
    assert server.most_under_way <= 5


def test_what_a_run_writes_grows_with_its_cases_and_not_faster(tmp_path):
    sizes = []
    for count in (10, 40):
        folder = tmp_path / str(count)
        cases = "".join(f"- id: case-{number:04}\n  messages: [{{user: Hello!}}]\n" for number in range(count))
        evalsuite(workspace(folder, cases), "run", "--no-html")
        [run] = (folder / "reports" / "runs").iterdir()
        kept = ("cases.jsonl", "transcripts.jsonl", "verdicts.jsonl")
        sizes.append(sum((run / name).stat().st_size for name in kept))

    assert sizes[1] / sizes[0] == pytest.approx(4, rel=0.02)
