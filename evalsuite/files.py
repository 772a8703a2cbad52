"""A workspace's files and settings as nouns."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalsuite.domain.case import LocatedCase
from evalsuite.domain.catalogue import Catalogue, offered
from evalsuite.domain.persona import BUILT_IN, described
from evalsuite.errors import Complaint, InputError, NothingRanError, UsageError, did_you_mean
from evalsuite.settings import Resolved, Settings

if TYPE_CHECKING:
    from evalsuite.codec.secrets import Secrets
    from evalsuite.domain.assistant import AssistantDefinition
    from evalsuite.domain.persona import Persona
    from evalsuite.domain.policy import Policies
    from evalsuite.domain.reading import FactKind
    from evalsuite.domain.rubric import Rubric
    from evalsuite.privacy.rules import Finder, Rules


@dataclass(frozen=True)
class Files:
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
    def secrets(self) -> Secrets:
        """What nothing that is written or shown may hold."""
        from evalsuite.codec.secrets import secrets_of

        return secrets_of(self.environment)

    @cached_property
    def privacy(self) -> Rules:
        """What the team has said of personal data. Raises `UsageError` where a file or package it names is missing."""
        from evalsuite.privacy.rules import Rules, listed

        said = self.settings.privacy
        path = self.root / (said.deny_file or ".evalsuite/deny.txt")
        if said.deny_file and not path.is_file():
            raise UsageError(f"no file {self.shown(path)}, which [privacy] deny_file names. Write it, one word a line")
        words = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        finders: tuple[Finder, ...] = ()
        if said.presidio is not None:
            from evalsuite.privacy.presidio import presidio

            finders = (presidio(said.presidio),)
        more = listed(self.environment.get("EVALSUITE_DENY", ""))
        return Rules(deny=(*said.deny, *listed(words), *more), allow=said.allow, finders=finders)

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

    @property
    def key(self) -> str:
        """What the workspace hashes and derives with; made when it is first wanted, and in no file that Git follows."""
        return self.environment.get("EVALSUITE_KEY") or _key_of(self.root / ".evalsuite" / "key")

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


def _key_of(path: Path) -> str:
    """The key that a file holds; a new one where there is no such file."""
    if not path.exists():
        from secrets import token_hex

        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.parent / ".gitignore").exists():
            (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")  # the key undoes what was hashed with it
        made = path.with_name(f"key.{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            file.write(token_hex(16) + "\n")
        with suppress(FileExistsError):  # whoever comes first: nobody may read half a key, or another one
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="utf-8").strip()


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
