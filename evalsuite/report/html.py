"""A run as one HTML page that opens from a disk or an e-mail, with no network."""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, BinaryIO, get_args
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from evalsuite.codec import records
from evalsuite.domain.decision import FlipKind, Weighed
from evalsuite.domain.run import CaseEntry, Trial, result_of
from evalsuite.report.blocks import Bodies, Index, row_of
from evalsuite.report.comparison import HEADS, parted, rows, unshown
from evalsuite.report.headline import counted, headline
from evalsuite.report.visible import visible
from evalsuite.summary import GraderTally, Summary, Tally

SCRIPTS = ("data.js", "text.js", "list.js", "transcript.js", "page.js")
"""Parts of the page's script, in the order they are put together."""
GRADERS_SHOWN = 8
"""Rows of the graders' table that stand open; the others are behind a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the page says above its cases."""

    title: str
    run_id: str
    assistant: str
    """The assistant's name."""
    model: str | None = None
    started_at: datetime | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints, tool version, commit and the like, in the order they are shown."""
    in_progress: bool = False
    """True while trials are still to come."""
    command: str = ""
    """What to type to make this run again; empty where there is no such command."""


def write_page(
    out: BinaryIO, *, heading: Heading, trials: Iterable[tuple[CaseEntry, Trial]], weighed: Weighed | None = None
) -> Summary:
    """Write the page and give back the count of what is on it. The same trials in the same order give the same bytes.

    With `weighed`, what was decided on this run stands on top, and the cases that flipped are marked.

    Trials are read once and not held. Nothing is written before the last one was read, so an iterable that raises
    leaves `out` as it was.
    """
    tally, index = Tally(), Index()
    flips = {flip.case_id: flip.kind for flip in weighed.comparison.flips} if weighed else {}
    # Bodies wait on disk, because the head of the page needs the sum of them all.
    with tempfile.TemporaryFile() as spool:
        bodies = Bodies(spool)
        for entry, trial in trials:
            result = result_of(trial)
            tally.add(result)
            index.add(row_of(entry, trial, result, flip=flips.get(trial.case_id, "")))
            bodies.add(records.dump(trial))
        bodies.flush()
        summary = tally.summary()
        words = _words(heading, summary, index.element(bodies.starts), bodies.pieces())
        words |= {"weighed": weighed, "against": _against(weighed) if weighed else None}
        out.writelines(piece.encode() for piece in _shell().generate(words))
    return summary


def _words(heading: Heading, summary: Summary, index: str, bodies: Iterator[str]) -> dict[str, Any]:
    style, script = _part("page.css"), "".join(_part(name) for name in SCRIPTS)
    graders = _graders(summary)
    return {
        "heading": heading,
        "summary": summary,
        "headline": headline(summary, in_progress=heading.in_progress),
        "facts": _facts(heading, summary),
        "shares": _shares(summary),
        "graders": graders[:GRADERS_SHOWN],
        "more_graders": graders[GRADERS_SHOWN:],
        "style": Markup(style),  # noqa: S704  - our own file
        "style_hash": _hash(style),
        "script": Markup(script),  # noqa: S704  - our own files
        "script_hash": _hash(script),
        "index": Markup(index),  # noqa: S704  - base64 in an element of our own
        "bodies": map(Markup, bodies),
    }


def _against(weighed: Weighed) -> dict[str, Any]:
    """What the page says of the decision beside its sentences."""
    comparison, criteria = weighed.comparison, weighed.decision.criteria
    return {
        "tone": {"ship": "pass", "hold": "fail", "undecided": "ungraded"}[weighed.decision.answer],
        "heads": HEADS,
        "rows": [astuple(row) for row in rows(criteria)],
        "unshown": unshown(criteria),
        "parted": parted(comparison),
        "flips": {kind: len([flip for flip in comparison.flips if flip.kind == kind]) for kind in get_args(FlipKind)},
    }


@cache
def _shell() -> Template:
    environment = Environment(
        loader=PackageLoader("evalsuite.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"find": _find, "count": counted}
    return environment.get_template("page.html")


def _fit(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _part(name: str) -> str:
    return files("evalsuite.report").joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _find(key: str, value: str) -> str:
    """The part of an address that shows only cases with this term."""
    word = visible(value).replace("\\", "\\\\").replace('"', '\\"')
    return "#" + urlencode({"q": f"{key}:{word}" if word.isidentifier() else f'{key}:"{word}"'})


def _facts(heading: Heading, summary: Summary) -> list[str]:
    usage = summary.usage
    facts = [f"Run {heading.run_id}", f"Assistant {heading.assistant}", heading.model or ""]
    facts.append(heading.started_at.strftime("%Y-%m-%d %H:%M %Z").strip() if heading.started_at else "")
    facts.append(f"{_duration(summary.seconds)} of waiting for replies" if summary.seconds else "")
    tokens = usage.input_tokens + usage.output_tokens
    facts.append(counted(tokens, "token") if tokens else "")
    facts.append(f"${usage.cost_usd:,.2f}" if usage.cost_usd is not None else "")
    return [fact for fact in facts if fact]


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{seconds:.1f} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """One stretch of a bar, in percent of its length."""

    kind: str
    count: int
    start: float
    width: float


def _shares(summary: Summary) -> list[_Share]:
    return _stretches({kind: summary.outcomes[kind] for kind in ("error", "fail", "ungraded", "pass")})


def _stretches(counts: Mapping[str, int]) -> list[_Share]:
    total, start, shares = sum(counts.values()), 0.0, []
    for kind, count in counts.items():
        width = round(100 * count / total, 3) if total else 0.0
        shares.append(_Share(kind=kind, count=count, start=round(start, 3), width=width))
        start += width
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class _GraderRow:
    label: str
    tally: GraderTally
    shares: list[_Share]
    codes: dict[str, int]
    """Trials with an error finding of each code."""


def _graders(summary: Summary) -> list[_GraderRow]:
    codes: dict[str, dict[str, int]] = {}
    for key, count in summary.codes.items():
        # Labels and codes may hold colons of their own, so the label is found rather than cut off.
        label = max((label for label in summary.graders if key.startswith(f"{label}:")), key=len, default="")
        codes.setdefault(label, {})[key[len(label) + 1 :]] = count
    rows = [_grader(label, tally, codes.get(label, {})) for label, tally in summary.graders.items()]
    return sorted(rows, key=_worst_first)


def _worst_first(row: _GraderRow) -> tuple[Any, ...]:
    name, _, number = row.label.partition("#")
    place = (name, int(number) if number.isdecimal() else 0, row.label)
    return (-row.tally.failed, -row.tally.crashed, -row.tally.abstained, *place)


def _grader(label: str, tally: GraderTally, codes: dict[str, int]) -> _GraderRow:
    counts = {"error": tally.crashed, "fail": tally.failed, "ungraded": tally.abstained, "pass": tally.passed}
    return _GraderRow(label=label, tally=tally, shares=_stretches(counts), codes=codes)
