"""A run as a comment on a pull request: the answer first, then why, then what flipped, the rest folded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from evalsuite.report.cases import attempts_said, worst_first
from evalsuite.report.comparison import parted
from evalsuite.report.gate_markdown import criteria_lines
from evalsuite.report.headline import VOID, counted, headline
from evalsuite.report.markdown import code, plain, table
from evalsuite.report.visible import visible

if TYPE_CHECKING:
    from evalsuite.domain.comparison import Flip
    from evalsuite.domain.decision import Weighed
    from evalsuite.report.cases import CaseTold
    from evalsuite.report.words import Heading
    from evalsuite.summary import Summary

LONGEST = 60_000
"""Characters; GitHub refuses comments of more than 65,536."""
SHOWN = 10
"""Cases that stand open; the others are folded."""
NAMED = 20
"""Graders, or cases that could not be compared, that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a reader of the comment finds more."""

    page: str = ""
    """The address of the run's page."""
    source: str = ""
    """The address of the repository's files at this commit; a path and `#L14` are put behind it."""
    place: Callable[[str], str] = str
    """Gives a path from the repository's root; empty where it is outside."""


def marker(assistant: str) -> str:
    """A line that readers do not see, by which a program finds its comment again to write it anew."""
    return f"<!-- evalsuite report: {re.sub('[^A-Za-z0-9_.]+', '-', assistant)} -->"


def comment(
    heading: Heading,
    summary: Summary,
    cases: Sequence[CaseTold],
    *,
    weighed: Weighed | None = None,
    links: Links | None = None,
) -> str:
    """The comment, of at most `LONGEST` characters: what does not fit is counted."""
    links = links or Links()
    told = headline(summary, in_progress=heading.in_progress)
    lines = [marker(heading.assistant), f"### {plain(weighed.decision.sentence if weighed else told.sentence)}", ""]
    if weighed:
        lines += [f"- {plain(one)}" for one in weighed.decision.reasons]
        lines += [""] if weighed.decision.reasons else []
        lines += [f"This run: {plain(told.sentence)}", ""]
    lines += [f"{plain(note)}\n" for note in (*told.notes, *heading.notes, *told.across)]
    lines += _decided(weighed) if weighed else _graders(summary)
    if weighed and weighed.decision.would_decide:
        lines += ["**What would change this**", "", *(f"- {plain(one)}" for one in weighed.decision.would_decide), ""]
    foot = list(_foot(heading, links))
    flips = {flip.case_id: flip for flip in weighed.comparison.flips} if weighed else {}
    regressions = frozenset(name for name, flip in flips.items() if flip.kind == "regression")
    bad = worst_first(cases, regressions=regressions)
    room = LONGEST - sum(len(line) + 1 for line in (*lines, *foot)) - _MARGIN
    body = _Body(room)
    _list(body, "What passed before and fails now", [one for one in bad if one.entry.id in regressions], links, flips)
    _list(body, "What did not pass", [one for one in bad if one.entry.id not in regressions], links, {})
    if weighed:
        better = [flip for flip in flips.values() if flip.kind == "improvement"]
        body.folded("What failed before and passes now", [f"- {code(one.case_id, 120)}" for one in better])
        body.folded("What could not be compared", list(_parted(weighed)))
    return "\n".join([*lines, *body.lines, *foot])


_MARGIN = 600
"""Characters kept free for the heads and tails of lists."""


class _Body:
    """Lines as long as there is room for them."""

    def __init__(self, room: int) -> None:
        self.lines: list[str] = []
        self._room = room

    def fits(self, line: str) -> bool:
        self._room -= len(line) + 1
        if self._room < 0:
            return False
        self.lines.append(line)
        return True

    def folded(self, title: str, lines: Sequence[str]) -> None:
        """The lines in a part that opens when it is clicked, under their number; those that do not fit are counted."""
        if not lines:
            return
        self.lines += [f"<details><summary>{title} ({len(lines):,})</summary>", ""]
        place = 0
        while place < len(lines) and self.fits(lines[place]):
            place += 1
        if place < len(lines):
            self.lines.append(f"- … and {len(lines) - place:,} more, for which a comment has no room")
        self.lines += ["", "</details>", ""]


def _list(body: _Body, title: str, cases: Sequence[CaseTold], links: Links, flips: dict[str, Flip]) -> None:
    if not cases:
        return
    lines = [_case(one, links, flips.get(one.entry.id)) for one in cases]
    body.lines += [f"**{title}**", ""]
    shown = 0
    while shown < min(SHOWN, len(lines)) and body.fits(lines[shown]):
        shown += 1
    body.lines.append("")
    if shown < len(lines):
        body.folded("More", lines[shown:])


def _case(case: CaseTold, links: Links, flip: Flip | None) -> str:
    entry = case.entry
    name = code(entry.id, 120)
    if links.page:
        where = urlencode({"case": visible(entry.id), "attempt": case.attempt}, quote_via=quote)
        name = f"[{name}]({links.page}#{where})"
    words = {"fail": "failed", "error": "void" if case.kind == VOID else "no usable reply", "ungraded": "not judged"}
    sure = "" if flip is None or flip.certainty == "reliable" else f"{flip.certainty}: it may be chance"
    told = [name, ", ".join(filter(None, (words[case.outcome], attempts_said(case), sure))), *_place(case, links)]
    why = f"{code(flip.quote)} {code(flip.reason)}" if flip and flip.quote not in flip.reason else code(case.reason)
    return f"- {' · '.join(told)}{': ' + why if why.strip() else ''}"


def _place(case: CaseTold, links: Links) -> Iterator[str]:
    entry = case.entry
    if not entry.path:
        return
    path = links.place(entry.path)
    shown = code(f"{path or entry.path}:{entry.line}", 200)
    linked = links.source and path
    yield f"[{shown}]({links.source}{quote(visible(path))}#L{entry.line})" if linked else shown


def _decided(weighed: Weighed) -> Iterator[str]:
    yield from criteria_lines(weighed.decision.criteria)
    before = weighed.comparison.baseline
    yield from (f"Held against {plain(before.name)}, run {code(before.run)}.", "")


def _graders(summary: Summary) -> Iterator[str]:
    worst = sorted(summary.graders.items(), key=lambda one: (-one[1].failed, -one[1].crashed, one[0]))
    rows = [
        (label, *(f"{number:,}" for number in (tally.passed, tally.failed, tally.abstained, tally.crashed)))
        for label, tally in worst[:NAMED]
    ]
    yield from table(("grader", "passed", "failed", "could not tell", "crashed"), rows)
    if len(worst) > NAMED:
        yield from (f"… and {len(worst) - NAMED} more graders", "")


def _parted(weighed: Weighed) -> Iterator[str]:
    for why, cases in parted(weighed.comparison):
        named = ", ".join(code(case, 120) for case in cases[:NAMED])
        more = f" and {len(cases) - NAMED:,} more" if len(cases) > NAMED else ""
        yield f"- {counted(len(cases), 'case')} {plain(why)}: {named}{more}"


def _foot(heading: Heading, links: Links) -> Iterator[str]:
    facts = [f"run {code(heading.run_id)}", f"assistant {code(heading.assistant)}"]
    facts += [f"model {code(heading.model)}"] if heading.model else []
    facts += [f"evalsuite {code(heading.provenance['evalsuite'])}"] if "evalsuite" in heading.provenance else []
    facts += [f"[page of the run]({links.page})"] if links.page else []
    yield f"<sub>{' · '.join(facts)}</sub>"
    yield ""
