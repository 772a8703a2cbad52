"""What a repository says so that pytest runs its cases: a fixture and an ini setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FIXTURE = '''import pytest

import evalsuite


@pytest.fixture(scope="session")
def assistant():
    """The assistant that `pytest` runs the cases with: the settings' default, or the one you name here."""
    return evalsuite.assistant()
'''
"""What a conftest.py needs."""

CONFTEST = f'"""What pytest is told of this workspace: the assistant its cases are held with."""\n\n{FIXTURE}'
"""A whole conftest.py, where there is none."""

_FILES = (
    # By pytest's own precedence: the file, what in it makes it pytest's, and the table to write under.
    ("pytest.toml", "", "[pytest]"),
    (".pytest.toml", "", "[pytest]"),
    ("pytest.ini", "", "[pytest]"),
    (".pytest.ini", "", "[pytest]"),
    ("pyproject.toml", "[tool.pytest]", "[tool.pytest]"),
    ("pyproject.toml", "[tool.pytest.ini_options]", "[tool.pytest.ini_options]"),
    ("tox.ini", "[pytest]", "[pytest]"),
    ("setup.cfg", "[tool:pytest]", "[tool:pytest]"),
    ("pyproject.toml", "", "[tool.pytest.ini_options]"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PytestSetting:
    """Where pytest is told which YAML files are cases."""

    path: str
    """The file that configures pytest; empty where there is none."""
    lines: tuple[str, ...]
    """What to add to it; empty where it names cases already."""


def pytest_setting(folder: Path, cases: str) -> PytestSetting:
    """The setting that makes pytest collect the cases of a folder, and the file it belongs into."""
    for name, needed, table in _FILES:
        path = folder / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
        if text is not None and needed in text:
            value = f'["{cases}"]' if name.endswith(".toml") else cases
            lines = () if "evalsuite_cases" in text else (table, f"evalsuite_cases = {value}")
            return PytestSetting(path=name, lines=lines)
    return PytestSetting(path="", lines=("[pytest]", f"evalsuite_cases = {cases}"))


def fixture_is_there(conftest: bytes) -> bool:
    """Whether a conftest gives a fixture named `assistant`, as far as its text shows."""
    return bool(_FIXTURE.search(conftest))


_FIXTURE = re.compile(rb"""(?m)\bdef\s+assistant\s*\(|name\s*=\s*["']assistant["']|^from\s.*import\s.*\bassistant\b""")
