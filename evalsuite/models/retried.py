"""A model asked again after failures that pass: no connection, too many requests, errors of the server."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from evalsuite.domain.vocabulary import FailureKind
from evalsuite.errors import ModelError
from evalsuite.protocols import Completion, Model, Request

T = TypeVar("T")

PASSING: frozenset[FailureKind] = frozenset({"unreachable", "timeout", "rate_limited", "server_error"})
"""Kinds of failure that may be gone the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often, and for how long, something is tried again."""

    retries: int = 4
    seconds: float = 180.0
    """No try begins later than this after the first one."""
    first_pause: float = 0.5
    """Upper end of the first pause, in seconds; it doubles with every try."""
    longest_pause: float = 30.0
    kinds: frozenset[FailureKind] = PASSING
    chance: random.Random
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float]
    """Seconds, from any start."""


class Retried:
    """A model that is patient with another."""

    def __init__(self, model: Model, patience: Patience) -> None:
        self._model = model
        self._patience = patience

    async def complete(self, request: Request) -> Completion:
        return await patiently(lambda: self._model.complete(request), self._patience)


async def patiently(ask: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """What `ask` gives, tried again after failures that pass, with pauses of random length up to a doubling limit.

    Where the endpoint says how long to wait, that is the pause's least length. Raises the last `ModelError`, its text
    telling how often it was tried.
    """
    started = patience.clock()
    tried = 0
    while True:
        tried += 1
        try:
            return await ask()
        except ModelError as error:
            pause = _pause(error, tried, patience)
            late = patience.clock() - started + pause > patience.seconds
            if tried > patience.retries or error.failure.kind not in patience.kinds or late:
                if tried == 1:
                    raise
                text = f"{error.failure.text} (tried {tried} times)"
                raise ModelError(replace(error.failure, text=text), retry_after=error.retry_after) from error
        await patience.sleep(pause)


def _pause(error: ModelError, tried: int, patience: Patience) -> float:
    limit = min(patience.longest_pause, patience.first_pause * 2 ** min(tried - 1, 30))
    if error.retry_after is None:
        return patience.chance.uniform(0, limit)
    # All who were told the same wait would come back at once.
    return error.retry_after + patience.chance.uniform(0, min(limit, patience.first_pause))
