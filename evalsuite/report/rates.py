"""Shares of passed cases, gathered trial by trial, each with how well it is known."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from evalsuite.domain.comparison import SHOWN, Interval
from evalsuite.domain.vocabulary import TrialOutcome
from evalsuite.stats.clusters import FEWEST
from evalsuite.stats.rates import clustered_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The mean over cases of the share of their judged attempts that passed."""

    share: float | None
    """0 to 1; None where nothing was judged."""
    cases: int
    """That were judged in any attempt."""
    unjudged: int
    """Trials that were to be judged and could not be: errors, abstentions and crashes."""
    units: int
    """Clusters these cases make up."""
    interval: Interval | None
    """A 95 % interval; None where there are too few units to give one."""

    @property
    def few(self) -> bool:
        return self.units < FEWEST


class Cases:
    """Gives each case a number, and keeps the statistical unit it belongs to."""

    def __init__(self) -> None:
        self.units: list[str] = []
        """By number."""
        self._numbers: dict[str, int] = {}

    def number(self, case_id: str, cluster: str) -> int:
        """The case's number; `cluster` is empty where the case stands for itself."""
        number = self._numbers.setdefault(case_id, len(self.units))
        if number == len(self.units):
            self.units.append(cluster or case_id)
        return number


class Passes:
    """What passed and failed of one kind; eight bytes a trial, for a page has many kinds."""

    def __init__(self) -> None:
        self._trials = array("q")
        """Twice the case's number, and one more where it passed."""
        self._unjudged = 0

    def add(self, case: int, outcome: TrialOutcome) -> None:
        """One attempt; what is neither pass nor fail counts as not judged."""
        if outcome in {"pass", "fail"}:
            self._trials.append(2 * case + (outcome == "pass"))
        else:
            self._unjudged += 1

    def rate(self, cases: Cases) -> Rate:
        seen: dict[int, list[int]] = {}
        for trial in self._trials:
            attempts = seen.setdefault(trial >> 1, [0, 0])
            attempts[trial & 1] += 1
        shares = [passed / (failed + passed) for failed, passed in seen.values()]
        units = [cases.units[case] for case in seen]
        count = len(set(units))
        return Rate(
            share=sum(shares) / len(shares) if shares else None,
            cases=len(shares),
            unjudged=self._unjudged,
            units=count,
            interval=clustered_rate(shares, units, level=SHOWN) if count >= FEWEST else None,
        )
