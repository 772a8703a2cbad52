"""The JSON Schema of a workspace's case files, its own graders included, as text for a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.workspace import Workspace

SCHEMA_FILE = ".evalsuite/case.schema.json"
"""Where editors find it, from the workspace's folder."""


def schema_text(workspace: Workspace) -> str:
    """The schema as indented JSON. Raises `InputError` where the workspace's own graders cannot be loaded."""
    from evalsuite.codec.schema import case_schema  # noqa: PLC0415  - pays for what it needs
    from evalsuite.graders.registry import RESERVED  # noqa: PLC0415

    registry = workspace.registry
    graders = {name: registry.definition(name).factory for name in registry.names()}
    return json.dumps(case_schema(graders, reserved=RESERVED), indent=2, ensure_ascii=False) + "\n"


def schema_path(workspace: Workspace) -> Path:
    return workspace.root / SCHEMA_FILE
