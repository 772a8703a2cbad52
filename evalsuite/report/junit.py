"""A run as JUnit XML, for the test tabs of CI servers: one testcase a case, its attempts as properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from evalsuite.domain.run import CaseEntry
from evalsuite.report.cases import CaseTold
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from evalsuite.report.words import Heading

LONGEST = 10_000
"""Characters of a text, at most: servers keep every one of them."""


def junit_xml(heading: Heading, cases: Iterable[CaseTold], *, decision: str = "") -> str:
    """One testsuite. A case fails where any attempt failed; else it is an error where any got no usable reply, else
    skipped where any could not be judged, with the reason; else it passes. Where there is no case, that is an error."""
    told = list(cases) or [_NOTHING]
    counts = {kind: sum(case.outcome == kind for case in told) for kind in ("fail", "error", "ungraded")}
    suite = _attributes(
        name=heading.assistant,
        tests=len(told),
        failures=counts["fail"],
        errors=counts["error"],
        skipped=counts["ungraded"],
        time=f"{sum(case.seconds for case in told):.3f}",
        timestamp=heading.started_at.strftime("%Y-%m-%dT%H:%M:%S") if heading.started_at else None,
    )
    about = {"run": heading.run_id, "model": heading.model, "decision": decision, **heading.provenance}
    about |= {f"warning.{number}": note for number, note in enumerate(heading.notes, 1)}
    if heading.in_progress:
        about["in_progress"] = "true"
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>", f"<testsuite{suite}>"]
    lines += _properties(about.items())
    for case in told:
        lines += _testcase(case)
    return "\n".join([*lines, "</testsuite>", "</testsuites>", ""])


def _testcase(case: CaseTold) -> Iterator[str]:
    entry = case.entry
    place = {"file": entry.path, "line": entry.line} if entry.path else {}
    name = _attributes(classname=entry.path or "cases", name=entry.id, time=f"{case.seconds:.3f}", **place)
    yield f"<testcase{name}>"
    yield from _properties(_about(case))
    said = _attributes(message=case.reason, type=case.kind)
    if case.outcome == "ungraded":
        yield f"<skipped{said}/>"
    elif case.outcome != "pass":
        element = "failure" if case.outcome == "fail" else "error"
        yield f"<{element}{said}>{_text(case.text)}</{element}>"
    yield "</testcase>"


def _about(case: CaseTold) -> Iterator[tuple[str, object]]:
    entry = case.entry
    yield "title", entry.title
    yield "tags", ", ".join(entry.tags)
    yield from (("cohort", entry.cohort), ("difficulty", entry.difficulty), ("origin", entry.origin))
    yield "attempts", len(case.attempts)
    yield "passed", sum(outcome == "pass" for outcome in case.attempts.values())
    yield from ((f"attempt.{number}", outcome) for number, outcome in sorted(case.attempts.items()))
    yield from ((f"grader.{label}", outcome) for label, outcome in case.graders.items())


def _properties(pairs: Iterable[tuple[str, object]]) -> Iterator[str]:
    yield "<properties>"
    yield from (f"<property{_attributes(name=name, value=value)}/>" for name, value in pairs if value not in ("", None))
    yield "</properties>"


def _attributes(**values: object) -> str:
    written = ((name, _text(str(value))) for name, value in values.items() if value is not None)
    # Line breaks as they are would be read as blanks.
    return "".join(f' {name}="{text}"'.replace("\n", "&#10;").replace("\t", "&#9;") for name, text in written)


def _text(text: str) -> str:
    shown = _NO_CHARACTER.sub("\ufffd", visible(text[:LONGEST]))
    return escape(shown + ("…" if len(text) > LONGEST else ""))


_NOTHING = CaseTold(
    entry=CaseEntry(id="nothing ran"),
    attempts={},
    graders={},
    outcome="error",
    reason="No trial was made, so there is nothing to judge.",
    kind="nothing_ran",
)
"""An empty suite would be green."""
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML cannot hold even as a reference, and `visible` leaves."""
