"""Case files as pytest items: `pytest cases/` runs each case against the `assistant` fixture.

The ini option `evalsuite_cases` says which YAML files are cases. Until one is collected, nothing is imported but
the standard library and pytest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.run import Trial


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("evalsuite_cases", "folders and files that hold evalsuite cases", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix not in {".yaml", ".yml"} or "drafts" in file_path.parts:
        return None
    folders: list[Path] = parent.config.getini("evalsuite_cases")
    if not any(file_path == folder or folder in file_path.parents for folder in folders):
        return None
    file: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
    return file


class TrialError(Exception):
    """A trial that did not pass, in words."""


class CaseFile(pytest.File):
    """A YAML file of cases."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item a case. Mistakes in the file are a collection error that tells them all at once."""
        from evalsuite.codec.cases import read_cases  # noqa: PLC0415  - idle, the plugin costs nothing
        from evalsuite.errors import InputError  # noqa: PLC0415

        try:
            located = read_cases([(_shown(self.path, self.config), self.path.read_bytes())])
        except InputError as error:
            raise self.CollectError(str(error)) from None
        for one in located:
            item: CaseItem = CaseItem.from_parent(self, name=one.case.id, callobj=_function(one, self.config.rootpath))
            item.located = one
            item.extra_keyword_matches.update(one.case.tags)
            yield item


class CaseItem(pytest.Function):
    """One case; a failure tells the verdict first, then where the case stands, then the conversation."""

    located: LocatedCase

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from evalsuite.errors import EvalsuiteError, ModelError  # noqa: PLC0415

        if isinstance(excinfo.value, TrialError | EvalsuiteError | ModelError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)  # pytest.Function chooses the style by itself

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.located.mark.line - 1, self.located.case.id


def _function(located: LocatedCase, root: Path) -> Callable[[object], None]:
    """What pytest calls for a case, as it would a test function with this one fixture."""

    def case(assistant: object) -> None:
        from evalsuite.flows.single import try_case  # noqa: PLC0415

        trial = try_case(assistant, located, root)
        if trial.outcome != "pass":
            raise TrialError(_told(located, trial))

    return case


def _told(located: LocatedCase, trial: Trial) -> str:
    from evalsuite.domain.run import CaseEntry  # noqa: PLC0415
    from evalsuite.report.text import conversation_text, trial_text  # noqa: PLC0415

    entry = CaseEntry(id=trial.case_id, path=located.mark.path, line=located.mark.line)
    return f"{trial_text(entry, trial)}\n\n{conversation_text(trial)}"


def _shown(path: Path, config: pytest.Config) -> str:
    return path.relative_to(config.rootpath).as_posix() if path.is_relative_to(config.rootpath) else str(path)
