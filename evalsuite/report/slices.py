"""Where cases fail: the share that passes by topic and cohort, by difficulty and by origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalsuite.domain.run import CaseEntry
from evalsuite.domain.vocabulary import TrialOutcome
from evalsuite.report.rates import Cases, Passes, Rate

TOPICS, COHORTS = 12, 5
"""Rows and columns of the map; further ones are counted below it."""
NO_TOPIC = "no topic"

Terms = Mapping[str, str]
"""What a filter must say to show a slice's cases, by key; empty where it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    rate: Rate | None
    """None where no case is of both kinds."""
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Topics down, cohorts across; the first column is over all cohorts."""

    cohorts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """The topic with the lowest share first; those too small to tell come last."""
    left_out: int
    """Topics that are not shown, being the smallest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One way to part all cases."""

    name: str
    cells: tuple[tuple[str, Cell], ...]


class Slices:
    """Gathers outcomes by what their cases are."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._tags: dict[tuple[str, str], Passes] = {}
        self._families: dict[str, dict[str, Passes]] = {"cohort": {}, "difficulty": {}, "origin": {}}

    def add(self, case: int, entry: CaseEntry, outcome: TrialOutcome) -> None:
        cohort = entry.cohort or ""
        for tag in dict.fromkeys(entry.tags or ("",)):
            for column in {"", cohort}:
                self._tags.setdefault((tag, column), Passes()).add(case, outcome)
        for name, value in (("cohort", cohort), ("difficulty", entry.difficulty), ("origin", entry.origin)):
            if value:
                self._families[name].setdefault(value, Passes()).add(case, outcome)

    def heat(self) -> Heat | None:
        """The map; None where the cases have no more than one topic and no cohorts."""
        rates = {key: passes.rate(self._cases) for key, passes in self._tags.items()}
        whole = {tag: rate for (tag, cohort), rate in rates.items() if not cohort}
        cohorts = tuple(list(self._families["cohort"])[:COHORTS])
        if len(whole) + len(cohorts) < 3 or set(whole) == {""}:
            return None
        shown = sorted(whole, key=lambda tag: (-whole[tag].cases, tag))[:TOPICS]
        shown.sort(key=lambda tag: _lowest_first(whole[tag]))
        rows = tuple(
            (tag or NO_TOPIC, tuple(_cell(rates.get((tag, one)), tag, one) for one in ("", *cohorts))) for tag in shown
        )
        return Heat(cohorts=cohorts, rows=rows, left_out=len(whole) - len(shown))

    def origins(self) -> dict[str, Rate]:
        """The share of each origin that passed, by name."""
        return {value: one.rate(self._cases) for value, one in self._families["origin"].items()}

    def families(self) -> tuple[Family, ...]:
        """Cohorts, difficulties and origins, each only where there are two or more."""
        return tuple(
            Family(name=name, cells=_cells(name, {value: one.rate(self._cases) for value, one in parts.items()}))
            for name, parts in self._families.items()
            if len(parts) > 1
        )


def _cells(key: str, rates: Mapping[str, Rate]) -> tuple[tuple[str, Cell], ...]:
    ordered = sorted(rates, key=lambda value: _lowest_first(rates[value]))
    return tuple((value, Cell(rate=rates[value], terms={key: value})) for value in ordered)


def _cell(rate: Rate | None, tag: str, cohort: str) -> Cell:
    """A filter cannot say that there is no tag, so such cells lead nowhere."""
    terms = {"tag": tag, "cohort": cohort} if cohort else {"tag": tag}
    return Cell(rate=rate, terms=terms if tag else {})


def _lowest_first(rate: Rate) -> tuple[bool, float, int]:
    return (rate.few, 1.0 if rate.share is None else rate.share, -rate.cases)
