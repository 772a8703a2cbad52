"""The simulated customer: a model that plays one, message by message, and is held to its part."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evalsuite.customers.checks import faults
from evalsuite.customers.prompt import SCHEMA, asked
from evalsuite.domain.run import Failure
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed, quoted
from evalsuite.protocols import Knowledge, Request

if TYPE_CHECKING:
    from evalsuite.domain.case import Case
    from evalsuite.domain.conversation import Message, Usage
    from evalsuite.protocols import Completion, Model

TRIES = 2
"""A message that cannot be used is asked for once more, and then the attempt is void."""


class SimulatedCustomer:
    """Asks the model for the customer's next message. One of these serves all conversations of a run."""

    def __init__(self, model: Model, *, knowledge: Knowledge, parameters: Mapping[str, Any]) -> None:
        self._model, self._knowledge, self._parameters = model, knowledge, parameters

    async def next(
        self, case: Case, messages: Sequence[Message], attempt: int, *, spent: Callable[[Usage], None]
    ) -> str | None:
        """What the customer writes next; None where it has nothing more to say, or no patience left. `spent` is told
        what each answer of the model took.

        Raises `ModelError`: `bad_simulation` where the model falls out of its part twice in a row, which is no word on
        the assistant, or whatever failure the model met.
        """
        customer = case.customer
        assert customer is not None  # noqa: S101  - for the type checker: asked only of cases that have one
        written = sum(message.role == "user" for message in messages)
        if written >= customer.patience:
            return None
        if not written and customer.opens is not None:
            return customer.opens
        fault = ""
        for _ in range(TRIES):
            said = await self._ask(case, messages, attempt, fault)
            spent(said.usage)
            text, fault = _read(said.message.text or "", opening=not written)
            if text is None and not fault:
                return None
            fault = fault or next(faults(case, messages, text or "", self._knowledge), "")
            if not fault:
                return text
        raise failed("bad_simulation", f"the simulated customer fell out of its part: {fault}. The attempt is void")

    async def _ask(self, case: Case, messages: Sequence[Message], attempt: int, fault: str) -> Completion:
        request = Request(
            messages=asked(case, messages, fault),
            response_schema=SCHEMA,
            parameters=self._parameters,
            attempt=attempt,
            case_id=case.id,
        )
        try:
            return await self._model.complete(request)
        except ModelError as error:
            text = f"the simulated customer: {error.failure.text}"
            raise ModelError(Failure(kind=error.failure.kind, text=text)) from error


def _read(said: str, *, opening: bool) -> tuple[str | None, str]:
    """The message (None where there is none to come), and what is wrong with the answer."""
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        return None, f"its answer is no JSON but {quoted(said, 80)}"
    text, done = (answer.get("say"), answer.get("done")) if isinstance(answer, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(done, bool):
        return None, f"its answer wants `say`, a text, and `done`, true or false: {quoted(said, 80)}"
    if done and opening:
        return None, "it was done before it began"
    if done:
        return None, ""
    return (text.strip(), "") if text.strip() else (None, "its message is empty")
