"""A model whose replies are recorded, and one that gives recorded replies again."""

from collections.abc import Callable
from dataclasses import replace

from evalsuite.errors import ModelError
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


class UnrecordedError(Exception):
    """A judge would have to be asked what no recording tells; its text is a sentence with the mend."""


class Replayed:
    """Answers from a recording alone; no model is ever called.

    `refused` makes the error that is raised where there is no answer for this very request, out of the request and why
    the recorded one cannot be read, empty where there is none. It is a `ModelError` (no_recording) where not given.
    """

    def __init__(
        self, replies: Replies, *, identity: str, refused: Callable[[Request, str], Exception] | None = None
    ) -> None:
        self._replies, self._identity, self._refused = replies, identity, refused or _refused

    async def complete(self, request: Request) -> Completion:
        key = request_key(request, self._identity)
        try:
            known = self._replies.get(key, request.attempt, request.case_id)
        except ValueError as error:
            why = f"the recorded reply cannot be read: {visible(str(error))}"
            raise self._refused(request, why) from error
        if known is None:
            raise self._refused(request, "")
        return replace(known, remembered=True)


def _refused(request: Request, why: str) -> ModelError:
    return failed("no_recording", why or _missing(request))


def _missing(request: Request) -> str:
    said = next((message.text for message in request.messages if message.role == "user" and message.text), "")
    words = " ".join(said.split()[:8])
    asked = sum(message.role == "user" for message in request.messages)
    return (
        f"no recorded reply for the conversation that begins {quoted(words, 80)} (customer message {asked}, "
        f"attempt {request.attempt}): prompt, tools, model or case changed since; record it again without --replay"
    )
