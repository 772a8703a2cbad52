"""Values that come in units, such as the cases of one ticket: units are what is independent."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import isfinite
from typing import Literal

FEWEST = 15
"""With a smaller effective number of units no interval is given: it would be too wide to decide nearly anything, and
`docs/statistics.md` shows that from here on it holds what it says, uneven units and all."""

Lack = Literal["", "no_cases", "not_a_number", "too_few_units"]


def lack(values: Sequence[float], units: Sequence[Hashable], *, fewest: int = FEWEST) -> Lack:
    """Why nothing can be said of these values; empty where something can.

    Raises `ValueError` where there are not as many units as values.
    """
    if len(values) != len(units):
        raise ValueError(f"{len(values)} values want as many units, got {len(units)}")
    if not values:
        return "no_cases"
    if not all(map(isfinite, values)):
        return "not_a_number"
    return "too_few_units" if effective_number(units) < fewest - 1e-9 else ""


def totals(values: Sequence[float], units: Sequence[Hashable]) -> list[tuple[float, int]]:
    """The sum and the number of each unit's values, in the order in which units are first seen."""
    grouped: dict[Hashable, tuple[float, int]] = {}
    for value, unit in zip(values, units, strict=True):
        total, size = grouped.get(unit, (0.0, 0))
        grouped[unit] = (total + value, size + 1)
    return list(grouped.values())


def effective_number(units: Sequence[Hashable]) -> float:
    """How many units of equal size tell as much: n²/Σ size² (Kish 1965), the number of units where all are equal."""
    sizes = Counter(units).values()
    return len(units) ** 2 / sum(size * size for size in sizes) if sizes else 0.0
