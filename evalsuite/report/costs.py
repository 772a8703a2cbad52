"""What the models of a run took, in words: the assistant's, the judges', the simulated customer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalsuite.domain.conversation import Usage
    from evalsuite.summary import Summary


def costs(summary: Summary) -> list[str]:
    """A line for each that called a model, the assistant's first; for judges also where they remembered everything."""
    return [*([took(summary.usage)] if summary.usage.calls else []), *beside(summary)]


def beside(summary: Summary) -> Iterator[str]:
    """The lines of all but the assistant."""
    for model, usage in summary.judging.items():
        yield f"judge {model}: {took(usage) if usage.calls else 'no model call, its answers were known'}"
    if summary.customer.calls:
        yield f"simulated customer: {took(summary.customer)}"


def took(usage: Usage) -> str:
    """`12 model calls, 3,400 tokens in, 220 out, 0.01 USD`; without the money where no price is known."""
    tokens = f"{counted(usage.calls, 'model call')}, {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
    if usage.cost_usd is None:
        return tokens
    return f"{tokens}, {usage.cost_usd:.{2 if usage.cost_usd >= 0.1 or not usage.cost_usd else 4}f} USD"
