"""A model held to requests and tokens a minute, and to an amount of money."""

import asyncio
from collections.abc import Awaitable, Callable

from evalsuite.domain.conversation import Usage
from evalsuite.models.failures import failed
from evalsuite.protocols import Completion, Model, Request

BURST_SECONDS = 6.0
"""What a full bucket holds: this many seconds' worth."""


class Budget:
    """What may be spent, shared by every model of a run.

    Calls under way when the limit is reached still finish, so the sum may end above it by what they cost.
    """

    def __init__(self, max_cost_usd: float) -> None:
        self.max_cost_usd = max_cost_usd
        self.spent_usd = 0.0

    def check(self) -> None:
        """Raises `ModelError` (spend_limit) once the limit is reached."""
        if self.spent_usd >= self.max_cost_usd:
            raise failed(
                "spend_limit",
                f"the model calls have cost ${self.spent_usd:.2f}, the limit is ${self.max_cost_usd:.2f}: "
                "raise --max-cost and continue with --resume",
            )

    def add(self, usage: Usage) -> None:
        """Raises `ModelError` (spend_limit) where the call's cost is not known: a limit that cannot be kept is none."""
        if usage.cost_usd is None:
            raise failed(
                "spend_limit",
                "cannot keep to --max-cost: what the calls cost is not known. "
                "Add `prices: {input: …, output: …}` (US dollars for a million tokens) to the definition",
            )
        self.spent_usd += usage.cost_usd


class Bucket:
    """So many a minute, with short bursts; those who find it empty wait in the order they came."""

    def __init__(
        self,
        per_minute: float,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate = per_minute / 60
        self._most = max(1.0, self._rate * BURST_SECONDS)
        self._level = self._most
        self._clock, self._sleep = clock, sleep
        self._at = clock()

    async def take(self, amount: float) -> None:
        """Wait until the amount may be used."""
        self.draw(amount)
        if self._level >= 0:
            return
        try:
            await self._sleep(-self._level / self._rate)
        except asyncio.CancelledError:
            self._level += amount
            raise

    def draw(self, amount: float) -> None:
        """Count an amount as used, without waiting; those who come later wait for it. May be negative."""
        now = self._clock()
        self._level = min(self._most, self._level + (now - self._at) * self._rate) - amount
        self._at = now


class Limited:
    """A model whose calls wait for their turn and count towards a budget; None sets no limit."""

    def __init__(
        self,
        model: Model,
        *,
        requests: Bucket | None = None,
        tokens: Bucket | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._model = model
        self._requests, self._tokens, self._budget = requests, tokens, budget

    async def complete(self, request: Request) -> Completion:
        """The model's answer. Raises `ModelError` (spend_limit) instead of asking once the budget is spent."""
        if self._budget:
            self._budget.check()
        guess = _tokens_in(request) if self._tokens else 0
        if self._tokens:
            await self._tokens.take(guess)
        if self._requests:
            await self._requests.take(1)
        completion = await self._model.complete(request)
        usage = completion.usage
        if self._tokens:
            self._tokens.draw((usage.input_tokens or guess) + usage.output_tokens - guess)
        if self._budget:
            self._budget.add(usage)
        return completion


def _tokens_in(request: Request) -> int:
    """About how many tokens a request has, before the endpoint has counted them."""
    return sum(len(message.text or "") for message in request.messages) // 4 + 1
