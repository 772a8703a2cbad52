"""Several questions put to the same runs, and p-values that stay honest."""

from collections.abc import Sequence
from itertools import accumulate


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given (Holm 1979): at most `level` of all families has any false claim among
    those at or below it.

    The i-th smallest of m becomes the largest of (m - j + 1)·p_j over j ≤ i, and 1 at most. Raises `ValueError` where
    one is no chance.
    """
    _refuse_others(p_values)
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    raised = accumulate(((len(order) - rank) * p_values[i] for rank, i in enumerate(order)), max)
    return _put_back(order, [min(1.0, one) for one in raised])


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given (Benjamini and Hochberg 1995): of the claims at or below `level`, that
    share at most is false on average. For slices that are looked through, never for a gate.

    Raises `ValueError` where one is no chance.
    """
    from scipy.stats import false_discovery_control  # noqa: PLC0415  - loaded when there is something to adjust

    _refuse_others(p_values)
    return tuple(map(float, false_discovery_control(p_values))) if p_values else ()


def _refuse_others(p_values: Sequence[float]) -> None:
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError(f"p-values lie from 0 to 1, got {list(p_values)!r}")


def _put_back(order: Sequence[int], values: Sequence[float]) -> tuple[float, ...]:
    return tuple(value for _, value in sorted(zip(order, values, strict=True)))
