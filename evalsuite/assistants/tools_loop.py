"""An assistant that is a model in a tool loop."""

from __future__ import annotations

import asyncio
from collections import Counter
from hashlib import blake2b

from evalsuite.assistants.templates import Template
from evalsuite.assistants.toolbox import error_message
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.domain.conversation import Message, Tool, ToolCall, Usage
from evalsuite.domain.persona import BASE
from evalsuite.errors import ModelError
from evalsuite.models.failures import failed, quoted, visible
from evalsuite.protocols import Completion, Conversation, Model, Reply, Request

PROMPT_NAMES = ("context", "cohort", "language", "persona")
"""What a prompt may use."""


class ToolsLoop:
    """Asks the model, runs the tools it calls, and asks again, until it answers in text.

    Raises `InputError` where the definition's prompt is no proper template.
    """

    def __init__(self, definition: AssistantDefinition, model: Model) -> None:
        self._definition = definition
        self._model = model
        prompt = definition.prompt
        self._prompt = (
            Template(prompt, names=PROMPT_NAMES, what="prompt", path=definition.prompt_path) if prompt else None
        )
        self._version = prompt_version(prompt) if prompt else None

    async def reply(self, conversation: Conversation) -> Reply:
        """Everything said and done until the model answers in text.

        Raises `ModelError` for a failing model, too many rounds, or a deadline that passed.
        """
        exchange = _Exchange(self._system(conversation), conversation, self._definition)
        try:
            last = await self._run(exchange, conversation.deadline)
        except ModelError as error:
            error.messages, error.usage = tuple(exchange.said), exchange.usage
            raise
        return Reply(
            messages=tuple(exchange.said),
            usage=exchange.usage,
            model=last.model,
            prompt_version=self._version,
            finish_reason=last.finish_reason,
        )

    async def _run(self, exchange: _Exchange, deadline: float) -> Completion:
        try:
            async with asyncio.timeout_at(deadline):
                return await exchange.run(self._model)
        except TimeoutError:
            calls = exchange.usage.calls
            raise failed("timeout", f"the conversation's time was up after {calls} model calls in this reply") from None

    def _system(self, conversation: Conversation) -> tuple[Message, ...]:
        if self._prompt is None:
            return ()
        personas = self._definition.personas
        values = {
            "persona": personas.get(conversation.cohort or BASE, personas.get(BASE, "")),
            "context": conversation.context if self._definition.sees_context else {},
            "cohort": conversation.cohort,
            "language": conversation.language,
        }
        return (Message(role="system", text=self._prompt.render(values, case_id=conversation.case_id)),)


def prompt_version(prompt: str) -> str:
    """Eight hexadecimal digits of a prompt's text before anything is rendered into it."""
    return blake2b(prompt.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


class _Exchange:
    """One reply under way."""

    def __init__(
        self, system: tuple[Message, ...], conversation: Conversation, definition: AssistantDefinition
    ) -> None:
        self._before = (*system, *conversation.messages)
        self._conversation = conversation
        self._parameters = definition.parameters
        self._rounds = definition.max_rounds
        self._tools: tuple[Tool, ...] = conversation.tools if definition.tools is None else definition.tools
        self._offered = {tool.name for tool in self._tools}
        self.said: list[Message] = []
        self.usage = Usage()

    async def run(self, model: Model) -> Completion:
        for _ in range(self._rounds):
            completion = await model.complete(self._request())
            self.usage += completion.usage
            self.said.append(completion.message)
            if not completion.message.tool_calls:
                return completion
            self.said += await self._run(completion.message.tool_calls)
        raise self._too_many_rounds()

    def _request(self) -> Request:
        return Request(
            messages=(*self._before, *self.said),
            tools=self._tools,
            parameters=self._parameters,
            attempt=self._conversation.attempt,
            case_id=self._conversation.case_id,
        )

    async def _run(self, calls: tuple[ToolCall, ...]) -> list[Message]:
        """The calls' results, in the calls' order."""
        if len(calls) == 1:
            return [await self._answer(calls[0])]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._answer(call)) for call in calls]
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _answer(self, call: ToolCall) -> Message:
        if self._offered and call.name not in self._offered:
            names = ", ".join(sorted(self._offered))
            return error_message(call, f"Error: no tool {quoted(call.name, 80)}; there are: {names}")
        if call.arguments_error:
            return error_message(call, f"Error: {call.arguments_error}. Call {call.name} again with one JSON object")
        return await self._conversation.toolbox.call(call)

    def _too_many_rounds(self) -> ModelError:
        called = Counter(call.name for message in self.said for call in message.tool_calls)
        name, count = called.most_common(1)[0]
        return failed(
            "too_many_rounds",
            f"no answer to the customer after {self._rounds} model calls; {visible(name, 80)} was called most "
            f"({count} times). Raise max_rounds if that many are needed",
        )
