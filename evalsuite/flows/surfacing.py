"""What CI is told of a run: a comment, a JUnit file, annotations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evalsuite.domain.run import CaseEntry, Trial, result_of
from evalsuite.errors import UsageError
from evalsuite.flows.judges_known import judges_of
from evalsuite.flows.reporting import heading, left_of
from evalsuite.report.cases import CaseTold, told_by_case, worst_first
from evalsuite.report.comment import Links, comment
from evalsuite.report.github import annotation_lines
from evalsuite.report.headline import headline
from evalsuite.report.junit import junit_xml
from evalsuite.summary import Summary, Tally

if TYPE_CHECKING:
    from evalsuite.domain.decision import Weighed
    from evalsuite.report.words import Heading
    from evalsuite.store import RunFolder
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfaced:
    """A run as CI is told of it, its transcripts left behind."""

    heading: Heading
    summary: Summary
    cases: list[CaseTold]
    weighed: Weighed | None
    links: Links


def surfaced(workspace: Workspace, folder: RunFolder, *, weighed: Weighed | None, page: str = "") -> Surfaced:
    """A run read once. `page` is the address its page will have."""
    tally = Tally()
    cases = told_by_case(_counted(folder.trials(), tally))
    return Surfaced(
        heading=heading(folder.manifest(), left=left_of(folder), judges=judges_of(workspace, folder)),
        summary=tally.summary(),
        cases=cases,
        weighed=weighed,
        links=Links(page=page, source=_source(workspace), place=partial(_place, workspace)),
    )


def surface(run: Surfaced, kind: str) -> str:
    """Its text as markdown, junit, or else github's annotations, ending in a line break."""
    if kind == "markdown":
        return comment(run.heading, run.summary, run.cases, weighed=run.weighed, links=run.links)
    decision = run.weighed.decision.sentence if run.weighed else ""
    if kind == "junit":
        return junit_xml(run.heading, run.cases, decision=decision)
    flips = run.weighed.comparison.flips if run.weighed else ()
    regressions = frozenset(flip.case_id for flip in flips if flip.kind == "regression")
    sentence = decision or headline(run.summary, in_progress=run.heading.in_progress).sentence
    bad = worst_first(run.cases, regressions=regressions)
    grave = not run.summary.trials  # an empty list of annotations would look like success
    lines = annotation_lines(
        bad,
        place=run.links.place,
        sentence=sentence,
        grave=grave,
        warnings=run.heading.notes,
        regressions=regressions,
    )
    return "\n".join([*lines, ""])


def add_step_summary(workspace: Workspace, run: Surfaced) -> Path:
    """The comment added to the summary of a job at GitHub; its file comes back. Raises `UsageError` without one."""
    name = workspace.environment.get("GITHUB_STEP_SUMMARY")
    if not name:
        raise UsageError("GITHUB_STEP_SUMMARY is not set: --step-summary is for GitHub Actions. Use --format markdown")
    path = Path(name)
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(surface(run, "markdown"))
    except OSError as error:
        raise UsageError(f"GITHUB_STEP_SUMMARY names {path}, which cannot be written: {error.strerror}") from None
    return path


def _counted(trials: Iterable[tuple[CaseEntry, Trial]], tally: Tally) -> Iterator[tuple[CaseEntry, Trial]]:
    for entry, trial in trials:
        tally.add(result_of(trial))
        yield entry, trial


def _root(workspace: Workspace) -> Path:
    """The repository around where the person stands."""
    named = workspace.environment.get("GITHUB_WORKSPACE")
    if named and workspace.here.is_relative_to(named):
        return Path(named)
    return next((one for one in (workspace.here, *workspace.here.parents) if (one / ".git").exists()), workspace.here)


def _place(workspace: Workspace, path: str) -> str:
    """A path from the repository's root; empty where it leads out of it."""
    below = os.path.relpath(workspace.here / path, _root(workspace)).replace(os.sep, "/")
    return "" if below.startswith("../") else below


def _source(workspace: Workspace) -> str:
    """The address of the repository's files at this commit, where GitHub's own variables tell it."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (workspace.environment.get(name, "") for name in names)
    return f"{server}/{repository}/blob/{commit}/" if server and repository and commit else ""
