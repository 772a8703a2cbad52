"""Cases that did not pass as GitHub's annotations, at the lines of their YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evalsuite.report.cases import attempts_said
from evalsuite.report.headline import VOID, counted
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from evalsuite.report.cases import CaseTold

SHOWN = 10
"""GitHub shows ten errors of a step, and drops the others without a word."""
LONGEST = 1000
"""Characters of a message."""
_TITLES = {"fail": "failed", "error": "got no usable reply", "ungraded": "could not be judged"}


def annotation_lines(
    cases: Sequence[CaseTold],
    *,
    place: Callable[[str], str] = str,
    sentence: str = "",
    grave: bool = False,
    warnings: Sequence[str] = (),
    regressions: frozenset[str] = frozenset(),
) -> list[str]:
    """A line for each of the first cases, given worst first: errors for what failed or crashed, warnings for what
    could not be judged; then one on all that is left, and the sentence, as an error where it is `grave`. Before them
    all stand warnings on the whole, which take their room.

    `place` gives a path from the repository's root, empty where it is outside.
    """
    lines = [_line("warning", one, title="evalsuite") for one in warnings]
    room = max(1, SHOWN - len(lines))
    lines += [_annotation(case, place=place, regressed=case.entry.id in regressions) for case in cases[:room]]
    left = len(cases) - room
    if left > 0:
        rest = f"{counted(left, 'more case')} did not pass. The run's page and summary list them all."
        lines.append(_line("notice", rest, title=f"… and {left:,} more"))
    if sentence:
        lines.append(_line("error" if grave else "notice", sentence, title="evalsuite"))
    return lines


def _annotation(case: CaseTold, *, place: Callable[[str], str], regressed: bool) -> str:
    entry = case.entry
    path = place(entry.path) if entry.path else ""
    where = {"file": path, "line": str(entry.line or 1)} if path else {}
    what = "was void" if case.kind == VOID else _TITLES[case.outcome]
    what = f"{what}, and passed in the baseline" if regressed else what
    attempts = attempts_said(case)
    said = f"{what} in {attempts}" if attempts else what
    level = "warning" if case.outcome == "ungraded" else "error"
    return _line(level, case.reason or case.kind, **where, title=f"{entry.id} {said}")


def _line(level: str, message: str, **properties: str) -> str:
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level}{' ' + told if told else ''}::{_data(message[:LONGEST])}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text[:LONGEST]).replace(":", "%3A").replace(",", "%2C")
