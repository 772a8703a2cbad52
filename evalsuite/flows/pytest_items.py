"""Cases as pytest items, whose trials are made ahead of them."""

from __future__ import annotations

import os
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from evalsuite.errors import EvalsuiteError, ModelError
from evalsuite.flows.ahead import Ahead, Ask
from evalsuite.flows.asserting import told
from evalsuite.flows.pytest_excuses import Excuses, excuses
from evalsuite.flows.pytest_keep import record
from evalsuite.flows.pytest_words import FIXTURE
from evalsuite.flows.shares import shared_out
from evalsuite.flows.single import cases_of, workspace_of
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from evalsuite.domain.case import LocatedCase
    from evalsuite.domain.run import Trial


class TrialError(Exception):
    """A trial that did not pass, in words."""


class CaseFile(pytest.File):
    """A YAML file of cases."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item a case and assistant. Mistakes in the file are a collection error that tells them all at once."""
        root = self.config.rootpath
        shown = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        try:
            located = cases_of(self.path, shown.as_posix())
            _excuses(self)  # which tells what is wrong with the workspace before anything runs
        except EvalsuiteError as error:
            raise self.CollectError(visible(str(error))) from None
        names: list[str] = self.config.option.evalsuite_assistants
        for name in names or [""]:
            for one in located:
                yield self._item(one, name, told=len(names) > 1)

    def _item(self, located: LocatedCase, assistant: str, *, told: bool) -> CaseItem:
        name = f"{located.case.id}[{assistant}]" if told else located.case.id
        item: CaseItem = CaseItem.from_parent(self, name=name, callobj=_by_name if assistant else _by_fixture)
        item.located, item.assistant = located, assistant
        item.add_marker("evalsuite")
        item.extra_keyword_matches.update(located.case.tags)
        return item


def _by_fixture(assistant: object) -> None:
    """What pytest reads the fixtures of a case from."""


def _by_name() -> None:
    """The same where the assistant was named on the command line."""


class CaseItem(pytest.Function):
    """One case. A failure tells the verdict first, then the conversation, then where the case stands."""

    located: LocatedCase
    assistant: str
    """Named on the command line; empty where the fixture gives it."""
    evalsuite_records: list[dict[str, str]]
    """What is told of the trials to the process that keeps them."""

    def setup(self) -> None:
        """Make the fixtures; what a person must mend there is told without a traceback."""
        try:
            super().setup()
        except pytest.FixtureLookupError as error:
            if error.argname != "assistant":
                raise
            text = f"ERROR: there is no fixture named assistant. Add to conftest.py:\n\n{FIXTURE}"
            raise pytest.fail.Exception(text, pytrace=False) from None
        except EvalsuiteError as error:
            raise pytest.fail.Exception(f"ERROR: {visible(str(error))}", pytrace=False) from None

    def runtest(self) -> None:
        """Make the trials, or wait for those that were made ahead, and say what did not pass."""
        expired = _excuses(self).expired(self.located.case.id)
        if expired:
            raise TrialError(f"{expired}\n\n{_place(self)}")
        wanted = self.assistant or self.funcargs["assistant"]
        ahead = ahead_of(self.session)
        try:
            ahead.announce(ask for item in _alike(self) for ask in item.asks(wanted))
            made = [ahead.trial(ask) for ask in self.asks(wanted)]
        except (EvalsuiteError, ModelError) as error:
            raise TrialError(f"ERROR: {visible(str(error))}\n\n{_place(self)}") from None
        self.evalsuite_records = [record(one) for one in made] if _kept(self.config) else []
        trials = [one.trial for one in made]
        faults = _told(trials)
        if faults and all(one.outcome in {"pass", "fail"} for one in trials):
            excuse = _excuses(self).excuse(self.located.case.id)
            if excuse:
                pytest.xfail(f"{excuse}: {faults.splitlines()[0]}")
        if faults:
            raise TrialError(f"{faults}\n\n{_place(self)}")

    def asks(self, wanted: object) -> list[Ask]:
        attempts = range(1, self.config.option.evalsuite_trials + 1)
        return [Ask(wanted=wanted, located=self.located, folder=self.path.parent, attempt=one) for one in attempts]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        if isinstance(excinfo.value, TrialError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)  # pytest.Function chooses the style by itself

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.located.mark.line - 1, self.name


_AHEAD = pytest.StashKey[Ahead]()
_ANNOUNCED = pytest.StashKey[set["Hashable"]]()
"""Sources of assistants whose cases have been announced."""
_EXCUSES = pytest.StashKey[dict[Path, Excuses]]()
"""By workspace."""


def _excuses(node: pytest.Collector | pytest.Item) -> Excuses:
    workspace, stash = workspace_of(node.path.parent), node.config.stash.setdefault(_EXCUSES, {})
    if workspace.root not in stash:
        baseline: str | None = node.config.option.evalsuite_baseline
        stash[workspace.root] = Excuses(today=datetime.now(UTC).date())  # so that a mistake is told once
        for name in node.config.option.evalsuite_assistants:
            workspace.assistant(name)
        stash[workspace.root] = excuses(workspace, baseline=baseline, today=datetime.now(UTC).date())
    return stash[workspace.root]


def ahead_of(session: pytest.Session) -> Ahead:
    """Whoever makes the session's trials."""
    if _AHEAD not in session.stash:
        session.stash[_AHEAD] = Ahead(parts=_input(session.config, "workercount", 1))
        session.addfinalizer(session.stash[_AHEAD].close)
    return session.stash[_AHEAD]


def _kept(config: pytest.Config) -> bool:
    return bool(config.option.evalsuite_run or config.option.evalsuite_baseline)


def _alike(item: CaseItem) -> list[CaseItem]:
    """The cases still to come that get the very same assistant, and are this process's own to run."""
    source = _source(item)
    announced = item.config.stash.setdefault(_ANNOUNCED, set())
    if source is None or source in announced:
        return []
    announced.add(source)
    items = item.session.items
    coming = [
        one
        for one in items[items.index(item) :]
        if isinstance(one, CaseItem) and _source(one) == source and not one.get_closest_marker("skip")
    ]
    return _own_share(item, coming)


def _own_share(item: CaseItem, coming: list[CaseItem]) -> list[CaseItem]:
    if _input(item.config, "workercount", 1) == 1:
        return coming
    parts = _input(item.config, "evalsuite_shares", 0)
    if not parts:
        return []  # somebody else deals the cases out, one by one
    cases = [one for one in item.session.items if isinstance(one, CaseItem)]
    shares = dict(zip(cases, shared_out([one.located.case.unit for one in cases], parts), strict=True))
    return [one for one in coming if shares[one] == shares[item]]


def _source(item: CaseItem) -> Hashable | None:
    """What gives the item its assistant, where it gives the same one to others; None where that is not known."""
    if item.assistant:
        return item.assistant
    found = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {}).get("assistant")
    return id(found[-1]) if found and found[-1].scope == "session" else None


def _input(config: pytest.Config, name: str, default: int) -> int:
    """What the controller of pytest-xdist told this worker."""
    given: dict[str, Any] = getattr(config, "workerinput", {})
    return int(given.get(name, default))


def _told(trials: list[Trial]) -> str:
    """What did not pass, the worst attempt in full; nothing where all passed."""
    worst = next((one for kind in _WORST for one in trials if one.outcome == kind), None)
    if worst is None:
        return ""
    return told(worst) if len(trials) == 1 else f"{_steadiness(trials)}: attempt {worst.attempt}: {told(worst)}"


_WORST = ("error", "fail", "ungraded")


def _steadiness(trials: list[Trial]) -> str:
    """All attempts alike is stable, anything else flaky."""
    passed = sum(one.outcome == "pass" for one in trials)
    if passed:
        return f"FLAKY: {passed} of {len(trials)} attempts passed"
    return f"STABLE FAIL: none of {len(trials)} attempts passed"


def _place(item: CaseItem) -> str:
    """Where the case stands, and the command that runs it alone, from the folder pytest was called in."""
    path = Path(os.path.relpath(item.path, item.config.invocation_params.dir)).as_posix()
    node = f"{path}::{item.name}"
    quoted = shlex.quote(node) if re.search(r'["$`\\]', node) else f'"{node}"'
    return f"{path}:{item.located.mark.line}\nagain: pytest {quoted}"
