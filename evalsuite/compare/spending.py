"""What the cases of both sides took: time, money, tokens, and the customer's patience."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from evalsuite.compare.pairs import Pair, Trials, mean
from evalsuite.domain.comparison import SHOWN, Interval, Moved, Quantity, Spent
from evalsuite.domain.run import Result

RESAMPLES = 2_000
"""Of the bootstrap behind an interval that is only shown."""


def spending(pairs: Sequence[Pair]) -> dict[Quantity, Spent]:
    """Means per attempt, by quantity; one that the candidate says of no case is left out.

    Attempts that ended in error are no part of it: what they took tells nothing of a reply.
    """
    return {quantity: spent for quantity in _READERS if (spent := _spent(quantity, pairs))}


def _spent(quantity: Quantity, pairs: Sequence[Pair]) -> Spent | None:
    taken = [(pair.unit, _mean(pair.before, quantity), _mean(pair.after, quantity)) for pair in pairs]
    both = [(unit, before, after) for unit, before, after in taken if before is not None and after is not None]
    alone = [(unit, after) for unit, _, after in taken if after is not None]
    if not alone:
        return None
    if not both:
        after = Moved(values=tuple(value for _, value in alone), units=tuple(unit for unit, _ in alone))
        return Spent(quantity=quantity, cases=len(alone), baseline=None, candidate=_average(after), after=after)
    units = tuple(unit for unit, _, _ in both)
    before = Moved(values=tuple(value for _, value, _ in both), units=units)
    after = Moved(values=tuple(value for _, _, value in both), units=units)
    return Spent(
        quantity=quantity,
        cases=len(both),
        baseline=_average(before),
        candidate=_average(after),
        interval=_interval(before, after),
        before=before,
        after=after,
    )


def _interval(before: Moved, after: Moved) -> Interval | None:
    import numpy as np  # noqa: PLC0415  - loaded where there is something to reckon

    from evalsuite.stats.scores import bootstrap_interval  # noqa: PLC0415

    rises = [now - was for was, now in zip(before.values, after.values, strict=True)]
    # The same seed each time, so that the same runs give the same page.
    generator = np.random.default_rng(0)
    return bootstrap_interval(rises, after.units, generator=generator, level=SHOWN, resamples=RESAMPLES)


def _average(moved: Moved) -> float:
    return sum(moved.values) / len(moved.values)


def _mean(trials: Trials, quantity: Quantity) -> float | None:
    return mean([_READERS[quantity](one) for one in trials if one.outcome != "error"])


def _tokens(one: Result) -> float | None:
    return (one.usage.input_tokens + one.usage.output_tokens) or None


_READERS: Mapping[Quantity, Callable[[Result], float | None]] = {
    "seconds": lambda one: one.seconds or None,
    "cost_usd": lambda one: one.usage.cost_usd,
    "tokens": _tokens,
    "length": lambda one: one.length or None,
}
