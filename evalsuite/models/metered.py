"""A model whose calls are told of as they are made, so that what they cost can be counted."""

from collections.abc import Callable

from evalsuite.domain.conversation import Usage
from evalsuite.protocols import Completion, Model, Request


class Metered:
    """Asks the model, and tells `spent` what each answer took: nothing where it was remembered."""

    def __init__(self, model: Model, *, spent: Callable[[Usage], None]) -> None:
        self._model, self._spent = model, spent

    async def complete(self, request: Request) -> Completion:
        completion = await self._model.complete(request)
        self._spent(Usage() if completion.remembered else completion.usage)
        return completion
