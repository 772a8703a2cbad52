"""Where the workspace around a folder is, found upwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evalsuite.errors import EvalsuiteError, UsageError
from evalsuite.settings import env_lines, table

SETTINGS_FILES = ("evalsuite.toml", "pyproject.toml")


def settings_around(here: Path) -> tuple[Path, str, Mapping[str, Any]] | None:
    """The nearest settings file, its text and the values of ours in it. Raises `EvalsuiteError` or `InputError`."""
    for folder in [here, *here.parents]:
        for name in SETTINGS_FILES:
            path = folder / name
            if not path.is_file():
                continue
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise EvalsuiteError(f"{path} cannot be read: {error}") from None
            if name == "evalsuite.toml":
                return path, text, table(text, seen_from(here, path)) or {}
            if "[tool.evalsuite" in text:
                values = table(text, seen_from(here, path), "tool", "evalsuite")
                if values is not None:
                    return path, text, values
    return None


def seen_from(here: Path, path: Path) -> str:
    """The path as a person in a folder would type it."""
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


def completed(environment: Mapping[str, str], *, env_file: str | None, root: Path) -> Mapping[str, str]:
    """The environment with what an env file says and it does not. Raises `UsageError`."""
    if env_file is None:
        return environment
    try:
        text = (root / env_file).read_text(encoding="utf-8")
    except OSError:
        raise UsageError(f"env_file: no file {env_file} in {root}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"env_file: {env_file} is not UTF-8 (byte {error.start})") from None
    return {**env_lines(text), **environment}
