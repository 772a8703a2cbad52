"""README and docs do what they say: every page is a story, told from its top in a folder of its own.

A fenced block is `sh` (run; `sh exits 1` where that is the status), `LANGUAGE path/of/file` (written there), `python`
(run), `yaml`, `toml` or `json` (read), `text output` (each line stands in what the last command printed; `…` is left
out), or anything else (shown only). A comment `<!-- run: … -->` is a command that the reader need not see.
"""

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
import yaml
from shell import LEAN, ROOT, environment, write

from evalsuite.cli import app
from evalsuite.codec.catalogue import read_catalogue
from evalsuite.codec.definitions import read_assistant
from evalsuite.codec.quarantine import read_quarantine
from evalsuite.domain.case import LocatedCase
from evalsuite.settings import Settings, resolve
from evalsuite.suite import Binder
from evalsuite.workspace import open_workspace

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}

README_NEEDS = {
    "evalsuite.toml": 'assistant = "alex"\n',
    "graders/assistants/alex.yaml": "kind: python\nfunction: alex:reply\n",
    "alex.py": "def reply(conversation):\n    return 'Hello! How can I help?'\n",
    "cases/hello.yaml": "- id: hello\n  messages: [{user: Hello!}]\n  expect: [{never_says: lawsuit}]\n",
    "conversations.jsonl": '{"id": "a", "messages": [{"role": "user", "content": "Hi"}, '
    '{"role": "assistant", "content": "Hello!"}]}\n',
    "pytest.ini": "[pytest]\nevalsuite_cases = cases\n",
    "conftest.py": (ROOT / "conftest.py").read_text(),
}
"""What the README tells of without showing how it is made."""


@dataclass(frozen=True)
class Block:
    info: str
    text: str
    line: int

    @property
    def words(self):
        return self.info.split()

    @property
    def path(self):
        """Where the block is to be written; None where it is not."""
        rest = self.words[1:]
        return rest[0] if len(rest) == 1 and "." in rest[0] else None


def blocks(page):
    """The fenced blocks and hidden commands of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in re.finditer(r"(?ms)^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$|^<!-- run: (?P<hidden>.*?) -->$", text):
        line = text.count("\n", 0, found.start()) + 1
        if found["hidden"]:
            yield Block("sh", found["hidden"] + "\n", line)
        else:
            yield Block(found["info"], found["text"], line)


class Story:
    """A page acted out."""

    def __init__(self, folder):
        self.folder = folder
        self.said = ""

    def tell(self, block):
        kind, *rest = block.words or ["text"]
        if block.path:
            write(self.folder, {block.path: block.text})  # pipelines are run by test_recipes.py
        if kind == "sh":
            self.run(["bash", "-euo", "pipefail", "-c", self.typed(block.text)], int(rest[1]) if rest else 0)
        elif kind == "python":
            self.run([sys.executable, "-c", block.text], 0)
        elif block.info == "text output":
            self.compare(block.text)
        elif kind in {"yaml", "toml", "json"} and not (block.path or "").startswith("."):
            {"yaml": self.read_yaml, "toml": self.read_toml, "json": self.read_json}[kind](block.text)

    def typed(self, text):
        # What make installs comes from a network; that it knows the target can be seen without.
        return re.sub(r"(?m)^make ", f"make --dry-run --directory {ROOT} ", text)

    def run(self, words, status):
        scripts = Path(sys.executable).parent
        variables = environment()
        done = subprocess.run(
            words,
            cwd=self.folder,
            env={**variables, "PATH": f"{scripts}:{variables['PATH']}", "PYTEST_ADDOPTS": LEAN},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.said = done.stdout + done.stderr
        assert done.returncode == status, self.said
        assert "Traceback" not in self.said

    def compare(self, text):
        for line in filter(None, map(str.strip, text.splitlines())):
            assert line.strip("… ") in self.said, f"{line!r} is not in:\n{self.said}"

    def read_yaml(self, text):
        told = yaml.safe_load(text)
        if isinstance(told, list) and "case" in told[0]:
            read_quarantine("block.yaml", text.encode(), known_cases={one["case"] for one in told})
        elif isinstance(told, list):
            self.read_cases(text)
        elif "kind" in told:
            read_assistant("block.yaml", text.encode(), name="block", read_text=lambda _: "")
        elif "tools" in told:
            read_catalogue("tools.yaml", text.encode())

    def read_cases(self, text):
        from evalsuite.codec.cases import read_cases

        workspace = open_workspace(self.folder, environment={})
        located: list[LocatedCase] = read_cases([("block.yaml", text.encode())])
        Binder(registry=workspace.registry, knowledge=workspace.knowledge(), standing=workspace.settings.graders).suite(
            located
        )

    def read_toml(self, text):
        resolve(file=tomllib.loads(text), file_name="block.toml", text=text)

    def read_json(self, text):
        for line in text.splitlines():
            json.loads(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_does_what_it_says(tmp_path, page):
    story = Story(write(tmp_path, README_NEEDS) if page.name == "README.md" else tmp_path)

    for block in blocks(page):
        try:
            story.tell(block)
        except Exception as error:
            raise AssertionError(f"{page.name}:{block.line}: {error}") from error


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_command_that_is_not_there(page):
    named = set(re.findall(r"(?:^|[`$] ?|&& )evalsuite ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))

    assert named <= COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_table_of_settings_has_every_setting_and_no_other():
    table = (ROOT / "docs" / "engineer.md").read_text(encoding="utf-8").partition("| setting |")[2].partition("\n\n")[0]

    assert re.findall(r"(?m)^\| `(\w+)`", table) == [one.name for one in fields(Settings)]


def test_a_page_that_lies_would_be_found(tmp_path):
    page = write(tmp_path, {"page.md": "```sh\necho yes\n```\n\n```text output\nno\n```\n"}) / "page.md"
    story = Story(tmp_path)
    first, second = blocks(page)
    story.tell(first)

    with pytest.raises(AssertionError, match="'no' is not in"):
        story.tell(second)
