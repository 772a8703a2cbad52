"""A runbook written for people, held against the tools an assistant has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalsuite.domain.catalogue import Catalogue
from evalsuite.domain.runbook import Step, StepReading
from evalsuite.errors import NothingRanError, UsageError
from evalsuite.reading.runbooks import read_steps, steps

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """One step with what stands in its way."""

    path: str
    step: Step
    reading: StepReading


def lint_runbook(workspace: Workspace, file: Path, *, tools: Path | None = None) -> list[Linted]:
    """Every step of a runbook, read against `tools`, or else the workspace's own catalogue.

    Raises `UsageError` where a file cannot be read or there is no catalogue, `InputError` with all mistakes of the
    catalogue, and `NothingRanError` where the runbook has no steps.
    """
    catalogue = _catalogue(workspace, tools)
    shown = workspace.shown(file)
    found = list(steps(_text(workspace, file)))
    if not found:
        raise NothingRanError(f"{shown} has no steps: write each as an item of a list, `- Look up the order.`")
    readings = read_steps(found, catalogue)
    return [Linted(path=shown, step=step, reading=reading) for step, reading in zip(found, readings, strict=True)]


def _catalogue(workspace: Workspace, tools: Path | None) -> Catalogue:
    if tools is None:
        if workspace.catalogue is None:
            raise UsageError("there is no graders/tools.yaml to hold the runbook against; name one with --tools FILE")
        return workspace.catalogue
    from evalsuite.codec.catalogue import read_catalogue  # noqa: PLC0415  - only where another one is named

    try:
        data = tools.read_bytes()
    except OSError as error:
        raise UsageError(f"{workspace.shown(tools)} cannot be read: {error.strerror}") from None
    catalogue = read_catalogue(workspace.shown(tools), data)
    return replace(catalogue, simulator=None)


def _text(workspace: Workspace, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{workspace.shown(file)} is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{workspace.shown(file)} cannot be read: {error.strerror}") from None
