"""What a workspace has, what it lacks, and the mend for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evalsuite.errors import EvalsuiteError
from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from evalsuite.workspace import Workspace

State = Literal["ok", "missing", "broken", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    state: State
    what: str
    mend: str = ""


def examine(open_workspace: Callable[[], Workspace]) -> list[Check]:
    """Every check in the order a newcomer needs them. Never raises for what it finds; nothing is called."""
    try:
        workspace = open_workspace()
    except EvalsuiteError as error:
        return [Check(state="broken", what="settings", mend=str(error))]
    checks: list[Check] = []
    for look in (_root, _settings, _code, _catalogue, _id_patterns, _assistants, _judges, _cases, _runs):
        try:
            checks += look(workspace)
        except EvalsuiteError as error:
            checks.append(Check(state="broken", what=look.__name__.strip("_").replace("_", " "), mend=str(error)))
    return _once(checks)


def _once(checks: list[Check]) -> list[Check]:
    """The same without what is broken only because something told before it is."""
    told: set[str] = set()
    kept: list[Check] = []
    for check in checks:
        if check.state != "broken" or check.mend not in told:
            kept.append(check)
        told.add(check.mend)
    return kept


def _root(workspace: Workspace) -> Iterator[Check]:
    if workspace.found:
        yield Check(state="ok", what=f"workspace {workspace.root} ({workspace.found})")
    else:
        yield Check(
            state="missing",
            what=f"no workspace in {workspace.root} or above: defaults hold",
            mend="evalsuite init makes this folder one; grade, report and schema work without",
        )


def _settings(workspace: Workspace) -> Iterator[Check]:
    sources = workspace.resolved.sources
    for name, source in sorted(sources.items()):
        yield Check(state="ok", what=f"{name} = {_shown(getattr(workspace.settings, name))} (from {source})")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "name", one)) for one in value)
    return str(value)


def _code(workspace: Workspace) -> Iterator[Check]:
    names = sorted(workspace.registry.workspace)
    if names:
        yield Check(state="ok", what=f"{counted(len(names), 'grader')} of your own: {', '.join(names)}")


def _catalogue(workspace: Workspace) -> Iterator[Check]:
    catalogue = workspace.catalogue
    if catalogue is None:
        yield Check(
            state="note",
            what="no graders/tools.yaml: what tools do is inferred from their names",
            mend="evalsuite graders suggest-effects proposes one: declared, the claims grader is exact",
        )
        return
    yield Check(state="ok", what=f"{counted(len(catalogue.tools), 'tool')} in graders/tools.yaml")
    silent = [
        tool.name for tool in catalogue.tools if tool.kind in {"write", "message", "handoff"} and not tool.effects
    ]
    if silent:
        yield Check(
            state="missing", what=f"tools without effects: {', '.join(silent)}", mend="add effects: […] to each"
        )


def _id_patterns(workspace: Workspace) -> Iterator[Check]:
    if workspace.id_patterns:
        yield Check(state="ok", what=f"id patterns: {', '.join(workspace.id_patterns)}")


def _assistants(workspace: Workspace) -> Iterator[Check]:
    files = workspace.assistant_files()
    if not files and workspace.found:
        yield Check(state="missing", what="no assistant", mend="describe one in graders/assistants/NAME.yaml")
    for name in files:
        try:
            definition = workspace.assistant(name)
        except EvalsuiteError as error:
            yield Check(state="broken", what=f"assistant {name}", mend=str(error))
            continue
        yield Check(state="ok", what=f"assistant {name} ({definition.kind})")
        local = (definition.base_url or "").startswith(("offline:", "http://127.", "http://localhost"))
        if definition.kind == "openai" and not local and not workspace.environment.get(definition.api_key_env):
            yield Check(
                state="missing",
                what=f"assistant {name} needs a key",
                mend=f"set {definition.api_key_env} in the environment",
            )
    default = workspace.settings.assistant
    if default and default not in files:
        yield Check(
            state="broken",
            what=f"the default assistant {default!r} has no definition",
            mend=f"write graders/assistants/{default}.yaml",
        )


def _judges(workspace: Workspace) -> Iterator[Check]:
    for judge in workspace.judges:
        yield Check(state="ok", what=f"judge {judge.name} ({judge.model})")
    names = [name for name in (workspace.settings.assistant, *workspace.assistant_files()) if name]
    if workspace.judges and names[0] in workspace.assistant_files():
        for note in workspace.judge_notes(workspace.assistant(names[0]).model):
            yield Check(state="note", what=note)


def _cases(workspace: Workspace) -> Iterator[Check]:
    if not workspace.found and not workspace.case_files():
        return
    located = workspace.cases()
    knowledge = workspace.knowledge()
    workspace.binder(knowledge).suite(located)
    files = {one.mark.path for one in located}
    told = f"{counted(len(located), 'case')} in {counted(len(files), 'file')}"
    yield Check(state="ok", what=f"{told}, every grader bound")


def _runs(workspace: Workspace) -> Iterator[Check]:
    runs = workspace.runs()
    folders = runs.folders()
    if folders:
        yield Check(state="ok", what=f"{counted(len(folders), 'run')}, the latest {folders[-1].path.name}")
    where = next((path for path in (runs.root, *runs.root.parents) if path.exists()), runs.root)
    if not os.access(where, os.W_OK):
        yield Check(
            state="broken",
            what=f"{where} cannot be written",
            mend="runs are kept in reports/runs; give yourself write access",
        )
