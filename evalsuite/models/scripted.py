"""A model that says what it is told to say, for work without any endpoint."""

from collections.abc import Callable, Iterable

from evalsuite.domain.conversation import Message, ToolCall, Usage
from evalsuite.models.failures import failed
from evalsuite.protocols import Completion, Request

Answer = str | Message | Completion | ToolCall | Exception
"""A text, a message, a single tool call, a whole completion, or an error to raise."""


class ScriptedModel:
    """Answers from a list, in order, or from a function of the request. `asked` keeps the requests it was given."""

    def __init__(self, answers: Iterable[Answer] | Callable[[Request], Answer], *, name: str = "scripted") -> None:
        self._answers = answers if callable(answers) else _in_order(answers)
        self._name = name
        self.asked: list[Request] = []

    async def complete(self, request: Request) -> Completion:
        """The next answer. Raises `ModelError` (no_recording) where the list has no more."""
        self.asked.append(request)
        answer = self._answers(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Completion):
            return answer
        if isinstance(answer, ToolCall):
            answer = Message(role="assistant", tool_calls=(answer,))
        message = Message(role="assistant", text=answer) if isinstance(answer, str) else answer
        finish = "tool_calls" if message.tool_calls else "stop"
        return Completion(message=message, usage=Usage(calls=1), model=self._name, finish_reason=finish)


def _in_order(answers: Iterable[Answer]) -> Callable[[Request], Answer]:
    left = iter(answers)

    def answer(_: Request) -> Answer:
        for found in left:
            return found
        raise failed("no_recording", "the script has no answer left")

    return answer
