"""What a page tells of a run above its cases, gathered while its trials go by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evalsuite.domain.run import CaseEntry, Result, Trial
from evalsuite.domain.vocabulary import Outcome, TrialOutcome
from evalsuite.gate.words import percent
from evalsuite.report.charts import Trend, Whisker, trend, whisker
from evalsuite.report.headline import counted
from evalsuite.report.measures import Measures, Spread
from evalsuite.report.rates import Cases, Passes, Rate
from evalsuite.report.slices import Slices
from evalsuite.summary import GraderTally, Summary, Tally

QUOTES = 3
"""Kinds of findings that are shown in the assistant's own words."""
KINDS = 200
"""Kinds of findings of which one is remembered."""
WORDS = 240
"""Characters that are shown of a quote and of its reason."""

_JUDGED: Mapping[Outcome, TrialOutcome] = {"pass": "pass", "fail": "fail", "abstain": "ungraded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraderRow:
    """One grader over all trials."""

    label: str
    tally: GraderTally
    rate: Rate | None
    """Of the cases that it judged; None where it crashed each time."""
    drawn: Whisker | None
    codes: Mapping[str, int]
    """Trials with an error finding of each code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """An earlier run of the same cases or some of them, oldest first wherever there are several."""

    run: str
    assistant: str
    day: str
    rate: Rate
    origins: Mapping[str, Rate] = field(default_factory=dict)
    """The same of each origin, as far as they are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One finding in the words it is about."""

    label: str
    code: str
    count: int
    """Trials with a finding of this kind."""
    case_id: str
    attempt: int
    message: int | None
    quote: str
    reason: str
    flipped: bool
    """Whether its case passed in the baseline."""


class Overview:
    """Takes in trials one by one; what it keeps grows with the number of cases, not with their words."""

    def __init__(self, *, flipped: frozenset[str] = frozenset()) -> None:
        self._tally = Tally()
        self._cases = Cases()
        self.slices = Slices(self._cases)
        self.measures = Measures()
        self._flipped = flipped
        self._whole = Passes()
        self._graders: dict[str, Passes] = {}
        self._quoted: dict[tuple[str, str], Quoted] = {}

    def add(self, entry: CaseEntry, trial: Trial, result: Result) -> None:
        self._tally.add(result)
        case = self._cases.number(entry.id, entry.cluster)
        self._whole.add(case, result.outcome)
        for label, outcome in result.outcomes.items():
            self._graders.setdefault(label, Passes()).add(case, _JUDGED[outcome])
        self.slices.add(case, entry, result.outcome)
        self.measures.add(result)
        if result.codes:
            self._quote(trial)

    def summary(self) -> Summary:
        return self._tally.summary()

    def rate(self) -> Rate:
        """The share of cases that passed."""
        return self._whole.rate(self._cases)

    def graders(self, summary: Summary) -> list[GraderRow]:
        """A row for each grader, worst first."""
        codes: dict[str, dict[str, int]] = {}
        for key, count in summary.codes.items():
            # Labels and codes may hold colons of their own, so the label is found rather than cut off.
            label = max((label for label in summary.graders if key.startswith(f"{label}:")), key=len, default="")
            codes.setdefault(label, {})[key[len(label) + 1 :]] = count
        rows = [self._grader(label, tally, codes.get(label, {})) for label, tally in summary.graders.items()]
        return sorted(rows, key=_worst_first)

    def quotes(self, summary: Summary, *, deciding: Collection[str] = ()) -> list[Quoted]:
        """One finding of each of the commonest kinds, each with words of its own: those of deciding graders first, then
        those that the baseline did not have."""
        told = [
            replace(one, count=summary.codes.get(f"{label}:{code}", 0)) for (label, code), one in self._quoted.items()
        ]
        told.sort(key=lambda one: (one.label not in deciding, not one.flipped, -one.count, one.label, one.code))
        words: dict[str, Quoted] = {}
        for one in told:
            words.setdefault(one.quote, one)
        return list(words.values())[:QUOTES]

    def _grader(self, label: str, tally: GraderTally, codes: Mapping[str, int]) -> GraderRow:
        passes = self._graders.get(label)
        rate = passes.rate(self._cases) if passes else None
        return GraderRow(label=label, tally=tally, rate=rate, drawn=whisker(rate) if rate else None, codes=codes)

    def _quote(self, trial: Trial) -> None:
        flipped = trial.case_id in self._flipped
        for label, verdict in trial.judgement.verdicts.items():
            for finding in verdict.findings:
                known = self._quoted.get((label, finding.code))
                full = known is None and len(self._quoted) >= KINDS
                if finding.severity != "error" or not finding.quote or full or (known and known.flipped >= flipped):
                    continue
                self._quoted[label, finding.code] = Quoted(
                    label=label,
                    code=finding.code,
                    count=0,
                    case_id=trial.case_id,
                    attempt=trial.attempt,
                    message=finding.message,
                    quote=_short(finding.quote),
                    reason=_short(finding.reason),
                    flipped=flipped,
                )


def over_time(history: Sequence[PastRun], now: PastRun) -> dict[str, Trend]:
    """The share that passed, run by run, under an empty name; under that of each origin where the runs' cases are of
    several. Nothing where there is no other run to draw."""
    runs = [*history, now]
    names = {name for one in runs for name in one.origins}
    rates = {name: [(one, one.origins.get(name)) for one in runs] for name in sorted(names & now.origins.keys())}
    drawn: dict[str, Trend] = {}
    for name, line in (rates if len(names) > 1 else {"": [(one, one.rate) for one in runs]}).items():
        known = [(one.day, rate, f"{one.run}: {told(rate)}") for one, rate in line if rate]
        if one := trend(known, here=len(known) - 1):
            drawn[name] = one
    return drawn


def measured(spreads: Mapping[str, Spread]) -> list[tuple[str, ...]]:
    """Rows of (what, median, 95th percentile, total) in words, in the order given."""
    rows: list[tuple[str, ...]] = []
    for kind, spread in spreads.items():
        name, say = _MEASURES[kind]
        rows.append((name, say(spread.median), say(spread.high), say(spread.total)))
    return rows


def told(rate: Rate) -> str:
    """A rate in words, with what could not be judged."""
    if rate.share is None:
        return "nothing could be judged"
    said = f"{percent(rate.share)} of {counted(rate.cases, 'case')} passed"
    if rate.interval:
        said += f", 95 % interval {percent(rate.interval.low)} to {percent(rate.interval.high)}"
    return said + (f"; {counted(rate.unjudged, 'trial')} not judged" if rate.unjudged else "")


def duration(seconds: float) -> str:
    """A time in words: "1.5 s", "12 min 4 s"."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{seconds:.2g} s" if seconds < 1 else f"{seconds:.1f} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _dollars(value: float) -> str:
    return f"${value:,.2f}" if value >= 0.1 else f"${value:.2g}"


def _number(value: float) -> str:
    return f"{value:,.0f}"


_MEASURES: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "seconds": ("Time to answer", duration),
    "length": ("Characters said", _number),
    "tokens": ("Tokens", _number),
    "cost_usd": ("Cost", _dollars),
}


def _worst_first(row: GraderRow) -> tuple[Any, ...]:
    name, _, number = row.label.partition("#")
    place = (name, int(number) if number.isdecimal() else 0, row.label)
    return (-row.tally.failed, -row.tally.crashed, -row.tally.abstained, *place)


def _short(text: str) -> str:
    return text if len(text) <= WORDS else f"{text[:WORDS]}…"
