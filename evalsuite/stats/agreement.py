"""How far two raters agree."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import Literal

from evalsuite.domain.comparison import LEVEL, Interval
from evalsuite.stats.clusters import effective_number

Weights = Literal["equal", "linear", "quadratic"]


def kappa(first: Sequence[float], second: Sequence[float], *, weights: Weights = "equal") -> float | None:
    """Cohen's kappa (1960; weighted 1968): 1 where two raters always agree, 0 where no more than by chance.

    1 - Σ w·seen / Σ w·expected, with the weight of a disagreement 1, or the (squared) number of steps between the two
    categories in sorted order. None with nothing rated, or where both raters only ever said one and the same thing,
    for then there is no agreement by chance to hold it against. Raises `ValueError` where one rated more.
    """
    if len(first) != len(second):
        raise ValueError(f"both raters rate the same things, got {len(first)} and {len(second)} ratings")
    categories = {one: rank for rank, one in enumerate(sorted({*first, *second}))}
    one, other = Counter(first), Counter(second)

    def weight(a: float, b: float) -> float:
        steps = abs(categories[a] - categories[b])
        return {"equal": float(steps > 0), "linear": float(steps), "quadratic": float(steps * steps)}[weights]

    seen = sum(weight(a, b) for a, b in zip(first, second, strict=True))
    expected = sum(weight(a, b) * one[a] * other[b] for a in one for b in other) / max(1, len(first))
    return 1 - seen / expected if expected else None


def kappa_interval(
    first: Sequence[bool], second: Sequence[bool], units: Sequence[Hashable], *, level: float = LEVEL
) -> Interval | None:
    """Of Cohen's kappa of two raters who say yes or no, each bound one-sided at `level`; None with nothing rated.

    The standard error of Fleiss, Cohen and Everitt (1969), half a rating added to each cell so that perfect agreement
    is not held to be certain, over as many items as their units are worth. Of the symmetric interval and Fisher's, each
    of which covers too little somewhere, the outer bounds.
    """
    if not first:
        return None
    cells = Counter(zip(first, second, strict=True))
    worth = effective_number(units)
    share = {
        pair: (cells[pair] * worth / len(first) + 0.5) / (worth + 2)
        for pair in ((True, True), (True, False), (False, True), (False, False))
    }
    mine = {one: share[one, True] + share[one, False] for one in (True, False)}
    other = {one: share[True, one] + share[False, one] for one in (True, False)}
    chance = sum(mine[one] * other[one] for one in (True, False))
    seen = (share[True, True] + share[False, False] - chance) / (1 - chance)
    agreed = sum(share[one, one] * (1 - (mine[one] + other[one]) * (1 - seen)) ** 2 for one in (True, False))
    apart = sum(share[one, not one] * (other[one] + mine[not one]) ** 2 for one in (True, False))
    spread = agreed + (1 - seen) ** 2 * apart - (seen - chance * (1 - seen)) ** 2
    error = sqrt(max(0.0, spread) / (worth + 2)) / (1 - chance)
    z = NormalDist().inv_cdf(1 - level)
    turned, reach = atanh(seen), z * error / (1 - seen * seen)
    return Interval(
        low=max(-1.0, min(seen - z * error, tanh(turned - reach))),
        high=min(1.0, max(seen + z * error, tanh(turned + reach))),
    )
