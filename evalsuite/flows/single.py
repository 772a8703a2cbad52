"""What those who bring their own loop over cases need of a workspace: its assistants and a file's cases."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.errors import InputError
from evalsuite.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.case import LocatedCase


def assistant(name: str | None = None) -> AssistantDefinition:
    """An assistant of the workspace around the calling file, or else around the current folder; its default where
    none is named.

    Raises `UsageError` or `InputError` with the mend.
    """
    caller = sys._getframe(1).f_globals.get("__file__")  # noqa: SLF001  - pytest may be called from anywhere
    around = workspace_of(Path(caller).resolve().parent) if caller else None
    return (around if around and around.found else workspace_of(Path.cwd())).assistant(name)


def cases_of(path: Path, shown: str) -> list[LocatedCase]:
    """The cases of one file, their graders known to the workspace around it; complaints call the file `shown`.

    Raises `InputError` with every mistake, or `UsageError` where the workspace's own code cannot be loaded.
    """
    from evalsuite.codec.cases import read_case_file  # noqa: PLC0415  - pays for what it needs
    from evalsuite.codec.fields import in_order  # noqa: PLC0415

    workspace = workspace_of(path.parent)
    located, complaints = read_case_file(shown, path.read_bytes(), known_tools=workspace.tool_names())
    try:
        # Which tools there are depends on the assistant, which is not known yet.
        replace(workspace.binder(workspace.knowledge()), tools=None).suite(located)
    except InputError as error:
        complaints += error.complaints
    if complaints:
        raise InputError(in_order(complaints))
    return located


@lru_cache(maxsize=16)
def workspace_of(folder: Path) -> Workspace:
    """The workspace around a folder, opened once. Raises `InputError` with every mistake of the settings."""
    return open_workspace(folder, environment=os.environ)
