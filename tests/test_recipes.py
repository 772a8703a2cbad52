"""The recipes for CI do what they say: their shell steps are run in clones of a repository, green and with a fault.

What a CI service does around the steps (a clone a job, shards, artifacts handed on) is done here in the plainest way;
`pip install` is left out, since evalsuite is there already, and `gh` notes what it was asked.
"""

import fnmatch
import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from shell import ROOT, environment, evalsuite, workspace, write
from test_docs import blocks

RECIPES = {block.path: block.text for block in blocks(ROOT / "docs" / "ci.md") if block.path}
SETTINGS = 'assistant = "alex"\n[gate]\nmargin = 0.1\n'
CASES = "".join(f"- id: case-{one}\n  messages: [{{user: Hi}}]\n  expect: [{{says: hello}}]\n" for one in range(80))
GOOD = "def reply(conversation):\n    return 'Hello!'\n"
BAD = "def reply(conversation):\n    return 'Go away.' if int(conversation.case_id[5:]) % 3 == 0 else 'Hello!'\n"
STAND_INS = {"pip": "exit 0\n", "gh": 'echo "$@" >> "$ASKED"\nshift 3\ncat "$2" >> "$ASKED"\n'}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository with cases, an assistant that passes them all, and its baseline."""
    folder = tmp_path_factory.mktemp("repository")
    files = {
        "evalsuite.toml": SETTINGS,
        "graders/assistants/alex.yaml": "kind: python\nfunction: alex:reply\n",
        "alex.py": GOOD,
        ".gitignore": "reports/runs\n",
        "ci/cases.sh": RECIPES["ci/cases.sh"],
    }
    write(workspace(folder, CASES), files)
    assert evalsuite(folder, "run", "--no-html").returncode == 0
    assert evalsuite(folder, "baseline", "set", "latest").returncode == 0
    git(folder, "init", "-q")
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def with_a_fault(repository, tmp_path_factory):
    """The same, with the assistant made worse."""
    folder = tmp_path_factory.mktemp("fault") / "clone"
    git(repository, "clone", "-q", repository, folder)
    commit(write(folder, {"alex.py": BAD}))
    return folder


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A repository whose assistant is a model, with its recorded replies."""
    folder = workspace(tmp_path_factory.mktemp("recorded"), "- id: greets\n  messages: [{user: Hello!}]\n")
    assert evalsuite(folder, "run", "--no-html").returncode == 0
    [run] = (folder / "reports" / "runs").iterdir()
    packed = gzip.compress((run / "replies.jsonl").read_bytes())
    write(folder, {"reports/replay.jsonl.gz": packed, ".gitignore": "reports/runs\n"})
    git(folder, "init", "-q")
    commit(folder)
    return folder


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *words], cwd=folder, check=True)


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all of it")


class Service:
    """A CI service, as far as the recipes need one."""

    def __init__(self, repository, folder):
        self.repository, self.folder = repository, folder
        self.artifacts = folder / "artifacts"
        self.said = ""
        self.tools = write(folder / "tools", {name: f"#!/usr/bin/env bash\n{text}" for name, text in STAND_INS.items()})
        for name in STAND_INS:
            (self.tools / name).chmod(0o755)

    def job(self, name):
        """A clone of its own."""
        place = self.folder / name
        git(self.repository, "clone", "-q", self.repository, place)
        return place

    def shell(self, place, text, **variables):
        """Whether a step's script ended well."""
        given = environment()
        path = f"{self.tools}:{Path(sys.executable).parent}:{given['PATH']}"
        asked, summary = self.folder / "asked.txt", self.folder / "summary.md"
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", text],
            cwd=place,
            env={**given, "PATH": path, "ASKED": str(asked), "GITHUB_STEP_SUMMARY": str(summary), **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        self.said += done.stdout + done.stderr
        return done.returncode == 0

    def keep(self, place, name, path):
        source = place / path
        target = self.artifacts / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            write(target, {source.name: source.read_bytes()})

    def text(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else ""


# -- GitHub Actions

EXPRESSIONS = {
    "!github.event.pull_request.head.repo.fork": "true",
    "!cancelled() && needs.cases.result != 'skipped'": "true",
    "github.event_name == 'pull_request'": "true",
    "secrets.OPENAI_API_KEY": "key",
    "github.token": "token",
    "github.event.number": "7",
}


def filled(text, matrix):
    known = {**EXPRESSIONS, **{f"matrix.{name}": str(value) for name, value in matrix.items()}}
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], text)


def github(recipe, service):
    """Whether the workflow is green."""
    results = []
    for name, job in yaml.safe_load(recipe)["jobs"].items():
        assert filled(job.get("if", "true"), {}) == "true"
        matrix = job.get("strategy", {}).get("matrix", {"": [""]})
        [(variable, values)] = matrix.items()
        results += [github_job(service, f"{name}{value}", job, {variable: value}) for value in values]
    return all(results)


def github_job(service, name, job, matrix):
    place, green = None, True
    variables = {key: filled(value, matrix) for key, value in job.get("env", {}).items()}
    for step in job["steps"]:
        if not green and "always()" not in step.get("if", ""):
            continue
        given = {key: filled(str(value), matrix) for key, value in step.get("with", {}).items()}
        kind = step.get("uses", "").partition("@")[0].removeprefix("actions/")
        if kind == "checkout":
            place = service.job(name)
        elif kind == "upload-artifact":
            service.keep(place, given["name"], given["path"])
        elif kind == "download-artifact":
            for one in sorted(service.artifacts.iterdir()):
                if fnmatch.fnmatch(one.name, given["pattern"]):
                    shutil.copytree(one, place / given["path"], dirs_exist_ok=True)
        elif "run" in step:
            more = {key: filled(value, matrix) for key, value in step.get("env", {}).items()}
            green = service.shell(place, filled(step["run"], matrix), **variables, **more)
        else:
            assert kind == "setup-python"
    return green


def test_the_github_workflow_is_green_where_nothing_got_worse(repository, tmp_path):
    service = Service(repository, tmp_path)

    assert github(RECIPES[".github/workflows/evalsuite.yml"], service), service.said
    assert "::error" not in service.said
    assert "Ship alex" in service.text("asked.txt")
    assert service.text("asked.txt").startswith("pr comment 7 --body-file comment.md --edit-last --create-if-none")
    assert "Ship alex" in service.text("summary.md")
    assert (service.artifacts / "evalsuite" / "evalsuite.html").stat().st_size > 10_000


def test_the_github_workflow_is_red_with_the_lines_marked_where_the_assistant_got_worse(with_a_fault, tmp_path):
    service = Service(with_a_fault, tmp_path)

    assert not github(RECIPES[".github/workflows/evalsuite.yml"], service)
    assert re.search(r"(?m)^::error file=cases/\w+\.yaml,line=\d+", service.said), service.said[-3000:]
    assert "Hold alex" in service.text("asked.txt")


def test_the_workflow_for_forks_replays_what_was_recorded(recorded, tmp_path):
    service = Service(recorded, tmp_path)

    assert github(RECIPES[".github/workflows/evalsuite-forks.yml"], service), service.said


def test_the_workflow_for_forks_is_red_where_a_case_was_not_recorded(recorded, tmp_path):
    changed = tmp_path / "changed"
    git(recorded, "clone", "-q", recorded, changed)
    commit(write(changed, {"cases/new.yaml": "- id: brand-new\n  messages: [{user: Do you sell kites?}]\n"}))
    service = Service(changed, tmp_path / "service")

    assert not github(RECIPES[".github/workflows/evalsuite-forks.yml"], service)
    assert "ERROR brand-new" in service.said


# -- GitLab


def gitlab(recipe, service):
    """Whether the pipeline is green."""
    results = []
    for name, job in yaml.safe_load(recipe).items():
        count = job.get("parallel", 1)
        for index in range(1, count + 1):
            place = service.job(f"{name}{index}")
            if "needs" in job and service.artifacts.exists():
                shutil.copytree(service.artifacts / "all", place, dirs_exist_ok=True)
            numbers = {"CI_NODE_INDEX": str(index), "CI_NODE_TOTAL": str(count)}
            results.append(service.shell(place, "\n".join(job["script"]), **numbers))
            for path in job["artifacts"]["paths"]:
                service.keep(place, f"all/{path}" if (place / path).is_dir() else "all", path)
    return all(results)


def test_the_gitlab_pipeline_is_green_where_nothing_got_worse(repository, tmp_path):
    service = Service(repository, tmp_path)

    assert gitlab(RECIPES[".gitlab-ci.yml"], service), service.said
    assert "Ship alex" in service.said


def test_the_gitlab_pipeline_is_red_where_the_assistant_got_worse(with_a_fault, tmp_path):
    service = Service(with_a_fault, tmp_path)

    assert not gitlab(RECIPES[".gitlab-ci.yml"], service)
    assert "Hold alex" in service.said


# -- anything else


@pytest.mark.parametrize(("fault", "answer"), [(False, "Ship alex"), (True, "Hold alex")])
def test_the_script_says_what_the_gate_says(repository, with_a_fault, tmp_path, fault, answer):
    service = Service(with_a_fault if fault else repository, tmp_path)

    green = service.shell(service.job("script"), "bash ci/cases.sh")

    assert answer in service.said
    assert green is not fault
