"""A model opened when it is first asked, and closed with the event loop it was asked in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol

from evalsuite.errors import EvalsuiteError
from evalsuite.models.failures import failed
from evalsuite.protocols import Completion, Model, Request


class Closable(Protocol):
    async def complete(self, request: Request) -> Completion: ...
    def aclose(self) -> Awaitable[None]: ...


class Lazily:
    """Grading may need a model or not, and nobody who grades opens or closes anything.

    At most `at_once` calls are under way; the time that others wait is not taken from the model's own. `wrap` goes
    around the model and is asked only when a call's turn has come, so that a limit on costs sees what others took.
    """

    def __init__(
        self, opened: Callable[[], Closable], *, at_once: int, wrap: Callable[[Model], Model] = lambda model: model
    ) -> None:
        self._opened, self._at_once, self._wrap = opened, at_once, wrap
        self._turns: asyncio.Semaphore
        self._loop: asyncio.AbstractEventLoop | None = None
        self._model: Model
        self._held: AsyncGenerator[Closable]

    async def complete(self, request: Request) -> Completion:
        """The model's answer. Raises `ModelError` (unauthorized) where it cannot be opened, as without a key."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._held = _held(self._opened)
            try:
                self._model = self._wrap(await anext(self._held))
            except EvalsuiteError as error:
                raise failed("unauthorized", str(error)) from error
            self._loop, self._turns = loop, asyncio.Semaphore(self._at_once)
        async with self._turns:
            return await self._model.complete(request)


async def _held(opened: Callable[[], Closable]) -> AsyncGenerator[Closable]:
    """The model; whoever ends the loop ends its generators first, and so closes it."""
    model = opened()
    try:
        yield model
    finally:
        await model.aclose()
