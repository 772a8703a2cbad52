"""A case run by a test of one's own, by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evalsuite.errors import EvalsuiteError
from evalsuite.flows.ahead import Ask
from evalsuite.flows.asserting import CaseResult
from evalsuite.flows.pytest_items import ahead_of
from evalsuite.flows.single import workspace_of
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable


def case_runner(request: pytest.FixtureRequest) -> Callable[[str], CaseResult]:
    """Runs a case of the workspace around the test, with the test's assistant.

    The assistant is the one that the mark `evalsuite(assistant=…)` names, or else the fixture's.
    """
    mark = request.node.get_closest_marker("evalsuite")
    named = mark.kwargs.get("assistant") if mark else None
    folder = request.node.path.parent

    def run(case_id: str) -> CaseResult:
        __tracebackhide__ = True
        try:
            workspace = workspace_of(folder)
            [located] = workspace.cases(ids=(case_id,))
            wanted = named or request.getfixturevalue("assistant")
            made = ahead_of(request.session).trial(Ask(wanted=wanted, located=located, folder=workspace.root))
        except EvalsuiteError as error:
            raise pytest.fail.Exception(f"ERROR: {visible(str(error))}", pytrace=False) from None
        return CaseResult(made.trial)

    return run
