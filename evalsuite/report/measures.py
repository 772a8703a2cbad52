"""What replies cost, how long they took and how long they are."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from evalsuite.domain.run import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One measure over trials."""

    total: float
    median: float
    high: float
    """The 95th percentile: one trial of twenty is above it."""
    known: int
    """Trials it is known of."""


class Measures:
    """Gathers one number of each kind a trial; 8 bytes each."""

    def __init__(self) -> None:
        self._values = {kind: array("d") for kind in ("seconds", "length", "tokens", "cost_usd")}

    def add(self, result: Result) -> None:
        usage = result.usage
        found = {
            "seconds": result.seconds,
            "length": result.length,
            "tokens": usage.input_tokens + usage.output_tokens,
            "cost_usd": usage.cost_usd,
        }
        for kind, value in found.items():
            if value:
                self._values[kind].append(value)

    def spreads(self) -> dict[str, Spread]:
        """By kind, in the order seconds, length, tokens, cost_usd; only kinds that some trial tells of."""
        return {kind: _spread(values) for kind, values in self._values.items() if values}


def _spread(values: array[float]) -> Spread:
    ordered, last = sorted(values), len(values) - 1
    return Spread(
        total=sum(ordered), median=ordered[round(last / 2)], high=ordered[round(0.95 * last)], known=len(ordered)
    )
