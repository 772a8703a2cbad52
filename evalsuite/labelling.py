"""Which verdicts people should label next: a random draw, the same share of every kind of verdict."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Item = tuple[str, int, str]
"""Case, attempt, and the grader's label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    item: Item
    rate: float
    """The share of its stratum that is labelled once these are, 0 to 1."""


def draw(
    strata: Mapping[str, Sequence[Item]], labelled: frozenset[Item], number: int, *, generator: random.Random
) -> list[Draw]:
    """So many items that nobody has labelled, in random order; fewer where there are no more.

    Each stratum, labelled items included, gets its share of all labels by largest remainders, so that old and new
    labels together are as one stratified draw of even rate: rates told from them need no weights.
    """
    left = {name: [item for item in items if item not in labelled] for name, items in sorted(strata.items())}
    known = {name: len(strata[name]) - len(left[name]) for name in left}
    total = sum(known.values()) + min(number, sum(map(len, left.values())))
    quotas = _quotas({name: len(strata[name]) for name in left}, total)
    wanted = {name: min(len(left[name]), max(0, quotas[name] - known[name])) for name in left}
    _settle(wanted, {name: len(left[name]) for name in left}, total - sum(known.values()))
    drawn = [
        Draw(item=item, rate=(known[name] + wanted[name]) / len(strata[name]))
        for name, items in left.items()
        for item in generator.sample(sorted(items), wanted[name])
    ]
    generator.shuffle(drawn)
    return drawn


def _quotas(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole numbers in proportion to sizes that add up to the total."""
    everything = sum(sizes.values()) or 1
    exact = {name: total * size / everything for name, size in sizes.items()}
    quotas = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(sizes, key=lambda name: (quotas[name] - exact[name], name))
    for name in by_remainder[: total - sum(quotas.values())]:
        quotas[name] += 1
    return quotas


def _settle(wanted: dict[str, int], most: Mapping[str, int], number: int) -> None:
    """Bring the wanted numbers to a sum of `number`, which some stratum labelled too much already may keep them from:
    one at a time, where most are left, or most are wanted."""
    while wanted and (over := sum(wanted.values()) - number):
        name = max(wanted, key=lambda one: wanted[one] if over > 0 else most[one] - wanted[one])
        wanted[name] -= 1 if over > 0 else -1
