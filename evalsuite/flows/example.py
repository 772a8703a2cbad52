"""The example shop's workspace, from the installed package or the checkout beside it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import evalsuite
from evalsuite.errors import UsageError
from evalsuite.workspace import Workspace, open_workspace


def example_root() -> Path:
    """The folder that holds the example's cases and graders. Raises `UsageError` where it was not installed."""
    package = Path(evalsuite.__file__).parent
    for root in (package / "example" / "workspace", package.parent):
        if (root / "graders" / "assistants" / "alex-base.yaml").is_file():
            return root
    raise UsageError("the example workspace is not beside the package; install evalsuite again")


def example_workspace(reports: Path) -> Workspace:
    """The example, its runs kept under `reports` so that a read-only installation serves too."""
    root = example_root()
    workspace = open_workspace(root, environment=os.environ)
    return replace(workspace, here=Path.cwd(), reports=reports)
