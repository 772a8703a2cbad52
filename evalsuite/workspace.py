"""The one composition root: a workspace's folders and settings become values, its definitions become parts."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import GraderSpec, LocatedCase
from evalsuite.domain.catalogue import Catalogue, offered
from evalsuite.domain.persona import BUILT_IN, described
from evalsuite.errors import Complaint, EvalsuiteError, InputError, NothingRanError, UsageError, did_you_mean
from evalsuite.protocols import Knowledge
from evalsuite.settings import Resolved, Settings, env_lines, resolve, table

if TYPE_CHECKING:
    from evalsuite.assistants.opening import OpenedAssistant
    from evalsuite.codec.secrets import Secrets
    from evalsuite.customers import SimulatedCustomer
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.conversation import Transcript
    from evalsuite.domain.persona import Persona
    from evalsuite.domain.policy import Policies
    from evalsuite.domain.reading import FactKind
    from evalsuite.domain.rubric import Rubric
    from evalsuite.domain.run import AssistantCard
    from evalsuite.graders.registry import Registry
    from evalsuite.models.limited import Budget
    from evalsuite.protocols import Judging, Model, OwnMetric, Simulator, Toolbox
    from evalsuite.store import Runs
    from evalsuite.suite import Binder, BoundCase
    from evalsuite.tickets.store import TicketStore

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

    @cached_property
    def policies(self) -> Policies | None:
        """`graders/policies.yaml`; None where there is none. Raises `InputError`."""
        from evalsuite.codec.policies import read_policies

        path = self.root / "graders" / "policies.yaml"
        tools = self.tool_names()
        return read_policies(self.shown(path), path.read_bytes(), tools=tools) if path.is_file() else None

    @cached_property
    def personas(self) -> Mapping[str, Persona] | None:
        """`graders/personas.yaml`; None where there is none. Raises `InputError`."""
        from evalsuite.codec.personas import read_personas

        path = self.root / "graders" / "personas.yaml"
        return read_personas(self.shown(path), path.read_bytes()) if path.is_file() else None

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
            personas=self.personas,
            policies=self.policies,
            judging=self.judging,
            canaries=card.canaries if card else (),
            prompt=card.prompt if card else None,
            sees_context=card.sees_context if card else True,
            tools=(card.tools if card and card.tools else None)
            or (offered(self.catalogue) if self.catalogue else None),
            metrics=self.metrics,
            quiet=self.secrets.noun,
        )

    @cached_property
    def metrics(self) -> Mapping[str, OwnMetric]:
        """Functions of `graders/*.py` that make metrics, by name."""
        from evalsuite.marks import MetricMark
        from evalsuite.protocols import OwnMetric

        return {
            mark.name: OwnMetric(make=function, content=content)
            for _, content, function in self.code
            if isinstance(mark := getattr(function, "__evalsuite__", None), MetricMark)
        }

    @cached_property
    def secrets(self) -> Secrets:
        """What nothing that is written or shown may hold."""
        from evalsuite.codec.secrets import secrets_of

        return secrets_of(self.environment)

    def rubric(self, name: str) -> Rubric:
        """`graders/rubrics/NAME.md`, or a bundled one. Raises `ValueError` where there is none, or `InputError`."""
        from evalsuite.codec.rubrics import bundled_rubric, bundled_rubrics, read_rubric

        own = {path.stem: path for path in sorted((self.root / "graders" / "rubrics").glob("*.md"))}
        if name in own:
            if name not in self._rubrics:
                self._rubrics[name] = read_rubric(self.shown(own[name]), own[name].read_bytes(), name=name)
            return self._rubrics[name]
        found = bundled_rubric(name)
        if found is None:
            raise ValueError(f"no rubric {name!r}.{did_you_mean(name, sorted({*own, *bundled_rubrics()}))}")
        return found

    @cached_property
    def _rubrics(self) -> dict[str, Rubric]:
        return {}

    @cached_property
    def judges(self) -> list[AssistantDefinition]:
        """Who judges what no rule can, as the settings name them. Raises as `assistant`."""
        return [self.assistant(name) for name in self.settings.judge.judges]

    @cached_property
    def judging(self) -> Judging:
        """Judges and rubrics, nothing opened yet. Raises `UsageError` or `InputError`."""
        from evalsuite.protocols import Judging

        samples = self.settings.judge.samples
        if not self.settings.judge.judges:  # and what models need is not loaded
            return Judging(samples=samples, rubric=self.rubric)
        from evalsuite.judges import judging_of
        from evalsuite.models.reply_file import ReplyFile

        return judging_of(
            self.judges,
            samples=samples,
            rubric=self.rubric,
            env=self.environment,
            transports={"offline": _offline},
            concurrency=self.settings.concurrency,
            replies=ReplyFile(self.root / ".evalsuite" / "private" / "judges.jsonl"),
            budget=self.budget,
            key=lambda: self.key,
        )

    def judge_notes(self, model: str | None) -> tuple[str, ...]:
        """What is to be told of the judges where the assistant's model is this one."""
        if not self.settings.judge.judges:
            return ()
        from evalsuite.judges import alike

        return tuple(filter(None, [alike(self.judges, model)]))

    @cached_property
    def budget(self) -> Budget | None:
        """What the models of one command may cost together; None where the settings set no limit."""
        from evalsuite.models.limited import Budget

        limit = self.settings.max_cost_usd
        return Budget(limit) if limit else None

    def binder(self, knowledge: Knowledge, *, standing: Sequence[GraderSpec] | None = None) -> Binder:
        from evalsuite.suite import Binder

        return Binder(
            registry=self.registry,
            knowledge=knowledge,
            standing=self.settings.graders if standing is None else standing,
            tools={tool.name for tool in knowledge.tools} if knowledge.tools else None,
            optional=("rubric", "deepeval") if self.settings.judge.optional else (),
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
        if "persona" in (definition.prompt or ""):
            personas = BUILT_IN if self.personas is None else self.personas
            definition = replace(definition, personas={name: described(one) for name, one in personas.items()})
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
        from evalsuite.assistants.hushed import HushedAssistant
        from evalsuite.assistants.opening import open_assistant

        canaries = () if offline else self.canaries(definition)
        if canaries:
            from evalsuite.models.seeded import seeded

            wrap = seeded(wrap, prompt=canaries[0], notes=canaries[1])
        opened = await open_assistant(
            definition,
            env=self.environment,
            offline=offline,
            transports={"offline": _offline},
            wrap=wrap,
            concurrency=concurrency,
            folder=self.root,
            **self._recording(definition),
        )
        opened.assistant = HushedAssistant(opened.assistant, self.secrets)
        return opened

    def customer(self) -> AssistantDefinition:
        """Who plays simulated customers. Raises `UsageError` where the settings name nobody who can."""
        if self.settings.customer is None:
            raise UsageError(
                "a case has a simulated customer, and no model plays it: name an assistant definition of kind openai "
                'in the settings, customer = "NAME"'
            )
        definition = self.assistant(self.settings.customer)
        if definition.kind != "openai":
            raise UsageError(
                f"customer = {definition.name!r} is of kind {definition.kind}; only a model, of kind openai, plays "
                "customers"
            )
        return definition

    @asynccontextmanager
    async def played(
        self,
        definition: AssistantDefinition,
        knowledge: Knowledge,
        *,
        wrap: Callable[[Model], Model],
        offline: bool = False,
    ) -> AsyncIterator[SimulatedCustomer]:
        """The simulated customer, as long as it is needed. Raises `UsageError` where its model cannot be opened."""
        from evalsuite.assistants.opening import opened_model
        from evalsuite.customers import SimulatedCustomer

        async with opened_model(
            definition,
            env=self.environment,
            transports={"offline": _offline},
            wrap=wrap,
            concurrency=self.settings.concurrency,
            offline=offline,
        ) as model:
            yield SimulatedCustomer(model, knowledge=knowledge, parameters=definition.parameters)

    def canaries(self, definition: AssistantDefinition) -> tuple[str, ...]:
        """The words planted in an assistant's prompt, and in notes for staff; none where leaks are not graded, or no
        model is called from here. The workspace's key is made when it is first wanted."""
        from evalsuite.canaries import canary

        if definition.kind != "openai" or all(spec.name != "leaks" for spec in self.settings.graders):
            return ()
        return canary(self.key, f"prompt {definition.prompt_path or definition.name}"), canary(
            self.key, "notes for staff"
        )

    @property
    def key(self) -> str:
        """What the workspace hashes and derives with; made when it is first wanted, and in no file that Git follows."""
        return self.environment.get("EVALSUITE_KEY") or _key_of(self.root / ".evalsuite" / "key")

    def tickets(self) -> TicketStore:
        """The private store of tickets, made where there is none; close it when done. Raises `EvalsuiteError`."""
        from evalsuite.tickets.store import open_tickets

        path = self.root / ".evalsuite" / "private" / "tickets.sqlite"
        return open_tickets(path, identity=self.settings.tickets.bot_identity, key=self.key)

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


def _key_of(path: Path) -> str:
    """The key that a file holds; a new one where there is no such file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        from secrets import token_hex

        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.parent / ".gitignore").exists():
            (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")  # the key undoes what was hashed with it
        path.write_text(token_hex(16) + "\n", encoding="utf-8")
        path.chmod(0o600)
        return path.read_text(encoding="utf-8").strip()


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
