"""The one composition root: a workspace's folders and settings become values, its definitions become parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import GraderSpec, LocatedCase
from evalsuite.domain.catalogue import Catalogue, offered
from evalsuite.errors import Complaint, EvalsuiteError, InputError, NothingRanError, UsageError, did_you_mean
from evalsuite.protocols import Knowledge
from evalsuite.settings import Resolved, Settings, env_lines, resolve, table

if TYPE_CHECKING:
    from evalsuite.assistants.opening import OpenedAssistant
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.conversation import Transcript
    from evalsuite.domain.reading import FactKind
    from evalsuite.domain.run import AssistantCard
    from evalsuite.graders.registry import Registry
    from evalsuite.protocols import Model, Simulator, Toolbox
    from evalsuite.store import Runs
    from evalsuite.suite import Binder, BoundCase

SETTINGS_FILES = ("evalsuite.toml", "pyproject.toml")


@dataclass(frozen=True)
class Workspace:
    """A folder with cases, graders and reports; or, with `found` empty, a folder that is none and has defaults."""

    root: Path
    resolved: Resolved
    environment: Mapping[str, str]
    """The process's environment, completed by the settings' env file."""
    found: str = ""
    """The settings file that made it a workspace."""
    here: Path = field(default_factory=Path.cwd)
    """Where the person stands; paths are shown relative to it."""
    run_code: bool = True
    """False where the workspace's own code may not be run."""
    reports: Path | None = None
    """Where runs are kept; None for `reports` in the workspace."""

    @property
    def settings(self) -> Settings:
        return self.resolved.settings

    def shown(self, path: Path) -> str:
        """The path as the person would type it."""
        try:
            return path.relative_to(self.here).as_posix()
        except ValueError:
            return str(path)

    # -- cases

    def case_files(self, paths: Sequence[str] = ()) -> list[Path]:
        """YAML files of the given paths, or of the settings' case folders; drafts are never among them unless named.

        Raises `UsageError` where a path is not there.
        """
        wanted = [self.here / path for path in paths] or [self.root / path for path in self.settings.cases]
        files: dict[Path, None] = {}
        for path in wanted:
            if path.is_dir():
                for file in sorted(path.rglob("*.y*ml")):
                    if file.suffix in {".yaml", ".yml"} and ("drafts" not in file.relative_to(path).parts):
                        files[file] = None
            elif path.is_file():
                files[path] = None
            elif paths:
                raise UsageError(f"no file or folder {self.shown(path)}")
        return list(files)

    def cases(
        self, paths: Sequence[str] = (), *, ids: Sequence[str] = (), tags: Sequence[str] = ()
    ) -> list[LocatedCase]:
        """The selected cases. Raises `InputError` with all mistakes, or `NothingRanError` where there is no case."""
        from evalsuite.codec.cases import read_cases

        files = self.case_files(paths)
        if not files:
            where = ", ".join(paths) or ", ".join(self.settings.cases)
            hint = "" if self.found else "; this folder is no workspace (evalsuite doctor says more)"
            raise NothingRanError(f"no case files in {where}{hint}")
        cases = read_cases(((self.shown(file), file.read_bytes()) for file in files), known_tools=self.tool_names())
        selected = _selected(cases, ids=ids, tags=tags)
        if not selected:
            raise NothingRanError(f"no cases in {', '.join(self.shown(file) for file in files[:5])}")
        return selected

    # -- graders

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """`graders/tools.yaml`; None where there is none. Raises `InputError`."""
        from evalsuite.codec.catalogue import read_catalogue

        path = self.root / "graders" / "tools.yaml"
        return read_catalogue(self.shown(path), path.read_bytes()) if path.is_file() else None

    @cached_property
    def id_patterns(self) -> Mapping[str, str]:
        """`graders/ids.yaml`; empty where there is none. Raises `InputError`."""
        from evalsuite.codec.catalogue import read_id_patterns

        path = self.root / "graders" / "ids.yaml"
        return read_id_patterns(self.shown(path), path.read_bytes()) if path.is_file() else {}

    @cached_property
    def declared_facts(self) -> frozenset[FactKind]:
        """Kinds under `facts:` of `graders/ids.yaml`; empty where there is none. Raises `InputError`."""
        from evalsuite.codec.catalogue import read_declared_facts

        path = self.root / "graders" / "ids.yaml"
        return read_declared_facts(self.shown(path), path.read_bytes()) if path.is_file() else frozenset()

    def tool_names(self) -> set[str] | None:
        """Tools that exist by declaration; None where nothing declares any, so that any name may be one."""
        return {tool.name for tool in self.catalogue.tools} if self.catalogue else None

    @cached_property
    def code(self) -> list[tuple[str, str, Any]]:
        """Functions of `graders/*.py`: (path, fingerprint of the file, function), in name order."""
        folder = self.root / "graders"
        files = sorted(folder.glob("*.py")) if self.found and folder.is_dir() else []
        if files and not self.run_code:
            return []
        from evalsuite.loading import marked_functions

        found = (entry for file in files for entry in marked_functions(file, self.shown(file)))
        # A function under two names, or imported by a second file, is one function.
        return list({id(entry[2]): entry for entry in reversed(list(found))}.values())[::-1]

    @cached_property
    def registry(self) -> Registry:
        """Built-in graders and the workspace's own. Raises `InputError` where two share a name."""
        from evalsuite.graders.registry import Registry, definitions

        try:
            return Registry(workspace=definitions(self.code))
        except ValueError as error:
            raise InputError([Complaint(text=str(error))]) from None

    def knowledge(self, card: AssistantCard | None = None) -> Knowledge:
        """What graders are told, for conversations with this assistant."""
        return Knowledge(
            catalogue=self.catalogue,
            id_patterns=self.id_patterns,
            facts=self.declared_facts,
            prompt=card.prompt if card else None,
            sees_context=card.sees_context if card else True,
            tools=(card.tools if card and card.tools else None)
            or (offered(self.catalogue) if self.catalogue else None),
        )

    def binder(self, knowledge: Knowledge, *, standing: Sequence[GraderSpec] | None = None) -> Binder:
        from evalsuite.suite import Binder

        return Binder(
            registry=self.registry,
            knowledge=knowledge,
            standing=self.settings.graders if standing is None else standing,
            tools={tool.name for tool in knowledge.tools} if knowledge.tools else None,
        )

    # -- assistants

    def assistant_files(self) -> dict[str, Path]:
        """Definition files by assistant name."""
        folder = self.root / "graders" / "assistants"
        return {path.stem: path for path in sorted(folder.glob("*.y*ml"))} if folder.is_dir() else {}

    def assistant(self, name: str | None = None) -> AssistantDefinition:
        """An assistant's definition, the settings' default where none is named. Raises `UsageError` or `InputError`."""
        from evalsuite.codec.definitions import read_assistant

        files = self.assistant_files()
        name = name or self.settings.assistant
        if name is None and len(files) == 1:
            name = next(iter(files))
        if name is None:
            known = f" Known: {', '.join(files)}." if files else ""
            raise UsageError(f"no assistant named: use --assistant NAME, or set assistant in the settings.{known}")
        if name not in files:
            mend = did_you_mean(name, list(files)) if files else f" Write graders/assistants/{name}.yaml."
            raise UsageError(f"no assistant {name!r}.{mend}")
        path = files[name]
        definition = read_assistant(
            self.shown(path), path.read_bytes(), name=name, read_text=lambda relative: self._text(path.parent, relative)
        )
        if definition.kind in {"command", "python"} and not self.run_code:
            raise UsageError(
                f"assistant {name!r} runs code of this workspace, which --no-workspace-code refuses; use --replay RUN"
            )
        if definition.tools is None and self.catalogue:
            definition = replace(definition, tools=offered(self.catalogue) or None)
        return definition

    async def open(
        self,
        definition: AssistantDefinition,
        *,
        wrap: Callable[[Model], Model],
        concurrency: int,
        offline: bool = False,
    ) -> OpenedAssistant:
        """The assistant, ready to reply; close it when done. With `offline` it needs no key, and must call nothing."""
        from evalsuite.assistants.opening import open_assistant

        return await open_assistant(
            definition,
            env=self.environment,
            offline=offline,
            transports={"offline": _offline},
            wrap=wrap,
            concurrency=concurrency,
            folder=self.root,
            **self._recording(definition),
        )

    def toolbox(self) -> Callable[[BoundCase, int], Toolbox]:
        """Makes the toolbox of each case and attempt: its fixtures, the catalogue's simulator behind them."""
        from evalsuite.assistants.toolbox import FixtureToolbox

        make = self._simulator()

        def toolbox(bound: BoundCase, attempt: int) -> Toolbox:
            case = bound.case
            return FixtureToolbox(case.tools, make(case.id, attempt, case.context) if make else None)

        return toolbox

    def runs(self) -> Runs:
        from evalsuite.store import Runs

        return Runs((self.reports or self.root / "reports") / "runs")

    def _simulator(self) -> Callable[[str, int, Mapping[str, Any]], Simulator] | None:
        from evalsuite.marks import SimulatorMark

        wanted = self.catalogue.simulator if self.catalogue else None
        if wanted is None:
            return None
        known = {
            mark.name: function
            for _, _, function in self.code
            if isinstance(mark := getattr(function, "__evalsuite__", None), SimulatorMark)
        }
        if wanted not in known:
            why = "--no-workspace-code refuses it" if not self.run_code else "no file in graders/ has it"
            raise UsageError(f"graders/tools.yaml: simulator {wanted!r}: {why}.{did_you_mean(wanted, list(known))}")
        make: Callable[[str, int, Mapping[str, Any]], Simulator] = known[wanted]
        return make

    def _recording(self, definition: AssistantDefinition) -> dict[str, Any]:
        if definition.kind != "recorded" or not definition.recording:
            return {}
        from evalsuite.conversations.lines import open_conversations
        from evalsuite.conversations.recorded import BadLine, read_conversations

        path = self.root / definition.recording
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise UsageError(
                f"assistant {definition.name!r}: recording {definition.recording!r} is outside the workspace"
            )
        if not path.is_file():
            raise UsageError(f"assistant {definition.name!r}: no recording {self.shown(path)}")
        shown = self.shown(path)
        found: dict[str, list[Transcript]] = {}
        for recorded in read_conversations(open_conversations(path, shown_path=shown), shown_path=shown):
            if isinstance(recorded, BadLine):
                raise InputError([recorded.complaint])
            found.setdefault(recorded.case.id, []).append(recorded.transcript)
        return {"recordings": found}

    def _text(self, folder: Path, relative: str) -> str:
        """A text file beside a definition. Raises `ValueError`, in words, where it may not or cannot be read."""
        path = (folder / relative).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError(f"{relative!r} is outside the workspace")
        try:
            return path.read_text(encoding="utf-8")
        except OSError:
            raise ValueError(f"no file {self.shown(path)}") from None
        except UnicodeDecodeError as error:
            raise ValueError(f"{self.shown(path)} is not UTF-8 (byte {error.start})") from None


def open_workspace(
    here: Path, *, environment: Mapping[str, str], options: Mapping[str, Any] | None = None, run_code: bool = True
) -> Workspace:
    """The workspace around a folder, found upwards; where there is none, the folder with defaults.

    Raises `InputError` with every mistake of the settings.
    """
    found = _find(here)
    if found is None:
        return Workspace(
            root=here,
            resolved=resolve(environment=environment, options=options),
            environment=environment,
            here=here,
            run_code=run_code,
        )
    path, text, values = found
    shown = _shown(path, here)
    resolved = resolve(file=values, file_name=shown, text=text, environment=environment, options=options)
    return Workspace(
        root=path.parent,
        resolved=resolved,
        environment=_environment(path.parent, resolved.settings.env_file, environment),
        found=path.name,
        here=here,
        run_code=run_code,
    )


def _find(here: Path) -> tuple[Path, str, Mapping[str, Any]] | None:
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
                return path, text, table(text, _shown(path, here)) or {}
            if "[tool.evalsuite" in text:
                values = table(text, _shown(path, here), "tool", "evalsuite")
                if values is not None:
                    return path, text, values
    return None


def _shown(path: Path, here: Path) -> str:
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


def _environment(root: Path, env_file: str | None, environment: Mapping[str, str]) -> Mapping[str, str]:
    if env_file is None:
        return environment
    try:
        text = (root / env_file).read_text(encoding="utf-8")
    except OSError:
        raise UsageError(f"env_file: no file {env_file} in {root}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"env_file: {env_file} is not UTF-8 (byte {error.start})") from None
    return {**env_lines(text), **environment}


def _selected(cases: list[LocatedCase], *, ids: Sequence[str], tags: Sequence[str]) -> list[LocatedCase]:
    known_ids = [located.case.id for located in cases]
    known_tags = sorted({tag for located in cases for tag in located.case.tags})
    complaints = [
        Complaint(text=f"no case {one!r}.{did_you_mean(one, known_ids)}")
        for one in ids
        if one not in known_ids and not any(known.startswith(f"{one}[") for known in known_ids)
    ] + [
        Complaint(text=f"no case has the tag {tag!r}.{did_you_mean(tag, known_tags)}")
        for tag in tags
        if tag not in known_tags
    ]
    if complaints:
        raise InputError(complaints)
    return [
        located
        for located in cases
        if (not ids or located.case.id in ids or located.case.id.partition("[")[0] in ids)
        and (not tags or set(tags) & set(located.case.tags))
    ]


def _offline() -> Any:
    from evalsuite.example.transport import transport

    return transport()
