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


def name_of(criterion: Criterion) -> str:
    """What a table calls it: "pass rate", "claims fails", "approval rate"."""
    label = criterion.label
    if criterion.role == "golden_holds":
        return "golden cases"
    if criterion.role == "budget":
        return TAKES[label]
    if criterion.role == "live":
        return label.replace("_", " ")
    if not label:
        return "pass rate"
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
