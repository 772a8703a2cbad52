"""Case files as pytest items: `pytest cases/` runs each case against the `assistant` fixture.

The ini option `evalsuite_cases` says which YAML files are cases. Until one is collected, nothing is imported but
the standard library and pytest.
"""

from __future__ import annotations

import os
import re
import shlex
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
    if file_path.suffix not in {".yaml", ".yml"} or "drafts" in _inside(file_path, parent.config).parts:
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
        from evalsuite.errors import EvalsuiteError  # noqa: PLC0415  - idle, the plugin costs nothing
        from evalsuite.flows.single import cases_of  # noqa: PLC0415

        try:
            located = cases_of(self.path, _inside(self.path, self.config).as_posix())
        except EvalsuiteError as error:
            raise self.CollectError(_visible(str(error))) from None
        for one in located:
            function = _function(one, self.path.parent, place=_place(self, one))
            item: CaseItem = CaseItem.from_parent(self, name=one.case.id, callobj=function)
            item.located = one
            item.extra_keyword_matches.update(one.case.tags)
            yield item


class CaseItem(pytest.Function):
    """One case. A failure tells the verdict first, then the conversation, then where the case stands."""

    located: LocatedCase

    def setup(self) -> None:
        """Make the fixtures; what a person must mend there is told without a traceback."""
        from evalsuite.errors import EvalsuiteError  # noqa: PLC0415
        from evalsuite.flows.pytest_words import FIXTURE  # noqa: PLC0415

        try:
            super().setup()
        except pytest.FixtureLookupError as error:
            if error.argname != "assistant":
                raise
            text = f"ERROR: there is no fixture named assistant. Add to conftest.py:\n\n{FIXTURE}"
            raise pytest.fail.Exception(text, pytrace=False) from None
        except EvalsuiteError as error:
            raise pytest.fail.Exception(f"ERROR: {_visible(str(error))}", pytrace=False) from None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        if isinstance(excinfo.value, TrialError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)  # pytest.Function chooses the style by itself

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.located.mark.line - 1, self.located.case.id


def _function(located: LocatedCase, folder: Path, *, place: str) -> Callable[[object], None]:
    """What pytest calls for a case, as it would a test function with this one fixture."""

    def case(assistant: object) -> None:
        from evalsuite.errors import EvalsuiteError, ModelError  # noqa: PLC0415
        from evalsuite.flows.single import try_case  # noqa: PLC0415

        try:
            trial = try_case(assistant, located, folder)
        except (EvalsuiteError, ModelError) as error:
            raise TrialError(f"ERROR: {_visible(str(error))}\n\n{place}") from None
        if trial.outcome != "pass":
            raise TrialError(f"{_told(trial)}\n\n{place}")

    return case


def _told(trial: Trial) -> str:
    from evalsuite.domain.run import CaseEntry  # noqa: PLC0415
    from evalsuite.report.text import conversation_text, trial_text  # noqa: PLC0415

    # pytest names the case above this text and before its first line, so that the entry need not.
    return "\n\n".join(filter(None, (trial_text(CaseEntry(id=""), trial), conversation_text(trial))))


def _place(file: CaseFile, located: LocatedCase) -> str:
    """Where the case stands, and the command that runs it alone, from the folder pytest was called in."""
    path = Path(os.path.relpath(file.path, file.config.invocation_params.dir)).as_posix()
    node = f"{path}::{located.case.id}"
    quoted = shlex.quote(node) if re.search(r'["$`\\]', node) else f'"{node}"'
    return f"{path}:{located.mark.line}\nagain: pytest {quoted}"


def _inside(path: Path, config: pytest.Config) -> Path:
    """The path from pytest's root folder, where it is in there."""
    return path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path


def _visible(text: str) -> str:
    from evalsuite.report.visible import visible  # noqa: PLC0415

    return visible(text)
