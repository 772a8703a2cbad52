"""Evidence that may be looked at after every case, and a run stopped whenever there is enough of it.

Each function gives one number per case: stop and claim when it comes to 1 / level. Under the hypothesis it speaks
against, that happens at most with chance `level`, however often one looks (Ville 1939). Cases must come in an order
that is random and fixed beforehand, and each independent of those before.
"""

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log

WARINESS = 1.0
"""Both parameters of the beta mixture over the true share of gains among the pairs that differ."""
MOST = 700.0
"""Logarithm of the largest e-value told; more would not fit a float."""
BOLDEST = 0.75
"""Of the largest stake that could lose all: what a bet may be at the most."""


def superiority_evidence(differences: Sequence[float]) -> list[float]:
    """Against "the candidate does not pass more": e-values from whole cases' differences, -1, 0 or 1.

    The beta mixture over the discordant pairs, B(1 + gained, 1 + lost) / B(1, 1) · 2^(gained + lost) (Robbins 1970),
    over shares of gains above one half alone, so that losses are no evidence of a difference. Raises `ValueError` on
    any other difference.
    """
    from scipy.special import betaincc  # noqa: PLC0415  - loaded when there is something to reckon

    gained = lost = 0
    told: list[float] = []
    for difference in differences:
        if difference not in {-1, 0, 1}:
            raise ValueError(f"differences of whole cases are -1, 0 or 1, got {difference!r}; bet on means instead")
        gained, lost = gained + (difference > 0), lost + (difference < 0)
        a, b = WARINESS + gained, WARINESS + lost
        above = 2 * float(betaincc(a, b, 0.5))
        grown = lgamma(a) + lgamma(b) - lgamma(a + b) - 2 * lgamma(WARINESS) + lgamma(2 * WARINESS)
        told.append(above * exp(min(MOST, grown + (gained + lost) * log(2))))
    return told


def non_inferiority_evidence(differences: Iterable[float], margin: float) -> list[float]:
    """Against "the candidate is worse by the margin or more": wealth after each case, from differences of -1 to 1.

    A betting martingale (Waudby-Smith and Ramdas 2024): on x = (difference + 1)/2 with the null mean (1 - margin)/2,
    wealth Π (1 + λ(x - mean)), λ from earlier cases only.
    """
    return _wealth([(one + 1) / 2 for one in differences], (1 - margin) / 2)


def harm_evidence(differences: Iterable[float], margin: float) -> list[float]:
    """Against "the candidate is not worse by more than the margin": the mirrored bet, to stop early on harm."""
    return _wealth([(1 - one) / 2 for one in differences], (1 + margin) / 2)


def crossed(evidence: Iterable[float], level: float) -> int | None:
    """After how many cases there is enough to claim; None where there is not."""
    return next((count for count, one in enumerate(evidence, 1) if one >= 1 / level), None)


def _wealth(values: Sequence[float], mean: float) -> list[float]:
    """Of bets that the values, from 0 to 1, lie above the mean.

    Each stake is the growth-optimal one (mean above / mean square) of the values so far, the null's mean and spread
    counted in as one value, so that the first bets are small.
    """
    wealth, told = 1.0, []
    above, square = 0.0, max(mean, 1 - mean) ** 2
    most = BOLDEST / mean
    for value in values:
        if not 0 <= value <= 1:
            raise ValueError(f"differences lie from -1 to 1, got {2 * value - 1!r}")
        stake = min(most, max(0.0, above / square))
        wealth *= 1 + stake * (value - mean)
        told.append(wealth)
        above, square = above + value - mean, square + (value - mean) ** 2
    return told
