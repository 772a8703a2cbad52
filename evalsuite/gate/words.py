"""Numbers and graders as a sentence says them."""

from collections.abc import Mapping

from evalsuite.domain.comparison import Contrast, Quantity
from evalsuite.domain.decision import Criterion

UNITS: Mapping[Quantity, str] = {
    "seconds": "seconds",
    "cost_usd": "US dollars",
    "tokens": "tokens",
    "length": "characters",
}
TAKES: Mapping[str, str] = {"seconds": "time", "cost_usd": "cost", "tokens": "tokens", "length": "length"}
"""What each quantity is called."""


def percent(share: float) -> str:
    """A share as it is said: "2.5 %", "0 %", "88.1 %"."""
    return f"{_short(share)} %"


def points(difference: float) -> str:
    """A difference of shares without its sign: "2.5 points", "1 point"."""
    number = _short(abs(difference))
    return f"{number} point" if number == "1" else f"{number} points"


def said(criterion: Criterion) -> str:
    """Its label with the origin of its cases, where there are several: "claims (ticket)"."""
    return f"{criterion.label} ({criterion.origin})" if criterion.origin else criterion.label


def name_of(criterion: Criterion) -> str:
    """What a table calls it: "pass rate", "claims fails", "claims (ticket) passes", "approval rate"."""
    label = said(criterion)
    if criterion.role == "golden_holds":
        return f"{label} cases"
    if criterion.role == "budget":
        return TAKES[label]
    if criterion.role == "live":
        return label.replace("_", " ")
    if not label:
        return "pass rate"
    if criterion.label.startswith("origin ") and criterion.role != "hard_zero":
        return f"pass rate, {label}"
    return f"{label} {'fails' if criterion.role == 'hard_zero' else 'passes'}"


def rate(contrast: Contrast) -> str:
    return f"the pass rate of {contrast.label}" if contrast.label else "the pass rate"


def moved(contrast: Contrast) -> str:
    return f"{percent(contrast.baseline)} to {percent(contrast.candidate)}"


def amount(value: float, quantity: Quantity) -> str:
    """A quantity with its unit: "3.24 seconds", "1,204 characters", "0.0031 US dollars"."""
    return f"{value:,.0f} {UNITS[quantity]}" if value >= 100 else f"{value:.3g} {UNITS[quantity]}"


def _short(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")
