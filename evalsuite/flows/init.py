"""A folder made a workspace: what is missing is written, and what is there is left alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import evalsuite
from evalsuite.codec.cases import read_case_file
from evalsuite.errors import EvalsuiteError, UsageError, did_you_mean
from evalsuite.flows.pytest_words import CONFTEST, FIXTURE, fixture_is_there, pytest_setting
from evalsuite.flows.schema import SCHEMA_FILE, schema_text
from evalsuite.workspace import Workspace, open_workspace

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "openai": ("openai", "tools"),
    "http": ("http", "facts"),
    "python": ("python", "tools"),
    "command": ("command", "facts"),
}
"""Folders of `evalsuite/templates` by template. `tools` has cases with fixtures, which only an assistant that
evalsuite itself hands tools to can call; `facts` has the same cases with the facts in their context."""

FIRST_STEPS = "first-steps.yaml"

State = Literal["wrote", "left", "todo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file, and what became of it."""

    path: str
    """From the workspace's folder."""
    state: State
    """`todo` where a person has to add something to a file of theirs."""
    why: str = ""
    lines: tuple[str, ...] = ()
    """What to add."""


@dataclass(slots=True)
class _Making:
    """A workspace being made."""

    root: Path
    words: Mapping[str, str]
    """What stands for `@name@` in templates."""
    items: list[Item] = field(default_factory=list)

    def left(self, path: str, why: str) -> None:
        self.items.append(Item(path=path, state="left", why=why))

    def write(self, path: str, text: str) -> None:
        """Write a file that is not there, inside the folder and nowhere else."""
        for name, value in self.words.items():
            text = text.replace(f"@{name}@", value)
        target = self.root / path
        if why := self._obstacle(target):
            self.left(path, why)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:  # refuses what has come there since, a dangling link as well
            out.write(text.encode())
        self.items.append(Item(path=path, state="wrote"))

    def append(self, path: str, line: str) -> None:
        """Add a line to a text file, in the file's own line ending."""
        target = self.root / path
        old = target.read_bytes()
        if not self.inside(target.resolve()):
            self.items.append(Item(path=path, state="todo", why="a link that leads outside; add there", lines=(line,)))
            return
        end = b"\r\n" if b"\r\n" in old else b"\n"
        with target.open("ab") as out:
            out.write((end if old and not old.endswith(b"\n") else b"") + line.encode() + end)
        self.items.append(Item(path=path, state="wrote", why=f"added the line {line}"))

    def inside(self, path: Path) -> bool:
        return path.is_relative_to(self.root.resolve())

    def _obstacle(self, target: Path) -> str:
        if os.path.lexists(target):
            return "is there"
        if not self.inside(target.parent.resolve()):
            return "its folder is a link that leads outside, or is outside itself"
        for folder in reversed(target.relative_to(self.root).parents):
            if os.path.lexists(self.root / folder) and not (self.root / folder).is_dir():
                return f"{folder.as_posix()} is no folder"
        return ""


def init(folder: Path, *, template: str) -> list[Item]:
    """Everything a workspace has, written where it is missing; what became of each file, in order.

    Nothing that is there is changed, but for one line in `.gitignore`. Where a run of it was cut short, the next one
    completes it. Raises `UsageError` where the template is unknown or the folder cannot be written, and
    `InputError` where settings are there that cannot be read.
    """
    if template not in TEMPLATES:
        raise UsageError(f"no template {template!r}.{did_you_mean(template, list(TEMPLATES))}")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    try:
        return _made(folder, template)
    except OSError as error:
        raise UsageError(f"{error.filename or folder}: {error.strerror or error}") from None


def _made(folder: Path, template: str) -> list[Item]:
    around = open_workspace(folder, environment={})  # what is written must not hang on who writes it
    settled = around if around.found and around.root == folder else None
    assistants = _definitions(folder)
    cases = settled.settings.cases[0] if settled and settled.settings.cases else _cases_folder(folder)
    name = (settled.settings.assistant if settled else None) or next(iter(assistants), "support")
    making = _Making(root=folder, words=_words(name, cases))
    if around.found and settled is None:
        making.left(
            os.path.relpath(around.root / around.found, folder), "holds above; this workspace is one of its own"
        )
    _settings(making, settled)
    _assistant(making, template, name, assistants)
    _graders_and_cases(making, template, cases)
    making.write("reports/.gitignore", "/runs/\n")
    _git(making)
    _pytest(making, cases)
    _schema(making)
    return making.items


def _words(assistant: str, cases: str) -> dict[str, str]:
    return {
        "assistant": assistant,
        "cases": cases,
        "schema": "../" * len(Path(cases).parts) + SCHEMA_FILE,
        "python": "python" if os.name == "nt" else "python3",
    }


def _settings(making: _Making, settled: Workspace | None) -> None:
    if settled:
        making.left(settled.found, "is there" if settled.found == "evalsuite.toml" else "holds the settings")
        return
    making.write("evalsuite.toml", _texts("common")["evalsuite.toml"])


def _assistant(making: _Making, template: str, name: str, there: Mapping[str, Path]) -> None:
    """The definition comes last, so that where it stands its prompt or program does too."""
    definition = "graders/assistants/support.yaml"
    if there:
        making.left("graders/assistants/", f"has {', '.join(there)}")
        return
    texts = _texts(TEMPLATES[template][0])
    for path, text in texts.items():
        if path != definition:
            making.write(path, text)
    making.write(f"graders/assistants/{name}.yaml", texts[definition])


def _graders_and_cases(making: _Making, template: str, cases: str) -> None:
    """The cases come last: where they stand, the tools they name are declared."""
    own = [path for path in _case_files(making.root / cases) if path.name != FIRST_STEPS and _holds_cases(path)]
    for name in ("graders/ids.yaml", "graders/tools.yaml"):
        if own and not os.path.lexists(making.root / name):
            making.left(name, f"would be about the tools of an example, and {cases}/ has cases of your own")
        else:
            making.write(name, _texts("common")[name])
    if own:
        making.left(f"{cases}/", "has cases")
        return
    making.write(f"{cases}/{FIRST_STEPS}", _texts(TEMPLATES[template][1])[f"cases/{FIRST_STEPS}"])


def _git(making: _Making) -> None:
    line, path = ".evalsuite/", making.root / ".gitignore"
    if not os.path.lexists(path):
        making.write(".gitignore", f"{line}\n")
        return
    known = path.read_bytes() if path.is_file() else b""
    if not path.is_file() or b"\0" in known:
        making.items.append(Item(path=".gitignore", state="todo", why="cannot be added to; add", lines=(line,)))
    elif re.search(rb"(?m)^/?\.evalsuite/?\s*$", known):
        making.left(".gitignore", f"has {line}")
    else:
        making.append(".gitignore", line)


def _pytest(making: _Making, cases: str) -> None:
    conftest = making.root / "conftest.py"
    if not os.path.lexists(conftest):
        making.write("conftest.py", CONFTEST)
    elif conftest.is_file() and fixture_is_there(conftest.read_bytes()):
        making.left("conftest.py", "has an assistant")
    else:
        lines = tuple(FIXTURE.splitlines())
        making.items.append(Item(path="conftest.py", state="todo", why="is there; add to it", lines=lines))
    setting = pytest_setting(making.root, cases)
    if not setting.path:
        making.write("pytest.ini", "\n".join((*setting.lines, "")))
    elif setting.lines:
        making.items.append(Item(path=setting.path, state="todo", why="is there; add to it", lines=setting.lines))
    else:
        making.left(setting.path, "names the cases")


def _schema(making: _Making) -> None:
    if os.path.lexists(making.root / SCHEMA_FILE):
        making.left(SCHEMA_FILE, "is there; evalsuite schema writes it anew")
        return
    try:
        text = schema_text(open_workspace(making.root, environment={}))
    except EvalsuiteError as error:
        making.left(SCHEMA_FILE, f"cannot be written yet: {str(error).splitlines()[0]}")
        return
    making.write(SCHEMA_FILE, text)


def _definitions(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder / "graders" / "assistants").glob("*.y*ml"))}


def _cases_folder(folder: Path) -> str:
    """`cases`, or a folder of its own inside where `cases` has YAML files that are something else."""
    others = [path for path in _case_files(folder / "cases") if not _holds_cases(path)]
    return "cases/evalsuite" if others else "cases"


def _case_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.y*ml")) if path.suffix in {".yaml", ".yml"} and path.is_file())


def _holds_cases(path: Path) -> bool:
    return bool(read_case_file(path.name, path.read_bytes())[0])


def _texts(part: str) -> dict[str, str]:
    """A template folder's files, by path."""
    folder = Path(evalsuite.__file__).parent / "templates" / part
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
