"""Case files as pytest items: `pytest cases/` runs each case against the `assistant` fixture.

The ini option `evalsuite_cases` says which YAML files are cases. Until one is collected, nothing is imported but
the standard library and pytest.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evalsuite.flows.asserting import CaseResult


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("evalsuite_cases", "folders and files that hold evalsuite cases", type="paths", default=[])
    group = parser.getgroup("evalsuite", "cases of a support assistant (evalsuite)")
    group.addoption(
        "--assistant",
        dest="evalsuite_assistants",
        action="append",
        default=[],
        metavar="NAME",
        help="hold cases with this assistant of graders/assistants, not with the fixture's; may be given again",
    )
    group.addoption(
        "--trials", dest="evalsuite_trials", type=_count, default=1, metavar="K", help="attempts at each case"
    )
    group.addoption(
        "--evalsuite-run", action="store_true", help="keep the run under reports/runs with its page, as evalsuite run"
    )
    group.addoption(
        "--evalsuite-baseline",
        metavar="FILE",
        help="fail on what got worse than this baseline (a file or a run), and unless the gate says ship",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "evalsuite(assistant=NAME): on every case; on a test, whom its fixture evalsuite_case holds cases with",
    )
    # The process that tells the end, and no worker of it, keeps the trials.
    kept = config.option.evalsuite_run or config.option.evalsuite_baseline
    if kept and not hasattr(config, "workerinput") and not config.option.collectonly:
        from evalsuite.flows.pytest_keep import Keep  # noqa: PLC0415  - idle, the plugin costs nothing

        config.pluginmanager.register(Keep(config, now=datetime.now(UTC)))


@pytest.fixture
def evalsuite_case(request: pytest.FixtureRequest) -> Callable[[str], CaseResult]:
    """What runs a case by its id; called with it, it gives a `CaseResult`."""
    from evalsuite.flows.pytest_case import case_runner  # noqa: PLC0415

    return case_runner(request)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix not in {".yaml", ".yml"} or not _holds_cases(file_path, parent.config):
        return None
    from evalsuite.flows.pytest_items import CaseFile  # noqa: PLC0415

    file: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
    return file


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Trials travel with the report of their item, from a worker of pytest-xdist too."""
    report = yield
    records = getattr(item, "evalsuite_records", None)
    if records and call.when == "call":
        report.evalsuite = records
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist in how many shares the cases go."""
    if _deals_out_cases(node.config):
        node.workerinput["evalsuite_shares"] = len(node.config.getoption("tx"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    if not _deals_out_cases(config):
        return None
    from evalsuite.flows.shares import scheduler  # noqa: PLC0415

    return scheduler(config, log, root=config.rootpath)


def _holds_cases(path: Path, config: pytest.Config) -> bool:
    inside = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
    folders: list[Path] = config.getini("evalsuite_cases")
    return "drafts" not in inside.parts and any(path == folder or folder in path.parents for folder in folders)


def _deals_out_cases(config: pytest.Config) -> bool:
    """Whether pytest-xdist was not told how to deal out tests, and cases may be among them."""
    if config.getoption("dist", "no") != "load":
        return False
    folders: list[Path] = config.getini("evalsuite_cases")
    asked = [(config.invocation_params.dir / argument.partition("::")[0]).resolve() for argument in config.args]
    return any(one == folder or folder in one.parents or one in folder.parents for one in asked for folder in folders)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(text)
    return int(text)
