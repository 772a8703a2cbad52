"""A model whose replies are recorded, and one that gives recorded replies again."""

from collections.abc import Callable

from evalsuite.models.failures import failed, quoted, visible
from evalsuite.models.keys import request_key
from evalsuite.models.replies import RecordedReply, Replies
from evalsuite.protocols import Completion, Model, Request


class Recording:
    """Asks the model, and gives every answer to `sink` before it is used."""

    def __init__(self, model: Model, *, identity: str, sink: Callable[[RecordedReply], None]) -> None:
        self._model, self._identity, self._sink = model, identity, sink

    async def complete(self, request: Request) -> Completion:
        completion = await self._model.complete(request)
        key = request_key(request, self._identity)
        self._sink(RecordedReply(key=key, attempt=request.attempt, case=request.case_id, completion=completion))
        return completion


class Replayed:
    """Answers from a recording alone; no model is ever called."""

    def __init__(self, replies: Replies, *, identity: str) -> None:
        self._replies, self._identity = replies, identity

    async def complete(self, request: Request) -> Completion:
        """The recorded answer. Raises `ModelError` (no_recording) where there is none for this very request."""
        key = request_key(request, self._identity)
        try:
            known = self._replies.get(key, request.attempt, request.case_id)
        except ValueError as error:
            raise failed("no_recording", f"the recorded reply cannot be read: {visible(str(error))}") from error
        if known is None:
            raise failed("no_recording", _missing(request))
        return known


def _missing(request: Request) -> str:
    said = next((message.text for message in request.messages if message.role == "user" and message.text), "")
    words = " ".join(said.split()[:8])
    asked = sum(message.role == "user" for message in request.messages)
    return (
        f"no recorded reply for the conversation that begins {quoted(words, 80)} (customer message {asked}, "
        f"attempt {request.attempt}): prompt, tools, model or case changed since; record it again without --replay"
    )
