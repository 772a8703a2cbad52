"""What a grading writes while conversations stream by: verdict lines, a page, a summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from evalsuite.conversations.recorded import BadLine
from evalsuite.domain.run import result_of
from evalsuite.flows.reporting import Examples, save_page
from evalsuite.report.lines import refused_line, verdict_line
from evalsuite.summary import Summary, summarize

if TYPE_CHECKING:
    from evalsuite.domain.run import CaseEntry, Trial
    from evalsuite.flows.grading import Graded

Form = Literal["text", "jsonl", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldGraded:
    summary: Summary
    refused: int
    """Lines that could not be read."""
    examples: tuple[str, ...]
    """In the form of text, the first conversations that did not pass, each as several lines."""


def tell_graded(
    graded: Iterable[Graded | BadLine],
    *,
    out: TextIO | None,
    form: Form,
    page: Path | None,
    title: str,
    complain: Callable[[str], None],
    notes: tuple[str, ...] = (),
) -> ToldGraded:
    """Write everything in the form asked for, in input order and without holding it; `page` is written besides.

    With `out` None nothing is written there; lines that cannot be read are told to `complain`, one by one. `notes` are
    what a page says above its cases.
    """
    refused = _Counter()
    examples = Examples()
    trials = examples.watch(_lines(graded, out if form == "jsonl" else None, refused, complain))
    place = page or (out if form == "html" else None)
    if place:
        summary = _page(trials, title=title, place=place, notes=notes)
    else:
        summary = summarize(result_of(trial) for _, trial in trials)
    return ToldGraded(summary=summary, refused=refused.count, examples=examples.texts() if form == "text" else ())


def _page(
    trials: Iterable[tuple[CaseEntry, Trial]], *, title: str, place: Path | TextIO, notes: tuple[str, ...]
) -> Summary:
    from evalsuite.report.html import write_page  # noqa: PLC0415  - jinja2 only where a page is written
    from evalsuite.report.words import Heading  # noqa: PLC0415

    heading = Heading(title=title, run_id="recorded conversations", assistant="as recorded", notes=notes)
    if isinstance(place, Path):
        return save_page(place, heading, trials)
    return write_page(place.buffer, heading=heading, trials=trials)


class _Counter:
    count = 0


def _lines(
    graded: Iterable[Graded | BadLine], out: TextIO | None, refused: _Counter, complain: Callable[[str], None]
) -> Iterator[tuple[CaseEntry, Trial]]:
    for one in graded:
        if isinstance(one, BadLine):
            refused.count += 1
            complain(str(one.complaint))
            if out:
                out.write(refused_line(f"line-{one.line}", str(one.complaint)) + "\n")
            continue
        if out:
            out.write(verdict_line(one.identity, one.trial.judgement) + "\n")
        yield one.entry, one.trial
