"""The command line as a person uses it: a workspace of files, a command typed, what it printed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def write(folder, files):
    """Files by relative path; texts or bytes."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def environment(**variables):
    """This process's environment without what would change a run, or have each command compile every module anew."""
    dropped = ("EVALSUITE_", "OPENAI_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


LEAN = "-p no:cacheprovider -p no:hypothesispytest -p no:anyio -p no:asyncio -p no:faker -p no:xdist"
"""Options of pytest that leave out what a workspace of its own has not: other plugins more than double its start."""


def evalsuite(folder, *words, timeout=60, **variables):
    """What the command printed, with its exit code."""
    return python(folder, "-m", "evalsuite", *words, timeout=timeout, **variables)


def pytest(folder, *words, timeout=60, **variables):
    """What pytest printed, with its exit code; it leaves no cache behind."""
    return python(folder, "-m", "pytest", *LEAN.split(), *words, timeout=timeout, **variables)


def spread(folder, *words):
    """What pytest printed with two workers of pytest-xdist, with its exit code."""
    lean = LEAN.replace(" -p no:xdist", "").split()
    return python(folder, "-m", "pytest", *lean, "-n", "2", *words)


def python(folder, *words, timeout=60, **variables):
    """What the interpreter printed, with its exit code."""
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )


ALEX = "kind: openai\nmodel: alex-base\nbase_url: offline://techgadgets/v1\nprompt: You are Alex of TechGadgets Pro.\n"
"""An assistant that answers offline."""


def workspace(folder, cases="", **files):
    """A workspace with these cases and an assistant that answers offline."""
    return write(
        folder,
        {
            "evalsuite.toml": 'assistant = "alex"\n',
            "graders/assistants/alex.yaml": ALEX,
            "cases/cases.yaml": cases or "- id: hello\n  messages:\n    - user: Hello!\n",
            **{name.replace("__", "/"): content for name, content in files.items()},
        },
    )
